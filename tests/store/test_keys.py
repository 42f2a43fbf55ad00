"""The key file, and that keys of different purposes, cases and towns are different keys."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from engine.store.errors import StoreError
from engine.store.keys import Keyring, make_key, read_key
from tests.store.support.samples import KEY, TOWN


def test_a_made_key_reads_back_and_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "master.key"
    key = make_key(file)
    assert len(key) == 32
    assert read_key(file) == key
    assert file.stat().st_mode & 0o777 == 0o600
    assert base64.b64decode(file.read_text()) == key


def test_two_keys_are_never_the_same(tmp_path: Path) -> None:
    assert make_key(tmp_path / "a") != make_key(tmp_path / "b")


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    key = make_key(tmp_path / "k")
    with pytest.raises(StoreError, match="已经存在，不会覆盖"):
        make_key(tmp_path / "k")
    assert read_key(tmp_path / "k") == key


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"找不到主密钥文件 .*/k。.*--key"):
        read_key(tmp_path / "k")


@pytest.mark.parametrize("text", [b"", b"abc", base64.b64encode(b"short"), base64.b64encode(bytes(33)), b"!" * 44])
def test_a_malformed_key_file_is_refused(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "k").write_bytes(text)
    (tmp_path / "k").chmod(0o600)
    with pytest.raises(StoreError, match="内容不对：应是一行 base64"):
        read_key(tmp_path / "k")


def test_a_key_file_that_is_no_text_or_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "k").write_bytes(bytes([200] * 32))
    (tmp_path / "k").chmod(0o600)
    with pytest.raises(StoreError, match="读不出主密钥文件"):
        read_key(tmp_path / "k")
    with pytest.raises(StoreError, match="读不出主密钥文件"):
        read_key(tmp_path)
    with pytest.raises(StoreError, match="写不了主密钥文件"):
        make_key(tmp_path / "k" / "below-a-file")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_file_others_can_use_is_refused(tmp_path: Path, mode: int) -> None:
    make_key(tmp_path / "k")
    (tmp_path / "k").chmod(mode)
    with pytest.raises(StoreError, match="chmod 600"):
        read_key(tmp_path / "k")


def test_a_master_key_has_32_bytes() -> None:
    with pytest.raises(StoreError, match="必须是 32 字节，收到的是 31 字节"):
        Keyring(bytes(31))


def test_each_purpose_has_its_own_key_and_none_is_the_master() -> None:
    ring = Keyring(KEY)
    keys = {KEY, ring.drafts, ring.accounts, ring.check, Keyring(bytes(32)).drafts}
    assert len(keys) == 5
    assert Keyring(KEY).drafts == ring.drafts
    assert Keyring(KEY).identity == ring.identity != Keyring(bytes(32)).identity


def test_a_case_key_opens_for_its_case_town_and_master_only() -> None:
    ring = Keyring(KEY)
    key, wrapped = ring.make_case_key(TOWN, "C1")
    assert ring.unwrap(TOWN, "C1", wrapped) == key
    assert key not in wrapped
    for other, town, case in ((ring, TOWN, "C2"), (ring, "qingshi", "C1"), (Keyring(bytes(32)), TOWN, "C1")):
        with pytest.raises(StoreError, match=f"案件 {case} 的密钥打不开"):
            other.unwrap(town, case, wrapped)


def test_search_hashes_differ_by_master_town_kind_and_value() -> None:
    ring = Keyring(KEY)
    hashes = {
        ring.search_hash(TOWN, "name", "钱"),
        ring.search_hash("qingshi", "name", "钱"),
        ring.search_hash(TOWN, "phone", "钱"),
        ring.search_hash(TOWN, "name", "孙"),
        Keyring(bytes(32)).search_hash(TOWN, "name", "钱"),
    }
    assert len(hashes) == 5
    assert ring.search_hash(TOWN, "name", "钱") in hashes
