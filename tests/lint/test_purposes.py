"""What counts as a use of an answer, and what does not: a field that nothing uses must say what it is for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.lint.all_files import lint
from tests.support.small import ROOT, TEXT

FIELD = "  - {name: 工资, kind: 金额, optional: true}\n"
MATERIALS = "materials:\n"
SAYS = "says: 申请表有本人签名"


def idle(tmp_path: Path, fields: str, *changes: tuple[str, str]) -> list[str]:
    """What lint says nobody uses, with these fields added to the small matter."""
    text = TEXT.replace(MATERIALS, fields + MATERIALS, 1)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    found = lint(ROOT, None, [file])
    assert {(problem.code, problem.severity) for problem in found} <= {("no_purpose", "warning")}
    return [problem.message.split("没有规则")[0] for problem in found]


def test_a_field_that_nothing_uses_is_told_with_the_three_ways_out(tmp_path: Path) -> None:
    assert idle(tmp_path, FIELD) == ["字段「工资」"]
    fixes = {problem.fix for problem in lint(ROOT, None, [tmp_path / "a.yaml"])}
    assert fixes == {"请写明 purpose（谁拿它做什么），或者在要点、证件文字里用上它，或者删去。"}


@pytest.mark.parametrize(
    "change",
    [
        (SAYS, "says: 所填「工资」与工资条一致"),
        ("message: 请本人签名。", "message: 请本人在「工资」旁签名。"),
        ("rule: 申请人出生日期 满 起领年龄", "rule: 申请人出生日期 满 起领年龄 且 缺省(工资, 0元) 不低于 0元"),
        ("{name: 申请表, form: 原件}", "name: 申请表\n    form: 原件\n    when: 缺省(工资, 0元) 大于 0元"),
        ("按月领取「月标准」", "按月领取「月标准」，工资「工资」"),
        ("steps:\n", "queries:\n  - {name: 工资核验, asks: 税务系统里的「工资」, by: 窗口, normal: 查到}\nsteps:\n"),
    ],
)
def test_a_rule_a_condition_and_a_text_are_uses(tmp_path: Path, change: tuple[str, str]) -> None:
    assert idle(tmp_path, FIELD, change) == []


def test_a_definition_is_a_use_and_must_be_used_itself(tmp_path: Path) -> None:
    defined = ("tables:\n", "definitions:\n  所填工资: 缺省(工资, 0元)\ntables:\n")
    assert idle(tmp_path, FIELD, defined, (SAYS, "says: 工资条写明「所填工资」")) == []


def test_the_day_a_standard_is_taken_of_is_a_use(tmp_path: Path) -> None:
    day = "  - {name: 搬来日期, kind: 日期}\n"
    dated = ("人均标准: {起初", "人均标准: {as_of: 搬来日期, 起初")
    given = ("answers: {居住情况: 居家,", "answers: {居住情况: 居家, 搬来日期: 2026-01-01,")
    assert idle(tmp_path, day, dated, given) == []


def test_a_name_inside_another_is_no_use(tmp_path: Path) -> None:
    years = "  - {name: 年龄, label: 岁数, kind: 整数, optional: true}\n"
    renamed = ("  - name: 年龄\n", "  - name: 年龄够\n")
    because = ("because: [年龄]", "because: [年龄够]")
    assert idle(tmp_path, years, renamed, because) == ["字段「年龄」"]


def test_a_column_of_the_same_name_is_no_use(tmp_path: Path) -> None:
    """The message about the failing row speaks of the 姓名 in that row."""
    assert idle(tmp_path, "  - {name: 姓名, kind: 文本, optional: true}\n") == ["字段「姓名」"]


def test_the_purpose_of_rows_is_that_of_their_columns(tmp_path: Path) -> None:
    rows = "  - name: 子女\n    kind: 明细\n{}    fields:\n      - {{name: 子女姓名, kind: 文本}}\n"
    assert idle(tmp_path, rows.format("")) == ["明细「子女」的各列"]
    assert idle(tmp_path, rows.format("    purpose: 民政员上门时联系\n")) == []


def test_rows_that_are_only_counted_do_not_say_what_is_asked_in_them(tmp_path: Path) -> None:
    rows = "  - name: 子女\n    kind: 明细\n    fields:\n      - {name: 子女姓名, kind: 文本}\n"
    counted = ("      - [机构, 80元]\n", "      - [机构, 80元]\ndefinitions:\n  子女数: 子女 的 行数\n")
    assert idle(tmp_path, rows, counted, (SAYS, "says: 户口簿上有子女「子女数」")) == ["明细「子女」的各列"]


def test_what_cannot_be_read_uses_nobody_knows_what(tmp_path: Path) -> None:
    broken = ("rule: 申请人出生日期 满 起领年龄", "rule: 工资 满 起领年令")
    text = TEXT.replace(MATERIALS, FIELD + MATERIALS, 1).replace(*broken, 1)
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    assert "no_purpose" not in {problem.code for problem in lint(ROOT, None, [file])}


def test_what_a_group_asks_is_a_matter_of_the_group(tmp_path: Path) -> None:
    root = tmp_path / "centre"
    shutil.copytree(ROOT, root)
    shared = root / "matters" / "_shared" / "shared.yaml"
    name = "      - {name: 申请人姓名, kind: 文本, means: applicant_name}\n"
    more = name + "      - {name: 申请人民族, kind: 文本, optional: true}\n"
    text = shared.read_text(encoding="utf-8")
    assert name in text
    shared.write_text(text.replace(name, more), encoding="utf-8")
    assert lint(root, None) == ()
