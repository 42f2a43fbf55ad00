"""What every store promises. The contract tests in `tests/store/` hold any implementation to it.

Everything the line writes goes through `with store.transaction(town) as tx`: one commit, or nothing. The head row of
the town's chain is locked last. An implementation translates its driver's errors into those of `engine.store.errors`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from engine.case.attachments import Attachment
from engine.case.events import Event, Fact
from engine.store.kept import Account, Behind, Bound, CaseRow, Draft, Head, Keys, Notice, Place, Session, Used
from engine.store.worklists import EVERYTHING, Choices, Wanted


class Transaction(Protocol):
    """One commit. Reading inside it sees its own writes; leaving it with an exception writes nothing."""

    town: str

    def events(self, case: str) -> tuple[Event, ...]:
        """All events of the case in order, payloads opened; () when there is no such case in this town."""

    def latest(self) -> datetime | None:
        """When the last event of the store happened, whichever town's chain it ends; None before the first."""

    def next_number(self, series: str, year: int) -> int:
        """The next number of a series, from 1; a rolled-back transaction returns it, so there are no gaps."""

    def catch_up(self, skip: int, series: Sequence[tuple[str, int]]) -> None:
        """Go on with data that is behind what was given out: numbers go on above the highest given, `skip` further in
        each series there is and each of the named (series, year). Until then `append` and `next_number` raise
        BehindError."""

    def append(self, facts: Sequence[Fact]) -> tuple[Event, ...]:
        """Seal the payloads, chain the events, claim the parts they take; the system's own acts take none.

        The events come back as they will be read: payloads as JSON gives them, actors without their `windows`, which
        are not kept. Raises SeparationError when a fact's `part` is another part than its person already has in that
        case, StoreError when an actor is of another town or a payload too large; then none of the facts is appended,
        and the transaction may go on.
        """

    def index(self, row: CaseRow, keys: Keys | None = None) -> None:
        """Replace the searching row of a case; with `keys`, add its search keys."""

    def fall_due(self, case: str, act: str, cause: str) -> bool:
        """Note that an effect of the calendar happens now, by its unique key; False where it happened before."""

    def fall_again(self, case: str, act: str, cause: str) -> None:
        """Forget that an effect of the calendar happened, since its day had not come: it may happen when it does."""

    def beat(self, at: datetime) -> None:
        """Record that the server ran at this instant, in place of the one before."""

    def load_calendar(self, notice: Notice) -> None:
        """Keep a calendar, for all towns. Raises StoreError when its version does not follow the last one."""

    def used(self, token: str) -> Used | None:
        """What the form token was used for before, if it was."""

    def use(self, token: str, used: Used) -> None:
        """Note the token as used. Raises TokenReusedError when another transaction was first."""

    def draft(self, draft_id: str) -> Draft | None: ...

    def save_draft(self, draft: Draft) -> None:
        """Insert version 1 or replace the version before. Raises StaleError when another save was first."""

    def clear(self, place: str) -> None:
        """Drop the draft of that id, if there is one, and name the files of the place that no case holds no longer."""

    def untouched(self, before: datetime, gone_before: datetime) -> tuple[str, ...]:
        """As `Store.untouched`, within the transaction."""

    def attachments(self, place: str) -> tuple[Attachment, ...]:
        """The files of a draft in their order."""

    def attach(self, attachment: Attachment) -> None:
        """Name a file that `Store.keep_file` has kept."""

    def detach(self, place: str, id: str) -> None:
        """Name a file of an open draft no longer, if it is there. StoreError where a case holds it."""

    def arrange(self, place: str, ids: Sequence[str]) -> None:
        """Number the files of an open draft in this order, from 1. StoreError where a case holds them."""

    def bind_attachments(self, place: str, case: str) -> None:
        """From now on the case holds the files of this place that no case held before: none can be detached."""

    def publish(self, identity: str, matter: str, canonical: bytes, at: datetime) -> None:
        """Keep a resolved definition for ever; the same identity again is a no-op."""

    def keep_original(self, case: str, number: str, pdf: bytes) -> None:
        """Keep the first rendering of an issued document, sealed; a second call for the same number is a no-op."""

    def account(self, login: str) -> Account | None:
        """The account as it stands now: nothing changes it before this transaction ends."""

    def save_account(self, account: Account) -> None: ...

    def save_session(self, token: str, session: Session) -> None: ...

    def end_session(self, token: str) -> None: ...

    def end_sessions_of(self, login: str) -> None: ...


