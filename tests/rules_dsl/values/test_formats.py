"""Each named format accepts its right example and refuses its wrong one."""

import pytest

from rules_dsl.values.formats import FORMATS
from tests.rules_dsl.support.rule_sample import judged, messages, vocabulary

FIELDS = {"编号": "文本", "人数": "整数"}


@pytest.mark.parametrize("format", FORMATS.values(), ids=FORMATS)
def test_examples(format):
    assert judged(f"编号 符合 {format.name}", FIELDS, {"编号": format.right}).status == "通过"
    assert judged(f"编号 符合 {format.name}", FIELDS, {"编号": format.wrong}).status == "不通过"
    assert judged(f"编号 符合 {format.name}", FIELDS, {}).status == "待补"


def test_the_word_format_may_follow():
    assert judged("编号符合ICP备案号格式", FIELDS, {"编号": "豫ICP备00000000号"}).status == "通过"


def test_an_unknown_format_is_told_with_the_nearest():
    assert messages("编号 符合 车辆识别代码", vocabulary(FIELDS)) == [
        "没有名为「车辆识别代码」的格式，是不是「车辆识别代号」？"
    ]


def test_only_texts_have_a_format():
    assert messages("人数 符合 数字", vocabulary(FIELDS)) == ["「符合」只用于文本，「人数」是整数。"]
