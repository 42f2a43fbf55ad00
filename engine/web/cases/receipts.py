"""The page after 收件 or 一次性告知: the number, the papers to print, until when, and what comes next.

It is read from the case alone: a reload, the browser's back and a second click show the same receipt.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from engine.calendar.clock import due as due_of
from engine.case.records import Case
from engine.case.routing import desk
from engine.review.verdict import terms_in
from engine.service.cases import desks
from engine.service.centre.context import NotFoundError
from engine.web.cases.explained import Explained, explained
from engine.web.cases.papers import PaperLine, done_papers, paper_lines
from engine.web.server.showing import day, instant
from engine.web.server.visits import CLERKS, Page, Visit


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the clerk hands over and says. `due` counts as if the case were accepted on the day it is counted from."""

    received: bool
    number: str
    title: str
    applicant: str
    at: str
    code: str
    progress: str
    papers: tuple[PaperLine, ...]
    due: Explained | None
    counted_from: str
    later: tuple[tuple[str, str], ...]
    next_step: str


def show(visit: Visit) -> Response:
    """The receipt of a case; NotFoundError for a case that has none."""
    case = desks.open_case(visit.service, visit.staff, visit.path("case"))
    if case.received_at is None and case.advised_at is None:
        raise NotFoundError("这个办件没有回执。")
    received = case.received_at is not None
    definition = visit.service.pinned(case.definition)
    terms = terms_in(case.verdict, definition.matter)
    start = case.accepted_on or case.counted_from
    calendar = visit.service.calendar
    counted = due_of(terms.promised, terms.statutory, start, calendar) if start and terms.promised else None
    page = Receipt(
        received=received,
        number=case.id,
        title=case.title,
        applicant=case.applicant.name if case.applicant else "",
        at=instant(case.received_at or case.advised_at, visit.town.zone),
        code=case.progress_code,
        progress=f"/{visit.town.id}/progress",
        papers=paper_lines(visit, case, done_papers(case, "received" if received else "advised")),
        due=explained(counted) if counted else None,
        counted_from=day(start),
        later=tuple((item.material, day(item.due)) for item in case.outstanding),
        next_step=_next_step(visit, case),
    )
    return visit.show("receipt.html", page)


def _next_step(visit: Visit, case: Case) -> str:
    if case.state == "advised":
        return "申请人取回材料，补齐以后再来；再来时打开这个办件，点「继续收件」，填过的不用再填。"
    at = desk(case, visit.service.pinned(case.definition))
    if at is None:
        return "这个办件已经办完。"
    if at.role == "审批":
        return f"由{'、'.join(visit.town.department_name(d) for d in at.departments)}办理，请移交材料。"
    return f"由{at.role}办理：打开办件，办下一步。"


PAGES = (Page("GET", "/desk/cases/{case}/receipt", show, CLERKS),)
