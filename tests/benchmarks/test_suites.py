"""The benchmarks' own promises: they compare like with like and write down what they found. No speed is asserted."""

import json
from dataclasses import replace
from datetime import date

import pytest

from benchmarks import __main__ as command
from benchmarks import by_hand, loading, rules
from benchmarks.engines import ENGINES
from benchmarks.report import Line, Report
from benchmarks.sentences import sentences
from benchmarks.timing import Figure, race, typical
from benchmarks.workload import workload
from engine.review.intake import read_submission
from tests.support.launcher import ROOT

WORK = workload(300)


def test_all_engines_give_the_same_verdicts_and_every_checkpoint_goes_both_ways():
    prepared = [engine.prepare(WORK) for engine in ENGINES]
    checked = rules.check_same_verdicts(ENGINES, prepared)
    assert checked.startswith(f"{len(ENGINES)} engines, the same verdicts on all 300 submissions")
    inputs, judge = prepared[0]
    verdicts = [judge(one) for one in inputs]
    assert {len(verdict) for verdict in verdicts} == {10}
    assert all({bool(passes) for passes in column} == {True, False} for column in zip(*verdicts, strict=True))


def test_an_engine_that_judges_otherwise_is_found():
    wrong = replace(ENGINES[0], name="wrong", passes=lambda verdict: (False, *verdict[1:]))
    prepared = [ENGINES[0].prepare(WORK), wrong.prepare(WORK)]
    with pytest.raises(rules.Disagreement, match="wrong, submission 0"):
        rules.check_same_verdicts((ENGINES[0], wrong), prepared)


def test_missing_answers_come_to_the_same_compiled_and_walked():
    assert rules.check_same_statuses(WORK).endswith("300 submissions with gaps: 不适用、不通过、待补、通过")


def test_no_two_submissions_are_the_same():
    assert len({json.dumps(dict(texts), sort_keys=True) for texts in WORK.texts}) == 300


def test_the_function_by_hand_reads_what_the_engine_reads():
    refused = 0
    for texts in WORK.texts:
        answers, unreadable = by_hand.read(texts)
        said = read_submission(WORK.definition, {"answers": texts}, WORK.filed)
        assert set(said.unreadable) == set(unreadable)
        refused += bool(unreadable)
        for name, value in said.values.items():
            assert value == (date.fromisoformat(answers[name]) if name == "出生日期" else answers[name])
    assert 0 < refused < 30


def test_every_contender_runs_once_a_round_and_the_first_changes():
    ran = []
    figures = race({"a": lambda: ran.append("a"), "b": lambda: ran.append("b")}, rounds=2)
    assert "".join(ran) == "baabba"  # the first round is not counted
    assert [len(figure.rounds) for figure in figures.values()] == [2, 2]


def test_figures_are_compared_round_by_round():
    slow, quick = Figure((3.0, 8.0, 2.0)), Figure((1.0, 2.0, 2.0))
    assert slow.over(quick).rounds == (3.0, 4.0, 1.0)
    assert (slow.median, slow.lowest, slow.highest) == (3.0, 2.0, 8.0)
    assert typical([slow, quick, Figure((2.0, 9.0, 1.0))]).rounds == (2.0, 8.0, 2.0)


def test_a_report_says_goal_figure_and_whether_it_was_met(tmp_path):
    lines = (
        Line("quick", Figure((1.0, 2.0, 3.0)), "s", 2.0),
        Line("slow", Figure((9.0,)), "s", 2.0),
        Line("free", Figure((5.0,)), "s"),
    )
    path = Report("sample", ("two engines agree",), lines).write(tmp_path / "bench")
    found = json.loads(path.read_text(encoding="utf-8"))
    assert path.name == "sample.json"
    assert [(line["what"], line["median"], line["goal"], line["met"]) for line in found["lines"]] == [
        ("quick", 2.0, 2.0, True),
        ("slow", 9.0, 2.0, False),
        ("free", 5.0, None, None),
    ]
    assert (found["facts"], found["lines"][0]["rounds"]) == (["two engines agree"], [1.0, 2.0, 3.0])
    shown = Report("sample", ("two engines agree",), lines).table()
    assert "≤ 2" in shown and "yes" in shown and "NO" in shown and "two engines agree" in shown


def test_a_folder_of_copies_loads_whole_with_a_cache_and_without(tmp_path):
    wanted = len(list((ROOT / "matters").glob("[!_]*/*.yaml"))) + 2
    with loading.catalogue_folder(wanted) as (root, what):
        assert what.startswith(f"{wanted} matters, 2 of them copies")
        assert loading.load(root)["matters"] == loading.load(root, tmp_path)["matters"] == wanted
        assert loading.load(root, tmp_path)["matters"] == wanted
        assert [file.suffix for file in tmp_path.iterdir()] == [".json"]


def test_every_sentence_of_the_matters_reads():
    found = sentences()
    assert len(found) > 30 and all(one.read().type.kind == "是否" for one in found)


def test_an_unknown_suite_is_refused(capsys):
    assert command.main(["nothing"]) == 2
    assert "no such suite: nothing; there are: rules" in capsys.readouterr().err
