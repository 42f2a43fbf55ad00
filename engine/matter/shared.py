"""What several matters share: the groups they include, the role names they may use, remedies, one parameter.

All files of `matters/_shared/` are read together; nothing shared is in scope of a matter without `include`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from engine.calendar.limit import Limit, parse_limit
from engine.yaml_source.schema import check_schema
from engine.yaml_source.tree import MatterProblem, Source, read_source
from rules_dsl import Dated

LATER_PARAMETER = "容缺补齐期限"  # what `later: true` of a material stands for


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way to contest a decision on one day: `period` and `basis` by law, `body` where to go in the town."""

    name: str
    period: Limit
    basis: str
    starts: str
    act: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class DatedRemedy:
    """A remedy with its history; `on` gives the one in force."""

    name: str
    period: Dated
    basis: Dated
    starts: str
    act: str

    def on(self, day: date, body: str) -> Remedy | None:
        """The remedy as it stands on `day`; None where the law gave none then."""
        period, basis = self.period.on(day), self.basis.on(day)
        return Remedy(self.name, period, basis, self.starts, self.act, body) if period and basis else None


@dataclass(frozen=True, slots=True)
class Group:
    """A shared group: its plain content, and where it stands."""

    content: Mapping[str, Any]
    source: Source


@dataclass(frozen=True, slots=True)
class Shared:
    """Everything of `matters/_shared/`. `later` is what `later: true` stands for; `lines` names each folder; `lists`
    are the options that fields may name instead of listing them; `synonyms` words of one meaning, for the search."""

    groups: Mapping[str, Group] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    remedies: tuple[DatedRemedy, ...] = ()
    later: str | None = None
    lines: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, list[str]] = field(default_factory=dict)
    synonyms: tuple[tuple[str, ...], ...] = ()


def load_shared(root: Path) -> tuple[Shared, tuple[MatterProblem, ...]]:
    """Read `matters/_shared/*.yaml` below `root`. What is broken is told and left out."""
    groups: dict[str, Group] = {}
    roles: list[str] = []
    remedies: list[DatedRemedy] = []
    later: str | None = None
    lines: dict[str, str] = {}
    lists: dict[str, list[str]] = {}
    synonyms: list[list[str]] = []
    problems: list[MatterProblem] = []
    for file in sorted((root / "matters" / "_shared").glob("*.yaml")):
        source, found = read_source(file, file.relative_to(root).as_posix())
        problems += found
        if source is None:
            continue
        schema_problems = check_schema(source, "shared.schema.json")
        problems += schema_problems
        if schema_problems or not source.sound:
            continue
        content = source.plain()
        for name, group in content.get("groups", {}).items():
            if name in groups:
                line, column = source.place(("groups", name), key=True)
                message = f"组「{name}」在 {groups[name].source.path} 里已经有了。"
                problems.append(
                    MatterProblem(source.path, line, column, "error", "duplicate_name", message, "请换个名字。")
                )
                continue
            groups[name] = Group(group, source)
        roles += content.get("roles", [])
        lines |= content.get("lines", {})
        lists |= content.get("lists", {})
        synonyms += content.get("synonyms", [])
        remedies += [_remedy(entry) for entry in content.get("remedies", [])]
        later = content.get("parameters", {}).get(LATER_PARAMETER, later)
    shared = Shared(groups, frozenset(roles), tuple(remedies), later, lines, lists, tuple(map(tuple, synonyms)))
    return shared, tuple(problems)


def _remedy(entry: Mapping[str, Any]) -> DatedRemedy:
    period, basis = _history(entry["period"]), _history(entry["basis"])
    return DatedRemedy(entry["name"], period.map(parse_limit), basis, entry["starts"], entry["act"])


def _history(written: str | Mapping[str, str]) -> Dated:
    if isinstance(written, str):
        return Dated(((None, written),))
    return Dated(tuple((None if k == "起初" else date.fromisoformat(k), v) for k, v in written.items()))
