"""What tests ask in a sentence. Most have a subject and a predicate, so that tests with one of them in common are said
once: 「左眼视力」、「右眼视力」都不低于5."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Literal

from rules_dsl.tree import nodes

from .phrases import count_unit, operand, rows, said_of
from .speech import SPOKEN, listed, numbered, spoken

_COUNTS = {"=": "等于", "≠": "不等于", "≥": "不少于", "≤": "不超过", ">": "多于", "<": "少于"}
_AMOUNTS = {"=": "等于", "≠": "不等于", "≥": "不低于", "≤": "不超过", ">": "高于", "<": "低于"}
_NUMBERS = _AMOUNTS | {">": "大于", "<": "小于"}
_DATES = {"=": "等于", "≠": "不等于", "≥": "不早于", "≤": "不晚于", ">": "晚于", "<": "早于"}
_WORDS = {"日期": _DATES, "年月": _DATES, "整数": _COUNTS, "小数": _NUMBERS}
_OPPOSITE: dict[str, Literal["=", "≠", "≥", "≤", ">", "<"]] = {
    "=": "≠",
    "≠": "=",
    "≥": "<",
    "<": "≥",
    "≤": ">",
    ">": "≤",
}
_MANY_ROWS = {"每": "每一{}", "有": "至少有一{}", "没有": "没有一{}"}

Clause = tuple[str, str]


def clause(test: nodes.Test) -> Clause | None:
    """Subject and predicate of a single test, or of several about one subject; None for what else is made of others."""
    if isinstance(test, nodes.All | nodes.Any) and not getattr(test, "clauses", False):
        parts = [clause(each) for each in test.tests]
        if None in parts or len({each[0] for each in parts if each}) > 1:
            return None
        word = "且" if isinstance(test, nodes.All) else "或"
        return parts[0][0], word.join(each[1] for each in parts if each)  # type: ignore[index]
    make = _CLAUSES.get(type(test))
    return make(test) if make is not None else None


def _compare(node: nodes.Compare) -> Clause:
    if isinstance(node.left, nodes.RowCount) and isinstance(node.right, nodes.Constant):
        word = "为" if node.operator == "=" else _COUNTS[node.operator]
        return rows(node.left.rows), f"{word}{spoken(node.right)}{count_unit(node.left)}"
    if isinstance(node.left, nodes.Call) and isinstance(node.right, nodes.Constant) and node.right.type.kind == "是否":
        return said_of(node.left, (node.operator == "=") is (node.right.value is True)), ""
    if node.operator in "=≠" and not (node.left.type.is_number or node.left.type.kind in ("金额", "期限")):
        if isinstance(node.right, nodes.Constant):
            return spoken(node.left), f"{'为' if node.operator == '=' else '不为'}{spoken(node.right)}"
        return spoken(node.left), f"与{spoken(node.right)}{'一致' if node.operator == '=' else '不同'}"
    words = _WORDS.get(node.left.type.kind, _AMOUNTS)
    return spoken(node.left), f"{words[node.operator]}{spoken(node.right)}"


def _one_of(node: nodes.OneOf) -> Clause:
    members = [spoken(member) for member in node.members]
    if node.negated and len(members) > 1:
        return spoken(node.value), f"不为{'、'.join(members)}中的任何一项"
    return spoken(node.value), f"{'不' if node.negated else ''}为{listed(members)}"


def _elapsed(node: nodes.Elapsed) -> Clause:
    """按「出生日期」未满18周岁; 「登记日期」到申请日满6个月."""
    birth = node.start
    if isinstance(birth, nodes.Call) and birth.function == "出生日期":
        birth = birth.arguments[0]
    until = spoken(node.end)
    period = f"{'未满' if node.negated else '满'}{spoken(node.period)}"
    if node.period.type.unit != "周岁":
        return f"{spoken(node.start)}到{until}", period
    return f"按{spoken(birth)}" + ("" if isinstance(node.end, nodes.FilingDate) else f"算，到{until}"), period


def _has(node: nodes.Has) -> Clause:
    members = [spoken(member) for member in node.members]
    some = "中的至少一项" if node.how == "含" and not node.negated and len(members) > 1 else ""
    return spoken(node.value), f"{'不' if node.negated else ''}{node.how}{'、'.join(members)}{some}"


def _every(node: nodes.Every) -> Clause:
    return spoken(node.value), f"{'至少有一项' if node.any else '每一项都'}{_predicates(node.test)}"


def _predicates(test: nodes.Test) -> str:
    """The predicates of a test about the chosen option."""
    if isinstance(test, nodes.All | nodes.Any):
        return ("且" if isinstance(test, nodes.All) else "或").join(map(_predicates, test.tests))
    return spoken(test)


def _well_formed(node: nodes.WellFormed) -> Clause:
    right = node.format == node.value.type.kind
    return spoken(node.value), "格式正确" if right else f"符合{node.format}的格式"


_CLAUSES: dict[type, Callable[[Any], Clause]] = {
    nodes.Truth: lambda node: (spoken(node.value), "" if isinstance(node.value, nodes.Call) else "为“是”"),
    nodes.Compare: _compare,
    nodes.OneOf: _one_of,
    nodes.Elapsed: _elapsed,
    nodes.Between: lambda node: (spoken(node.value), f"在{spoken(node.low)}至{spoken(node.high)}之间（含两端）"),
    nodes.Window: lambda node: (spoken(node.value), f"在{operand(node.day)}{node.side}{spoken(node.period)}内"),
    nodes.Inside: lambda node: (
        spoken(node.value),
        f"{'不' if node.negated else ''}在{listed([spoken(place).strip('“”') for place in node.places])}",
    ),
    nodes.Member: lambda node: (spoken(node.value), f"{'不' if node.negated else ''}在{spoken(node.members)}中"),
    nodes.Has: _has,
    nodes.Every: _every,
    nodes.Filled: lambda node: (spoken(node.value), "没有填写" if node.negated else "已填写"),
    nodes.WellFormed: _well_formed,
}


# several tests in one sentence


def _joined(tests: Sequence[nodes.Test], both: str, word: str) -> list[str]:
    """The sentences of tests, neighbours with one subject or one predicate put together: `both` joins subjects, `word`
    predicates (且 or 或)."""
    found: list[tuple[list[str], list[str], nodes.Test]] = []
    for test in tests:
        parts = clause(test)
        if found and parts is not None and (last := found[-1])[0]:
            subjects, predicates, _ = last
            filled = isinstance(test, nodes.Filled) or isinstance(last[2], nodes.Filled)
            if subjects == [parts[0]] and not filled:
                predicates.append(parts[1])
                continue
            if predicates == [parts[1]] and len(subjects) < 8 and _is_name(test) and _is_name(last[2]):
                subjects.append(parts[0])
                continue
        found.append(([parts[0]], [parts[1]], test) if parts is not None else ([], [], test))
    return [_sentence(subjects, predicates, test, both, word) for subjects, predicates, test in found]


def _is_name(test: nodes.Test) -> bool:
    """Whether the subject is the name of an answer and nothing else."""
    if isinstance(test, nodes.All | nodes.Any):
        return all(map(_is_name, test.tests))
    if isinstance(test, nodes.Elapsed) and test.period.type.unit == "周岁":
        return False
    value = getattr(test, "left", getattr(test, "value", None))
    return isinstance(value, nodes.Read)


def _sentence(subjects: list[str], predicates: list[str], test: nodes.Test, both: str, word: str) -> str:
    if isinstance(test, nodes.Filled) and not test.negated:
        return f"填写{listed(subjects, '和' if both else '或')}"
    if len(subjects) > 1:
        return f"{'、'.join(subjects) if both else listed(subjects)}{both}{predicates[0]}"
    if len(predicates) > 1:
        return f"{subjects[0]}{word.join(predicates)}"
    return part(test)


def part(test: nodes.Test) -> str:
    """A test as part of a longer sentence: in brackets where it is made of others."""
    made_of_others = isinstance(test, nodes.All | nodes.Any | nodes.Implies | nodes.Unless | nodes.AtLeast)
    if isinstance(test, nodes.Quantified):
        made_of_others = clause(test.test) is None
    return f"（{spoken(test)}）" if made_of_others and clause(test) is None else spoken(test)


def _all(node: nodes.All) -> str:
    if node.clauses:
        return "；".join(map(spoken, node.tests))
    return "，且".join(_joined(node.tests, "都", "且"))


def _any(node: nodes.Any) -> str:
    texts = [
        "且".join(_joined(test.tests, "都", "且")) if isinstance(test, nodes.All) and not test.clauses else ""
        for test in node.tests
    ]
    if any(texts):
        return "，或".join(text or part(test) for text, test in zip(texts, node.tests, strict=True))
    return "，或".join(_joined(node.tests, "", "或"))


def condition(test: nodes.Test) -> str:
    """A test as the condition before 的 or behind 若: without commas."""
    if isinstance(test, nodes.All) and not test.clauses:
        return "且".join(_joined(test.tests, "都", "且"))
    if isinstance(test, nodes.Any) and not any(isinstance(each, nodes.All) for each in test.tests):
        return "或".join(_joined(test.tests, "", "或"))
    return part(test)


def _implies(node: nodes.Implies) -> str:
    otherwise = f"；其他情形，{spoken(node.otherwise)}" if node.otherwise is not None else ""
    return f"{condition(node.condition)}的，{spoken(node.demand)}{otherwise}"


def _quantified(node: nodes.Quantified) -> str:
    parts = clause(node.test)
    counted = _MANY_ROWS.get(node.quantifier, f"{node.quantifier}有{node.count}{{}}").format(node.word)
    if node.quantifier != "每":
        head = f"{rows(node.rows)}中{counted}"
        return f"{head}{''.join(parts)}" if parts is not None else f"{head}符合：{spoken(node.test)}"
    head = f"{rows(node.rows)}{counted}"
    if parts is None:
        return f"{head}都要符合：{spoken(node.test)}"
    return f"{head}{'的' if _is_name(node.test) else ''}{parts[0]}都{parts[1]}"


def _handed_in(node: nodes.HandedIn) -> str:
    names = [f"「{name}」" for name in node.materials]
    if node.any and len(names) > 1:
        return f"交{'、'.join(names)}中的任一份"
    return f"交{listed(names, '和')}"


def _distinct(node: nodes.Distinct) -> str:
    items = [spoken(item) for item in node.items]
    if len(items) > 1:
        return f"{rows(node.rows)}没有两行的{'、'.join(items)}都相同"
    return f"{rows(node.rows)}各行的{items[0]}互不相同"


SPOKEN |= {kind: lambda node: "".join(_CLAUSES[type(node)](node)) for kind in _CLAUSES}
SPOKEN |= {
    nodes.Filled: lambda node: f"{'不填' if node.negated else '填写'}{spoken(node.value)}",
    nodes.HandedIn: _handed_in,
    nodes.Quantified: _quantified,
    nodes.Distinct: _distinct,
    nodes.AtLeast: lambda node: f"以下{len(node.tests)}项中至少有{node.count}项：{numbered(map(spoken, node.tests))}",
    nodes.Not: lambda node: denied(node.test),
    nodes.All: _all,
    nodes.Any: _any,
    nodes.Implies: _implies,
    nodes.Unless: lambda node: f"{spoken(node.demand)}，但{condition(node.exception)}的除外",
}


def denied(test: nodes.Test) -> str:
    """The opposite of a test, as a sentence."""
    if isinstance(test, nodes.Compare):
        return spoken(replace(test, operator=_OPPOSITE[test.operator]))
    if isinstance(test, nodes.OneOf | nodes.Elapsed | nodes.Inside | nodes.Member | nodes.Has | nodes.Filled):
        return spoken(replace(test, negated=not test.negated))
    if isinstance(test, nodes.Truth):
        return said_of(test.value, False) if isinstance(test.value, nodes.Call) else f"{spoken(test.value)}为“否”"
    if isinstance(test, nodes.Not):
        return spoken(test.test)
    if isinstance(test, nodes.Between | nodes.Window):
        subject, predicate = _CLAUSES[type(test)](test)
        return f"{subject}不{predicate}"
    if isinstance(test, nodes.Quantified) and test.quantifier in ("有", "没有"):
        return spoken(replace(test, quantifier="没有" if test.quantifier == "有" else "有"))
    return f"不属于“{spoken(test)}”的情形"
