"""Matters to choose from: all of them line by line, or those that answer what somebody says, best first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from engine.catalogue.town_catalogue import Catalogue
from engine.matter.possibilities import limit_words
from engine.matter.records import Matter

FOUND = "找到的事项"
MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class MatterLine:
    """One matter to choose."""

    id: str
    title: str
    kind: str
    applicants: str
    promised: str


@dataclass(frozen=True, slots=True)
class Group:
    """The matters of one line of business."""

    line: str
    matters: tuple[MatterLine, ...]


def groups_of(catalogue: Catalogue, matters: Collection[Matter], wanted: str, today: date) -> tuple[Group, ...]:
    """The matters by line, in a fixed order; where something is `wanted`, one group of those that answer it, the best
    first. Each with the limit it promises today."""
    if wanted.strip():
        known = {matter.id for matter in matters}
        hits = catalogue.search.find(wanted, most=len(catalogue.matters))
        own = [hit.matter for hit in hits if hit.matter.id in known]
        found = tuple(_line(matter, today) for matter in own[:MOST_FOUND])
        return (Group(FOUND, found),) if found else ()
    lines: dict[str, list[MatterLine]] = {}
    for matter in sorted(matters, key=lambda one: one.id):
        lines.setdefault(catalogue.line_title(matter.line), []).append(_line(matter, today))
    return tuple(Group(title, tuple(found)) for title, found in lines.items())


def _line(matter: Matter, today: date) -> MatterLine:
    promised = limit_words(matter, matter.time_limit.promised, today)
    return MatterLine(matter.id, matter.title, matter.kind, "、".join(matter.applicants), promised)
