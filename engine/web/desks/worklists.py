"""A worklist on a page: everything it is narrowed by stands in the address, so that it can be kept, sent, reloaded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.responses import Response

from engine.case.lights import ALARMS, LIGHTS
from engine.case.records import STATES
from engine.service.cases import desks
from engine.store.worklists import Wanted
from engine.web.cases.rows import CaseLine, case_lines
from engine.web.server.visits import Visit, see

NO_CLOCK = "未计时"
FILTERS: Mapping[str, tuple[str, ...]] = {
    "黄牌和红牌": ALARMS,
    **{light: (light,) for light in LIGHTS},
    NO_CLOCK: ("",),
}
NAMES = ("state", "light", "matter", "step", "village", "channel", "due", "q", "before")  # what an address may hold
_PERSON = re.compile("[0-9]{17}[0-9Xx]|1[0-9]{10}")  # an identity number or a mobile phone
_WRONG_DAY = "「到期不晚于」请写成年-月-日，例如 2026-03-09。现在没有按它筛选。"


@dataclass(frozen=True, slots=True)
class Words:
    """What the desk of a role is called and says; `states` are those it can be narrowed to."""

    title: str
    lead: str
    list_title: str
    nothing: str
    hint: str
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter with what there is to choose."""

    name: str
    label: str
    options: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """A way to see the list: its address, how many cases it shows, whether one is there."""

    text: str
    href: str
    here: bool
    number: int = 0


@dataclass(frozen=True, slots=True)
class CaseList:
    """A page of a list. `sides`: what waits, and what was handled before; `kept` are filters of the address that the
    form does not ask; `whole` is the address without any."""

    title: str
    action: str
    sides: tuple[Tab, ...]
    lights: tuple[Tab, ...]
    filters: tuple[Filter, ...]
    kept: tuple[tuple[str, str], ...]
    due: str
    due_problem: str
    text: str
    person: bool
    narrowed: bool
    whole: str
    cases: tuple[CaseLine, ...]
    range: str
    previous: str
    following: str
    nothing: str
    hint: str


def without_person(visit: Visit) -> Response | None:
    """The way to the same list without what was looked for, where that is the number of a person or a phone: none
    stands in an address, in a history of addresses or in a log."""
    if not _PERSON.fullmatch(visit.query("q")):
        return None
    given = {name: visit.query(name) for name in NAMES if name != "q"}
    return see(_address(visit.request.url.path, given | {"person": "1"}))


def case_list(visit: Visit, words: Words, department: str | None = None) -> CaseList:
    """The list of the person, or of a department, as the address narrows it."""
    given = {name: value for name in NAMES if (value := visit.query(name))}
    path = visit.request.url.path
    due, wrong = _day(given.get("due", ""))
    before = "before" in given
    state, light = given.get("state", ""), given.get("light", "")
    wanted = Wanted(
        states=(state,) if state in words.states or (before and state in STATES) else (),
        department=department,
        before=before,
        lights=FILTERS.get(light, ()),
        matter=given.get("matter", ""),
        step=given.get("step", ""),
        village=given.get("village", ""),
        channel=given.get("channel", ""),
        due_by=due,
        text=given.get("q", ""),
    )
    page = visit.query("page")
    found = desks.worklist(
        visit.service, visit.staff, wanted, int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    )
    narrowed = any(name in given for name in NAMES if name != "before")
    first = (found.page - 1) * desks.PAGE + 1

    def turned(to: int) -> str:
        return _address(path, given | {"page": str(to)}) if 1 <= to <= found.pages else ""

    return CaseList(
        title=words.list_title if not before else "本部门经手过的",
        action=path,
        sides=_sides(path, before) if visit.staff.role == "审批" else (),
        lights=_lights(path, given, found.lights) if found.lights is not None else (),
        filters=tuple(_filters(given, words.states if not before else tuple(STATES)[2:], found)),
        kept=tuple((name, given[name]) for name in ("light", "before") if name in given),
        due=given.get("due", ""),
        due_problem=wrong,
        text=given.get("q", ""),
        person=bool(visit.query("person")),
        narrowed=narrowed,
        whole=_address(path, {"before": given.get("before", "")}),
        cases=case_lines(visit, found.rows),
        range=_range(first, found),
        previous=turned(found.page - 1),
        following=turned(found.page + 1),
        nothing="没有这样的办件" if narrowed else "没有经手过别的办件" if before else words.nothing,
        hint="可以换一个条件，或者看全部。" if narrowed else "" if before else words.hint,
    )


def _range(first: int, found: desks.Worklist) -> str:
    """Which cases of the list stand on this page, and of how many where they are counted."""
    if not found.rows:
        return ""
    whole = f"，共{found.number}件" if found.lights is not None else ""
    return f"第{first}至{first + len(found.rows) - 1}件{whole}"


def _sides(path: str, before: bool) -> tuple[Tab, ...]:
    return (
        Tab("要办的", path, not before),
        Tab("经手过的（只看）", _address(path, {"before": "1"}), before),
    )


def _lights(path: str, given: Mapping[str, str], numbers: Mapping[str, int]) -> tuple[Tab, ...]:
    """Every light with its number of cases, also those it is not narrowed to."""
    here = given.get("light", "")
    rest = {name: value for name, value in given.items() if name != "light"}
    tabs = [Tab("全部", _address(path, rest), here not in FILTERS, sum(numbers.values()))]
    tabs += [
        Tab(name, _address(path, {**rest, "light": name}), here == name, sum(numbers.get(one, 0) for one in lights))
        for name, lights in FILTERS.items()
    ]
    return tuple(tabs)


def _filters(given: Mapping[str, str], states: Iterable[str], found: desks.Worklist) -> Iterable[Filter]:
    def options(name: str, values: Iterable[tuple[str, str]]) -> Filter:
        labels = {"state": "状态", "matter": "事项", "step": "步骤", "village": "村（社区）", "channel": "申请渠道"}
        chosen = given.get(name, "")
        return Filter(name, labels[name], tuple(Choice(value, text, value == chosen) for value, text in values))

    yield options("state", ((one, STATES[one]) for one in states))
    if found.choices is None:
        return
    matters = sorted(found.choices.matters.items(), key=lambda one: one[0][1])
    yield options("matter", ((id, f"{title}（{number}）") for (id, title), number in matters))
    for name, numbers in (
        ("step", found.choices.steps),
        ("village", found.choices.villages),
        ("channel", found.choices.channels),
    ):
        if numbers:
            yield options(name, ((value, f"{value}（{number}）") for value, number in sorted(numbers.items())))


def _address(path: str, given: Mapping[str, str]) -> str:
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{path}?{query}" if query else path


def _day(text: str) -> tuple[date | None, str]:
    """The day, or what is wrong with it."""
    if not text:
        return None, ""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return None, _WRONG_DAY
