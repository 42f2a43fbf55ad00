"""What every use case works with: the store, the towns with their catalogues, the calendar, and the clock.

This is the only layer that knows what time it is; everything below takes the date as an argument.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from argon2 import PasswordHasher

from engine.calendar.working_days import Calendar
from engine.case.events import CaseError
from engine.catalogue.town_catalogue import Catalogue
from engine.definition.checked import Definition
from engine.matter.town import Town
from engine.service.centre.trust import Reading
from engine.store.contract import Store
from engine.store.kept import Notice


class NotFoundError(CaseError):
    """There is no such thing, or the actor may not see it: both look the same from outside."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A calendar the centre loaded, and what days were counted by before and after it."""

    notice: Notice
    before: Calendar
    after: Calendar


@dataclass(slots=True)
class Service:
    """`calendar` is the one in force: what was given, and on top of it what the centre has loaded (`loaded`, in order).
    `now` gives the aware UTC instant; `address` is the public address of this server, for the QR on papers;
    `hasher` makes and checks password hashes (argon2id, the library's recommended cost). `empty_forms` are the blank
    申请表 by town and matter, each with the day and the definition it was made for. `steady` gives seconds that nobody
    sets, by which a leap of `now` is noticed; without it `now` is taken for steady. `rested_since` is when something
    was last recorded, where that was so long before this start that `now` must be confirmed first, else None.
    `time_source` is the host and port of a time server, and `ahead` how far `now` was ahead of it when asked last."""

    store: Store
    towns: Mapping[str, Town]
    catalogues: Mapping[str, Catalogue]
    calendar: Calendar
    now: Callable[[], datetime]
    address: str
    hasher: PasswordHasher = field(default_factory=PasswordHasher)
    steady: Callable[[], float] | None = None
    rested_since: datetime | None = None
    time_source: tuple[str, int] | None = None
    ahead: timedelta = timedelta()
    loaded: tuple[Loaded, ...] = ()
    empty_forms: dict[tuple[str, str], tuple[str, bytes]] = field(default_factory=dict)
    began: Reading = field(init=False)
    _nobody: str = ""
    _refreshing: threading.Lock = field(default_factory=threading.Lock)
    _pinned: dict[str, Definition] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.began = self.reading()
        self.refresh_calendar()

    def reading(self) -> Reading:
        """What the machine says now."""
        now = self.now()
        return Reading(now, now.timestamp() if self.steady is None else self.steady())

    def refresh_calendar(self) -> None:
        """Take up what was loaded since, by this process or another; nothing where nothing was."""
        if self.store.calendar_version() == len(self.loaded):
            return
        with self._refreshing:
            for notice in self.store.notices()[len(self.loaded) :]:
                after = self.calendar.with_year(notice.year, notice.rulings)
                self.loaded = (*self.loaded, Loaded(notice, self.calendar, after))
                self.calendar = after

    def basis(self, town: str) -> str:
        """What days in a town are counted by: a searching row that names another basis has to be looked at again."""
        warnings, last_year = self.town(town).warnings, max(self.calendar.years)
        return f"{last_year}-{len(self.loaded)}-{warnings.working_days}-{warnings.percent}"

    def nobody(self) -> str:
        """A hash to check for unknown account names, so that time tells nothing."""
        if not self._nobody:
            self._nobody = self.hasher.hash(secrets.token_urlsafe(16))
        return self._nobody

    def town(self, town: str) -> Town:
        """The town of that id. NotFoundError where this server does not carry it."""
        try:
            return self.towns[town]
        except KeyError:
            raise NotFoundError("没有这个地方的服务中心。") from None

    def current(self, town: str, matter: str) -> Definition:
        """The definition in force now, by which a draft is judged."""
        definition = self.catalogues[town].definitions.get(matter)
        if definition is None:
            raise NotFoundError("没有这个事项，或者它的文件有误、暂时不能办理。")
        return definition

    def pinned(self, identity: str) -> Definition:
        """The definition a case was received under, from the store and never from a file."""
        if identity not in self._pinned:
            canonical = self.store.definition(identity)
            if canonical is None:
                raise NotFoundError("找不到这个办件所依据的事项版本，请联系系统管理员。")
            self._pinned[identity] = Definition.from_json(canonical)
        return self._pinned[identity]

    def today(self, town: str) -> date:
        """The local date in the town, whatever zone the server is in."""
        return self.now().astimezone(self.town(town).zone).date()

    def progress_address(self, town: str, token: str) -> str:
        """Where the QR on a paper leads."""
        return f"{self.address}/{town}/p/{token}"
