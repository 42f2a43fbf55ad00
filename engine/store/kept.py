"""What a store keeps beside events: the records that go in and come out of it, each as its caller sees it.

Driver rows are turned into these in `engine/store/sqlite/` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.calendar.working_days import Ruling
from engine.store.worklists import Lying


@dataclass(frozen=True, slots=True)
class Draft:
    """A form being filled, before 收件. `form` is the posted form as typed (name, value) in order; `version` counts
    saves from 1; `owner` is the account that opened it; `case` the case number once it was advised. `page` is the mark
    of the shown page that saved it last, '' for none, and `turn` how often that page had sent by then. `gone`: its
    owner gave it up, and may have it back for a day."""

    id: str
    town: str
    matter: str
    owner: str
    form: tuple[tuple[str, str], ...]
    version: int
    changed_at: datetime
    case: str | None = None
    page: str = ""
    turn: int = 0
    gone: bool = False


@dataclass(frozen=True, slots=True)
class CaseRow:
    """The searching row of a case, rebuilt from its events at every append. Nothing personal in clear but a masked
    name, so `receiver` is the login of the account that received it. `desks` are the departments it lies or lay with;
    `due` the ISO date it is due, '' when unknown, `provisional` where it is 暂定; `wakes` the ISO date from which
    something falls due by the calendar alone, '' for never. `clock` names the most pressing limit, `warns` and
    `presses` are the ISO dates of its 预警 and its last day (`engine.case.lights`). `basis` says what all these days
    were counted by, '' where nothing will be counted any more; `call_back` the ISO date by which a bad grade is called
    back, '' for none. `keeper` is the person who has the paper file; on its way it is `bound_for` a desk, with the
    移交清单 of the number `list`."""

    case: str
    town: str
    matter: str
    title: str
    window: str
    state: str
    applicant: str
    village: str
    desks: tuple[Lying, ...]
    receiver: str
    received_at: datetime | None
    changed_at: datetime
    due: str
    provisional: bool = False
    wakes: str = ""
    clock: str = ""
    warns: str = ""
    presses: str = ""
    basis: str = ""
    call_back: str = ""
    channel: str = ""
    keeper: str = ""
    bound_for: str = ""
    list: str = ""

    @property
    def departments(self) -> tuple[str, ...]:
        """The role names of the departments where something waits."""
        return tuple(one.department for one in self.desks if one.steps)


@dataclass(frozen=True, slots=True)
class Notice:
    """A calendar loaded by the centre: the whole notice for a `year`, by its number (国办发明电〔2026〕7号). `version`
    counts all of them from 1, over the years; the last of a year counts. `by` is the account that loaded it, '' for the
    command line."""

    version: int
    year: int
    number: str
    rulings: Mapping[date, Ruling]
    loaded_at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """What a case can be found by, in clear here, kept only as keyed hashes: identifiers, phones, names, and the
    secrets of its progress page: the 128-bit token of the QR and the 8-character code for typing by hand."""

    identifiers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    token: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A staff account. `password` is an argon2id hash; `active` False means it may not sign in."""

    login: str
    person: str
    name: str
    role: str
    town: str
    department: str
    windows: tuple[str, ...]
    password: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. Only the SHA-256 of its token is kept."""

    account: str
    town: str
    csrf: str
    opened_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Bound:
    """How many tries of one kind and origin (`key`, kept only as a keyed hash) may fall within so many seconds, at most
    an hour."""

    key: str
    most: int
    within: float


@dataclass(frozen=True, slots=True)
class Used:
    """What a form token was used for: the digest of the body, the case, and what the answer is given from again."""

    digest: str
    case: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event stands in its town's chain, of which case it is, and the instant it was dated with."""

    sequence: int
    case: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Behind:
    """A town's data is older than what was given out: it ends `here`, and `given` was given out, or an end that is not
    in it. `numbers` are the series, year, last number here and last number given, of those that were given since.
    `given` None: the record of what was given out is missing, so nobody knows."""

    town: str
    here: Head
    given: Head | None
    numbers: tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a town's chain: the last sequence (0 for none) and its digest (64 zeros for none)."""

    sequence: int
    digest: str

    def __str__(self) -> str:
        return f"{self.sequence}:{self.digest}"
