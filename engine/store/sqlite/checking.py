"""Checking a town's chain in the file, read-only, without a key and without the lock, beside a running server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.case.events import CENTRE
from engine.store.chain import Finding, Link, Report, check_chain, digest_of
from engine.store.errors import StoreError
from engine.store.kept import Head, Notice
from engine.store.sqlite.file.connection import Connection, connect_reading
from engine.store.sqlite.file.folder import DATABASE
from engine.store.sqlite.file.tables import refuse_newer, steps, version_of
from engine.store.sqlite.records import attachments, calendars

_AT_ONCE = 500
_PATIENCE = 10.0


def towns(folder: Path) -> tuple[str, ...]:
    """The towns that have a chain in this data folder."""
    connection = _open(folder)
    try:
        rows = connection.all("SELECT town FROM heads UNION SELECT town FROM events ORDER BY town")
        return tuple(row[0] for row in rows)
    finally:
        connection.close()


def verify(folder: Path, town: str, head: Head | None = None) -> Report:
    """Check the chain of a town from its first event to its end as it was when the check began.

    `head` is one printed on a receipt (`chain.read_head`). Raises StoreError when there is no data to check.
    """
    connection = _open(folder)
    try:
        # One statement: the end and the kept head of the same moment, though a server may go on appending.
        row = connection.one(
            "SELECT (SELECT max(sequence) FROM events WHERE town = ?1), "
            "(SELECT sequence FROM heads WHERE town = ?1), (SELECT digest FROM heads WHERE town = ?1)",
            (town,),
        )
        last, kept, digest = row or (None, None, None)
        report = check_chain(
            town, _links(connection, town, last or 0), None if kept is None else Head(kept, digest), head
        )
        findings = (*report.findings, *_strays(connection, town), *_damaged_files(connection, folder, town))
        return Report(report.events, report.head, findings)
    finally:
        connection.close()


def notices(folder: Path) -> tuple[Notice, ...]:
    """The calendars loaded into this data folder, in their order."""
    connection = _open(folder)
    try:
        return calendars.notices(connection)
    finally:
        connection.close()


def _open(folder: Path) -> Connection:
    file = folder / DATABASE
    if not file.is_file():
        raise StoreError(f"数据文件夹 {folder} 里没有一窗的数据（{DATABASE}）。请用 --data 指明数据文件夹。")
    connection = connect_reading(file, _PATIENCE)
    try:
        version = version_of(connection)
        refuse_newer(version, len(steps()))
        if version < len(steps()):
            raise StoreError("数据是旧版本的一窗写的。请先用本版本启动一次服务（会自动升级数据），再核对。")
    except BaseException:
        connection.close()
        raise
    return connection


def _links(connection: Connection, town: str, last: int) -> Iterator[Link]:
    after = 0
    while after < last:
        rows = connection.all(
            "SELECT e.sequence, e.case_id, e.line, p.sealed FROM events e "
            "LEFT JOIN payloads p ON p.town = e.town AND p.sequence = e.sequence "
            "WHERE e.town = ? AND e.sequence > ? AND e.sequence <= ? ORDER BY e.sequence LIMIT ?",
            (town, after, last, _AT_ONCE),
        )
        if not rows:
            return
        for sequence, case, line, sealed in rows:
            yield Link(sequence, case, line, None if sealed is None else digest_of(sealed))
        after = rows[-1][0]


def _damaged_files(connection: Connection, folder: Path, town: str) -> Iterator[Finding]:
    """The files something names that are not on disk as they were kept."""
    files = attachments.files_beside(folder / DATABASE)
    for place, digest, case in connection.all(
        "SELECT place, digest, case_id FROM attachments WHERE town = ? ORDER BY place, page, id", (town,)
    ):
        state = files.state(town, place, digest)
        if state:
            of = f"案件 {case}" if case else f"草稿 {place}"
            what = "不见了" if state == "missing" else "被改动或已损坏"
            where = f"{attachments.FOLDER}/{town}/{place}/{digest}"
            yield Finding(f"file_{state}", f"{of} 的附件{what}（{where}）。请从备份恢复这个文件。", None, case or None)


def _strays(connection: Connection, town: str) -> Iterator[Finding]:
    """What must stand beside every event, and nothing without one."""
    for (case,) in connection.all(
        "SELECT DISTINCT case_id FROM events e WHERE town = ? AND case_id <> ? AND NOT EXISTS "
        "(SELECT 1 FROM cases c WHERE c.town = e.town AND c.case_id = e.case_id) ORDER BY case_id",
        (town, CENTRE),
    ):
        yield Finding("case_missing", f"案件 {case} 有事件，却不在案件列表里：列表中的一行被删除。", None, case)
    for (case,) in connection.all(
        "SELECT DISTINCT case_id FROM events e WHERE town = ? AND NOT EXISTS "
        "(SELECT 1 FROM case_keys k WHERE k.town = e.town AND k.case_id = e.case_id) ORDER BY case_id",
        (town,),
    ):
        yield Finding("key_missing", f"案件 {case} 的密钥不见了：被删除，它的内容打不开。", None, case)
    for (case,) in connection.all(
        "SELECT case_id FROM cases c WHERE town = ? AND NOT EXISTS "
        "(SELECT 1 FROM events e WHERE e.town = c.town AND e.case_id = c.case_id) ORDER BY case_id",
        (town,),
    ):
        yield Finding(
            "case_stray", f"案件 {case} 在案件列表里，却没有任何事件：事件被删除，或这一行是塞入的。", None, case
        )
    for (sequence,) in connection.all(
        "SELECT sequence FROM payloads p WHERE town = ? AND NOT EXISTS "
        "(SELECT 1 FROM events e WHERE e.town = p.town AND e.sequence = p.sequence) ORDER BY sequence",
        (town,),
    ):
        yield Finding("payload_stray", f"第 {sequence} 号事件没有了，它的内容还在：事件被删除。", sequence)
