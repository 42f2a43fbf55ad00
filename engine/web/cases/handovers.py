"""Paper files between people: what one has in hand, lists to sign for, and handing several cases over with one list."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote, urlencode

from starlette.responses import Response

from engine.case.events import CaseError
from engine.case.fold import fold
from engine.case.records import STATES, Case
from engine.procedure.custody import COUNTED, PAGE_COUNT, THERE, on_paper
from engine.service.cases import desks
from engine.service.centre.context import NotFoundError
from engine.service.office import handing
from engine.store.errors import TokenReusedError
from engine.store.kept import CaseRow
from engine.web.form.boxes import Option
from engine.web.server.faults import sentences, status_of
from engine.web.server.showing import instant
from engine.web.server.visits import HOLDERS, Page, Visit, see

HOME = "/desk/papers"
_AGAIN = ("您重新登录过，刚才的内容还没有提交。填过的都在，请再点一次。",)


@dataclass(frozen=True, slots=True)
class ListLine:
    """A 移交清单 on its way: its number and address, who is on the other side, how many cases, since when, and the
    paper ('' for one from before lists had numbers)."""

    number: str
    href: str
    other: str
    count: int
    at: str
    paper: str


@dataclass(frozen=True, slots=True)
class HandLine:
    """A case to pick."""

    number: str
    title: str
    applicant: str
    state: str


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that wait for the same desk; `away`: for another than one's own, so that they are ticked."""

    title: str
    away: bool
    cases: tuple[HandLine, ...]


@dataclass(frozen=True, slots=True)
class PapersPage:
    """Everything about paper files for one person; `done` is what just succeeded, with its list."""

    done: str
    done_list: ListLine | None
    problems: tuple[str, ...]
    coming: tuple[ListLine, ...]
    going: tuple[ListLine, ...]
    groups: tuple[Group, ...]
    previous: str
    following: str


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One material in a paper file with its field: a number of pages, or a tick."""

    name: str
    what: str
    field: str
    id: str
    value: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """The paper file of one case; `note` is the field for a word about it."""

    number: str
    title: str
    materials: tuple[MaterialLine, ...]
    papers: str
    note: str
    said: str


@dataclass(frozen=True, slots=True)
class HandOverPage:
    """The files picked, to be counted and handed over."""

    files: tuple[FileLine, ...]
    desks: tuple[Option, ...]
    problems: tuple[str, ...]
    token: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list to sign for, file by file."""

    line: ListLine
    files: tuple[FileLine, ...]
    reasons: str
    problems: tuple[str, ...]
    token: str


def papers(visit: Visit) -> Response:
    """What one has in hand, what is on its way to one's desk, what one handed over."""
    return _home(visit)


def lists_to_sign(visit: Visit) -> tuple[ListLine, ...]:
    """The lists on their way to the desk of the person."""
    if visit.staff.role not in HOLDERS:
        return ()
    return _lines(visit, handing.coming(visit.service, visit.staff), to_me=True)


def choose(visit: Visit) -> Response:
    """The cases picked, with their materials: how many pages, to which desk."""
    return _counting(visit, tuple(dict.fromkeys(visit.queries("case"))), {}, ())


def hand_over(visit: Visit) -> Response:
    """移交: one list for all cases picked."""
    numbers, form = _cases(visit), visit.form
    inputs = {case: {"移交给": form.one("移交给")} | _given(visit, case, PAGE_COUNT) for case in numbers}
    try:
        done = handing.hand_over(visit.service, visit.staff, inputs, form.one("_token"))
    except NotFoundError:
        raise
    except (CaseError, TokenReusedError) as error:
        return _counting(visit, numbers, dict(form.answers()), sentences(error), _status(error))
    return see(f"{HOME}?{urlencode({'gone': done.number})}")


def hand_over_again(visit: Visit) -> Response:
    """The form once more with what was typed under a session that is over."""
    return _counting(visit, _cases(visit), dict(visit.form.answers()), _AGAIN, 403)


