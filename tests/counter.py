"""The counter as tests use it: small matters from `small_matters/`, a verdict in one call, people and forms by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from engine.applicability import Situation
from engine.calendar import national_calendar
from engine.catalogue import load_matter
from engine.definition import Definition
from engine.events import Actor
from engine.examples import Example, examples_of
from engine.intake import Submission, read_submission
from engine.review import review
from engine.service.context import Service
from engine.service.demonstration import posted
from engine.shared import Shared, load_shared
from engine.town import load_town
from engine.verdict import Finding, Verdict
from tests.launcher import ROOT, TOWN

SMALL = Path(__file__).parent / "small_matters"
MONDAY = date(2026, 3, 2)
CALENDAR = national_calendar()
PILOT = load_town(ROOT, TOWN)
SHARED, _ = load_shared(ROOT)
# Fictitious: region 419999 does not exist. The check digits are those of GB 11643.
MAN_1980 = "419999198001010019"

Data = Mapping[str, Any] | Sequence[tuple[str, str]]


@cache
def small(name: str) -> Definition:
    """The definition in `small_matters/<name>.yaml`; a mistake in the file fails the test that uses it."""
    loaded = load_matter(SMALL / f"{name}.yaml", f"{name}.yaml", f"small/{name}", Shared(), None)
    assert loaded.definition is not None, [str(problem) for problem in loaded.problems]
    return loaded.definition


def read(definition: Definition, data: Data, filed: date = MONDAY) -> Submission:
    return read_submission(definition, data, filed)


def verdict_of(definition: Definition, data: Data | Submission, filed: date = MONDAY) -> Verdict:
    """The verdict on a submission, a JSON tree or a posted form."""
    submission = data if isinstance(data, Submission) else read(definition, data, filed)
    return review(definition, submission, filed, PILOT.places, CALENDAR)


def situation_of(definition: Definition, data: Data | Submission, filed: date = MONDAY) -> Situation:
    submission = data if isinstance(data, Submission) else read(definition, data, filed)
    return Situation(definition, submission, filed, PILOT.places, CALENDAR)


def finding(verdict: Verdict, name: str) -> Finding:
    """The one finding of that name."""
    (found,) = [f for f in verdict.findings if f.name == name]
    return found


def full(answers: Mapping[str, Any], **parts: Any) -> dict[str, Any]:
    """A JSON submission with everything handed in, looked up and judged, but for `parts`."""
    return {"answers": dict(answers), "materials": "全部", "queries": "无问题", "attested": "全部"} | parts


def actor(service: Service, login: str) -> Actor:
    """The person behind a demonstration account."""
    account = service.store.account(login)
    assert account is not None, login
    return Actor(
        account.login, account.person, account.name, account.role, account.town, account.department,
        windows=account.windows,
    )  # fmt: skip


def example(service: Service, matter: str, name: str) -> Example:
    """The example of a matter by its name."""
    loaded = service.catalogues[TOWN].loaded[matter]
    return next(one for one in examples_of(loaded, SHARED) if one.name == name)


def form_of(service: Service, matter: str, name: str, filed: date = MONDAY) -> list[tuple[str, str]]:
    """The example as a clerk would have typed and ticked it."""
    definition = service.catalogues[TOWN].definitions[matter]
    return posted(situation_of(definition, example(service, matter, name).submission, filed))
