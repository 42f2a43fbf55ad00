"""Decision tables read from their texts: cells are predicates without subject over the inputs; the last cell of a row
is its value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rules_dsl.syntax.parser import parse
from rules_dsl.text.lexicon import predicate_length
from rules_dsl.text.lone_literals import read_literal
from rules_dsl.text.mismatch import label
from rules_dsl.text.problem import Problem
from rules_dsl.text.vocabulary import Vocabulary
from rules_dsl.tree import nodes
from rules_dsl.tree.table import Row, Table
from rules_dsl.values.folding import fold, text_key
from rules_dsl.values.kinds import Type

from .context import Checking, named
from .dispatch import value as check_value
from .predicates import cell_test
from .rules import uses_of

HITS = ("唯一", "首条", "汇总")
ANYTHING, NOTHING = "不限", "无"
_WORD = re.compile(r"\w+")


def read_table(
    inputs: Sequence[str], rows: Sequence[Sequence[str]], hit: str, vocabulary: Vocabulary
) -> tuple[Table | None, tuple[Problem, ...]]:
    """The table and its problems (each with its `cell`); the table is None if one of them is an error.

    Inputs are expressions; cells `90 至 99`, `30 以上 不满 60`, `超过 1000`, `100 以上`, `甲、乙`, a literal, an
    option, 不限; a value is a literal, option, name of a parameter, table or definition, or 无. `hit` is 唯一, 首条 or
    汇总.
    """
    problems: list[Problem] = []
    if hit not in HITS:
        problems.append(Problem(0, len(hit), "hit", f"没有「{hit}」这种取法，只有：{'、'.join(HITS)}。"))
    if not inputs:
        problems.append(Problem(0, 0, "empty", "表没有输入（inputs），请至少写一个。"))
    group: str | None = None
    subjects: list[nodes.Expression | None] = []
    for place, text in enumerate(inputs):
        subject, group, found = _read_input(text, vocabulary, group)
        problems.extend(problem.at(-1, place) for problem in found)
        subjects.append(subject)
    read_rows = [_read_row(row, place, inputs, subjects, group, vocabulary, problems) for place, row in enumerate(rows)]
    complete = [row for row in read_rows if row is not None]
    type = _common_type(complete, rows, problems)
    if hit == "汇总" and type.kind not in ("整数", "小数", "金额"):
        problems.append(Problem(0, len(hit), "hit", f"「汇总」只能用于数和金额，这张表的值是{label(type)}。"))
    if any(problem.severity == "error" for problem in problems) or None in subjects or not complete:
        if not rows:
            problems.append(Problem(0, 0, "empty", "表没有行（rows），请至少写一行。"))
        return None, tuple(problems)
    found_inputs = tuple(subject for subject in subjects if subject is not None)
    table = Table(type, frozenset(), group, hit, found_inputs, tuple(complete))
    return replace(table, uses=uses_of(table.walk())[0]), tuple(problems)


def _read_input(
    text: str, vocabulary: Vocabulary, group: str | None
) -> tuple[nodes.Expression | None, str | None, tuple[Problem, ...]]:
    tree, problems = parse(text, vocabulary)
    if tree is None:
        return None, group, problems
    checking = Checking(text, vocabulary, group, infers_group=group is None)
    subject = check_value(tree, checking)
    return subject, checking.group, (*problems, *checking.problems)


def _read_row(
    row: Sequence[str],
    place: int,
    inputs: Sequence[str],
    subjects: Sequence[nodes.Expression | None],
    group: str | None,
    vocabulary: Vocabulary,
    problems: list[Problem],
) -> Row | None:
    if len(row) != len(inputs) + 1:
        wanted = len(inputs) + 1
        message = f"这一行有{len(row)}格，应有{wanted}格（{len(inputs)}个条件和1个值）；数字里不要用逗号分节。"
        problems.append(Problem(0, 0, "cells", message).at(place, 0))
        return None
    cells: list[nodes.Test | None] = []
    before = len(problems)
    for number, (text, subject) in enumerate(zip(row, subjects, strict=False)):
        if fold(text).strip() == ANYTHING:
            cells.append(None)
        elif subject is not None:
            cell, found = _read_cell(text, subject, inputs[number], vocabulary, group)
            problems.extend(problem.at(place, number) for problem in found)
            cells.append(cell)
    result, found = _read_value(row[-1], vocabulary, group)
    problems.extend(problem.at(place, len(row) - 1) for problem in found)
    broken = any(problem.severity == "error" for problem in problems[before:])
    return None if broken or len(cells) != len(inputs) else Row(tuple(cells), result)


def _read_cell(
    text: str, subject: nodes.Expression, spelled: str, vocabulary: Vocabulary, group: str | None
) -> tuple[nodes.Test | None, tuple[Problem, ...]]:
    text = _quoted(text, subject.type, vocabulary)
    tree, problems = parse(text, _with_options(vocabulary, subject.type), start="cell")
    if tree is None:
        return None, problems
    checking = Checking(text, vocabulary, group)
    found = cell_test(tree, checking, subject, spelled)
    return found, (*problems, *checking.problems)


def _quoted(text: str, type: Type, vocabulary: Vocabulary) -> str:
    """The cell with quotes around what needs none in a table: options, even where they begin with a digit, and the
    words that a text is compared with."""

    def part(piece: str) -> str:
        option = next((option for option in type.options if text_key(option) == text_key(piece)), None)
        word = piece.strip()
        is_word = type.is_text and _WORD.fullmatch(word) and not vocabulary.get(word) and not predicate_length(word, 0)
        return f"“{option or word}”" if option is not None or is_word else piece

    whole = part(text)
    return whole if whole != text else "、".join(part(piece) for piece in text.split("、"))


def _with_options(vocabulary: Vocabulary, type: Type) -> Vocabulary:
    """The vocabulary, knowing at least the options of this type (those of another table or of 性别)."""
    if all(fold(option) in vocabulary.options for option in type.options):
        return vocabulary
    widened = Vocabulary(vocabulary.names, vocabulary.aliases)
    widened.__dict__["options"] = {**vocabulary.options, **{fold(option): option for option in type.options}}
    return widened


def _read_value(
    text: str, vocabulary: Vocabulary, group: str | None
) -> tuple[nodes.Expression | None, tuple[Problem, ...]]:
    spelled = text.strip()
    if fold(spelled) == NOTHING:
        return None, ()
    name = vocabulary.find(spelled.strip("「」"), "parameter", "table", "definition")
    if name is not None:
        if name.group and name.group != group:
            message = f"「{name.name}」要用在明细「{name.group}」的行里，这张表不在那里。"
            return None, (Problem(0, len(text), "in_rows", message),)
        return named(name, vocabulary), ()
    asked = vocabulary.find(spelled.strip("「」"), "field", "query")
    if asked is not None:  # would be printed as a word, its answer never looked at
        message = f"表的值不能直接写字段「{asked.name}」，请给它写一条定义，这里写定义的名称。"
        return None, (Problem(0, len(text), "field_value", message),)
    literal, problems = read_literal(text)
    if literal is None:
        return None, problems
    return nodes.Constant(type=literal[0], value=literal[1]), problems


def _common_type(rows: Sequence[Row], texts: Sequence[Sequence[str]], problems: list[Problem]) -> Type:
    """The type of the values: all of one kind; words make a 选项, or what a 期限 may be instead (长期)."""
    types = [row.value.type for row in rows if row.value is not None]
    words = tuple(
        dict.fromkeys(
            str(row.value.value)
            for row in rows
            if isinstance(row.value, nodes.Constant) and row.value.type.kind == "文本"
        )
    )
    others = [type for type in types if type.kind != "文本"]
    options = tuple(dict.fromkeys((*words, *(option for type in others for option in type.options))))
    kinds = {type.kind for type in others}
    units = {type.unit for type in others}
    if kinds == {"整数", "小数"}:
        kinds = {"小数"}
    if not kinds or kinds == {"选项"}:
        return Type("选项", options)
    if len(kinds) == 1 and (not words or kinds == {"期限"}):
        unit = units.pop() if len(units) == 1 else None
        percent = all(type.percent for type in others)
        options = options if words or others[0].options else ()
        return replace(others[0], kind=kinds.pop(), unit=unit, options=options, percent=percent)
    if len(rows) == len(texts):
        first = types[0].kind
        odd = next(place for place, row in enumerate(rows) if row.value is not None and row.value.type.kind != first)
        message = f"一张表的值要是同一种：前面是{label(types[0])}，这里是{label(rows[odd].value.type)}。"  # type: ignore[union-attr]
        problems.append(Problem(0, len(texts[odd][-1]), "type", message).at(odd, len(texts[odd]) - 1))
    return types[0]
