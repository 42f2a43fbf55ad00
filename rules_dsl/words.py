"""A rule's text cut into tokens, by longest match over the matter's own words and the keywords of the language.

A name wins over a keyword of the same or shorter length; an option is looked for only where a value may stand and wins
over a name of the same length there. Where the text can be cut in more than one way, every way comes out, the longest
words first: `parse` takes the first that is a sentence and refuses a text that has two readings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lark import Token

from .folding import fold
from .functions import FUNCTION_NAMES, ROUND_UP
from .keywords import (
    COUNTS,
    DEFAULT_OPENING,
    HANDED_IN,
    KEYWORDS,
    PARTS,
    PREDICATE_TERMINALS,
    VALUE_OPENERS,
)
from .literals import chinese_number, literals_at, wrong_unit
from .problems import Problem, nearest
from .values import Type
from .vocabulary import FILING_DATE, FILING_DATE_ALIASES, PLACES, Vocabulary

MOST_CUTTINGS = 32
MOST_STEPS = 6_000
_SYMBOLS = {";": "_SEMICOLON", "；": "_SEMICOLON", "、": "_SEPARATOR"}
_QUOTES = {"“": "”", '"': '"', "”": "”", "「": "」", "『": "』"}
_STOPS = frozenset(' ,;()、+-*/×÷<>=≥≤≠!“”"「」『』。%')
_FILLED = ("已填", "未填")
_AGE_WORDS = ("满", "年满", "未满", "不满")
_LANGUAGE_NAMES = {
    FILING_DATE: "FILED",
    **dict.fromkeys(FILING_DATE_ALIASES, "FILED"),
    **dict.fromkeys(PLACES, "PLACE"),
}
_SLIPS = {  # words people use that the language refuses: the problem's code, the message, and the token to go on with
    "今天": ("today", "规则不能用「今天」，请用「申请日」，否则以后重算结果会变。", "申请日", "FILED"),
    "今日": ("today", "规则不能用「今日」，请用「申请日」，否则以后重算结果会变。", "申请日", "FILED"),
    "当前日期": ("today", "规则不能用「当前日期」，请用「申请日」，否则以后重算结果会变。", "申请日", "FILED"),
    "距今": ("since_today", "没有「距今」；请写「… 在 申请日前6个月内」，这样将来的日期不会误过。", None, None),
    "距": ("since", "「距」看不出先后；请写「申请日 在 结束日期后30日内」。", None, None),
    "是": ("is", "相等请写「为」；「是」只作是否字段的值。", "为", "_EQ"),
    "并且": ("and_word", "「并且」请写「且」。", "且", "_AND"),
    "而且": ("and_word", "「而且」请写「且」。", "且", "_AND"),
    "或者": ("or_word", "「或者」请写「或」。", "或", "_OR"),
    "如果": ("if_word", "「如果」请写「若」。", "若", "_IF"),
    "那么": ("then_word", "「那么」请写「则」。", "则", "_THEN"),
}


class Word(Token):
    """A token with its `content`: the canonical spelling of a name or option, or (type, value) of a literal; `known`
    is False for a word that is in no vocabulary."""

    content: object = None
    known: bool = True


def word(terminal: str, text: str, start: int, end: int, content: object = None, known: bool = True) -> Word:
    """A token standing at `text[start:end]`."""
    token = Word(terminal, text[start:end], start, 1, start + 1, 1, end + 1, end)
    token.content, token.known = content, known
    return token


@dataclass(frozen=True, slots=True)
class Cutting:
    """One way to cut a text: its tokens and the problems met on the way."""

    tokens: tuple[Word, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def boundaries(self) -> tuple[tuple[int, int], ...]:
        """Where the words begin and end; two cuttings with equal boundaries differ only in what a word is taken for."""
        return tuple((token.start_pos or 0, token.end_pos or 0) for token in self.tokens)


@dataclass(frozen=True, slots=True)
class _State:
    """Where a cutting has got to. `parens` holds f for a function's bracket, p for any other."""

    at: int = 0
    last: str = ""
    last_name: str = ""
    in_values: bool = False
    parens: str = ""
    tokens: tuple[Word, ...] = ()
    problems: tuple[Problem, ...] = ()
    unfinished: tuple[int, ...] = field(default=())

    def push(self, token: Word, *problems: Problem, at: int | None = None) -> _State:
        kind, parens = token.type, self.parens
        if kind in ("FUNCTION", "_NOT", "HANDED_ALL", "HANDED_ANY", "HANDED_COPIES"):
            parens += "p" if kind == "_NOT" else "f"
        elif kind in ("_OPEN", "_DEFAULT"):
            parens += "p"
        elif kind == "_CLOSE":
            parens = parens[:-1]
        in_values = kind in VALUE_OPENERS or (self.in_values and kind in ("WORD", "QUOTED", "NAME", "NUMBER", "QUANTITY",
                                              "MONEY", "PERIOD", "PERCENT", "PLACE", "_SEPARATOR"))  # fmt: skip
        return replace(
            self,
            at=token.end_pos if at is None else at,
            last=kind,
            last_name=str(token.content) if kind == "NAME" else "",
            in_values=in_values,
            parens=parens,
            tokens=(*self.tokens, token),
            problems=(*self.problems, *problems),
        )


