"""The rule language: rules that policy staff write in Chinese, read, checked and judged.

The language knows nothing of matters, cases or HTTP: a matter's words come in as a `Vocabulary`, its parameters,
tables and definitions as a `Rulebook`, one submission as a `Scope`. The stages stand apart: `words` cuts text into
tokens, `rules.lark` and `parse` make a tree of `nodes`, `types` checks it, `evaluate` walks it, `explain` puts it
into sentences; `rule` and `tables` are what callers use. Reading never raises: it returns problems.
"""

from .explain import describe, describe_table, passing_days, remedy, supposed, why
from .judging import holds, judge, value_of
from .mends import in_form_order, place_text
from .problems import Problem
from .readings import read_literal
from .rule import Rule, read_name, read_rule
from .rulebook import RulebookProblem, read_rulebook
from .scope import Calendar, Judgement, Rulebook, Scope
from .tables import Table, read_table
from .values import (
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
from .vocabulary import Vocabulary
from .wording import value_text

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
