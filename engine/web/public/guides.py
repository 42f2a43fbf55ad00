"""办事指南 for residents: the list of matters, and what each asks, costs and takes, all from its definition."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from engine.catalogue.guide import Guide, guide_of
from engine.service.counter import printing
from engine.web.cases.papers import pdf
from engine.web.desks.matter_lists import Group, groups_of
from engine.web.public.progress import public_frame
from engine.web.server.showing import respond
from engine.web.server.visits import Page, Visit


@dataclass(frozen=True, slots=True)
class GuideList:
    """The matters of a town; `address` is that of the list, `wanted` the word it is narrowed by."""

    address: str
    wanted: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class GuidePage:
    """The guide of one matter: where the list and the empty form are, its line, what people do together with it as
    address and title."""

    address: str
    form: str
    line: str
    guide: Guide
    related: tuple[tuple[str, str], ...]


def matters(visit: Visit) -> Response:
    """The list, or what answers the words in the address."""
    town = visit.service.town(visit.path("town"))
    address, wanted = f"/{town.id}/matters", visit.query("q")
    catalogue = visit.service.catalogues[town.id]
    groups = groups_of(catalogue, catalogue.matters.values(), wanted, visit.service.today(town.id))
    return respond("guides.html", public_frame(town, address), GuideList(address, wanted, groups))


def guide(visit: Visit) -> Response:
    """One matter; its id is looked up in the catalogue, never on a disk."""
    town = visit.service.town(visit.path("town"))
    definition = visit.service.current(town.id, f"{visit.path('line')}/{visit.path('slug')}")
    line = visit.service.catalogues[town.id].line_title(visit.path("line"))
    known = visit.service.catalogues[town.id].definitions
    together = (known[name].matter for name in definition.matter.particulars.one_thing if name in known)
    address = f"/{town.id}/matters"
    page = GuidePage(
        address=address,
        form=f"{address}/{definition.matter.id}/form",
        line=line,
        guide=guide_of(definition, town, visit.service.today(town.id)),
        related=tuple((f"{address}/{one.id}", one.title) for one in together),
    )
    return respond("guide.html", public_frame(town), page)


def form(visit: Visit) -> Response:
    """The 申请表 of one matter, empty, to take away and fill in by hand."""
    town = visit.service.town(visit.path("town"))
    matter = f"{visit.path('line')}/{visit.path('slug')}"
    title = visit.service.current(town.id, matter).matter.title
    return pdf(printing.empty_form(visit.service, town.id, matter), f"空白申请表 {title}")


PAGES = (
    Page("GET", "/{town}/matters", matters, None),
    Page("GET", "/{town}/matters/{line}/{slug}", guide, None),
    Page("GET", "/{town}/matters/{line}/{slug}/form", form, None),
)
