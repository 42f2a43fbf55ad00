"""What no single file shows: one title twice, one question asked in two ways."""

from __future__ import annotations

import shutil
from pathlib import Path

from engine.lint.all_files import lint
from tests.support.small import ROOT, TEXT

FIELD = "  - {name: 居住情况, kind: 选项, options: [居家, 机构]}\n"


def found(tmp_path: Path, *others: str) -> list[tuple[str, int, str, str]]:
    """Findings in a centre of the small matter and these others, by file and line."""
    root = tmp_path / "centre"
    shutil.copytree(ROOT, root)
    for number, text in enumerate(others, start=1):
        (root / "matters" / "office" / f"other_{number}.yaml").write_text(text, encoding="utf-8")
    return [(Path(p.path).stem, p.line, p.code, p.message) for p in lint(root, None)]


def other(number: int, field: str = FIELD) -> str:
    assert FIELD in TEXT
    return TEXT.replace("title: 小额补贴申领", f"title: 小额补贴申领{number}", 1).replace(FIELD, field, 1)


def asked_as_text(number: int) -> str:
    return other(number, FIELD + "  - {name: 联系人, kind: 文本, purpose: 发放前联系}\n")


def test_matters_that_ask_alike_are_sound(tmp_path: Path) -> None:
    assert found(tmp_path, other(1), other(2)) == []


def test_two_matters_of_one_title_are_told(tmp_path: Path) -> None:
    assert found(tmp_path, TEXT) == [
        ("other_1", 1, "same_title", "「小额补贴申领」与 office/allowance 同名，办事的人分不清。"),
    ]


def test_the_same_options_in_another_order_are_told_where_fewer_matters_have_it(tmp_path: Path) -> None:
    turned = other(2, FIELD.replace("[居家, 机构]", "[机构, 居家]"))
    assert found(tmp_path, other(1), turned) == [
        ("other_2", 18, "other_order", "「居住情况」的选项与 office/allowance 相同，次序不同。"),
    ]


def test_another_list_of_options_is_meant(tmp_path: Path) -> None:
    assert found(tmp_path, other(1, FIELD.replace("[居家, 机构]", "[机构, 居家, 其他]"))) == []


def test_the_one_matter_that_asks_for_another_kind_of_answer_is_told(tmp_path: Path) -> None:
    odd = other(4, FIELD + "  - {name: 联系人, kind: 手机号, purpose: 发放前联系}\n")
    assert found(tmp_path, *map(asked_as_text, (1, 2, 3)), odd) == [
        ("other_4", 19, "other_kind", "「联系人」在 3 个事项里是文本，这里是手机号。"),
    ]


def test_two_kinds_are_meant_where_few_matters_ask_or_text_is_only_longer(tmp_path: Path) -> None:
    odd = other(3, FIELD + "  - {name: 联系人, kind: 手机号, purpose: 发放前联系}\n")
    assert found(tmp_path, *map(asked_as_text, (1, 2)), odd) == []
    longer = other(5, FIELD + "  - {name: 联系人, kind: 多行文本, purpose: 发放前联系}\n")
    assert found(tmp_path / "longer", *map(asked_as_text, (1, 2, 3)), longer) == []
