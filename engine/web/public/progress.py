"""The public progress page: by the QR of a paper, or by case number and code. No sign-in, nothing personal in clear.

Asking by hand is a posted form without a token: there is no session to bind it to, and it changes nothing of anybody's;
it must still come from our own page. Number and code never stand in an address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from engine.case.evaluation import GRADES
from engine.case.records import STATES
from engine.matter.town import Town
from engine.service.cases import progress
from engine.service.cases.progress import Progress
from engine.service.centre.context import NotFoundError
from engine.service.centre.limits import LimitError
from engine.web.cases.explained import Explained, explained
from engine.web.server.showing import Frame, Link, day, instant, respond
from engine.web.server.visits import Page, Visit, retry_after

_BEFORE_DUE = "受理以后开始计算办理时限，到时这里会写明哪一天办好。"


@dataclass(frozen=True, slots=True)
class Asking:
    """The form: what was typed, what went wrong."""

    address: str
    number: str
    problem: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a case is, in plain words; `defects` are to be put right until `defects_due`; `before_due` stands in for
    the day that cannot be told yet; `grades` to choose from, while it may be evaluated."""

    number: str
    title: str
    applicant: str
    state: str
    holders: tuple[tuple[str, str], ...]
    due: Explained | None
    before_due: str
    paused: str
    defects: tuple[str, ...]
    defects_due: str
    outstanding: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, str], ...]
    address: str
    evaluation: str
    token: str
    grades: tuple[str, ...]
    evaluated: bool
    problem: str


def public_frame(town: Town, here: str = "") -> Frame:
    """What stands round a page for residents."""
    links = ((f"/{town.id}/progress", "查进度"), (f"/{town.id}/matters", "办事指南"))
    return Frame(
        centre=town.centre,
        links=tuple(Link(href, text, href == here) for href, text in links),
        home=f"/{town.id}/progress",
        phone=town.phone,
        public=True,
    )


def ask(visit: Visit) -> Response:
    """The form for number and code."""
    return _asking(visit, visit.service.town(visit.path("town")))


def by_code(visit: Visit) -> Response:
    """The case of a number and its code; a wrong one says so on the form."""
    town = visit.service.town(visit.path("town"))
    number = visit.form.one("_number").strip()[:64]
    try:
        found = progress.by_code(visit.service, town.id, number, visit.form.one("_code").strip()[:64], visit.address)
    except LimitError as error:
        return retry_after(_asking(visit, town, number, f"{error}扫描收件通知单上的二维码不受影响。", 429), error)
    except NotFoundError as error:
        return _asking(visit, town, number, str(error), 422)
    return shown(town, found)


def by_token(visit: Visit) -> Response:
    """The case whose paper carries the token."""
    town = visit.service.town(visit.path("town"))
    return shown(town, progress.by_token(visit.service, town.id, visit.path("token")))


def _asking(visit: Visit, town: Town, number: str = "", problem: str = "", status: int = 200) -> Response:
    address = f"/{town.id}/progress"
    return respond("progress_ask.html", public_frame(town, address), Asking(address, number, problem), status)


def shown(town: Town, found: Progress, problem: str = "", status: int = 200) -> Response:
    """The page of a case; `problem` is what was wrong with an evaluation."""
    page = Shown(
        number=found.case,
        title=found.title,
        applicant=found.applicant,
        state=found.state,
        holders=found.holders,
        due=explained(found.due, found.changes) if found.due else None,
        before_due=_BEFORE_DUE if found.state == STATES["received"] else "",
        paused=found.paused,
        defects=found.defects,
        defects_due=day(date.fromisoformat(found.defects_due)) if found.defects_due else "",
        outstanding=tuple((name, day(date.fromisoformat(last))) for name, last in found.outstanding),
        steps=tuple((title, instant(at, town.zone)) for title, at in reversed(found.steps)),
        address=f"/{town.id}/progress",
        evaluation=f"/{town.id}/evaluation",
        token=found.token if found.may_evaluate else "",
        grades=GRADES if found.may_evaluate else (),
        evaluated=found.evaluated,
        problem=problem,
    )
    return respond("progress.html", public_frame(town), page, status)


PAGES = (
    Page("GET", "/{town}/progress", ask, None),
    Page("POST", "/{town}/progress", by_code, None),
    Page("GET", "/{town}/p/{token}", by_token, None),
)
