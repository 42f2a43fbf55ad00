"""What is folded, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules_dsl.values.folding import fold, identifier_key, text_key


@given(st.text())
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


def test_full_width_signs_are_folded():
    assert fold("（１２．５％），；ＡＢ") == "(12.5%),;AB"


def test_rare_characters_stay():
    assert fold("𬱖㐂\uf900") == "𬱖㐂\uf900"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (" 张三 ", "张三"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("沙堰（镇）", "沙堰(镇)"),
        ("Ａ１", "A1"),
        ("一〔2026〕2号", "一［2026］2号"),
    ],
)
def test_texts_that_count_as_equal(one, other):
    assert text_key(one) == text_key(other)


@pytest.mark.parametrize(("one", "other"), [("张 三", "张三"), ("a1", "A1"), ("龍", "龙")])
def test_texts_that_do_not(one, other):
    assert text_key(one) != text_key(other)


def test_identifiers_have_no_spaces_and_a_capital_x():
    assert identifier_key("4199 9920 1003 0200 1x") == "41999920100302001X"
