"""Signing in and out."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from engine.case.events import CaseError
from engine.matter.town import Town
from engine.service.centre import accounts
from engine.service.centre.limits import LimitError
from engine.web.server import sessions
from engine.web.server.settings import DemonstrationAccount
from engine.web.server.showing import Frame, respond
from engine.web.server.visits import STAFF, Page, Visit, local_address, retry_after, see


@dataclass(frozen=True, slots=True)
class Carried:
    """A form that was posted when the session was over: where it was to go, what was in it, under whom."""

    address: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SignIn:
    """The sign-in page: what was typed before, what went wrong, and in a demonstration who can sign in;
    `password` is the one they all share, '' where they differ."""

    csrf: str
    next: str
    login: str
    problem: str
    notice: str
    accounts: tuple[DemonstrationAccount, ...]
    password: str
    towns: tuple[Town, ...]
    carried: Carried | None = None


_BEFORE = "_carried:"  # a carried field's name on the sign-in page, behind this


def entrance(visit: Visit) -> Response:
    """The root address leads staff to their desk and everybody else to the sign-in page."""
    return see("/desk" if visit.actor else "/sign-in")


def show_sign_in(visit: Visit) -> Response:
    """The form; whoever is signed in already goes on."""
    if visit.actor is not None:
        return see(local_address(visit.query("next") or "/desk"))
    notice = "您已退出。" if visit.query("out") else "请先登录，再打开这个页面。" if visit.query("next") else ""
    return _form(visit, local_address(visit.query("next") or "/desk"), notice=notice)


def carry(visit: Visit) -> Response:
    """The sign-in form with what was posted without a session, which is sent on once the same person is there."""
    return _form(
        visit, "/desk", notice="登录已过期。请再登录一次，刚才填的内容不会丢。", status=401,
        carried=Carried(visit.request.url.path, visit.form.items),
    )  # fmt: skip


def sign_in(visit: Visit) -> Response:
    """Check login and password; the form must belong to this very visitor (against a foreign sign-in)."""
    mark, form = sessions.visitor(visit.request, visit.settings), visit.form
    onward = local_address(form.one("_next") or "/desk")
    carried = _carried(visit)
    if not sessions.same_token(form.one("_csrf"), sessions.visitor_csrf(mark, visit.settings)):
        problem = "登录页打开太久了，请再输入一次密码。"
        return _form(visit, onward, problem, form.one("_login"), status=403, carried=carried)
    login = form.one("_login").strip()
    browser = sessions.known_browser(visit.request, login, visit.settings)
    try:
        token, session = accounts.sign_in(visit.service, login, form.one("_password"), visit.address, browser)
    except LimitError as error:
        held = _form(visit, onward, str(error), login, status=429, carried=carried)
        return retry_after(held, error)
    except CaseError as error:
        return _form(visit, onward, str(error), form.one("_login"), status=422, carried=carried)
    answer = see(onward) if carried is None else _send_on(visit, carried, session.account, session.csrf)
    sessions.keep_session(answer, token, visit.settings)
    sessions.keep_known(answer, visit.request, session.account, visit.settings)
    return answer


def sign_out(visit: Visit) -> Response:
    """End the session, here and in the store."""
    accounts.sign_out(visit.service, sessions.session_token(visit.request, visit.settings), visit.staff.town)
    answer = see("/sign-in?out=1")
    sessions.end_session(answer, visit.settings)
    return answer


def _carried(visit: Visit) -> Carried | None:
    address = local_address(visit.form.one("_to")) if visit.form.one("_to") else ""
    items = ((name.removeprefix(_BEFORE), value) for name, value in visit.form.items if name.startswith(_BEFORE))
    return Carried(address, tuple(items)) if address else None


def _send_on(visit: Visit, carried: Carried, account: str, csrf: str) -> Response:
    """What was carried, in a form of the new session that goes where the old one went; to somebody else than who typed
    it nothing of it is given."""
    by = dict(carried.items).get("_by", "")
    if not sessions.same_token(by, sessions.typist(account, visit.settings)):
        return respond("sent_on.html", Frame(_centre(visit)), None, 403)
    items = tuple((name, csrf if name == "_csrf" else value) for name, value in carried.items)
    return respond("sent_on.html", Frame(_centre(visit)), Carried(carried.address, items))


def _form(
    visit: Visit,
    onward: str,
    problem: str = "",
    login: str = "",
    status: int = 200,
    notice: str = "",
    carried: Carried | None = None,
) -> Response:
    mark = sessions.visitor(visit.request, visit.settings)
    passwords = {account.password for account in visit.settings.demonstration}
    page = SignIn(
        csrf=sessions.visitor_csrf(mark, visit.settings),
        next=onward,
        login=login[:64],
        problem=problem,
        notice=notice,
        accounts=visit.settings.demonstration,
        password=passwords.pop() if len(passwords) == 1 else "",
        towns=tuple(visit.service.towns.values()),
        carried=carried,
    )
    answer = respond("sign_in.html", Frame(_centre(visit)), page, status)
    sessions.keep_visitor(answer, mark, visit.settings)
    return answer


def _centre(visit: Visit) -> str:
    towns = tuple(visit.service.towns.values())
    return towns[0].centre if len(towns) == 1 else "便民服务中心"


PAGES = (
    Page("GET", "/", entrance, None),
    Page("GET", "/sign-in", show_sign_in, None),
    Page("POST", "/sign-in", sign_in, None),
    Page("POST", "/sign-out", sign_out, STAFF),
)
