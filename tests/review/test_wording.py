"""Values and texts as people read them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from engine.commands.show import guide_lines
from engine.review.applicability import Situation
from engine.review.intake import read_submission
from engine.review.wording import condition_text, fill, in_case, shown, without_identities
from engine.web.form.boxes import Boxes
from engine.web.form.checklist import Checklist
from rules_dsl import NOT_APPLICABLE, UNANSWERED, Period, Type, Undecided, place_text
from tests.support.counter import CALENDAR, MAN_1980, full, situation_of, small
from tests.support.small import load, town

YARD = {"申请人姓名": "王小明", "申请人身份证号": MAN_1980, "面积": "50", "是否临路": "否"}


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("「现居住情况」为“居家”", "当「现居住情况」为“居家”时"),
        ("按「申请人出生日期」未满16周岁", "按「申请人出生日期」未满16周岁时"),
    ],
)
def test_a_condition_stands_before_what_is_done_then(condition: str, told: str) -> None:
    assert in_case(condition) == told


@pytest.mark.parametrize(
    ("value", "type", "text"),
    [
        (5000, Type("金额"), "50元"),
        (date(2026, 3, 2), Type("日期"), "2026年3月2日"),
        (True, Type("是否"), "是"),
        (Fraction(2, 3), Type("小数"), "2/3"),
        (Fraction(5, 2), Type("小数"), "2.5"),
        (Fraction(7, 3), Type("小数", unit="亩"), "约2.333333亩"),
        (Period(80, "周岁"), Type("期限"), "80周岁"),
        (("医疗", "就业"), Type("多选", ("医疗", "教育", "就业")), "医疗、就业"),
        (("王小明", "李梅"), Type("名单", of=Type("文本")), "王小明、李梅"),
        ((), Type("名单", of=Type("文本")), "无"),
        (({"a": 1}, {"a": 2}), Type("明细"), "2行"),
        (Undecided("王小明"), Type("文本"), "王小明"),
        (UNANSWERED, Type("文本"), ""),
        (Undecided(NOT_APPLICABLE), Type("金额"), ""),
        (None, Type("文本"), ""),
    ],
)
def test_a_value_is_shown_by_its_type(value: object, type: Type, text: str) -> None:
    assert shown(value, type) == text  # type: ignore[arg-type]


def test_names_in_brackets_are_filled_in_and_nothing_else() -> None:
    situation = situation_of(small("steps"), full({**YARD, "申请人姓名": "「面积」{{7*7}}#let"}))
    assert fill("准予「申请人姓名」硬化「面积」。", situation) == "准予「面积」{{7*7}}#let硬化50。"
    assert fill("{{ 面积 }} {面积} 面积 「没有的名称」", situation) == "{{ 面积 }} {面积} 面积 「没有的名称」"


def test_a_name_without_a_value_stays_as_it_is() -> None:
    assert fill("面积「面积」。", situation_of(small("steps"), {})) == "面积「面积」。"


def test_words_of_a_result_are_known_only_where_they_are_given() -> None:
    situation = situation_of(small("steps"), full(YARD))
    assert fill("「证号」「决定日」", situation, {"证号": "证1号"}) == "证1号「决定日」"


def test_an_identifier_stands_in_full_only_where_it_may() -> None:
    situation = situation_of(small("steps"), full(YARD))
    assert fill("「申请人身份证号」", situation) == MAN_1980
    assert fill("「申请人身份证号」", situation, masked=True) == "419999********0019"
    rows = situation_of(small("rows"), full({"家庭成员": [{"姓名": "张三", "身份证号": MAN_1980}]}))
    assert (
        fill("第「行号」行「姓名」「身份证号」", rows, None, "家庭成员", 1, masked=True)
        == "第1行张三419999********0019"
    )


def test_the_number_of_a_row_is_known_only_in_a_row() -> None:
    assert fill("第「行号」行", situation_of(small("rows"), {})) == "第「行号」行"


def test_a_condition_in_words_has_no_full_stop() -> None:
    situation = situation_of(small("conditions"), {})
    assert condition_text(situation, "居住情况 为 租住") == "「居住情况」为“租住”"
    assert condition_text(situation, None) == ""


def test_a_cell_is_named_by_its_row() -> None:
    assert place_text("家庭成员.2.月收入") == "「家庭成员」第2行的「月收入」"
    assert place_text("居住情况") == "「居住情况」"


def test_an_identity_number_inside_another_number_is_masked_too() -> None:
    assert without_identities("证号 41999919780615001443，份数 2") == "证号 419999********001443，份数 2"
    assert (
        without_identities("尾号419999199806150 13，代码91110000600037341L")
        == "尾号419999199806150 13，代码91110000600037341L"
    )


def test_the_value_of_a_parameter_stands_in_what_is_said_about_papers_questions_and_the_fee(tmp_path: Path) -> None:
    loaded = load(
        tmp_path,
        ("{name: 申请表, form: 原件}", "{name: 申请表, form: 原件, note: 写明每月「人均标准」}"),
        ("fee: 无", "fee: {amount: 10元, basis: 《某办法》第一条, waiver: 低于「人均标准」的免收}"),
        ("options: [居家, 机构]}", "options: [居家, 机构], help: 每月「人均标准」的按实际住处填}"),
    )
    assert loaded.problems == ()
    definition, here, on = loaded.definition, town(), date(2027, 1, 4)
    assert definition is not None
    guide = list(guide_lines(definition, here, on, together=()))
    assert "  1. 申请表：原件，1 份。写明每月120元" in guide
    assert "收费：10元，低于120元的免收，依据《某办法》第一条" in guide
    situation = Situation(definition, read_submission(definition, full({}), on), on, here.places, CALENDAR)
    helps = {box.label: box.help for section in Boxes(situation, (), {}, here).sections() for box in section.boxes}
    assert helps["居住情况"] == "每月120元的按实际住处填"
    assert Checklist(situation, (), (), {}).materials()[0].asks == "原件，1 份。写明每月120元"


def test_what_an_answer_is_for_stands_behind_how_to_fill_it_in(tmp_path: Path) -> None:
    told = ("options: [居家, 机构]}", "options: [居家, 机构], help: 现在的, purpose: 发放前入户核查}")
    loaded = load(tmp_path, told)
    assert loaded.problems == ()
    on, here = date(2027, 1, 4), town()
    assert loaded.definition is not None
    read = read_submission(loaded.definition, full({"居住情况": "机构"}), on)
    situation = Situation(loaded.definition, read, on, here.places, CALENDAR)
    helps = {box.label: box.help for section in Boxes(situation, (), {}, here).sections() for box in section.boxes}
    assert helps["居住情况"] == "现在的；用于：发放前入户核查"
    assert helps["机构名称"] == "用于：按月与机构对账"
    assert helps["家庭成员"] == ""
