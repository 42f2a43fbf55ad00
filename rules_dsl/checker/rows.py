"""The checker's part for 明细: rows and their filter, columns, counts and sums; and for materials."""

from __future__ import annotations

from rules_dsl.syntax.parser import Branch
from rules_dsl.text.mismatch import label
from rules_dsl.text.problem import nearest
from rules_dsl.text.tokens import Word
from rules_dsl.tree.nodes import Aggregate, Column, Copies, Expression, Read, RowCount, Rows
from rules_dsl.values.kinds import ORDERED_KINDS, Type

from .context import Checking
from .dispatch import EXPRESSIONS, test, value
from .guards import filled_in


def rows(branch: Branch, checking: Checking) -> Rows | None:
    """The rows of a 明细, filtered where it says 其中."""
    found = checking.group_named(branch.words[0])
    if found is None:
        return None
    if branch.kind == "rows":
        return Rows(span=(branch.start, branch.end), group=found.name)
    with checking.row_of(found.name):
        where = test(branch.branches[0], checking)
    return Rows(span=(branch.start, branch.end), group=found.name, where=where) if where is not None else None


def guards_of(branch: Branch, group: str) -> set[tuple[str | None, str]]:
    """What the 其中 of a rows branch makes sure is filled."""
    return {(group, name) for name in filled_in(branch.branches[0])} if branch.kind == "rows_where" else set()


def column(branch: Branch, checking: Checking) -> tuple[Rows, Read] | None:
    """明细 的 列: its rows, and the column read in each."""
    found = rows(branch.branches[0], checking)
    if found is None:
        return None
    with checking.row_of(found.group, guards_of(branch.branches[0], found.group), found.where):
        item = checking.column_named(found.group, branch.words[-1])
    return (found, item) if item is not None else None


def _column(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    found = column(branch, checking)
    return Column(type=Type("名单", of=found[1].type), rows=found[0], item=found[1]) if found else None


def _row_count(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    found = rows(branch.branches[0], checking)
    return RowCount(type=Type("整数"), rows=found, word=str(branch.words[-1].content)) if found else None


def _aggregate(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    found = column(branch.branches[0], checking)
    return _aggregated(branch, checking, found[0], found[1]) if found else None


def _aggregate_of(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    """明细 的 (数量 × 单价) 之和."""
    found = rows(branch.branches[0], checking)
    if found is None:
        return None
    with checking.row_of(found.group, guards_of(branch.branches[0], found.group), found.where):
        item = value(branch.branches[1], checking)
    return _aggregated(branch, checking, found, item) if item is not None else None


def _aggregated(branch: Branch, checking: Checking, found: Rows, item: Expression) -> Expression | None:
    how, kind = str(branch.words[-1].content), item.type.kind
    wanted = {
        "之和": ("整数", "小数", "金额"),
        "平均值": ("整数", "小数", "金额"),
        "最早值": ("日期", "年月"),
        "最晚值": ("日期", "年月"),
    }
    comparable = tuple(kind for kind in ORDERED_KINDS if kind != "期限")  # 30日 and 1个月: which is longer, no day says
    if kind not in wanted.get(how, comparable):
        text = checking.text[slice(*item.span)].strip()
        checking.report(branch, "type", f"「{text}」是{label(item.type)}，不能求{how}。")
        return None
    type = Type("小数", unit=item.type.unit) if how == "平均值" and kind == "整数" else item.type
    return Aggregate(type=type, how=how, rows=found, item=item)


def _copies(branch: Branch, checking: Checking, expected: Type | None) -> Expression | None:
    found = material(branch.words[1], checking)
    return Copies(type=Type("整数"), material=found) if found else None


def material(token: Word, checking: Checking) -> str | None:
    """The material of that name; None and a problem if there is none."""
    names = checking.vocabulary.get(str(token.content))
    found = next((name for name in names if name.role == "material"), None)
    if found:
        return found.name
    known = [word for word, name in checking.vocabulary.words.items() if checking.vocabulary.find(name, "material")]
    near = nearest(str(token.content), known)
    hint = f"，是不是「{near}」？" if near else "。"
    message = f"材料清单里没有「{token.content}」{hint}"
    if names:
        message = f"「{token.content}」是字段，不是材料；字段请写「{token.content} 已填」。"
    checking.report(token, "unknown_material", message, near)
    return None


EXPRESSIONS |= {
    "column": _column,
    "row_count": _row_count,
    "aggregate": _aggregate,
    "aggregate_of": _aggregate_of,
    "handed_copies": _copies,
}
