"""The tree walk is total: any partial submission gives every rule a status, and more answers never flip a decision."""

from datetime import date
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rules_dsl import NOT_APPLICABLE, UNANSWERED, UNCHECKED, Division, Undecided, describe, judge, remedy, why
from tests.rules_dsl.evaluator.test_six_matters import as_written
from tests.rules_dsl.support.rule_sample import read, rulebook, scope, vocabulary

MATTERS = yaml.safe_load(Path(__file__).with_name("six_matters.yaml").read_text(encoding="utf-8"))
STATUSES = {"通过", "不通过", "待补", "待核", "不适用"}


def ready(matter):
    tables = {name: tuple(as_written(value)) for name, value in matter.get("tables", {}).items()}
    book, words = rulebook(vocabulary(matter["names"]), as_written(matter.get("parameters", {})), tables)
    return book, words, [read(entry["rule"], words) for entry in matter["rules"] if "rule" in entry]


READY = [ready(matter) for matter in MATTERS]


def values_of(type):
    if type.kind == "是否":
        return st.booleans()
    if type.kind == "选项":
        return st.sampled_from(type.options)
    if type.kind == "日期":
        return st.dates(date(1900, 1, 1), date(2100, 1, 1))
    if type.kind == "金额":
        return st.integers(0, 10**9)
    if type.kind in ("整数", "小数"):
        return st.integers(-5, 2000) if type.kind == "整数" else st.fractions(0, 2000, max_denominator=100)
    if type.kind == "区划":
        return st.sampled_from([Division("河南省"), Division("沙堰镇", "411329102"), Division("新野县", "411329")])
    return st.text(max_size=20)


def maybe(values):
    absent = st.sampled_from([UNANSWERED, NOT_APPLICABLE])
    undecided = st.builds(lambda value: Undecided(value, frozenset({"某项"})), values)
    return st.one_of(values, absent, undecided)


@st.composite
def submissions(draw):
    book, words, rules = draw(st.sampled_from(READY))
    found = {}
    for name in words.names:
        if name.role in ("field", "fact"):
            found[name.name] = draw(maybe(values_of(name.type)))
        elif name.role == "query":
            found[name.name] = draw(st.sampled_from(["查到", "查不到", UNCHECKED]))
        elif name.role == "rows":
            row = st.fixed_dictionaries(
                {column.name: maybe(values_of(column.type)) for column in words.columns(name.name)}
            )
            found[name.name] = draw(
                st.one_of(st.lists(row, max_size=3).map(tuple), st.sampled_from([UNANSWERED, NOT_APPLICABLE]))
            )
    return draw(st.sampled_from(rules)), scope(found, book), words


@given(submissions())
@settings(max_examples=300)
def test_every_rule_has_a_status_and_its_sentences(drawn):
    rule, submission, _ = drawn
    judgement = judge(rule, submission)
    assert judgement.status in STATUSES
    assert bool(judgement.missing) or judgement.status != "待补" or judgement.note
    assert describe(rule).endswith("。")
    assert bool(why(rule, submission)) == (judgement.status not in ("通过", "不适用"))
    assert bool(remedy(rule, submission)) == (judgement.status not in ("通过", "不适用"))


@given(submissions(), st.data())
@settings(max_examples=300)
def test_answering_what_is_missing_never_flips_a_decision(drawn, data):
    rule, submission, words = drawn
    before = judge(rule, submission).status
    filled = dict(submission.values)
    for name in words.names:
        if name.role in ("field", "fact") and filled[name.name] is UNANSWERED:
            filled[name.name] = data.draw(values_of(name.type))
    after = judge(rule, scope(filled, submission.rulebook)).status
    if before in ("通过", "不适用"):
        assert after in ("通过", "不适用")
    elif before == "不通过":
        assert after == "不通过"
