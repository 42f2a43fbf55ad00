"""What nobody goes on with: a draft given up, which may be had back for a day, drafts and scans lying ready that were
not touched for thirty days, files that nothing names. Personal information is kept no longer than it is needed
(个人信息保护法第十九条、第四十七条).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from engine.case.events import Actor
from engine.service.centre.context import NotFoundError, Service
from engine.service.centre.filing_clock import filing_instant
from engine.service.counter.drafting import check_owner, next_of
from engine.store.errors import refuse_behind
from engine.store.kept import Draft

UNTOUCHED_FOR = timedelta(days=30)  # how long what was typed and scanned waits for somebody to go on with it
GONE_FOR = timedelta(days=1)  # how long a draft given up may be had back
UNNAMED_FOR = timedelta(days=7)  # how long a file that nothing names is kept: an upload may be under way


def discard(service: Service, actor: Actor, draft_id: str) -> None:
    """Give up the actor's own draft, with the files uploaded into it; a case it was to continue stays as it is. For a
    day `restore` brings it back."""
    with service.store.transaction(actor.town) as tx:
        draft = check_owner(tx.draft(draft_id), actor)
        tx.save_draft(replace(next_of(service, draft, draft.form), gone=True))


def given_up(service: Service, actor: Actor, draft_id: str) -> Draft | None:
    """The draft the actor gave up and may have back, if it is one."""
    draft = service.store.draft(actor.town, draft_id)
    return draft if draft is not None and draft.gone and draft.owner == actor.account else None


def restore(service: Service, actor: Actor, draft_id: str) -> Draft:
    """The draft as it was before its owner gave it up. NotFoundError where it is past having back."""
    with service.store.transaction(actor.town) as tx:
        draft = tx.draft(draft_id)
        if draft is None or not draft.gone or draft.owner != actor.account:
            raise NotFoundError("这份草稿已经找不回来了：删除超过一天，或者不是您的。")
        back = replace(next_of(service, draft, draft.form), gone=False)
        tx.save_draft(back)
    return back


def sweep(service: Service, town: str) -> tuple[int, int]:
    """Forget what nobody has touched for thirty days or was given up a day ago, then remove the files nothing has named
    for seven; how many of each. What was touched in between is left. UntrustedClockError, BehindError, and nothing is
    removed, while clock or data cannot be believed."""
    refuse_behind(service.store.behind(town))
    now = filing_instant(service, service.store, service.town(town))
    ends, forgotten = (now - UNTOUCHED_FOR, now - GONE_FOR), 0
    for place in service.store.untouched(town, *ends):
        with service.store.transaction(town) as tx:
            if place in tx.untouched(*ends):
                tx.clear(place)
                forgotten += 1
    return forgotten, service.store.sweep_files(town, now - UNNAMED_FOR)
