"""A form goes on elsewhere: with a colleague at the change of shift, or as the form of another matter."""

from __future__ import annotations

from dataclasses import replace

from engine.case.events import Actor, CaseError
from engine.review.carried import carried
from engine.service.centre.context import NotFoundError, Service
from engine.service.counter import keeping
from engine.service.counter.drafting import check_owner, new_draft, next_of, own_draft
from engine.store.kept import Account, Draft


def colleagues(service: Service, actor: Actor, draft_id: str) -> tuple[Account, ...]:
    """Who may go on with the draft: the other clerks of its window."""
    draft = own_draft(service, actor, draft_id)
    window = service.current(draft.town, draft.matter).matter.window
    return tuple(
        one
        for one in service.store.accounts(draft.town)
        if one.active and one.role == "窗口" and window in one.windows and one.login != actor.account
    )


def hand_on(service: Service, actor: Actor, draft_id: str, login: str) -> Account:
    """The draft, with its files, is from now on that colleague's. NotFoundError for somebody who may not have it."""
    to = next((one for one in colleagues(service, actor, draft_id) if one.login == login), None)
    if to is None:
        raise NotFoundError("不能转给这个账号：要是同一个窗口、没有停用的同事。")
    with service.store.transaction(actor.town) as tx:
        draft = check_owner(tx.draft(draft_id), actor)
        tx.save_draft(replace(next_of(service, draft, draft.form), owner=to.login))
    return to


def change_matter(service: Service, actor: Actor, draft_id: str, matter: str) -> Draft:
    """A new draft of another matter with all that it asks too, scans included; the old one is given up and may be had
    back. CaseError where the draft goes on with a case, which is of its matter."""
    old = own_draft(service, actor, draft_id)
    if old.case:
        raise CaseError("这份表接着一个已经编了号的办件，不能换事项。请另开一份表。")
    was, becomes = (service.current(actor.town, one).matter for one in (old.matter, matter))
    fresh = new_draft(service, actor, matter)
    along = carried(old.form, was, becomes)
    rows = {name for name, _value in along if name.endswith(".行")}
    form = (*along, *(pair for pair in fresh.form if pair[0] not in rows))
    wanted = becomes.may_have_files(None)
    scans = [one for one in service.store.attachments(actor.town, old.id) if one.material in wanted]
    kept = keeping.copies(service, actor.town, scans, fresh.id)
    with service.store.transaction(actor.town) as tx:
        given = check_owner(tx.draft(draft_id), actor)
        tx.save_draft(replace(next_of(service, given, given.form), gone=True))
        tx.save_draft(fresh)
        changed = next_of(service, fresh, form)
        tx.save_draft(changed)
        keeping.name(tx, (), kept)
    return changed
