"""Correcting what was dated by a wrong clock: a recorded act of two persons, over all cases of a town it touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.case.clock_correction import correct
from engine.case.events import CENTRE, Actor, CaseError, Event, Fact
from engine.case.fold import fold
from engine.service.cases.issuing import row_of
from engine.service.centre.context import Service
from engine.store.contract import Transaction
from engine.store.kept import Place

SIGNS = "监督"  # one of the two has this role


class CorrectionError(CaseError):
    """A correction that cannot be made as asked."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A paper that carries a wrong date, or went out for nothing: to be called in and replaced."""

    case: str
    title: str
    number: str
    void: bool


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction came to: how many events were set right, in how many cases, how many effects of the calendar
    are void, and the papers."""

    events: int
    cases: int
    void: int
    papers: tuple[Replaced, ...]


def wrongly_dated(service: Service, town: str, first: int | None = None, last: int | None = None) -> tuple[Place, ...]:
    """The events from one place to another: without `first` from the first that is dated later than now, without `last`
    to the end. CorrectionError where there are none."""
    done = max((one.payload["last"] for one in _corrections(service, town)), default=0)
    start = first if first is not None else service.store.first_after(town, service.now(), done)
    found = service.store.places(town, start, last or service.store.head(town).sequence) if start is not None else ()
    if not found:
        raise CorrectionError("没有晚于现在的记录。时间错在过去的，请用 --first、--last 写明从第几号到第几号事件。")
    return found


def correct_clock(
    service: Service, town: str, wrong: Sequence[Place], began: datetime, reasons: str, by: Actor, beside: Actor
) -> Corrected:
    """Set the events right that a clock dated wrongly which ran on evenly: the first happened `began` (UTC), the others
    as long after it as they say. Wholly, or not at all.

    CorrectionError: the two are one person, neither is 监督, one is of another town; the instants would lie before what
    came before, or after now."""
    place, now = service.town(town), service.now()
    if by.person == beside.person:
        raise CorrectionError("更正时间要由两个不同的人签署，两个账号是同一个人。")
    if SIGNS not in (by.role, beside.role) or {by.town, beside.town} != {town}:
        raise CorrectionError(f"两个签署人都要是{place.name}的，其中一个是{SIGNS}岗位。")
    if not reasons.strip():
        raise CorrectionError("请写明时钟是怎么错的（--reason）。")
    shift = wrong[0].at - began
    instants = {one.sequence: one.at - shift for one in wrong}
    before = _instant_before(service, town, wrong[0].sequence)
    if before is not None and began < before:
        said_at = f"{before.astimezone(place.zone):%Y-%m-%d %H:%M}"
        raise CorrectionError(f"第{wrong[0].sequence - 1}号事件是{said_at}办的，开始的时间不能比它早。")
    if max(instants.values()) > now:
        raise CorrectionError("照这样更正，有的记录会晚于现在。时钟中间又动过的，请用 --first、--last 分几次更正。")
    papers: list[Replaced] = []
    void = 0
    cases = sorted({one.case for one in wrong} - {CENTRE})
    said = {"reasons": reasons.strip(), "beside": {"account": beside.account, "name": beside.name}}
    with service.store.transaction(town) as tx:
        for case in cases:
            mine = {one.sequence: instants[one.sequence] for one in wrong if one.case == case}
            found, gone = _correct_case(service, tx, case, mine, said, by, now)
            papers += found
            void += gone
        about = {"first": wrong[0].sequence, "last": wrong[-1].sequence, "ahead": shift.total_seconds(), "cases": cases}
        tx.append([Fact(CENTRE, "clock_corrected", now, by, "", payload={**about, **said})])
    return Corrected(len(wrong), len(cases), void, tuple(papers))


def _correct_case(
    service: Service, tx: Transaction, number: str, instants: Mapping[int, datetime], said: Mapping[str, object],
    by: Actor, now: datetime,
) -> tuple[list[Replaced], int]:  # fmt: skip
    events = tx.events(number)
    definition, town = service.pinned(events[0].fact.definition), service.town(tx.town)
    found = correct(events, instants, definition, town, service.calendar)
    fact = Fact(
        number, "clock_corrected", now, by, definition.identity, payload={**found.payload(), **said}
    )  # fmt: skip
    case = fold((*events, *tx.append([fact])))
    for fall in found.fallen:
        tx.fall_again(number, fall.act, fall.cause)
    tx.index(row_of(case, definition, service))
    papers = [Replaced(number, title, paper, place in found.void) for place, title, paper in found.papers]
    return papers, len(found.fallen)


def _corrections(service: Service, town: str) -> tuple[Event, ...]:
    return tuple(one for one in service.store.events(town, CENTRE) if one.kind == "clock_corrected")


def _instant_before(service: Service, town: str, sequence: int) -> datetime | None:
    """When the event before a place happened, as it is read since the last correction; None before the first."""
    for one in service.store.places(town, sequence - 1, sequence - 1):
        ahead = [c.payload["ahead"] for c in _corrections(service, town) if _covers(c, one.sequence)]
        return one.at - timedelta(seconds=ahead[-1] if ahead else 0)
    return None


def _covers(correction: Event, sequence: int) -> bool:
    return correction.payload["first"] <= sequence <= correction.payload["last"]
