"""A rule's text cut into tokens, by longest match over the matter's own words and the keywords of the language.

A name wins over a keyword of the same or shorter length; an option is looked for only where a value may stand and wins
over a name of the same length there. Where the text can be cut in more than one way, every way comes out, the longest
words first: `parser` takes the first that is a sentence and refuses a text that has two readings.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules_dsl.recovery.cursor import QUOTES, STOPS, Spot
from rules_dsl.recovery.skipping import past_slip, past_unknown
from rules_dsl.text.keywords import DEFAULT_OPENING, FORMAT_WORD, HANDED_IN, KEYWORDS, VALUE_OPENERS, by_first_sign
from rules_dsl.text.lexicon import KEYWORDS_BY_SIGN, Lexicon, lexicon
from rules_dsl.text.literals import literals_at
from rules_dsl.text.problem import Problem, nearest
from rules_dsl.text.tokens import Cutting, State, Word, word
from rules_dsl.text.vocabulary import FILING_DATE, FILING_DATE_ALIASES, PLACES, Vocabulary
from rules_dsl.values.folding import fold
from rules_dsl.values.formats import FORMATS
from rules_dsl.values.functions import FUNCTION_NAMES, ROUND_UP
from rules_dsl.values.kinds import Type

from .particles import PARTICLES, Found

MOST_CUTTINGS = 32
MOST_STEPS = 6_000
LONGEST_OPENER = 8  # signs up to a bracket, spaces included
_SYMBOLS = {";": "_SEMICOLON", "；": "_SEMICOLON", "、": "_SEPARATOR"}
_LANGUAGE_NAMES = {
    FILING_DATE: "FILED",
    **dict.fromkeys(FILING_DATE_ALIASES, "FILED"),
    **dict.fromkeys(PLACES, "PLACE"),
}
_LANGUAGE_BY_SIGN = by_first_sign(_LANGUAGE_NAMES)


def _the_longest_first(found: Found) -> tuple[int, int]:
    return -found[0], found[1]


def cuttings(text: str, vocabulary: Vocabulary, is_cell: bool = False) -> Iterator[Cutting]:
    """Every way to cut the text into words that exist (at most MOST_CUTTINGS), the longest words first. A cell of a
    table begins where a value may stand."""
    return Cutter(text, lexicon(vocabulary), is_cell).cuttings()


class Cutter:
    """A text being cut. Whoever finds that a cutting is no sentence says so with `refuse`."""

    def __init__(self, text: str, lexicon: Lexicon, is_cell: bool = False) -> None:
        self.typed = text
        self.text = fold(text)
        self.lexicon = lexicon
        self.start = State(last="_EQ", in_values=True) if is_cell else State()
        self.pending: list[State] = []

    def cuttings(self) -> Iterator[Cutting]:
        """Depth first over the candidates, until the budget is used up."""
        self.pending = [self.start]
        steps = found = 0
        while self.pending and found < MOST_CUTTINGS and steps < MOST_STEPS:
            state = self.skip(self.pending.pop())
            steps += 1
            if state.at >= len(self.text):
                found += 1
                yield Cutting(state.tokens, state.problems)
            else:
                self.pending.extend(reversed(self.candidates(state)))

    def refuse(self, cutting: Cutting, place: int) -> None:
        """Leave out what begins like this cutting up to the token at `place`, which does not fit behind those before it
        (the end, where `place` is their number)."""
        if place < len(cutting.tokens):
            token = cutting.tokens[place]
            self.pending = [
                state for state in self.pending if len(state.tokens) <= place or state.tokens[place] is not token
            ]

    def mended(self) -> Cutting:
        """The longest-match way to cut a text that cannot be read: slips taken as what was meant, with their problems,
        and what is no word as a name that does not exist."""
        state = self.skip(self.start)
        while state.at < len(self.text):
            spot = Spot(self.typed, self.text, self.lexicon, state)
            found = [following for following in self.candidates(state) if not spot.begins_unknown(following.tokens[-1])]
            longest = max((following.tokens[-1].end_pos - state.at for following in found), default=0)
            state = self.skip(past_slip(spot, longest) or (found[0] if found else past_unknown(spot)))
        return Cutting(state.tokens, state.problems)

    def skip(self, state: State) -> State:
        """Past spaces, a comma that only separates (before 且 或 则 否则 除非), and a closing 。"""
        at, text = state.at, self.text
        if at < len(text) and text[at] not in " ,。":
            return state
        while at < len(text):
            if (
                text[at] == " "
                or (text[at] == "。" and not text[at + 1 :].strip())
                or (text[at] == "," and not state.parens.endswith("f") and self.lexicon.joint_after(text, at + 1))
            ):
                at += 1
            else:
                break
        return State(at, *state[1:]) if at != state.at else state

    def make(self, terminal: str, start: int, end: int, content: object = None, known: bool = True) -> Word:
        return word(terminal, self.typed, start, end, content, known)

    def candidates(self, state: State) -> list[State]:
        """The next words that may stand here, the best first."""
        text, at = self.text, state.at
        sign = text[at]
        if sign in QUOTES:
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
        if state.last == "_CONFORMS":
            return [self.format(state)]
        found: list[Found] = []
        if sign in "0123456789":
            found.extend(self.literals(state))
        found.extend(self.words(state))
        if len(found) > 1:
            found.sort(key=_the_longest_first)
        return [following for _, _, states in found for following in states]

    def quoted(self, state: State) -> State | None:
        at, sign = state.at, self.typed[state.at]
        closing = QUOTES[fold(sign) if sign == "＂" else sign]
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

    def format(self, state: State) -> State:
        """The name of a format behind 符合; 格式 may follow it."""
        text, at = self.text, state.at
        name = max((name for name in FORMATS if text.startswith(fold(name), at)), key=len, default=None)
        if name is not None:
            end = at + len(name)
            end += len(FORMAT_WORD) if text.startswith(FORMAT_WORD, end) else 0
            return state.push(self.make("FORMAT", at, end, name))
        end = next((place for place in range(at + 1, len(text)) if text[place] in STOPS), len(text))
        typed = self.typed[at:end].removesuffix(FORMAT_WORD)
        near = nearest(typed, FORMATS)
        hint = f"是不是「{near}」？" if near else f"可用：{'、'.join(FORMATS)}。"
        problem = Problem(at, end, "unknown_format", f"没有名为「{typed}」的格式，{hint}", near)
        return state.push(self.make("FORMAT", at, end, typed, False), problem)

    def literals(self, state: State) -> Iterator[Found]:
        """Numbers, dates and what goes with them; a reading with a shorter unit only where a word follows at once."""
        at, first = state.at, True
        for literal in literals_at(self.text, at, self.lexicon.units):
            follows = self.text[literal.end : literal.end + 1]
            if first or (follows and follows not in STOPS and self.lexicon.starts_word(self.text, literal.end)):
                token = self.make(literal.terminal, at, literal.end, (literal.type, literal.value))
                yield literal.end - at, 2, [state.push(token, *filter(None, (literal.problem,)))]
            first = False

    def words(self, state: State) -> Iterator[Found]:
        """Names, options, functions and keywords that begin here, each with its length and rank among equals."""
        text, at = self.text, state.at
        sign, last = text[at], state.last
        value = last in VALUE_OPENERS or (state.in_values and last == "_SEPARATOR")
        argument = last == "_TO" or (last in ("FUNCTION", "_COMMA") and state.parens.endswith("f"))
        if value or argument:
            for option in self.lexicon.options_at(text, at):
                yield len(option), 0 if value else 4, [state.push(self.make("WORD", at, at + len(option), option))]
            if argument and text.startswith(ROUND_UP, at) and text[at + 2 : at + 3] != "(":
                yield len(ROUND_UP), 1, [state.push(self.make("WORD", at, at + len(ROUND_UP), ROUND_UP))]
            if sign in "是否":
                yield 1, 1, [state.push(self.make("WORD", at, at + 1, sign))]
        if sign == "零":
            yield 1, 5, [state.push(self.make("NUMBER", at, at + 1, (Type("整数"), 0)))]
        for name in self.lexicon.names_at(text, at):
            yield len(name), 2, [state.push(self.make("NAME", at, at + len(name), self.lexicon.words[name]))]
        for spelled, terminal, name in self.lexicon.births_at(text, at):
            yield len(spelled), 2, [state.push(self.make(terminal, at, at + len(spelled), name))]
        for language in _LANGUAGE_BY_SIGN.get(sign, ()):
            if text.startswith(language, at):
                terminal = _LANGUAGE_NAMES[language]
                yield len(language), 3, [state.push(self.make(terminal, at, at + len(language), language))]
        if text.find("(", at, at + LONGEST_OPENER) > at:
            yield from self.openers(state)
        for keyword in KEYWORDS_BY_SIGN.get(sign, ()):
            if text.startswith(keyword, at):
                hidden = value and keyword == "按" and self.lexicon.options_at(text, at)  # 为 按坐落 is an option
                if not hidden:
                    yield len(keyword), 6, self.keyword(state, keyword)
        if sign in PARTICLES:
            yield from PARTICLES[sign](self, state)

    def openers(self, state: State) -> Iterator[Found]:
        """A word directly before a bracket: a function, 非, or one of the 已交 family."""
        text, at = self.text, state.at
        end = text.find("(", at, at + LONGEST_OPENER)
        spelled = text[at:end].rstrip(" ")
        terminal = HANDED_IN.get(spelled) or ("_NOT" if spelled == "非" else None)
        if terminal is None and spelled in FUNCTION_NAMES and end == at + len(spelled):
            terminal = "FUNCTION"
        if terminal:
            yield end - at, 1, [state.push(self.make(terminal, at, end + 1, spelled))]

    def keyword(self, state: State, keyword: str) -> list[State]:
        at, terminal = state.at, KEYWORDS[keyword]
        content = keyword if terminal == "AGGREGATE" else None
        return [state.push(self.make(terminal, at, at + len(keyword), content))]
