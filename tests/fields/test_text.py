"""Text keeps rare characters and loses only surrounding spaces; structured answers fold full-width signs."""

from datetime import date

import pytest

from engine.fields import FIELD_KINDS, FieldError
from engine.fields.text import compact, folded
from engine.matter.records import Field

FILED = date(2026, 3, 2)
NAME = Field("姓名", "姓名", "文本")
REASON = Field("理由", "理由", "多行文本")


def read(typed, field=NAME):
    return FIELD_KINDS[field.kind].read(typed, field, FILED)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("张三", "张三"),
        ("  张三　", "张三"),
        ("\ufeff张三\u200b ", "张三"),
        ("𬱖𬭊", "𬱖𬭊"),
        ("\U00031350", "\U00031350"),  # newer than Python's tables
        ("阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        ("葛\U000e0100", "葛\U000e0100"),  # a variation selector is kept
        ("ＡＢＣ１２３", "ＡＢＣ１２３"),  # nothing is normalised in text
        ("{{ x }}<script>#let", "{{ x }}<script>#let"),
    ],
)
def test_text_is_kept_as_typed(typed, value):
    assert read(typed) == value


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("张\x00三", "文字里有看不见的控制字符，请删去后重新输入。"),
        ("张\t三", "文字里有看不见的控制字符，请删去后重新输入。"),
        ("张\u202e三", "文字里有看不见的控制字符，请删去后重新输入。"),
        ("张\u200b三", "文字里有看不见的控制字符，请删去后重新输入。"),
        ("张\ud800三", "文字里有看不见的控制字符，请删去后重新输入。"),
        ("张\n三", "这里只能写一行，请去掉换行。"),
        ("一" * 201, "最多200个字，现在有201个字，请缩短。"),
        (" 　", "这里还没有填写。"),
        (["张三", "李四"], "这里只能填一个答案。"),
    ],
)
def test_text_that_cannot_be_kept(typed, says):
    with pytest.raises(FieldError) as error:
        read(typed)
    assert str(error.value) == says


def test_length_is_counted_in_characters():
    assert read("𬱖" * 200) == "𬱖" * 200


def test_long_text_keeps_its_lines():
    assert read("一\r\n二\r三\n四\t五", REASON) == "一\n二\n三\n四\t五"
    assert read("一" * 2000, REASON) == "一" * 2000


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("一" * 2001, "最多2000个字，现在有2001个字，请缩短。"),
        ("一\n\x07二", "文字里有看不见的控制字符，请删去后重新输入。"),
    ],
)
def test_long_text_that_cannot_be_kept(typed, says):
    with pytest.raises(FieldError) as error:
        read(typed, REASON)
    assert str(error.value) == says


def test_full_width_signs_are_folded_by_a_fixed_table():
    assert folded(" １２３，４５６．７－ａＢ　ｃ（ｄ）") == "123,456.7-aB c(d)"
    assert folded("①㎡ﬁ²") == "①㎡ﬁ²"  # NFKC would change all four
    assert compact(" 6222 ０２１２　3456 ") == "622202123456"
