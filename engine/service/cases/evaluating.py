"""好差评: whoever holds the paper of a case gives a grade once it is over; the supervisor calls back for bad ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.case import evaluation
from engine.case.events import Actor, Fact
from engine.case.fold import fold
from engine.case.records import Case
from engine.procedure import Decided, Setting
from engine.service.cases.issuing import commit, drawer
from engine.service.cases.progress import by_token
from engine.service.centre.context import NotFoundError, Service
from engine.store.contract import Transaction
from engine.store.worklists import Wanted

_NOT_FOUND = "没有查到这个办件。请扫收件通知单上的二维码，或者凭办件编号和查询码再查一次。"


@dataclass(frozen=True, slots=True)
class CallBack:
    """Somebody who was not satisfied, waiting for a call: the case, its matter, phone of the applicant (in full: it is
    dialled), the grade and the words, by when."""

    case: str
    title: str
    phone: str
    grade: str
    words: str
    due: date


def evaluate(service: Service, town: str, token: str, grade: str, words: str) -> None:
    """A grade by whoever knows the token of the progress page. NotFoundError for a token nobody has; CaseError where
    the case is not over, was evaluated before, or the grade is none of the five."""
    case_id = by_token(service, town, token).case
    with service.store.transaction(town) as tx:
        case = fold(tx.events(case_id))
        _add(service, tx, case, evaluation.evaluate(case, grade, words, service.now()))


def waiting(service: Service, supervisor: Actor) -> tuple[CallBack, ...]:
    """Who is to be called back, the longest waiting first."""
    if supervisor.role != "监督":
        return ()
    rows = service.store.rows(supervisor.town, Wanted(calling_back=True))
    found = []
    for row in sorted(rows, key=lambda one: (one.call_back, one.case)):
        case = fold(service.store.events(supervisor.town, row.case))
        if case.evaluation is not None:
            phone = case.applicant.phone if case.applicant else ""
            given = case.evaluation
            found.append(
                CallBack(case.id, case.title, phone, given.grade, given.words, date.fromisoformat(row.call_back))
            )
    return tuple(found)


def call_back(service: Service, supervisor: Actor, case_id: str, words: str) -> None:
    """What the call came to. NotFoundError where there is no such case in the supervisor's town; CaseError where
    nobody waits for a call, or nothing was written."""
    with service.store.transaction(supervisor.town) as tx:
        case = fold(tx.events(case_id))
        if not case.id:
            raise NotFoundError(_NOT_FOUND)
        _add(service, tx, case, evaluation.call_back(case, supervisor, words, service.now()))


def _add(service: Service, tx: Transaction, case: Case, fact: Fact) -> None:
    now, town = service.now(), service.town(case.town)
    definition = service.pinned(case.definition)
    setting = Setting(
        fact.actor, now, service.today(case.town), definition, town, service.calendar, drawer(tx, town, now)
    )
    commit(service, tx, case, setting, Decided((fact,)))
