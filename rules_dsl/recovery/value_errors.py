"""Syntax errors by example: what is said of a value."""

from __future__ import annotations

from collections.abc import Callable

from rules_dsl.text.keywords import PREDICATE_TERMINALS, VALUE_OPENERS
from rules_dsl.text.problem import Problem
from rules_dsl.values.folding import text_key

from .broken_sentence import ENDS, LITERALS, Broken

_COMPARISONS = ("_EQ", "_NE", "_GE", "_LE", "_GT", "_LT")
_FLIPPED = {"<=": ">=", "<": ">", ">=": "<=", ">": "<", "≤": "≥", "≥": "≤"}
_BEGINNINGS = ENDS | {"$", "_IF", "_OPEN", "_NOT"}


def _digit_option(broken: Broken) -> Problem | None:
    """An option that begins with a digit and was not quoted: 为 18周岁以上."""
    opener = next((i for i in range(broken.place - 1, -1, -1) if broken.tokens[i].type in VALUE_OPENERS), None)
    if opener is None or opener + 1 >= len(broken.tokens):
        return None
    start = broken.tokens[opener + 1].start_pos
    rest = text_key(broken.text[start:])
    options = [
        option
        for option in broken.vocabulary.options.values()
        if option[:1].isdigit() and rest.startswith(text_key(option))
    ]
    if not options:
        return None
    option = max(options, key=len)
    message = f"选项以数字开头，要加引号：“{option}”。"
    return Problem(start, start + len(option), "option_quotes", message, f"“{option}”")


def _equals(broken: Broken) -> Problem | None:
    """==, or 等于 behind 为."""
    if broken.kind() != "_EQ" or broken.kind(-1) not in ("_EQ", "_GT", "_LT"):
        return None
    first = next(i for i in range(broken.place - 1, -2, -1) if i < 0 or broken.tokens[i].type != "_EQ")
    last = next((i for i in range(broken.place, len(broken.tokens)) if broken.tokens[i].type != "_EQ"), -1)
    left = str(broken.tokens[first]) if first >= 0 else "…"
    written = f"{left} = {broken.tokens[last] if last >= 0 else '…'}"
    stretch = (first - broken.place, last - broken.place)
    return broken.problem("double_equals", f"等号写一个就够：{written}。", written, replaces=stretch)


def _two_predicates(broken: Broken) -> Problem | None:
    """不等于不为 · >>=."""
    filled = broken.kind(-1) in ("_FILLED", "_UNFILLED", "_WELL_FORMED")
    if broken.kind() in PREDICATE_TERMINALS and (broken.kind(-1) in _COMPARISONS or filled):
        return broken.problem("two_predicates", f"「{broken.word(-1)}」和「{broken.word()}」只留一个。")
    return None


def _chained(broken: Broken) -> Problem | None:
    """10 <= 床位数 <= 20, 床位数 > 10 < 20."""
    if broken.kind() not in _COMPARISONS:
        return None
    if broken.kind(-2) == "_SEPARATOR" and broken.kind(-1) in ("NAME", "WORD"):
        separator = broken.tokens[broken.place - 2]
        return broken.problem("separator", "「、」不连接两个条件，请写「且」或「或」。", "且", separator)
    first = next((i for i in range(-1, -4, -1) if broken.kind(i) in _COMPARISONS), None)
    if first is None or any(broken.kind(i) in (*ENDS, "$") and broken.kind(i) != "_CLOSE" for i in range(first, 0)):
        first = next((i for i in range(-1, -12, -1) if broken.kind(i) in (*_COMPARISONS, *ENDS - {"_CLOSE"}, "$")), 0)
        if broken.kind(first) not in _COMPARISONS:
            return None
    if broken.kind(first - 1) in LITERALS:
        middle, low = broken.phrase(first + 1, -1), broken.word(first - 1)
        if broken.kind(first) == broken.kind() == "_LE":
            written = f"{middle} 在 {low} 至 {broken.word(1)} 之间"
        else:
            flipped = _FLIPPED.get(broken.word(first), broken.word(first))
            written = f"{middle} {flipped} {low} 且{broken.word()} {broken.word(1)}"
    else:
        written = f"{broken.phrase(first - 1, -1)} 且{broken.word()} {broken.word(1)}"
    return broken.problem("chained", f"比较不能连着写，请写「{written}」。", written, replaces=(first - 1, 1))


def _missing_equals(broken: Broken) -> Problem | None:
    """婚姻状况 已婚."""
    token, before = broken.token, broken.before
    if token is None or before is None or token.type not in ("NAME", "WORD") or before.type != "NAME":
        return None
    name = broken.vocabulary.find(str(before.content), "field", "column", "fact", "query")
    if name is None or str(token.content) not in (*name.type.options, "是", "否"):
        return None
    return broken.problem(
        "missing_equals", f"「{before}」与「{token}」之间缺「为」。", f"{before} 为 {token}", replaces=(-1, 0)
    )


