"""What has fallen due is committed before anything else is done to a case, in a transaction of its own: it holds on its
day, not when a scheduler wakes, and it stands even if the act that came next is refused."""

from __future__ import annotations

from engine.case import Case
from engine.events import system
from engine.falling_due import next_fall
from engine.fold import fold
from engine.procedure import Setting, decide
from engine.service.context import Service
from engine.service.issuing import commit, drawer, row_of

_MOST = 10  # one effect may bring the next, but never many


def settle(service: Service, town_id: str, case_id: str) -> Case | None:
    """Commit whatever has fallen due for the case by today, one transaction each; the case as it is then, None where
    there is no such case. An effect another process committed first is left to it."""
    for _ in range(_MOST):
        with service.store.transaction(town_id) as tx:
            case = fold(tx.events(case_id))
            if not case.id:
                return None
            town, definition = service.town(town_id), service.pinned(case.definition)
            today, now = service.today(town_id), service.now()
            fall = next_fall(case, definition, town, service.calendar)
            if fall is None or fall.day > today:
                row = service.store.row(town_id, case_id)
                fresh = row_of(case, definition, service)
                if row != fresh:
                    tx.index(fresh)
                return case
            if not tx.fall_due(case_id, fall.act, fall.cause):
                return case
            setting = Setting(system(town_id), now, today, definition, town, service.calendar, drawer(tx, town, now))
            commit(service, tx, case, setting, decide(fall.act, case, setting, {}))
    return case


def settle_if_waking(service: Service, town_id: str, case_id: str) -> None:
    """`settle`, for whoever only looks: nothing is locked while nothing has fallen due."""
    row = service.store.row(town_id, case_id)
    if row is not None and row.wakes and row.wakes <= service.today(town_id).isoformat():
        settle(service, town_id, case_id)


def settle_all(service: Service, town_id: str) -> int:
    """Settle every case of a town for which something has fallen due by today; how many there were. A case that cannot
    be settled does not hold up the others; its fault comes up when it is next opened."""
    waiting = service.store.waking(town_id, service.today(town_id))
    for case_id in waiting:
        settle(service, town_id, case_id)
    return len(waiting)
