"""The data of the 申请表: what a matter asks, in the order of the form. Blank from the definition alone, to be filled
in by hand, or with what was typed into a draft or received with a case. It is no paper of the case: it has no number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.case.outcome import situation_of
from engine.definition.questions import PARTS, YES_OR_NO, FactAsked, facts_asked, part_of
from engine.documents.occasion import Occasion, letterhead
from engine.documents.rows import Row, material_rows
from engine.documents.wording import limit_text
from engine.fields import FIELD_KINDS
from engine.matter.records import Field
from engine.review.applicability import Applies, Situation
from engine.review.intake import FACTS
from engine.review.wording import in_case, supposition, with_parameters
from rules_dsl import Value

CHANNEL, BY_AGENT = FACTS[0], FACTS[2]
_IN_FULL = ("窗口",)  # who fills the form in sees what stands in it; others read a case with its numbers masked
_MOST_TICKS = 20  # more options than that (all 民族) are written, not ticked
_MOST_COLUMNS = 7  # a 明细 of more is no table across the page: its rows stand one below the other
_BLANK_ROWS, _BLANK_BLOCKS = 4, 3
_COMBS = {"身份证号": 18, "统一社会信用代码": 18, "手机号": 11}
_MARK = 12  # signs of the identity of a definition that tell two versions of a form apart


def application_form(occasion: Occasion) -> dict[str, Any]:
    """申请表: channel, facts, every field asked at intake, the materials, the declaration, what the data are for."""
    case, matter = occasion.case, occasion.matter
    asked = _Questions(occasion)
    facts = {fact.name: fact for fact in facts_asked(occasion.definition, occasion.town)}
    parts: dict[str, list[Row]] = {part: [] for part in PARTS}
    for fact in facts.values():
        parts[fact.part].append(asked.fact(fact))
    for number, field in enumerate(matter.fields, start=1):
        if field.at is None:
            parts[part_of(matter, number)].append(asked.field(field))
    return (
        letterhead(occasion)
        | {
            "title": matter.title + ("表" if matter.title.endswith("申请") else "申请表"),
            "progress": "",  # it may lie about anywhere: nothing on it opens the case
            "code": "",
            "version": occasion.definition.identity[:_MARK],
            "window": matter.window,
            "place": f"{occasion.town.place_of(matter.window)}，{occasion.town.address}",
            "channels": _ticks(matter.channels, (asked.said(CHANNEL),)),
            "parts": [{"name": name, "questions": questions} for name, questions in parts.items() if questions],
            "materials": [asked.material(row) for row in material_rows(occasion) if not row["at"]],
            "by_agent": asked.said(BY_AGENT) != "否",
            "purpose": matter.purpose,
            "lawful_basis": matter.particulars.lawful_basis,
            "retention": limit_text(matter.retention),
            "receiver": case.receiver.name if case.received_at and case.receiver else "",
            "received": occasion.time(case.received_at),
        }
    )


class _Questions:
    """Makes the questions of one form as rows of data. Without a submission nothing is settled: every condition stands
    there in words, and every answer is open."""

    def __init__(self, occasion: Occasion) -> None:
        case = occasion.case
        self.occasion = occasion
        self.definition = occasion.definition
        self.filled: Situation | None = None
        if case.submission:
            self.filled = situation_of(case, occasion.definition, occasion.town, occasion.calendar)
        self.on = self.filled.scope.filed if self.filled else occasion.local_day
        self.masked = occasion.by.role not in _IN_FULL

    def said(self, fact: str) -> str:
        """A fact of the case; '' where nobody has said it."""
        return self.filled.submission.facts.get(fact, "") if self.filled else ""

    def fact(self, fact: FactAsked) -> Row:
        """A fact of the case as a question."""
        said = self.said(fact.name)
        kind = "是否" if fact.options == YES_OR_NO else "选项" if fact.options else "文本"
        return _question(kind, fact.label) | _answered(fact.options, (said,), said)

    def field(self, one: Field) -> Row:
        """A field with its answer, a 明细 with its rows."""
        submission = self.filled.submission if self.filled else None
        said = submission.typed.get(one.name) if submission else None
        value = submission.values.get(one.name) if submission else None
        question = self._asked(one, self.filled.applies(one.when) if self.filled else None)
        if one.kind != "明细":
            return question | self._answer(one, said, value, question["applies"])
        rows = [self._cells(one, number, row) for number, row in enumerate(said or (), start=1)]
        long = len(one.columns) > _MOST_COLUMNS
        room = max(one.at_least, min(one.at_most, _BLANK_BLOCKS if long else _BLANK_ROWS))
        blank = [self._answer(column, None, None, True) for column in one.columns]
        asked = [self._asked(column, None, one.name) for column in one.columns]
        return question | {
            "columns": [column | empty for column, empty in zip(asked, blank, strict=True)],
            "rows": (rows or [blank] * (one.at_least if self.filled else room)) if question["applies"] else [],
            "one-below-another": long,
            "open": not rows,
        }

    def material(self, row: Row) -> Row:
        """A material with the words for when it is to be handed in, and whether it was."""
        material = self.occasion.matter.material(row["name"])
        assert material is not None
        settled = self.filled is not None and self.filled.applies(material.when) is True
        taken = next((one for one in self.occasion.case.taken if one.name == material.name), None)
        return row | {
            "condition": "" if settled or not material.when else f"{in_case(self._supposed(material.when))}要交",
            "taken": taken is not None and not taken.promised,
            "promised": taken is not None and taken.promised,
        }

    def _asked(self, one: Field, applies: Applies | None, group: str | None = None) -> Row:
        """What is asked, and when: `applies` is None where no submission says, else what is known of it."""
        help = (with_parameters(self.definition, one.help, self.on), one.used_for)
        condition = f"{in_case(self._supposed(one.when, group))}填写" if one.when and applies is not True else ""
        return _question(one.kind, one.label) | {
            "optional": one.optional,
            "condition": condition if applies is not False else "",
            "applies": applies is not False,
            "help": "；".join(text for text in help if text),
            "unit": "元" if one.kind == "金额" else one.unit or "",
            "comb": _COMBS.get(one.kind, 0),
        }

    def _cells(self, group: Field, number: int, said: Mapping[str, Any]) -> list[Row]:
        assert self.filled is not None
        values = self.filled.submission.values[group.name][number - 1]  # type: ignore[index]
        return [
            self._answer(
                column,
                said.get(column.name),
                values.get(column.name),
                self.filled.applies(column.when, group.name, number) is not False,
            )
            for column in group.columns
        ]

    def _answer(self, one: Field, said: Any, value: Value | None, applies: bool) -> Row:
        """What was typed, as papers show it; what could not be read stands as it was typed."""
        if said is None or not applies:
            return _answered(_options(one), (), "") | {"applies": applies}
        kind = FIELD_KINDS[one.kind]
        text = "、".join(said) if isinstance(said, list) else str(said)
        if value is not None:
            text = kind.show(value, one)
        if self.masked and kind.sensitive:
            text = kind.mask(text)
        chosen = value if isinstance(value, tuple) else (text,)
        return _answered(_options(one), chosen, text) | {"applies": applies}

    def _supposed(self, when: str, group: str | None = None) -> str:
        return supposition(self.definition, self.definition.condition(when, group), self.on)


def _question(kind: str, label: str) -> Row:
    return {
        "kind": kind, "label": label, "optional": False, "condition": "", "applies": True, "help": "", "unit": "",
        "comb": 0, "columns": [], "rows": [],
    }  # fmt: skip


def _options(one: Field) -> tuple[str, ...]:
    return YES_OR_NO if one.kind == "是否" else one.options if len(one.options) <= _MOST_TICKS else ()


def _answered(options: tuple[str, ...], chosen: Any, text: str) -> Row:
    """The options with those ticked that were chosen; as text what none of them says."""
    ticks = _ticks(options, chosen)
    return {"options": ticks, "value": "" if any(one["chosen"] for one in ticks) else text}


def _ticks(options: tuple[str, ...], chosen: Any) -> list[Row]:
    return [{"text": option, "chosen": option in chosen} for option in options]
