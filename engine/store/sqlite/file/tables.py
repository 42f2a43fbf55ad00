"""Making the tables: the numbered files of `schema/sqlite/`, each applied once, in order, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.store.errors import StoreError
from engine.store.sqlite.file.connection import Connection, driver

SCHEMA = Path(__file__).parents[2] / "schema" / "sqlite"


def steps(folder: Path = SCHEMA) -> tuple[Path, ...]:
    """The files in order; file number n brings the tables to version n."""
    files = tuple(sorted(folder.glob("[0-9][0-9][0-9][0-9].sql")))
    assert [int(file.stem) for file in files] == list(range(1, len(files) + 1)), "schema files must be numbered 1, 2, …"
    return files


def version_of(connection: Connection) -> int:
    """The version of the tables in this file; 0 for a new one. Raises StoreError for a foreign file."""
    row = connection.one("PRAGMA user_version")
    version = int(row[0]) if row else 0
    if version == 0 and connection.one("SELECT 1 FROM sqlite_schema LIMIT 1"):
        raise StoreError("数据文件是别的程序的数据库，不是一窗的。请用 --data 指明一窗的数据文件夹。")
    return version


def refuse_newer(version: int, known: int) -> None:
    """Raise StoreError when the tables were made by a later program than this one."""
    if version > known:
        raise StoreError(
            f"数据是更新版本的一窗写的（数据结构第 {version} 版，本程序只认识到第 {known} 版）。请升级程序后再打开。"
        )


def bring_up(connection: Connection, folder: Path = SCHEMA) -> None:
    """Bring the tables to the newest version: wholly, or not at all."""
    files = steps(folder)
    version = version_of(connection)
    refuse_newer(version, len(files))
    if version == len(files):
        return
    connection.begin()
    try:
        for file in files[version:]:
            for statement in _statements(file.read_text(encoding="utf-8")):
                connection.change(statement)
        connection.change(f"PRAGMA user_version = {len(files)}")
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: running it as a whole would commit the transaction first."""
    statement = ""
    for piece in script.split(";"):
        statement += piece
        if driver.complete_statement(statement + ";"):
            yield statement
            statement = ""
        else:
            statement += ";"
    assert not statement.strip("; \n"), f"unfinished statement: {statement.strip()[:60]}"
