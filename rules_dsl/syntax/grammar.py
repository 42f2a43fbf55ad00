"""The tree of a cutting: lark makes the table of `rules.lark`, one LALR grammar for all matters; here it is walked.

Lark's own walk would do the same at three times the cost, and reading rules is most of what loading a matter takes.
A test holds the two walks against each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from lark import Lark
from lark.grammar import Rule as Production
from lark.lexer import Lexer
from lark.parsers.lalr_analysis import Shift

from rules_dsl.text.tokens import Word

_CLOSING = ("_CLOSE", "_WITHIN", "_MIDDLE", "_BETWEEN", "_UP", "_DOWN")
STARTS = ("start", "cell")
_END = "$END"
_MAKING = Lock()


class Branch(NamedTuple):
    """A node of the tree as read: the alternative of the grammar, its parts, where it stands in the text, and which of
    its parts are branches and which are words."""

    kind: str
    parts: tuple[Branch | Word, ...]
    start: int
    end: int
    branches: tuple[Branch, ...]
    words: tuple[Word, ...]


def branch_of(kind: str, parts: Sequence[Branch | Word], start: int, end: int) -> Branch:
    """A branch of these parts."""
    parts = tuple(parts)
    branches = tuple([part for part in parts if type(part) is Branch])
    if len(branches) == len(parts):
        return Branch(kind, parts, start, end, branches, ())
    return Branch(kind, parts, start, end, branches, tuple([part for part in parts if type(part) is Word]))


@dataclass(frozen=True, slots=True)
class _Reduction:
    """One alternative of the grammar: how many symbols it has, which of them stay in the tree, and what it makes."""

    size: int
    origin: str
    kept: tuple[int, ...]
    kind: str  # "" for lark's own helper for repetition, whose parts go to the rule that uses it
    is_lone: bool  # a single part stands for itself
    is_renaming: bool  # it is nothing but one symbol that stands for itself
    opens: bool  # its brackets, and what ends 在 …, belong to where it stands
    closes: bool

    def make(self, values: list[Any]) -> Any:
        """What these symbols make."""
        parts: list[Branch | Word] = []
        for place in self.kept:
            value = values[place]
            if type(value) is list:
                parts += value
            else:
                parts.append(value)
        if not self.kind:
            return parts
        if self.is_lone and len(parts) == 1:
            return parts[0]
        first = values[0] if self.opens or not parts else parts[0]
        last = values[-1] if self.closes or not parts else parts[-1]
        start = first.start if isinstance(first, Branch) else first.start_pos
        end = last.end if isinstance(last, Branch) else last.end_pos
        return branch_of(self.kind, parts, start, end)


@dataclass(frozen=True, slots=True)
class _Table:
    """For each state: the state behind each symbol that may follow, and what is reduced before each terminal."""

    follows: tuple[Mapping[str, int], ...]
    reductions: tuple[Mapping[str, _Reduction], ...]
    starts: Mapping[str, int]
    ends: Mapping[str, int]


class _NoLexer(Lexer):
    """Lark asks for a lexer; tokens come from `lexer`."""

    def __init__(self, lexer_conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any) -> Any:
        raise NotImplementedError


def _table() -> _Table:
    """The one table of this process. Two makings number their states differently, so that a walk that began on one and
    went on by another would never end: whoever comes while it is being made waits."""
    with _MAKING:
        return _made()


@cache
def _made() -> _Table:
    text = Path(__file__).with_name("rules.lark").read_text(encoding="utf-8")
    made = Lark(text, parser="lalr", lexer=_NoLexer, start=list(STARTS)).parser.parser._parse_table
    states = [made.states[number] for number in range(len(made.states))]
    reduction = cache(_reduction)
    follows = ({str(on): to for on, (act, to) in state.items() if act is Shift} for state in states)
    reductions = ({str(on): reduction(by) for on, (act, by) in state.items() if act is not Shift} for state in states)
    return _Table(tuple(follows), tuple(reductions), made.start_states, made.end_states)


def _reduction(production: Production) -> _Reduction:
    keeps_all = production.options.keep_all_tokens
    symbols = production.expansion
    kept = tuple(i for i, symbol in enumerate(symbols) if keeps_all or not getattr(symbol, "filter_out", False))
    origin = str(production.origin.name)
    kind = production.alias or ("" if origin.startswith("_") else origin)
    is_lone = production.options.expand1 and not production.alias
    opens, closes = symbols[0].name in ("_OPEN", "_NOT"), symbols[-1].name in _CLOSING
    return _Reduction(len(symbols), origin, kept, kind, is_lone, is_lone and len(symbols) == 1, opens, closes)


@cache
def _past_lone(below: int, state: int, terminal: str) -> int:
    """The state behind all reductions of one symbol to one, before this terminal: a factor is a product, a product a
    sum, and so on, most of all reductions."""
    table = _table()
    while (reduction := table.reductions[state].get(terminal)) and reduction.is_renaming:
        state = table.follows[below][reduction.origin]
    return state


def tree_of(tokens: Sequence[Word], start: str = "start") -> Branch | int:
    """The tree of these tokens, or the place of the first that does not fit (their number, where the end does not)."""
    table = _table()
    follows, reductions, state, end = table.follows, table.reductions, table.starts[start], table.ends[start]
    states: list[int] = [state]
    values: list[Any] = []
    for place, terminal in enumerate([*(token.type for token in tokens), _END]):
        while (following := follows[state].get(terminal)) is None:
            reduction = reductions[state].get(terminal)
            if reduction is None:
                return place
            if reduction.is_renaming:
                state = states[-1] = _past_lone(states[-2], state, terminal)
                continue
            below = len(values) - reduction.size
            made: Branch = reduction.make(values[below:])
            del states[below + 1 :], values[below:]
            state = follows[states[-1]][reduction.origin]
            if state == end and terminal == _END:
                return made
            states.append(state)
            values.append(made)
        state = following
        states.append(state)
        values.append(tokens[place])
    raise AssertionError("the end of the text is never shifted")
