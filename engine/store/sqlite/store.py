"""The embedded store: one process, one writing connection behind a lock, a few reading ones shared by threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from engine.case.attachments import Attachment
from engine.case.events import Event
from engine.store.errors import BusyError, StoreError
from engine.store.kept import Account, Behind, Bound, CaseRow, Draft, Head, Notice, Place, Session
from engine.store.keys import Keyring
from engine.store.sqlite.desks import accounts, beats, drafts, sessions
from engine.store.sqlite.file import tables
from engine.store.sqlite.file.connection import Connection, connect
from engine.store.sqlite.file.folder import FolderLock
from engine.store.sqlite.given_out import GivenOut
from engine.store.sqlite.records import (
    attachments,
    calendars,
    case_keys,
    cases,
    definitions,
    events,
    hands,
    originals,
    worklists,
)
from engine.store.sqlite.transaction import SqliteTransaction
from engine.store.sqlite.tries import Tries
from engine.store.worklists import EVERYTHING, Choices, Wanted

_IDLE_READERS = 8


class SqliteStore:
    """`contract.Store` over one file. Made by `open_store`."""

    def __init__(
        self, file: Path, keyring: Keyring, journal: str, patience: float, lock: FolderLock, given: Path | None
    ) -> None:
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
            self._given = GivenOut(given, keyring, self._writer, patience) if given else None
            self._behind = self._given.compare(self._writer) if self._given else {}
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
            transaction = SqliteTransaction(self._writer, self._keyring, town, self._behind.get(town))
            try:
                yield transaction
            except BaseException:
                self._writer.rollback()
                raise
            finally:
                transaction.end()
            self._writer.commit()
            self._give_out(transaction)
        finally:
            self._writer_thread = None
            self._turn.release()

    def _give_out(self, done: SqliteTransaction) -> None:
        if self._given is None:
            return
        if done.behind is None and self._behind.pop(done.town, None) is not None and not self._behind:
            self._given.belong_to(self._writer)
        if done.head is not None or done.numbers:
            self._given.note(done.town, done.head, done.numbers)

    def behind(self, town: str) -> Behind | None:
        return self._behind.get(town)

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

    def untouched(self, town: str, before: datetime, gone_before: datetime) -> tuple[str, ...]:
        with self._reading() as connection:
            return attachments.untouched(connection, self._keyring, town, before, gone_before)

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

    def places(self, town: str, first: int, last: int) -> tuple[Place, ...]:
        with self._reading() as connection:
            return events.places(connection, town, first, last)

    def first_after(self, town: str, at: datetime, beyond: int) -> int | None:
        with self._reading() as connection:
            return events.first_after(connection, town, at, beyond)

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
            if self._given is not None:
                self._given.close()
            self._lock.release()
