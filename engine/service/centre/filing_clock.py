"""The instant something is filed under. While the machine's clock stands in the past nothing is filed: days would be
counted from the wrong one, and the log would tell things in another order than they happened."""

from __future__ import annotations

from datetime import datetime

from engine.case.events import CaseError
from engine.matter.town import Town
from engine.service.centre.context import Service
from engine.store.contract import Store, Transaction


class ClockBackError(CaseError):
    """The clock stands at `now`, before the last event of the store."""

    def __init__(self, now: datetime, last: datetime, town: Town) -> None:
        says, was = (f"{at.astimezone(town.zone):%Y-%m-%d %H:%M:%S}" for at in (now, last))
        super().__init__(
            f"服务器的时钟是{says}，早于最近一次办理的时间{was}，什么也没有保存。请系统管理员把时钟调准后再办理。"
        )


def filing_instant(service: Service, store: Store | Transaction, town: Town) -> datetime:
    """Now, for everything that one act files. ClockBackError, told in the zone of the town, when that is before the
    last event of the store, whichever case or town it is of.

    Whoever files asks within the transaction: then the instants of one machine follow each other, and none lies before
    the last unless the clock was moved. So there is no leeway."""
    now = service.now()
    refuse_clock_set_back(now, store, town)
    return now


def refuse_clock_set_back(now: datetime, store: Store | Transaction, town: Town) -> None:
    """ClockBackError where `now` lies before the last event of the store: the last net, for whoever did not ask."""
    last = store.latest()
    if last is not None and now < last:
        raise ClockBackError(now, last, town)
