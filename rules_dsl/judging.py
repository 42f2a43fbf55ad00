"""The verdict on a scope: compiled where a rule is judged again and again, and walked where it must be explained.

Both give the same; the walk (`evaluator`) is the reference. A rule is compiled once it has been judged COMPILED_FROM
times under one rulebook: compiling costs about as much as that many walks.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules_dsl.compiler.cache import compile_kept
from rules_dsl.compiler.code.outcomes import FALSE, HIDDEN, STATUSES, TRUE
from rules_dsl.compiler.matter_function import Compiled, Purpose
from rules_dsl.compiler.scope_judge import codes_in
from rules_dsl.compiler.seen import Seen, reads_of, seen_in
from rules_dsl.tree.rule import Rule
from rules_dsl.tree.scope import Judgement, Rulebook, Scope
from rules_dsl.values.kinds import NOT_APPLICABLE, UNANSWERED, UNCHECKED, Undecided, Value

from .evaluator import verdict

COMPILED_FROM = 8


@dataclass(slots=True)
class Form:
    """How a rule is judged for one purpose under one rulebook: how often it was, and its code once it has some.
    `reads` is what the walk sees, where that is the same whatever the answers are."""

    rulebook: Rulebook
    count: int = 0
    compiled: Compiled | None = None
    reads: Seen | None = None


def judge(rule: Rule, scope: Scope, row: int | None = None) -> Judgement:
    """What a demand comes to. `row` is the row (from 1) to judge a rule with a `group` in."""
    form = _form(rule, scope, "demand")
    if form.compiled is not None and form.reads is not None:
        ready = form.compiled.on(scope.filed, scope.places, scope.calendar)
        bound = ready.bind(scope.values, scope.materials)
        code = ready.codes(bound)[0] if bound is not None else None
        if code is not None and code <= TRUE:
            return Judgement(STATUSES[code], seen=seen_in(form.reads, scope))
    return verdict.judge(rule, scope, row)


def status(rule: Rule, scope: Scope, row: int | None = None) -> str:
    """The status that `judge` gives, without what explains it."""
    code = _code(rule, scope, row, "demand")
    return verdict.judge(rule, scope, row).status if code is None else STATUSES[code]


def holds(rule: Rule, scope: Scope, row: int | None = None) -> bool | Undecided:
    """Whether a condition holds; `Undecided(None, missing, unchecked)` where that is not known yet."""
    code = _code(rule, scope, row, "condition")
    if code is None or code > TRUE:
        return verdict.holds(rule, scope, row)
    return code != FALSE


def value_of(rule: Rule, scope: Scope, row: int | None = None) -> Value:
    """The value of an expression: NOT_APPLICABLE, UNANSWERED (an answer is missing, or no value such as ÷ 0) or
    UNCHECKED (a query is open, a parameter has ended, no row of a table applies) where there is none."""
    found = _code(rule, scope, row, "value")
    if found is None:
        return verdict.value_of(rule, scope, row)
    code, value = found
    if code == TRUE:
        return value
    return NOT_APPLICABLE if code == HIDDEN else UNCHECKED if STATUSES[code] == "待核" else UNANSWERED


def _code(rule: Rule, scope: Scope, row: int | None, purpose: Purpose) -> Value:
    """The outcome of the compiled rule, None where it has none: the walk must say."""
    compiled = _form(rule, scope, purpose).compiled
    if compiled is None or (rule.group is None) != (row is None):
        return None
    ready = compiled.on(scope.filed, scope.places, scope.calendar)
    return codes_in(compiled, ready, scope, row or 0)[0]


def _form(rule: Rule, scope: Scope, purpose: Purpose) -> Form:
    """The form of a rule under the rulebook of this scope, compiled when it is time."""
    form = rule.forms.get(purpose)
    if form is None or form.rulebook is not scope.rulebook:
        form = rule.forms[purpose] = Form(scope.rulebook)
    form.count += 1
    if form.count == COMPILED_FROM and rule.vocabulary is not None:
        form.compiled = compile_kept([rule], rule.vocabulary, scope.rulebook, purpose)
        form.reads = reads_of(rule, scope.rulebook)
    return form
