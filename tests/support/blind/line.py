"""One case of any matter through the service, from draft to archive, by whoever in the centre may do the next act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from engine.case.deadline import deadline
from engine.case.events import Actor, Fact
from engine.case.records import Case
from engine.examples.running import Example, examples_of
from engine.matter.shared import load_shared
from engine.procedure.act import Input
from engine.review.applicability import Situation
from engine.review.intake import read_submission
from engine.review.judging import review
from engine.review.verdict import Verdict
from engine.service.centre.accounts import add_account
from engine.service.centre.context import Service
from engine.service.counter.drafting import start_draft
from engine.service.counter.receiving import receive
from engine.service.office.acting import acts, perform
from engine.service.starting.demonstration import posted
from tests.conftest import Clock
from tests.support.moment import CHINA

FORWARD = ("resume", "suspend", "finish_step", "accept", "grant", "supply", "make_certificate", "deliver", "archive")
MOST_ACTS, LONGEST_WAIT = 60, 400
USUAL = {"整数": "1", "日期": "2026-04-01"}  # what is written where there is nothing to choose; else a word
DRAWN = frozenset({"token", "code", "progress", "definition"})  # by lot; and the definition's own hash


@dataclass(frozen=True)
class Passage:
    """What a case left behind: each event (kind, who, payload without what is drawn by lot), and after each act the
    state and the last day of the limit."""

    events: tuple[Any, ...]
    stages: tuple[tuple[str, str, str], ...]


def examples(service: Service, root: Path, town: str, matter: str) -> list[Example]:
    """The examples of a matter."""
    return list(examples_of(service.catalogues[town].loaded[matter], load_shared(root)[0]))


def verdict(service: Service, town: str, example: Example) -> Verdict:
    """What the town makes of an example."""
    definition = service.current(town, example.matter)
    submission = read_submission(definition, example.submission, example.filed)
    return review(definition, submission, example.filed, service.town(town).places, service.calendar)


def staff_of(service: Service, town: str) -> list[Actor]:
    """A clerk of all windows, an approver in each department, and an issuer."""
    place = service.town(town)
    windows = tuple(window.name for window in place.windows)
    people = [("clerk", "窗口", "", windows), ("issuer", "出证", "", ())]
    people += [(f"office-{n}", "审批", role, ()) for n, role in enumerate(place.departments)]
    made = []
    for login, role, department, served in people:
        account = add_account(
            service, town, login, "a long pass phrase", name="甲乙", role=role, department=department, windows=served
        )
        made.append(Actor(login, account.person, account.name, role, town, department, windows=served))
    return made


def carry(service: Service, clock: Clock, staff: Sequence[Actor], example: Example) -> Passage:
    """The example received at the counter on its day, and every act that takes the case on, until it is archived."""
    clock.at = datetime.combine(example.filed, time(9, 10), CHINA).astimezone(UTC)
    town = staff[0].town
    definition = service.current(town, example.matter)
    today = service.today(town)
    submission = read_submission(definition, example.submission, today)
    form = posted(Situation(definition, submission, today, service.town(town).places, service.calendar))
    draft = start_draft(service, staff[0], example.matter)
    case = receive(service, staff[0], draft.id, f"receive {example.matter}", form, signed=True).case
    stages = [("receive", case.state, _due(service, case))]
    while case.state != "archived":
        assert len(stages) < MOST_ACTS, stages
        name, actor, inputs = _next(service, clock, staff, case)
        case = perform(
            service, actor, case.id, name, {one.name: _filled(one) for one in inputs}, f"{case.id} {len(stages)}",
            case.history[-1].sequence,
        ).case  # fmt: skip
        stages.append((name, case.state, _due(service, case)))
    return Passage(tuple(_told(event.fact) for event in service.store.events(town, case.id)), tuple(stages))


def _next(service: Service, clock: Clock, staff: Sequence[Actor], case: Case) -> tuple[str, Actor, Sequence[Input]]:
    """The next act forward and who may do it; where nobody may today, the first day on which somebody may."""
    for _ in range(LONGEST_WAIT):
        open_acts = {one.name: (actor, one.inputs) for actor in staff for one in acts(service, actor, case) if one.open}
        name = next((name for name in FORWARD if name in open_acts), None)
        if name is not None:
            return (name, *open_acts[name])
        clock.move(days=1)
    raise AssertionError(f"nobody can take the case on from {case.state}")


def _filled(one: Input) -> str:
    return one.options[0] if one.options else USUAL.get(one.kind, "经办")


def _due(service: Service, case: Case) -> str:
    found = deadline(case, service.pinned(case.definition), service.calendar)
    return str(found.last_day) if found else ""


def _told(fact: Fact) -> tuple[Any, ...]:
    actor = fact.actor
    return fact.kind, actor.role, actor.department, fact.reason, fact.part, _undrawn(fact.payload)


def _undrawn(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _undrawn(one) for key, one in value.items() if key not in DRAWN}
    return [_undrawn(one) for one in value] if isinstance(value, list | tuple) else value
