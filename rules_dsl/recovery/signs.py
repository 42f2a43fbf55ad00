"""Slips of signs, taken as what was meant: commas, separators, quotes of another kind, a lonely plus."""

from __future__ import annotations

import re

from rules_dsl.text.keywords import KEYWORDS
from rules_dsl.text.problem import Problem
from rules_dsl.text.tokens import State

from .cursor import STRAY, Spot
from .foreign_words import slip_words_at

_SPACED_SIGN = re.compile(r"([<>!]) +=")
_QUOTES = {"'": "'", "‘": "’", "’": "’", "＇": "＇", "《": "》"}
_KEY = re.compile(r"([a-z][a-z_]{1,29}) ?[:：]")
_DEFAULT = re.compile(
    r"\( ?(?!没有填的按)(没有?填写?的?(按|算|为)|未填写?的?(按|算|为)|没有的?(按|算|为)|空的?按|默认为?|缺省为?)"
)
_JOINTS = frozenset({"_AND", "_OR", "_THEN", "_ELSE"})
_JOINED = ("以及", "和", "及", "与", "且", "或", "/", "；", ";", ",", "、", "|", "&", "\\")
_ARITHMETIC = frozenset({"_PLUS", "_MINUS", "_TIMES", "_OVER", "_OPEN", "FUNCTION", "_COMMA"})


def past_sign(spot: Spot, longest: int) -> State | None:
    """Past a sign that is a slip here; None if it is none."""
    for look in (
        _key,
        _remark,
        _ternary,
        _default,
        _of,
        _separator,
        _comma,
        _spaced_sign,
        _plus,
        _quotes,
        _value_first,
    ):
        found = look(spot)
        if found is not None:
            return found
    return None


def _key(spot: Spot) -> State | None:
    """A key of the file that has slipped into the rule: all that follows belongs to it."""
    match = _KEY.match(spot.text, spot.at)
    if match is None or spot.lexicon.vocabulary.get(match[1]):
        return None
    problem = spot.told(match.end(), "swallowed_key", f"「{match[1]}:」像是另一项，请另起一行，与「rule:」对齐。")
    return spot.state.push(spot.word(STRAY, spot.at, len(spot.text), known=False), problem)


def _remark(spot: Spot) -> State | None:
    """# and //, up to the end."""
    sign = spot.starts("#", "//", "/*")
    if not sign:
        return None
    end, message = spot.at + len(sign), f"规则里不能写说明，「{sign}」和后面的字请删去。"
    problem = Problem(spot.at, end, "remark", message, "", replaces=(spot.at, len(spot.text)))
    return spot.state.push(spot.word(STRAY, spot.at, len(spot.text), known=False), problem)


def _ternary(spot: Spot) -> State | None:
    """A ? B : C."""
    if spot.text[spot.at] not in "?？" or not re.search("[:：]", spot.text[spot.at :]):
        return None
    problem = spot.told(spot.at + 1, "ternary", "「? :」请写「若 … 则 … 否则 …」。")
    return spot.state.push(spot.word(STRAY, spot.at, len(spot.text), known=False), problem)


def _default(spot: Spot) -> State | None:
    """（没填按0）."""
    match = _DEFAULT.match(spot.text, spot.at)
    if match is None or not spot.follows_value:
        return None
    problem = spot.told(match.end(), "default", "请写「（没有填的按…）」，例如「（没有填的按0）」。", "（没有填的按")
    return spot.read_as("_DEFAULT", problem)


def _of(spot: Spot) -> State | None:
    """家庭成员.姓名 is 家庭成员的姓名."""
    sign = spot.starts(".", "->", "→", "::")
    if not sign or spot.state.last != "NAME":
        return None
    after = spot.past_spaces(spot.at + len(sign))
    if not (spot.lexicon.names_at(spot.text, after) or spot.text[after : after + 1].isalpha()):
        return None
    return spot.read_as("_OF", spot.told(spot.at + len(sign), "of", f"「{sign}」请写「的」。", "的"))


