"""The instant something is filed under. On one that cannot be believed nothing is filed, falls due or is deleted: days
would be counted from the wrong one, and the log would tell things in another order than they happened."""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.case.events import CaseError
from engine.matter.town import Town
from engine.service.centre.context import Service
from engine.service.centre.trust import LEAP, LONGEST_REST, leap, rest
from engine.store.contract import Store, Transaction


class UntrustedClockError(CaseError):
    """The machine's clock cannot be believed; nothing was saved, and whoever only looks goes on."""


class ClockBackError(UntrustedClockError):
    """The clock stands at `now`, before the last event of the store."""

    def __init__(self, now: datetime, last: datetime, town: Town) -> None:
        says, was = _told(now, town), _told(last, town)
        super().__init__(
            f"服务器的时钟是{says}，早于最近一次办理的时间{was}，什么也没有保存。请系统管理员把时钟调准后再办理；"
            "时钟没有错、是那次记录的时间错了的，停下服务，由两个人运行 onewindow clock correct 更正。"
        )


class ClockLeaptError(UntrustedClockError):
    """The clock was moved while the server ran: it stands at `now` and should stand at `expected`."""

    def __init__(self, now: datetime, expected: datetime, town: Town) -> None:
        super().__init__(
            f"服务器的时钟忽然变成了{_told(now, town)}，按走过的时间应是{_told(expected, town)}，"
            "什么也没有保存。请系统管理员核对时钟：走错了的，调准后就能办理；原来就不准、现在调准了的，重新启动一窗后再办理。"
        )


class ClockOffError(UntrustedClockError):
    """The clock stands at `now`, and the configured time source says otherwise."""

    def __init__(self, now: datetime, ahead: timedelta, town: Town) -> None:
        super().__init__(
            f"服务器的时钟是{_told(now, town)}，时间源说是{_told(now - ahead, town)}，什么也没有保存。"
            "请系统管理员把时钟调准；调准后一分钟内就能办理。"
        )


class ClockUnconfirmedError(UntrustedClockError):
    """At this start the clock stood at `now`, longer after the `last` thing recorded than a centre rests."""

    def __init__(self, now: datetime, last: datetime, town: Town) -> None:
        super().__init__(
            f"服务器的时钟是{_told(now, town)}，离最近一次记录（{_told(last, town)}）超过{LONGEST_REST.days}天，"
            "可能走错了，什么也没有保存。请系统管理员核对时钟：走错了的，调准后重新启动一窗；确实停了这么久的，停下服务，"
            "运行 onewindow clock confirm，再启动。"
        )


def _told(at: datetime, town: Town) -> str:
    return f"{at.astimezone(town.zone):%Y-%m-%d %H:%M:%S}"


def filing_instant(service: Service, store: Store | Transaction, town: Town) -> datetime:
    """Now, for everything that one act files. UntrustedClockError, told in the zone of the town, when it is before the
    last event of the store, whichever case or town it is of, leapt while the server ran, is not what the time source
    says, or waits to be confirmed.

    Whoever files asks within the transaction: then the instants of one machine follow each other, and none lies before
    the last unless the clock was moved. So there is no leeway."""
    reading = service.reading()
    refuse_clock_set_back(reading.wall, store, town)
    if moved := leap(service.began, reading):
        raise ClockLeaptError(reading.wall, reading.wall - moved, town)
    if abs(service.ahead) > LEAP:
        raise ClockOffError(reading.wall, service.ahead, town)
    if service.rested_since is not None:
        raise ClockUnconfirmedError(reading.wall, service.rested_since, town)
    return reading.wall


def refuse_clock_set_back(now: datetime, store: Store | Transaction, town: Town) -> None:
    """ClockBackError where `now` lies before the last event of the store: the last net, for whoever did not ask."""
    last = store.latest()
    if last is not None and now < last:
        raise ClockBackError(now, last, town)


def last_recorded(store: Store) -> datetime | None:
    """When the store last recorded anything, an event or a beat of the server; None before the first."""
    return max((at for at in (store.latest(), store.last_beat()) if at is not None), default=None)


def beat(service: Service) -> None:
    """Record that the server runs and what time it is. UntrustedClockError where that cannot be believed."""
    for town in service.towns.values():
        with service.store.transaction(town.id) as tx:
            tx.beat(filing_instant(service, tx, town))


def confirm_clock(service: Service) -> datetime:
    """Take the clock as it stands for right after a long rest, and record a beat; the instant. ClockBackError where it
    stands before the last event."""
    service.rested_since = None
    service.began = service.reading()
    beat(service)
    return service.began.wall


def long_rest(service: Service) -> datetime | None:
    """When something was last recorded, where this start comes so long after it that the clock must be confirmed."""
    last = last_recorded(service.store)
    return last if rest(last, service.now()) else None
