"""One request as the pages see it: who is there, what they posted, and the guard that stands before every page.

`Page` rows make the routing table; each says who may come in. Reading and checking a request is asynchronous, the
page itself runs in a thread, because it works with the store.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from engine.case.events import Actor
from engine.case.roles import ROLES
from engine.matter.town import Town
from engine.service.centre import accounts
from engine.service.centre.context import Service
from engine.service.centre.limits import VISIT, LimitError, count
from engine.store.kept import Session
from engine.web.server.addresses import address_of
from engine.web.server.bodies import BodyError, Form, read_form
from engine.web.server.sessions import from_our_own_page, same_token, session_token, typist
from engine.web.server.settings import Settings
from engine.web.server.showing import Frame, Link, respond

STAFF = frozenset(ROLES)
CLERKS = frozenset({"窗口"})
OFFICES = frozenset({"审批"})
SUPERVISORS = frozenset({"监督"})
HOLDERS = frozenset({"窗口", "审批", "出证"})  # who may have the paper file of a case
MOST_FIELDS = 6000  # of any form; a form of a matter is held to what its definition can ask


class ForgedError(Exception):
    """A form that does not carry the token of its session, or was not posted from our own page."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request with everything a page may need. `actor` and `session` are None for a visitor."""

    request: Request
    service: Service
    settings: Settings
    actor: Actor | None = None
    session: Session | None = None
    form: Form = field(default_factory=Form)

    @property
    def staff(self) -> Actor:
        """The signed-in person of a page that only staff can reach."""
        assert self.actor is not None
        return self.actor

    @property
    def town(self) -> Town:
        """The town of the signed-in person: from the account, never from the request."""
        return self.service.town(self.staff.town)

    @property
    def from_htmx(self) -> bool:
        """Whether the page's own script asks for a part of it."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def address(self) -> str:
        """Where the request comes from, as limits count it."""
        return address_of(self.request)

    def path(self, name: str) -> str:
        """A part of the address."""
        return self.request.path_params[name]

    def query(self, name: str) -> str:
        """A filter in the address, trimmed to what a filter can be."""
        return self.request.query_params.get(name, "").strip()[:100]

    def queries(self, name: str) -> tuple[str, ...]:
        """All values of a name in the address, each trimmed as `query` does, as many as a page can list."""
        return tuple(value.strip()[:100] for value in self.request.query_params.getlist(name)[:200])

    def frame(self) -> Frame:
        """What stands round the page for this person."""
        if self.actor is None or self.session is None:
            return Frame("便民服务中心")
        here = self.request.url.path
        links = [("/desk", "待办")]
        links += [("/desk/matters", "收件")] if self.actor.role in CLERKS else []
        links += [("/desk/papers", "材料移交")] if self.actor.role in HOLDERS else []
        if self.actor.role in SUPERVISORS:
            links += [
                ("/desk/departments", "各部门"),
                ("/desk/evaluations", "评价回访"),
                ("/desk/calendar", "工作日历"),
            ]
        return Frame(
            centre=self.town.centre,
            name=self.actor.name,
            role=ROLES[self.actor.role].title,
            links=tuple(Link(href, text, href == here) for href, text in links),
            csrf=self.session.csrf,
            typist=typist(self.actor.account, self.settings),
            home="/desk",
            phone=self.town.phone,
        )

    def show(self, template: str, page: object, status: int = 200) -> Response:
        """The page inside its frame."""
        return respond(template, self.frame(), page, status)


Show = Callable[[Visit], Response]


@dataclass(frozen=True, slots=True)
class Page:
    """One row of the routing table. `roles` may come in; None: everybody, signed in or not. A role that may not gets
    the same answer as for an address that does not exist. `again` shows a posted form once more, unsaved, when the
    session it belonged to is over and another has begun. `most_files`: how many files its form may carry."""

    method: str
    path: str
    show: Show
    roles: frozenset[str] | None
    again: Show | None = None
    most_files: int = 0


def endpoint(page: Page, service: Service, settings: Settings, carry: Show) -> Callable[[Request], Awaitable[Response]]:
    """The page behind its guard, as the router wants it. `carry` shows the sign-in page with a form that was posted
    without a session, so that it is not lost."""

    async def answer(request: Request) -> Response:
        visit = Visit(request, service, settings)
        known = await run_in_threadpool(_arrive, service, session_token(request, settings), visit.address)
        if known is not None:
            visit = replace(visit, actor=known[0], session=known[1])
        if page.roles is not None:
            if visit.actor is None:
                if page.again is None or page.most_files or visit.from_htmx or not from_our_own_page(request):
                    return _sign_in_first(visit)
                visit = replace(visit, form=await read_form(request, settings.body_limit // 2, MOST_FIELDS - 10))
                return await run_in_threadpool(carry, visit) if visit.form.one("_by") else _sign_in_first(visit)
            if visit.actor.role not in page.roles:
                raise HTTPException(404)
        if page.method != "POST":
            return await run_in_threadpool(page.show, visit)
        if not from_our_own_page(request):
            raise ForgedError
        limit = settings.upload_limit if page.most_files else settings.body_limit
        visit = replace(visit, form=await read_form(request, limit, MOST_FIELDS, page.most_files))
        show = page.show
        bound = visit.session.csrf if visit.session is not None and page.roles is not None else None
        if bound is not None and not same_token(visit.form.one("_csrf"), bound):
            if page.again is None:
                raise ForgedError
            show = page.again
        return await run_in_threadpool(show, visit)

    return answer


def _arrive(service: Service, token: str, address: str) -> tuple[Actor, Session] | None:
    """What every request begins with: a calendar loaded meanwhile is taken up; who is there. LimitError where nobody
    is, and too many came from that address."""
    service.refresh_calendar()
    known = accounts.who(service, token) if token else None
    if known is None:
        count(service, VISIT, {"address": address})
    return known


def retry_after(answer: Response, error: LimitError) -> Response:
    """The answer with the seconds after which to try again."""
    answer.headers["Retry-After"] = str(error.seconds)
    return answer


def see(address: str) -> Response:
    """Go on to another page of ours after a form was taken, so that a reload repeats nothing."""
    return RedirectResponse(address, status_code=303)


def local_address(text: str) -> str:
    """`text` if it is an address inside this site, else the desk: nobody is sent elsewhere after signing in."""
    inside = text.startswith("/") and not text.startswith("//") and "\\" not in text and text.isprintable()
    return text if inside else "/desk"


def _sign_in_first(visit: Visit) -> Response:
    if visit.request.method == "GET" and not visit.from_htmx:
        here = visit.request.url
        return see(f"/sign-in?next={quote(f'{here.path}?{here.query}' if here.query else here.path)}")
    raise HTTPException(401)


__all__ = [
    "CLERKS",
    "HOLDERS",
    "OFFICES",
    "STAFF",
    "SUPERVISORS",
    "BodyError",
    "ForgedError",
    "Page",
    "Visit",
    "endpoint",
    "local_address",
    "retry_after",
    "see",
]
