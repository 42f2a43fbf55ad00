"""What applies to a submission: conditions, what they wait for, and what was typed into what does not apply."""

from __future__ import annotations

from datetime import date

import pytest

from rules_dsl import NOT_APPLICABLE, UNANSWERED, UNCHECKED, Undecided
from tests.support.counter import MAN_1980, MONDAY, situation_of, small

PERSON = {"申请人姓名": "王小明", "申请人身份证号": MAN_1980}


def material(name: str, of: str = "conditions"):  # type: ignore[no-untyped-def]
    found = small(of).matter.material(name)
    assert found is not None
    return found


def test_a_field_applies_where_its_condition_holds() -> None:
    renting = situation_of(small("conditions"), {"answers": {"居住情况": "租住", "房东姓名": "李四"}})
    assert renting["房东姓名"] == "李四"
    assert renting["月租金"] is UNANSWERED
    owning = situation_of(small("conditions"), {"answers": {"居住情况": "自有", "房东姓名": "李四"}})
    assert owning["房东姓名"] is NOT_APPLICABLE


def test_while_the_condition_waits_the_field_is_undecided() -> None:
    situation = situation_of(small("conditions"), {"answers": {"房东姓名": "李四"}})
    assert situation["房东姓名"] == Undecided("李四", frozenset({"居住情况"}))
    assert situation["月租金"] == Undecided(UNANSWERED, frozenset({"居住情况"}))
    assert situation["低保核验"] == Undecided(UNCHECKED, frozenset({"居住情况"}))


def test_answers_to_what_does_not_apply_are_listed_as_not_taken_in() -> None:
    answers = {"居住情况": "自有", "房东姓名": "李四", "月租金": "乱写", "是否参保": "是"}
    assert situation_of(small("conditions"), {"answers": answers}).unused() == ("房东姓名", "月租金")
    assert situation_of(small("conditions"), {"answers": {"房东姓名": "李四"}}).unused() == ()  # not decided yet
    rows = [
        {"姓名": "张三", "是否就业": "否", "工作单位": "砖厂"},
        {"姓名": "李四", "是否就业": "是", "工作单位": "砖厂"},
    ]
    assert situation_of(small("rows"), {"answers": {"家庭成员": rows}}).unused() == ("家庭成员.1.工作单位",)


def test_a_cell_has_its_own_condition_in_its_own_row() -> None:
    rows = [{"是否就业": "否"}, {"是否就业": "是"}, {"姓名": "王五"}]
    first, second, third = situation_of(small("rows"), {"answers": {"家庭成员": rows}}).rows("家庭成员")
    assert first["工作单位"] is NOT_APPLICABLE
    assert second["工作单位"] is UNANSWERED
    assert third["工作单位"] == Undecided(UNANSWERED, frozenset({"家庭成员.3.是否就业"}))


def test_no_rows_are_an_answer_only_where_none_are_needed() -> None:
    situation = situation_of(small("rows"), {})
    assert situation["车辆"] == ()
    assert situation["家庭成员"] is UNANSWERED


def test_birth_date_and_sex_follow_from_the_identifier() -> None:
    known = situation_of(small("conditions"), {"answers": PERSON})
    assert known["申请人出生日期"] == date(1980, 1, 1)
    assert known["申请人性别"] == "男"
    assert known["监护人电话"] is NOT_APPLICABLE
    unknown = situation_of(
        small("conditions"), {"answers": {"申请人身份证号": "419999198001010016"}}
    )  # wrong check digit
    assert unknown["申请人出生日期"] is UNANSWERED


def test_the_kind_of_agent_is_asked_where_there_is_one() -> None:
    alone = situation_of(small("conditions"), {"answers": PERSON, "facts": {"代办人类别": "亲属"}})
    assert alone["代办人类别"] is NOT_APPLICABLE
    agent = {"由他人代办": "是"}
    assert situation_of(small("conditions"), {"answers": PERSON, "facts": agent})["代办人类别"] is UNANSWERED
    told = situation_of(small("conditions"), {"answers": PERSON, "facts": {**agent, "代办人类别": "亲属"}})
    assert told["代办人类别"] == "亲属"


def test_a_fact_derived_from_an_undecided_identifier_is_a_date_all_the_same() -> None:
    situation = situation_of(small("agents"), {"answers": {"代理人身份证号": MAN_1980}})
    assert situation["代办人身份证号"] == Undecided(MAN_1980, frozenset({"办理方式"}))
    assert situation["代办人出生日期"] == Undecided(date(1980, 1, 1), frozenset({"办理方式"}))


# -- materials and their look-ups ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("insured", "look_up", "asked"),
    [
        ("否", "未查", False),
        ("是", "查到", False),
        ("是", "查不到", True),
        ("是", "未查", Undecided(None, frozenset(), frozenset({"参保证明核验"}))),
        (None, "查到", False),  # insured or not: found is found
        (None, "查不到", Undecided(None, frozenset({"是否参保"}))),
        (None, "未查", Undecided(None, frozenset({"是否参保"}), frozenset({"参保证明核验"}))),
    ],
)
def test_a_material_that_was_looked_up_is_not_asked_for(insured: str | None, look_up: str, asked: object) -> None:
    said = {"answers": {"是否参保": insured}, "queries": {"参保证明核验": look_up}}
    assert situation_of(small("conditions"), said).asks_material(material("参保证明")) == asked


def test_all_materials_means_each_that_applies_with_the_original_seen() -> None:
    situation = situation_of(small("outcomes"), {"materials": "全部"})
    handed = situation.handed(material("照片", "outcomes"))
    assert (handed.form, handed.copies) == ("复印件", 2)
    assert situation.handed(material("身份证", "outcomes")).form == "原件核验"


def test_a_promised_material_counts_as_handed_in_for_rules() -> None:
    situation = situation_of(small("papers"), {"materials": {"声明": {"promised": True}}})
    assert situation.scope.materials["无异议声明"] == 1
    assert situation.scope.materials["申请表"] == 0


def test_what_nobody_looked_at_is_unchecked_for_rules() -> None:
    situation = situation_of(small("papers"), [("材料.身份证", "未核")], MONDAY)
    assert situation.scope.materials["身份证"] is UNCHECKED
