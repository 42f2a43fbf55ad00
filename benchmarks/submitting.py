"""From a submission in JSON to the statuses of all checkpoints: every answer read and checked, bound to the typed row,
judged; beside the same by hand. One submission in a hundred has an answer that cannot be read."""

from __future__ import annotations

from benchmarks import by_hand
from benchmarks.report import Disagreement, Line
from benchmarks.timing import race
from benchmarks.workload import Workload
from engine.review.screening import Screening

GOAL = 1.5


def screening(work: Workload) -> Screening:
    """The matter on its filing day; it must be one that is screened without `review`."""
    made = Screening(work.definition, work.filed, work.places, work.calendar)
    assert made.is_direct
    return made


def check_same_readings(work: Workload) -> str:
    """That the same answers are found unreadable, and all others judged the same; says so in a sentence."""
    made, judge = screening(work), by_hand.judge_on(work.filed)
    refused = 0
    for place, texts in enumerate(work.texts):
        answers, unreadable = by_hand.read(texts)
        found = made.screen({"answers": texts})
        if set(found.unreadable) != set(unreadable):
            raise Disagreement(f"submission {place}: {set(found.unreadable)} is not {set(unreadable)}")
        refused += bool(unreadable)
        if not unreadable and tuple(code != 0 for code in found.codes) != judge(answers):
            raise Disagreement(f"submission {place}: judged otherwise than by hand")
    return (
        f"{len(work.texts)} submissions read the same by hand and by the engine, {refused} of them not fully readable"
    )


def lines(work: Workload, rounds: int) -> list[Line]:
    """The time of a whole submission, over that of reading and judging by hand."""
    made, judge = screening(work), by_hand.judge_on(work.filed)
    submissions = [{"answers": dict(texts)} for texts in work.texts]

    def hand() -> None:
        for one in submissions:
            answers, unreadable = by_hand.read(one["answers"])
            if not unreadable:
                judge(answers)

    def engine() -> None:
        for one in submissions:
            made.screen(one)

    figures = race({"hand": hand, "engine": engine}, rounds)
    each = 1e6 / len(submissions)
    return [
        Line("JSON submission by hand: read, judge", figures["hand"].times(each), "µs", None, "a submission"),
        Line("JSON submission: read, bind, judge", figures["engine"].over(figures["hand"]), "× by hand", GOAL,
             f"{figures['engine'].times(each).median:.3g} µs a submission, three-valued, full-width signs and all"),
    ]  # fmt: skip
