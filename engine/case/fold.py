"""`fold(events) -> Case`: what each event makes of a case. Pure.

Payload keys are written down beside each branch; `procedure` writes them, nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from engine.case.attachments import attachment_from
from engine.case.events import Event, Fact
from engine.case.fold_steps import decided, opening, resumed, returned, step_finished, suspended, transferred
from engine.case.records import (
    Case,
    Certificate,
    Correction,
    DeadlineChange,
    Defect,
    Delivery,
    Ending,
    Evaluation,
    Extension,
    Issued,
    Later,
    Person,
    PromiseCheck,
    Taken,
    Task,
    Transit,
)
from engine.case.right_instants import right


def _person(data: Mapping[str, Any] | None) -> Person | None:
    return Person(data["name"], data["identifier"], data.get("phone", "")) if data else None


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _opened(case: Case, event: Event) -> Case:
    """advised, received: matter, title, window, channel, village, applicant, agent, form (as typed), submission,
    verdict, files (and, for received: filed, counted_from, taken, later, token, code)."""
    data = event.payload
    return replace(
        case,
        id=event.fact.case,
        town=event.actor.town,
        definition=event.fact.definition,
        matter=data["matter"],
        title=data["title"],
        window=data["window"],
        channel=data["channel"],
        village=data.get("village", ""),
        applicant=_person(data.get("applicant")),
        agent=_person(data.get("agent")),
        form=tuple((name, value) for name, value in data["form"]),
        submission=data["submission"],
        verdict=data["verdict"],
        files=(*case.files, *map(attachment_from, data.get("files", ()))),
    )


def _advised(case: Case, event: Event) -> Case:
    return replace(_opened(case, event), state="advised", advised_at=event.at)


def _received(case: Case, event: Event) -> Case:
    data = event.payload
    return replace(
        _filed(case, event),
        received_at=event.at,
        filed=date.fromisoformat(data["filed"]),
        receiver=event.actor,
        holder=event.actor,
        first_verdict=data["verdict"],
        progress_token=data["token"],
        progress_code=data["code"],
    )


def _filed(case: Case, event: Event) -> Case:
    """received, corrected: what was handed in, what may follow, and from when limits run."""
    data = event.payload
    return replace(
        _opened(case, event),
        state="received",
        counted_from=date.fromisoformat(data["counted_from"]),
        taken=tuple(Taken(t["name"], t["form"], t["copies"], t["promised"], event.at) for t in data["taken"]),
        later=tuple(Later(item["material"], date.fromisoformat(item["due"])) for item in data["later"]),
    )


def _correction_asked(case: Case, event: Event) -> Case:
    """correction_asked: defects: list of {name, asks}; due, the last day to answer."""
    data = event.payload
    defects = tuple(Defect(d["name"], d["asks"]) for d in data["defects"])
    due, permitted = date.fromisoformat(data["due"]), case.correction_permitted
    asked = Correction(event.at, event.actor, defects, due, permitted=permitted)
    return replace(case, state="correcting", corrections=(*case.corrections, asked), correction_permitted=False)


def _correction_permitted(case: Case, event: Event) -> Case:
    """correction_permitted: reasons."""
    return replace(case, correction_permitted=True)


def _corrected(case: Case, event: Event) -> Case:
    """corrected: as received, without filed, token and code. The day of filing stays, and so does what was supplied
    before: nobody brings it twice."""
    answered = replace(case.corrections[-1], answered_at=event.at)
    filed, came = _filed(case, event), {item.material: item.supplied_at for item in case.later if item.supplied_at}
    left = came.keys() - {taken.name for taken in filed.taken}
    taken = (*filed.taken, *(one for one in case.taken if one.name in left))
    later = tuple(replace(item, supplied_at=came.get(item.material)) for item in filed.later)
    return replace(filed, corrections=(*case.corrections[:-1], answered), taken=taken, later=later)


def _accepted(case: Case, event: Event) -> Case:
    """accepted, deemed_accepted: accepted_on; tasks: list of {step, department}; open: the steps that open."""
    data = event.payload
    case = replace(
        case,
        accepted_at=event.at,
        accepted_on=date.fromisoformat(data["accepted_on"]),
        deemed=event.kind == "deemed_accepted",
        tasks=tuple(Task(t["step"], t["department"], "waiting", t.get("parallel", "")) for t in data["tasks"]),
    )
    return opening(case, data["open"], event.at)


def _refused(case: Case, event: Event) -> Case:
    """refused: ground (= reason code), reasons."""
    return replace(
        case, state="refused", refusal={"ground": event.fact.reason or "", "reasons": event.payload["reasons"]}
    )


def _supplied(case: Case, event: Event) -> Case:
    """supplied: material, form, copies; files where it came with scans."""
    data = event.payload
    later = tuple(replace(i, supplied_at=event.at) if i.material == data["material"] else i for i in case.later)
    taken = Taken(data["material"], data["form"], data["copies"], False, event.at)
    files = map(attachment_from, data.get("files", ()))
    return replace(case, later=later, taken=(*case.taken, taken), files=(*case.files, *files))


def _extended(case: Case, event: Event) -> Case:
    """extended: length (a limit, in words), reasons, approver."""
    data = event.payload
    return replace(case, extension=Extension(event.at, event.actor, data["length"], data["reasons"], data["approver"]))


def _deadline_changed(case: Case, event: Event) -> Case:
    """deadline_changed: clock, old and new (last days), notice (its number), year."""
    data = event.payload
    old, new = date.fromisoformat(data["old"]), date.fromisoformat(data["new"])
    change = DeadlineChange(event.at, data["clock"], old, new, data["notice"], data["year"])
    return replace(case, deadline_changes=(*case.deadline_changes, change))


def _certificate_made(case: Case, event: Event) -> Case:
    """certificate_made: certificates: list of {number, name, kind, text, valid_until}."""
    made = tuple(
        Certificate(c["number"], c["name"], c["kind"], c["text"], event.at, _day(c["valid_until"]))
        for c in event.payload["certificates"]
    )
    return replace(case, state="certified", certificates=made)


def _delivered(case: Case, event: Event) -> Case:
    """delivered: receiver, relation, way, place."""
    data = event.payload
    delivery = Delivery(event.at, data["receiver"], data["relation"], data["way"], data["place"], event.actor)
    return replace(case, state="delivered", delivery=delivery)


def _promise_checked(case: Case, event: Event) -> Case:
    """promise_checked: material, kept, note."""
    data = event.payload
    check = PromiseCheck(data["material"], data["kept"], data["note"], event.at, event.actor)
    return replace(case, checks=(*case.checks, check))


def _ending(event: Event) -> Ending:
    """receipt_voided, withdrawn, terminated, promise_revoked: text; the reason is the reason code."""
    return Ending(event.kind, event.at, event.actor, event.fact.reason or "", event.payload["text"])


def _promise_revoked(case: Case, event: Event) -> Case:
    return replace(case, state="revoked", revocation=_ending(event))


def _ended(case: Case, event: Event) -> Case:
    return replace(case, state=event.kind, ending=_ending(event))


def _receipt_voided(case: Case, event: Event) -> Case:
    """receipt_voided: text. Whatever papers went out with the case are void."""
    papers = tuple(replace(paper, void=True) for paper in case.documents)
    return replace(case, state="voided", ending=_ending(event), documents=papers)


def _handed_over(case: Case, event: Event) -> Case:
    """handed_over: to, the desk that is to take the paper file; list, the number of its 移交清单; pages, how many each
    material was counted to have, by its name."""
    data = event.payload
    transit = Transit(event.actor, data["to"], event.at, data.get("list", ""))
    return replace(case, transit=transit, pages=dict(data.get("pages", {})))


def _taken_over(case: Case, event: Event) -> Case:
    """taken_over: list; found (齐全 or 有缺少), lacking (names of materials) and note, what the receiver found."""
    return replace(case, holder=event.actor, transit=None)


def _handed_back(case: Case, event: Event) -> Case:
    """handed_back: list, reasons. The file never left the hands of whoever handed it over."""
    return replace(case, transit=None)


def _closed(case: Case, event: Event) -> Case:
    return replace(case, state="closed", closed_at=event.at)


def _archived(case: Case, event: Event) -> Case:
    """archived: number."""
    return replace(case, state="archived", archived_at=event.at, archive_number=event.payload["number"])


def _document_issued(case: Case, event: Event) -> Case:
    """document_issued: type, title, number, data, template (hash of the template it is rendered with)."""
    data = event.payload
    issued = Issued(
        data["type"], data["title"], data["number"], event.at, data["data"], data["template"],
        event.sequence, event.digest,
    )  # fmt: skip
    return replace(case, documents=(*case.documents, issued))


def _document_reprinted(case: Case, event: Event) -> Case:
    """document_reprinted: number of the paper, reasons."""
    number = event.payload["number"]
    return replace(
        case,
        documents=tuple(
            replace(d, reprinted_at=(*d.reprinted_at, event.at)) if d.number == number else d for d in case.documents
        ),
    )


def _evaluated(case: Case, event: Event) -> Case:
    """evaluated: grade, words."""
    return replace(case, evaluation=Evaluation(event.payload["grade"], event.payload["words"], event.at))


def _called_back(case: Case, event: Event) -> Case:
    """called_back: found, what the call came to."""
    return replace(case, evaluation=case.evaluation and replace(case.evaluation, called_back_at=event.at))


_FOLDS = {
    "advised": _advised,
    "received": _received,
    "accepted": _accepted,
    "refused": _refused,
    "correction_asked": _correction_asked,
    "correction_permitted": _correction_permitted,
    "corrected": _corrected,
    "deemed_accepted": _accepted,
    "supplied": _supplied,
    "step_finished": step_finished,
    "returned": returned,
    "suspended": suspended,
    "resumed": resumed,
    "transferred": transferred,
    "extended": _extended,
    "deadline_changed": _deadline_changed,
    "granted": decided,
    "denied": decided,
    "certificate_made": _certificate_made,
    "delivered": _delivered,
    "promise_checked": _promise_checked,
    "promise_revoked": _promise_revoked,
    "receipt_voided": _receipt_voided,
    "withdrawn": _ended,
    "terminated": _ended,
    "closed": _closed,
    "archived": _archived,
    "handed_over": _handed_over,
    "taken_over": _taken_over,
    "handed_back": _handed_back,
    "document_issued": _document_issued,
    "document_reprinted": _document_reprinted,
    "evaluated": _evaluated,
    "called_back": _called_back,
}


def fold(events: Iterable[Event], start: Case | None = None) -> Case:
    """The case its events make, in their order, from nothing or on top of `start`."""
    case = start or Case()
    history = list(case.history)
    for event in events:
        if event.kind == "clock_corrected":  # instants, days, void: see right_instants
            history = list(right(history, event.payload))
            case = fold(history)
        else:
            case = _FOLDS[event.kind](case, event)
        history.append(event)
    return replace(case, history=tuple(history))


def foresee(case: Case, facts: Iterable[Fact]) -> Case:
    """The case as it will be once `facts` are committed: for building the papers that go out with them. Their place
    in the chain is not known yet, so `sequence` is 0 and `digest` empty in the history."""
    return fold((Event(0, "", fact) for fact in facts), case)
