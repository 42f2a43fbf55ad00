"""The forms somebody has not finished: a line each on their desk, giving one up, and having it back."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from engine.service.centre.context import NotFoundError
from engine.service.counter import drafting, leftovers
from engine.store.kept import Draft
from engine.web.server.showing import instant
from engine.web.server.visits import CLERKS, Page, Visit, see


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A form somebody has not finished; `case` is the number of the case it continues."""

    id: str
    title: str
    applicant: str
    saved: str
    case: str | None


def draft_lines(visit: Visit) -> tuple[DraftLine, ...]:
    """The visitor's own, the last changed first."""
    return tuple(draft_line(visit, one) for one in drafting.own_drafts(visit.service, visit.staff))


def given_up(visit: Visit) -> DraftLine | None:
    """The form the visitor has just given up, to be had back."""
    draft = leftovers.given_up(visit.service, visit.staff, visit.query("discarded"))
    return draft_line(visit, draft) if draft else None


def give_up(visit: Visit) -> Response:
    """The form is given up, with the files in it; the desk offers the way back."""
    leftovers.discard(visit.service, visit.staff, visit.path("draft"))
    return see(f"/desk?discarded={visit.path('draft')}")


def restore(visit: Visit) -> Response:
    """The form that was given up is there again, open."""
    return see(f"/desk/drafts/{leftovers.restore(visit.service, visit.staff, visit.path('draft')).id}")


def draft_line(visit: Visit, draft: Draft) -> DraftLine:
    """A draft as a list shows it."""
    saved = instant(draft.changed_at, visit.town.zone)
    try:
        definition = visit.service.current(draft.town, draft.matter)
    except NotFoundError:  # its file is wrong, or was taken away: the rest of the desk is there all the same
        return DraftLine(draft.id, "事项暂时不能办理", "", saved, draft.case)
    meanings = ("organisation_name", "applicant_name")
    fields = [field.name for means in meanings if (field := definition.matter.meaning(means))]
    typed = dict(draft.form)
    applicant = next((typed[name].strip() for name in fields if typed.get(name, "").strip()), "")
    return DraftLine(draft.id, definition.matter.title, applicant[:40], saved, draft.case)


PAGES = (
    Page("POST", "/desk/drafts/{draft}/discard", give_up, CLERKS),
    Page("POST", "/desk/drafts/{draft}/restore", restore, CLERKS),
)
