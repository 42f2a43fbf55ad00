"""Slips of single words and numbers, taken as what was meant (the words themselves stand in `foreign_words`)."""

from __future__ import annotations

from rules_dsl.text.keywords import COUNTS, KEYWORDS, PREDICATE_TERMINALS
from rules_dsl.text.lexicon import KEYWORDS_BY_SIGN
from rules_dsl.text.tokens import State

from .cursor import Spot
from .foreign_words import ANYWHERE, BEGINNING, FIELD, ROWS, SKIPPED, UNIT, VALUE, SlipWord, slip_words_at

_BEHIND_VALUES = PREDICATE_TERMINALS | {
    *("_AND", "_OR", "_THEN", "_ELSE", "_OF_CASE", "_TO", "_PLUS", "_MINUS", "_TIMES", "_OVER", "_EACH", "_ANY"),
    *("_WITHIN", "_SEMICOLON", "_CLOSE", "_MIDDLE", "AGGREGATE"),
}
_FORBIDS = ("不得", "不能", "不可", "不应", "不许", "不准", "不要", "没有", "未", "没")
_COUNT_WORDS = ("总人数", "总户数", "总数", "数量", "数目", *COUNTS)
_TRADITIONAL = str.maketrans(
    "為於與則滿內後過間個歲條沒時並單無數應當們減總類戶縣鎮區號長書證會業員國軍產親養級額費稅務報請辦據",
    "为于与则满内后过间个岁条没时并单无数应当们减总类户县镇区号长书证会业员国军产亲养级额费税务报请办据",
)


def past_word(spot: Spot, longest: int) -> State | None:
    """Past a slip that is longer than every word that may stand here (`longest`); None if there is none."""
    for look in (_counted, _slip_word, _count, _forbidding, _traditional):
        found = look(spot, longest)
        if found is not None:
            return found
    return _spaced(spot) if not longest else None


def _slip_word(spot: Spot, longest: int) -> State | None:
    for slip in slip_words_at(spot.text, spot.at):
        if len(slip.typed) >= longest and _is_meant(spot, slip, longest):
            end = spot.at + len(slip.typed)
            closes = slip.terminal == "_OF_CASE" and spot.waits_for_then  # 当 … 时，
            fix = " 则 " if closes else slip.meant if slip.meant or slip.terminal == SKIPPED else None
            problem = spot.told(end, slip.code, slip.says.format(spot.typed[spot.at : end], slip.meant), fix)
            if slip.terminal == SKIPPED:
                return spot.skip(problem)
            return spot.read_as("_THEN" if closes else slip.terminal, problem, slip.meant)
    return None


def _is_meant(spot: Spot, slip: SlipWord, longest: int) -> bool:
    """Whether what stands there is this slip, and not the beginning of a name that does not exist."""
    end = spot.at + len(slip.typed)
    if slip.where == FIELD:
        return bool(spot.state.last_name) and not spot.follows_rows
    if len(slip.typed) == longest or (slip.where == ROWS and not spot.follows_rows):
        return False
    if (
        (slip.where == BEGINNING and not spot.begins)
        or (slip.where == VALUE and not spot.is_value)
        or (slip.where == UNIT and spot.state.last not in ("MONEY", "NUMBER", "QUANTITY"))
    ):
        return False
    if slip.typed[-1].isalpha() and not slip.typed.isascii() and not (spot.stops(end) or slip_words_at(spot.text, end)):
        return False
    if slip.terminal == "_IF":
        return spot.begins
    if slip.terminal in _BEHIND_VALUES or (
        slip.terminal == SKIPPED and slip.where == ANYWHERE and slip.typed.isalpha()
    ):
        return spot.follows_value
    return True


def _counted(spot: Spot, longest: int) -> State | None:
    """家庭成员 共 3人 is 家庭成员的行数 = 3."""
    typed = spot.starts("共", "共有", "共计", "总共", "合计", "有")
    end = spot.at + len(typed)
    if not typed or not spot.follows_rows or not spot.text[spot.past_spaces(end) :][:1].isdigit():
        return None
    written = f"{spot.state.last_name}的行数 等于"
    problem = spot.told(end, "of", f"请写「{written} …」。", "的行数 等于")
    counted = spot.state.push(spot.word("_OF", spot.at, spot.at), problem)
    return counted.push(spot.word("COUNT", spot.at, spot.at, "行数")).push(spot.word("_EQ", spot.at, end))


def _count(spot: Spot, longest: int) -> State | None:
    """家庭成员数量 is 家庭成员的行数."""
    typed = spot.starts(*_COUNT_WORDS)
    if not typed or len(typed) <= longest or not (spot.follows_rows or spot.follows_filter):
        return None
    word = typed if typed in COUNTS else "行数"
    written = f"{spot.state.last_name or '…'}的{word}"
    problem = spot.told(spot.at + len(typed), "of", f"请写「{written}」。", f"的{word}")
    return spot.state.push(spot.word("_OF", spot.at, spot.at), problem).push(
        spot.word("COUNT", spot.at, problem.end, word)
    )


def _forbidding(spot: Spot, longest: int) -> State | None:
    """不得早于 is 不早于."""
    forbids = spot.starts(*_FORBIDS)
    if not forbids or not spot.follows_value:
        return None
    start = spot.past_spaces(spot.at + len(forbids))
    for keyword in KEYWORDS_BY_SIGN.get(spot.text[start : start + 1], ()):
        terminal, end = KEYWORDS.get(f"不{keyword}", ""), start + len(keyword)
        if spot.text.startswith(keyword, start) and terminal in PREDICATE_TERMINALS and end - spot.at > longest:
            message = f"「{spot.typed[spot.at : end]}」请写「不{keyword}」。"
            return spot.read_as(terminal, spot.told(end, "word", message, f"不{keyword}"))
    return None


def _traditional(spot: Spot, longest: int) -> State | None:
    """A keyword in traditional characters."""
    simplified = spot.text[spot.at : spot.at + 8].translate(_TRADITIONAL)
    for keyword in KEYWORDS_BY_SIGN.get(simplified[:1], ()):
        end = spot.at + len(keyword)
        if simplified.startswith(keyword) and not spot.text.startswith(keyword, spot.at) and len(keyword) > longest:
            problem = spot.told(end, "traditional", f"请用简体字：{keyword}。", keyword)
            return spot.read_as(KEYWORDS[keyword], problem)
    return None


def _spaced(spot: Spot) -> State | None:
    """A keyword with a space inside: 早 于."""
    places = [place for place in range(spot.at, min(spot.at + 12, len(spot.text))) if spot.text[place] != " "]
    together = "".join(spot.text[place] for place in places)
    for keyword in KEYWORDS_BY_SIGN.get(together[:1], ()):
        if len(keyword) > 1 and together.startswith(keyword):
            problem = spot.told(places[len(keyword) - 1] + 1, "space", f"「{keyword}」中间不要有空格。", keyword)
            return spot.read_as(KEYWORDS[keyword], problem)
    return None
