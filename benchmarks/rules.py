"""The suite of the rule language: judging, reading submissions, reading rules, loading a catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from benchmarks import loading, sentences, submitting
from benchmarks.engines import ENGINES, Engine, Prepared
from benchmarks.report import Disagreement, Line, Report
from benchmarks.timing import ROUNDS, race
from benchmarks.workload import SUBMISSIONS, Workload, workload


def run(submissions: int = SUBMISSIONS, rounds: int = ROUNDS, matters: int = loading.MATTERS) -> Report:
    """All lines of the suite. Disagreement where the engines do not give the same verdicts."""
    work = workload(submissions)
    prepared = [engine.prepare(work) for engine in ENGINES]
    checked = (check_same_verdicts(ENGINES, prepared), submitting.check_same_readings(work))
    lines = judging(work, ENGINES, prepared, rounds)
    lines += submitting.lines(work, rounds)
    lines += sentences.lines(sentences.sentences(), rounds)
    lines += loading.lines(rounds, matters)
    return Report("rules", checked, tuple(lines))


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


def judging(work: Workload, engines: Sequence[Engine], prepared: Sequence[Prepared], rounds: int) -> list[Line]:
    """One line an engine: its time over that of the first, and how many submissions it judges in a second."""
    runs: dict[str, Callable[[], object]] = {}
    counts: dict[str, int] = {}
    for engine, (inputs, judge) in zip(engines, prepared, strict=True):
        chosen = inputs[: max(1, round(len(inputs) * engine.share))]
        runs[engine.name], counts[engine.name] = _passing(chosen, judge), len(chosen)
    figures = race(runs, rounds)
    each = {name: figure.times(1 / counts[name]) for name, figure in figures.items()}
    limit = each[engines[0].name]
    return [
        Line(
            engine.name,
            each[engine.name].over(limit),
            "× by hand",
            engine.goal,
            f"{each[engine.name].median * 1e6:.3g} µs a submission; {engine.note}",
        )
        for engine in engines
    ]


def _passing(inputs: Sequence[Any], judge: Callable[[Any], Any]) -> Callable[[], None]:
    def run() -> None:
        for one in inputs:
            judge(one)

    return run
