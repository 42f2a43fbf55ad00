"""Giving a form to a colleague, and taking it to another matter."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from engine.service.counter import drafting, moving
from engine.web.desks.draft_lines import DraftLine, draft_line
from engine.web.desks.matter_lists import Group, groups_of
from engine.web.server.visits import CLERKS, Page, Visit, see


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Who may go on with a form: login, name and windows of each."""

    draft: DraftLine
    people: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class OtherMatter:
    """The matters a form may be taken to."""

    draft: DraftLine
    wanted: str
    groups: tuple[Group, ...]


def ask_whom(visit: Visit) -> Response:
    """The colleagues of the window, a button each."""
    draft = drafting.own_draft(visit.service, visit.staff, visit.path("draft"))
    found = moving.colleagues(visit.service, visit.staff, draft.id)
    people = tuple((one.login, one.name, "、".join(one.windows)) for one in found)
    return visit.show("hand_on.html", Colleagues(draft_line(visit, draft), people))


def hand_on(visit: Visit) -> Response:
    """The form is the colleague's."""
    moving.hand_on(visit.service, visit.staff, visit.path("draft"), visit.form.one("_to"))
    return see("/desk")


def ask_which(visit: Visit) -> Response:
    """The other matters of the clerk's windows, narrowed by a word."""
    draft = drafting.own_draft(visit.service, visit.staff, visit.path("draft"))
    catalogue, wanted = visit.service.catalogues[visit.staff.town], visit.query("q")
    own = [one for one in catalogue.matters.values() if one.window in visit.staff.windows and one.id != draft.matter]
    groups = groups_of(catalogue, own, wanted, visit.service.today(visit.staff.town))
    return visit.show("other_matter.html", OtherMatter(draft_line(visit, draft), wanted, groups))


def change_matter(visit: Visit) -> Response:
    """The form of the other matter, with what both ask."""
    draft = moving.change_matter(visit.service, visit.staff, visit.path("draft"), visit.form.one("_matter"))
    return see(f"/desk/drafts/{draft.id}?after=changed")


PAGES = (
    Page("GET", "/desk/drafts/{draft}/hand-on", ask_whom, CLERKS),
    Page("POST", "/desk/drafts/{draft}/hand-on", hand_on, CLERKS),
    Page("GET", "/desk/drafts/{draft}/matter", ask_which, CLERKS),
    Page("POST", "/desk/drafts/{draft}/matter", change_matter, CLERKS),
)
