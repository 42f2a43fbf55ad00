"""What is wrong with matters beside each other: one title twice, one question asked in two ways.

Fields of one name may differ where the matters do: 变更事项 has other options in each. What is told is what no two
matters mean: the same options in another order, and one matter alone that asks for another kind of answer than three.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.catalogue.town_catalogue import Loaded
from engine.matter.records import Field
from engine.yaml_source.tree import MatterProblem, Path_

ENOUGH = 3  # matters that ask for a name in one way make it a word of all


@dataclass(frozen=True, slots=True)
class _Asked:
    """A field of some matter, and its place there."""

    loaded: Loaded
    where: Path_
    field: Field


def together_problems(loaded: Iterable[Loaded]) -> Iterator[MatterProblem]:
    """Every problem of matters that could be read, in the order of their ids."""
    matters = sorted(
        (one for one in loaded if one.resolved is not None and one.compiled is not None), key=lambda m: m.id
    )
    yield from _titles(matters)
    asked: dict[str, list[_Asked]] = defaultdict(list)
    for one in matters:
        for field in _own_fields(one):
            asked[field.field.name].append(field)
    for fields in asked.values():
        yield from _orders(fields)
        yield from _kinds(fields)


def _titles(matters: Iterable[Loaded]) -> Iterator[MatterProblem]:
    first: dict[str, str] = {}
    for one in matters:
        assert one.compiled is not None
        title = one.compiled.matter.title
        if title in first:
            message = f"「{title}」与 {first[title]} 同名，办事的人分不清。"
            yield _problem(one, ("title",), "same_title", message, "请在名称里写明两者的不同，或合成一个事项。")
        first.setdefault(title, one.id)


def _own_fields(one: Loaded) -> Iterator[_Asked]:
    """The fields and columns that the file itself asks; what a shared group brings is the same everywhere."""
    assert one.compiled is not None and one.resolved is not None
    for index, field in enumerate(one.compiled.matter.fields):
        if one.resolved.origins["fields", index][1][0] != "fields":
            continue
        yield _Asked(one, ("fields", index), field)
        for number, column in enumerate(field.columns):
            yield _Asked(one, ("fields", index, "columns", number), column)


def _orders(fields: list[_Asked]) -> Iterator[MatterProblem]:
    """The same options in another order, where the order says nothing."""
    seen: dict[frozenset[str], list[_Asked]] = defaultdict(list)
    for one in fields:
        if one.field.options and not one.field.ordered:
            seen[frozenset(one.field.options)].append(one)
    for alike in seen.values():
        orders = [one.field.options for one in alike]
        usual = max(orders, key=lambda order: (orders.count(order), -orders.index(order)))
        for one in alike:
            if one.field.options != usual:
                other = next(each.loaded.id for each in alike if each.field.options == usual)
                message = f"「{one.field.name}」的选项与 {other} 相同，次序不同。"
                fix = f"请写成同一个次序：{'、'.join(usual)}。"
                yield _problem(one.loaded, (*one.where, "options"), "other_order", message, fix)


def _kinds(fields: list[_Asked]) -> Iterator[MatterProblem]:
    """The one matter that asks for another kind of answer than at least three others."""
    matters: dict[str, set[str]] = defaultdict(set)
    for one in fields:
        matters[_kind(one)].add(one.loaded.id)
    usual = max(matters, key=lambda kind: (len(matters[kind]), kind))
    if len(matters[usual]) < ENOUGH:
        return
    for one in fields:
        if len(matters[_kind(one)]) == 1:
            message = f"「{one.field.name}」在 {len(matters[usual])} 个事项里是{usual}，这里是{one.field.kind}。"
            fix = f"请也写成{usual}；问的不是一回事的，请换个名称。"
            yield _problem(one.loaded, (*one.where, "kind"), "other_kind", message, fix)


def _kind(one: _Asked) -> str:
    return "文本" if one.field.kind == "多行文本" else one.field.kind


def _problem(one: Loaded, where: Path_, code: str, message: str, fix: str) -> MatterProblem:
    assert one.resolved is not None
    return MatterProblem(*one.resolved.locate(where), "warning", code, message, fix)
