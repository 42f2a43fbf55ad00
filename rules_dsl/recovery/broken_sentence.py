"""A sentence that broke: its tokens, and the place of the first that does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules_dsl.text.problem import Problem
from rules_dsl.text.tokens import Word
from rules_dsl.text.vocabulary import Vocabulary

from .cursor import ENDS_VALUE

ENDS = frozenset({"_AND", "_OR", "_THEN", "_ELSE", "_UNLESS", "_SEMICOLON", "_CLOSE", "_OF_CASE", "_STRAY"})
LITERALS = frozenset({"NUMBER", "QUANTITY", "PERCENT", "MONEY", "PERIOD", "DATE", "MONTH", "MONTH_DAY"})
VALUES = LITERALS | {
    *("WORD", "QUOTED", "NAME", "FILED", "PLACE", "_CLOSE", "AGGREGATE", "COUNT", "_FILLED", "_UNFILLED")
}


@dataclass(frozen=True, slots=True)
class Broken:
    """A sentence that broke at token `place` (behind the last one at the end of the text)."""

    text: str
    tokens: Sequence[Word]
    place: int
    vocabulary: Vocabulary

    @property
    def token(self) -> Word | None:
        """The token that does not fit, None at the end."""
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    @property
    def before(self) -> Word | None:
        """The token before it."""
        return self.tokens[self.place - 1] if self.place else None

    @property
    def ends_before(self) -> bool:
        """Whether the token before it can end a condition."""
        return self.kind(-1) in ENDS_VALUE

    def kind(self, offset: int = 0) -> str:
        """The terminal `offset` tokens from the break; $ outside the text."""
        place = self.place + offset
        return self.tokens[place].type if 0 <= place < len(self.tokens) else "$"

    def word(self, offset: int = 0) -> str:
        """The token `offset` from the break as typed; … outside the text."""
        place = self.place + offset
        return str(self.tokens[place]) if 0 <= place < len(self.tokens) else "…"

    def count(self, terminal: str) -> int:
        """How many tokens of a terminal stand before the break."""
        return sum(token.type == terminal for token in self.tokens[: self.place])

    def rest(self) -> str:
        """The text from the break on, shortened."""
        start = self.token.start_pos if self.token is not None else len(self.text)
        rest = self.text[start:].strip()
        return rest if len(rest) <= 12 else rest[:12] + "…"

    def phrase(self, first: int, last: int) -> str:
        """The text from token `first` to token `last`, both counted from the break."""
        return self.text[self.tokens[self.place + first].start_pos : self.tokens[self.place + last].end_pos].strip()

    def last_name(self) -> str:
        """The last name before the break, or …."""
        found = (token for token in reversed(self.tokens[: self.place]) if token.type in ("NAME", "FILED"))
        return str(next(found, "…"))

    def problem(
        self,
        code: str,
        message: str,
        fix: str | None = None,
        token: Word | None = None,
        replaces: tuple[int, int] | None = None,
    ) -> Problem:
        """A problem at a token, by default where the sentence broke. `replaces` counts tokens from the break: `fix`
        stands for all from the first to the last of them; it is left out where one of them lies outside the text."""
        at = token if token is not None else self.token
        start, end = (len(self.text),) * 2 if at is None else (at.start_pos, at.end_pos)
        stretch = None
        if replaces is not None:
            first, last = (self.place + offset for offset in replaces)
            if not 0 <= first <= last < len(self.tokens):
                fix = None
            else:
                stretch = (self.tokens[first].start_pos, self.tokens[last].end_pos)
        if fix is not None and "…" in fix:
            fix = None
        return Problem(start, end, code, message, fix, replaces=stretch)
