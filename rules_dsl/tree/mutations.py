"""A rule with one slip in it: what a careless hand might change without anybody noticing.

A comparison the other way round, a bound one unit off, 且 for 或, a condition left out. Examples that do not break on
such a rule would not have noticed the slip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from rules_dsl.values.kinds import Period, Type

from . import nodes
from .printer import NOTHING, canonical

_REVERSED: dict[str, Any] = {"=": "≠", "≠": "=", "≥": "<", "<": "≥", "≤": ">", ">": "≤"}
_DAY = Period(1, "日")
FEN_OF_A_YUAN = 100


@dataclass(frozen=True, slots=True)
class Mutant:
    """`slip` says in Chinese what was changed; `text` is the whole rule with it, in canonical form."""

    slip: str
    text: str


def mutants(root: nodes.Node) -> Iterator[Mutant]:
    """Every rule that differs from this one by one slip; each text once."""
    seen = {canonical(root)}
    for slip, changed in _changed(root):
        text = canonical(changed)
        if text not in seen:
            seen.add(text)
            yield Mutant(slip.replace(f"{NOTHING} ", ""), text)


def _changed(node: nodes.Node) -> Iterator[tuple[str, nodes.Node]]:
    """The tree with one slip at this node or below it."""
    if type(node) in _SLIPS:
        yield from _SLIPS[type(node)](node)
    elif isinstance(node, nodes.Test):
        yield f"「{canonical(node)}」改为不成立", nodes.Not(test=node)
    for name, child, put in _parts(node):
        if name != "value" or not isinstance(node, nodes.Every):
            for slip, changed in _changed(child):
                yield slip, put(changed)


def _parts(node: nodes.Node) -> Iterator[tuple[str, nodes.Node, Callable[[nodes.Node], nodes.Node]]]:
    """Each node directly below, and how to put another one in its place."""
    for name in node.__dataclass_fields__:
        value = getattr(node, name)
        if isinstance(value, nodes.Node):
            yield name, value, lambda other, name=name: replace(node, **{name: other})  # type: ignore[misc]
        elif isinstance(value, tuple):
            for place, item in enumerate(value):
                if isinstance(item, nodes.Node):
                    yield (
                        name,
                        item,
                        lambda other, n=name, v=value, p=place: replace(  # type: ignore[misc]
                            node, **{n: (*v[:p], other, *v[p + 1 :])}
                        ),
                    )


def _compare(node: nodes.Compare) -> Iterator[tuple[str, nodes.Node]]:
    yield f"「{canonical(node)}」反过来", replace(node, operator=_REVERSED[node.operator])
    if node.operator not in "=≠":
        for slip, bound in _moved(node.right, node.left.type):
            yield slip, replace(node, right=bound)


def _elapsed(node: nodes.Elapsed) -> Iterator[tuple[str, nodes.Node]]:
    yield f"「{canonical(node)}」反过来", replace(node, negated=not node.negated)
    for slip, day in _moved(node.end):
        yield slip, replace(node, end=day)


def _between(node: nodes.Between) -> Iterator[tuple[str, nodes.Node]]:
    yield f"「{canonical(node)}」反过来", nodes.Not(test=node)
    for slip, bound in _moved(node.low, node.value.type):
        yield slip, replace(node, low=bound)
    for slip, bound in _moved(node.high, node.value.type):
        yield slip, replace(node, high=bound)


def _window(node: nodes.Window) -> Iterator[tuple[str, nodes.Node]]:
    yield f"「{canonical(node)}」反过来", nodes.Not(test=node)
    for slip, day in _moved(node.day):
        yield slip, replace(node, day=day)


def _reversed(node: Any) -> Iterator[tuple[str, nodes.Node]]:
    yield f"「{canonical(node)}」反过来", replace(node, negated=not node.negated)


def _not(node: nodes.Not) -> Iterator[tuple[str, nodes.Node]]:
    yield f"「{canonical(node)}」反过来", node.test


def _every(node: nodes.Every) -> Iterator[tuple[str, nodes.Node]]:
    yield "均、任一对调", replace(node, any=not node.any)


def _quantified(node: nodes.Quantified) -> Iterator[tuple[str, nodes.Node]]:
    if node.quantifier in ("每", "有"):
        yield "每行、有一行对调", replace(node, quantifier="有" if node.quantifier == "每" else "每")
    elif node.quantifier == "没有":
        yield "没有一行改为有一行", replace(node, quantifier="有")
    else:
        for count in (node.count - 1, node.count + 1):
            if count >= 0:
                yield f"{node.quantifier} {node.count} 改为 {count}", replace(node, count=count)


def _joined(node: nodes.All | nodes.Any) -> Iterator[tuple[str, nodes.Node]]:
    if not isinstance(node, nodes.All):
        yield "或改为且", nodes.All(tests=node.tests)
    elif not node.clauses:
        yield "且改为或", nodes.Any(tests=node.tests)
    yield from _left_out(node)


def _at_least(node: nodes.AtLeast) -> Iterator[tuple[str, nodes.Node]]:
    for count in (node.count - 1, node.count + 1):
        if 1 <= count <= len(node.tests):
            yield f"至少 {node.count}项改为 {count}项", replace(node, count=count)
    yield from _left_out(node)


def _left_out(node: Any) -> Iterator[tuple[str, nodes.Node]]:
    for place, test in enumerate(node.tests):
        rest = (*node.tests[:place], *node.tests[place + 1 :])
        yield f"漏掉「{canonical(test)}」", rest[0] if len(rest) == 1 else replace(node, tests=rest)


def _implies(node: nodes.Implies) -> Iterator[tuple[str, nodes.Node]]:
    if node.otherwise is None:
        yield f"漏掉条件「{canonical(node.condition)}」", node.demand
    else:
        yield "则、否则对调", replace(node, demand=node.otherwise, otherwise=node.demand)


def _unless(node: nodes.Unless) -> Iterator[tuple[str, nodes.Node]]:
    yield f"漏掉除外「{canonical(node.exception)}」", node.demand


def _moved(bound: nodes.Expression, against: Type | None = None) -> Iterator[tuple[str, nodes.Expression]]:
    """A bound one unit up and down: a day, one of a whole number, the last place of a decimal one, one yuan. What is
    held against a whole number moves by one, a fraction as well: less would not show."""
    text = canonical(bound)
    if bound.type.kind in ("日期", "年月"):
        unit = nodes.Constant(type=Type("期限", unit="日"), value=_DAY)
        if bound.type.kind == "年月":
            unit = nodes.Constant(type=Type("期限", unit="个月"), value=Period(1, "个月"))
        yield f"「{text}」后移一格", nodes.Shift(type=bound.type, day=bound, period=unit, sign=1)
        yield f"「{text}」前移一格", nodes.Shift(type=bound.type, day=bound, period=unit, sign=-1)
        return
    is_whole = bound.type.is_number and against is not None and against.kind == "整数"
    step = 1 if is_whole else _step(bound.type)
    if step is None:
        return
    for sign, word in ((1, "多"), (-1, "少")):
        if isinstance(bound, nodes.Constant):
            yield f"「{text}」{word}一格", replace(bound, value=bound.value + sign * step)  # type: ignore[operator]
        else:
            more = nodes.Constant(type=nodes.zero_type(bound.type), value=step)
            moved = nodes.Arithmetic(type=bound.type, operator="+" if sign > 0 else "-", left=bound, right=more)
            yield f"「{text}」{word}一格", moved


def _step(type: Type) -> Any:
    if type.kind == "整数":
        return 1
    if type.kind == "小数":
        return Fraction(1, 10 ** (1 if type.scale is None else type.scale))
    return FEN_OF_A_YUAN if type.kind == "金额" else None


_SLIPS: dict[type[nodes.Node], Callable[[Any], Iterator[tuple[str, nodes.Node]]]] = {
    nodes.Compare: _compare, nodes.Elapsed: _elapsed, nodes.Between: _between, nodes.Window: _window,
    nodes.OneOf: _reversed, nodes.Inside: _reversed, nodes.Member: _reversed, nodes.Has: _reversed,
    nodes.Filled: _reversed, nodes.Not: _not, nodes.Every: _every, nodes.Quantified: _quantified,
    nodes.All: _joined, nodes.Any: _joined, nodes.AtLeast: _at_least, nodes.Implies: _implies, nodes.Unless: _unless,
}  # fmt: skip
