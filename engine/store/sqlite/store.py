"""The embedded store: one process, one writing connection behind a lock, a few reading ones shared by threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from engine.case.attachments import Attachment
from engine.case.events import Event, Fact
from engine.store.errors import BusyError, StoreError
from engine.store.kept import Account, Bound, CaseRow, Draft, Head, Keys, Notice, Session, Used
from engine.store.keys import Keyring
from engine.store.sqlite.desks import accounts, beats, drafts, form_tokens, sessions
from engine.store.sqlite.file import tables
from engine.store.sqlite.file.connection import Connection, connect
from engine.store.sqlite.file.folder import FolderLock
from engine.store.sqlite.records import (
    attachments,
    calendars,
    case_keys,
    cases,
    definitions,
    due_effects,
    events,
    hands,
    numbers,
    originals,
    worklists,
)
from engine.store.sqlite.tries import Tries
from engine.store.worklists import EVERYTHING, Choices, Wanted

_IDLE_READERS = 8


class SqliteTransaction:
    """`contract.Transaction` on the writing connection; of no use once its `with` block is left."""

    def __init__(self, connection: Connection, keyring: Keyring, town: str) -> None:
        self.town = town
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
        return numbers.next_number(self._connection, self.town, series, year)

    def append(self, facts: Sequence[Fact]) -> tuple[Event, ...]:
        with self._connection.whole():
            return events.append(self._connection, self._keyring, self.town, facts)

    def index(self, row: CaseRow, keys: Keys | None = None) -> None:
        cases.index(self._connection, self._keyring, self.town, row, keys)

    def fall_due(self, case: str, act: str, cause: str) -> bool:
        return due_effects.fall_due(self._connection, self.town, case, act, cause)

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

    def untouched(self, before: datetime) -> tuple[str, ...]:
        return attachments.untouched(self._connection, self._keyring, self.town, before)

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


class SqliteStore:
    """`contract.Store` over one file. Made by `open_store`."""

    def __init__(self, file: Path, keyring: Keyring, journal: str, patience: float, lock: FolderLock) -> None:
        self._file = file
        self._files = attachments.files_beside(file)
        self._keyring = keyring
        self._journal = journal
        self._patience = patience
        self._lock = lock
        self._turn = threading.Lock()
        self._writer_thread: int | None = None
        self._pool = threading.Lock()
        self._idle: list[Connection] = []
        self._closed = False
        self._writer = connect(file, journal, patience)
        try:
            tables.bring_up(self._writer)
            case_keys.check_master_key(self._writer, keyring)
            self._tries = Tries(file.parent, keyring, patience)
        except BaseException:
            self._writer.close()
            raise

    @property
    def pages_key(self) -> bytes:
        return self._keyring.pages

    @contextmanager
    def transaction(self, town: str) -> Iterator[SqliteTransaction]:
        """One commit, or nothing. Raises BusyError when its turn does not come in time."""
        # A second transaction of the same thread would wait for itself.
        assert self._writer_thread != threading.get_ident(), "a transaction inside a transaction"
        assert town, "a transaction belongs to a town"
        if not self._turn.acquire(timeout=self._patience):
            raise BusyError("系统正忙，本次操作没有保存。请稍等几秒后重试。")
        try:
            self._refuse_when_closed()
            self._writer_thread = threading.get_ident()
            self._writer.begin()
            transaction = SqliteTransaction(self._writer, self._keyring, town)
            try:
                yield transaction
            except BaseException:
                self._writer.rollback()
                raise
            finally:
                transaction.end()
            self._writer.commit()
        finally:
            self._writer_thread = None
            self._turn.release()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._pool:
            self._refuse_when_closed()
            connection = self._idle.pop() if self._idle else None
        connection = connection or connect(self._file, self._journal, self._patience)
        try:
            yield connection
        finally:
            with self._pool:
                keep = not self._closed and len(self._idle) < _IDLE_READERS
                if keep:
                    self._idle.append(connection)
            if not keep:
                connection.close()

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise StoreError("数据已关闭，服务正在停止。请稍后重试。")

    def events(self, town: str, case: str) -> tuple[Event, ...]:
        with self._reading() as connection:
            return events.events_of(connection, self._keyring, town, case)

    def rows(
        self, town: str, wanted: Wanted = EVERYTHING, *, on: date | None = None, limit: int = 200, skip: int = 0
    ) -> tuple[CaseRow, ...]:
        with self._reading() as connection:
            return worklists.rows(connection, town, wanted, on, limit, skip)

    def tally(self, town: str, wanted: Wanted, on: date) -> Mapping[str, int]:
        with self._reading() as connection:
            return worklists.tally(connection, town, wanted, on)

    def choices(self, town: str, wanted: Wanted) -> Choices:
        with self._reading() as connection:
            return worklists.choices(connection, town, wanted)

    def loads(self, town: str, on: date) -> Mapping[str, Mapping[str, int]]:
        with self._reading() as connection:
            return worklists.loads(connection, town, on)

    def on_their_way(self, town: str, desk: str) -> tuple[CaseRow, ...]:
        with self._reading() as connection:
            return worklists.on_their_way(connection, town, desk)

    def waking(self, town: str, on: date, basis: str) -> tuple[str, ...]:
        with self._reading() as connection:
            return cases.waking(connection, town, on, basis)

    def counted(self, town: str) -> tuple[str, ...]:
        with self._reading() as connection:
            return cases.counted(connection, town)

    def row(self, town: str, case: str) -> CaseRow | None:
        with self._reading() as connection:
            return cases.row(connection, town, case)

    def find(self, town: str, kind: str, value: str) -> tuple[str, ...]:
        with self._reading() as connection:
            return cases.find(connection, self._keyring, town, kind, value)

    def parts(self, town: str, case: str) -> dict[str, str]:
        with self._reading() as connection:
            return hands.parts(connection, town, case)

    def draft(self, town: str, draft_id: str) -> Draft | None:
        with self._reading() as connection:
            return drafts.draft(connection, self._keyring, town, draft_id)

    def drafts(self, town: str, owner: str) -> tuple[Draft, ...]:
        with self._reading() as connection:
            return drafts.drafts(connection, self._keyring, town, owner)

    def untouched(self, town: str, before: datetime) -> tuple[str, ...]:
        with self._reading() as connection:
            return attachments.untouched(connection, self._keyring, town, before)

    def attachments(self, town: str, place: str) -> tuple[Attachment, ...]:
        with self._reading() as connection:
            return attachments.attachments(connection, self._keyring, town, place)

    def keep_file(self, town: str, place: str, id: str, content: bytes) -> str:
        return attachments.keep(self._files, self._keyring, town, place, id, content)

    def file(self, town: str, attachment: Attachment) -> bytes:
        return attachments.content(self._files, self._keyring, town, attachment)

    def sweep_files(self, town: str, before: datetime) -> int:
        with self._reading() as connection:
            return attachments.sweep(self._files, connection, town, before)

    def last_beat(self) -> datetime | None:
        with self._reading() as connection:
            return beats.last_beat(connection)

    def definition(self, identity: str) -> bytes | None:
        with self._reading() as connection:
            return definitions.definition(connection, identity)

    def calendar_version(self) -> int:
        with self._reading() as connection:
            return calendars.version(connection)

    def notices(self) -> tuple[Notice, ...]:
        with self._reading() as connection:
            return calendars.notices(connection)

    def original(self, town: str, case: str, number: str) -> bytes | None:
        with self._reading() as connection:
            return originals.original(connection, self._keyring, town, case, number)

    def account(self, login: str) -> Account | None:
        with self._reading() as connection:
            return accounts.account(connection, self._keyring, login)

    def accounts(self, town: str) -> tuple[Account, ...]:
        with self._reading() as connection:
            return accounts.accounts(connection, self._keyring, town)

    def session(self, token: str) -> Session | None:
        with self._reading() as connection:
            return sessions.session(connection, token)

    def admit(self, bounds: Sequence[Bound], at: float) -> float:
        return self._tries.admit(bounds, at)

    def take_back(self, keys: Sequence[str], at: float) -> None:
        self._tries.take_back(keys, at)

    def head(self, town: str) -> Head:
        with self._reading() as connection:
            return events.head_of(connection, town)

    def latest(self) -> datetime | None:
        with self._reading() as connection:
            return events.latest(connection)

    def close(self) -> None:
        """Close all connections, after the running transaction has ended, and let go of the folder."""
        with self._turn, self._pool:
            if self._closed:
                return
            self._closed = True
            for connection in self._idle:
                connection.close()
            self._writer.close()
            self._tries.close()
            self._lock.release()
