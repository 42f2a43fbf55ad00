"""Going on with data that is older than what was given out, once somebody has decided that nothing newer is left."""

from __future__ import annotations

from engine.case.events import CENTRE, CaseError, Fact, system
from engine.documents.registry import PAPERS
from engine.service.cases.numbers import case_series
from engine.service.centre.context import Service
from engine.service.centre.filing_clock import refuse_clock_set_back


class RecoveryError(CaseError):
    """Going on needs something that was not said."""


def recover(service: Service, town: str, skip: int) -> None:
    """Let the town go on above all numbers that were given out, and `skip` further in every series; the decision stands
    in the chain, with both ends. RecoveryError where nobody knows what was given and nothing is left out;
    ClockBackError while the clock stands before the last event."""
    behind = service.store.behind(town)
    assert behind is not None
    if behind.given is None and skip < 1:
        raise RecoveryError(
            "给出记录不在，不知道后来还给出过哪些编号。请对照手头最新的收件通知单和文书，用 --skip 让出足够的编号，"
            "例如 --skip 200：每一种编号都空出 200 个再继续。"
        )
    place, now = service.town(town), service.now()
    today = now.astimezone(place.zone).date()
    series = [(case_series(place, window.name, today), today.year) for window in place.windows]
    series += [(name, today.year) for name in dict.fromkeys(paper.series for paper in PAPERS.values() if paper.series)]
    payload = {"here": str(behind.here), "given": str(behind.given or ""), "numbers": behind.numbers, "skip": skip}
    with service.store.transaction(town) as tx:
        refuse_clock_set_back(now, tx, place)
        tx.catch_up(skip, series if behind.given is None else ())
        tx.append([Fact(CENTRE, "recovered", now, system(town), "", payload=payload)])
