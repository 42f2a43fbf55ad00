"""The small words whose meaning hangs on what stands around them: 的, 中, 且, 或, 至, 所在, and 已交 without a bracket.

Each of these functions tells `lexer` what such a word may be where a cutting has got to: how long it is, its rank among
words of the same length, and the states behind it, the best first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Protocol

from rules_dsl.text.keywords import COUNTS, ENDS, PARTS, PARTS_WITHIN, SPANS
from rules_dsl.text.lexicon import Lexicon, ahead, predicate_length
from rules_dsl.text.tokens import State, Word

Found = tuple[int, int, list[State]]
_OF = re.compile("的")
_SIGNS = re.compile(r"([前后]) ?([0-9]{1,3}) ?位")
_SPAN = re.compile(rf"的 ?(?:{'|'.join(SPANS)})(?! ?\()")


class Cutter(Protocol):
    """What is being cut."""

    text: str
    lexicon: Lexicon

    def make(self, terminal: str, start: int, end: int, content: object = None, known: bool = True) -> Word: ...


def _conjunction(cutter: Cutter, state: State) -> Iterator[Found]:
    """且 and 或: between sentences; before a predicate (same subject); 或 before a value (one more of the list)."""
    text, at = cutter.text, state.at
    sign, after = text[at], at + 1
    rest = text[after:].lstrip(" ")
    after = len(text) - len(rest)
    plain = state.push(cutter.make("_AND" if sign == "且" else "_OR", at, at + 1))
    same = state.push(cutter.make("_AND_SAME" if sign == "且" else "OR_SAME", at, at + 1))
    name = max((len(each) for each in cutter.lexicon.names_at(text, after)), default=0)
    if sign == "或" and state.in_values and rest:
        value = state.push(cutter.make("_OR_VALUE", at, at + 1))
        option = max((len(each) for each in cutter.lexicon.options_at(text, after)), default=0)
        if rest[0] in '“"' or rest[0].isdigit() or (option and option >= name):
            yield 1, 6, [value, plain]
            return
    predicate = predicate_length(text, after)
    if predicate and predicate > name and not cutter.lexicon.filled_before_name(text, after):
        yield 1, 6, [same, plain]
    else:
        yield 1, 6, [plain]


def _of(cutter: Cutter, state: State) -> Iterator[Found]:
    """的: the end of a case (的，), a share (的 80%), a part of a value (的 年份), a count, or a column."""
    text, at = cutter.text, state.at
    end = at + 2 if text.startswith("中的", at) else at + 1
    if text[end - 1] != "的":
        return
    rest = text[end:].lstrip(" ")
    after = len(text) - len(rest)
    plain = cutter.make("_OF", at, at + 1)
    name = max((len(each) for each in cutter.lexicon.names_at(text, after)), default=0)
    if end == at + 1:
        if rest.startswith(","):
            yield 1, 6, [state.push(cutter.make("_OF_CASE", at, at + 1), at=after + 1)]
            return
        if rest.startswith(("已填", "未填", "已交")):
            yield 1, 6, [state.push(cutter.make("_OF_CASE", at, at + 1))]
            return
        if rest[:1].isdigit():
            yield 1, 6, [state.push(cutter.make("OF_SHARE", at, at + 1))]
            return
        if digits := _SIGNS.match(rest):
            content = (ENDS[digits[1]], int(digits[2]))
            yield 1, 6, [state.push(cutter.make("OF_PART", at, after + digits.end(), content))]
            return
        span = next((each for each in SPANS if rest.startswith(each)), None)
        if span and name <= len(span) and _is_open(state, "_SPAN", "OF_SPAN"):
            yield 1, 6, [state.push(cutter.make("OF_SPAN", at, after + len(span), span))]
            return
        ends = not _is_rows(cutter, state) and _is_open(state, "_AMONG", "_AMONG_OF")
        among = cutter.make("_AMONG_OF", at, at + 1)
        count = next((each for each in COUNTS if rest.startswith(each)), None)
        if count and name <= len(count):
            counted = cutter.make("COUNT", after, after + len(count), count)
            yield 1, 6, [state.push(of).push(counted) for of in ((among, plain) if ends else (plain,))]
        elif ends and name:
            yield 1, 6, [state.push(among)]
    part = next((each for each in PARTS if rest.startswith(each)), None)
    states = []
    of_rows = state.last != "NAME" or _is_rows(cutter, state)
    if end == at + 1 and (of_rows or not part):
        states.append(state.push(plain))
    if part and (state.last != "NAME" or not of_rows):
        states.append(state.push(cutter.make("OF_PART", at, after + len(part), part)))
    if states:
        yield end - at, 7, states


def _is_open(state: State, opening: str, closing: str) -> bool:
    """Whether one more of the opening words than of the closing has been read."""
    kinds = [token.type for token in state.tokens]
    return kinds.count(opening) > kinds.count(closing)


def _is_rows(cutter: Cutter, state: State) -> bool:
    """Whether the word just read is the name of a 明细."""
    return state.last == "NAME" and cutter.lexicon.vocabulary.find(state.last_name, "rows") is not None


def _among(cutter: Cutter, state: State) -> Iterator[Found]:
    """在 名单 中; or 明细 中 条件 的 行数 (其中 without brackets); or 中的."""
    at = state.at
    middle, among = (state.push(cutter.make(terminal, at, at + 1)) for terminal in ("_MIDDLE", "_AMONG"))
    if not _is_rows(cutter, state) or cutter.text.startswith("中的", at):
        yield 1, 6, [middle]
        yield from _of(cutter, state)
    elif len(state.tokens) > 1 and state.tokens[-2].type in ("_IN", "_NOT_IN"):
        yield 1, 6, [middle, among] if ahead(cutter.text, at + 1, _OF) else [middle]
    else:
        yield 1, 6, [among]


def _span(cutter: Cutter, state: State) -> Iterator[Found]:
    """D1 至 D2 的 月数."""
    at = state.at
    if ahead(cutter.text, at + 1, _SPAN):
        yield 1, 7, [state.push(cutter.make("_SPAN", at, at + 1))]


def _within(cutter: Cutter, state: State) -> Iterator[Found]:
    """D 所在年 = D 的 年份 · D 所在月 = D 的 年月."""
    at = state.at
    for spelled, part in PARTS_WITHIN.items():
        if cutter.text.startswith(spelled, at):
            yield len(spelled), 6, [state.push(cutter.make("OF_PART", at, at + len(spelled), part))]


def _handed(cutter: Cutter, state: State) -> Iterator[Found]:
    """已交 甲、乙: a material follows at once."""
    text, at = cutter.text, state.at
    rest = text[at + 2 :].lstrip(" ")
    names = cutter.lexicon.names_at(text, len(text) - len(rest)) if text.startswith("已交", at) else []
    if rest[:1] == "「" or any(cutter.lexicon.vocabulary.find(name, "material") for name in names):
        yield 2, 6, [state.push(cutter.make("_HANDED", at, at + 2))]


PARTICLES: dict[str, Callable[[Cutter, State], Iterator[Found]]] = {
    "且": _conjunction,
    "或": _conjunction,
    "的": _of,
    "中": _among,
    "至": _span,
    "所": _within,
    "已": _handed,
}
