"""What nobody goes on with: a draft given up, drafts and scans lying ready that were not touched for thirty days, files
that nothing names. Personal information is kept no longer than it is needed (个人信息保护法第十九条、第四十七条).
"""

from __future__ import annotations

from datetime import timedelta

from engine.case.events import Actor
from engine.service.centre.context import Service
from engine.service.centre.filing_clock import filing_instant
from engine.service.counter.drafting import check_owner
from engine.store.errors import refuse_behind

UNTOUCHED_FOR = timedelta(days=30)  # how long what was typed and scanned waits for somebody to go on with it
UNNAMED_FOR = timedelta(days=7)  # how long a file that nothing names is kept: an upload may be under way


def discard(service: Service, actor: Actor, draft_id: str) -> None:
    """Give up the actor's own draft, with the files uploaded into it; a case it was to continue stays as it is."""
    with service.store.transaction(actor.town) as tx:
        tx.clear(check_owner(tx.draft(draft_id), actor).id)


def sweep(service: Service, town: str) -> tuple[int, int]:
    """Forget what nobody has touched for thirty days, then remove the files nothing has named for seven; how many of
    each. What was touched in between is left. UntrustedClockError, BehindError, and nothing is removed, while clock or
    data cannot be believed."""
    refuse_behind(service.store.behind(town))
    now = filing_instant(service, service.store, service.town(town))
    before, forgotten = now - UNTOUCHED_FOR, 0
    for place in service.store.untouched(town, before):
        with service.store.transaction(town) as tx:
            if place in tx.untouched(before):
                tx.clear(place)
                forgotten += 1
    return forgotten, service.store.sweep_files(town, now - UNNAMED_FOR)
