"""Whether the examples of a matter would notice a slip in its rules.

Each rule and condition is changed in one place (`rules_dsl.tree.mutations`), the matter is made anew, and its
examples are run until one breaks. What survives is either a gap in the examples or a slip that changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.calendar.working_days import Calendar
from engine.catalogue.town_catalogue import Loaded
from engine.definition.checked import Definition
from engine.examples.running import Example, differences, examples_of
from engine.matter.canonical import to_bytes
from engine.matter.records import MatterError
from engine.matter.shared import Shared
from engine.review.intake import read_submission
from engine.review.judging import review
from rules_dsl import Division
from rules_dsl.tree.mutations import mutants


@dataclass(frozen=True, slots=True)
class Survivor:
    """A slip that broke no example. `place` is the name of the field, material or checkpoint whose rule it is in."""

    matter: str
    place: str
    slip: str
    rule: str

    def __str__(self) -> str:
        return f"{self.matter} 「{self.place}」：{self.slip}，没有示例看得出来"


@dataclass(frozen=True, slots=True)
class Trial:
    """How many slips of a matter were tried, and those that no example noticed."""

    matter: str
    tried: int
    survivors: tuple[Survivor, ...]


@dataclass(frozen=True, slots=True)
class _Slip:
    place: str
    text: str
    canonical: bytes
    rule: str


def try_mutants(loaded: Loaded, shared: Shared, places: Mapping[str, Division], calendar: Calendar) -> Trial:
    """Every slip in every rule and condition of a sound matter, against all of its examples."""
    definition = loaded.definition
    assert definition is not None
    examples = list(examples_of(loaded, shared))
    tried = 0
    survivors: list[Survivor] = []
    for slip in _slips(definition, _own_names(loaded)):
        try:
            changed = Definition.from_json(slip.canonical)
        except MatterError:
            continue  # would never get past lint
        tried += 1
        likely = sorted(examples, key=lambda one: slip.place not in one.expect.get("because", ()))
        if not any(_breaks(changed, example, places, calendar) for example in likely):
            survivors.append(Survivor(definition.matter.id, slip.place, slip.text, slip.rule))
    return Trial(definition.matter.id, tried, tuple(survivors))


def _breaks(changed: Definition, example: Example, places: Mapping[str, Division], calendar: Calendar) -> bool:
    submission = read_submission(changed, example.submission, example.filed)
    verdict = review(changed, submission, example.filed, places, calendar)
    return any(True for _ in differences(example.expect, verdict))


def _slips(definition: Definition, own: Collection[str]) -> Iterator[_Slip]:
    """A whole matter for each slip in what the file itself says; what a shared group brings is tried with the group.

    The conditions of steps and results do not show in a verdict, so no example could notice a slip in them.
    """
    data = json.loads(definition.canonical)
    for section in ("fields", "materials", "queries", "checkpoints"):
        for entry in data[section]:
            if entry["name"] in own and "material" not in entry:
                twins = [query for query in data["queries"] if query.get("material") == entry["name"]]
                yield from _slips_of(definition, data, [entry, *twins], entry["name"], None)
                for column in entry.get("columns", ()):
                    yield from _slips_of(definition, data, [column], f"{entry['name']}.{column['name']}", entry["name"])


def _slips_of(
    definition: Definition, data: dict[str, Any], entries: list[dict[str, Any]], place: str, group: str | None
) -> Iterator[_Slip]:
    """`entries` share one condition: a material and its own look-up."""
    first = entries[0]
    for key in ("when", "rule"):
        if key not in first or (key == "when" and first.get("by") == "审批"):
            continue  # what only an approver is asked shows in no verdict
        before = first[key]
        rule = definition.demand(before) if key == "rule" else definition.condition(before, group)
        for one in mutants(rule.root):
            for entry in entries:
                entry[key] = one.text
            yield _Slip(place, one.slip, to_bytes(data), one.text)
        if key == "when":
            for entry in entries:
                del entry[key]
            yield _Slip(place, f"漏掉条件「{before}」", to_bytes(data), "")
        for entry in entries:
            entry[key] = before


def _own_names(loaded: Loaded) -> frozenset[str]:
    assert loaded.source is not None
    content = loaded.source.plain()
    sections = (content.get(key, ()) for key in ("fields", "materials", "queries", "checkpoints"))
    return frozenset(entry["name"] for section in sections for entry in section)
