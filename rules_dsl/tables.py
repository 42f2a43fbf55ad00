"""Decision tables: cells are predicates without subject over the inputs; the last cell of a row is its value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from . import nodes
from .check import value as check_value
from .check_predicates import cell_test
from .checking import Checking, named
from .evaluate import test
from .evaluate_values import value as evaluate_value
from .evaluation import Evaluation
from .folding import fold, text_key
from .lexicon import predicate_length
from .misfits import label
from .outcomes import Gap, Outcome, all_of, gaps
from .parse import Branch, parse
from .problems import Problem
from .readings import read_literal
from .rule import uses_of
from .values import NOT_APPLICABLE, Type, Value
from .vocabulary import Vocabulary

HITS = ("唯一", "首条", "汇总")
ANYTHING, NOTHING = "不限", "无"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a test for each input (None: 不限) and the value (None: 无, the table has no value here)."""

    cells: tuple[nodes.Test | None, ...]
    value: nodes.Expression | None


@dataclass(frozen=True, slots=True)
class Table:
    """A checked table. `type` is that of its values, `uses` the names its inputs, cells and values read, `group` the
    明细 whose row it must be used in."""

    type: Type
    uses: frozenset[str]
    group: str | None
    hit: str = field(repr=False)
    inputs: tuple[nodes.Expression, ...] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)

    def walk(self) -> Iterator[nodes.Node]:
        """Every node of its inputs, cells and values."""
        parts = (part for row in self.rows for part in (*row.cells, row.value) if part is not None)
        for node in (*self.inputs, *parts):
            yield from node.walk()


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


def look_up(table: Table, name: str, evaluation: Evaluation) -> Value:
    """The value of a table in this walk: NOT_APPLICABLE where its row says 无 or an input does not apply, a Gap where
    an input is missing or no row (or, for 唯一, more than one) applies."""
    hits: list[tuple[Row, Outcome]] = []
    hidden = False
    for row in table.rows:
        outcomes: list[Outcome] = []
        for cell in row.cells:
            outcome: Outcome = True if cell is None else test(cell, evaluation, demand=True)
            hidden = hidden or outcome is NOT_APPLICABLE
            outcomes.append(False if outcome is NOT_APPLICABLE else outcome)
        hit = all_of(outcomes)
        if hit is not False:
            hits.append((row, hit))
        if hit is True and table.hit == "首条":
            break
    values = [(_row_value(row, evaluation), hit) for row, hit in hits]
    sure = [value for value, hit in values if hit is True]
    waiting = gaps(hit for _, hit in values)
    if table.hit == "汇总":
        return waiting or gaps(sure) or sum((value for value in sure if value is not NOT_APPLICABLE), 0)
    if waiting is not None:
        if sure and all(value == sure[0] for value, _ in values):
            return sure[0]
        return waiting
    if not sure:
        return NOT_APPLICABLE if hidden else Gap(unchecked=frozenset({name}), note=f"表「{name}」没有适用的行")
    if len(sure) > 1 and table.hit == "唯一" and any(value != sure[0] for value in sure):
        return Gap(unchecked=frozenset({name}), note=f"表「{name}」有{len(sure)}行同时适用")
    return sure[0]


def _row_value(row: Row, evaluation: Evaluation) -> Value:
    return NOT_APPLICABLE if row.value is None else evaluate_value(row.value, evaluation)


__all__ = ["Branch", "Row", "Table", "look_up", "read_table"]
