"""What a form asks, as boxes to fill: one `Box` for each field, cell or fact, with what was typed and what is wrong.

The template of a widget shows a box; whether it applies, what it says and what is wrong is settled here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.definition.questions import PARTS, YES_OR_NO, FactAsked, facts_asked, part_of
from engine.fields import FIELD_KINDS
from engine.matter.records import Field
from engine.matter.town import Town
from engine.review.applicability import Situation
from engine.review.wording import condition_text, with_parameters
from engine.web.form.scans import FileLine, Scans

_FEW, _FEW_IN_ROW = 5, 3  # so many options are shown as buttons, more as a list; a cell has less room
_LONG = ("organisation_name", "address")
_HALF_LINE = 19  # characters that fit beside another question; a button takes four and its label
_ELEMENTS = {"申请人类型": "applicant", "由他人代办": "agent", "代办人类别": "agent-kind", "村": "village"}
_WIDE = ("rows", "lines", "division", "files")
HINTS = {
    "日期": "写成 2026-03-02",
    "年月": "写成 2026-03",
    "金额": "写到分，如 1200.50",
    "身份证号": "18位",
    "统一社会信用代码": "18位",
    "手机号": "11位",
    "区划": "写全，如 河南省南阳市新野县沙堰镇东河村",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose; `id` is the element's."""

    value: str
    label: str
    id: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One question. `name` is its HTML name, `id` its element, `path` the name findings call it by. `conditional`: it
    is not always asked; `condition` says in words when, as long as that is not settled; `applies` False: not now.
    `long`: what is typed is. `errors` stand beside it, the same sentences as on top."""

    name: str
    id: str
    path: str
    label: str
    widget: str
    value: str = ""
    options: tuple[Option, ...] = ()
    as_list: bool = False
    optional: bool = False
    conditional: bool = False
    condition: str = ""
    applies: bool = True
    help: str = ""
    unit: str = ""
    long: bool = False
    errors: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    full: bool = False
    files: tuple[FileLine, ...] = ()

    @property
    def described_by(self) -> str:
        """The elements that explain the question, for those who hear the page."""
        parts = [f"{self.id}-help"] if self.help else []
        parts += [f"{self.id}-when"] if self.conditional else []
        return " ".join([*parts, f"{self.id}-error"])

    @property
    def wide(self) -> bool:
        """Whether it needs a line of the form for itself."""
        buttons = () if self.as_list else self.options
        return self.long or self.widget in _WIDE or sum(4 + len(option.label) for option in buttons) > _HALF_LINE


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a 明细: its stable id, its number from 1, its cells, and what is wrong with it as a whole."""

    id: str
    number: int
    element: str
    cells: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together."""

    title: str
    boxes: tuple[Box, ...]


Errors = Mapping[str, Sequence[str]]


class Boxes:
    """Makes the boxes of one situation; `posted` is the form as typed, `errors` the sentences by path, `files` what was
    uploaded."""

    def __init__(
        self,
        situation: Situation,
        posted: Iterable[tuple[str, str]],
        errors: Errors,
        town: Town,
        files: Iterable[Scans] = (),
    ) -> None:
        self.situation = situation
        self.matter = situation.definition.matter
        self.errors = errors
        self.town = town
        self.files = tuple(files)
        self.posted: dict[str, list[str]] = {}
        for name, value in posted:
            self.posted.setdefault(name, []).append(value)

    def sections(self) -> tuple[Section, ...]:
        """The parts of the form in the order one asks: who, on whose behalf, what."""
        groups: dict[str, list[Box]] = {part: [] for part in PARTS}
        for fact in facts_asked(self.situation.definition, self.town):
            groups[fact.part].append(self._fact(fact))
        for number, one in enumerate(self.matter.fields, start=1):
            if one.at is not None:  # asked at a step of the back office
                continue
            groups[part_of(self.matter, number)].append(self.box(one, one.name, f"f{number}", one.name))
        return tuple(Section(title, tuple(boxes)) for title, boxes in groups.items() if boxes)

    def box(self, one: Field, name: str, element: str, path: str, group: str | None = None, row: int = 0) -> Box:
        """The box of a field, or with `group` and `row` (from 1) that of a cell."""
        kind = FIELD_KINDS[one.kind]
        typed = self.posted.get(name, [])
        said = with_parameters(self.situation.definition, one.help, self.situation.scope.filed)
        applies = self.situation.applies(one.when, group, row or None)
        options = tuple(
            Option(text, text, f"{element}-{number}", text in typed)
            for number, text in enumerate(YES_OR_NO if one.kind == "是否" else one.options, start=1)
        )
        return Box(
            name=name,
            id=element,
            path=path,
            label=one.label,
            widget=kind.widget,
            value=typed[-1] if typed else "",
            options=options,
            as_list=len(options) > (_FEW_IN_ROW if row else _FEW),
            optional=one.optional,
            conditional=one.when is not None,
            condition="" if applies is True else self._condition(one.when, group),
            applies=applies is not False,
            help="；".join(text for text in (said, "" if row else HINTS.get(one.kind), one.used_for) if text),
            long=one.means in _LONG,
            unit="元" if one.kind == "金额" else one.unit or "",
            errors=tuple(self.errors.get(path, ())),
            rows=self._rows(one, element) if one.kind == "明细" else (),
            full=len(self._row_ids(one)) >= one.at_most,
            files=tuple(line for part in self.files if part.name == name for line in part.files),
        )

    def _rows(self, one: Field, element: str) -> tuple[Row, ...]:
        rows = []
        for number, row_id in enumerate(self._row_ids(one), start=1):
            cells = tuple(
                self.box(
                    column,
                    f"{one.name}.{row_id}.{column.name}",
                    f"{element}-{number}-{place}",
                    f"{one.name}.{number}.{column.name}",
                    one.name,
                    number,
                )
                for place, column in enumerate(one.columns, start=1)
            )
            rows.append(Row(row_id, number, f"{element}-{number}", cells))
        return tuple(rows)

    def _row_ids(self, one: Field) -> tuple[str, ...]:
        return self.situation.submission.row_ids.get(one.name, ())

    def _condition(self, when: str | None, group: str | None) -> str:
        return condition_text(self.situation, when, f"{group}.1." if group else "")

    def _fact(self, fact: FactAsked) -> Box:
        name, element = f"事实.{fact.name}", _ELEMENTS[fact.name]
        value = (self.posted.get(name) or [fact.usual])[-1]
        return Box(
            name=name,
            id=element,
            path=fact.name,
            label=fact.label,
            widget="yes_no" if fact.options == YES_OR_NO else "choice" if fact.options else "text",
            value=value,
            options=tuple(Option(o, o, f"{element}-{n}", o == value) for n, o in enumerate(fact.options, start=1)),
            as_list=len(fact.options) > _FEW,
            errors=tuple(self.errors.get(fact.name, ())),
        )


def flat(sections: Iterable[Section]) -> list[Box]:
    """All boxes, a 明细 followed by its cells."""
    boxes: list[Box] = []
    for section in sections:
        for box in section.boxes:
            boxes.append(box)
            boxes += [cell for row in box.rows for cell in row.cells]
    return boxes
