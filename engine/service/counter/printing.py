"""Papers on the screen or the printer: the original of an issued one, and the blank of one not issued yet."""

from __future__ import annotations

from dataclasses import replace

from engine.case.events import Actor
from engine.case.records import Case, Person, Taken
from engine.documents.archive_package import archive_package
from engine.documents.registry import Occasion
from engine.documents.render import preview, render, render_again
from engine.review.applicability import Situation
from engine.review.intake import Submission
from engine.review.parties import agent_of, applicant_of, taken_of
from engine.service.cases.desks import open_case
from engine.service.centre.context import NotFoundError, Service
from engine.service.counter.drafting import Sheet, look

BLANKS = ("application_form", "checkpoint_sheet", "promise", "one_time_notice", "mandate")


def original(service: Service, actor: Actor, case_id: str, number: str) -> bytes:
    """The paper as first rendered, marked where it is void; it is rendered and kept when it is first asked for."""
    case = open_case(service, actor, case_id)
    issued = case.document(number)
    if issued is None:
        raise NotFoundError("本办件没有这个编号的文书。")
    kept = service.store.original(actor.town, case_id, number)
    if kept is None:
        pdf = render(issued)
        with service.store.transaction(actor.town) as tx:
            tx.keep_original(case_id, number, pdf)
        kept = service.store.original(actor.town, case_id, number) or pdf
    if issued.void and case.ending is not None:
        local = case.ending.at.astimezone(service.town(actor.town).zone)
        return render_again(kept, f"作废 {local:%Y-%m-%d %H:%M}", case.ending.at)
    return kept


def reprinted(service: Service, actor: Actor, case_id: str, number: str, time: int) -> bytes:
    """The paper as printed again for the `time`-th time (from 1): the original, marked with the time."""
    case = open_case(service, actor, case_id)
    issued = case.document(number)
    if issued is None or not 1 <= time <= len(issued.reprinted_at):
        raise NotFoundError("本办件没有补打过这份文书。")
    at = issued.reprinted_at[time - 1]
    local = at.astimezone(service.town(actor.town).zone)
    return render_again(original(service, actor, case_id, number), f"补打第{time}次 {local:%Y-%m-%d %H:%M}", at)


def package(service: Service, actor: Actor, case_id: str) -> bytes:
    """The archive package of an archived case: every paper as first printed, every scan, metadata, list and log.
    NotFoundError before it is archived, StoreError where a scan is damaged."""
    case = open_case(service, actor, case_id)
    if case.state != "archived":
        raise NotFoundError("办件还没有归档，没有归档信息包。")
    papers = {paper.number: original(service, actor, case_id, paper.number) for paper in case.documents}
    scans = {one.id: service.store.file(actor.town, one) for one in case.files}
    return archive_package(case, service.pinned(case.definition), service.town(actor.town), papers, scans)


def blank(service: Service, actor: Actor, draft_id: str, type: str, subject: str = "") -> bytes:
    """A paper before anything is committed: 申请表 with what was typed, 收件审核要点 to tick by hand, 告知承诺书 and
    代办委托书 to be signed before 收件."""
    sheet = look(service, actor, draft_id)
    promisable = [material.name for material in sheet.definition.matter.materials if material.promise]
    if type not in BLANKS or (type == "promise" and subject not in promisable):
        raise NotFoundError("没有这种文书。")
    town = service.town(actor.town)
    return preview(
        type,
        Occasion(
            case=_imagined(service, sheet, sheet.submission, actor),
            definition=sheet.definition,
            town=town,
            calendar=service.calendar,
            number="",
            issued_at=service.now(),
            by=actor,
            subject=subject,
        ),
    )


def empty_form(service: Service, town: str, matter: str) -> bytes:
    """The 申请表 of a matter to fill in by hand, for everybody. It is the same all day, so it is made once a day:
    whoever asks without signing in must not keep the centre's printing busy."""
    definition = service.current(town, matter)
    state = f"{service.today(town)} {definition.identity}"
    made = service.empty_forms.get((town, matter))
    if made is None or made[0] != state:
        of_nobody = Occasion.without_case(definition, service.town(town), service.calendar, service.now())
        made = service.empty_forms[town, matter] = (state, preview("application_form", of_nobody))
    return made[1]


def received_form(service: Service, actor: Actor, case_id: str) -> bytes:
    """The 申请表 with what was received, or typed when the applicant was advised; for whoever may see the case."""
    case = open_case(service, actor, case_id)
    town, definition = service.town(actor.town), service.pinned(case.definition)
    return preview("application_form", Occasion(case, definition, town, service.calendar, "", service.now(), actor))


def cover(service: Service, actor: Actor, case_id: str) -> bytes:
    """The 收件档案单 under which the paper file of a case is opened at 收件, with what is there so far; it has no
    number and is no event. NotFoundError before 收件 and after 归档, when the final one is among the papers."""
    case = open_case(service, actor, case_id)
    if case.received_at is None or case.state == "archived":
        raise NotFoundError("没有这份文书：档案封面收件以后才有，归档以后用归档时的收件档案单。")
    town = service.town(actor.town)
    definition = service.pinned(case.definition)
    return preview("archive_sheet", Occasion(case, definition, town, service.calendar, "", service.now(), actor))


def _imagined(service: Service, sheet: Sheet, submission: Submission, actor: Actor) -> Case:
    """The case as it would look, without a number, from a draft."""
    town, matter = service.town(actor.town), sheet.definition.matter
    situation = Situation(sheet.definition, submission, sheet.filed, town.places, service.calendar)
    agent = agent_of(situation)
    return replace(
        Case(),
        town=actor.town,
        matter=matter.id,
        title=matter.title,
        definition=sheet.definition.identity,
        window=matter.window,
        channel=actor.channel,
        applicant=Person(**applicant_of(situation)),
        agent=Person(**agent) if agent else None,
        filed=sheet.filed,
        counted_from=sheet.filed,
        receiver=actor,
        submission=submission.to_json(),
        verdict=sheet.verdict.to_json(),
        taken=tuple(Taken(t["name"], t["form"], t["copies"], t["promised"]) for t in taken_of(situation)),
    )
