"""What has fallen due is committed before anything else is done to a case, in a transaction of its own: it holds on its
day, not when a scheduler wakes, and it stands even if the act that came next is refused."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress

from engine.calendar.working_days import of_year
from engine.case.events import system
from engine.case.falling_due import next_fall
from engine.case.fold import fold
from engine.case.records import ENDED, Case
from engine.procedure import Setting, decide
from engine.procedure.recount import Change, changes
from engine.service.cases.issuing import commit, drawer, row_of
from engine.service.centre.context import Service
from engine.service.centre.filing_clock import UntrustedClockError, filing_instant
from engine.store.contract import Transaction
from engine.store.errors import refuse_behind

BROUGHT = "随程序更新"  # in place of the number of a notice
_LAST_YEAR = re.compile("([0-9]{4})-")  # how `Service.basis` begins
_MOST = 10  # one effect may bring the next, but never many

log = logging.getLogger("onewindow.settling")


def settle(service: Service, town_id: str, case_id: str) -> Case | None:
    """Commit whatever has fallen due for the case by today, one transaction each; the case as it is then, None where
    there is no such case. An effect another process committed first is left to it."""
    service.refresh_calendar()
    for _ in range(_MOST):
        with service.store.transaction(town_id) as tx:
            case = fold(tx.events(case_id))
            if not case.id:
                return None
            town, definition = service.town(town_id), service.pinned(case.definition)
            today, now = service.today(town_id), filing_instant(service, tx, town)
            setting = Setting(system(town_id), now, today, definition, town, service.calendar, drawer(tx, town, now))
            recounted = _recounted(service, tx, case, setting)
            if recounted:
                commit(service, tx, case, setting, decide("recount", case, setting, {"changes": recounted}))
                continue
            fall = next_fall(case, definition, town, service.calendar)
            if fall is None or fall.day > today:
                row = service.store.row(town_id, case_id)
                fresh = row_of(case, definition, service)
                if row != fresh:
                    tx.index(fresh)
                return case
            if not tx.fall_due(case_id, fall.act, fall.cause):
                return case
            commit(service, tx, case, setting, decide(fall.act, case, setting, {}))
    return case


def settle_if_waking(service: Service, town_id: str, case_id: str) -> None:
    """`settle`, for whoever only looks: nothing is locked while nothing has fallen due and no calendar is new. While
    the clock cannot be believed the case is shown as it is."""
    service.refresh_calendar()
    row = service.store.row(town_id, case_id)
    if row is None:
        return
    fallen = row.wakes and row.wakes <= service.today(town_id).isoformat()
    if fallen or row.basis not in ("", service.basis(town_id)):
        with suppress(UntrustedClockError):
            settle(service, town_id, case_id)


def _recounted(service: Service, tx: Transaction, case: Case, setting: Setting) -> list[Change]:
    """What has changed in the case by the years that a newer program brought, and by the calendars loaded meanwhile.
    Each is looked at once in a case, also where it changed nothing: what begins to run later was counted by it from the
    start."""
    found: list[Change] = []
    if case.state in ENDED:
        return found
    brought = _brought(service, case)
    before = service.calendar.without_years(brought)
    for year in brought:
        after = before.with_year(year, of_year(service.calendar, year))
        if tx.fall_due(case.id, "recount", f"year {year}"):
            for clock, old, new in changes(case, setting.definition, setting.town, before, after):
                change = {"clock": clock, "old": old.isoformat(), "new": new.isoformat()}
                found.append(change | {"notice": BROUGHT, "year": year})
        before = after
    for loaded in service.loaded:
        notice = loaded.notice
        if case.history[0].at >= notice.loaded_at or not tx.fall_due(case.id, "recount", str(notice.version)):
            continue
        for clock, old, new in changes(case, setting.definition, setting.town, loaded.before, loaded.after):
            change = {"clock": clock, "old": old.isoformat(), "new": new.isoformat()}
            found.append(change | {"notice": notice.number, "year": notice.year})
    return found


def _brought(service: Service, case: Case) -> list[int]:
    """The years that a newer version of the program knows and by which the days of the case were not counted yet: its
    searching row names the last year that was known then."""
    row = service.store.row(case.town, case.id)
    counted = _LAST_YEAR.match(row.basis) if row is not None else None
    if counted is None:
        return []
    loaded = {one.notice.year for one in service.loaded}
    return sorted(year for year in service.calendar.years if year > int(counted[1]) and year not in loaded)


def settled(service: Service, town_id: str) -> Iterator[Case]:
    """Settle, one after the other, every case of a town for which something has fallen due by today, or whose days were
    counted by another calendar. A case that cannot be settled is logged without a word of its content and does not hold
    up the others. UntrustedClockError, BehindError, and nothing is settled, while clock or data cannot be believed."""
    refuse_behind(service.store.behind(town_id))
    filing_instant(service, service.store, service.town(town_id))
    service.refresh_calendar()
    for case_id in service.store.waking(town_id, service.today(town_id), service.basis(town_id)):
        try:
            case = settle(service, town_id, case_id)
        except Exception as error:
            log.error("case %s not settled: %s", case_id, place_of(error))
        else:
            if case is not None:
                yield case


def place_of(error: BaseException) -> str:
    """What a log may say of an error: its kind and where it was raised. Its own text may name a person."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {place.name}, line {place.lineno}"


def settle_all(service: Service, town_id: str, going_on: Callable[[], bool] = lambda: True) -> int:
    """Settle a town; how many cases were looked at. Once `going_on` says no, the rest is left to the next time."""
    looked_at = 0
    for _case in settled(service, town_id):
        looked_at += 1
        if not going_on():
            break
    return looked_at
