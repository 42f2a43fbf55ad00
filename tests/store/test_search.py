"""What counts as the same identifier, phone and name."""

from __future__ import annotations

import pytest

from engine.store.kept import Keys
from engine.store.search import normalise, search_terms
from tests.store.support.samples import KEYS


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("identifier", " 41999919900101123x ", "41999919900101123X"),
        ("identifier", "４１９９９９１９９００１０１１２３Ｘ", "41999919900101123X"),
        ("identifier", "91419999-MA0000001K", "91419999MA0000001K"),
        ("phone", "138 0013 8000", "13800138000"),
        ("phone", "+8613800138000", "13800138000"),
        ("phone", "008613800138000", "13800138000"),
        ("phone", "0377-66221234", "037766221234"),
        ("phone", "8612345", "8612345"),
        ("name", " 张　三 ", "张三"),
        ("name", "𬱖卡依・买买提", "𬱖卡依·买买提"),
        ("name", "𬱖卡依．买买提", "𬱖卡依·买买提"),
        ("name", "John  SMITH", "johnsmith"),
        ("token", " aB-_9 ", "aB-_9"),
        ("code", "7k4m 9xq2", "7K4M9XQ2"),
        ("name", "\u3000", ""),
        ("phone", "无", ""),
    ],
)
def test_what_is_typed_is_brought_to_one_form(kind: str, typed: str, kept: str) -> None:
    assert normalise(kind, typed) == kept


def test_different_people_stay_different() -> None:
    assert normalise("name", "张三") != normalise("name", "张三丰")
    assert normalise("name", "张叁") != normalise("name", "张三")


def test_all_keys_give_terms_and_empty_ones_none() -> None:
    assert [kind for kind, _ in search_terms(KEYS)] == ["identifier", "phone", "name", "token", "code"]
    assert list(search_terms(Keys(("",), ("-",), (" ",), "", None))) == []