def _several_fields(broken: Broken) -> Problem | None:
    """甲、乙 为 是 · 甲与乙 均 为 是."""
    fields = broken.kind(-1) == broken.kind(-3) == "NAME" and broken.kind(-2) in ("_SEPARATOR", "_JOIN", "_WITH")
    if fields and broken.kind() in PREDICATE_TERMINALS:
        written = f"{broken.word(-3)}、{broken.word(-1)} 均 {broken.word()} {broken.word(1)}"
        message = f"几个字段一起说，要写「均」或「任一」：{written}。"
        return broken.problem("several", message, written, replaces=(-3, 1))
    if broken.kind() in ("_EACH", "_ANY") and broken.kind(-2) == "_WITH":
        return broken.problem(
            "several", "几个字段之间用「、」或「和」，不用「与」。", "、", broken.tokens[broken.place - 2]
        )
    return None


def _subject(broken: Broken) -> Problem | None:
    """A predicate with nothing in front of it: 年满60周岁."""
    if broken.kind() in ("_EACH", "_ANY") and broken.kind(-1) in _BEGINNINGS - {"_CLOSE"}:
        word = broken.word()
        return broken.problem("no_subject", f"「{word}」前面要有几个字段，例如「A、B {word} …」。")
    if broken.kind() not in PREDICATE_TERMINALS or broken.kind(-1) not in _BEGINNINGS - {"_CLOSE"}:
        return None
    if broken.kind() in ("_FULL", "_NOT_FULL"):
        return broken.problem("no_subject", "「满」前面要写是谁的出生日期。")
    if broken.kind(-1) in ("_AND", "_OR") and broken.place > 2:
        joint, word = "且" if broken.kind(-1) == "_AND" else "或", broken.word()
        return broken.problem(
            "no_subject", f"「{word}」前面缺字段；说同一个字段请把「{joint}」和「{word}」连着写：{joint}{word}。"
        )
    return broken.problem("no_subject", f"「{broken.token}」前面缺字段，要写明是什么「{broken.token}」。")


def _bounds(broken: Broken) -> Problem | None:
    """以上 and 以下 where they may not stand."""
    if (
        broken.kind(1) in ("_UP", "_DOWN")
        and broken.kind(-1) == "NAME"
        and broken.kind() in (*LITERALS, "NAME", "WORD")
    ):
        written = f"{broken.word(-1)} 在 {broken.word()} {broken.word(1)}"
        return broken.problem("bounds", f"缺「在」：{written}。", written, replaces=(-1, 1))
    if broken.kind() not in ("_UP", "_DOWN"):
        return None
    word = broken.word()
    at = next((i for i in range(-1, -12, -1) if broken.kind(i) in PREDICATE_TERMINALS), 0)
    if broken.kind(at) in ("_EQ", "_HAS") and at < -1:
        written = f"在 {broken.phrase(at + 1, -1)} {word}"
        return broken.problem("bounds", f"请写「{written}」。", written, replaces=(at, 0))
    if at:
        return broken.problem("bounds", f"前面已经说了大小，去掉「{word}」。", "")
    return broken.problem("bounds", f"「{word}」前面要写「在」和一个数，例如「在 10 {word}」。")


def _range(broken: Broken) -> Problem | None:
    """在 10 至 20 without 之间, 10 至 20 without 在, 在 10、20 之间."""
    if broken.kind() == "_BETWEEN":
        return broken.problem("range", "范围请写「在 … 至 … 之间」，两头之间写「至」。")
    if broken.kind(-2) == "_TO" and broken.kind() in (*ENDS, "$") and broken.before is not None:
        low, high = broken.word(-3), str(broken.before).removesuffix("间").strip()
        if broken.kind(-4) in ("_IN", "_NOT_IN"):
            written = f"在 {low} 至 {high} 之间"
            return broken.problem("range", f"后面缺「之间」：{written}。", written, broken.before, (-4, -1))
        return broken.problem("range", "范围请写「在 … 至 … 之间」。", token=broken.before)
    if broken.kind() == "_TO" and broken.kind(-1) in (*LITERALS, "WORD", "QUOTED"):
        if broken.kind(-2) in ("_FULL", "_NOT_FULL"):
            written = (
                f"满 {broken.word(-1)}周岁 且未满 {broken.word(1)}" if broken.kind(-1) == "NUMBER" else "满 … 且未满 …"
            )
            return broken.problem("range", f"年龄的范围请写「{written}」。", written, replaces=(-2, 1))
        return broken.problem("range", "范围请写「在 … 至 … 之间」；几个选项请用「、」一个一个写。")
    if broken.kind(1) == "_TO" and broken.kind() in LITERALS and broken.kind(-1) == "NAME":
        written = f"{broken.word(-1)} 在 {broken.word()} 至 {broken.word(2)} 之间"
        return broken.problem("range", f"范围请写「{written}」。", written, replaces=(-1, 2))
    return None


