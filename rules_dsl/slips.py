"""Syntax errors by example: what stands where the sentence broke, and what was probably meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .folding import fold, text_key
from .keywords import PREDICATE_TERMINALS, VALUE_OPENERS
from .problems import Problem
from .tokens import Word
from .vocabulary import Vocabulary

_ENDS = frozenset({"_AND", "_OR", "_THEN", "_ELSE", "_UNLESS", "_SEMICOLON", "_CLOSE", "_OF_CASE", "_STRAY"})
_VALUES = frozenset(
    {
        "WORD",
        "QUOTED",
        "NUMBER",
        "QUANTITY",
        "PERCENT",
        "MONEY",
        "PERIOD",
        "DATE",
        "MONTH",
        "MONTH_DAY",
        "NAME",
        "FILED",
        "PLACE",
        "_CLOSE",
        "AGGREGATE",
        "COUNT",
        "_FILLED",
        "_UNFILLED",
    }
)
COMMA = "逗号不表示「并且」，请写「且」。"
_QUANTIFIERS = frozenset({"_EVERY", "_SOME", "_NO_ROW", "_AT_LEAST", "_AT_MOST", "_EXACTLY"})


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

    def kind(self, offset: int = 0) -> str:
        """The terminal `offset` tokens from the break; $ outside the text."""
        place = self.place + offset
        return self.tokens[place].type if 0 <= place < len(self.tokens) else "$"

    def rest(self) -> str:
        """The text from the break on, shortened."""
        start = self.token.start_pos or 0 if self.token is not None else len(self.text)
        rest = self.text[start:].strip()
        return rest if len(rest) <= 12 else rest[:12] + "…"

    def problem(self, code: str, message: str, fix: str | None = None, token: Word | None = None) -> Problem:
        """A problem at a token, by default where the sentence broke."""
        at = token or self.token
        if at is None:
            return Problem(len(self.text), len(self.text), code, message, fix)
        return Problem(at.start_pos or 0, at.end_pos or 0, code, message, fix)


def explain_syntax(text: str, tokens: Sequence[Word], place: int, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """The first syntax error of a cutting, and a comma that was meant as 且."""
    broken = Broken(text, tokens, place, vocabulary)
    found = next((problem for look in _LOOKS if (problem := look(broken)) is not None), None)
    first = found or broken.problem(
        "syntax", f"「{broken.rest()}」这里读不通；前面的「{broken.before or ''}」后面不能接它。"
    )
    comma = next((token for token in tokens if token.type == "_STRAY" and fold(str(token)) == ","), None)
    if comma is None or found is None or found.code in ("comma", "missing_then"):
        return (first,)
    if found.code == "no_subject":
        return (replace(found, message=f"逗号不表示「并且」，请写「且」；{found.message}"),)
    return first, broken.problem("comma", COMMA, "且", comma)


def _bracket(broken: Broken) -> Problem | None:
    """( without ), or ) without (."""
    opened: list[Word] = []
    for token in broken.tokens:
        if token.type in ("_OPEN", "_NOT", "FUNCTION", "_DEFAULT") or token.type.startswith("HANDED"):
            opened.append(token)
        elif token.type == "_CLOSE":
            if not opened:
                return broken.problem("bracket", "多了右括号，前面没有与它配对的「(」。", token=token)
            opened.pop()
    if not opened:
        return None
    column = (opened[-1].end_pos or 1) - 1 if opened[-1].type != "_DEFAULT" else opened[-1].start_pos or 0
    at = opened[-1]
    return Problem(column, at.end_pos or 0, "bracket", f"少了右括号，从第{column + 1}列的「(」起没有配对。")


def _then(broken: Broken) -> Problem | None:
    """若 without 则, or 则 without 若."""
    kinds = [token.type for token in broken.tokens[: broken.place]]
    if kinds.count("_IF") > kinds.count("_THEN") and broken.kind() in ("_STRAY", "$", "_OF_CASE"):
        rest = broken.text[broken.token.end_pos or 0 :].strip() if broken.token is not None else "…"
        opening = next(token for token in reversed(broken.tokens[: broken.place]) if token.type == "_IF")
        return broken.problem("missing_then", f"「若」后面缺「则」：若 … 则 {rest}。", f"则 {rest}", opening)
    if broken.kind() == "_THEN" and kinds.count("_IF") == kinds.count("_THEN"):
        return broken.problem("missing_if", "「则」前面缺「若」：若 … 则 …。")
    return None


def _equals(broken: Broken) -> Problem | None:
    """==, or 等于 behind 为."""
    if broken.kind() != "_EQ" or broken.kind(-1) not in ("_EQ", "_GT", "_LT"):
        return None
    left = str(broken.tokens[broken.place - 2]) if broken.place > 1 else "…"
    right = str(broken.tokens[broken.place + 1]) if broken.place + 1 < len(broken.tokens) else "…"
    return broken.problem("double_equals", f"等号写一个就够：{left} = {right}。", f"{left} = {right}")


def _digit_option(broken: Broken) -> Problem | None:
    """An option that begins with a digit and was not quoted: 为 18周岁以上."""
    opener = next((i for i in range(broken.place - 1, -1, -1) if broken.tokens[i].type in VALUE_OPENERS), None)
    if opener is None or opener + 1 >= len(broken.tokens):
        return None
    start = broken.tokens[opener + 1].start_pos or 0
    rest = text_key(broken.text[start:])
    options = [
        option
        for option in broken.vocabulary.options.values()
        if option[:1].isdigit() and rest.startswith(text_key(option))
    ]
    if not options:
        return None
    option = max(options, key=len)
    return Problem(
        start, start + len(option), "option_quotes", f"选项以数字开头，要加引号：“{option}”。", f"“{option}”"
    )


def _missing_equals(broken: Broken) -> Problem | None:
    """婚姻状况 已婚."""
    token, before = broken.token, broken.before
    if token is None or before is None or token.type not in ("NAME", "WORD") or before.type != "NAME":
        return None
    name = broken.vocabulary.find(str(before.content), "field", "column", "fact", "query")
    if name is None or str(token.content) not in (*name.type.options, "是", "否"):
        return None
    return broken.problem("missing_equals", f"「{before}」与「{token}」之间缺「为」。", f"{before} 为 {token}")


def _column_alone(broken: Broken) -> Problem | None:
    """月收入 之和, where 月收入 is a column; or a column put after a comma of its own."""
    if broken.kind() not in ("AGGREGATE", "_DISTINCT", "_EACH") or broken.kind(-1) != "NAME" or broken.before is None:
        return None
    word = str(broken.before.content)
    name = broken.vocabulary.find(word, "column")
    if name is None:
        if broken.kind() == "_EACH":
            return broken.problem("several", f"「均」前面要有几个字段（A、B 均 …）或明细的列，这里只有「{word}」。")
        return broken.problem("in_rows", f"「{broken.token}」前面要写「明细 的 列」，「{word}」不是明细的列。")
    written = f"{name.group}的{word}{broken.token}"
    return broken.problem("in_rows", f"「{word}」在明细「{name.group}」里，请写「{written}」。", written, broken.before)


def _subject(broken: Broken) -> Problem | None:
    """A predicate with nothing in front of it: 年满60周岁."""
    if broken.kind() not in PREDICATE_TERMINALS or broken.kind(-1) not in (_ENDS | {"$", "_IF", "_OPEN", "_NOT"}):
        return None
    if broken.kind() in ("_FULL", "_NOT_FULL"):
        return broken.problem("no_subject", "「满」前面要写是谁的出生日期。")
    return broken.problem("no_subject", f"「{broken.token}」前面缺字段，要写明是什么「{broken.token}」。")


def _comma(broken: Broken) -> Problem | None:
    if broken.kind() == "_STRAY" and fold(str(broken.token)) == ",":
        return broken.problem("comma", COMMA, "且")
    if broken.kind() == "_COMMA":
        return broken.problem("comma", "这里不能用逗号；函数的参数之间才用逗号。")
    return None


def _quantity(broken: Broken) -> Problem | None:
    """Rows without their words, or 至少 without a number."""
    if broken.kind(-1) in ("_AT_LEAST", "_AT_MOST", "_EXACTLY") and broken.before is not None:
        return broken.problem("count", f"「{broken.before}」后面要写行数，例如「{broken.before} 2行」。")
    if broken.kind() in _QUANTIFIERS and broken.kind(-1) != "NAME":
        return broken.problem("rows", f"「{broken.token}」前面要写明细的名称，例如「家庭成员 {broken.token} …」。")
    return None


def _unfinished(broken: Broken) -> Problem | None:
    """The text ends too early."""
    if broken.kind() not in _ENDS and broken.kind() != "$":
        return None
    before = broken.before
    if before is None:
        return broken.problem("unfinished", "句子不能这样开头。")
    if before.type in PREDICATE_TERMINALS or before.type in (
        "_PLUS",
        "_MINUS",
        "_TIMES",
        "_OVER",
        "_OR_VALUE",
        "_SEPARATOR",
    ):
        return broken.problem("unfinished", f"「{before}」后面缺一个值。", token=before)
    if before.type in ("_AND", "_OR", "_IF", "_THEN", "_ELSE", "_UNLESS", "_SEMICOLON", "_OF_CASE"):
        return broken.problem("unfinished", f"「{before}」后面缺一个条件。", token=before)
    if before.type == "_EACH":
        return broken.problem("unfinished", "「均」后面缺条件，例如「均 为 是」。", token=before)
    if broken.token is None:
        return broken.problem("unfinished", f"句子没有写完：「{before}」后面还缺内容。", token=before)
    return None


def _no_joint(broken: Broken) -> Problem | None:
    """Two sentences side by side."""
    token, before = broken.token, broken.before
    if token is None or before is None or before.type not in _VALUES:
        return None
    if token.type == "NAME" and not token.known and before.type in ("WORD", "NAME", "PLACE", "FILED"):
        return broken.problem("unknown_name", f"「{before}」后面的「{token}」看不懂；名称请照字段写，或放进「」。")
    if token.type in ("NAME", "_IF", "FUNCTION", "FILED") or token.type.startswith("HANDED"):
        return broken.problem("no_joint", f"「{token}」前面缺「且」「或」或「；」。")
    if token.type == "_SEPARATOR":
        return broken.problem("separator", "「、」只能连接同类的名称或值；后面要有「均」「任一」「已填」或更多的值。")
    if token.type in ("NUMBER", "QUANTITY", "MONEY", "PERIOD", "DATE", "PERCENT"):
        return broken.problem("no_predicate", f"「{before}」与「{token}」之间缺「等于」「不少于」「不超过」这样的词。")
    return None


_LOOKS: tuple[Callable[[Broken], Problem | None], ...] = (
    _then,
    _digit_option,
    _equals,
    _missing_equals,
    _column_alone,
    _subject,
    _bracket,
    _comma,
    _quantity,
    _no_joint,
    _unfinished,
)
