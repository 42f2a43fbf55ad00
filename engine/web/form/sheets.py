"""The form page of one matter as a view model: questions, checklist and verdict of a `Sheet`, ready to show."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.matter.records import Material
from engine.review.applicability import Situation
from engine.review.parties import agent_of
from engine.review.wording import with_parameters
from engine.service.counter.drafting import Sheet
from engine.store.kept import Draft
from engine.web.form.boxes import Box, Boxes, Section, flat
from engine.web.form.checklist import Checklist, CheckRow, MaterialRow
from engine.web.form.panel import Line, Panel, Promise, Signing, errors_of, panel
from engine.web.form.scans import scans_of_draft
from engine.web.server.showing import instant
from engine.web.server.visits import Visit

SIGNED = "是"  # the value of the tick


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell once, above the form; `tone` good, careful or bad; `newer` is the version saved elsewhere that
    this page may take the place of, 0 for none; `sure` the act that is asked about and what its button says, or ''."""

    tone: str
    title: str
    lines: tuple[str, ...] = ()
    newer: int = 0
    sure: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class SheetPage:
    """Everything the form page shows. `problems` stand in the summary on top, each with a link to its place;
    `told`: what is missing is said beside the questions too, and stays said while the form is filled further;
    `mark` is the page's own, the posted one where it is the same page; `saved` is told as a time of day;
    `unsaved`: what it shows is not kept yet; `swapped` are the questions whose being asked changed since the page was
    last told, for a re-check."""

    id: str
    title: str
    kind: str
    case: str
    version: int
    mark: str
    saved: str
    unsaved: bool
    before: str
    sections: tuple[Section, ...]
    materials: tuple[MaterialRow, ...]
    queries: tuple[CheckRow, ...]
    checks: tuple[CheckRow, ...]
    panel: Panel
    problems: tuple[Line, ...]
    told: bool
    notice: Notice | None
    swapped: frozenset[str]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """All questions, cells included."""
        return tuple(flat(self.sections))

    @property
    def checklist(self) -> tuple[MaterialRow | CheckRow, ...]:
        """All rows of the checklist."""
        return (*self.materials, *self.queries, *self.checks)


def _places(boxes: Iterable[Box], rows: Iterable[MaterialRow | CheckRow]) -> dict[str, str]:
    """Every element that can carry a sentence, by the name findings call it."""
    return {box.path: box.id for box in boxes} | {row.label: row.id for row in rows}


def sheet_page(
    visit: Visit,
    sheet: Sheet,
    *,
    everything: bool,
    notice: Notice | None = None,
    hidden_before: str = "",
    unsaved: bool = False,
) -> SheetPage:
    """The page of a sheet. `everything`: say beside each question what is missing, and list it on top."""
    matter, town = sheet.definition.matter, visit.town
    situation = Situation(sheet.definition, sheet.submission, sheet.filed, town.places, visit.service.calendar)
    posted = sheet.draft.form
    findings = sheet.verdict.findings
    # Once without sentences, to learn which elements there are; then with them.
    bare = Boxes(situation, posted, {}, town).sections()
    rows = Checklist(situation, posted, findings, {})
    places = _places(flat(bare), (*rows.materials(), *rows.queries(), *rows.checkpoints()))
    for group, first in _groups(matter.materials).items():
        places.setdefault(group, places[first])
    errors = errors_of(sheet.verdict, places, everything)
    files = scans_of_draft(sheet.draft, sheet.files, matter)
    boxes = Boxes(situation, posted, errors, town, files).sections()
    checklist = Checklist(situation, posted, findings, errors, sheet.files)
    materials, queries, checks = checklist.materials(), checklist.queries(), checklist.checkpoints()
    asked: tuple[Box | MaterialRow | CheckRow, ...] = (*flat(boxes), *materials, *queries, *checks)
    hidden = frozenset(one.id for one in asked if not one.applies)
    promised = str(sheet.verdict.terms.promised or matter.time_limit.promised)
    judged = panel(
        sheet.verdict,
        places,
        dict(_labels(flat(boxes))),
        _signing(visit, sheet, situation),
        promised,
        matter.fee is None,
        sorted(hidden),
        sheet.correcting,
    )
    return SheetPage(
        id=sheet.draft.id,
        title=matter.title,
        kind=f"{matter.kind} · {matter.window}窗口 · 承诺时限 {promised}",
        case=sheet.draft.case or "",
        version=number(visit.form.one("_version")) if unsaved else sheet.draft.version,
        mark=mark_of(visit) or secrets.token_urlsafe(9),
        saved=saved_at(visit, sheet.draft),
        unsaved=unsaved,
        before=with_parameters(situation.definition, matter.before_filing, situation.scope.filed),
        sections=boxes,
        materials=materials,
        queries=queries,
        checks=checks,
        panel=judged,
        problems=judged.wrong if everything else (),
        told=everything,
        notice=notice,
        swapped=hidden ^ frozenset(hidden_before.split()),
    )


def number(text: str) -> int:
    """A number as posted by a page, 0 for none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def mark_of(visit: Visit) -> str:
    """The mark of the page that posted, '' for none."""
    mark = visit.form.one("_page")
    return mark if len(mark) <= 40 else ""


def saved_at(visit: Visit, draft: Draft) -> str:
    """When a draft was saved: the time of day, with the day where it is not today's."""
    at = instant(draft.changed_at, visit.town.zone)
    day, _, time = at.partition(" ")
    return time if day == visit.service.today(draft.town).isoformat() else at


def _signing(visit: Visit, sheet: Sheet, situation: Situation) -> Signing:
    return Signing(
        promises=tuple(
            Promise(number, one.name)
            for number, one in enumerate(sheet.definition.matter.materials, start=1)
            if sheet.submission.materials[one.name].promised and situation.asks_material(one) is not False
        ),
        signed=visit.form.one("_signed") == SIGNED,
        acted_for=agent_of(situation) is not None,
        mandated=visit.form.one("_mandated") == SIGNED,
    )


def _groups(materials: Iterable[Material]) -> Mapping[str, str]:
    """The first material of each any-one-of group, by the group's name."""
    groups: dict[str, str] = {}
    for one in materials:
        if one.one_of:
            groups.setdefault(one.one_of, one.name)
    return groups


def _labels(boxes: Iterable[Box]) -> Iterator[tuple[str, str]]:
    for box in boxes:
        parts = box.path.split(".")
        yield box.path, f"{parts[0]}第{parts[1]}行：{box.label}" if len(parts) == 3 else box.label