def open_list(visit: Visit) -> Response:
    """A list on its way to one's desk, to be counted and signed for."""
    return _signing(visit, {}, ())


def take_over(visit: Visit) -> Response:
    """签收: every material of every case is ticked, or a word says what is lacking."""
    number, form = visit.path("number"), visit.form
    inputs = {case: _given(visit, case, COUNTED) | {"说明": form.one(f"说明.{case}")} for case in _cases(visit)}
    return _answer(
        visit, "signed", lambda: handing.take_over(visit.service, visit.staff, number, inputs, form.one("_token"))
    )


def hand_back(visit: Visit) -> Response:
    """The list is not signed for; it goes back with the reason."""
    number, form = visit.path("number"), visit.form
    return _answer(
        visit,
        "back",
        lambda: handing.hand_back(
            visit.service, visit.staff, number, _cases(visit), form.one("理由"), form.one("_token")
        ),
    )


def sign_again(visit: Visit) -> Response:
    """The list once more with what was ticked and typed under a session that is over."""
    return _signing(visit, dict(visit.form.answers()), _AGAIN, 403)


def _answer(visit: Visit, done: str, act: Callable[[], handing.Handed]) -> Response:
    try:
        handed = act()
    except NotFoundError:
        raise
    except (CaseError, TokenReusedError) as error:
        return _signing(visit, dict(visit.form.answers()), sentences(error), _status(error))
    return see(f"{HOME}?{urlencode({done: handed.number})}")


def _status(error: Exception) -> int:
    return 422 if isinstance(error, CaseError) else status_of(error)


def _cases(visit: Visit) -> tuple[str, ...]:
    return tuple(dict.fromkeys(visit.form.many("_case")))


def _given(visit: Visit, case: str, what: str) -> dict[str, str]:
    """The fields of one case, by the names its act knows them by."""
    start = f"{what}.{case}."
    return {
        f"{what}.{name.removeprefix(start)}": visit.form.one(name)
        for name, _value in visit.form.answers()
        if name.startswith(start)
    }


def _home(visit: Visit, problems: tuple[str, ...] = (), status: int = 200) -> Response:
    service, actor = visit.service, visit.staff
    text = visit.query("page")
    page = int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else 1
    rows, more = handing.in_hand(service, actor, page)
    going = _lines(visit, handing.going(service, actor), to_me=False)
    said = {
        "gone": "已移交，等对方签收。请打印移交清单，和材料一起交过去。",
        "signed": "已签收，纸质材料由您保管。",
        "back": "没有签收，已经退回移交人。",
    }
    number = visit.query("gone")
    return visit.show(
        "papers.html",
        PapersPage(
            done=next((text for name, text in said.items() if visit.query(name)), ""),
            done_list=next((line for line in going if number and line.number == number), None),
            problems=problems,
            coming=lists_to_sign(visit),
            going=going,
            groups=_groups(visit, rows),
            previous=f"{HOME}?page={page - 1}" if page > 1 else "",
            following=f"{HOME}?page={page + 1}" if more else "",
        ),
        status,
    )


def _groups(visit: Visit, rows: Iterable[CaseRow]) -> tuple[Group, ...]:
    """Cases by the desk they wait for: what waits elsewhere is what one would hand over."""
    found: dict[tuple[bool, str], list[HandLine]] = {}
    mine = visit.staff.department or visit.staff.role
    for row in rows:
        waits = row.departments or (("出证",) if row.state in desks.TO_ISSUE else ())
        away = bool(waits) and mine not in waits
        names = "、".join(visit.town.department_name(name) for name in waits)
        title = f"等{names}办理的" if away else "在您这里办理的" if waits else "不等别的岗位办理的"
        found.setdefault((not away, title), []).append(HandLine(row.case, row.title, row.applicant, STATES[row.state]))
    return tuple(Group(title, not here, tuple(cases)) for (here, title), cases in sorted(found.items()))


