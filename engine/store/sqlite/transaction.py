"""One commit on the embedded store: what is written together, by the one connection that writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from engine.case.attachments import Attachment
from engine.case.events import Event, Fact
from engine.store.errors import refuse_behind
from engine.store.kept import Account, Behind, CaseRow, Draft, Head, Keys, Notice, Session, Used
from engine.store.keys import Keyring
from engine.store.sqlite.desks import accounts, beats, drafts, form_tokens, sessions
from engine.store.sqlite.file.connection import Connection
from engine.store.sqlite.records import (
    attachments,
    calendars,
    cases,
    definitions,
    due_effects,
    events,
    numbers,
    originals,
)


class SqliteTransaction:
    """`contract.Transaction` on the writing connection; of no use once its `with` block is left. `head` and `numbers`
    are what it moved on, `behind` what it must not write beyond."""

    def __init__(self, connection: Connection, keyring: Keyring, town: str, behind: Behind | None = None) -> None:
        self.town = town
        self.behind = behind
        self.head: Head | None = None
        self.numbers: dict[tuple[str, int], int] = {}
        self._writing: Connection | None = connection
        self._keyring = keyring

    @property
    def _connection(self) -> Connection:
        assert self._writing is not None, "the transaction is over"
        return self._writing

    def end(self) -> None:
        """From now on every call is a mistake."""
        self._writing = None

    def events(self, case: str) -> tuple[Event, ...]:
        return events.events_of(self._connection, self._keyring, self.town, case)

    def latest(self) -> datetime | None:
        return events.latest(self._connection)

    def next_number(self, series: str, year: int) -> int:
        refuse_behind(self.behind)
        number = self.numbers[series, year] = numbers.next_number(self._connection, self.town, series, year)
        return number

    def catch_up(self, skip: int, series: Sequence[tuple[str, int]]) -> None:
        assert self.behind is not None, "nothing to catch up with"
        self.numbers |= numbers.raise_to(self._connection, self.town, self.behind.numbers, skip, series)
        self.behind = None

    def append(self, facts: Sequence[Fact]) -> tuple[Event, ...]:
        refuse_behind(self.behind)
        with self._connection.whole():
            appended = events.append(self._connection, self._keyring, self.town, facts)
        self.head = Head(appended[-1].sequence, appended[-1].digest) if appended else self.head
        return appended

    def index(self, row: CaseRow, keys: Keys | None = None) -> None:
        cases.index(self._connection, self._keyring, self.town, row, keys)

    def fall_due(self, case: str, act: str, cause: str) -> bool:
        return due_effects.fall_due(self._connection, self.town, case, act, cause)

    def fall_again(self, case: str, act: str, cause: str) -> None:
        due_effects.fall_again(self._connection, self.town, case, act, cause)

    def beat(self, at: datetime) -> None:
        beats.beat(self._connection, self.town, at)

    def load_calendar(self, notice: Notice) -> None:
        calendars.load(self._connection, notice)

    def used(self, token: str) -> Used | None:
        return form_tokens.used(self._connection, self.town, token)

    def use(self, token: str, used: Used) -> None:
        form_tokens.use(self._connection, self.town, token, used)

    def draft(self, draft_id: str) -> Draft | None:
        return drafts.draft(self._connection, self._keyring, self.town, draft_id)

    def save_draft(self, draft: Draft) -> None:
        drafts.save(self._connection, self._keyring, self.town, draft)

    def clear(self, place: str) -> None:
        drafts.drop(self._connection, self.town, place)
        attachments.detach_all(self._connection, self.town, place)

    def untouched(self, before: datetime, gone_before: datetime) -> tuple[str, ...]:
        return attachments.untouched(self._connection, self._keyring, self.town, before, gone_before)

    def attachments(self, place: str) -> tuple[Attachment, ...]:
        return attachments.attachments(self._connection, self._keyring, self.town, place)

    def attach(self, attachment: Attachment) -> None:
        attachments.attach(self._connection, self._keyring, self.town, attachment)

    def detach(self, place: str, id: str) -> None:
        attachments.detach(self._connection, self.town, place, id)

    def arrange(self, place: str, ids: Sequence[str]) -> None:
        attachments.arrange(self._connection, self.town, place, ids)

    def bind_attachments(self, place: str, case: str) -> None:
        attachments.bind(self._connection, self.town, place, case)

    def publish(self, identity: str, matter: str, canonical: bytes, at: datetime) -> None:
        definitions.publish(self._connection, self.town, identity, matter, canonical, at)

    def keep_original(self, case: str, number: str, pdf: bytes) -> None:
        originals.keep(self._connection, self._keyring, self.town, case, number, pdf)

    def account(self, login: str) -> Account | None:
        return accounts.account(self._connection, self._keyring, login)

    def save_account(self, account: Account) -> None:
        accounts.save(self._connection, self._keyring, self.town, account)

    def save_session(self, token: str, session: Session) -> None:
        sessions.save(self._connection, self.town, token, session)

    def end_session(self, token: str) -> None:
        sessions.end(self._connection, self.town, token)

    def end_sessions_of(self, login: str) -> None:
        sessions.end_all_of(self._connection, self.town, login)
