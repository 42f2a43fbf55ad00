"""How examples inherit, what they expect, and the examples of every real matter."""

from datetime import date
from pathlib import Path

import pytest

from engine.calendar.working_days import national_calendar
from engine.catalogue.town_catalogue import load_matter, matter_files
from engine.examples.fictitious import identity_number, invented
from engine.examples.running import Failure, examples_of, run_examples
from engine.fields import birth_date, sex
from engine.matter.shared import load_shared
from engine.matter.town import load_town
from rules_dsl.values.identifiers import is_credit_code, is_identity_number
from tests.support.small import TEXT, load, shared, town

REPOSITORY = Path(__file__).resolve().parents[2]
CALENDAR = national_calendar()
REAL = dict(matter_files(REPOSITORY, "shayan"))


@pytest.mark.parametrize("matter", REAL)
def test_the_examples_of_a_real_matter_pass_and_try_every_rule_both_ways(matter):
    common, place = load_shared(REPOSITORY)[0], load_town(REPOSITORY, "shayan")
    loaded = load_matter(REAL[matter], matter, matter, common, None)
    tally, _ = run_examples(loaded, common, place.places, CALENDAR)
    assert tally.examples >= 10
    assert [str(failure) for failure in tally.failures] == []
    assert tally.both_ways == tally.automatic


def run(loaded):
    return run_examples(loaded, shared(), town().places, CALENDAR)


def with_example(tmp_path, lines):
    return load(tmp_path, text=TEXT + "  - name: 另一个\n" + "".join(f"    {line}\n" for line in lines))


def test_a_later_example_inherits_all_but_name_and_expectation(tmp_path):
    loaded = with_example(tmp_path, ["answers: {居住情况: 机构}", "expect: {outcome: 通过}"])
    example = list(examples_of(loaded, shared()))[-1]
    assert (example.name, example.filed) == ("另一个", date(2026, 3, 2))
    assert example.submission["answers"]["居住情况"] == "机构"
    assert example.submission["answers"]["家庭成员"] == [{"姓名": "张三", "月收入": "500元"}]
    assert example.submission["answers"]["申请人姓名"] == "张桂兰"  # the group's sample


@pytest.mark.parametrize(
    ("written", "rows"),
    [
        ("{家庭成员.1.月收入: 2元}", [{"姓名": "张三", "月收入": "2元"}]),
        ("{家庭成员.1.月收入: 未填}", [{"姓名": "张三"}]),
        ("{家庭成员.+: {姓名: 李四}}", [{"姓名": "张三", "月收入": "500元"}, {"姓名": "李四"}]),
        ("{家庭成员.1: 未填}", []),
        ("{家庭成员: 未填}", None),
    ],
)
def test_cells_and_rows_change_by_their_path(tmp_path, written, rows):
    loaded = with_example(tmp_path, [f"answers: {written}", "expect: {outcome: 通过}"])
    example = list(examples_of(loaded, shared()))[-1]
    assert example.submission["answers"].get("家庭成员") == rows


def test_without_and_promised_name_what_is_handed_in(tmp_path):
    loaded = with_example(tmp_path, ["without: [户口簿]", "promised: [机构证明]", "expect: {outcome: 通过}"])
    example = list(examples_of(loaded, shared()))[-1]
    assert example.submission["materials"] == {"申请表": {}, "机构证明": {"promised": True}}


def test_a_wrong_expectation_is_told_with_what_came(tmp_path):
    loaded = load(
        tmp_path,
        ("expect: {outcome: 通过, award: 100元}", "expect: {outcome: 通过, award: 101元, due_date: 2026-03-08}"),
    )
    tally, _ = run(loaded)
    assert tally.failures == (
        Failure("office/allowance", "材料齐全", "award", "101元", "100元"),
        Failure("office/allowance", "材料齐全", "due_date", "2026-03-08", "2026-03-09"),
    )
    assert str(tally.failures[0]) == "office/allowance 「材料齐全」：发放金额应为 101元，实为 100元"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("{outcome: 补正, because: [收入]}", "{outcome: 通过}", "outcome"),
        ("{outcome: 补正, because: [收入]}", "{outcome: 补正, because: [年龄]}", "because"),
        ("{outcome: 补正, because: [收入]}", "{outcome: 补正, told: [收入]}", "told"),
    ],
)
def test_each_key_of_an_expectation_is_compared(tmp_path, old, new, what):
    tally, _ = run(load(tmp_path, (old, new)))
    assert [failure.what for failure in tally.failures] == [what]


def test_a_checkpoint_counts_both_ways_only_if_it_fails_alone(tmp_path):
    tally, _ = run(load(tmp_path))
    assert (tally.automatic, tally.both_ways) == (("年龄", "收入"), ("年龄", "收入"))
    together = load(
        tmp_path,
        ("answers: {家庭成员.1.月收入: 1000.01元}\n    expect: {outcome: 补正, because: [收入]}",
         "answers: {家庭成员.1.月收入: 1000.01元, 申请人身份证号: 生于1999-01-01男}\n    expect: {outcome: 不予受理}"),
    )  # fmt: skip
    assert run(together)[0].both_ways == ("年龄",)


def test_invented_people_are_well_formed_nobody_s_and_different():
    numbers = {invented(f"生于1946-03-02{who}", "身份证号") for who in ("男", "女", "男2", "女2", "男3")}
    assert len(numbers) == 5
    assert all(is_identity_number(number) and number.startswith("419999") for number in numbers)
    assert {birth_date(number) for number in numbers} == {date(1946, 3, 2)}
    assert sex(identity_number(date(2000, 2, 29), "女")) == "女"
    assert is_credit_code(invented("虚构", "统一社会信用代码"))
    assert invented("虚构", "文本") == "虚构"
    assert invented("生于春天", "身份证号") == "生于春天"
