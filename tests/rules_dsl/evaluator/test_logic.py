"""The logic by its laws, over every combination of outcomes."""

from itertools import product

import pytest

from rules_dsl import NOT_APPLICABLE
from rules_dsl.evaluator.logic import Gap, all_of, any_of, counted, implied, negated

OPEN = Gap(frozenset({"甲"}))
ALL = (True, False, OPEN, NOT_APPLICABLE)


def resolved(outcome):
    """What an outcome may still become."""
    return (True, False) if isinstance(outcome, Gap) else (outcome,)


@pytest.mark.parametrize("join", [all_of, any_of])
@pytest.mark.parametrize(("one", "other"), list(product(ALL, ALL)))
def test_a_decided_result_stays_whatever_the_open_parts_become(join, one, other):
    result = join((one, other))
    if not isinstance(result, Gap):
        assert {join(pair) for pair in product(resolved(one), resolved(other))} == {result}


@pytest.mark.parametrize(("condition", "demand", "otherwise"), list(product(ALL, ALL, ALL)))
def test_an_implication_is_decided_only_if_both_branches_agree(condition, demand, otherwise):
    result = implied(condition, demand, otherwise)
    if not isinstance(result, Gap):
        worlds = {implied(*each) for each in product(resolved(condition), resolved(demand), resolved(otherwise))}
        passing = {True, NOT_APPLICABLE}
        assert worlds <= passing if result in passing else worlds == {False}


@pytest.mark.parametrize("outcomes", list(product(ALL, ALL)))
def test_de_morgan(outcomes):
    assert negated(all_of(outcomes)) == any_of(negated(outcome) for outcome in outcomes)


@pytest.mark.parametrize("outcomes", list(product((True, False, OPEN), repeat=3)))
@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_a_count_is_decided_as_soon_as_it_can_be(outcomes, number):
    result = counted(outcomes, lambda count: count >= number)
    worlds = {sum(world) >= number for world in product(*map(resolved, outcomes))}
    assert (len(worlds) > 1) == isinstance(result, Gap)
    assert isinstance(result, Gap) or worlds == {result}