@lru_cache(maxsize=1)
def _keywords_by_sign() -> dict[str, tuple[str, ...]]:
    return _by_first_sign(KEYWORDS)


def _by_first_sign(words: object) -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for each in sorted(words, key=len, reverse=True):  # type: ignore[call-overload]
        index.setdefault(each[:1], []).append(each)
    return {sign: tuple(found) for sign, found in index.items()}


class Lexicon:
    """A vocabulary prepared for cutting: words by their first sign, longest first."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.words = {each: name for each, name in vocabulary.words.items() if each}
        self.options = {each: option for each, option in vocabulary.options.items() if each}
        self.units = vocabulary.units
        self._names = _by_first_sign(self.words)
        self._options = _by_first_sign(self.options)
        self._births = {}
        for folded in self.words:
            stem = folded.removesuffix("出生日期")
            if stem and stem != folded:
                for spelled in (stem, f"{stem}年龄"):
                    if spelled not in self.words:
                        self._births[spelled] = self.words[folded]
        self._birth_words = _by_first_sign(self._births)

    def names_at(self, text: str, at: int) -> list[str]:
        """Names that begin there, the longest first."""
        return [name for name in self._names.get(text[at : at + 1], ()) if text.startswith(name, at)]

    def options_at(self, text: str, at: int) -> list[str]:
        """Options that begin there and may be written without quotes, the longest first."""
        found = [option for option in self._options.get(text[at : at + 1], ()) if text.startswith(option, at)]
        return [option for option in found if not option[0].isdigit() and option not in KEYWORDS]

    def births_at(self, text: str, at: int) -> list[tuple[str, str]]:
        """(申请人, 申请人出生日期) where 申请人 or 申请人年龄 stands before 满 and its like."""
        found = []
        for spelled in self._birth_words.get(text[at : at + 1], ()):
            end = at + len(spelled)
            rest = text[end : end + 4].lstrip(" ")
            if text.startswith(spelled, at) and rest.startswith(_AGE_WORDS):
                found.append((spelled, self._births[spelled]))
        return found


def lexicon(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of a vocabulary, made once and kept with it."""
    found = vocabulary.__dict__.get("_lexicon")
    if found is None:
        found = vocabulary.__dict__["_lexicon"] = Lexicon(vocabulary)
    return found


def cuttings(text: str, vocabulary: Vocabulary, is_cell: bool = False) -> Iterator[Cutting]:
    """Every way to cut the text (at most MOST_CUTTINGS), the longest words first; if there is none without an unknown
    word, the one longest-match way with unknown words in it. A cell of a table begins where a value may stand."""
    cutter = _Cutter(text, lexicon(vocabulary))
    start, found = _State(last="_EQ", in_values=True) if is_cell else _State(), False
    for state in cutter.walk(start):
        found = True
        yield Cutting(state.tokens, state.problems)
    if not found:
        yield cutter.forced(start)


