"""Examples that would not notice a slip are told, and those that would are not."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from engine.calendar.working_days import national_calendar
from engine.cli import main
from engine.examples.mutants import try_mutants
from tests.support.small import TEXT, load, shared, town


def survivors(loaded):
    trial = try_mutants(loaded, shared(), town().places, national_calendar())
    return trial.tried, {(one.place, one.slip) for one in trial.survivors}


def test_a_bound_that_no_example_stands_on_is_told(tmp_path: Path) -> None:
    tried, left = survivors(load(tmp_path))
    assert tried > 5
    assert ("年龄", "「申请日」前移一格") in left
    assert ("年龄", "「申请人出生日期 满 起领年龄」反过来") not in left


def test_an_example_on_the_bound_notices_it(tmp_path: Path) -> None:
    on_the_day = (
        "  - name: 今天满60周岁\n    answers: {申请人身份证号: 生于1966-03-02男}\n    expect: {outcome: 通过}\n"
    )
    _, left = survivors(load(tmp_path, text=TEXT + on_the_day))
    assert ("年龄", "「申请日」前移一格") not in left


def test_the_command_counts_slips_and_names_those_left() -> None:
    ran = CliRunner().invoke(main, ["test", "--mutants", "--json", "civil_affairs/old_age_allowance"])
    told = json.loads(ran.output)
    assert ran.exit_code == 0
    assert told["mutants"] >= 10
    assert [one["slip"] for one in told["survivors"]] == []
