"""What only the store on SQLite has: its file, its folder and lock, its tables, and the errors of the driver."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from unittest.mock import Mock

import pytest
import sqlite_utils

from engine.case.events import APPROVE
from engine.store.contract import Store
from engine.store.errors import BusyError, StoreError
from engine.store.kept import Used
from engine.store.sqlite import TRUNCATE, WAL, open_store, open_with_key_file, verify
from engine.store.sqlite.file import tables
from engine.store.sqlite.file.connection import Connection, best_journal, connect, driver, wal_is_safe
from engine.store.sqlite.file.folder import DATABASE
from engine.store.sqlite.records import worklists
from engine.store.sqlite.store import SqliteStore
from engine.store.worklists import Wanted
from tests.store.support.samples import (
    APPLICANT,
    CLERK,
    CLERK_AGAIN,
    DEFINITION,
    IDENTIFIER,
    KEY,
    KEYS,
    NAME,
    NOW,
    PHONE,
    TOWN,
    account,
    attachment,
    course,
    draft,
    fact,
    row,
    session,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def sqlite(folder: Path, journal: str) -> Iterator[SqliteStore]:
    """A store on SQLite in each journal mode, with little patience."""
    store = open_store(folder, KEY, journal=journal, patience=0.05)
    yield store
    store.close()


def put(store: Store, *facts: object) -> None:
    with store.transaction(TOWN) as tx:
        tx.append(facts)  # type: ignore[arg-type]


def raw(folder: Path) -> closing[sqlite3.Connection]:
    """The file in the hands of somebody with another program."""
    return closing(driver.connect(folder / DATABASE, isolation_level=None, timeout=0.05))


# Journal and pragmas


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 46, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_used_only_where_it_has_no_fault(version: tuple[int, ...], safe: bool) -> None:
    assert wal_is_safe(version) == safe


def test_the_journal_follows_the_version(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(driver, "sqlite_version_info", (3, 46, 1))
    assert best_journal() == TRUNCATE
    with pytest.raises(StoreError, match="WAL 模式有丢失数据的缺陷"):
        open_store(folder, KEY, journal=WAL)
    monkeypatch.setattr(driver, "sqlite_version_info", (3, 53, 0))
    assert best_journal() == WAL


def test_every_connection_has_the_pragmas_a_durable_commit_needs(sqlite: SqliteStore, journal: str) -> None:
    with sqlite._reading() as reader:
        for connection in (sqlite._writer, reader):
            pragmas = {p: connection.one(f"PRAGMA {p}") for p in ("journal_mode", "synchronous", "foreign_keys")}
            assert pragmas == {"journal_mode": (journal,), "synchronous": (2,), "foreign_keys": (1,)}


def test_a_journal_that_is_not_accepted_stops_the_start() -> None:
    with pytest.raises(StoreError, match=r"没有接受设置 journal_mode = truncate（实际为 memory）.*因此不启动"):
        # A database in memory keeps its own journal mode, whatever is asked of it.
        connect(Path(":memory:"), TRUNCATE, 1.0)


def test_a_folder_goes_from_one_journal_mode_to_the_other(folder: Path) -> None:
    for number, journal in enumerate([TRUNCATE, best_journal(), TRUNCATE], 1):
        with closing(open_store(folder, KEY, journal=journal)) as store:
            put(store, fact(f"C{number}"))
            assert store.head(TOWN).sequence == number


# Folder, lock, key


def test_the_folder_and_its_files_are_for_their_owner_only(sqlite: SqliteStore, folder: Path) -> None:
    put(sqlite, fact("C1"))
    sqlite.head(TOWN)
    assert folder.stat().st_mode & 0o777 == 0o700
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in folder.iterdir()}
    assert set(modes.values()) == {"0o600"}
    assert {DATABASE, "lock"} <= set(modes)


def test_a_folder_open_to_others_is_closed_to_them(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o755)
    open_store(folder, KEY).close()
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_second_opening_says_who_holds_the_folder(sqlite: SqliteStore, folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from engine.store.sqlite import open_store\n"
        "from engine.store.errors import StoreError\n"
        "try: open_store(Path(sys.argv[1]), bytes(range(32)))\n"
        "except StoreError as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True)
    number = (folder / "lock").read_text().strip()
    assert re.search(rf"正被另一个一窗进程使用（进程号 {number}，自 20\d\d-\d\d-\d\d \d\d:\d\d 起）", said.stdout)
    put(sqlite, fact("C1"))


def test_closing_and_failing_to_open_let_go_of_the_folder(folder: Path) -> None:
    open_store(folder, KEY).close()
    with pytest.raises(StoreError, match="主密钥不对"):
        open_store(folder, bytes(32))
    open_store(folder, KEY).close()


def test_a_wrong_key_is_found_at_once_and_harms_nothing(folder: Path) -> None:
    with closing(open_store(folder, KEY)) as store:
        put(store, fact("C1"))
    with pytest.raises(StoreError, match=r"数据是用密钥 [0-9a-f]{16} 密封的，给的是密钥 [0-9a-f]{16}"):
        open_store(folder, bytes(32))
    with closing(open_store(folder, KEY)) as store:
        assert store.events(TOWN, "C1")[0].payload["applicant"] == APPLICANT


def test_a_key_file_is_made_with_the_first_data_and_never_again(folder: Path, tmp_path: Path) -> None:
    key_file = tmp_path / "master.key"
    with closing(open_with_key_file(folder, key_file)) as store:
        put(store, fact("C1"))
    with closing(open_with_key_file(folder, key_file)) as store:
        assert len(store.events(TOWN, "C1")) == 1
    key_file.unlink()
    with pytest.raises(StoreError, match="找不到主密钥文件"):
        open_with_key_file(folder, key_file)
    assert not key_file.exists()


def test_an_unusable_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="用不了数据文件夹"):
        open_store(tmp_path / "file" / "data", KEY)
    (tmp_path / "data" / DATABASE).mkdir(parents=True)
    with pytest.raises(StoreError, match="打不开数据文件"):
        open_store(tmp_path / "data", KEY)


@pytest.mark.parametrize("content", [b"not a database at all, though long enough" * 100, bytes(8192)])
def test_a_file_that_is_no_database_is_said(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / DATABASE).write_bytes(content)
    with pytest.raises(StoreError, match="不是一窗的数据库，或已损坏"):
        open_store(folder, KEY)
    assert (folder / DATABASE).read_bytes() == content


# Tables


def test_every_table_begins_with_town(sqlite: SqliteStore, folder: Path) -> None:
    with raw(folder) as file:
        names = [name for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        first = {name: file.execute(f"SELECT name FROM pragma_table_info('{name}')").fetchone()[0] for name in names}
    assert len(names) == 21
    assert set(first.values()) == {"town"}


def test_tables_of_a_newer_program_are_refused(folder: Path) -> None:
    open_store(folder, KEY).close()
    with raw(folder) as file:
        file.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match=r"数据结构第 99 版，本程序只认识到第 11 版）。请升级程序"):
        open_store(folder, KEY)
    with pytest.raises(StoreError, match="数据结构第 99 版"):
        verify(folder, TOWN)


def test_tables_of_another_program_are_refused(folder: Path) -> None:
    folder.mkdir()
    with raw(folder) as file:
        file.execute("CREATE TABLE cases (id)")
    with pytest.raises(StoreError, match="是别的程序的数据库"):
        open_store(folder, KEY)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Connection]:
    (tmp_path / "fresh").touch()
    connection = connect(tmp_path / "fresh", TRUNCATE, 1.0)
    yield connection
    connection.close()


def test_steps_are_applied_once_and_in_order(tmp_path: Path, fresh: Connection) -> None:
    (tmp_path / "0001.sql").write_text("CREATE TABLE a (town TEXT); -- a; b\nINSERT INTO a\nVALUES ('x;\ny');\n")
    tables.bring_up(fresh, tmp_path)
    (tmp_path / "0002.sql").write_text("-- later\nALTER TABLE a ADD COLUMN b TEXT;\nUPDATE a SET b = 'new';")
    tables.bring_up(fresh, tmp_path)
    tables.bring_up(fresh, tmp_path)
    assert fresh.all("SELECT town, b FROM a") == [("x;\ny", "new")]
    assert tables.version_of(fresh) == 2


def test_cases_from_before_lie_on_the_desks_they_lay_on_and_are_looked_at_once(
    tmp_path: Path, fresh: Connection
) -> None:
    for file in tables.steps()[:5]:
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    tables.bring_up(fresh, tmp_path)
    fresh.change(
        "INSERT INTO cases (town, case_id, matter, title, window, state, applicant, village, departments, receiver, "
        "changed_at, due, wakes) VALUES ('t', 'C1', '', '', '', '', '', '', '[\"民政\", \"税务\"]', '', '', '', '')"
    )
    tables.bring_up(fresh)
    assert fresh.all("SELECT department, waits FROM desks ORDER BY place") == [("民政", 1), ("税务", 1)]
    assert fresh.all("SELECT wakes FROM cases") == [("0001-01-01",)]


def test_the_last_instant_is_read_off_the_ends_of_the_chains_however_long_they_are(sqlite: SqliteStore) -> None:
    put(sqlite, *course("1"))
    statements: list[str] = []
    raw_connection = sqlite._writer._raw
    raw_connection.set_trace_callback(statements.append)
    with sqlite.transaction(TOWN) as tx:
        tx.latest()
    raw_connection.set_trace_callback(None)
    asked = next(one for one in statements if "$.at" in one)

    plan = [row[3] for row in sqlite._writer.all(f"EXPLAIN QUERY PLAN {asked}")]

    assert plan[1:] == ["SEARCH e USING INDEX sqlite_autoindex_events_1 (town=? AND sequence=?)"]


@pytest.mark.parametrize("wanted", [Wanted(department="民政"), Wanted(department="民政", before=True), Wanted()])
def test_a_page_of_a_list_is_read_along_an_index_and_nothing_is_sorted(sqlite: SqliteStore, wanted: Wanted) -> None:
    with sqlite._reading() as connection:
        asked = Mock(wraps=connection)
        worklists.rows(asked, "t", wanted, None, 50, 10_000)
        sql, values = asked.all.call_args.args
        plan = [step[3] for step in connection.all(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert "_by_urgency" in plan[0]
    inner = next(n for n, step in enumerate(plan) if "SUBQUERY" in step)  # the few desks of one case may be sorted
    assert not any("TEMP B-TREE" in step for step in plan[:inner])
    assert not any(step.startswith("SCAN cases") or step.startswith("SCAN desks") for step in plan)


@pytest.mark.parametrize("broken", ["NONSENSE;", "INSERT INTO nowhere VALUES (1);"])
def test_a_step_that_fails_leaves_the_tables_as_they_were(tmp_path: Path, fresh: Connection, broken: str) -> None:
    (tmp_path / "0001.sql").write_text("CREATE TABLE a (town TEXT);")
    tables.bring_up(fresh, tmp_path)
    (tmp_path / "0002.sql").write_text(f"CREATE TABLE b (town TEXT);\nDROP TABLE a;\n{broken}")
    with pytest.raises(StoreError, match="数据库出错"):
        tables.bring_up(fresh, tmp_path)
    assert fresh.all("SELECT name FROM sqlite_schema") == [("a",)]
    assert tables.version_of(fresh) == 1


def test_a_step_left_out_is_our_mistake(tmp_path: Path) -> None:
    (tmp_path / "0002.sql").write_text("")
    with pytest.raises(AssertionError, match="numbered"):
        tables.steps(tmp_path)


# What the database itself refuses


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET line = '{}' WHERE sequence = 2",
        "DELETE FROM events WHERE sequence = 6",
        "INSERT OR REPLACE INTO events SELECT town, 2, case_id, '{}' FROM events WHERE sequence = 1",
        "INSERT INTO events SELECT town, 9, case_id, line FROM events WHERE sequence = 1",
        "INSERT INTO events SELECT town, 0, case_id, line FROM events WHERE sequence = 1",
        "UPDATE payloads SET sealed = x'00'",
        "UPDATE hands SET part = 'issue' WHERE person = 'P1'",
        "DELETE FROM hands",
        "INSERT INTO hands VALUES ('baihe', 'C1', 'P1', 'approve')",
        "INSERT INTO hands VALUES ('baihe', 'C1', 'P9', 'all')",
        "UPDATE definitions SET canonical = x'7b7d'",
        "DELETE FROM definitions",
    ],
)
def test_the_database_refuses_it_from_any_program(sqlite: SqliteStore, folder: Path, statement: str) -> None:
    with sqlite.transaction(TOWN) as tx:
        tx.append(course("C1"))
        tx.publish("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", "line/matter", b"{}", NOW)
    with raw(folder) as file, pytest.raises(driver.IntegrityError):
        file.execute(statement)
    assert [e.kind for e in sqlite.events(TOWN, "C1")] == [f.kind for f in course("C1")]


def test_a_second_part_is_refused_though_the_program_forgot_the_first(sqlite: SqliteStore, folder: Path) -> None:
    put(sqlite, fact("C1"))
    with raw(folder) as file, pytest.raises(driver.IntegrityError, match="UNIQUE constraint failed: hands"):
        file.execute("INSERT INTO hands VALUES (?, 'C1', ?, 'approve')", (TOWN, CLERK.person))
    with pytest.raises(StoreError, match="不能再办「审查决定」"):
        put(sqlite, fact("C1", "granted", CLERK_AGAIN, APPROVE))


# Reading what somebody touched


def touched(folder: Path, *statements: str) -> None:
    """Change the file as somebody would who also takes the triggers away."""
    with raw(folder) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert file.execute(statement).rowcount > 0


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE payloads SET sealed = x'01' WHERE sequence = 2", "第 2 号事件（案件 C1）的内容打不开"),
        (
            "UPDATE payloads SET sealed = (SELECT sealed FROM payloads WHERE sequence = 3) WHERE sequence = 2",
            "第 2 号事件（案件 C1）的内容打不开",
        ),
        ("DELETE FROM payloads WHERE sequence = 2", "第 2 号事件（案件 C1）的内容不见了"),
        ("UPDATE case_keys SET wrapped = x'01'", "案件 C1 的密钥打不开"),
        ("DELETE FROM case_keys", "案件 C1 的密钥不见了"),
    ],
)
def test_a_touched_payload_or_key_is_not_read_as_good(
    sqlite: SqliteStore, folder: Path, statement: str, told: str
) -> None:
    put(sqlite, *course("C1"))
    touched(folder, statement)
    with pytest.raises(StoreError, match=re.escape(told)):
        sqlite.events(TOWN, "C1")


def test_a_touched_definition_original_draft_or_name_is_not_read_as_good(sqlite: SqliteStore, folder: Path) -> None:
    identity = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    with sqlite.transaction(TOWN) as tx:
        tx.append([fact("C1")])
        tx.publish(identity, "line/matter", b"{}", NOW)
        tx.keep_original("C1", "N1", b"%PDF one")
        tx.keep_original("C1", "N2", b"%PDF two")
        tx.save_draft(draft())
        tx.save_account(account())
        tx.save_account(account("clerk2", name="孙"))
    touched(
        folder,
        "UPDATE definitions SET canonical = x'7b207d'",
        "UPDATE originals SET sealed = (SELECT sealed FROM originals WHERE number = 'N2') WHERE number = 'N1'",
        "UPDATE drafts SET version = 2",
        "UPDATE accounts SET sealed = (SELECT sealed FROM accounts WHERE login = 'clerk2') WHERE login = 'clerk1'",
    )
    readings: list[tuple[Callable[[], object], str]] = [
        (lambda: sqlite.definition(identity), "事项定义 44136fa355b3… 被改动过"),
        (lambda: sqlite.original(TOWN, "C1", "N1"), "文书 N1 打不开"),
        (lambda: sqlite.draft(TOWN, "d1"), "草稿 d1 打不开"),
        (lambda: sqlite.account("clerk1"), "账号 clerk1 的姓名打不开"),
    ]
    for read, told in readings:
        with pytest.raises(StoreError, match=told):
            read()
    assert sqlite.original(TOWN, "C1", "N2") == b"%PDF two"


# Trouble with the disk and with others


def test_a_full_disk_at_any_page_saves_nothing_and_mends_itself(sqlite: SqliteStore) -> None:
    put(sqlite, fact("C1"))
    pages = sqlite._writer.one("PRAGMA page_count")
    assert pages is not None
    refused = 0
    for more in range(200):
        sqlite._writer.one(f"PRAGMA max_page_count = {pages[0] + more}")
        try:
            with sqlite.transaction(TOWN) as tx:
                case = f"C{tx.next_number('case', 2026) + 1}"
                tx.append([*course(case), fact(case, text="长" * 20_000)])
                tx.index(row(case), KEYS)
                tx.keep_original(case, "N1", bytes(20_000))
            break
        except StoreError as error:
            assert "磁盘已满，什么也没有保存" in str(error)
            refused += 1
        assert sqlite.head(TOWN).sequence == 1
        assert sqlite.events(TOWN, "C2") == ()
    assert refused > 10
    assert len(sqlite.events(TOWN, "C2")) == 7
    assert sqlite._writer.one("PRAGMA integrity_check") == ("ok",)


def test_going_on_after_a_failed_statement_saves_nothing(sqlite: SqliteStore) -> None:
    with pytest.raises(StoreError, match="本次操作中途出错，什么也没有保存"), sqlite.transaction(TOWN) as tx:
        tx.append([fact("C1")])
        with pytest.raises(StoreError, match="数据库出错"):
            sqlite._writer.change("NONSENSE")
    assert sqlite.head(TOWN).sequence == 0
    put(sqlite, fact("C1"))


def test_a_readonly_file_is_said(sqlite: SqliteStore) -> None:
    put(sqlite, fact("C1"))
    sqlite._writer.one("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="数据文件只读，写不进去"):
        put(sqlite, fact("C1", "accepted"))
    assert len(sqlite.events(TOWN, "C1")) == 1
    sqlite._writer.one("PRAGMA query_only = OFF")
    put(sqlite, fact("C1", "accepted"))
    assert len(sqlite.events(TOWN, "C1")) == 2


def test_a_writer_from_elsewhere_is_waited_for_and_then_told(sqlite: SqliteStore, folder: Path) -> None:
    with raw(folder) as file:
        file.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyError, match="请稍等几秒后重试"):
            put(sqlite, fact("C1"))
        file.execute("ROLLBACK")
    put(sqlite, fact("C1"))
    assert sqlite.head(TOWN).sequence == 1


def test_a_long_reader_from_elsewhere_loses_nothing(sqlite: SqliteStore, folder: Path, journal: str) -> None:
    put(sqlite, fact("C1"))
    with raw(folder) as file:
        file.execute("BEGIN")
        assert file.execute("SELECT count(*) FROM events").fetchall() == [(1,)]
        if journal == WAL:
            put(sqlite, fact("C2"))
        else:
            with pytest.raises(BusyError):
                put(sqlite, fact("C2"))
            assert sqlite.events(TOWN, "C2") == ()
        file.execute("ROLLBACK")
    put(sqlite, fact("C3"))
    assert len(sqlite.events(TOWN, "C3")) == 1


# Nothing personal in clear, and what may be looked at


def test_no_name_number_or_secret_stands_in_any_file_in_clear(folder: Path, journal: str) -> None:
    secrets = {
        "name": NAME,
        "identifier": IDENTIFIER,
        "phone": PHONE,
        "staff name": CLERK.name,
        "token": KEYS.token or "",
        "code": KEYS.code or "",
        "session": "session-secret-0123",
        "form token": "form-secret-0123",
        "page": "%PDF page of a person",
    }
    with closing(open_store(folder, KEY, journal=journal)) as store:
        with store.transaction(TOWN) as tx:
            tx.append([fact("C1", applicant=APPLICANT, note=list(secrets.values()))])
            tx.index(row("C1"), KEYS)
            tx.save_draft(draft(form=tuple(secrets.items())))
            tx.keep_original("C1", "N1", secrets["page"].encode())
            tx.save_account(account())
            tx.save_session(secrets["session"], session())
            tx.use(secrets["form token"], Used("digest", "C1", "1"))
            tx.attach(attachment(store.keep_file(TOWN, "d1", "f1", secrets["page"].encode()), name=f"{NAME}.pdf"))
        while_open = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    after = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    for content in (while_open, after):
        assert [what for what, secret in secrets.items() if secret.encode() in content] == []
        assert [what for what, secret in secrets.items() if secret.encode("utf-16-le") in content] == []
        assert b"clerk1" in content  # the search does find what stands there in clear


def test_the_log_can_be_looked_at_with_sqlite_utils(sqlite: SqliteStore, folder: Path) -> None:
    put(sqlite, *course("C1"))
    database = sqlite_utils.Database(folder / DATABASE)
    try:
        rows = list(database["timeline"].rows_where("case_id = ?", ["C1"], order_by="sequence"))
    finally:
        database.close()
    assert [r["kind"] for r in rows] == [f.kind for f in course("C1")]
    assert rows[3] == {
        "town": TOWN,
        "sequence": 4,
        "case_id": "C1",
        "kind": "granted",
        "at": "2026-03-02T01:30:00.123456Z",
        "account": "approver1",
        "person": "P2",
        "role": "审批",
        "department": "民政",
        "channel": "窗口",
        "definition": DEFINITION,
        "reason": None,
        "part": "approve",
    }