class _Cutter:
    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.typed = text
        self.text = fold(text)
        self.lexicon = lexicon
        self.steps = 0

    def walk(self, start: _State) -> Iterator[_State]:
        """Depth first over the candidates, until the budget is used up."""
        pending, found = [start], 0
        while pending and found < MOST_CUTTINGS and self.steps < MOST_STEPS:
            state = self.skip(pending.pop())
            self.steps += 1
            if state.at >= len(self.text):
                found += 1
                yield state
            else:
                pending.extend(reversed(self.candidates(state)))

    def forced(self, start: _State) -> Cutting:
        """The longest-match way, unknown stretches taken as names."""
        state = self.skip(start)
        while state.at < len(self.text):
            found = self.candidates(state)
            state = self.skip(found[0] if found else self.unknown(state))
        return Cutting(state.tokens, state.problems)

    def skip(self, state: _State) -> _State:
        """Past spaces, a comma that only separates (before 且 或 则 否则 除非), and a closing 。"""
        at, text = state.at, self.text
        while at < len(text):
            if text[at] == " " or (text[at] == "。" and not text[at + 1 :].strip()) or (text[at] == "," and not state.parens.endswith("f") and self.joint_after(at + 1)):
                at += 1
            else:
                break
        return replace(state, at=at) if at != state.at else state

    def joint_after(self, at: int) -> bool:
        """Whether 且 或 则 否则 除非 follows and is not the beginning of a longer name."""
        rest = self.text[at:].lstrip(" ")
        at = len(self.text) - len(rest)
        joint = next((word for word in ("否则", "除非", "且", "或", "则") if rest.startswith(word)), None)
        if joint is None:
            return False
        return not any(len(name) > len(joint) for name in self.lexicon.names_at(self.text, at))

    def make(self, terminal: str, start: int, end: int, content: object = None, known: bool = True) -> Word:
        return word(terminal, self.typed, start, end, content, known)

    def candidates(self, state: _State) -> list[_State]:
        """The next words that may stand here, the best first."""
        text, at = self.text, state.at
        sign = text[at]
        if sign in _QUOTES:
            quoted = self.quoted(state)
            return [quoted] if quoted else []
        if sign in _SYMBOLS:
            return [state.push(self.make(_SYMBOLS[sign], at, at + 1))]
        if sign == ",":
            return [state.push(self.make("_COMMA" if state.parens.endswith("f") else "_STRAY", at, at + 1))]
        if sign == "(":
            opening = text[at + 1 :].lstrip(" ")
            if opening.startswith(DEFAULT_OPENING):
                end = len(text) - len(opening) + len(DEFAULT_OPENING)
                return [state.push(self.make("_DEFAULT", at, end))]
            return [state.push(self.make("_OPEN", at, at + 1))]
        if sign == ")":
            return [state.push(self.make("_CLOSE", at, at + 1))]
        found: list[tuple[int, int, list[_State]]] = []
        if sign in "0123456789":
            found.extend(self.literals(state))
        found.extend(self.words(state))
        found.sort(key=lambda each: (-each[0], each[1]))
        return [following for _, _, states in found for following in states]

    def quoted(self, state: _State) -> _State | None:
        at, sign = state.at, self.typed[state.at]
        closing = _QUOTES[fold(sign) if sign == "＂" else sign]
        end = next((i for i in range(at + 1, len(self.typed)) if self.typed[i] == closing or
                    (closing == "”" and self.typed[i] == '"') or self.text[i] == closing), -1)  # fmt: skip
        if end < 0:
            return None
        inner = self.typed[at + 1 : end]
        if sign in "「『":
            canonical = self.lexicon.words.get(fold(inner.strip()))
            language = _LANGUAGE_NAMES.get(inner.strip()) if canonical is None else None
            if language:
                return state.push(self.make(language, at, end + 1, inner.strip()))
            return state.push(self.make("NAME", at, end + 1, canonical or inner.strip(), canonical is not None))
        return state.push(self.make("QUOTED", at, end + 1, inner))

    def literals(self, state: _State) -> Iterator[tuple[int, int, list[_State]]]:
        """Numbers, dates and what goes with them; a reading with a shorter unit only where a word follows at once."""
        at, first = state.at, True
        for literal in literals_at(self.text, at, self.lexicon.units):
            follows = self.text[literal.end : literal.end + 1]
            if first or (follows and follows not in _STOPS and self.starts_word(literal.end)):
                token = self.make(literal.terminal, at, literal.end, (literal.type, literal.value))
                yield literal.end - at, 2, [state.push(token, *filter(None, (literal.problem,)))]
            first = False

    def starts_word(self, at: int) -> bool:
        text = self.text
        return bool(self.lexicon.names_at(text, at)) or any(
            text.startswith(each, at) for each in _keywords_by_sign().get(text[at], ())
        )

    def words(self, state: _State) -> Iterator[tuple[int, int, list[_State]]]:
        """Names, options, functions and keywords that begin here, each with its length and rank among equals."""
        text, at = self.text, state.at
        value = state.last in VALUE_OPENERS or (state.in_values and state.last == "_SEPARATOR")
        argument = state.parens.endswith("f") and state.last in ("FUNCTION", "_COMMA")
        if value or argument:
            for option in self.lexicon.options_at(text, at):
                yield len(option), 0 if value else 4, [state.push(self.make("WORD", at, at + len(option), option))]
            if argument and text.startswith(ROUND_UP, at) and text[at + 2 : at + 3] != "(":
                yield len(ROUND_UP), 1, [state.push(self.make("WORD", at, at + len(ROUND_UP), ROUND_UP))]
            if text[at] in "是否":
                yield 1, 1, [state.push(self.make("WORD", at, at + 1, text[at]))]
        if text[at] == "零":
            yield 1, 5, [state.push(self.make("NUMBER", at, at + 1, (Type("整数"), 0)))]
        for name in self.lexicon.names_at(text, at):
            yield len(name), 2, [state.push(self.make("NAME", at, at + len(name), self.lexicon.words[name]))]
        for spelled, name in self.lexicon.births_at(text, at):
            yield len(spelled), 2, [state.push(self.make("NAME", at, at + len(spelled), name))]
        for language, terminal in _LANGUAGE_NAMES.items():
            if text.startswith(language, at):
                yield len(language), 3, [state.push(self.make(terminal, at, at + len(language), language))]
        yield from self.openers(state)
        for keyword in _keywords_by_sign().get(text[at], ()):
            if text.startswith(keyword, at):
                yield len(keyword), 6, self.keyword(state, keyword)
        if text[at] in "且或":
            yield 1, 6, self.conjunction(state)
        if text[at] in "的中":
            yield from self.of(state)

    def openers(self, state: _State) -> Iterator[tuple[int, int, list[_State]]]:
        """A word directly before a bracket: a function, 非, or one of the 已交 family."""
        text, at = self.text, state.at
        end = text.find("(", at, at + 8)
        if end > at:
            spelled = text[at:end].rstrip(" ")
            terminal = HANDED_IN.get(spelled) or ("_NOT" if spelled == "非" else None)
            if terminal is None and spelled in FUNCTION_NAMES and end == at + len(spelled):
                terminal = "FUNCTION"
            if terminal:
                token = self.make(terminal, at, end + 1, spelled)
                yield end - at, 1, [state.push(token)]

    def keyword(self, state: _State, keyword: str) -> list[_State]:
        at, terminal = state.at, KEYWORDS[keyword]
        content = keyword if terminal == "AGGREGATE" else None
        return [state.push(self.make(terminal, at, at + len(keyword), content))]

    def conjunction(self, state: _State) -> list[_State]:
        """且 and 或: between sentences; before a predicate (same subject); 或 before a value (one more of the list)."""
        text, at = self.text, state.at
        sign, after = text[at], at + 1
        rest = text[after:].lstrip(" ")
        after = len(text) - len(rest)
        plain = state.push(self.make("_AND" if sign == "且" else "_OR", at, at + 1))
        same = state.push(self.make("_AND_SAME" if sign == "且" else "OR_SAME", at, at + 1))
        name = max((len(each) for each in self.lexicon.names_at(text, after)), default=0)
        if sign == "或" and state.in_values and rest:
            value = state.push(self.make("_OR_VALUE", at, at + 1))
            option = max((len(each) for each in self.lexicon.options_at(text, after)), default=0)
            if rest[0] in '“"' or rest[0].isdigit() or (option and option >= name):
                return [value, plain]
        predicate = self.predicate_length(after)
        if predicate and predicate > name and not self.filled_before_name(after):
            return [same, plain]
        return [plain]

    def predicate_length(self, at: int) -> int:
        text = self.text
        lengths = (len(each) for each in _keywords_by_sign().get(text[at : at + 1], ())
                   if KEYWORDS[each] in PREDICATE_TERMINALS and text.startswith(each, at))  # fmt: skip
        return max(lengths, default=0)

    def filled_before_name(self, at: int) -> bool:
        """Whether 已填 or 未填 stands there in front of the field it speaks of."""
        text = self.text
        if not text.startswith(_FILLED, at):
            return False
        rest = text[at + 2 :].lstrip(" ")
        return rest[:1] == "「" or bool(self.lexicon.names_at(text, len(text) - len(rest)))

    def of(self, state: _State) -> Iterator[tuple[int, int, list[_State]]]:
        """的: the end of a case (的，), a share (的 80%), a part of a value (的 年份), a count, or a column."""
        text, at = self.text, state.at
        end = at + 2 if text.startswith("中的", at) else at + 1
        if text[end - 1] != "的":
            return
        rest = text[end:].lstrip(" ")
        after = len(text) - len(rest)
        plain = self.make("_OF", at, at + 1)
        if end == at + 1:
            if rest.startswith(","):
                yield 1, 6, [state.push(self.make("_OF_CASE", at, at + 1), at=after + 1)]
                return
            if rest.startswith(("已填", "未填", "已交")):
                yield 1, 6, [state.push(self.make("_OF_CASE", at, at + 1))]
                return
            if rest[:1].isdigit():
                yield 1, 6, [state.push(self.make("OF_SHARE", at, at + 1))]
                return
            count = next((each for each in COUNTS if rest.startswith(each)), None)
            name = max((len(each) for each in self.lexicon.names_at(text, after)), default=0)
            if count and name <= len(count):
                counted = state.push(plain).push(self.make("COUNT", after, after + len(count), count))
                yield 1, 6, [counted]
        part = next((each for each in PARTS if rest.startswith(each)), None)
        states = []
        of_rows = state.last != "NAME" or self.lexicon.vocabulary.find(state.last_name, "rows") is not None
        if end == at + 1 and (of_rows or not part):
            states.append(state.push(plain))
        if part and (state.last != "NAME" or not of_rows):
            states.append(state.push(self.make("OF_PART", at, after + len(part), part)))
        if states:
            yield end - at, 7, states

    def unknown(self, state: _State) -> _State:
        """Past a stretch that is no word: taken as a name (or a value where one may stand), with what is wrong."""
        text, at = self.text, state.at
        sign = text[at]
        for slip, (code, message, fix, terminal) in _SLIPS.items():
            if text.startswith(slip, at):
                problem = Problem(at, at + len(slip), code, message, fix)
                if terminal is None:
                    return state.push(self.make("_STRAY", at, at + len(slip), slip, False), problem)
                return state.push(self.make(terminal, at, at + len(slip), fix), problem)
        if sign in _QUOTES:
            problem = Problem(at, at + 1, "quote", f"引号「{sign}」没有配对。")
            return state.push(self.make("QUOTED", at, len(text), self.typed[at + 1 :]), problem, at=len(text))
        numeral = chinese_number(text, at)
        if numeral:
            literal = literals_at((numeral.fix or "1").split("/")[0], 0, frozenset())[0]
            token = self.make(literal.terminal, at, numeral.end, (literal.type, literal.value))
            return state.push(token, numeral)
        end = self.end_of_unknown(at)
        unit = wrong_unit(text, at, end)
        if unit:
            return replace(state, at=unit.end, problems=(*state.problems, unit))
        value = state.last in VALUE_OPENERS or (state.in_values and state.last == "_SEPARATOR")
        typed = self.typed[at:end]
        return state.push(self.make("WORD" if value else "NAME", at, end, typed, False))

    def end_of_unknown(self, at: int) -> int:
        """Up to the next sign that ends a word; or up to a keyword or name within, unless the whole looks like a name."""
        text = self.text
        stop = next((i for i in range(at + 1, len(text)) if text[i] in _STOPS), len(text))
        if text[at] in _STOPS:
            return at + 1
        whole = text[at:stop]
        if nearest(
            whole, (each for each in (*self.lexicon.words, *self.lexicon.options) if abs(len(each) - len(whole)) < 2)
        ):
            return stop
        for i in range(at + 1, stop):
            if len(self.lexicon.names_at(text, i)[:1]) and len(self.lexicon.names_at(text, i)[0]) > 1:
                return i
            if (
                text[i].isdigit()
                or text[i] in "的且或"
                or any(
                    text.startswith(each, i)
                    for each in _keywords_by_sign().get(text[i], ())
                    if each not in ("内", "前", "后")
                )
            ):
                return i
        return stop