def _separator(spot: Spot) -> State | None:
    """Materials, arguments and options that are joined by the wrong sign."""
    typed = spot.starts(*_JOINED)
    if not typed or not spot.follows_value:
        return None
    end, opener = spot.at + len(typed), spot.opener
    after = spot.past_spaces(end)
    shown = spot.typed[spot.at : end]
    if opener in ("HANDED_ALL", "HANDED_ANY") and typed not in (",", "、"):
        names = spot.lexicon.names_at(spot.text, after)
        if names:
            any_of = "；任一份即可请写 已交任一(…)" if typed == "或" else ""
            return spot.read_as(
                "_SEPARATOR", spot.told(end, "separator", f"材料之间用「、」，不用「{shown}」{any_of}。", "、")
            )
    if opener == "FUNCTION" and typed in ("、", "；", ";") and not spot.state.in_values:
        return spot.read_as("_COMMA", spot.told(end, "separator", f"参数之间用逗号，不用「{shown}」。", ","))
    lists = typed not in ("、", "且", "或") and (spot.state.in_values or spot.lists_values)
    follows = spot.text[after : after + 1]
    if lists and (
        follows in ("“", '"')
        or spot.lexicon.options_at(spot.text, after)
        or (follows.isdigit() and typed not in ("/", "\\") and not spot.state.in_values)
    ):
        if spot.lexicon.names_at(spot.text, after) and not spot.wants_option:
            return None
        message = f"几个值之间用「、」，不用「{shown}」。"
        if follows.isdigit() and any(token.type == "_IN" for token in spot.state.tokens[-4:]):
            message = "范围请写「在 … 至 … 之间」。"
        return spot.read_as("_SEPARATOR", spot.told(end, "separator", message, "、"))
    return None


def _comma(spot: Spot) -> State | None:
    """A comma at an end, beside a joint, or before a word that is taken for one."""
    if spot.text[spot.at] != "," or spot.state.parens.endswith("f"):
        return None
    after = spot.past_spaces(spot.at + 1)
    if any(
        slip.terminal in _JOINTS and spot.stops(after + len(slip.typed)) for slip in slip_words_at(spot.text, after)
    ):
        return spot.state._replace(at=after)
    if not spot.state.last or after >= len(spot.text):
        place = "开头" if not spot.state.last else "末尾"
        return spot.skip(spot.told(spot.at + 1, "comma", f"{place}不要写逗号。"))
    if spot.state.last in (*_JOINTS, "_IF", "_UNLESS", "_SEMICOLON"):
        return spot.skip(spot.told(spot.at + 1, "comma", f"「{spot.state.tokens[-1]}」后面不要写逗号。"))
    return None


def _spaced_sign(spot: Spot) -> State | None:
    """> = with a space in it."""
    match = _SPACED_SIGN.match(spot.text, spot.at)
    if match is None:
        return None
    meant = f"{match[1]}="
    return spot.read_as(KEYWORDS[meant], spot.told(match.end(), "space", f"「{meant}」中间不要有空格。", meant))


def _plus(spot: Spot) -> State | None:
    """+5."""
    if spot.text[spot.at] != "+" or not (spot.is_value or spot.state.last in _ARITHMETIC):
        return None
    return spot.skip(spot.told(spot.at + 1, "plus", "正数前面不用写「+」。"))


def _quotes(spot: Spot) -> State | None:
    """A text or an option in quotes of another kind."""
    closing = _QUOTES.get(spot.text[spot.at])
    end = spot.text.find(closing, spot.at + 1) if closing else -1
    if end < 0:
        return None
    inner = spot.typed[spot.at + 1 : end]
    problem = spot.told(end + 1, "quotes", f"引号请用 “ ”：“{inner}”。", f"“{inner}”")
    return spot.read_as("QUOTED", problem, inner)


def _value_first(spot: Spot) -> State | None:
    """已婚 为 婚姻状况."""
    if spot.state.last not in ("", "_IF", "_OPEN", "_SEMICOLON", "_OF_CASE", "_THEN"):
        return None
    vocabulary, text, at = spot.lexicon.vocabulary, spot.text, spot.at
    options = spot.lexicon.options_at(text, at) or [each for each in ("是", "否") if text.startswith(each, at)]
    if not options or any(len(name) >= len(options[0]) for name in spot.lexicon.names_at(text, at)):
        return None
    option, end = options[0], at + len(options[0])
    equals = next((each for each in ("等于", "为", "=", "是") if text.startswith(each, spot.past_spaces(end))), None)
    if equals is None:
        return None
    after = spot.past_spaces(spot.past_spaces(end) + len(equals))
    names = spot.lexicon.names_at(text, after)
    if not names:
        return None
    written = f"{names[0]} 为 {option}"
    stop = after + len(names[0])
    problem = spot.told(stop, "value_first", f"字段写在前面，值写在后面：{written}。", written)
    name = spot.word("NAME", at, at, vocabulary.words[names[0]])
    value = spot.word("WORD", at, stop, option)
    return spot.state.push(name, problem).push(spot.word("_EQ", at, at)).push(value)
