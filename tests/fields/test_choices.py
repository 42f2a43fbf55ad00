"""Only what a field lists is an answer."""

from datetime import date

import pytest

from engine.fields import FIELD_KINDS, FieldError
from engine.matter.records import Field

FILED = date(2026, 3, 2)
AGREED = Field("同意", "同意", "是否")
LEVEL = Field("等级", "等级", "选项", options=("一级", "二级（含）", "C级和D级"), ordered=True)
AIDS = Field("辅具", "辅具", "多选", options=("轮椅", "假肢", "助听器"))


def read(typed, field):
    return FIELD_KINDS[field.kind].read(typed, field, FILED)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (AGREED, "是", True),
        (AGREED, " 否 ", False),
        (LEVEL, "一级", "一级"),
        (LEVEL, " 二级(含) ", "二级（含）"),
        (LEVEL, "Ｃ级和Ｄ级", "C级和D级"),
        (AIDS, ["助听器", "轮椅"], ("轮椅", "助听器")),
        (AIDS, ["轮椅", " 轮椅 ", ""], ("轮椅",)),
        (AIDS, "假肢、轮椅", ("轮椅", "假肢")),
        (AIDS, "假肢，轮椅;助听器", ("轮椅", "假肢", "助听器")),
        (AIDS, "假肢", ("假肢",)),
    ],
)
def test_an_option_is_read(field, typed, value):
    assert read(typed, field) == value


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        (AGREED, "有", "请选「是」或「否」。"),
        (AGREED, "true", "请选「是」或「否」。"),
        (AGREED, ["是", "否"], "这里只能填一个答案。"),
        (LEVEL, "三级", "请从这些选项中选：一级、二级（含）、C级和D级。"),
        (LEVEL, ["一级"], "这里只能填一个答案。"),
        (AIDS, ["轮椅", "拐杖"], "请从这些选项中选：轮椅、假肢、助听器。"),
        (AIDS, "轮椅、拐杖", "请从这些选项中选：轮椅、假肢、助听器。"),
        (AIDS, [], "请至少选一项。"),
        (AIDS, "、", "请至少选一项。"),
        (AIDS, [{"轮椅": "是"}], "请至少选一项。"),
    ],
)
def test_what_is_no_option_says_what_there_is(field, typed, says):
    with pytest.raises(FieldError) as error:
        read(typed, field)
    assert str(error.value) == says


def test_choices_are_shown():
    assert FIELD_KINDS["是否"].show(False, AGREED) == "否"
    assert FIELD_KINDS["多选"].show(("轮椅", "助听器"), AIDS) == "轮椅、助听器"


def test_options_and_their_order_reach_the_rule_language():
    kind = FIELD_KINDS["选项"].type(LEVEL)
    assert (kind.kind, kind.options, kind.ordered) == ("选项", ("一级", "二级（含）", "C级和D级"), True)
