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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from engine.matter.records import Matter

TITLE, CALLED, ABOUT = 1.0, 1.0, 0.7  # how much a pair counts in a name, in what people call it, in what it is about
BESIDE = 0.45  # in the options and papers it asks for
MEANT = 0.85  # of what was said that a word of the same meaning counts for
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
_SOUND_MARK = "~"  # before the syllables of a term, so that no word is taken for them
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
    """A matter as it is compared: what stands in it, as written (`terms`) and with words of one meaning made one
    (`meant`); its names, and how each is spelt in pinyin and in initials."""

    matter: Matter
    terms: Mapping[str, float]
    meant: Mapping[str, float]
    phrases: tuple[str, ...]
    spelt: tuple[tuple[str, str], ...]


class MatterSearch:
    """An index over the matters of a town; made once, asked often. `synonyms` are words of one meaning."""

    def __init__(self, matters: Iterable[Matter], synonyms: Iterable[Sequence[str]] = ()) -> None:
        self._one_word = {normal(word): normal(group[0]) for group in synonyms for word in group}
        words = sorted(self._one_word, key=len, reverse=True)
        self._many_words = re.compile("|".join(map(re.escape, words)) or "(?!)")
        self._entries = [self._entry(matter) for matter in matters]
        self._rare = [_rarity(entry.terms for entry in self._entries), _rarity(entry.meant for entry in self._entries)]

    def find(self, question: str, most: int = 10) -> tuple[Hit, ...]:
        """The matters that answer a question, best first; none where nothing fits."""
        said = normal(question)
        about = _ASKING.sub(" ", said)
        asked = _weighed(about, self._rare[0])
        meant = _weighed(self._in_one_word(about), self._rare[1])
        letters = "" if _HAN.search(said) else "".join(_LETTERS.findall(said))
        hits = []
        for entry in self._entries:
            share = max(_answered(asked, entry.terms), MEANT * _answered(meant, entry.meant))
            score = max(_by_letters(entry, letters), share and share + _named(entry, said))
            if score >= ENOUGH:
                hits.append(Hit(entry.matter, score))
        hits.sort(key=lambda hit: (-hit.score, hit.matter.id))
        return tuple(hit for hit in hits if hit.score >= CLEAR * hits[0].score)[:most]

    def _in_one_word(self, text: str) -> str:
        return self._many_words.sub(lambda found: self._one_word[found[0]], text)

    def _entry(self, matter: Matter) -> _Entry:
        parts = [(weight, normal(text)) for weight, texts in _texts(matter) for text in texts]
        phrases = tuple(normal(text) for text in (matter.title, *matter.aliases, *matter.keywords))
        return _Entry(
            matter,
            _weighted(parts),
            _weighted([(weight, self._in_one_word(text)) for weight, text in parts]),
            phrases,
            tuple(("".join(_pinyin(phrase)), "".join(_pinyin(phrase, initials=True))) for phrase in phrases),
        )


def _texts(matter: Matter) -> Iterator[tuple[float, Iterable[str]]]:
    """What a matter says of itself, and how much it counts."""
    yield TITLE, (matter.title,)
    yield CALLED, matter.aliases
    yield CALLED, matter.keywords
    yield ABOUT, (one.asks for one in matter.particulars.questions)
    yield ABOUT, (one.name for one in matter.results)
    yield ABOUT, matter.particulars.topics
    yield BESIDE, (option for one in matter.fields for option in one.options)
    yield BESIDE, (one.name for one in matter.materials)


def _rarity(entries: Iterable[Mapping[str, float]]) -> Callable[[str], float]:
    """How much a term tells: the fewer matters it stands in, the more."""
    kept = list(entries)
    counts = Counter(term for terms in kept for term in terms)
    return lambda term: math.log(1 + len(kept) / counts.get(term, 0.5))


def _weighed(text: str, rare: Callable[[str], float]) -> list[tuple[str, str, float]]:
    """What is asked: each term, its sound ('' for a single character) and the share of the question that it is."""
    found = [
        (term, _sound_of(term) if len(term) > 1 else "", share * rare(term)) for term, share in _terms(text).items()
    ]
    whole = sum(weight for _, _, weight in found)
    return [(term, sound, weight / whole) for term, sound, weight in found]


def _answered(asked: Iterable[tuple[str, str, float]], terms: Mapping[str, float]) -> float:
    """The share of what was asked that stands in a matter, 0 to 1."""
    return sum(max(terms.get(term, 0.0), SOUND * terms.get(sound, 0.0)) * weight for term, sound, weight in asked)


def _named(entry: _Entry, said: str) -> float:
    """A little more for a matter whose name, or part of one, was said whole."""
    if said in entry.phrases:
        return 0.3
    return max((0.1 + len(phrase) / 100 for phrase in entry.phrases if len(phrase) > 1 and phrase in said), default=0.0)


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
    return tuple(re.sub("ng$", "n", re.sub("^(z|c|s)h", r"\1", syllable)) for syllable in _pinyin(text))


def _pinyin(text: str, *, initials: bool = False) -> list[str]:
    """A syllable for each character, or its first letter; what is no character stays."""
    from pypinyin import Style, lazy_pinyin  # here, because reading its phrases would slow the start of every command

    return lazy_pinyin(text, style=Style.FIRST_LETTER if initials else Style.NORMAL)


def _weighted(parts: Iterable[tuple[float, str]]) -> dict[str, float]:
    """Every term and sound of some texts with the weight of the weightiest it stands in."""
    terms: dict[str, float] = {}
    for weight, text in parts:
        for term in _terms(text):
            terms[term] = max(terms.get(term, 0.0), weight)
            if len(term) > 1 and _HAN.match(term):
                terms[_sound_of(term)] = max(terms.get(_sound_of(term), 0.0), weight)
    return terms


def _by_letters(entry: _Entry, letters: str) -> float:
    """How well letters spell what the matter is called: its initials or its pinyin, whole, from the start or within."""
    if not letters:
        return 0.0
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
