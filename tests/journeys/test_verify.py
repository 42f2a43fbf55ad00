"""Somebody with the data folder in hand tampers; `onewindow verify` in another process names what was done.

It is given the head read off a printed 收件通知单, and no key. The store's own guards are of no help: the tamperer
first drops the triggers, and makes the kept head agree where that can be done.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.service.starting.recovering import recover
from engine.store.sqlite.file.folder import DATABASE
from tests.journeys.support.client import Browser, text_of
from tests.journeys.support.filling import fill, start, tick
from tests.journeys.support.hall import Hall, open_hall
from tests.journeys.support.real_server import onewindow
from tests.support.launcher import TOWN

TITLE = "高龄津贴申领"


@dataclass(frozen=True)
class Kept:
    """Three cases of three events each; a copy of the folder from after the first; the heads printed on the receipts
    of the first and the third (the events 2 and 8: 收件 is followed by its two papers)."""

    data: Path
    old_copy: Path
    first: str
    third: str
    numbers: tuple[str, ...]


def received(hall: Hall, clerk: Browser) -> tuple[str, str]:
    """A case received through the pages: its number, and the head printed on its 收件通知单."""
    clerk.open("/desk")
    start(clerk, TITLE)
    matter, said = hall.matter(TITLE), next(iter(hall.examples(TITLE).values())).submission
    fill(clerk, matter, said)
    tick(clerk, matter, said)
    number = clerk.press("收件").soup.find(class_="number").get_text()
    printed = re.search(r"存证号(\d+:[0-9a-f]{64})", text_of(clerk.paper("收件通知单")))
    assert printed is not None
    return number, printed.group(1)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("centre")
    with open_hall(folder) as hall:
        clerk = hall.person("clerk-wang")
        one = received(hall, clerk)
    shutil.copytree(folder / "data", folder / "old")
    with open_hall(folder) as hall:
        clerk = hall.person("clerk-wang")
        two, three = received(hall, clerk), received(hall, clerk)
    return Kept(folder / "data", folder / "old", one[1], three[1], (one[0], two[0], three[0]))


@pytest.fixture
def data(kept: Kept, tmp_path: Path) -> Path:
    """A copy of the folder to tamper with."""
    return Path(shutil.copytree(kept.data, tmp_path / "data"))


def tamper(data: Path, *statements: str) -> None:
    """Change the file itself, with the guards removed."""
    with closing(sqlite3.connect(data / DATABASE)) as file, file:
        for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            file.execute(statement)


def found(data: Path, head: str) -> Iterator[tuple[str, int | None]]:
    """What `onewindow verify --head` finds, as code and place; nothing found is exit 0, something exit 1."""
    told = onewindow("verify", "--data", str(data), "--town", TOWN, "--head", head, "--json")
    assert told.stderr == ""
    findings = json.loads(told.stdout)["findings"]
    assert told.returncode == (1 if findings else 0)
    return ((finding["code"], finding["sequence"]) for finding in findings)


def said(data: Path, head: str) -> str:
    """What it tells a person."""
    return onewindow("verify", "--data", str(data), "--town", TOWN, "--head", head).stdout


def test_what_nobody_touched_verifies_with_an_old_and_a_new_receipt(kept: Kept, data: Path) -> None:
    assert kept.first.startswith("2:")
    assert kept.third.startswith("8:")
    assert list(found(data, kept.first)) == []
    assert list(found(data, kept.third)) == []
    assert "没有发现改动、删除、调换或截尾" in said(data, kept.third)


def test_an_edited_event_is_named(kept: Kept, data: Path) -> None:
    tamper(data, "UPDATE events SET line = replace(line, 'clerk-wang', 'clerk-li') WHERE sequence = 4")

    assert list(found(data, kept.third)) == [("edited", 4)]
    assert f"第 4 号事件（案件 {kept.numbers[1]}，收件）的记录被改动" in said(data, kept.third)


def test_a_deleted_event_is_named(kept: Kept, data: Path) -> None:
    tamper(data, "DELETE FROM payloads WHERE sequence = 5", "DELETE FROM events WHERE sequence = 5")

    assert list(found(data, kept.third)) == [("deleted", 5)]
    assert "第 5 号事件不见了：被删除" in said(data, kept.third)


def test_swapped_events_are_named(kept: Kept, data: Path) -> None:
    tamper(
        data,
        "PRAGMA defer_foreign_keys = ON",
        "UPDATE events SET sequence = -sequence WHERE sequence IN (4, 7)",
        "UPDATE events SET sequence = 11 + sequence WHERE sequence < 0",
    )

    codes = list(found(data, kept.third))
    assert [one for one in codes if one[0] == "swapped"] == [("swapped", 4), ("swapped", 7)]
    assert "第 4 号事件" in said(data, kept.third) and "被调换或改号" in said(data, kept.third)


def test_a_cut_tail_is_found_even_when_the_kept_head_was_made_to_agree(kept: Kept, data: Path) -> None:
    with closing(sqlite3.connect(data / DATABASE)) as file:
        digest = json.loads(file.execute("SELECT line FROM events WHERE sequence = 7").fetchone()[0])["previous"]
    tamper(
        data,
        "DELETE FROM payloads WHERE sequence > 6",
        "DELETE FROM events WHERE sequence > 6",
        f"DELETE FROM cases WHERE case_id = '{kept.numbers[2]}'",
        f"UPDATE heads SET sequence = 6, digest = '{digest}'",
    )

    assert list(found(data, kept.first)) == []  # an older receipt cannot know
    assert list(found(data, kept.third)) == [("not_reached", 7)]
    assert "链尾被截，或数据被换成了旧的副本" in said(data, kept.third)


def test_a_restored_old_copy_is_found(kept: Kept, tmp_path: Path) -> None:
    data = Path(shutil.copytree(kept.old_copy, tmp_path / "data"))

    assert list(found(data, kept.first)) == []
    assert list(found(data, kept.third)) == [("not_reached", 4)]
    assert "凭证上印着第 8 号事件，这里的事件只到第 3 号" in said(data, kept.third)


def test_an_old_copy_that_went_on_with_other_cases_is_found(kept: Kept, tmp_path: Path) -> None:
    shutil.copytree(kept.old_copy, tmp_path / "data")
    shutil.copytree(kept.data.parent / "data-key", tmp_path / "data-key")
    with open_hall(tmp_path, "2026-03-02 11:00") as hall:
        recover(hall.service, TOWN, skip=0)
        clerk = hall.person("clerk-li")
        received(hall, clerk)
        received(hall, clerk)

    assert list(found(tmp_path / "data", kept.third)) == [("rewritten", 8)]
