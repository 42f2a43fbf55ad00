"""Every automatic sentence and condition of six real matters is judged right, on both sides."""

from pathlib import Path

import pytest
import yaml

from rules_dsl import Undecided, holds, judge
from tests.rules_dsl.support.rule_sample import answers, read, rulebook, scope, vocabulary

MATTERS = yaml.safe_load(Path(__file__).with_name("six_matters.yaml").read_text(encoding="utf-8"))
TABLE_TEXT = str  # YAML reads 80 or 1946-03-02 as numbers and dates; rules get what was written


def as_written(value):
    if isinstance(value, dict):
        return {key: as_written(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_written(each) for each in value]
    return value if isinstance(value, bool) else str(value)


CASES = [
    pytest.param(matter, entry, written, expected, id=f"{matter['matter']}-{number}-{place}")
    for matter in MATTERS
    for number, entry in enumerate(matter["rules"])
    for place, (written, expected) in enumerate(entry["cases"])
]


@pytest.mark.parametrize(("matter", "entry", "written", "expected"), CASES)
def test_sentence(matter, entry, written, expected):
    words = vocabulary(matter["names"])
    tables = {name: tuple(as_written(value)) for name, value in matter.get("tables", {}).items()}
    book, words = rulebook(words, as_written(matter.get("parameters", {})), tables)
    submission = scope(answers(as_written(written), words), book)
    if "rule" in entry:
        assert judge(read(entry["rule"], words), submission).status == expected
    else:
        held = holds(read(entry["when"], words, "condition"), submission)
        assert ("未定" if isinstance(held, Undecided) else "成立" if held else "不成立") == expected


@pytest.mark.parametrize(
    "entry", [pytest.param((m, e), id=e["rule"][:30]) for m in MATTERS for e in m["rules"] if "rule" in e]
)
def test_canonical_form_reads_again_as_the_same_rule(entry):
    matter, sentence = entry
    _, words = rulebook(
        vocabulary(matter["names"]),
        as_written(matter.get("parameters", {})),
        {name: tuple(as_written(value)) for name, value in matter.get("tables", {}).items()},
    )
    rule = read(sentence["rule"], words)
    assert read(rule.print(), words).root == rule.root
