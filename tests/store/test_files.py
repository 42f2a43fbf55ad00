"""Attached files: kept before they are named, given back as they were kept or not at all, and swept when unnamed."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.case.attachments import Attachment
from engine.store.contract import Store
from engine.store.errors import StoreError
from engine.store.sqlite import verify
from tests.store.support.samples import NOW, OTHER_TOWN, TOWN, attachment, draft, fact, row

Reopen = Callable[..., Store]
LATER = datetime.now(UTC) + timedelta(days=1)


def attach(store: Store, id: str = "f1", content: bytes = b"\xff\xd8 one", **said: object) -> Attachment:
    """A file in draft d1, kept and named."""
    place = str(said.get("place", "d1"))
    one = attachment(store.keep_file(TOWN, place, id, content), id, **said)
    with store.transaction(TOWN) as tx:
        tx.attach(one)
    return one


def on_disk(tmp_path: Path) -> list[Path]:
    return sorted(path for path in (tmp_path / "data" / "attachments").rglob("*") if path.is_file())


def test_a_file_comes_back_with_what_was_said_of_it(store: Store, reopen: Reopen) -> None:
    one = attach(store)
    store = reopen()
    assert store.attachments(TOWN, "d1") == (one,)
    assert store.file(TOWN, one) == b"\xff\xd8 one"
    assert store.attachments(TOWN, "d2") == store.attachments(OTHER_TOWN, "d1") == ()


def test_it_lies_sealed_under_the_digest_of_what_lies_there(store: Store, tmp_path: Path) -> None:
    one = attach(store, content=b"\xff\xd8 " + b"name of a person" * 9)
    (path,) = on_disk(tmp_path)
    assert path == tmp_path / "data" / "attachments" / TOWN / "d1" / one.digest
    assert hashlib.sha256(path.read_bytes()).hexdigest() == one.digest
    assert b"person" not in path.read_bytes()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_the_same_content_twice_is_two_files(store: Store) -> None:
    assert attach(store, "f1").digest != attach(store, "f2", page=2).digest


def test_files_are_arranged_and_detached(store: Store) -> None:
    for number in (1, 2, 3):
        attach(store, f"f{number}", page=number)
    with store.transaction(TOWN) as tx:
        tx.arrange("d1", ["f3", "f1", "f2"])
        assert [a.id for a in tx.attachments("d1")] == ["f3", "f1", "f2"]
        tx.detach("d1", "f1")
    assert [(a.id, a.page) for a in store.attachments(TOWN, "d1")] == [("f3", 1), ("f2", 3)]


def test_what_a_case_holds_is_neither_detached_nor_arranged(store: Store) -> None:
    one = attach(store)
    with store.transaction(TOWN) as tx:
        tx.bind_attachments("d1", "C1")
    for change in (lambda tx: tx.detach("d1", "f1"), lambda tx: tx.arrange("d1", ["f1"])):
        with pytest.raises(StoreError, match="已收件的附件不能"), store.transaction(TOWN) as tx:
            change(tx)
    assert store.attachments(TOWN, "d1") == (one,)


@pytest.mark.parametrize("moved", [{"id": "f2"}, {"place": "d2"}])
def test_a_file_opens_only_in_its_own_place(store: Store, tmp_path: Path, moved: dict[str, str]) -> None:
    one = attach(store)
    there = attachment(one.digest, **{"id": "f1", **moved})
    path = tmp_path / "data" / "attachments" / TOWN / there.place / one.digest
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(on_disk(tmp_path)[0].read_bytes())
    with pytest.raises(StoreError, match=r"附件「正面\.jpg」打不开：内容被改动或调换过"):
        store.file(TOWN, there)


@pytest.mark.parametrize("byte", [0, 1, 13, -1])
def test_one_bit_flipped_on_disk_is_found_and_never_given_out(store: Store, tmp_path: Path, byte: int) -> None:
    one = attach(store)
    (path,) = on_disk(tmp_path)
    sealed = bytearray(path.read_bytes())
    sealed[byte] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(StoreError, match=r"附件「正面\.jpg」在磁盘上被改动或已损坏，不能打开"):
        store.file(TOWN, one)
    report = verify(tmp_path / "data", TOWN)
    assert [(f.code, f.case) for f in report.findings] == [("file_changed", None)]
    assert f"草稿 d1 的附件被改动或已损坏（attachments/{TOWN}/d1/{one.digest}）" in report.findings[0].message


def test_a_missing_file_is_found_and_its_case_named(store: Store, tmp_path: Path) -> None:
    one = attach(store)
    with store.transaction(TOWN) as tx:
        tx.append([fact("C1")])
        tx.index(row("C1"))
        tx.bind_attachments("d1", "C1")
    assert verify(tmp_path / "data", TOWN).findings == ()
    on_disk(tmp_path)[0].unlink()
    with pytest.raises(StoreError, match=r"附件「正面\.jpg」不见了"):
        store.file(TOWN, one)
    report = verify(tmp_path / "data", TOWN)
    assert [(f.code, f.case) for f in report.findings] == [("file_missing", "C1")]


@pytest.mark.parametrize("place", ["..", "d/1", "", "d.1"])
def test_a_name_that_leads_elsewhere_is_refused(store: Store, place: str) -> None:
    with pytest.raises(StoreError, match="附件的位置不对"):
        store.keep_file(TOWN, place, "f1", b"x")


@pytest.mark.parametrize("step", ["fsync", "rename"])
def test_a_full_disk_leaves_nothing_behind(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    attach(store)
    before = on_disk(tmp_path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(*((os, "fsync") if step == "fsync" else (Path, "rename")), full)
        with pytest.raises(StoreError, match="磁盘已满，文件没有保存。请腾出空间后重新上传"):
            store.keep_file(TOWN, "d1", "f2", b"x")
    assert on_disk(tmp_path) == before
    assert attach(store, "f2", page=2) in store.attachments(TOWN, "d1")  # and then there is room again


def test_a_place_is_untouched_while_its_newest_file_and_its_draft_are_old(store: Store) -> None:
    soon = NOW + timedelta(minutes=1)
    with store.transaction(TOWN) as tx:
        tx.save_draft(draft("d1"))
    attach(store, at=soon)
    attach(store, "f2", place="ready", at=NOW)
    attach(store, "f3", place="case", at=NOW)
    with store.transaction(TOWN) as tx:
        tx.bind_attachments("case", "C1")
    assert store.untouched(TOWN, NOW, NOW) == store.untouched(OTHER_TOWN, LATER, NOW) == ()
    assert store.untouched(TOWN, soon, NOW) == ("ready",)
    assert store.untouched(TOWN, soon + timedelta(microseconds=1), NOW) == ("d1", "ready")


def test_a_place_is_cleared_of_its_draft_and_of_files_no_case_holds(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        tx.save_draft(draft("d1"))
    held = attach(store)
    with store.transaction(TOWN) as tx:
        tx.bind_attachments("d1", "C1")
    attach(store, "f2", page=2)
    other = attach(store, "f3", place="d2")
    with store.transaction(TOWN) as tx:
        tx.clear("d1")
    assert store.draft(TOWN, "d1") is None
    assert store.attachments(TOWN, "d1") == (held,)
    assert store.attachments(TOWN, "d2") == (other,)


def test_only_old_files_that_nothing_names_are_swept(store: Store, tmp_path: Path) -> None:
    one = attach(store)
    two = attach(store, "f2", page=2)
    store.keep_file(TOWN, "d1", "f3", b"never named")
    (tmp_path / "data" / "attachments" / TOWN / "d1" / f"{'0' * 64}.part").write_bytes(b"half of a file")
    with store.transaction(TOWN) as tx:
        tx.detach("d1", "f2")
    assert store.sweep_files(TOWN, NOW) == 0
    assert store.file(TOWN, two) == b"\xff\xd8 one"
    assert store.sweep_files(OTHER_TOWN, LATER) == 0
    assert store.sweep_files(TOWN, LATER) == 3
    assert [path.name for path in on_disk(tmp_path)] == [one.digest]
    assert store.file(TOWN, one) == b"\xff\xd8 one"
