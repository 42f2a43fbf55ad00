"""The rule language: rules that policy staff write in Chinese, read, checked and judged.

The language knows nothing of matters, cases or HTTP: a matter's words come in as a `Vocabulary`, its parameters,
tables and definitions as a `Rulebook`, one submission as a `Scope`. A rule goes from room to room and never back:
`syntax` cuts and parses its text (with `recovery` where it is none), `checker` makes a typed `tree` of it, `evaluator`
walks that tree and `compiler` makes code of it, `judging` chooses between the two, `explanation` puts it into
sentences. `values` and `text` lie below them all. Reading never raises: it returns problems.
"""

from .checker.rulebooks import RulebookProblem, read_rulebook
from .checker.rules import read_name, read_rule
from .checker.tables import read_table
from .explanation.remedies import in_form_order, place_text
from .explanation.rule_in_words import describe, describe_table, passing_days, remedy, supposed, why
from .judging import holds, judge, value_of
from .text.lone_literals import read_literal
from .text.problem import Problem
from .text.vocabulary import Vocabulary
from .text.wording import value_text
from .tree.rule import Rule
from .tree.scope import Judgement, Rulebook, Scope
from .tree.table import Table
from .values.calendars import Calendar
from .values.kinds import (
    NOT_APPLICABLE,
    UNANSWERED,
    UNCHECKED,
    Absent,
    Dated,
    Division,
    Name,
    Period,
    RuleError,
    Type,
    Undecided,
    Value,
    YearMonth,
)

__all__ = [
    "NOT_APPLICABLE",
    "UNANSWERED",
    "UNCHECKED",
    "Absent",
    "Calendar",
    "Dated",
    "Division",
    "Judgement",
    "Name",
    "Period",
    "Problem",
    "Rule",
    "RuleError",
    "Rulebook",
    "RulebookProblem",
    "Scope",
    "Table",
    "Type",
    "Undecided",
    "Value",
    "Vocabulary",
    "YearMonth",
    "describe",
    "describe_table",
    "holds",
    "in_form_order",
    "judge",
    "passing_days",
    "place_text",
    "read_literal",
    "read_name",
    "read_rule",
    "read_rulebook",
    "read_table",
    "remedy",
    "supposed",
    "value_of",
    "value_text",
    "why",
]
