"""The terms of a case (`verdict.Terms`): what the parameters and tables that a matter leaves its limits and departments
to come to for one submission."""

from __future__ import annotations

from engine.calendar.limit import Limit, parse_limit
from engine.matter.records import ByCase
from engine.review.applicability import Situation
from engine.review.verdict import Terms
from rules_dsl import Absent, Undecided, value_of


def terms_of(situation: Situation) -> Terms:
    """The terms as the matter sets them for this submission on its filing day."""
    matter = situation.definition.matter
    limit = matter.time_limit
    by_case = {step.name: step.department for step in matter.steps if matter.is_set_by_case(step.department)}
    departments = {
        step: _text(situation, department) or matter.approving_department for step, department in by_case.items()
    }
    within = {step.name: step.within for step in matter.steps}
    days = {step.name: step.special.days for step in matter.steps if step.special}
    return Terms(
        _limit(situation, limit.promised),
        _limit(situation, limit.statutory),
        _limit(situation, limit.extension),
        departments,
        {step: _limit(situation, one) for step, one in within.items() if isinstance(one, ByCase)},
        {step: _limit(situation, one) for step, one in days.items() if isinstance(one, ByCase)},
    )


def _limit(situation: Situation, limit: Limit | ByCase | None) -> Limit | None:
    if not isinstance(limit, ByCase):
        return limit
    text = _text(situation, limit.name)
    return parse_limit(text) if text else None


def _text(situation: Situation, name: str) -> str:
    """The value of a parameter or table as text; '' where it has none."""
    value = value_of(situation.definition.value(name), situation.scope)
    return "" if value is None or isinstance(value, Absent | Undecided) else str(value)
