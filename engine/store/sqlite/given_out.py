"""What left the house: the head of each town's chain and the highest numbers, in a file beside the key, apart from the
data. A copy of the data that is older than it gives itself away, and numbers that stand on paper are not given twice.

It is written after each commit and never before, without waiting for the disk: a power cut may leave it a little behind
the data, which harms nothing, and never ahead. Each row is signed, so that whoever has the data and not the key cannot
make it fit.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Mapping
from pathlib import Path

from engine.store.chain import digest_of
from engine.store.durable import sync_folder
from engine.store.errors import StoreError
from engine.store.kept import Behind, Head
from engine.store.keys import Keyring
from engine.store.sqlite.file.connection import Connection, connect_beside
from engine.store.sqlite.records.events import head_of

_TABLES = (
    "CREATE TABLE IF NOT EXISTS file (id TEXT NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS heads (town TEXT PRIMARY KEY, sequence INTEGER, digest TEXT, mark BLOB) STRICT",
    "CREATE TABLE IF NOT EXISTS numbers (town TEXT, series TEXT, year INTEGER, last INTEGER, mark BLOB, "
    "PRIMARY KEY (town, series, year)) STRICT",
)
Numbers = Mapping[tuple[str, int], int]  # (series, year) → the last number given

log = logging.getLogger("onewindow.store")


def beside(key_file: Path) -> Path:
    """Where the record of a key file's data lies."""
    return key_file.with_name(f"{key_file.name}.given")


class GivenOut:
    """The record of one data file. Only the thread that holds the store's turn to write is in it."""

    def __init__(self, file: Path, keyring: Keyring, data: Connection, patience: float) -> None:
        """Open the record of `data`, made when neither knows of one. StoreError where it cannot be written."""
        self._sign, self._file = keyring.given_mark, file
        try:
            self._connection = connect_beside(file, patience, "NORMAL")
        except StoreError as error:
            raise _unreadable(file, error) from error
        try:
            for statement in _TABLES:
                self._connection.change(statement)
            self.missing = self._belongs(data)
            sync_folder(file.parent)
        except (OSError, StoreError) as error:
            self._connection.close()
            raise _unreadable(file, error) from error

    def _belongs(self, data: Connection) -> bool:
        """Note the same id in both where neither has one; whether the data has one that is not this record's."""
        known, own = data.one("SELECT id FROM given_out"), self._connection.one("SELECT id FROM file")
        if known is None:
            id = own[0] if own else secrets.token_hex(16)
            data.begin()
            data.change("INSERT INTO given_out (town, id) VALUES ('', ?)", (id,))
            data.commit()
            if own is None:
                self._connection.change("INSERT INTO file (id) VALUES (?)", (id,))
            return False
        return own != known

    def compare(self, data: Connection) -> dict[str, Behind]:
        """The towns whose data lies behind. Where there is none the record is brought up to date: a power cut may have
        left it behind, and of data from before there was one it knows nothing."""
        known = {row[0] for row in self._connection.all("SELECT town FROM heads")}
        towns = sorted(known | {row[0] for row in data.all("SELECT town FROM heads")})
        found = {town: behind for town in towns if (behind := self.behind(data, town))}
        for town in towns:
            head = head_of(data, town)
            if not found and head != self._head(town):
                kept = data.all("SELECT series, year, last FROM numbers WHERE town = ?", (town,))
                self.note(town, head, {(series, year): last for series, year, last in kept})
        if not found and self.missing:
            self.belong_to(data)
        return found

    def behind(self, data: Connection, town: str) -> Behind | None:
        """How far the data of a town lies behind what was given out; None where it does not."""
        here, given, last = head_of(data, town), self._head(town), self._numbers(town)
        if self.missing:
            return Behind(town, here, None, ()) if here.sequence else None
        if given is None:
            return None
        if given.sequence and given.sequence <= here.sequence:
            row = data.one("SELECT line FROM events WHERE town = ? AND sequence = ?", (town, given.sequence))
            if row is not None and digest_of(row[0].encode()) == given.digest:
                return None
        kept = data.all("SELECT series, year, last FROM numbers WHERE town = ?", (town,))
        found = {(series, year): number for series, year, number in kept}
        ahead = tuple((*key, found.get(key, 0), number) for key, number in last.items() if number > found.get(key, 0))
        return Behind(town, here, given, ahead)

    def note(self, town: str, head: Head | None, numbers: Numbers) -> None:
        """What was committed is given out from now on. Failing is logged: it is committed all the same."""
        try:
            self._connection.begin()
            if head is not None:
                mark = self._sign("head", town, str(head.sequence), head.digest)
                self._connection.change(
                    "INSERT OR REPLACE INTO heads VALUES (?, ?, ?, ?)", (town, head.sequence, head.digest, mark)
                )
            for (series, year), last in numbers.items():
                mark = self._sign("number", town, series, str(year), str(last))
                self._connection.change(
                    "INSERT OR REPLACE INTO numbers VALUES (?, ?, ?, ?, ?)", (town, series, year, last, mark)
                )
            self._connection.commit()
        except StoreError as error:
            log.error("%s not written: %s", self._file, error)

    def belong_to(self, data: Connection) -> None:
        """From now on it is the record of this data, whatever it was before."""
        row = data.one("SELECT id FROM given_out")
        assert row is not None
        self._connection.change("DELETE FROM file")
        self._connection.change("INSERT INTO file (id) VALUES (?)", row)
        self.missing = False

    def close(self) -> None:
        self._connection.close()

    def _head(self, town: str) -> Head | None:
        row = self._connection.one("SELECT sequence, digest, mark FROM heads WHERE town = ?", (town,))
        if row is None:
            return None
        sequence, digest, mark = row
        self._check(mark, "head", town, str(sequence), digest)
        return Head(sequence, digest)

    def _numbers(self, town: str) -> Numbers:
        found = {}
        for series, year, last, mark in self._connection.all(
            "SELECT series, year, last, mark FROM numbers WHERE town = ? ORDER BY series, year", (town,)
        ):
            self._check(mark, "number", town, series, str(year), str(last))
            found[series, year] = last
        return found

    def _check(self, mark: bytes, *said: str) -> None:
        if not hmac.compare_digest(mark, self._sign(*said)):
            raise StoreError(
                f"给出记录 {self._file} 被改动过，或者不是这把密钥的。请放回原来的文件；找不回的，把它移走，"
                "再启动一次，按提示核对。"
            )


def _unreadable(file: Path, error: Exception) -> StoreError:
    return StoreError(
        f"用不了给出记录 {file}（{error}）它放在主密钥旁边，记着已经给出去的号码，运行一窗的用户要能读写这个文件夹。"
        "文件坏了、又找不回的，把它移走，再启动一次，按提示核对。"
    )
