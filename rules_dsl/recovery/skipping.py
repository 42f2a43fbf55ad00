"""Reading on past what is no word of the language: a slip is taken as what was meant, anything else as a name that does
not exist, and what is wrong is noted. So one mistake does not hide the others. It is tried only where a text could not
be read otherwise."""

from __future__ import annotations

import re

from rules_dsl.text.lexicon import KEYWORDS_BY_SIGN, Lexicon
from rules_dsl.text.problem import Problem, nearest
from rules_dsl.text.tokens import State

from .calls import past_call
from .cursor import QUOTES, STOPS, STRAY, Spot
from .numbers import past_number, past_unit
from .signs import past_sign
from .single_words import past_word

_CLAUSE_ENDS = re.compile(r" *(?: 且 ?| 或 ?|[,;，；)]| 则 | 否则|除非)")
_PERIOD = re.compile(r"[0-9]{1,4}(个工作日|工作日|个月|周岁|日|年)")


def past_slip(spot: Spot, longest: int) -> State | None:
    """Past a slip at this place, taken as what was meant; None if there is none. `longest` is the length of the longest
    word that may stand here."""
    for past in (past_sign, past_number, past_call, past_word):
        state = past(spot, longest)
        if state is not None:
            return state
    return None


def past_unknown(spot: Spot) -> State:
    """Past what is no word at all: it is taken for a name, or for a value where one may stand."""
    text, at = spot.text, spot.at
    if text[at] == "距":
        return _distance(spot)
    if text[at] in QUOTES or text[at] in "」』":
        problem = spot.told(at + 1, "quote", f"引号「{spot.typed[at]}」没有配对。")
        return spot.state.push(spot.word(STRAY, at, len(text), known=False), problem)
    if text[at] == "非":
        return _bare_negation(spot)
    end = _end_of_unknown(text, spot.lexicon, at)
    with_unit = past_unit(spot, end)
    if with_unit is not None:
        return with_unit
    terminal = "WORD" if spot.is_value else "NAME"
    return spot.state.push(spot.word(terminal, at, end, spot.typed[at:end], known=False))


def _distance(spot: Spot) -> State:
    """距今, and 距 between two dates: neither says which comes first."""
    at = spot.at
    subject = str(spot.state.tokens[-1]) if spot.state.tokens else "…"
    if spot.text.startswith("距今", at):
        written = f"{subject} 在 申请日前6个月内"
        message = f"没有「距今」；请写「{written}」，这样将来的日期不会误过。"
        return spot.read_as(STRAY, _told_since(spot, 2, "since_today", message, written))
    after = spot.past_spaces(at + 1)
    names = spot.lexicon.names_at(spot.text, after)
    is_filed = not names and spot.text.startswith(("申请日", "申报日"), after)
    day = names[0] if names else "申请日" if is_filed else "…"
    period = _PERIOD.search(spot.text, after)
    length = period[0] if period else "30日"
    written = f"{subject} 在 {day}{'前' if is_filed else '后'}{length}内"
    if "满" in spot.text[after:]:
        written = f"{subject}{'' if is_filed else f' 至 {day}'} 满 {length}"
    return spot.read_as(STRAY, _told_since(spot, 1, "since", f"「距」看不出先后；请写「{written}」。", written))


def _told_since(spot: Spot, length: int, code: str, message: str, written: str) -> Problem:
    """The problem of 距; what is written instead stands for all from the day before it to the period behind it."""
    tokens, period = spot.state.tokens, _PERIOD.search(spot.text, spot.at)
    fix = written if tokens and period else None
    stretch = (tokens[-1].start_pos, period.end()) if tokens and period else None
    return Problem(spot.at, spot.at + length, code, message, fix, replaces=stretch)


def _bare_negation(spot: Spot) -> State:
    """非 without brackets."""
    at = spot.at
    end = next((found.start() for found in _CLAUSE_ENDS.finditer(spot.text, at + 1)), len(spot.text))
    rest = spot.typed[at + 1 : end].strip()
    if spot.follows_value:
        return spot.read_as("_NE", spot.told(at + 1, "negation", "「非」请写「不为」。", "不为"))
    other = rest.replace("不为", "为", 1) if "不为" in rest else rest.replace("为", "不为", 1)
    other = f"{rest} 为 否" if other == rest else other
    message = f"「非」要带括号：非({rest})；或写「{other}」。"
    problem = Problem(at, at + 1, "negation", message, f"非({rest})", replaces=(at, end))
    return spot.read_as(STRAY, problem)


def _end_of_unknown(text: str, lexicon: Lexicon, at: int) -> int:
    """Up to the next sign that ends a word; or up to a keyword or name within, unless the whole looks like a name."""
    if text[at] in STOPS:
        return at + 1
    stop = next((i for i in range(at + 1, len(text)) if text[i] in STOPS), len(text))
    whole = text[at:stop]
    alike = (each for each in (*lexicon.words, *lexicon.options) if abs(len(each) - len(whole)) < 2)
    if len(whole) <= 40 and nearest(whole, alike):
        return stop
    for i in range(at + 1, stop):
        names = lexicon.names_at(text, i)
        if text[i].isdigit() or text[i] in "的且或" or (names and len(names[0]) > 1):
            return i
        if any(
            text.startswith(each, i) for each in KEYWORDS_BY_SIGN.get(text[i], ()) if each not in ("内", "前", "后")
        ):
            return i
    return stop
