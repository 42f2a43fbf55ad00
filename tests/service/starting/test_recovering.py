"""Yesterday's copy of the data is put back: it gives itself away, takes nothing in, and gives no number twice."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.case.events import CENTRE
from engine.cli import main
from engine.service.centre.context import Service
from engine.service.counter.drafting import own_drafts, save_draft, start_draft
from engine.service.counter.leftovers import sweep
from engine.service.starting.opening import default_key_file
from engine.service.starting.recovering import RecoveryError, recover
from engine.store.errors import BehindError, StoreError
from engine.store.sqlite import verify
from engine.store.sqlite.given_out import beside
from engine.web.server.scheduler import settle_towns, sweep_towns
from tests.support.counter import ALLOWANCE, actor, file_case
from tests.support.launcher import TOWN, service_at

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SERIES = "办件2026030201"


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[..., Service]]:
    """Starts the service of this folder anew, some time after noon."""
    running: list[Service] = []

    def start(**later: float) -> Service:
        if running:
            running.pop().store.close()
        running.append(service_at(folder / "data", NOON + timedelta(**later), moving=False))
        return running[0]

    yield start
    for service in running:
        service.store.close()


def put_back(folder: Path, copy: Path) -> None:
    shutil.rmtree(folder / "data")
    shutil.copytree(copy, folder / "data")


@pytest.fixture
def old_copy(folder: Path, start: Callable[..., Service]) -> Service:
    """One case, a copy, three cases more, and the copy put back."""
    file_case(start(), "clerk-wang")
    start().store.close()
    shutil.copytree(folder / "data", folder / "copy")
    service = start(hours=1)
    given = [file_case(service, "clerk-wang", ALLOWANCE).case.id[-5:-1] for _ in range(3)]
    assert given == ["0002", "0003", "0004"]
    service.store.close()
    put_back(folder, folder / "copy")
    return start(hours=2)


def test_an_old_copy_says_how_far_back_it_is_and_takes_nothing_in(
    old_copy: Service, caplog: pytest.LogCaptureFixture
) -> None:
    head = old_copy.store.head(TOWN)
    behind = old_copy.store.behind(TOWN)
    assert behind is not None and behind.given is not None
    assert behind.given.sequence > behind.here.sequence == head.sequence
    assert (SERIES, 2026, 1, 4) in behind.numbers

    with pytest.raises(BehindError) as refused:
        file_case(old_copy, "clerk-wang")
    settle_towns(old_copy, lambda: True)
    sweep_towns(old_copy)
    with pytest.raises(BehindError):
        sweep(old_copy, TOWN)

    lost = behind.given.sequence - behind.here.sequence
    assert str(refused.value).startswith(
        f"数据是旧的副本：只到第{behind.here.sequence}号事件，而已经给出过第{behind.given.sequence}号；后面的{lost}件事、"
    )
    assert str(refused.value).endswith(
        "现在什么也不收，以免同一个号码发给两个人。请系统管理员找回最新的数据；确实找不回的，停下服务，"
        "运行 onewindow recover，确认以后再启动。"
    )
    assert "数据是旧的副本" in caplog.text
    assert old_copy.store.head(TOWN) == head


def test_what_is_typed_meanwhile_is_kept(old_copy: Service) -> None:
    clerk = actor(old_copy, "clerk-wang")
    draft = start_draft(old_copy, clerk, ALLOWANCE)
    save_draft(old_copy, clerk, draft.id, [("申请人姓名", "张桂兰")], 1)
    assert draft.id in [one.id for one in own_drafts(old_copy, clerk)]


def test_once_decided_numbers_go_on_above_the_highest_given(
    old_copy: Service, folder: Path, start: Callable[..., Service]
) -> None:
    behind = old_copy.store.behind(TOWN)
    assert behind is not None
    recover(old_copy, TOWN, skip=0)
    assert file_case(old_copy, "clerk-wang").case.id[-5:-1] == "0005"
    (decided,) = old_copy.store.events(TOWN, CENTRE)
    assert (decided.kind, decided.actor.role) == ("recovered", "系统")
    assert (decided.payload["here"], decided.payload["given"]) == (str(behind.here), str(behind.given))
    assert verify(folder / "data", TOWN).findings == ()
    assert start(hours=3).store.behind(TOWN) is None  # and it is right from now on


def test_the_newest_data_put_back_needs_no_decision(
    old_copy: Service, folder: Path, start: Callable[..., Service]
) -> None:
    recover(old_copy, TOWN, skip=0)
    old_copy.store.close()
    shutil.copytree(folder / "data", folder / "newest")
    put_back(folder, folder / "newest")
    again = start(hours=3)
    assert again.store.behind(TOWN) is None
    assert file_case(again, "clerk-wang").case.id[-5:-1] == "0005"


def test_an_old_copy_that_went_on_elsewhere_is_found_though_it_is_longer(
    old_copy: Service, folder: Path, start: Callable[..., Service]
) -> None:
    key = beside(default_key_file(folder / "data"))
    kept = key.read_bytes()
    recover(old_copy, TOWN, skip=0)
    for _ in range(3):
        file_case(old_copy, "clerk-wang")
    old_copy.store.close()
    for file in key.parent.glob(f"{key.name}*"):
        file.unlink()
    key.write_bytes(kept)
    again = start(hours=3)
    with pytest.raises(BehindError, match=r"数据不是原来的那一份：第\d+号事件与给出去的不一样。"):
        file_case(again, "clerk-wang")


def test_without_the_record_numbers_are_left_out_or_nothing_is_taken_in(
    folder: Path, start: Callable[..., Service]
) -> None:
    file_case(start(), "clerk-wang")
    start().store.close()
    key = beside(default_key_file(folder / "data"))
    for file in key.parent.glob(f"{key.name}*"):
        file.unlink()
    service = start(days=1)
    with pytest.raises(BehindError, match="旁边没有给出记录，不知道后来还给出过什么"):
        file_case(service, "clerk-wang")
    with pytest.raises(RecoveryError, match="用 --skip 让出足够的编号"):
        recover(service, TOWN, skip=0)
    recover(service, TOWN, skip=200)
    found = file_case(service, "clerk-wang").case
    assert (found.id[9:17], found.id[-5:-1]) == ("20260303", "0201")  # of a day that had given none here


def test_a_record_somebody_changed_is_refused(folder: Path, start: Callable[..., Service]) -> None:
    file_case(start(), "clerk-wang")
    start().store.close()
    key = beside(default_key_file(folder / "data"))
    with sqlite3.connect(key) as file:
        file.execute("UPDATE heads SET sequence = 1")
    file.close()
    with pytest.raises(StoreError, match=r"给出记录.*被改动过，或者不是这把密钥的。请放回原来的文件"):
        start(hours=1)


def test_a_record_that_cannot_be_written_is_told_at_the_start(folder: Path, start: Callable[..., Service]) -> None:
    start().store.close()
    key = beside(default_key_file(folder / "data"))
    for file in key.parent.glob(f"{key.name}*"):
        file.unlink()
    key.mkdir()
    with pytest.raises(StoreError, match=r"用不了给出记录.*运行一窗的用户要能读写这个文件夹"):
        start(hours=1)


def test_data_from_before_there_was_a_record_gets_one(folder: Path, start: Callable[..., Service]) -> None:
    file_case(start(), "clerk-wang")
    start().store.close()
    key = beside(default_key_file(folder / "data"))
    for file in key.parent.glob(f"{key.name}*"):
        file.unlink()
    with sqlite3.connect(folder / "data" / "onewindow.sqlite3") as file:
        file.execute("DELETE FROM given_out")
    file.close()
    start(hours=1).store.close()
    shutil.copytree(folder / "data", folder / "copy")
    file_case(start(hours=2), "clerk-wang")
    start().store.close()
    put_back(folder, folder / "copy")
    assert start(hours=3).store.behind(TOWN) is not None


def test_the_command_shows_asks_and_records(old_copy: Service, folder: Path, start: Callable[..., Service]) -> None:
    old_copy.store.close()
    asked = ["recover", "--data", str(folder / "data")]
    said = CliRunner().invoke(main, asked, input="n\n")
    assert (said.exit_code, f"{SERIES}（2026年）：这里到1，给出过4" in said.output) == (1, True)
    said = CliRunner().invoke(main, [*asked, "--yes"])
    assert (said.exit_code, said.output.splitlines()[-1]) == (0, "已记下，可以启动服务办理了。")
    said = CliRunner().invoke(main, asked)
    assert (said.exit_code, said.output) == (0, "数据不比给出过的旧，不用恢复。\n")
