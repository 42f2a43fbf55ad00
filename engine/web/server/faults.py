"""What goes wrong, as pages in plain Chinese that say what to do. One table from kind of error to status and title."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from engine.case.events import CaseError
from engine.matter.records import MatterError
from engine.service.centre.context import NotFoundError
from engine.service.centre.limits import LimitError
from engine.store.errors import DamagedError, SeparationError, StaleError, StoreError, TokenReusedError
from engine.web.server.bodies import BodyError
from engine.web.server.showing import Frame, Link, respond, text_of
from engine.web.server.visits import ForgedError, retry_after

DESK, ENTRANCE = Link("/desk", "回到待办"), Link("/", "回到首页")


@dataclass(frozen=True, slots=True)
class Fault:
    """A page about something that did not work: what, why, what to do, and where to go on (`link` None: to
    where the person came from)."""

    title: str
    lines: tuple[str, ...]
    link: Link | None = None


class CrowdedError(CaseError):
    """One origin asks for more at once than it is answered."""

    def __init__(self) -> None:
        super().__init__("同一个网络地址同时打开的网页太多，这一次没有办。请等几秒再试。")


# The first row whose class fits decides; more special classes stand first.
KINDS: tuple[tuple[type[Exception], int, str], ...] = (
    (LimitError, 429, "请稍后再试"),
    (CrowdedError, 503, "请稍后再试"),
    (NotFoundError, 404, "没有找到"),
    (CaseError, 409, "现在不能这样办"),
    (SeparationError, 409, "同一个人不能再办这一步"),
    (StaleError, 409, "情况有了变化"),
    (TokenReusedError, 409, "这张表单已经提交过"),
    (DamagedError, 503, "文件打不开"),
    (StoreError, 503, "暂时保存不了"),
    (MatterError, 503, "这个事项暂时不能办理"),
    (BodyError, 400, "提交的内容没有收下"),
    (ForgedError, 403, "这张表单不能提交"),
)
_STATUSES: dict[int, Fault] = {
    401: Fault(
        "请先登录",
        (
            "您还没有登录，或者离开太久、已经自动退出。",
            "请在新标签页里登录，再回到这一页刷新；浏览器问要不要重新提交时选「继续」，填过的内容不会丢。",
        ),
        Link("/sign-in", "去登录"),
    ),
    404: Fault("没有找到", ("没有这个网页，或者您的岗位看不到它。", "请核对地址，或者从待办里重新打开。")),
    405: Fault("这个地址不能这样打开", ("请从待办里重新打开要办的页面。",)),
}  # fmt: skip
_EXPIRED = Fault(
    "登录已过期，请先登录",
    ("填的内容还在本页，没有丢。请在新标签页里登录，再回到这一页，会接着保存。",),
    Link("/sign-in", "在新标签页里登录"),
)
_FORGED = ("它不是从本系统刚打开的页面提交的，或者登录已经换过。没有改动任何内容。", "请重新打开页面再办理。")


def status_of(error: Exception) -> int:
    """The status an error is answered with."""
    if isinstance(error, BodyError):
        return error.status
    return next(status for kind, status, _title in KINDS if isinstance(error, kind))


def sentences(error: Exception) -> tuple[str, ...]:
    """What an error says, a sentence a line."""
    return tuple(line for line in str(error).splitlines() if line)


async def explain(request: Request, error: Exception) -> Response:
    """The page for an error that was foreseen."""
    title = next(title for kind, _status, title in KINDS if isinstance(error, kind))
    lines = _FORGED if isinstance(error, ForgedError) else sentences(error)
    back = Link(error.back, "回到上一页") if isinstance(error, BodyError) and error.back else None
    answer = _answer(request, Fault(title, lines, back), status_of(error))
    return retry_after(answer, error) if isinstance(error, LimitError) else answer


async def explain_status(request: Request, error: Exception) -> Response:
    """The page for an address or a method that does not exist, or one that needs a sign-in."""
    assert isinstance(error, HTTPException)
    fault = _STATUSES.get(error.status_code, Fault("不能这样办", ("请从待办里重新打开要办的页面。",)))
    return _answer(request, fault, error.status_code)


def explain_fault(request: Request, reference: str) -> Response:
    """The page for a fault of ours: a reference number and nothing else about it."""
    lines = (
        "这不是您的问题，刚才的操作可能没有办成，请先回到待办核对。",
        f"如果再次出现，请把这个编号告诉系统管理员：{reference}",
    )
    return _answer(request, Fault("系统出了故障", lines), 500)


def _answer(request: Request, fault: Fault, status: int) -> Response:
    if request.headers.get("hx-request") == "true":
        # A part of a page asked: the answer goes to the page's own place for notices, not into the form.
        body = text_of("fault_part.html", page=_EXPIRED if status == 401 else fault)
        return HTMLResponse(body, status, {"HX-Retarget": "#notices", "HX-Reswap": "innerHTML", "Vary": "HX-Request"})
    link = fault.link or (DESK if request.url.path.startswith("/desk") else ENTRANCE)
    return respond("fault.html", Frame("便民服务中心"), replace(fault, link=link), status)
