"""The clerk's checklist: one row for each material, look-up and 窗口 checkpoint, and what it came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.case.attachments import Attachment
from engine.catalogue.guide import allowances
from engine.matter.records import Checkpoint, Material, Query
from engine.review.applicability import Situation
from engine.review.intake import (
    FAILED,
    FOUND,
    HANDED_IN,
    NOT_FOUND,
    NOT_HANDED_IN,
    NOT_LOOKED_UP,
    PASSED,
    PROMISED,
    UNJUDGED,
)
from engine.review.verdict import Finding
from engine.review.wording import condition_text, with_parameters
from engine.web.form.boxes import Errors, Option

YES, NO = "是", "否"


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """A paper to bring: what is asked (form, copies, note), when (`condition`, as long as that is not settled), and
    what the clerk has of it."""

    id: str
    label: str
    name: str
    asks: str
    condition: str
    applies: bool
    remarks: tuple[str, ...]
    states: tuple[Option, ...]
    forms: tuple[Option, ...]
    copies: str
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """Something the clerk judges or looks up; `note` is None where there is nothing to note. Where a value is looked up
    that is typed, `entry` is what was typed, and there are no states."""

    id: str
    label: str
    name: str
    asks: str
    condition: str
    applies: bool
    states: tuple[Option, ...]
    note: str | None
    errors: tuple[str, ...]
    entry: str | None = None
    unit: str = ""


class Checklist:
    """Makes the rows of one situation from what was posted, uploaded, and what the review found."""

    def __init__(
        self,
        situation: Situation,
        posted: Iterable[tuple[str, str]],
        findings: Iterable[Finding],
        errors: Errors,
        files: Iterable[Attachment] = (),
    ) -> None:
        self.situation = situation
        self.matter = situation.definition.matter
        self.findings: Mapping[str, Finding] = {f.name: f for f in findings}
        self.errors = errors
        self.posted = dict(posted)
        self.scans = Counter(one.material for one in files)

    def materials(self) -> tuple[MaterialRow, ...]:
        """A row for each material asked at intake."""
        numbered = enumerate(self.matter.materials, start=1)
        return tuple(self._material(one, f"m{number}") for number, one in numbered if one.at is None)

    def queries(self) -> tuple[CheckRow, ...]:
        """A row for each look-up."""
        return tuple(self._query(one, f"q{number}") for number, one in enumerate(self.matter.queries, start=1))

    def checkpoints(self) -> tuple[CheckRow, ...]:
        """A row for each checkpoint a clerk judges at intake."""
        return tuple(
            self._checkpoint(one, f"c{number}")
            for number, one in enumerate(self.matter.checkpoints, start=1)
            if one.by == "窗口"
        )

    def _material(self, one: Material, element: str) -> MaterialRow:
        name = f"材料.{one.name}"
        states = (HANDED_IN, NOT_HANDED_IN, *((PROMISED,) if one.promise else ()), UNJUDGED)
        form = self.posted.get(f"{name}.形式", one.forms[0])
        note = with_parameters(self.situation.definition, one.note, self.situation.scope.filed)
        return MaterialRow(
            id=element,
            label=one.name,
            name=name,
            asks=f"{'或'.join(one.forms)}，{one.copies} 份" + (f"。{note}" if note else ""),
            condition=self._condition(one.when),
            applies=self.situation.asks_material(one) is not False,
            remarks=self._remarks(one),
            states=_options(states, self.posted.get(name, UNJUDGED), element),
            forms=_options(one.forms, form, f"{element}-form") if len(one.forms) > 1 else (),
            copies=self.posted.get(f"{name}.份数", str(one.copies)),
            errors=tuple(self.errors.get(one.name, ())),
        )

    def _remarks(self, one: Material) -> tuple[str, ...]:
        remarks = []
        if self.scans[one.name]:
            remarks.append(f"已上传 {self.scans[one.name]} 个文件")
        remarks += allowances(self.matter, one)
        if (query := self.matter.look_up_of(one)) is not None:
            remarks.append(f"先核验「{query.name}」，查到的不用交")
        return tuple(remarks)

    def _query(self, one: Query, element: str) -> CheckRow:
        name, said = f"核验.{one.name}", self.posted.get(f"核验.{one.name}", "")
        value = one.value
        choices = (FOUND, NOT_FOUND) if value is None else (YES, NO) if value.kind == "是否" else value.options
        return CheckRow(
            id=element,
            label=one.name,
            name=name,
            asks=one.asks,
            condition=self._condition(one.when),
            applies=self._applies(one.name),
            states=_options((*choices, NOT_LOOKED_UP), said or NOT_LOOKED_UP, element) if choices else (),
            note=None,
            errors=tuple(self.errors.get(one.name, ())),
            entry=None if choices else "" if said == NOT_LOOKED_UP else said,
            unit=("元" if value.kind == "金额" else value.unit or "") if value else "",
        )

    def _checkpoint(self, one: Checkpoint, element: str) -> CheckRow:
        name = f"要点.{one.name}"
        finding = self.findings.get(one.name)
        return CheckRow(
            id=element,
            label=one.name,
            name=name,
            asks=finding.asks if finding else one.says or one.name,
            condition=self._condition(one.when) or self._without(one.about),
            applies=self._applies(one.name),
            states=_options((PASSED, FAILED, UNJUDGED), self.posted.get(name, UNJUDGED), element),
            note=self.posted.get(f"{name}.说明", ""),
            errors=tuple(self.errors.get(one.name, ())),
        )

    def _applies(self, name: str) -> bool:
        finding = self.findings.get(name)
        return finding is None or finding.status != "不适用"

    def _condition(self, when: str | None) -> str:
        """When something is asked, in words; '' once that is settled."""
        return "" if self.situation.applies(when) is True else condition_text(self.situation, when)

    def _without(self, material: str | None) -> str:
        """What is judged about a material is asked when it is there; '' once it is."""
        there = material is None or self.posted.get(f"材料.{material}") == HANDED_IN
        return "" if there else f"交了「{material}」"


def _options(values: Iterable[str], chosen: str, element: str) -> tuple[Option, ...]:
    return tuple(Option(v, v, f"{element}-{n}", v == chosen) for n, v in enumerate(values, start=1))
