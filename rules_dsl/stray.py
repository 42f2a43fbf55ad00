"""Stretches of a text that are no word: typical slips with what was meant, so that reading can go on, and names that
do not exist."""

from __future__ import annotations

from .keywords import VALUE_OPENERS
from .lexicon import KEYWORDS_BY_SIGN, Lexicon
from .literals import chinese_number, literals_at, wrong_unit
from .problems import Problem, nearest
from .tokens import State, word

QUOTES = {"“": "”", '"': '"', "”": "”", "「": "」", "『": "』"}
STOPS = frozenset(' ,;()、+-*/×÷<>=≥≤≠!“”"「」『』。%')
_TODAY = "规则不能用「{0}」，请用「申请日」，否则以后重算结果会变。"
_INSTEAD = {  # words the language refuses: the problem's code, the message, what is meant and its terminal
    "今天": ("today", _TODAY, "申请日", "FILED"),
    "今日": ("today", _TODAY, "申请日", "FILED"),
    "当前日期": ("today", _TODAY, "申请日", "FILED"),
    "是": ("is", "相等请写「为」；「是」只作是否字段的值。", "为", "_EQ"),
    "并且": ("joint_word", "「并且」请写「且」。", "且", "_AND"),
    "而且": ("joint_word", "「而且」请写「且」。", "且", "_AND"),
    "或者": ("joint_word", "「或者」请写「或」。", "或", "_OR"),
    "如果": ("joint_word", "「如果」请写「若」。", "若", "_IF"),
    "那么": ("joint_word", "「那么」请写「则」。", "则", "_THEN"),
}


def past_unknown(typed: str, text: str, lexicon: Lexicon, state: State) -> State:
    """Past what stands at `state.at` of a text (as typed, and folded) and is no word. It is taken for a name, or for a
    value where one may stand, or for what was meant, with the problem noted."""
    at = state.at
    for slip, (code, message, meant, terminal) in _INSTEAD.items():
        if text.startswith(slip, at):
            problem = Problem(at, at + len(slip), code, message.format(slip), meant)
            return state.push(word(terminal, typed, at, at + len(slip), meant), problem)
    if text[at] == "距":
        return _distance(typed, text, lexicon, state)
    if text[at] in QUOTES:
        problem = Problem(at, at + 1, "quote", f"引号「{text[at]}」没有配对。")
        return state.push(word("QUOTED", typed, at, len(text), typed[at + 1 :]), problem)
    numeral = chinese_number(text, at)
    if numeral:
        literal = literals_at((numeral.fix or "1").split("/")[0], 0, frozenset())[0]
        return state.push(word(literal.terminal, typed, at, numeral.end, (literal.type, literal.value)), numeral)
    end = _end_of_unknown(text, lexicon, at)
    unit = wrong_unit(text, at, end)
    if unit:
        return _with_unit(typed, state, unit)
    if text[at] == "非":
        return _bare_negation(typed, state)
    is_value = state.last in VALUE_OPENERS or (state.in_values and state.last == "_SEPARATOR")
    return state.push(word("WORD" if is_value else "NAME", typed, at, end, typed[at:end], known=False))


def _distance(typed: str, text: str, lexicon: Lexicon, state: State) -> State:
    """距今, and 距 between two dates: neither says which comes first."""
    at = state.at
    subject = str(state.tokens[-1]) if state.tokens else "…"
    if text.startswith("距今", at):
        written = f"{subject} 在 申请日前6个月内"
        message = f"没有「距今」；请写「{written}」，这样将来的日期不会误过。"
        problem = Problem(at, at + 2, "since_today", message, written)
        return state.push(word("_STRAY", typed, at, at + 2, known=False), problem)
    rest = text[at + 1 :].lstrip(" ")
    names = lexicon.names_at(text, len(text) - len(rest))
    written = f"{subject} 在 {names[0] if names else '…'}后30日内"
    problem = Problem(at, at + 1, "since", f"「距」看不出先后；请写「{written}」。", written)
    return state.push(word("_STRAY", typed, at, at + 1, known=False), problem)


def _with_unit(typed: str, state: State, problem: Problem) -> State:
    """The number just read, taken with the unit that was meant."""
    *before, number = state.tokens
    literal = literals_at(problem.fix or "0", 0, frozenset())[0]
    token = word(literal.terminal, typed, number.start_pos or 0, problem.end, (literal.type, literal.value))
    return state._replace(tokens=tuple(before)).push(token, problem)


def _bare_negation(typed: str, state: State) -> State:
    """非 without brackets."""
    at = state.at
    rest = typed[at + 1 :].strip()
    other = rest.replace("不为", "为", 1) if "不为" in rest else rest.replace("为", "不为", 1)
    problem = Problem(at, at + 1, "negation", f"「非」要带括号：非({rest})；或写「{other}」。", f"非({rest})")
    return state.push(word("_STRAY", typed, at, at + 1, known=False), problem)


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
