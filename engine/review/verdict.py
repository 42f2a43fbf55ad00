"""The verdict of one review: every finding, the outcome they add up to, and what it is worth in money and days.

A verdict proposes; refusing or granting is a person's signed act.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from engine.calendar.limit import Limit, parse_limit
from engine.matter.records import ByCase, Matter, Step

PASSED, FAILED, INCOMPLETE, UNVERIFIED, OUTSIDE = "通过", "不通过", "待补", "待核", "不适用"
OUTCOMES = ("通过", "容缺受理", "待核", "补正", "不予受理")  # from lightest to gravest


@dataclass(frozen=True, slots=True)
class Finding:
    """What one checkpoint, material, query or field came to.

    `kind` is 要点 材料 核验 or 字段; `status` 通过 不通过 待补 待核 不适用; `otherwise` what a failure means
    (补正 不予受理 不予准予 容缺 提示 退回). `values` are (name, text as shown, masked where sensitive); `asks` says
    what is asked, `why` why a rule is not met, `remedy` what would make it pass (both branches where a condition is
    undecided); `rows` are failing row numbers from 1; `by` and `at` say who judges it and at which step.
    """

    name: str
    kind: str
    status: str
    otherwise: str
    values: tuple[tuple[str, str], ...] = ()
    asks: str = ""
    remedy: str = ""
    basis: str | None = None
    ground: str | None = None
    rows: tuple[int, ...] = ()
    by: str = "系统"
    at: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one case. A limit is None where the matter sets none, or where an answer it hangs on is missing.
    `departments` holds the role name for each step whose department the case decides, `within` and `special_days` the
    limit and the days of the special procedure of each step for which it decides them (None: not known)."""

    promised: Limit | None
    statutory: Limit | None = None
    extension: Limit | None = None
    departments: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, Limit | None] = field(default_factory=dict)
    special_days: Mapping[str, Limit | None] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As a verdict keeps them; what is None is left out."""
        limits = {"promised": self.promised, "statutory": self.statutory, "extension": self.extension}
        kept: dict[str, Any] = {name: str(limit) for name, limit in limits.items() if limit}
        kept["departments"] = dict(self.departments)
        for name, by_step in (("within", self.within), ("special_days", self.special_days)):
            if by_step:
                kept[name] = {step: str(limit) if limit else None for step, limit in by_step.items()}
        return kept

    def department(self, step: Step) -> str:
        """Who does the step: a role name."""
        return self.departments.get(step.name, step.department)

    def step_limit(self, step: Step) -> Limit | None:
        """Within which time the step is to be done."""
        return step.within if isinstance(step.within, Limit) else self.within.get(step.name)

    def days_of(self, step: Step) -> Limit | None:
        """How long the special procedure of the step takes; None where an event ends it."""
        days = step.special.days if step.special else None
        return days if isinstance(days, Limit) else self.special_days.get(step.name)


def terms_in(verdict: Mapping[str, Any], matter: Matter) -> Terms:
    """The terms that a stored verdict came to; one from before verdicts kept them has what the matter itself says."""
    kept = verdict.get("terms")
    if kept is None:
        limit = matter.time_limit
        own = (limit.promised, limit.statutory, limit.extension)
        return _terms([None if isinstance(one, ByCase) else one for one in own], {"departments": {}})
    limits = [parse_limit(kept[name]) if name in kept else None for name in ("promised", "statutory", "extension")]
    return _terms(limits, kept)


def _terms(limits: Sequence[Limit | None], kept: Mapping[str, Any]) -> Terms:
    promised, statutory, extension = limits
    within, special_days = (
        {step: parse_limit(limit) if limit else None for step, limit in kept.get(name, {}).items()}
        for name in ("within", "special_days")
    )
    return Terms(promised, statutory, extension, kept["departments"], within, special_days)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`outcome` is the gravest of the findings; `because` the names behind it; `told` the 提示 and 不予准予 told.

    `award` and `fee` are whole 分 and None unless the outcome is 通过 or 容缺受理; `later` maps each 容缺 material to
    the last day it may be brought; `due_date` counts as if 收件 and 受理 were on the first working day on or after
    `filed`. `unknown` are names in the submission that the matter does not have; `unused` answers to fields that do
    not apply (未采用). `definition` is the identity of the definition judged by; `terms` are those of the case.
    """

    outcome: str
    findings: tuple[Finding, ...]
    because: tuple[str, ...]
    told: tuple[str, ...]
    missing_answers: tuple[str, ...]
    missing_materials: tuple[str, ...]
    unknown: tuple[str, ...]
    unused: tuple[str, ...]
    award: int | None
    fee: int | None
    due_date: date | None
    due_provisional: bool
    later: dict[str, date]
    filed: date
    definition: str
    terms: Terms

    def open_findings(self) -> tuple[Finding, ...]:
        """The findings that a notice must list: all that are 不通过, 待补 or 待核."""
        return tuple(f for f in self.findings if f.status in (FAILED, INCOMPLETE, UNVERIFIED))

    def to_json(self) -> dict[str, Any]:
        """The verdict as `onewindow check --json` prints it and a case keeps it: dates ISO, money in whole 分."""
        tree = asdict(self)
        tree["findings"] = [asdict(f) | {"values": [list(pair) for pair in f.values]} for f in self.findings]
        tree["due_date"] = self.due_date.isoformat() if self.due_date else None
        tree["terms"] = self.terms.to_json()
        tree["filed"] = self.filed.isoformat()
        tree["later_due"] = {name: day.isoformat() for name, day in tree.pop("later").items()}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in tree.items()}
