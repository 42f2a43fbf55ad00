"""A vocabulary prepared for cutting text: words by their first sign, the longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rules_dsl.values.kinds import SEXES

from .keywords import KEYWORDS, PREDICATE_TERMINALS, PREDICATES, by_first_sign
from .vocabulary import Vocabulary

BIRTH, IDENTITY, AGE = "出生日期", "身份证号", "年龄"
_FULL_WORDS = "|".join((*PREDICATES["_FULL"], *PREDICATES["_NOT_FULL"]))
_FULL = re.compile(_FULL_WORDS)

KEYWORDS_BY_SIGN = by_first_sign(KEYWORDS)
PREDICATES_BY_SIGN = by_first_sign(word for word, terminal in KEYWORDS.items() if terminal in PREDICATE_TERMINALS)


class Lexicon:
    """A vocabulary prepared for cutting: words by their first sign, longest first."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.words = {each: name for each, name in vocabulary.words.items() if each}
        self.options = {sex: sex for sex in SEXES} | {
            each: option for each, option in vocabulary.options.items() if each
        }
        self.units = vocabulary.units
        self._names = by_first_sign(self.words)
        self._options = by_first_sign(self.options)
        self._births = dict(self._birth_spellings())
        self._birth_words = by_first_sign(self._births)

    def _birth_spellings(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """How a date of birth is spelled without its name, the terminal that is, and the name of the date or number."""
        for folded, name in self.words.items():
            if folded.endswith(BIRTH) and folded != BIRTH:
                yield from self._unless_named(folded.removesuffix(BIRTH), ("", AGE), "NAME", name)
            elif folded.endswith(IDENTITY) and folded != IDENTITY and self._is_identity(name):
                stem = folded.removesuffix(IDENTITY)
                by_number = f"按{IDENTITY}"
                endings = (by_number,) if stem + BIRTH in self.words else ("", AGE, by_number)
                yield from self._unless_named(stem, endings, "BIRTH", name)

    def _unless_named(
        self, stem: str, endings: Iterable[str], terminal: str, name: str
    ) -> Iterator[tuple[str, tuple[str, str]]]:
        return ((stem + ending, (terminal, name)) for ending in endings if stem + ending not in self.words)

    def _is_identity(self, name: str) -> bool:
        return any(each.type.kind == IDENTITY for each in self.vocabulary.get(name))

    def names_at(self, text: str, at: int) -> list[str]:
        """Names that begin there, the longest first."""
        return [name for name in self._names.get(text[at : at + 1], ()) if text.startswith(name, at)]

    def options_at(self, text: str, at: int) -> list[str]:
        """Options that begin there and may be written without quotes, the longest first."""
        found = [option for option in self._options.get(text[at : at + 1], ()) if text.startswith(option, at)]
        return [option for option in found if not option[0].isdigit() and option not in KEYWORDS]

    def births_at(self, text: str, at: int) -> list[tuple[str, str, str]]:
        """(申请人, NAME, 申请人出生日期) where 申请人, 申请人年龄 or 申请人按身份证号 stands before 满 and its like, or
        before 在 D 满; (申请人年龄, AGE, 申请人出生日期) elsewhere. The terminal is BIRTH for an identity number."""
        found = []
        for spelled in self._birth_words.get(text[at : at + 1], ()):
            if text.startswith(spelled, at):
                terminal, name = self._births[spelled]
                rest = text[at + len(spelled) :].lstrip(" ")
                if _FULL.match(rest) or (rest.startswith("在") and ahead(rest, 0, _FULL)):
                    found.append((spelled, terminal, name))
                elif spelled.endswith(AGE):
                    found.append((spelled, "AGE", name))
        return found

    def starts_word(self, text: str, at: int) -> bool:
        """Whether a name or a keyword begins there."""
        keywords = KEYWORDS_BY_SIGN.get(text[at : at + 1], ())
        return bool(self.names_at(text, at)) or any(text.startswith(each, at) for each in keywords)

    def joint_after(self, text: str, at: int) -> bool:
        """Whether 且 或 则 否则 除非 follows and is not the beginning of a longer name."""
        rest = text[at:].lstrip(" ")
        at = len(text) - len(rest)
        joint = next((word for word in ("否则", "除非", "且", "或", "则") if rest.startswith(word)), None)
        return joint is not None and not any(len(name) > len(joint) for name in self.names_at(text, at))

    def filled_before_name(self, text: str, at: int) -> bool:
        """Whether 已填 or 未填 stands there in front of the field it speaks of."""
        if not text.startswith(("已填", "未填"), at):
            return False
        rest = text[at + 2 :].lstrip(" ")
        return rest[:1] == "「" or bool(self.names_at(text, len(text) - len(rest)))


def ahead(text: str, at: int, pattern: re.Pattern[str]) -> bool:
    """Whether the pattern comes between `at` and the next comma, semicolon or closing bracket, brackets left out."""
    depth = 0
    for place in range(at, len(text)):
        sign = text[place]
        if depth == 0 and (sign in ",;)" or pattern.match(text, place)):
            return sign not in ",;)"
        depth += (sign == "(") - (sign == ")")
    return False


def predicate_length(text: str, at: int) -> int:
    """The length of the predicate word that begins there, 0 if none does."""
    words = PREDICATES_BY_SIGN.get(text[at : at + 1], ())
    return next((len(each) for each in words if text.startswith(each, at)), 0)


def lexicon(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of a vocabulary, made once and kept with it."""
    found = vocabulary.__dict__.get("_lexicon")
    if found is None:
        found = vocabulary.__dict__["_lexicon"] = Lexicon(vocabulary)
    return found
