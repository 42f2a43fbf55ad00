"""Cases for the pages to show, made through the use cases on fixed days of a published year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from engine.case.events import Actor
from engine.case.records import Case
from engine.examples.running import examples_of
from engine.matter.shared import load_shared
from engine.review.applicability import Situation
from engine.review.intake import read_submission
from engine.service.centre.context import Service
from engine.service.counter.drafting import start_draft
from engine.service.counter.receiving import Done, receive
from engine.service.office.acting import acts, perform
from engine.service.starting.demonstration import posted
from tests.web.support.browsers import TOWN


@dataclass(frozen=True, slots=True)
class Act:
    at: str
    by: str
    name: str
    inputs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sample:
    """The first example of `matter`, or that of the given name, received `at` and taken so far."""

    matter: str
    at: str
    by: str
    acts: Sequence[Act] = ()
    example: str = ""


SAMPLES = (
    Sample(
        "civil_affairs/old_age_allowance", "2026-03-02 09:10", "clerk-wang",
        (
            Act("2026-03-02 10:05", "social-chen", "accept"),
            Act("2026-03-03 09:30", "social-chen", "finish_step", {"意见": "同意上报。"}),
        ),
    ),
    Sample("social_security/resident_pension_enrolment", "2026-03-02 09:35", "clerk-li"),
    Sample(
        "tax/vat_ordinary_invoice_issuing_on_behalf", "2026-03-02 10:20", "clerk-wang",
        (
            Act("2026-03-02 10:22", "clerk-wang", "accept"),
            Act("2026-03-02 10:40", "tax-jiang", "finish_step", {"意见": "税款已缴清。"}),
            Act("2026-03-02 10:42", "tax-jiang", "grant"),
            Act("2026-03-02 10:55", "issuer-jin", "make_certificate"),
        ),
    ),
    Sample(
        "natural_resources/homestead_house_first_registration", "2026-03-02 15:20", "clerk-li",
        (
            Act("2026-03-03 09:15", "land-xu", "accept"),
            Act("2026-03-05 11:00", "land-xu", "finish_step", {"意见": "成果与申请一致。"}),
            Act("2026-03-06 09:00", "land-xu", "suspend"),
        ),
    ),
    Sample(
        "market_regulation/food_business_license_issuance", "2026-03-02 16:05", "clerk-wang",
        (Act("2026-03-03 10:10", "county-kong", "refuse", {"理由": "依法不需要取得许可。"}),),
        example="只卖预包装食品，不用许可",
    ),
)  # fmt: skip


def actor_of(service: Service, login: str) -> Actor:
    account = service.store.account(login)
    assert account is not None
    return Actor(
        account.login, account.person, account.name, account.role, account.town, account.department,
        windows=account.windows,
    )  # fmt: skip


def make_samples(service: Service, root: Path) -> None:
    """Receive the samples and do their acts, each at its own instant: one after the other, whichever case it is of."""
    steps = [
        (datetime.fromisoformat(one.at).replace(tzinfo=service.town(TOWN).zone), number, place, one)
        for number, sample in enumerate(SAMPLES)
        for place, one in enumerate((sample, *sample.acts))
    ]
    made: dict[int, Done] = {}
    for instant, number, place, one in sorted(steps, key=lambda step: step[:3]):
        then = replace(service, now=partial(_same, instant))
        if isinstance(one, Sample):
            made[number] = _receive(then, root, one)
        else:
            made[number] = _do(then, made[number].case, one, f"sample-{number}-{place}")


def _same(instant: datetime) -> datetime:
    return instant


def _receive(then: Service, root: Path, sample: Sample) -> Done:
    clerk, town = actor_of(then, sample.by), then.town(TOWN)
    shared, _problems = load_shared(root)
    examples = examples_of(then.catalogues[TOWN].loaded[sample.matter], shared)
    example = next(one for one in examples if sample.example in ("", one.name))
    definition, filed = then.current(TOWN, sample.matter), then.today(TOWN)
    submission = read_submission(definition, example.submission, filed)
    form = posted(Situation(definition, submission, filed, town.places, then.calendar))
    draft = start_draft(then, clerk, sample.matter)
    return receive(then, clerk, draft.id, draft.id, form, signed=True)


def _do(then: Service, case: Case, act: Act, token: str) -> Done:
    actor = actor_of(then, act.by)
    possible = {one.name: one for one in acts(then, actor, case)}
    inputs = {i.name: i.options[0] for i in possible[act.name].inputs if i.options and not i.optional} | act.inputs
    return perform(then, actor, case.id, act.name, inputs, token, case.history[-1].sequence)
