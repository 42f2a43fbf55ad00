"""Sealing: what is sealed for one place opens there and nowhere else, and nothing may have touched it."""

from __future__ import annotations

import pytest

from engine.store.errors import StoreError
from engine.store.sealing import bounded, canonical, pack, seal, unseal
from tests.store.support.samples import KEY, NAME

PLACE = ("event", "baihe", "C1", "7")
TEXT = NAME.encode()


def test_what_is_sealed_opens_and_shows_nothing() -> None:
    sealed = seal(KEY, TEXT, PLACE)
    assert unseal(KEY, sealed, PLACE, "内容") == TEXT
    assert TEXT not in sealed
    assert len(sealed) == 1 + 12 + len(TEXT) + 16


def test_the_same_text_is_never_sealed_alike() -> None:
    assert seal(KEY, TEXT, PLACE) != seal(KEY, TEXT, PLACE)


@pytest.mark.parametrize("byte", range(1 + 12 + len(TEXT) + 16))
def test_one_changed_bit_anywhere_is_refused(byte: int) -> None:
    sealed = bytearray(seal(KEY, TEXT, PLACE))
    sealed[byte] ^= 1
    with pytest.raises(StoreError, match="第 7 号事件的内容打不开：内容被改动或调换过"):
        unseal(KEY, bytes(sealed), PLACE, "第 7 号事件的内容")


@pytest.mark.parametrize("length", [0, 1, 12, 13, 28])
def test_a_stump_is_refused(length: int) -> None:
    with pytest.raises(StoreError, match="打不开"):
        unseal(KEY, seal(KEY, TEXT, PLACE)[:length], PLACE, "内容")


@pytest.mark.parametrize(
    "place",
    [
        ("event", "baihe", "C1", "8"),
        ("event", "baihe", "C2", "7"),
        ("event", "qingshi", "C1", "7"),
        ("draft", "baihe", "C1", "7"),
        ("event", "baihe", "C1", "7", ""),
        ("event|baihe", "C1", "7"),
    ],
)
def test_another_place_or_key_does_not_open_it(place: tuple[str, ...]) -> None:
    with pytest.raises(StoreError):
        unseal(KEY, seal(KEY, TEXT, PLACE), place, "内容")
    with pytest.raises(StoreError):
        unseal(bytes(32), seal(KEY, TEXT, place), place, "内容")


def test_canonical_json_is_one_text() -> None:
    assert canonical({"乙": 1, "甲": [True, None, "<&\n"]}) == '{"乙":1,"甲":[true,null,"<&\\n"]}'
    assert canonical({"b": 1, "a": 2}) == canonical({"a": 2, "b": 1})


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, b"x"])
def test_what_is_not_json_is_our_mistake(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        canonical(value)


def test_sizes_are_limited_to_the_byte() -> None:
    assert bounded(bytes(2048), 2048, "草稿") == bytes(2048)
    with pytest.raises(StoreError, match="草稿太大：3 KB，最多 2 KB"):
        bounded(bytes(2049), 2048, "草稿")
    with pytest.raises(StoreError, match="草稿太大"):
        pack("长" * 700, 2048, "草稿")
