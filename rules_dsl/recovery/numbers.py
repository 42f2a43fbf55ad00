"""Slips of numbers, units, dates and options that begin like numbers, taken as what was meant."""

from __future__ import annotations

from rules_dsl.text.keywords import KEYWORDS
from rules_dsl.text.problem import Problem, nearest
from rules_dsl.text.tokens import OPENERS, State, Word
from rules_dsl.values.folding import fold

from .cursor import Spot
from .number_forms import number_slip

_PARTS = ("年份", "月份", "日号")
_NUMBERS = ("NUMBER", "QUANTITY", "PERIOD", "MONEY")


def past_number(spot: Spot, longest: int) -> State | None:
    """Past a slip that is longer than every word that may stand here (`longest`); None if there is none."""
    for look in (_option, _number, _before_number):
        found = look(spot, longest)
        if found is not None:
            return found
    return None


def _option(spot: Spot, longest: int) -> State | None:
    """18岁以上 where 18周岁以上 is an option."""
    if not spot.wants_option or not spot.text[spot.at].isdigit():
        return None
    end = spot.stretch(spot.at)
    typed = spot.typed[spot.at : end]
    options = spot.lexicon.vocabulary.options
    if typed in options or nearest(typed, options.values()) is None or end - spot.at <= longest:
        return None
    return spot.state.push(spot.word("WORD", spot.at, end, typed, known=False))


def _number(spot: Spot, longest: int) -> State | None:
    problem = number_slip(spot.text, spot.at)
    if problem is None or problem.fix is None or problem.end - spot.at <= longest or not spot.stops(problem.end):
        return None
    if problem.code == "thousands" and spot.state.parens.endswith("f"):
        return None
    if spot.wants_option and not spot.text[spot.at].isdigit():
        return None  # 残疾等级 为 一、二级
    part = _compared_part(spot)
    if part and problem.code in ("wrong_unit", "date_form"):
        number = problem.fix.rstrip("".join(sign for sign in problem.fix if not sign.isdigit()))
        problem = spot.told(problem.end, "unit", f"{part}是一个数，请只写 {number}。", number)
    if spot.state.last == "NAME" and problem.fix and ("/" in problem.fix or "%" in problem.fix):
        written = f"的{problem.fix}"
        problem = spot.told(problem.end, problem.code, f"请写「{spot.state.tokens[-1]}{written}」。", written)
        of = spot.state.push(spot.word("OF_SHARE", spot.at, spot.at))
        return Spot(spot.typed, spot.text, spot.lexicon, of).read_as_literal(written[1:], problem)
    return spot.read_as_literal(problem.fix or "0", problem)


def _compared_part(spot: Spot) -> str:
    """年份, 月份 or 日号 where that is what a number is compared with."""
    *before, predicate = spot.state.tokens or (None,)
    if predicate is None or not before or not spot.is_value:
        return ""
    depth = 0
    for token in reversed(before):
        depth += (token.type == "_CLOSE") - (token.type in OPENERS)
        if depth == 0:
            return str(token.content) if token.content in _PARTS and token.type in ("FUNCTION", "OF_PART") else ""
    return ""


def _before_number(spot: Spot, longest: int) -> State | None:
    """D之前30日 is D前30日."""
    typed = spot.starts("之前", "以前", "之后", "以后")
    if not typed or not spot.text[spot.past_spaces(spot.at + 2) :][:1].isdigit() or not spot.follows_value:
        return None
    problem = spot.told(spot.at + 2, "word", f"「{typed}」请写「{typed[1]}」。", typed[1])
    return spot.read_as(KEYWORDS[typed[1]], problem)


def past_unit(spot: Spot, end: int) -> State | None:
    """Past a word that stands directly behind a number and is no unit (10床位); where an option may stand, both are one
    word. None where there is no number."""
    state = spot.state
    if state.last not in _NUMBERS or state.tokens[-1].end_pos != spot.at or not spot.text[spot.at].isalpha():
        return None
    number: Word = state.tokens[-1]
    state = state._replace(at=number.start_pos, tokens=state.tokens[:-1])
    if Spot(spot.typed, spot.text, spot.lexicon, state).wants_option:  # 残疾等级 为 1级
        return state.push(spot.word("WORD", number.start_pos, end, spot.typed[number.start_pos : end], known=False))
    digits = fold(number).rstrip("".join(sign for sign in fold(number) if not sign.isdigit()))
    unit = spot.typed[number.start_pos + len(digits) : end].strip()
    message = f"没有单位「{unit}」；数后面可以不写单位，或写字段声明的单位。"
    kept = fold(number) if number.type in ("PERIOD", "MONEY") else digits
    problem = Problem(number.start_pos, end, "wrong_unit", message, kept)
    return Spot(spot.typed, spot.text, spot.lexicon, state).read_as_literal(kept, problem)
