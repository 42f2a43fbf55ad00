"""The suite of the rule language: judging, reading submissions, reading rules, loading a catalogue."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks import loading, sentences, submitting
from benchmarks.engines import ENGINES, Engine, Prepared, ready
from benchmarks.report import Disagreement, Line, Report
from benchmarks.timing import ROUNDS, race
from benchmarks.workload import SUBMISSIONS, Workload, workload
from rules_dsl.evaluator import verdict

PARTIAL = 1_000
QUIET = 0.64


def run(submissions: int = SUBMISSIONS, rounds: int = ROUNDS, matters: int = loading.MATTERS) -> Report:
    """All lines of the suite. Disagreement where the engines do not give the same verdicts."""
    work = workload(submissions)
    prepared = [engine.prepare(work) for engine in ENGINES]
    facts = [check_same_verdicts(ENGINES, prepared), check_same_statuses(work), submitting.check_same_readings(work)]
    lines = judging(work, ENGINES, prepared, rounds)
    facts.append(_how_fast(lines[0]))
    lines += submitting.lines(work, rounds)
    lines += sentences.lines(work.definition, sentences.sentences(), rounds)
    lines += loading.lines(rounds, matters)
    return Report("rules", tuple(facts), tuple(lines))


def check_same_verdicts(engines: Sequence[Engine], prepared: Sequence[Prepared]) -> str:
    """That every engine lets pass what the first one does, on all submissions; says so in a sentence."""
    inputs, judge = prepared[0]
    expected = [engines[0].passes(judge(one)) for one in inputs]
    for engine, (own, judges) in zip(engines[1:], prepared[1:], strict=True):
        for place, one in enumerate(own):
            found = engine.passes(judges(one))
            if found != expected[place]:
                raise Disagreement(f"{engine.name}, submission {place}: {found} is not {expected[place]}")
    failed = [sum(not passes for passes in column) for column in zip(*expected, strict=True)]
    number, span = len(inputs), f"{min(failed)} to {max(failed)}"
    return f"{len(engines)} engines, the same verdicts on all {number} submissions; a checkpoint fails {span} of them"


def check_same_statuses(work: Workload) -> str:
    """That the compiled rules say of submissions with answers missing what the tree walk says, status for status."""
    made, rules, dice = ready(work), work.rules, random.Random(3)
    seen: set[str] = set()
    for place, answers in enumerate(work.answers[:PARTIAL]):
        values = {name: value for name, value in work.values(answers).items() if dice.random() < 0.7}
        row = made.bind(values, {})
        walked = tuple(verdict.judge(rule, work.scope(values)).status for rule in rules)
        if row is None or made.statuses(row) != walked:
            raise Disagreement(f"partial submission {place}: {walked} is not what the compiled rules say")
        seen.update(walked)
    number = min(PARTIAL, len(work.answers))
    return (
        f"compiled rules and tree walk, the same statuses on {number} submissions with gaps: {'、'.join(sorted(seen))}"
    )


def _how_fast(by_hand: Line) -> str:
    here = f"{by_hand.figure.median:.2f}"
    return f"goals in µs and s were set where the function by hand takes {QUIET} µs a submission; here it takes {here}"


def judging(work: Workload, engines: Sequence[Engine], prepared: Sequence[Prepared], rounds: int) -> list[Line]:
    """The time that the first engine takes for a submission, and a line for each other: its time over that."""
    runs: dict[str, Callable[[], object]] = {}
    counts: dict[str, int] = {}
    for engine, (inputs, judge) in zip(engines, prepared, strict=True):
        chosen = inputs[: max(1, round(len(inputs) * engine.share))]
        runs[engine.name], counts[engine.name] = _passing(chosen, judge), len(chosen)
    figures = race(runs, rounds)
    each = {name: figure.times(1 / counts[name]) for name, figure in figures.items()}
    limit = each[engines[0].name]
    first = engines[0]
    lines = [Line(first.name, limit.times(1e6), "µs", None, f"a submission; {first.note}")]
    for engine in engines[1:]:
        note = f"{each[engine.name].median * 1e6:.3g} µs a submission; {engine.note}"
        lines.append(Line(engine.name, each[engine.name].over(limit), "× by hand", engine.goal, note))
    return lines


def _passing(inputs: Sequence[Any], judge: Callable[[Any], Any]) -> Callable[[], None]:
    def run() -> None:
        for one in inputs:
            judge(one)

    return run
