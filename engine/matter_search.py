"""Finding a matter from what people say: its name, what it is called in the street, what happened in somebody's life.

Text is compared in pairs of characters, and in pairs of syllables, so that a word typed by its sound still meets its
like; letters are taken for pinyin or for initials. Rare pairs weigh more than common ones (inverse document frequency,
Spärck Jones 1972). What shares too little with every matter finds nothing: a wrong matter costs a visit.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz

from engine.matter import Matter

TITLE, CALLED, ABOUT = 1.0, 1.0, 0.7  # how much a pair counts in a name, in what people call it, in what it is about
SOUND = 0.55  # of what a pair of characters counts for
ONE = 0.2  # of what a pair counts for, for a character that stands in it
ENOUGH = 0.34  # of what was asked that a matter must answer
CLEAR = 0.5  # of the best answer that another one must reach
SPELT, ALIKE = 0.9, 82.0  # an abbreviation in letters counts so much; letters so much alike are a slip
LONGEST = 60  # characters of a question that are looked at
# Words that say that somebody asks, not what about.
_ASKING = re.compile(
    "请问|你好|您好|我想要|我想|我要|我们|我家|帮我|想要|需要|怎么样|怎么办理|怎么办|怎样|怎么|如何|哪里|在哪|哪儿|去哪|"
    "什么|可以|能不能|能否|是否|是不是|要不要|应该|办理|手续|一下|咋办|咋弄|咋|吗|呢|啊|了|的|去|到|来|给|想|要|办|我|你|您"
)
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
_LETTERS = re.compile(r"[a-z]+")
_WORDS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff\U00020000-\U000323af]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A matter found, and the share of the question that it answers, 0 to 1 and a little more for a name said whole."""

    matter: Matter
    score: float


@dataclass(frozen=True, slots=True)
class _Entry:
    matter: Matter
    terms: Mapping[str, float]
    phrases: tuple[str, ...]
    spelt: tuple[tuple[str, str], ...]  # each phrase in pinyin and in initials


class MatterSearch:
    """An index over the matters of a town; made once, asked often."""

    def __init__(self, matters: Iterable[Matter]) -> None:
        self._entries = [_entry(matter) for matter in matters]
        counts = Counter(term for entry in self._entries for term in entry.terms)
        self._common = {term: math.log(1 + len(self._entries) / count) for term, count in counts.items()}
        self._unheard = math.log(1 + len(self._entries))

    def find(self, question: str, most: int = 10) -> tuple[Hit, ...]:
        """The matters that answer a question, best first; none where nothing fits."""
        said = normal(question)
        letters = "".join(_LETTERS.findall(said))
        asked = self._asked(said)
        hits = [Hit(entry.matter, self._score(entry, said, letters, asked)) for entry in self._entries]
        hits = sorted((hit for hit in hits if hit.score >= ENOUGH), key=lambda hit: (-hit.score, hit.matter.id))
        return tuple(hit for hit in hits if hit.score >= CLEAR * hits[0].score)[:most]

    def _asked(self, said: str) -> dict[str, float]:
        """What is asked about, term by term, each with its weight."""
        left = _ASKING.sub(" ", said)
        return {term: share * self._common.get(term, self._unheard) for term, share in _terms(left).items()}

    def _score(self, entry: _Entry, said: str, letters: str, asked: Mapping[str, float]) -> float:
        by_letters = _by_letters(entry, letters) if letters and not _HAN.search(said) else 0.0
        whole = sum(weight for term, weight in asked.items() if term[0] != _SOUND_MARK)
        if not whole:
            return by_letters
        found = 0.0
        for term, weight in asked.items():
            here = entry.terms.get(term, 0.0)
            if term[0] != _SOUND_MARK:
                sound = entry.terms.get(_sound_of(term), 0.0) if len(term) > 1 else 0.0
                found += weight * max(here, SOUND * sound)
        named = max((0.3 for phrase in entry.phrases if phrase == said), default=0.0)
        inside = max((0.1 + len(p) / 100 for p in entry.phrases if len(p) > 1 and p in said), default=0.0)
        return max(by_letters, found / whole + max(named, inside))


_SOUND_MARK = "~"


def normal(text: str) -> str:
    """Text as it is compared: half-width, small letters, without signs, not too long."""
    return "".join(_WORDS.findall(unicodedata.normalize("NFKC", text[:LONGEST]).lower()))


def _terms(text: str) -> dict[str, float]:
    """Pairs of characters, and single ones that count less; other runs as they are."""
    terms: dict[str, float] = {}
    for run in _WORDS.findall(text):
        if not _HAN.match(run):
            terms[run] = 1.0
            continue
        for pair in pairwise(run):
            terms["".join(pair)] = 1.0
        for character in run:
            terms.setdefault(character, 1.0 if len(run) == 1 else ONE)
    return terms


@lru_cache(maxsize=20_000)
def _sound_of(term: str) -> str:
    return _SOUND_MARK + " ".join(_syllables(term))


@lru_cache(maxsize=20_000)
def _syllables(text: str) -> tuple[str, ...]:
    """The syllables of a text; the sounds that many people do not tell apart are one."""
    plain = lazy_pinyin(text, style=Style.NORMAL)
    return tuple(re.sub("ng$", "n", re.sub("^(z|c|s)h", r"\1", syllable)) for syllable in plain)


def _entry(matter: Matter) -> _Entry:
    terms: dict[str, float] = {}
    questions = tuple(one.asks for one in matter.particulars.questions)
    results = tuple(result.name for result in matter.results)
    weighted = (
        (TITLE, (matter.title,)), (CALLED, matter.aliases), (CALLED, matter.keywords), (ABOUT, questions),
        (ABOUT, results), (ABOUT, matter.particulars.topics),
    )  # fmt: skip
    for weight, texts in weighted:
        for text in texts:
            for term in _terms(normal(text)):
                terms[term] = max(terms.get(term, 0.0), weight)
                if len(term) > 1 and _HAN.match(term):
                    terms[_sound_of(term)] = max(terms.get(_sound_of(term), 0.0), weight)
    phrases = tuple(normal(text) for text in (matter.title, *matter.aliases, *matter.keywords))
    spelt = tuple((_spelt(phrase, Style.NORMAL), _spelt(phrase, Style.FIRST_LETTER)) for phrase in phrases)
    return _Entry(matter, terms, phrases, spelt)


def _spelt(phrase: str, style: Style) -> str:
    return "".join(lazy_pinyin(phrase, style=style))


def _by_letters(entry: _Entry, letters: str) -> float:
    """How well letters spell what the matter is called: its initials or its pinyin, whole, from the start or within."""
    best = 0.0
    for pinyin, initials in entry.spelt:
        for spelling in (pinyin, initials):
            if letters == spelling:
                return 1.2
            if len(letters) > 1 and spelling.startswith(letters):
                best = max(best, SPELT + 0.1 * len(letters) / len(spelling))
            elif len(letters) > 2 and letters in spelling:
                best = max(best, SPELT - 0.2 + 0.1 * len(letters) / len(spelling))
        if len(letters) > 5 and (alike := fuzz.partial_ratio(letters, pinyin, score_cutoff=ALIKE)):
            best = max(best, 0.6 * alike / 100 * min(1.0, len(pinyin) / len(letters)))
    return best
