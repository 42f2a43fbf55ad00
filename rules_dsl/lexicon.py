"""A vocabulary prepared for cutting text: words by their first sign, the longest first."""

from __future__ import annotations

from .keywords import KEYWORDS, PREDICATE_TERMINALS, by_first_sign
from .vocabulary import Vocabulary

_AGE_WORDS = ("满", "年满", "未满", "不满")


KEYWORDS_BY_SIGN = by_first_sign(KEYWORDS)
PREDICATES_BY_SIGN = by_first_sign(word for word, terminal in KEYWORDS.items() if terminal in PREDICATE_TERMINALS)


class Lexicon:
    """A vocabulary prepared for cutting: words by their first sign, longest first."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.words = {each: name for each, name in vocabulary.words.items() if each}
        self.options = {each: option for each, option in vocabulary.options.items() if each}
        self.units = vocabulary.units
        self._names = by_first_sign(self.words)
        self._options = by_first_sign(self.options)
        self._births = {}
        for folded in self.words:
            stem = folded.removesuffix("出生日期")
            if stem and stem != folded:
                for spelled in (stem, f"{stem}年龄"):
                    if spelled not in self.words:
                        self._births[spelled] = self.words[folded]
        self._birth_words = by_first_sign(self._births)

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
