"""Drafts: a form being filled at the counter, saved as typed, looked at with its verdict as often as one likes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.case.attachments import Attachment, names_of
from engine.case.events import Actor
from engine.case.fold import fold
from engine.case.records import Case
from engine.definition.checked import Definition
from engine.matter.records import Matter
from engine.review.intake import Submission, read_submission
from engine.review.judging import review
from engine.review.verdict import Verdict
from engine.service.cases.desks import open_case
from engine.service.centre.context import NotFoundError, Service
from engine.service.counter import keeping
from engine.store.errors import StaleError
from engine.store.kept import Draft

Form = Sequence[tuple[str, str]]
REOPENED = ("advised", "correcting", "voided")  # the states of a case whose form is taken up again
_NOT_TOUCHED = ("未核", "未查", "1")  # what a page sends of a list that nobody has gone through: state, copies


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the form page shows: the draft, the definition it is judged by, what was read, what it came to;
    `correcting`: it answers a 补正通知书; `files`: the scans uploaded into it, behind those the case has."""

    draft: Draft
    definition: Definition
    submission: Submission
    verdict: Verdict
    filed: date
    correcting: bool = False
    files: tuple[Attachment, ...] = ()


def start_draft(service: Service, actor: Actor, matter: str) -> Draft:
    """A new form for a matter of the clerk's window."""
    draft = new_draft(service, actor, matter)
    with service.store.transaction(actor.town) as tx:
        tx.save_draft(draft)
    return draft


def new_draft(service: Service, actor: Actor, matter: str) -> Draft:
    """The empty form of a matter, not kept yet. NotFoundError where it is not of the clerk's window."""
    definition = service.current(actor.town, matter)
    if actor.role != "窗口" or definition.matter.window not in actor.windows:
        raise NotFoundError("没有这个事项，或者它不在您的窗口办理。")
    return Draft(
        secrets.token_urlsafe(12), actor.town, matter, actor.account, _beginning(definition.matter), 1, service.now()
    )


def _beginning(matter: Matter) -> tuple[tuple[str, str], ...]:
    """What stands in a new form: each 明细 that must have rows has them, empty."""
    return tuple(
        (f"{one.name}.行", str(number))
        for one in matter.fields
        if one.kind == "明细"
        for number in range(1, one.at_least + 1)
    )


def reopen(service: Service, actor: Actor, case_id: str) -> Draft:
    """A new form from what was typed when the applicant was advised, or from what was received where a correction is
    awaited; its 收件, or 补正, continues that case. Of a 收件 made void it is the form of a new case."""
    case = open_case(service, actor, case_id)
    if case.state not in REOPENED or actor.role != "窗口":
        raise NotFoundError("这个办件不在「已一次性告知」或「待补正」状态，不能继续收件。")
    goes_on = None if case.state == "voided" else case.id
    draft = Draft(
        secrets.token_urlsafe(12), actor.town, case.matter, actor.account, case.form, 1, service.now(), goes_on
    )
    scans = () if goes_on else keeping.copies(service, actor.town, case.files, draft.id)
    with service.store.transaction(actor.town) as tx:
        tx.save_draft(draft)
        keeping.name(tx, (), scans)
    return draft


def own_draft(service: Service, actor: Actor, draft_id: str) -> Draft:
    """The actor's own draft. NotFoundError otherwise."""
    return check_owner(service.store.draft(actor.town, draft_id), actor)


def own_drafts(service: Service, actor: Actor) -> tuple[Draft, ...]:
    """The actor's unfinished forms, the last changed first; what has nothing in it is none."""
    found = [one for one in service.store.drafts(actor.town, actor.account) if not one.gone]
    kept = [one for one in found if not _untouched(one) or service.store.attachments(one.town, one.id)]
    return tuple(sorted(kept, key=lambda d: d.changed_at, reverse=True))


def _untouched(draft: Draft) -> bool:
    """Whether nobody has filled in anything: what stands there came with the page, or with the case it continues."""
    if draft.version == 1:
        return True
    return draft.case is None and all(
        not value.strip()
        or name.endswith(".行")
        or name.startswith("事实.")
        or (name.startswith(("材料.", "核验.", "要点.")) and value in _NOT_TOUCHED)
        for name, value in draft.form
    )


def check_owner(draft: Draft | None, actor: Actor) -> Draft:
    """The draft, if it is there and the actor's."""
    if draft is None or draft.owner != actor.account:
        raise NotFoundError("没有这份草稿：可能已经收件，或者不是您的。")
    if draft.gone:
        raise NotFoundError("这份草稿已经删除。一天以内，在待办里还可以撤销删除。")
    return draft


def save_draft(
    service: Service, actor: Actor, draft_id: str, form: Form, version: int, page: str = "", turn: int = 0
) -> Draft:
    """Keep what was typed. StaleError when the draft was saved elsewhere after `version` was shown.

    `page` marks the shown page that sends, `turn` counts what its script has sent: a page whose own save is the last
    goes on although the answer with the new version was lost, and what it sent earlier and comes late changes nothing.
    """
    with service.store.transaction(actor.town) as tx:
        draft = check_owner(tx.draft(draft_id), actor)
        own = bool(page) and draft.page == page and turn > 0
        if own and turn <= draft.turn:
            return draft
        if draft.version != version and not own:
            raise StaleError("这份草稿在别的页面又保存过。您刚才填的内容还在本页，请核对后重新打开草稿再保存。")
        saved = next_of(service, draft, form, page, turn)
        tx.save_draft(saved)
    return saved


def next_of(service: Service, draft: Draft, form: Form, page: str = "", turn: int = 0) -> Draft:
    """The next version of a draft, saved by the page of that mark, or by no page that could go on with it."""
    return replace(draft, form=tuple(form), version=draft.version + 1, changed_at=service.now(), page=page, turn=turn)


def look(service: Service, actor: Actor, draft_id: str, form: Form | None = None) -> Sheet:
    """The form with its verdict as of today; `form` given: judged as typed, without saving."""
    draft = own_draft(service, actor, draft_id)
    if form is not None:
        draft = replace(draft, form=tuple(form))
    case = fold(service.store.events(draft.town, draft.case)) if draft.case else Case()
    return examine(service, draft, case, service.store.attachments(draft.town, draft.id))


def examine(service: Service, draft: Draft, case: Case, uploaded: Sequence[Attachment]) -> Sheet:
    """The draft, with the files `uploaded` into it, judged as if filed today by the definition in force now; a
    correction is judged as of the day the `case` was filed, by the definition it was received under."""
    town = service.town(draft.town)
    if case.filed is None:
        filed, definition = service.today(draft.town), service.current(draft.town, draft.matter)
    else:
        filed, definition = case.filed, service.pinned(case.definition)
    files = (*case.files, *uploaded)
    draft = replace(draft, form=_with_files(draft.form, files, definition.matter))
    submission = read_submission(definition, draft.form, filed)
    verdict = review(definition, submission, filed, town.places, service.calendar)
    return Sheet(draft, definition, submission, verdict, filed, case.state == "correcting", files)


def _with_files(form: Form, files: Sequence[Attachment], matter: Matter) -> tuple[tuple[str, str], ...]:
    """The form with the answers of its 附件 fields: the names of their files, whatever was posted under them."""
    asked = [one.name for one in matter.fields if one.takes_files and one.at is None]
    told = ((name, names_of(files, name)) for name in asked)
    return (*(pair for pair in form if pair[0] not in asked), *(pair for pair in told if pair[1]))
