"""Every act on an existing case is one call: look, may this actor, decide, commit. Written once, whoever acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.case.events import EVENT_KINDS, Actor
from engine.case.fold import fold
from engine.case.records import Case
from engine.case.roles import may_see
from engine.procedure import ACTS, Possible, Setting, decide, possible, takes_receipt
from engine.service.cases.issuing import commit, drawer
from engine.service.cases.settling import settle_if_waking
from engine.service.centre.context import NotFoundError, Service
from engine.service.centre.filing_clock import filing_instant
from engine.service.counter import keeping
from engine.service.counter.receiving import Done, digest_of, outcome_of, repeated
from engine.store.contract import Transaction
from engine.store.errors import StaleError
from engine.store.kept import Used


def acts(service: Service, actor: Actor, case: Case) -> tuple[Possible, ...]:
    """Every act on the case: the open ones first, each other with why it is not open."""

    def draw(series: str) -> str:
        raise AssertionError("looking at a case draws no number")

    town, today = service.town(case.town), service.today(case.town)
    definition = service.pinned(case.definition)
    return possible(case, Setting(actor, service.now(), today, definition, town, service.calendar, draw))


def perform(
    service: Service, actor: Actor, case_id: str, act: str, inputs: Mapping[str, str], token: str, expected: int
) -> Done:
    """Do the act and commit it, or say why not and commit nothing. What has fallen due for the case is committed first.

    `expected` is the last sequence of the case that the page showed; StaleError when the case has moved on since.
    CaseError: not open, or an input is wrong; SeparationError: this person has another part in the case;
    NotFoundError: no such act or case; TokenReusedError: the token came back with another body.
    """
    if act not in ACTS or takes_receipt(act):
        raise NotFoundError("没有这个操作。请回到办件页面，按页面上的按钮办理。")
    digest = digest_of(actor.account, act, case_id, sorted(inputs.items()), expected)
    settle_if_waking(service, actor.town, case_id)
    with service.store.transaction(actor.town) as tx:
        again = repeated(tx, token, digest)
        if again is not None:
            return again
        before = _visible(service, tx, actor, case_id)
        if before.office_history[-1].sequence != expected:
            last = next(event for event in reversed(before.office_history) if event.kind != "document_issued")
            what, at = EVENT_KINDS[last.kind].title, last.at.astimezone(service.town(actor.town).zone)
            raise StaleError(
                f"您打开页面之后，{last.actor.name}已经在{at:%H:%M}办理了「{what}」。请先看最新情况，再决定怎么办。"
            )
        town = service.town(actor.town)
        now = filing_instant(service, tx, town)
        definition = service.pinned(before.definition)
        setting = Setting(
            actor, now, service.today(actor.town), definition, town, service.calendar, drawer(tx, town, now)
        )
        setting = replace(setting, files=keeping.ready(tx.attachments, actor, before, ACTS[act].scans(before, setting)))
        case, documents = commit(service, tx, before, setting, decide(act, before, setting, inputs))
        for place in {one.place for one in case.files[len(before.files) :]}:
            tx.bind_attachments(place, case.id)
        tx.use(token, Used(digest, case.id, outcome_of(documents)))
    return Done(case, documents)


def _visible(service: Service, tx: Transaction, actor: Actor, case_id: str) -> Case:
    case = fold(tx.events(case_id))
    if not case.id or not may_see(actor, case, service.pinned(case.definition)):
        raise NotFoundError("没有这个办件。请核对办件编号。")
    return case
