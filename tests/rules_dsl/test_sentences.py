"""The sentences that policy staff write, as rules: each is read, says again what it says, and is judged right."""

import pytest

from rules_dsl import judge
from tests.rules_dsl.support.constructs import CONSTRUCTS
from tests.rules_dsl.support.rule_sample import read
from tests.rules_dsl.support.sentence_files import sentences

ENOUGH = 15
FEWER = {  # what the 195 matters ask too rarely for so many, with the reason
    "ordered_options": (8, "no matter compares options by rank: they list them, 为 一级或二级"),
    "looked_up": (10, "what a look-up tells is judged by the clerk in most matters"),
    "contains": (9, "two matters look for words in a text"),
    "k_of_n": (2, "no matter asks for k of n"),
    "overlap": (2, "no matter compares two spans of time"),
}
SENTENCES = [pytest.param(each, id=each.id) for each in sentences()]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_reads_without_problems_and_prints_as_itself(sentence):
    # whether a divisor may be 0 hangs on `at_least` and on other rules, which the sentences' files do not say
    assert [problem.message for problem in sentence.problems if problem.code != "divisor"] == []
    printed = sentence.rule.print()
    again = read(printed, sentence.words)
    assert (again.root, again.print()) == (sentence.rule.root, printed)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_is_judged_as_its_cases_say(sentence):
    judged = [(case, judge(sentence.rule, sentence.scope(case, filed)).status) for case, _, filed in sentence.cases]
    assert judged == [(case, status) for case, status, _ in sentence.cases]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_has_a_case_of_each_outcome(sentence):
    statuses = {status for _, status, _ in sentence.cases}
    open_ = {"待核", "不适用"} if sentence.never_incomplete else {"待补"}
    assert {"通过", "不通过"} <= statuses
    assert statuses & open_


@pytest.mark.parametrize("sentence", SENTENCES)
def test_shows_the_constructs_it_claims(sentence):
    parts = list(sentence.parts())
    assert sentence.constructs
    assert [key for key in sentence.constructs if not any(CONSTRUCTS[key][1](part) for part in parts)] == []


@pytest.mark.parametrize("key", CONSTRUCTS)
def test_every_construct_has_its_sentences(key):
    wanted, _ = FEWER.get(key, (ENOUGH, ""))
    assert sum(key in each.constructs for each in sentences()) >= wanted
