"""A place in a text where reading has stopped at something that is no word, and ways to read on."""

from __future__ import annotations

from dataclasses import dataclass

from rules_dsl.text.keywords import VALUE_OPENERS
from rules_dsl.text.lexicon import Lexicon
from rules_dsl.text.literals import literals_at
from rules_dsl.text.problem import Problem
from rules_dsl.text.tokens import OPENERS, State, Word, word

QUOTES = {"“": "”", '"': '"', "”": "”", "「": "」", "『": "』"}
STOPS = frozenset(" ,;()、+-*/×÷<>=≥≤≠!“”\"「」『』。%[]{}【】｛｝［］〔〕〈〉《》：:？?！#|&~～^…‘’'＇")
STRAY = "_STRAY"  # a terminal of no sentence: what stands there has been told
BEGINNINGS = frozenset(
    {"", "_IF", "_AND", "_OR", "_SEMICOLON", "_OPEN", "_THEN", "_ELSE", "_UNLESS", "_OF_CASE", "_NOT"}
)
ENDS_VALUE = frozenset(
    {
        *("NAME", "WORD", "QUOTED", "NUMBER", "QUANTITY", "PERCENT", "MONEY", "PERIOD", "DATE", "MONTH", "MONTH_DAY"),
        *("FILED", "PLACE", "_CLOSE", "AGGREGATE", "COUNT", "OF_PART", "_FILLED", "_UNFILLED", "FORMAT", "_MIDDLE"),
        *("_WITHIN", "_BETWEEN", "_UP", "_DOWN", "_WELL_FORMED", "_DISTINCT"),
    }
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where reading is: the text as typed and folded, the words there are, and the state."""

    typed: str
    text: str
    lexicon: Lexicon
    state: State

    @property
    def at(self) -> int:
        """The place."""
        return self.state.at

    @property
    def is_value(self) -> bool:
        """Whether a value may stand here."""
        return self.state.last in VALUE_OPENERS or (self.state.in_values and self.state.last == "_SEPARATOR")

    @property
    def follows_value(self) -> bool:
        """Whether what stands before can be the end of a value or of a condition."""
        return self.state.last in ENDS_VALUE

    @property
    def begins(self) -> bool:
        """Whether a condition begins here."""
        return self.state.last in BEGINNINGS

    @property
    def waits_for_then(self) -> bool:
        """Whether a 若 has no 则 yet."""
        kinds = [token.type for token in self.state.tokens]
        return kinds.count("_IF") > kinds.count("_THEN")

    @property
    def wants_option(self) -> bool:
        """Whether an option of the field that a list of values speaks of may stand here."""
        tokens = list(self.state.tokens)
        while tokens and tokens[-1].type in ("WORD", "QUOTED", "_SEPARATOR", "_OR_VALUE", "NUMBER"):
            tokens.pop()
        if len(tokens) < 2 or tokens[-1].type not in VALUE_OPENERS or tokens[-2].type != "NAME":
            return False
        found = self.lexicon.vocabulary.get(str(tokens[-2].content))
        return any(name.type.options for name in found)

    @property
    def lists_values(self) -> bool:
        """Whether a list of values goes on here, be it in brackets."""
        tokens = self.state.tokens
        depth = 0
        for place in range(len(tokens) - 1, 0, -1):
            depth += (tokens[place].type == "_CLOSE") - (tokens[place].type in OPENERS)
            if depth < 0:
                return tokens[place].type == "_OPEN" and tokens[place - 1].type in VALUE_OPENERS
        return self.state.in_values

    @property
    def opener(self) -> str:
        """The terminal of the bracket that is open here, or nothing."""
        depth = 0
        for token in reversed(self.state.tokens):
            if token.type == "_CLOSE":
                depth += 1
            elif token.type in OPENERS:
                if not depth:
                    return token.type
                depth -= 1
        return ""

    @property
    def follows_rows(self) -> bool:
        """Whether the name of a 明细 stands before."""
        return self.lexicon.vocabulary.find(self.state.last_name, "rows") is not None

    @property
    def follows_filter(self) -> bool:
        """Whether 其中 (…) stands before."""
        tokens, depth = self.state.tokens, 0
        for place in range(len(tokens) - 1, 0, -1):
            depth += (tokens[place].type == "_CLOSE") - (tokens[place].type in OPENERS)
            if depth <= 0:
                return self.state.last == "_CLOSE" and tokens[place - 1].type == "_WHERE"
        return False

    def starts(self, *words: str) -> str:
        """The longest of the words that begins here, or nothing."""
        return max((each for each in words if self.text.startswith(each, self.at)), key=len, default="")

    def past_spaces(self, at: int) -> int:
        """The first place from `at` on that is no space."""
        return len(self.text) - len(self.text[at:].lstrip(" "))

    def begins_unknown(self, token: Word) -> bool:
        """Whether a token is the first sign of a value that is no word: 中 of 中国."""
        is_sign = len(token) == 1 and token.type.startswith("_") and token.isalpha()
        return self.is_value and is_sign and not self.stops(self.at + 1)

    def stretch(self, at: int) -> int:
        """The end of the stretch without spaces and signs that begins at a place."""
        return next((place for place in range(at, len(self.text)) if self.text[place] in STOPS), len(self.text))

    def stops(self, at: int) -> bool:
        """Whether a word may end before `at`: a sign, the end, a number or another word follows."""
        follows = self.text[at : at + 1]
        return not follows or follows in STOPS or follows.isdigit() or self.lexicon.starts_word(self.text, at)

    def told(self, end: int, code: str, message: str, fix: str | None = None, since: int | None = None) -> Problem:
        """What is wrong from here to `end`; `fix` stands for that, or for all `since` an earlier place."""
        if fix is not None and "…" in fix:
            fix = None
        return Problem(self.at, end, code, message, fix, replaces=None if since is None else (since, end))

    def word(self, terminal: str, start: int, end: int, content: object = None, known: bool = True) -> Word:
        """A token of this text."""
        return word(terminal, self.typed, start, end, content, known)

    def read_as(self, terminal: str, problem: Problem, content: object = None) -> State:
        """Past the problem, its text taken as this terminal."""
        known = terminal != STRAY
        return self.state.push(self.word(terminal, self.at, problem.end, content, known), problem)

    def read_as_literal(self, written: str, problem: Problem) -> State:
        """Past the problem, its text taken as the literal that `written` begins with."""
        literal = literals_at(written, 0, self.lexicon.units)[0]
        state = self.state
        if state.last == "_OF" and literal.terminal in ("NUMBER", "PERCENT"):  # 人数的三分之二
            of = self.word("OF_SHARE", state.tokens[-1].start_pos, state.tokens[-1].end_pos)
            state = state._replace(tokens=state.tokens[:-1]).push(of, at=state.at)
        token = self.word(literal.terminal, self.at, problem.end, (literal.type, literal.value))
        return state.push(token, problem)

    def skip(self, problem: Problem) -> State:
        """Past the problem, its text left out."""
        return self.state._replace(at=problem.end, problems=(*self.state.problems, problem))
