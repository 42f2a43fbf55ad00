"""What a rule is judged against, and what comes out: rulebook, submission, calendar in; judgement out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rules_dsl.values.calendars import Calendar
from rules_dsl.values.folding import digest_of
from rules_dsl.values.kinds import Dated, Division, Value

from .rule import Rule

PASSED, FAILED, INCOMPLETE, UNVERIFIED, OUTSIDE = "通过", "不通过", "待补", "待核", "不适用"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What a matter lays down. Each `Dated` of `parameters` holds values, each of `tables` holds `Table`s."""

    parameters: Mapping[str, Dated] = field(default_factory=dict)
    tables: Mapping[str, Dated] = field(default_factory=dict)
    definitions: Mapping[str, Rule] = field(default_factory=dict)
    _digest: list[str] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def digest(self) -> str:
        """The SHA-256 of all that it lays down; definitions count as they were typed."""
        if not self._digest:
            parts = [f"{name}={dated.entries!r}" for name, dated in self.parameters.items()]
            for name, dated in self.tables.items():
                versions = [(start, table and (table.hit, table.inputs, table.rows)) for start, table in dated.entries]
                parts.append(f"{name}={versions!r}")
            parts += [f"{name}={one.group}|{one.text or one.root}" for name, one in self.definitions.items()]
            self._digest.append(digest_of(*parts))
        return self._digest[0]


@dataclass(frozen=True, slots=True)
class Scope:
    """One submission as rules see it.

    `values` holds each field, fact and query by its name: a value, an Absent or an Undecided; a 明细 is a tuple of
    mappings column → the same. A name left out counts as UNANSWERED (a query as UNCHECKED). A 明细 of no rows is `()`
    where that is an answer, else UNANSWERED. `materials` holds how many copies were handed in, 0 for none, or an Absent
    or Undecided. `filed` is the filing date, which decides ages and parameters. `places` maps 本镇 本县 本市 本省.
    `origins` says of a name that nobody fills in which answer it follows from ('' for none): that one is asked for.
    """

    rulebook: Rulebook
    values: Mapping[str, Value]
    materials: Mapping[str, Value]
    filed: date
    places: Mapping[str, Division]
    calendar: Calendar
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule came to. `status` is 通过 不通过 待补 待核 or 不适用.

    `missing` names the answers that could still decide it (a cell as 明细.行.列, rows from 1), `unchecked` the queries
    (or ended parameters). `seen` are (name, value) in the order first read, a cell under its dotted name. `rows` are
    the failing rows from 1 where the outermost form is 每行. `note` says in Chinese what else must be known: 无行, or
    why there is no value (÷ 0).
    """

    status: str
    missing: frozenset[str] = frozenset()
    unchecked: frozenset[str] = frozenset()
    seen: tuple[tuple[str, Value], ...] = ()
    rows: tuple[int, ...] = ()
    note: str = ""
