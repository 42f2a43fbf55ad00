"""What the automatic checkpoints of a matter come to, for many submissions of one day: the verdict's statuses at a
hundredth of its price, without findings, sentences or evidence.

Where a matter's rules read nothing but answers that everybody gives, the answers go straight from their texts into the
compiled rules. Everything else goes through `review`, whose word is the last: a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from engine.calendar.working_days import Calendar
from engine.definition.checked import Definition
from engine.fields import FIELD_KINDS, UNUSUAL, FieldError
from engine.matter.records import Field
from engine.review.intake import EMPTY_ANSWER, answer_of, read_submission
from engine.review.judging import review
from engine.review.verdict import FAILED, INCOMPLETE, OUTSIDE, PASSED, UNVERIFIED
from rules_dsl import UNANSWERED, Division, Value
from rules_dsl.compiler.code.outcomes import STATUSES
from rules_dsl.compiler.code.writer import Form
from rules_dsl.compiler.matter_function import compile_rules
from rules_dsl.compiler.runtime.binding import FORMS
from rules_dsl.values.kinds import IDENTIFIER_KINDS

_CODES = {FAILED: 0, PASSED: 1, INCOMPLETE: 4, UNVERIFIED: 3, OUTSIDE: -1}


class Screened(NamedTuple):
    """One submission, screened: a code for each automatic checkpoint, and what to enter where an answer could not be
    read (by field, or 明细.行.列)."""

    codes: Sequence[int]
    unreadable: Mapping[str, str]

    @property
    def statuses(self) -> tuple[str, ...]:
        """通过 不通过 待补 待核 不适用, in the order of `Screening.names`."""
        return tuple(STATUSES[code] for code in self.codes)


class Screening:
    """The automatic checkpoints of one matter on one filing day, in the order of `names`."""

    def __init__(self, definition: Definition, filed: date, places: Mapping[str, Division], calendar: Calendar) -> None:
        self.definition, self.filed, self.places, self.calendar = definition, filed, places, calendar
        checkpoints = [one for one in definition.matter.checkpoints if one.rule is not None]
        self.names = tuple(one.name for one in checkpoints)
        rules = [definition.demand(one.rule or "") for one in checkpoints]
        compiled = compile_rules(rules, definition.vocabulary, definition.rulebook)
        fields = {one.name: one for one in definition.matter.fields}
        self.is_direct = (
            not compiled.walked
            and all(one.when is None and one.about is None for one in checkpoints)
            and all(one.when is None and one.kind != "明细" for one in fields.values())
            and all(slot.role == "field" and not slot.conditional for slot in compiled.slots)
        )
        if self.is_direct:
            self._codes = compiled.on(filed, places, calendar).codes
            self._width = len(compiled.slots)
            self._asked = [(fields[slot.name], slot.form) for slot in compiled.slots]
            read = {slot.name for slot in compiled.slots}
            self._asked += [(one, "raw") for name, one in fields.items() if name not in read]
            self._quick = [(one.name, _usual(one, form)) for one, form in self._asked]

    def screen(self, data: Mapping[str, Any]) -> Screened:
        """A submission in JSON as `FORMAT` 2 describes."""
        answers = data.get("answers")
        if not self.is_direct or not isinstance(answers, dict):
            return self._reviewed(data)
        unreadable: dict[str, str] = {}
        try:
            row = [usual(answers[name]) if name in answers else None for name, usual in self._quick]
        except UNUSUAL:
            row = [self._value(place, answers.get(name), unreadable) for place, (name, _) in enumerate(self._quick)]
        return Screened(self._codes(tuple(row[: self._width])), unreadable)

    def _value(self, place: int, said: Any, unreadable: dict[str, str]) -> Value | None:
        """One answer, looked at as closely as it takes."""
        field, form = self._asked[place]
        try:
            return self._quick[place][1](said)
        except UNUSUAL:
            pass
        try:
            value = answer_of(field, said, self.filed)
        except FieldError as error:
            unreadable[field.name] = str(error)
            return None
        return None if value is UNANSWERED else FORMS.get(form, _as_it_is)(value)

    def _reviewed(self, data: Mapping[str, Any]) -> Screened:
        said = read_submission(self.definition, data, self.filed)
        verdict = review(self.definition, said, self.filed, self.places, self.calendar)
        found = {one.name: one.status for one in verdict.findings if one.kind == "要点"}
        fields = {one.name for one in self.definition.matter.fields}
        unreadable = {name: asks for name, asks in said.unreadable.items() if name.split(".")[0] in fields}
        return Screened([_CODES[found[name]] for name in self.names], unreadable)


def _usual(field: Field, form: Form) -> Callable[[str], Value]:
    """The quick reader of a field's plainest spelling, giving its value in the form in which it is compared."""
    make = FIELD_KINDS[field.kind].usual
    if make is None:
        return _unusual
    usual, formed = make(field), FORMS.get(form, _as_it_is)
    if field.kind == "选项":
        return {option: formed(usual(option)) for option in field.options if option != EMPTY_ANSWER}.__getitem__
    if field.kind == "文本":
        return lambda text: formed(usual(text)) if text != EMPTY_ANSWER else _unusual(text)
    return usual if formed is _as_it_is or field.kind in IDENTIFIER_KINDS else lambda text: formed(usual(text))


def _as_it_is(value: Value) -> Value:
    return value


def _unusual(text: str) -> Value:
    raise ValueError
