"""Where everybody's day begins: what lies on one's desk, the queue of a department, the matters one can take in, and
finding a case."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response

from engine.case.lights import LIGHTS
from engine.case.records import STATES
from engine.service.cases import desks
from engine.web.cases.handovers import ListLine, lists_to_sign
from engine.web.cases.rows import CaseLine, case_lines
from engine.web.desks.draft_lines import DraftLine, draft_lines, given_up
from engine.web.desks.matter_lists import Group, groups_of
from engine.web.desks.worklists import NO_CLOCK, CaseList, Words, case_list, without_person
from engine.web.server.visits import CLERKS, OFFICES, STAFF, SUPERVISORS, Page, Visit

WORDS: dict[str, Words] = {
    "窗口": Words(
        "窗口工作台", "收件、一次告知，接续没有办完的草稿。", "本窗口的办件",
        "还没有办件", "点「收件：选择事项」开始第一件。", tuple(STATES)[1:],
    ),
    "审批": Words(
        "待办", "先到期的排在前面。", "本部门要办的", "现在没有要办的", "窗口收件后会自动出现在这里。",
        ("received", "in_review", "suspended", "to_decide"),
    ),
    "出证": Words(
        "出证工作台", "制证，送达决定和证照。", "要制证、要送达的", "现在没有要出证的", "作出决定后会自动出现在这里。",
        ("granted", "certified", "denied", "refused"),
    ),
    "监督": Words(
        "办件总览", "全部在办件，先到期的排在前面。", "在办件",
        "现在没有在办件", "收件后会自动出现在这里。", tuple(STATES)[1:],
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of one person."""

    title: str
    lead: str
    may_receive: bool
    drafts: tuple[DraftLine, ...]
    discarded: DraftLine | None
    to_sign: tuple[ListLine, ...]
    list: CaseList


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """The queue of a department."""

    title: str
    lead: str
    list: CaseList


@dataclass(frozen=True, slots=True)
class Departments:
    """How much waits with each department: its name, the address of its queue, how many by light and in all."""

    lights: tuple[str, ...]
    lines: tuple[tuple[str, str, tuple[int, ...], int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to."""

    text: str
    cases: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class Matters:
    """The matters of the clerk's windows; `broken` counts files that cannot be used now."""

    windows: str
    wanted: str
    groups: tuple[Group, ...]
    broken: int


def desk(visit: Visit) -> Response:
    """The worklist of the role, narrowed by what stands in the address."""
    words = WORDS[visit.staff.role]
    page = Desk(
        title=words.title,
        lead=words.lead,
        may_receive=visit.staff.role in CLERKS,
        drafts=draft_lines(visit),
        discarded=given_up(visit),
        to_sign=lists_to_sign(visit),
        list=case_list(visit, words),
    )
    return without_person(visit) or visit.show("desk.html", page)


def department(visit: Visit) -> Response:
    """The queue of one department: for its own people, and for those who watch over all."""
    name = visit.path("department")
    words = WORDS["审批"]
    title = f"{visit.town.department_name(name)}的待办"
    page = DepartmentPage(title, words.lead, case_list(visit, words, name))
    return without_person(visit) or visit.show("department.html", page)


def departments(visit: Visit) -> Response:
    """Every department of the town with how much waits there, by light."""
    lights = (*LIGHTS, "")
    lines = tuple(
        (
            visit.town.department_name(name),
            f"/desk/departments/{quote(name, safe='')}",
            tuple(found.get(light, 0) for light in lights),
            sum(found.values()),
        )
        for name, found in desks.loads(visit.service, visit.staff).items()
    )
    return visit.show("departments.html", Departments((*LIGHTS, NO_CLOCK), lines))


def find(visit: Visit) -> Response:
    """Cases by number, identifier, phone or name. Posted, so that no name ever stands in an address."""
    text = visit.form.one("_text").strip()[:100]
    rows = desks.find(visit.service, visit.staff, text)
    return visit.show("found.html", Found(text, case_lines(visit, rows)))


def matters(visit: Visit) -> Response:
    """The matters the clerk's windows take in, by line, narrowed by a word in the address."""
    catalogue = visit.service.catalogues[visit.staff.town]
    wanted, today = visit.query("q"), visit.service.today(visit.staff.town)
    own = [matter for matter in catalogue.matters.values() if matter.window in visit.staff.windows]
    page = Matters(
        windows="、".join(visit.staff.windows),
        wanted=wanted,
        groups=groups_of(catalogue, own, wanted, today),
        broken=len({problem.path for problem in catalogue.problems if problem.severity == "error"}),
    )
    return visit.show("matters.html", page)


PAGES = (
    Page("GET", "/desk", desk, STAFF),
    Page("GET", "/desk/departments", departments, SUPERVISORS),
    Page("GET", "/desk/departments/{department}", department, OFFICES | SUPERVISORS),
    Page("POST", "/desk/find", find, STAFF),
    Page("GET", "/desk/matters", matters, CLERKS),
)
