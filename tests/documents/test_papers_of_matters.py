"""The counter's papers for the matters of the catalogue, on their own examples."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from engine.calendar.working_days import national_calendar
from engine.case.records import Case, Later, Person, Taken
from engine.catalogue.town_catalogue import matter_files
from engine.documents.registry import Occasion
from engine.documents.render import render
from engine.examples.running import Example
from engine.matter.shared import load_shared
from engine.matter.town import load_town
from engine.review.applicability import Situation
from engine.review.intake import read_submission
from engine.review.judging import review
from engine.review.parties import agent_of, applicant_of, taken_of
from tests.documents.support.samples import ADDRESS, CASE, CLERK, instant, issued
from tests.support.pilot import examples_in, pilot

ROOT = Path(__file__).parents[2]
SHARED, _ = load_shared(ROOT)
TOWN = load_town(ROOT, "shayan")
CALENDAR = national_calendar()
MATTERS = [matter for matter, _file in matter_files(ROOT, TOWN.id)]


def example_of(matter: str, outcome: str) -> Example:
    """The first example of a matter with that outcome."""
    return next(e for e in examples_in(matter) if e.expect["outcome"] == outcome)


def occasion(example: Example) -> Occasion:
    """The example as a case at the counter."""
    definition = pilot().definitions[example.matter]
    submission = read_submission(definition, example.submission, example.filed)
    verdict = review(definition, submission, example.filed, TOWN.places, CALENDAR)
    situation = Situation(definition, submission, example.filed, TOWN.places, CALENDAR)
    agent = agent_of(situation)
    case = Case(
        id=CASE,
        matter=example.matter,
        channel="窗口",
        applicant=Person(**applicant_of(situation)),
        agent=Person(**agent) if agent else None,
        received_at=instant("2026-03-02 01:05"),
        filed=example.filed,
        counted_from=CALENDAR.next_working_day(example.filed),
        receiver=CLERK,
        submission=submission.to_json(),
        verdict=json.loads(json.dumps(verdict.to_json())),
        taken=tuple(Taken(t["name"], t["form"], t["copies"], t["promised"]) for t in taken_of(situation)),
        later=tuple(Later(name, day) for name, day in verdict.later.items()),
        progress_token="4f1c",
        progress_code="K7M2QX9P",
    )
    return Occasion(case, definition, TOWN, CALENDAR, "沙政务告〔2026〕第0001号", case.received_at, CLERK, "", ADDRESS)


def pages(type: str, occasion: Occasion) -> list[str]:
    pdf = render(issued(type, occasion))
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("matter", MATTERS)
def test_one_time_notice_tells_everything_open_at_once(matter: str) -> None:
    there = occasion(example_of(matter, "补正"))
    sheets = pages("one_time_notice", there)
    open_to_the_applicant = [
        f
        for f in there.case.verdict["findings"]
        if f["status"] in ("不通过", "待补", "待核") and f["by"] != "审批" and f["at"] is None
    ]

    assert "（存根）" in sheets[0]
    assert "签收" in sheets[0]
    assert "逐项见后页清单" in sheets[0]
    assert "（清单）" in sheets[1]
    assert open_to_the_applicant
    for f in open_to_the_applicant:
        assert "".join(f["remedy"].split()) in "".join(sheets), f["name"]
    for basis in there.matter.basis:
        assert "".join(basis.split()) in sheets[1]


@pytest.mark.parametrize("matter", MATTERS)
def test_receipt_and_checkpoints_of_a_complete_submission(matter: str) -> None:
    there = occasion(example_of(matter, "通过"))
    receipt, checkpoints = ("".join(pages(type, there)) for type in ("receipt_notice", "checkpoint_sheet"))

    materials = [f for f in there.case.verdict["findings"] if f["kind"] == "材料" and f["at"] is None]
    assert there.case.taken or all(f["status"] == "不适用" for f in materials)  # nothing taken: nothing was asked for
    for taken in there.case.taken:
        assert "".join(taken.name.split()) in receipt
    for checkpoint in there.matter.checkpoints:
        assert checkpoint.name in checkpoints
    assert there.matter.title in receipt


BOOKLET = "police/hukou_booklet_reissue"


def test_a_fee_set_by_the_case_is_told_as_the_amount_once_the_answers_say_it() -> None:
    there = occasion(example_of(BOOKLET, "补正"))

    assert there.case.verdict["fee"] is None  # something is wrong, so nothing is payable yet
    assert "收费5.00元（每簿）" in pages("one_time_notice", there)[0]


def test_a_fee_not_known_yet_is_told_as_it_is_counted() -> None:
    there = occasion(example_of(BOOKLET, "补正"))
    answers = {name: text for name, text in there.case.submission["answers"].items() if name != "补换原因"}
    silent = replace(there, case=replace(there.case, submission=there.case.submission | {"answers": answers}))
    text = pages("one_time_notice", silent)[0]

    assert "收费「补换原因」为“遗失”或“损坏”的，5元；" in text
    assert "应收工本费" not in text
