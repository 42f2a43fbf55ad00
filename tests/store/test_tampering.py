"""Somebody changes the real file; `onewindow verify`, in another process and without a key, names what was touched."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from engine.store.chain import START, digest_of
from engine.store.errors import StoreError
from engine.store.kept import Head
from engine.store.sqlite import TRUNCATE, open_store, verify
from engine.store.sqlite.file.connection import driver
from engine.store.sqlite.file.folder import DATABASE
from engine.store.sqlite.store import SqliteStore
from tests.store.support.kinds import JOURNALS
from tests.store.support.samples import CLERK, KEY, OTHER_TOWN, TOWN, course, fact, row

ROOT = Path(__file__).parent.parent.parent


@dataclass
class Checked:
    """What `onewindow verify --json` answered."""

    status: int
    events: int
    head: str
    codes: list[tuple[str, int | None]]
    messages: str = field(repr=False)


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """`onewindow verify` in a process of its own."""
    script = "from engine.commands.verify import command; command(prog_name='onewindow verify')"
    return subprocess.run(
        [sys.executable, "-c", script, "--data", str(folder), *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def checked(folder: Path, head: Head | None = None) -> Checked:
    done = run(folder, "--json", *(["--head", str(head)] if head else []))
    assert done.stderr == ""
    said = json.loads(done.stdout)
    assert list(said) == ["events", "head", "findings"]
    codes = [(finding["code"], finding["sequence"]) for finding in said["findings"]]
    messages = "\n".join(finding["message"] for finding in said["findings"])
    return Checked(done.returncode, said["events"], said["head"], codes, messages)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def receive(store: SqliteStore, case: str) -> Head:
    """Six events of a new case; the head a receipt would carry."""
    with store.transaction(TOWN) as tx:
        events = tx.append(course(case))
        tx.index(row(case))
    return Head(events[-1].sequence, events[-1].digest)


@dataclass
class Printed:
    """The heads on three receipts, after events 6, 12 and 18."""

    first: Head
    second: Head
    third: Head


@pytest.fixture
def printed(folder: Path, journal: str) -> Iterator[Printed]:
    """A store with 18 events, open all the while, as beside a running server."""
    with closing(open_store(folder, KEY, journal=journal)) as store:
        yield Printed(*(receive(store, case) for case in ("C1", "C2", "C3")))


def touch(folder: Path, *statements: str) -> None:
    """Change the file as somebody would who first takes the triggers away."""
    with closing(driver.connect(folder / DATABASE, isolation_level=None)) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert file.execute(statement).rowcount != 0, statement


def lines(file: sqlite3.Connection) -> dict[int, str]:
    return dict(file.execute("SELECT sequence, line FROM events ORDER BY sequence").fetchall())


def swap(table: str, column: str, one: int, other: int) -> tuple[str, ...]:
    return (
        f"CREATE TABLE kept AS SELECT sequence, {column} AS value FROM {table} WHERE sequence IN ({one}, {other})",
        f"UPDATE {table} SET {column} = (SELECT value FROM kept WHERE sequence = {other}) WHERE sequence = {one}",
        f"UPDATE {table} SET {column} = (SELECT value FROM kept WHERE sequence = {one}) WHERE sequence = {other}",
    )


def test_an_untouched_file_is_whole(folder: Path, printed: Printed) -> None:
    for head in (None, printed.first, printed.third, replace(printed.second, digest=printed.second.digest[:12])):
        assert checked(folder, head) == Checked(0, 18, str(printed.third), [], "")


def test_an_edited_event_is_named(folder: Path, printed: Printed) -> None:
    touch(folder, """UPDATE events SET line = replace(line, '"granted"', '"denied"') WHERE sequence = 10""")
    answer = checked(folder, printed.third)
    assert (answer.status, answer.codes) == (1, [("edited", 10)])
    assert "第 10 号事件（案件 C2，不予决定）的记录被改动" in answer.messages


def test_an_edited_last_event_is_named(folder: Path, printed: Printed) -> None:
    touch(folder, """UPDATE events SET line = replace(line, '"系统"', '"系桶"') WHERE sequence = 18""")
    answer = checked(folder, printed.third)
    assert (answer.status, answer.codes) == (1, [("edited", 18), ("rewritten", 18)])


@pytest.mark.parametrize("sealed", ["zeroblob(40)", "x''"])
def test_an_edited_payload_is_named(folder: Path, printed: Printed, sealed: str) -> None:
    touch(folder, f"UPDATE payloads SET sealed = {sealed} WHERE sequence = 3")
    answer = checked(folder)
    assert (answer.status, answer.codes) == (1, [("payload_edited", 3)])
    assert "第 3 号事件（案件 C1，完成审查步骤）的内容被改动或调换" in answer.messages


def test_swapped_payloads_are_both_named(folder: Path, printed: Printed) -> None:
    touch(folder, *swap("payloads", "sealed", 3, 9))
    assert checked(folder).codes == [("payload_edited", 3), ("payload_edited", 9)]


def test_a_deleted_event_is_named(folder: Path, printed: Printed) -> None:
    touch(folder, "DELETE FROM payloads WHERE sequence = 8", "DELETE FROM events WHERE sequence = 8")
    answer = checked(folder, printed.second)
    assert (answer.status, answer.events, answer.codes) == (1, 17, [("deleted", 8)])
    assert "第 8 号事件不见了：被删除" in answer.messages


def test_a_deleted_event_whose_payload_stays_is_named(folder: Path, printed: Printed) -> None:
    touch(folder, "DELETE FROM events WHERE sequence = 8")
    assert checked(folder).codes == [("deleted", 8), ("payload_stray", 8)]


def test_a_deleted_payload_is_named(folder: Path, printed: Printed) -> None:
    touch(folder, "DELETE FROM payloads WHERE sequence = 8")
    assert checked(folder).codes == [("payload_missing", 8)]


def test_swapped_events_are_both_named(folder: Path, printed: Printed) -> None:
    touch(folder, *swap("events", "line", 9, 10))
    answer = checked(folder, printed.third)
    assert answer.status == 1
    assert {code for code in answer.codes if code[0] == "swapped"} == {("swapped", 9), ("swapped", 10)}
    assert "第 9 号事件（案件 C2，准予决定）的位置上放着第 10 号事件的记录" in answer.messages


def test_a_cut_tail_is_found(folder: Path, printed: Printed) -> None:
    touch(folder, "DELETE FROM payloads WHERE sequence > 16", "DELETE FROM events WHERE sequence > 16")
    answer = checked(folder, printed.third)
    assert (answer.status, answer.events, answer.codes) == (1, 16, [("cut", 17), ("not_reached", 17)])


def test_a_cut_tail_with_its_head_mended_is_found_by_the_receipt(folder: Path, printed: Printed) -> None:
    touch(
        folder,
        "DELETE FROM payloads WHERE sequence > 12",
        "DELETE FROM events WHERE sequence > 12",
        "DELETE FROM cases WHERE case_id = 'C3'",
        f"UPDATE heads SET sequence = 12, digest = '{printed.second.digest}'",
    )
    assert checked(folder, printed.second).codes == []
    answer = checked(folder, printed.third)
    assert (answer.status, answer.codes) == (1, [("not_reached", 13)])
    assert "凭证上印着第 18 号事件，这里的事件只到第 12 号：链尾被截，或数据被换成了旧的副本" in answer.messages


def test_a_chain_wholly_rewritten_is_found_by_the_receipt(folder: Path, printed: Printed) -> None:
    with closing(driver.connect(folder / DATABASE, isolation_level=None)) as file:
        file.execute("DROP TRIGGER events_never_change")
        previous = START
        for sequence, line in lines(file).items():
            said = {**json.loads(line), "previous": previous, "person": "P9"}
            forged = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            file.execute("UPDATE events SET line = ? WHERE sequence = ?", (forged, sequence))
            previous = digest_of(forged.encode())
        file.execute("UPDATE heads SET digest = ?", (previous,))
    assert checked(folder).codes == []
    answer = checked(folder, printed.first)
    assert (answer.status, answer.codes) == (1, [("rewritten", 6)])
    assert "第 6 号事件与凭证上印的不符" in answer.messages


def test_a_forged_event_at_the_end_is_found(folder: Path, printed: Printed) -> None:
    touch(
        folder,
        "INSERT INTO events SELECT town, 19, case_id, replace(line, '\"sequence\":18', '\"sequence\":19') "
        "FROM events WHERE sequence = 18",
    )
    answer = checked(folder)
    assert answer.status == 1
    assert ("head_edited", 19) in answer.codes
    assert ("payload_missing", 19) in answer.codes


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("DELETE FROM heads", [("head_edited", None)]),
        ("UPDATE heads SET sequence = 17", [("head_edited", 18)]),
        ("UPDATE events SET case_id = 'C1' WHERE sequence = 13", [("edited", 13)]),
        ("DELETE FROM cases WHERE case_id = 'C2'", [("case_missing", None)]),
        ("UPDATE cases SET case_id = 'C9' WHERE case_id = 'C2'", [("case_missing", None), ("case_stray", None)]),
        ("DELETE FROM case_keys WHERE case_id = 'C2'", [("key_missing", None)]),
    ],
)
def test_what_stands_beside_the_events_is_checked_too(
    folder: Path, printed: Printed, statement: str, codes: list[tuple[str, int | None]]
) -> None:
    touch(folder, statement)
    report = verify(folder, TOWN)
    assert [(finding.code, finding.sequence) for finding in report.findings] == codes


# A restored old copy: by itself it looks whole, and only what was printed since gives it away.


@pytest.fixture
def restored(folder: Path, journal: str) -> Printed:
    """The copy of a day with 6 events, put back after 18; then work went on with case C9."""
    with closing(open_store(folder, KEY, journal=journal)) as store:
        first = receive(store, "C1")
    shutil.copytree(folder, folder.parent / "copy")
    with closing(open_store(folder, KEY, journal=journal)) as store:
        second, third = receive(store, "C2"), receive(store, "C3")
    shutil.rmtree(folder)
    (folder.parent / "copy").rename(folder)
    return Printed(first, second, third)


def test_a_restored_old_copy_is_found_by_the_receipt(folder: Path, restored: Printed) -> None:
    assert checked(folder, restored.first) == Checked(0, 6, str(restored.first), [], "")
    answer = checked(folder, restored.second)
    assert (answer.status, answer.codes) == (1, [("not_reached", 7)])


def test_a_restored_old_copy_that_grew_again_is_found_by_the_receipt(folder: Path, restored: Printed) -> None:
    with closing(open_store(folder, KEY)) as store:
        receive(store, "C9")
    assert checked(folder, restored.first).codes == []
    answer = checked(folder, restored.second)
    assert (answer.status, answer.codes) == (1, [("rewritten", 12)])


# The command itself


def test_the_text_says_how_many_where_it_ends_and_what_to_do(folder: Path, printed: Printed) -> None:
    whole = run(folder)
    assert whole.returncode == 0
    assert whole.stdout == f"共 18 个事件，链头 {printed.third}\n没有发现改动、删除、调换或截尾。\n"
    touch(folder, "DELETE FROM payloads WHERE sequence = 8")
    broken = run(folder, "--town", TOWN)
    assert broken.returncode == 1
    assert "发现 1 处问题：\n  1. 第 8 号事件（案件 C2，受理）的内容不见了：被删除。\n" in broken.stdout
    assert "保留现场" in broken.stdout


def test_what_cannot_be_checked_is_said_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    nothing = run(folder)
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert "里没有一窗的数据" in nothing.stderr
    assert not folder.exists()
    with closing(open_store(folder, KEY)) as store:
        empty = run(folder)
        assert (empty.returncode, empty.stderr.startswith("不能核对：数据里还没有任何事件")) == (2, True)
        assert run(folder, "--town", TOWN).returncode == 0
        assert run(folder, "--town", TOWN, "--head", "1:" + "ab" * 32).returncode == 1
        receive(store, "C1")
        wrong = run(folder, "--head", "six")
        assert (wrong.returncode, "「six」不是链头" in wrong.stderr) == (2, True)
        with store.transaction(OTHER_TOWN) as tx:
            tx.append([fact("C1", actor=replace(CLERK, town=OTHER_TOWN))])
            tx.index(row("C1", town=OTHER_TOWN))
        two = run(folder)
        assert (two.returncode, "有 2 个乡镇（baihe、qingshi），请用 --town" in two.stderr) == (2, True)
        assert json.loads(run(folder, "--json", "--town", OTHER_TOWN).stdout)["events"] == 1


@pytest.mark.parametrize("journal", JOURNALS)
def test_a_file_left_in_the_middle_of_a_write_is_restarted_first_or_read_to_its_last_commit(
    tmp_path: Path, folder: Path, journal: str
) -> None:
    with closing(open_store(folder, KEY, journal=journal)) as store:
        head = receive(store, "C1")
        store._writer.one("PRAGMA cache_size = 1")  # pages go to the disk long before the commit
        with store.transaction(TOWN) as tx:
            tx.append([fact("C2", text="长" * 100_000) for _ in range(3)])
            shutil.copytree(folder, tmp_path / "killed")
    if journal == TRUNCATE:
        with pytest.raises(StoreError, match="上次意外停止时有一次写入没有完成。请先启动一次服务"):
            verify(tmp_path / "killed", TOWN, head)
        open_store(tmp_path / "killed", KEY, journal=journal).close()
    report = verify(tmp_path / "killed", TOWN, head)
    assert (report.events, report.head, report.findings) == (6, head, ())


def test_data_of_an_older_program_is_not_checked_by_guess(folder: Path) -> None:
    folder.mkdir()
    (folder / DATABASE).touch()
    with pytest.raises(StoreError, match="数据是旧版本的一窗写的"):
        verify(folder, TOWN)