class Store(Protocol):
    """A store of one or many towns. Reading methods see what is committed."""

    @property
    def pages_key(self) -> bytes:
        """32 bytes by which the pages sign what a browser keeps, the same at every start."""

    def transaction(self, town: str) -> AbstractContextManager[Transaction]: ...

    def events(self, town: str, case: str) -> tuple[Event, ...]: ...

    def rows(
        self, town: str, wanted: Wanted = EVERYTHING, *, on: date | None = None, limit: int = 200, skip: int = 0
    ) -> tuple[CaseRow, ...]:
        """Searching rows, the most pressing first, then the earliest due, without the first `skip` of them; `on` is the
        day of the lights, which must be given where they narrow."""

    def tally(self, town: str, wanted: Wanted, on: date) -> Mapping[str, int]:
        """How many cases a list shows by their light on a day ('' for none), whatever `lights` it is narrowed to."""

    def choices(self, town: str, wanted: Wanted) -> Choices:
        """What there is to choose from in a list."""

    def loads(self, town: str, on: date) -> Mapping[str, Mapping[str, int]]:
        """How many cases wait for each department that has any, by their light on a day."""

    def on_their_way(self, town: str, desk: str) -> tuple[CaseRow, ...]:
        """The cases whose paper file is on its way to a desk, list by list."""

    def waking(self, town: str, on: date, basis: str) -> tuple[str, ...]:
        """The case numbers for which something has fallen due by that day, or whose days were counted by another
        basis."""

    def counted(self, town: str) -> tuple[str, ...]:
        """The case numbers in which something may still be counted, in order."""

    def row(self, town: str, case: str) -> CaseRow | None: ...

    def find(self, town: str, kind: str, value: str) -> tuple[str, ...]:
        """Case numbers by exact match; `kind` is identifier, phone, name, token or code."""

    def parts(self, town: str, case: str) -> dict[str, str]:
        """person → part taken in this case."""

    def draft(self, town: str, draft_id: str) -> Draft | None: ...

    def drafts(self, town: str, owner: str) -> tuple[Draft, ...]: ...

    def untouched(self, town: str, before: datetime, gone_before: datetime) -> tuple[str, ...]:
        """The drafts neither saved since that instant nor given a file, the places without a draft whose files no case
        holds and that were given none since, and the drafts given up before `gone_before`."""

    def attachments(self, town: str, place: str) -> tuple[Attachment, ...]:
        """The files of a draft in their order; a case that took the draft holds them under the same place."""

    def keep_file(self, town: str, place: str, id: str, content: bytes) -> str:
        """Seal and keep the bytes of a file for this place and id; the digest of the sealed bytes. Durable when this
        returns, before any transaction names it. StoreError when the disk does not take it."""

    def file(self, town: str, attachment: Attachment) -> bytes:
        """The bytes of a file. StoreError when it is missing, or one bit of it is not as it was kept."""

    def sweep_files(self, town: str, before: datetime) -> int:
        """Remove the files last written before that instant that nothing names; how many there were."""

    def last_beat(self) -> datetime | None:
        """The last instant any town's server recorded that it ran; None before the first."""

    def definition(self, identity: str) -> bytes | None: ...

    def calendar_version(self) -> int:
        """How many calendars were loaded."""

    def notices(self) -> tuple[Notice, ...]:
        """The calendars loaded, in their order."""

    def original(self, town: str, case: str, number: str) -> bytes | None: ...

    def account(self, login: str) -> Account | None: ...

    def accounts(self, town: str) -> tuple[Account, ...]: ...

    def session(self, token: str) -> Session | None: ...

    def admit(self, bounds: Sequence[Bound], at: float) -> float:
        """Count one try for each key of the bounds at `at` (seconds of a clock nobody sets), and answer 0.

        Where a bound is full none is counted, and the answer is the seconds until all have room. Many at once are no
        more than one after the other, in other processes too; a restart forgets none, a power cut may."""

    def take_back(self, keys: Sequence[str], at: float) -> None:
        """Count a try that `admit` counted at `at` no longer, for each of the keys."""

    def head(self, town: str) -> Head: ...

    def behind(self, town: str) -> Behind | None:
        """How far the data of the town lies behind what was given out; None where it does not."""

    def latest(self) -> datetime | None:
        """When the last event of the store happened, whichever town's chain it ends; None before the first."""

    def places(self, town: str, first: int, last: int) -> tuple[Place, ...]:
        """The events of a town from one sequence to another, without their content."""

    def first_after(self, town: str, at: datetime, beyond: int) -> int | None:
        """The first event of a town behind the place `beyond` that is dated later than `at`; None where none is."""

    def close(self) -> None: ...
