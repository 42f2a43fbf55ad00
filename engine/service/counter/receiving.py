"""The counter's two acts on a draft: 一次性告知 and 收件. One form token makes at most one case."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from engine.calendar.clock import count, counted_from
from engine.case.events import Actor
from engine.case.fold import fold
from engine.case.records import Case, Issued
from engine.documents.registry import PAPERS
from engine.procedure import Setting, decide
from engine.procedure.intake import papers_of
from engine.review.applicability import Situation
from engine.review.parties import agent_of, applicant_of, taken_of
from engine.service.cases.issuing import commit, drawer
from engine.service.cases.numbers import case_number, progress_code
from engine.service.cases.settling import settle_if_waking
from engine.service.centre.context import NotFoundError, Service
from engine.service.centre.filing_clock import filing_instant
from engine.service.counter.drafting import Form, Sheet, check_owner, examine
from engine.store.contract import Transaction
from engine.store.errors import TokenReusedError
from engine.store.kept import Keys, Used

_IN_ORDER = ("通过", "容缺受理", "待核")  # outcomes on which a paper goes out without a question


@dataclass(frozen=True, slots=True)
class Done:
    """An act that is committed: the case, the papers it sent out; `repeated` when the same form came back."""

    case: Case
    documents: tuple[Issued, ...]
    repeated: bool = False


def advise(service: Service, actor: Actor, draft_id: str, token: str, form: Form) -> Done:
    """一次性告知: every open finding on one notice; the case gets a number and no clock."""
    return _file(service, actor, "advise", draft_id, token, form)


def receive(
    service: Service, actor: Actor, draft_id: str, token: str, form: Form, signed: bool, mandated: bool = False
) -> Done:
    """收件: what was shown is judged once more as of now, and received with its whole verdict. `signed`: the promises
    lie signed on the desk; `mandated`: so does the 代办委托书 printed here. CaseError says why not; TokenReusedError:
    the token came back with another body."""
    return _file(service, actor, "receive", draft_id, token, form, signed, mandated)


def correct(
    service: Service, actor: Actor, draft_id: str, token: str, form: Form, signed: bool, mandated: bool = False
) -> Done:
    """补正: what the applicant brought is judged as of the day of filing; as `receive` otherwise."""
    return _file(service, actor, "correct", draft_id, token, form, signed, mandated)


def digest_of(*body: Any) -> str:
    """What makes two posted forms the same: who sent it, what for, and all that was in it."""
    return hashlib.sha256(json.dumps(body, ensure_ascii=False).encode()).hexdigest()


def repeated(tx: Transaction, token: str, digest: str) -> Done | None:
    """The answer given before to the same form, or None for a new one. TokenReusedError for another body."""
    used = tx.used(token)
    if used is None:
        return None
    if used.digest != digest:
        raise TokenReusedError("这张表单已经提交过一次，内容却不同。请重新打开页面，看到最新情况后再办理。")
    case = fold(tx.events(used.case))
    mine = {int(number) for number in used.outcome.split(",") if number}
    return Done(case, tuple(d for d in case.documents if d.sequence in mine), repeated=True)


def case_made_by(service: Service, actor: Actor, token: str) -> str | None:
    """The case a form token made, for whoever goes back to the form after it was sent; None for an unused token."""
    with service.store.transaction(actor.town) as tx:
        used = tx.used(token)
    return used.case if used else None


def outcome_of(documents: tuple[Issued, ...]) -> str:
    """What a token is remembered with: the places of the papers in the chain."""
    return ",".join(str(document.sequence) for document in documents)


def _file(
    service: Service, actor: Actor, act: str, draft_id: str, token: str, form: Form,
    signed: bool = False, mandated: bool = False,
) -> Done:  # fmt: skip
    town = service.town(actor.town)
    digest = digest_of(actor.account, act, draft_id, [list(pair) for pair in form], signed, mandated)
    waiting = service.store.draft(actor.town, draft_id)
    if waiting is not None and waiting.case:
        settle_if_waking(service, actor.town, waiting.case)
    with service.store.transaction(actor.town) as tx:
        again = repeated(tx, token, digest)
        if again is not None:
            return again
        draft = replace(check_owner(tx.draft(draft_id), actor), form=tuple(form))
        before = fold(tx.events(draft.case)) if draft.case else Case()
        files = tx.attachments(draft_id)
        now, sheet = filing_instant(service, tx, town), examine(service, draft, before, files)
        if actor.role != "窗口" or sheet.definition.matter.window not in actor.windows:
            raise NotFoundError("没有这个事项，或者它不在您的窗口办理。")
        setting = Setting(
            actor, now, service.today(actor.town), sheet.definition, town, service.calendar, drawer(tx, town, now)
        )
        number = before.id or case_number(tx, town, sheet.definition.matter.window, setting.today)
        intake = _intake(service, sheet, number, now) | {
            "signed": signed,
            "mandated": mandated,
            "files": [one.to_json() for one in files],
        }
        intake["distrusted"] = _broke_a_promise(service, actor.town, intake)
        if before.progress_token:  # it keeps its place and its code
            intake |= {"token": before.progress_token, "code": before.progress_code}
        case, documents = commit(service, tx, before, setting, decide(act, before, setting, intake), _keys(intake))
        tx.bind_attachments(draft_id, case.id)
        tx.clear(draft_id)
        tx.use(token, Used(digest, case.id, outcome_of(documents)))
    return Done(case, documents)


def papers_not_in_order(sheet: Sheet, act: str) -> tuple[str, ...]:
    """The papers, by title, that `advise`, `receive` or `correct` would hand to the applicant on a form that is not in
    order; () where it is."""
    if sheet.verdict.outcome in _IN_ORDER:
        return ()
    return tuple(PAPERS[one].title for one in papers_of(act, sheet.verdict.to_json()))


def _intake(service: Service, sheet: Sheet, number: str, now: datetime) -> dict[str, Any]:
    town = service.town(sheet.draft.town)
    submission, verdict = sheet.submission, sheet.verdict
    situation = Situation(sheet.definition, submission, sheet.filed, town.places, service.calendar)
    return {
        "case": number,
        "applicant": applicant_of(situation),
        "agent": agent_of(situation),
        "village": submission.facts.get("村", ""),
        "form": [list(pair) for pair in sheet.draft.form],
        "submission": submission.to_json(),
        "verdict": verdict.to_json(),
        "filed": sheet.filed.isoformat(),
        "counted_from": counted_from(now, service.calendar, town.opens, town.closes, town.zone).isoformat(),
        "taken": taken_of(situation),
        "later": [{"material": name, "due": day.isoformat()} for name, day in _later(service, sheet).items()],
        "token": secrets.token_urlsafe(16),
        "code": progress_code(),
    }


def _broke_a_promise(service: Service, town: str, intake: dict[str, Any]) -> bool:
    """Whether an earlier promise of the applicant was looked into and found false; asked only where a new one is."""
    identifier = intake["applicant"]["identifier"]
    if not identifier or not any(taken["promised"] for taken in intake["taken"]):
        return False
    earlier = (fold(service.store.events(town, case)) for case in service.store.find(town, "identifier", identifier))
    return any(
        not check.kept
        for case in earlier
        if case.applicant is not None and case.applicant.identifier == identifier
        for check in case.checks
    )


def _later(service: Service, sheet: Sheet) -> Mapping[str, date]:
    """By when each 容缺 material is to come. With a correction the time runs from the day that came: the days the
    verdict counts from 收件 may be over by then."""
    if not sheet.correcting:
        return sheet.verdict.later
    start = service.calendar.next_working_day(service.today(sheet.draft.town))
    found = {}
    for name in sheet.verdict.later:
        material = sheet.definition.matter.material(name)
        assert material is not None and material.later is not None, "the verdict names no other"
        day = count(start, material.later, service.calendar).last_day
        assert day is not None, "nothing holds up the period of a material"
        found[name] = day
    return found


def _keys(intake: dict[str, Any]) -> Keys:
    people = [person for person in (intake["applicant"], intake["agent"]) if person]
    return Keys(
        identifiers=tuple(p["identifier"] for p in people if p["identifier"]),
        phones=tuple(p["phone"] for p in people if p["phone"]),
        names=tuple(p["name"] for p in people if p["name"]),
        token=intake["token"],
        code=intake["code"],
    )
