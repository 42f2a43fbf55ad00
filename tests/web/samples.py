"""Cases for the pages to show, made through the use cases on fixed days of a published year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from engine.applicability import Situation
from engine.events import Actor
from engine.examples import examples_of
from engine.intake import read_submission
from engine.service.acting import acts, perform
from engine.service.context import Service
from engine.service.demonstration import posted
from engine.service.drafting import start_draft
from engine.service.receiving import receive
from engine.shared import load_shared

from .browsers import TOWN


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


def make_sample(service: Service, root: Path, sample: Sample) -> None:
    """Receive the sample and do its acts, each at its own instant."""
    town = service.town(TOWN)

    def at(text: str) -> Service:
        instant = datetime.fromisoformat(text).replace(tzinfo=town.zone)
        return replace(service, now=lambda: instant)

    then, clerk = at(sample.at), actor_of(service, sample.by)
    shared, _problems = load_shared(root)
    examples = examples_of(service.catalogues[TOWN].loaded[sample.matter], shared)
    example = next(one for one in examples if sample.example in ("", one.name))
    definition, filed = then.current(TOWN, sample.matter), then.today(TOWN)
    submission = read_submission(definition, example.submission, filed)
    form = posted(Situation(definition, submission, filed, town.places, service.calendar))
    draft = start_draft(then, clerk, sample.matter)
    done = receive(then, clerk, draft.id, draft.id, form, signed=True)
    for number, act in enumerate(sample.acts):
        then, actor = at(act.at), actor_of(service, act.by)
        possible = {one.name: one for one in acts(then, actor, done.case)}
        inputs = {i.name: i.options[0] for i in possible[act.name].inputs if i.options and not i.optional} | act.inputs
        last = done.case.history[-1].sequence
        done = perform(then, actor, done.case.id, act.name, inputs, f"{draft.id}-{number}", last)
