"""The checker's part for bare words and quoted texts: what they are is decided by the type they meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rules_dsl.syntax.grammar import Branch
from rules_dsl.text.mismatch import label
from rules_dsl.text.problem import nearest
from rules_dsl.text.tokens import Word
from rules_dsl.text.vocabulary import PLACES
from rules_dsl.text.wording import is_bare
from rules_dsl.tree.nodes import Constant, Expression
from rules_dsl.values.folding import text_key
from rules_dsl.values.kinds import Division, Type
from rules_dsl.values.provinces import province_of

from .context import Checking

_NUMERALS = str.maketrans("123456789壹贰叁肆伍陆柒捌玖", "一二三四五六七八九" * 2)


def option_of(type: Type, text: str) -> str | None:
    """The option of this type that a text is, None if it is none of them."""
    if text in type.options:
        return text
    key = text_key(text)
    return next((option for option in type.options if text_key(option) == key), None)


def require_full_name(part: Branch | Word, checking: Checking, places: Iterable[str]) -> bool:
    """That the names of places begin with their province, as those that people fill in do; others never match."""
    short = next((place for place in places if province_of(place) is None), None)
    if short is not None:
        checking.report(part, "short_place", f"「{short}」要从省级写起填全称，例如 河南省南阳市；不然永远对不上。")
    return short is None


def word_value(token: Word, checking: Checking, expected: Type | None) -> Expression | None:
    """A bare word or a quoted text, read as the type it meets asks for."""
    text, quoted, span = str(token.content), token.type == "QUOTED", checking.at(token)
    if expected is None:
        if quoted:
            return Constant(span=span, type=Type("文本"), value=text, quoted=True)
        if not token.known:
            checking.unknown(token)
            return None
        return Constant(span=span, type=Type("选项", (text,)), value=text)
    if expected.kind == "名单" and expected.of:
        expected = expected.of
    option = option_of(expected, text)
    if option is None and not quoted and token.known and checking.vocabulary.get(text):
        return checking.resolve(token)  # also an option of some other field, but no option of what it meets here
    if expected.kind == "是否":
        if quoted and text in ("是", "否"):
            checking.report(token, "quoted_yes", f"「{text}」不要加引号。", text)
            return None
        if text not in ("是", "否"):
            checking.report(token, "yes_or_no", "是否字段的值只有「是」「否」。")
            return None
        return Constant(span=span, type=expected, value=text == "是")
    if expected.options:
        if option is not None:
            return Constant(
                span=span,
                type=replace(expected, kind="选项") if expected.kind == "多选" else expected,
                value=option,
                quoted=quoted,
            )
        if expected.kind in ("选项", "多选"):
            _no_option(token, checking, expected, text)
            return None
    if expected.kind == "区划" and quoted and text in PLACES:
        checking.report(token, "quoted", f"「{text}」不要加引号。", text)
        return None
    if expected.kind == "区划" and quoted:
        if not require_full_name(token, checking, (text,)):
            return None
        return Constant(span=span, type=expected, value=Division(text), quoted=True)
    if expected.is_text or expected.kind in ("选项", "多选"):
        if quoted or token.known:
            return Constant(span=span, type=Type("文本"), value=text, quoted=True)
        near = nearest(text, checking.vocabulary.words.values())
        if near:
            checking.unknown(token)
        else:
            checking.report(
                token, "text_quotes", f"没有名为「{text}」的字段；若是文本请加引号：“{text}”。", f"“{text}”"
            )
        return None
    if quoted and text[:1].isdigit():
        checking.report(token, "quoted", f"「{text}」不要加引号。", text)
    elif expected.kind == "区划" and not token.known:
        hint = "本字开头的只有 本镇、本县、本市、本省" if text.startswith("本") else f"地名要加引号：“{text}”"
        fix = f"“{text}”" if province_of(text) else None
        checking.report(token, "text_quotes", f"没有名为「{text}」的字段；{hint}。", fix)
    elif not token.known:
        checking.unknown(token)
    else:
        checking.report(token, "type", f"这里要{label(expected)}，「{text}」是文本或选项。")
    return None


def _no_option(token: Word, checking: Checking, expected: Type, text: str) -> None:
    near = next((option for option in expected.options if option == text.translate(_NUMERALS)), None)
    near = near or nearest(text, expected.options)
    listed = "、".join(expected.options[:12]) + ("……" if len(expected.options) > 12 else "")
    subject = checking.subject
    whose = f"「{subject}」没有选项「{text}」" if subject else f"没有选项「{text}」"
    hint = f"；是不是「{near}」？" if near else "。"
    fix = near if near is None or is_bare(near) else f"“{near}”"
    checking.report(token, "unknown_option", f"{whose}，可选：{listed}{hint}", fix)
