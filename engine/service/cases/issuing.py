"""Committing an act: facts, papers, numbers, searching row and search keys in the caller's transaction.

Issuing a paper is an event in its cause's transaction; rendering comes after and cannot undo the case.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from engine.case.deadline import deadline
from engine.case.evaluation import call_back_due
from engine.case.events import Fact, system
from engine.case.falling_due import next_fall
from engine.case.fold import fold, foresee
from engine.case.lights import clocks, pressing
from engine.case.records import ENDED, Case, Issued
from engine.case.routing import handled, waiting
from engine.definition.checked import Definition
from engine.documents.registry import PAPERS, Occasion, data_for, template_hash
from engine.fields import mask_name
from engine.matter.town import Town
from engine.procedure import Decided, Setting
from engine.service.centre.context import Service
from engine.service.centre.filing_clock import refuse_clock_set_back
from engine.store.contract import Transaction
from engine.store.kept import CaseRow, Keys
from engine.store.worklists import Lying


def drawer(tx: Transaction, town: Town, now: datetime) -> Callable[[str], str]:
    """`draw(series)`: the next document number of the town, series and year, such as 沙政务收〔2026〕第0001号."""
    year = now.astimezone(town.zone).year

    def draw(series: str) -> str:
        return f"{town.document_prefix}{series}〔{year}〕第{tx.next_number(series, year):04d}号"

    return draw


def commit(
    service: Service, tx: Transaction, before: Case, setting: Setting, decided: Decided, keys: Keys | None = None,
    together: tuple[Case, ...] = (),
) -> tuple[Case, tuple[Issued, ...]]:  # fmt: skip
    """Append the facts and the papers they send out; the case as it is then, and the papers of this act. `together` are
    the cases that stand on one paper, as the facts make them. ClockBackError while the clock stands in the past."""
    refuse_clock_set_back(setting.now, tx, setting.town)
    foreseen = foresee(before, decided.facts)
    facts = list(decided.facts)
    for wanted in decided.prints:
        paper = PAPERS[wanted.type]
        number = wanted.number or setting.draw(paper.series)
        occasion = Occasion(
            case=foreseen,
            definition=setting.definition,
            town=setting.town,
            calendar=setting.calendar,
            number=number,
            issued_at=setting.now,
            by=setting.actor,
            subject=wanted.subject,
            address=service.progress_address(before.town or setting.town.id, foreseen.progress_token),
            together=together,
        )
        data = data_for(wanted.type, occasion)
        payload = {
            "type": wanted.type,
            "title": data["title"],
            "number": number,
            "data": data,
            "template": template_hash(wanted.type),
        }
        issued = Fact(
            foreseen.id, "document_issued", setting.now, system(setting.town.id), setting.definition.identity,
            payload=payload,
        )  # fmt: skip
        facts.append(issued)
        foreseen = foresee(foreseen, [issued])
    tx.publish(setting.definition.identity, setting.definition.matter.id, setting.definition.canonical, setting.now)
    events = tx.append(facts)
    case = fold(events, before)
    tx.index(row_of(case, setting.definition, service), keys)
    return case, case.documents[len(before.documents) :]


def row_of(case: Case, definition: Definition, service: Service) -> CaseRow:
    """The searching row of a case."""
    due = deadline(case, definition, service.calendar)
    now = waiting(case, definition)
    before = (name for name in handled(case) if name not in now)
    town = service.town(case.town)
    fall = next_fall(case, definition, town, service.calendar)
    urgent = pressing(clocks(case, definition, town, service.calendar))
    known = due.last_day if due and not case.decision else None
    called_back = call_back_due(case, service.calendar, town.zone)
    return CaseRow(
        case=case.id,
        town=case.town,
        matter=case.matter,
        title=case.title,
        window=case.window,
        state=case.state,
        applicant=mask_name(case.applicant.name) if case.applicant else "",
        village=case.village,
        desks=(*(Lying(name, steps) for name, steps in now.items()), *map(Lying, before)),
        receiver=case.receiver.account if case.receiver else "",
        received_at=case.received_at,
        changed_at=case.office_history[-1].at,
        due=known.isoformat() if known else "",
        provisional=bool(known and due and due.provisional),
        wakes=fall.day.isoformat() if fall else "",
        clock=urgent.clock,
        warns=urgent.warns_on.isoformat() if urgent.warns_on else "",
        presses=urgent.last_day.isoformat() if urgent.last_day else "",
        basis="" if case.state in ENDED else service.basis(case.town),
        call_back=called_back.isoformat() if called_back else "",
        channel=case.channel,
        keeper=case.holder.person if case.holder else "",
        bound_for=case.transit.to if case.transit else "",
        list=case.transit.list if case.transit else "",
    )