def _within(broken: Broken) -> Problem | None:
    """内 where it may not stand."""
    if broken.kind() != "_WITHIN":
        return None
    if broken.kind(-1) == "PLACE" or broken.kind(-1) == "QUOTED":
        return broken.problem("within", f"地方后面不用写「{broken.word()}」。", "")
    if broken.kind(-1) == "PERIOD":
        written = f"在 申请日前{broken.word(-1)}内"
        fix = written if broken.kind(-2) in PREDICATE_TERMINALS else None
        return broken.problem("within", f"「内」要写成「{written}」这样的样子。", fix, replaces=(-2, 0))
    return broken.problem("within", "「内」要写成「在 申请日前30日内」这样的样子。")


def _in_list(broken: Broken) -> Problem | None:
    """在 已婚、离异 中 · 为 (已婚、离异) · 为 已婚 离异."""
    if broken.kind() == "_MIDDLE" and broken.kind(-2) in ("_SEPARATOR", "_OR_VALUE"):
        opener = next((i for i in range(-1, -30, -1) if broken.kind(i) in (*VALUE_OPENERS, "$")), -1)
        listed = broken.phrase(opener + 1, -1)
        return broken.problem(
            "values", f"几个选项请写「为 {listed}」，不用「在 … 中」。", f"为 {listed}", replaces=(opener, 0)
        )
    if broken.kind() == "_SEPARATOR" and broken.kind(-2) == "_OPEN" and broken.kind(-3) in VALUE_OPENERS:
        return broken.problem("values", "几个值直接用「、」连着写，不用括号。", token=broken.tokens[broken.place - 2])
    if broken.kind() == "_CLOSE" and broken.kind(-2) == "_SEPARATOR" and broken.kind(-1) in ("WORD", "NAME", "QUOTED"):
        return broken.problem("values", "几个值直接用「、」连着写，不用括号。")
    token, before = broken.token, broken.before
    if token is None or before is None or before.type not in ("WORD", "QUOTED"):
        return None
    is_option = str(token.content) in broken.vocabulary.options and not broken.vocabulary.get(str(token.content))
    if not is_option and token.type != "QUOTED":
        return None
    written = f"{before}、{token}"
    return broken.problem("values", f"几个值之间用「、」：{written}。", written, replaces=(-1, 0))


def _share(broken: Broken) -> Problem | None:
    """2/3 应到人数 · 应到人数80%."""
    if (
        broken.kind() == "NAME"
        and broken.kind(-1) in ("NUMBER", "PERCENT")
        and broken.kind(-2) in ("_OVER", *VALUE_OPENERS)
    ):
        share = broken.phrase(-3, -1) if broken.kind(-2) == "_OVER" else broken.word(-1)
        if broken.kind(-2) == "_OVER" or broken.kind(-1) == "PERCENT":
            written = f"{broken.word()}的{share}"
            stretch = (-3 if broken.kind(-2) == "_OVER" else -1, 0)
            return broken.problem("share", f"请写「{written}」。", written, replaces=stretch)
    if broken.kind() in ("PERCENT", "NUMBER") and broken.kind(-1) == "NAME" and broken.kind(-2) in VALUE_OPENERS:
        written = f"{broken.word(-1)}的{broken.word()}"
        return broken.problem("share", f"「{broken.word(-1)}」后面缺「的」：{written}。", written, replaces=(-1, 0))
    return None


def _direction(broken: Broken) -> Problem | None:
    """申请日 在 有效期至 前 · 在 前30日内 · 早于 申请日30日 · 相差 30日."""
    if broken.kind() in ("_BEFORE", "_AFTER") and broken.kind(-1) in VALUE_OPENERS:
        word = broken.word()
        return broken.problem("direction", f"「{word}」前面要写哪一天，例如「申请日{word}30日」。")
    if broken.kind() == "PERIOD" and broken.kind(-1) in ("NAME", "FILED") and broken.kind(-2) in VALUE_OPENERS:
        day, period = broken.word(-1), broken.word()
        message = f"「{day}」与「{period}」之间缺「前」或「后」，例如「{day}后{period}」。"
        return broken.problem("direction", message, f"{day}后{period}", replaces=(-1, 0))
    if broken.kind(-1) == "_DIFFERENCE" and broken.kind() in LITERALS:
        return broken.problem("difference", f"「相差」后面要写「不超过」这样的词：相差 不超过 {broken.word()}。")
    if broken.kind(-1) in ("_BEFORE", "_AFTER", "_AROUND") and broken.before is not None:
        word = broken.before
        other = {"前": "早于", "后": "晚于"}.get(str(word), "等于")
        message = f"「{word}」后面要写多长，例如「{word}30日」；只比先后请写「{other}」。"
        return broken.problem("direction", message, token=word)
    return None


LOOKS: tuple[Callable[[Broken], Problem | None], ...] = (
    _digit_option,
    _equals,
    _two_predicates,
    _several_fields,
    _chained,
    _bounds,
    _missing_equals,
    _subject,
    _range,
    _within,
    _in_list,
    _share,
    _direction,
)
