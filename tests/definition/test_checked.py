"""What rules may call things, and what a definition gives to those who judge by it."""

import pytest

from engine.definition.checked import names_read
from engine.matter.records import MatterError
from rules_dsl import Type
from tests.support.small import codes, load


@pytest.fixture
def definition(tmp_path):
    return load(tmp_path).definition


def test_common_names_follow_from_what_fields_mean(definition):
    assert definition.facts["申请人出生日期"] == "申请人身份证号"
    assert definition.type_of("申请人出生日期") == Type("日期")
    assert definition.type_of("申请人性别") == Type("选项", ("男", "女"))
    assert "申请人姓名" not in definition.facts  # the field of that very name comes first
    assert "代办人姓名" not in definition.facts  # no field means it


def test_facts_of_the_case_are_known(definition):
    assert definition.type_of("渠道") == Type("选项", ("窗口", "村级代办", "网上", "自助"))
    assert definition.type_of("申请人类型") == Type("选项", ("个人",))
    assert definition.type_of("由他人代办") == Type("是否")
    assert definition.type_of("代办人类别") == Type("文本")


def test_types_of_fields_columns_parameters_and_tables(definition):
    assert definition.type_of("居住情况") == Type("选项", ("居家", "机构"))
    assert definition.type_of("家庭成员", "月收入") == Type("金额")
    assert definition.type_of("起领年龄").kind == "期限"
    assert definition.type_of("月标准").kind == "金额"
    assert definition.type_of("没有") is None


def test_rules_are_read_once_and_found_by_their_text(definition):
    when = definition.matter.field("机构名称").when
    assert definition.condition(when) is definition.condition(when)
    assert definition.condition(when).uses == {"居住情况"}
    assert definition.demand(definition.matter.checkpoint("收入").rule).uses >= {"家庭成员"}
    assert definition.value("月标准").type.kind == "金额"


def test_a_placeholder_is_any_name_with_a_value(definition):
    assert definition.placeholder("月标准").type.kind == "金额"
    assert definition.placeholder("姓名", "家庭成员").type.kind == "文本"
    assert definition.placeholder("姓名") is None
    assert definition.placeholder("申请表") is None
    assert definition.placeholder("没有") is None


def test_a_rule_nobody_wrote_is_an_error(definition):
    with pytest.raises(MatterError, match="规则「没有 为 是」有误"):
        definition.condition("没有 为 是")


def test_every_name_something_reads(definition):
    assert names_read(definition) >= {"起领年龄", "人均标准", "月标准", "居住情况", "申请人出生日期", "家庭成员"}


def test_a_circle_through_a_table_is_found(tmp_path):
    loaded = load(tmp_path, ("options: [居家, 机构]}", "options: [居家, 机构], when: 月标准 大于 1元}"))
    assert (18, "cycle") in codes(loaded.problems)
    assert loaded.definition is None


def test_short_names_of_materials_are_names(tmp_path):
    loaded = load(
        tmp_path,
        ("{name: 申请表, form: 原件}", "{name: 小额补贴申请审批表, short: 申请表, form: 原件}"),
        (
            "rule: 家庭成员 每行 月收入 不超过 1000元\n    message: 第「行号」行「姓名」的收入超过标准，请核对。",
            "rule: 已交(申请表)",
        ),
    )
    assert loaded.problems == ()
    assert loaded.definition.demand("已交(申请表)").materials == {"小额补贴申请审批表"}


@pytest.mark.parametrize(
    "changes",
    [
        [("{name: 姓名, kind: 文本}", "{name: 姓名, kind: 文本, when: 月收入 大于 1元}"),
         ("{name: 月收入, kind: 金额}", "{name: 月收入, kind: 金额, when: 姓名 已填}")],
        [("{name: 月收入, kind: 金额}", "{name: 月收入, kind: 金额, when: 居住情况 为 居家}"),
         ("options: [居家, 机构]}", "options: [居家, 机构], when: 家庭成员 的 月收入 之和 大于 1元}")],
    ],
)  # fmt: skip
def test_a_circle_through_the_columns_of_rows_is_found(tmp_path, changes):
    loaded = load(tmp_path, *changes)
    assert [code for _, code in codes(loaded.problems)] == ["cycle"]


def test_columns_may_build_on_each_other_and_on_the_matter(tmp_path):
    loaded = load(
        tmp_path,
        ("{name: 姓名, kind: 文本}", "{name: 姓名, kind: 文本, when: 居住情况 为 居家}"),
        ("{name: 月收入, kind: 金额}", "{name: 月收入, kind: 金额, when: 姓名 已填}"),
    )
    assert loaded.problems == ()
