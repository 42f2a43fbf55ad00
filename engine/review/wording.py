"""Values as people read them, and texts with 「name」 filled in: messages, notices, certificates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from engine.definition.checked import Definition
from engine.fields import FIELD_KINDS, mask_identifier
from engine.matter.records import Field
from engine.review.applicability import Situation
from rules_dsl import Absent, Period, Rule, Type, Undecided, Value, describe, supposed, value_of, value_text

PLACEHOLDER = re.compile("「([^「」]{1,40})」")
ROW_NUMBER = "行号"


def shown(value: Value, type: Type) -> str:
    """A value of the rule language as text: 50元, 80周岁, 2026年3月2日, 是, 甲、乙; 无 for a list of nothing, '' where
    there is no value."""
    if isinstance(value, Undecided):
        value = value.value
    if value is None or isinstance(value, Absent):
        return ""
    if type.kind == "明细":
        return f"{len(value)}行"
    if type.kind == "名单" or isinstance(value, tuple):
        return "、".join(shown(one, type.of or Type("文本")) for one in value) or "无"
    if isinstance(value, Period):
        return str(value)
    if type.percent:
        return value_text(value, type)
    kind = FIELD_KINDS.get(type.kind)
    if kind is None or isinstance(value, str):
        return str(value)
    return kind.show(value, Field("", "", type.kind, unit=type.unit, scale=type.scale, options=type.options))


def shown_or_masked(name: str, value: Value, situation: Situation) -> str:
    """The value of a name a rule read, as text; sensitive kinds are masked. `name` may be a cell (明细.行.列)."""
    if isinstance(value, Undecided):
        value = value.value
    if isinstance(value, Absent):
        return value.name
    parts = name.split(".")
    type = situation.definition.type_of(parts[0], parts[2] if len(parts) == 3 else None)
    kind = FIELD_KINDS.get(type.kind) if type else None
    if kind is not None and kind.sensitive and isinstance(value, str):
        return kind.mask(value)
    return shown(value, type or Type("文本"))


_IDENTITY = re.compile(r"\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]", re.ASCII)


def without_identities(text: str) -> str:
    """The text with every identity number in it masked: other numbers, such as that of a card, may contain one."""
    return _IDENTITY.sub(lambda found: mask_identifier(found[0]), text)


def fill(
    text: str,
    situation: Situation,
    extra: Mapping[str, str] | None = None,
    group: str | None = None,
    row: int = 0,
    *,
    masked: bool = False,
) -> str:
    """The text with each 「name」 of the vocabulary replaced by its value; one without a value keeps its 「name」.

    `extra` are names only this text may use (决定日 证号 有效期至). With `group` and `row` (from 1) the columns of that
    row and 「行号」 are known too. `masked`: identifiers, phones and cards are not shown in full (only decisions and
    certificates may). Nothing else in the text means anything: `{{ }}` stays text.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if extra and name in extra:
            return extra[name]
        if row and name == ROW_NUMBER:
            return str(row)
        rule = situation.definition.placeholder(name, group)
        if rule is None:
            return match[0]
        found = value_of(rule, situation.scope, row or None)
        kind = FIELD_KINDS.get(rule.type.kind)
        if masked and kind is not None and kind.sensitive and isinstance(found, str):
            return kind.mask(found)
        return shown(found, rule.type) or match[0]

    return PLACEHOLDER.sub(value, text)


def with_parameters(definition: Definition, text: str | None, on: date) -> str:
    """The text with the name of each parameter in 「」 replaced by its value on that day; '' for none."""

    def value(match: re.Match[str]) -> str:
        history = definition.rulebook.parameters.get(match[1])
        type = definition.type_of(match[1])
        found = history.on(on) if history is not None else None
        return shown(found, type) if found is not None and type is not None else match[0]

    return PLACEHOLDER.sub(value, text or "")


def labelled(definition: Definition, text: str) -> str:
    """The text with the name of each field in 「」 as its label, by which people know it."""
    fields = definition.matter.fields
    labels = {column.name: column.label for field in fields for column in field.columns}
    labels |= {field.name: field.label for field in fields}
    return PLACEHOLDER.sub(lambda match: f"「{labels.get(match[1], match[1])}」", text)


def rule_text(definition: Definition, rule: Rule, on: date) -> str:
    """What a rule asks, for people who do not know the matter's parameters: their values on that day stand in it."""
    return labelled(definition, with_parameters(definition, describe(rule), on)).rstrip("。")


def supposition(definition: Definition, rule: Rule, on: date) -> str:
    """The same for a condition, to stand behind 若 or before 的."""
    return labelled(definition, with_parameters(definition, supposed(rule), on))


def in_case(condition: str) -> str:
    """A condition before what is done then: 当「现居住情况」为“居家”时; 按「出生日期」未满16周岁时 takes no 当."""
    return f"{condition}时" if condition.startswith("按") else f"当{condition}时"


def condition_text(situation: Situation, when: str | None, path: str = "") -> str:
    """A condition in words, to stand behind 若; '' for none. `path` is that of the cell (明细.行.列) it belongs to."""
    if when is None:
        return ""
    group = path.split(".")[0] if "." in path else None
    return supposition(situation.definition, situation.definition.condition(when, group), situation.scope.filed)