def _lines(visit: Visit, rows: Sequence[CaseRow], *, to_me: bool) -> tuple[ListLine, ...]:
    found = []
    for number, several in groupby(rows, key=lambda row: row.list or row.case):
        cases = tuple(several)
        first = fold(visit.service.store.events(visit.staff.town, cases[0].case))
        found.append(_line(visit, number, first, len(cases), to_me))
    return tuple(found)


def _line(visit: Visit, number: str, first: Case, count: int, to_me: bool) -> ListLine:
    assert first.transit is not None
    paper, transit = first.document(first.transit.list), first.transit
    address = f"/desk/cases/{quote(first.id)}"
    giver = visit.town.department_name(transit.by.department) if transit.by.department else transit.by.role
    return ListLine(
        number=number,
        href=f"{HOME}/lists/{quote(number, safe='')}" if to_me and transit.list else address,
        other=f"{transit.by.name}（{giver}）" if to_me else visit.town.department_name(transit.to),
        count=count,
        at=instant(transit.at, visit.town.zone),
        paper=f"{address}/papers/{paper.sequence}" if paper else "",
    )


def _counting(
    visit: Visit, numbers: Sequence[str], typed: Mapping[str, str], problems: tuple[str, ...], status: int = 200
) -> Response:
    """The form of a hand-over, or the page before it where these cases cannot go together."""
    cases = tuple(desks.open_case(visit.service, visit.staff, number) for number in numbers[: handing.MOST + 1])
    try:
        names = handing.destinations(visit.service, visit.staff, cases)
    except NotFoundError:
        raise
    except CaseError as error:
        return _home(visit, sentences(error), 422)
    page = HandOverPage(
        files=tuple(_file(case, place, PAGE_COUNT, typed) for place, case in enumerate(cases, start=1)),
        desks=tuple(
            Option(name, visit.town.department_name(name), f"to-{place}", typed.get("移交给") == name)
            for place, name in enumerate(names, start=1)
        ),
        problems=problems,
        token=secrets.token_urlsafe(16),
    )
    return visit.show("hand_over.html", page, status)


def _signing(visit: Visit, typed: Mapping[str, str], problems: tuple[str, ...], status: int = 200) -> Response:
    number = visit.path("number")
    cases = handing.coming_on(visit.service, visit.staff, number)
    page = ListPage(
        line=_line(visit, number, cases[0], len(cases), to_me=True),
        files=tuple(_file(case, place, COUNTED, typed) for place, case in enumerate(cases, start=1)),
        reasons=typed.get("理由", ""),
        problems=problems,
        token=secrets.token_urlsafe(16),
    )
    return visit.show("handover_list.html", page, status)


def _file(case: Case, place: int, what: str, typed: Mapping[str, str]) -> FileLine:
    """The file of a case with a field for each material: its pages as last counted, or a tick for being there."""
    taken = {one.name: one for one in case.taken}
    lines = []
    for number, name in enumerate(on_paper(case), start=1):
        one, field = taken[name], f"{what}.{case.id}.{name}"
        counted = case.pages.get(name)
        told = "告知承诺书" if one.promised else f"{one.form} {one.copies}份"
        if what == COUNTED:
            told += f" {counted}页" if counted else ""
            value = THERE if typed.get(field) == THERE else ""
        else:
            value = typed.get(field, str(counted) if counted else "")
        lines.append(MaterialLine(name, told, field, f"m{place}-{number}", value))
    note = f"说明.{case.id}"
    listed = case.transit.list if case.transit else ""
    papers = "、".join(one.title for one in case.documents if one.number != listed)
    return FileLine(case.id, case.title, tuple(lines), papers, note, typed.get(note, ""))


PAGES = (
    Page("GET", HOME, papers, HOLDERS),
    Page("GET", f"{HOME}/hand-over", choose, HOLDERS),
    Page("POST", f"{HOME}/hand-over", hand_over, HOLDERS, hand_over_again),
    Page("GET", f"{HOME}/lists/{{number}}", open_list, HOLDERS),
    Page("POST", f"{HOME}/lists/{{number}}", take_over, HOLDERS, sign_again),
    Page("POST", f"{HOME}/lists/{{number}}/back", hand_back, HOLDERS, sign_again),
)
