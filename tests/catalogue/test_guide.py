"""办事指南: what people read of a matter before there is a case, in words, each with the case in which it holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from engine.catalogue.guide import Guide, guide_of
from tests.support.counter import small
from tests.support.small import load, town

ON = date(2027, 1, 4)


def guide(tmp_path: Path, *changes: tuple[str, str]) -> Guide:
    """The guide of the small allowance with each (old, new) replaced once."""
    loaded = load(tmp_path, *changes)
    assert loaded.problems == () and loaded.definition is not None
    return guide_of(loaded.definition, town(), ON)


def test_a_material_says_in_which_form_what_else_will_do_and_when_it_is_asked(tmp_path: Path) -> None:
    materials = guide(
        tmp_path,
        ("{name: 申请表, form: 原件}", "{name: 申请表, form: 原件, issued_by: 申请人自备, note: 本人签名。}"),
        ("later: true}", "later: true, issued_by: 政府部门核发, source: 派出所}"),
        ("look_up: 窗口}", "look_up: 窗口, promise: true, issued_by: 其他}"),
    ).materials
    assert [(one.name, one.asks, one.notes, one.when) for one in materials] == [
        ("申请表", "原件，1 份", ("本人签名", "来源：申请人自备"), ""),
        ("户口簿", "原件核验或复印件，1 份", ("来源：政府部门核发，派出所", "可容缺，4个工作日内补交"), ""),
        ("机构证明", "原件，1 份", ("系统查到的不用交", "可以告知承诺代替"), "当「居住情况」为“机构”时"),
    ]


def test_what_everybody_brings_stands_before_what_only_some_do(tmp_path: Path) -> None:
    materials = guide(
        tmp_path, ("{name: 申请表, form: 原件}", "{name: 申请表, form: 原件, when: 居住情况 为 居家}")
    ).materials
    assert [one.name for one in materials] == ["户口簿", "申请表", "机构证明"]


def test_one_of_a_group_names_the_others(tmp_path: Path) -> None:
    materials = guide(
        tmp_path,
        ("{name: 申请表, form: 原件}", "{name: 出生证, form: 原件, one_of: 身份}"),
        ("{name: 户口簿, form: [原件核验, 复印件], later: true}", "{name: 户口簿, form: 原件, one_of: 身份}"),
    ).materials
    assert [one.notes for one in materials[:2]] == [("与「户口簿」任交一种",), ("与「出生证」任交一种",)]


def test_a_condition_says_when_it_is_asked_and_what_the_tables_in_it_hold(tmp_path: Path) -> None:
    loaded = guide(
        tmp_path,
        ("rule: 申请人出生日期 满 起领年龄\n", "rule: 申请人出生日期 满 起领年龄\n    when: 居住情况 为 机构\n"),
        ("rule: 家庭成员 每行 月收入 不超过 1000元\n", "rule: 家庭成员 每行 月收入 不超过 月标准\n"),
    )
    assert loaded.conditions == (
        "当「居住情况」为“机构”时：按「申请人出生日期」满60周岁",
        "「家庭成员」每一行的「月收入」都不超过「月标准」；"
        "其中「月标准」：「居住情况」为“居家”的，120元；「居住情况」为“机构”的，80元",
    )


def test_a_definition_in_a_condition_is_told(tmp_path: Path) -> None:
    materials = guide(
        tmp_path,
        ("tables:\n", "definitions:\n  家庭总收入: 家庭成员 的 月收入 之和\ntables:\n"),
        (
            "{name: 机构证明, form: 原件, when: 居住情况 为 机构,",
            "{name: 机构证明, form: 原件, when: 家庭总收入 超过 500元,",
        ),
    ).materials
    assert materials[2].when == "当「家庭总收入」高于500元时（「家庭总收入」：「家庭成员」的「月收入」之和）"


def test_limits_tell_from_when_they_run_and_how_they_may_grow(tmp_path: Path) -> None:
    allowance = dict(guide(tmp_path).facts)
    assert allowance["多久办好"] == "承诺 5个工作日（法定 10个工作日），从受理起算"
    noted = "statutory: 10个工作日, extension: 3个工作日, from: 收件, note: 按月批准。}"
    assert dict(guide(tmp_path, ("statutory: 10个工作日}", noted)).facts)["多久办好"] == (
        "承诺 5个工作日（法定 10个工作日），从收件起算。经批准可以延长一次，3个工作日。按月批准"
    )


def test_a_result_made_only_sometimes_says_when() -> None:
    facts = dict(guide_of(small("steps"), town(), ON).facts)
    assert facts["办成以后给什么"] == "院坝硬化许可证；临路告知书（当「是否临路」为“是”时）"


def test_partners_and_who_entrusted_are_told_by_the_names_they_have_in_the_town(tmp_path: Path) -> None:
    entrusted = "partners: [镇办]\npower_source: 委托\nentrusted_by: 镇办\npurpose: 发放补贴"
    facts = dict(guide(tmp_path, ("purpose: 发放补贴", entrusted)).facts)
    assert (facts["联办机构"], facts["委托部门"]) == ("某镇某办", "某镇某办")


def test_a_step_says_who_how_long_and_what_does_not_count() -> None:
    assert guide_of(small("steps"), town(), ON).steps == (
        "收件", "受理",
        "镇级审核（镇建设办）", "公示（镇建设办；公示，5个工作日，不计入办理时限）", "县级审批（县住建局）",
        "决定", "制证", "送达",
    )  # fmt: skip


def test_a_step_taken_only_sometimes_says_when(tmp_path: Path) -> None:
    sometimes = (
        "{name: 镇级审核, department: 镇办, special: {kind: 其他, basis: 《某条例》第三条}, when: 居住情况 为 机构}"
    )
    steps = guide(tmp_path, ("{name: 镇级审核, department: 镇办, within: 2个工作日}", sometimes)).steps
    assert steps[2] == "镇级审核（某镇某办；不计入办理时限；当「居住情况」为“机构”时才有）"
