"""办事指南 for residents: the list of matters, and what each asks, costs and takes, all from its definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from engine.definition import Definition
from engine.explanation import fee_words
from engine.matter import Material, Matter, Step
from engine.particulars import particular_lines
from engine.possibilities import department_words, limit_words
from engine.service import printing
from engine.town import Town
from engine.web.matter_lists import Group, groups_of
from engine.web.papers import pdf
from engine.web.progress import public_frame
from engine.web.showing import respond
from engine.web.visits import Page, Visit
from engine.wording import rule_text, supposition, with_parameters


@dataclass(frozen=True, slots=True)
class GuideList:
    """The matters of a town; `address` is that of the list, `wanted` the word it is narrowed by."""

    address: str
    wanted: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """A paper to bring, and when."""

    name: str
    asks: str
    when: str


@dataclass(frozen=True, slots=True)
class Guide:
    """What a resident needs to know about one matter."""

    address: str
    form: str
    title: str
    line: str
    facts: tuple[tuple[str, str], ...]
    before: str
    materials: tuple[Brought, ...]
    conditions: tuple[str, ...]
    steps: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]
    related: tuple[tuple[str, str], ...]
    basis: tuple[str, ...]
    standing: str


def matters(visit: Visit) -> Response:
    """The list, or what answers the words in the address."""
    town = visit.service.town(visit.path("town"))
    address, wanted = f"/{town.id}/matters", visit.query("q")
    catalogue = visit.service.catalogues[town.id]
    groups = groups_of(
        catalogue, catalogue.matters.values(), visit.service.search(town.id), wanted, visit.service.today(town.id)
    )
    return respond("guides.html", public_frame(town, address), GuideList(address, wanted, groups))


def guide(visit: Visit) -> Response:
    """One matter; its id is looked up in the catalogue, never on a disk."""
    town = visit.service.town(visit.path("town"))
    definition = visit.service.current(town.id, f"{visit.path('line')}/{visit.path('slug')}")
    line = visit.service.catalogues[town.id].line_title(visit.path("line"))
    known = visit.service.catalogues[town.id].definitions
    together = (known[name] for name in definition.matter.particulars.one_thing if name in known)
    related = tuple((one.matter.id, one.matter.title) for one in together)
    guide_page = _guide(definition, town, line, visit.service.today(town.id), related)
    return respond("guide.html", public_frame(town), guide_page)


def form(visit: Visit) -> Response:
    """The 申请表 of one matter, empty, to take away and fill in by hand."""
    town = visit.service.town(visit.path("town"))
    matter = f"{visit.path('line')}/{visit.path('slug')}"
    title = visit.service.current(town.id, matter).matter.title
    return pdf(printing.empty_form(visit.service, town.id, matter), f"空白申请表 {title}")


def _guide(
    definition: Definition, town: Town, line: str, today: date, related: tuple[tuple[str, str], ...] = ()
) -> Guide:
    matter = definition.matter
    limit = matter.time_limit
    promised, statutory = (limit_words(matter, one, today) for one in (limit.promised, limit.statutory))
    facts = (
        ("谁可以办", "、".join(matter.applicants)),
        ("在哪里办", f"{town.place_of(matter.window)}，{town.address}"),
        ("什么时候办", town.hours),
        ("怎么办", "、".join(matter.channels)),
        ("多久办好", f"承诺 {promised}" + (f"（法定 {statutory}）" if statutory else "")),
        ("收费", fee_words(definition, today)),
        ("办成以后给什么", "、".join(matter.result_names)),
        *particular_lines(matter.particulars),
        ("由谁决定", town.department_name(matter.approving_department)),
        ("咨询电话", town.phone),
        ("监督电话", town.supervision_phone),
    )
    return Guide(
        address=f"/{town.id}/matters",
        form=f"/{town.id}/matters/{matter.id}/form",
        title=matter.title,
        line=line,
        facts=facts,
        before=with_parameters(definition, matter.before_filing, today),
        materials=tuple(
            Brought(
                one.name,
                "。".join(_asked_of(definition, one, today)),
                supposition(definition, definition.condition(one.when), today) if one.when else "",
            )
            for one in matter.materials
        ),
        conditions=tuple(
            with_parameters(definition, one.says, today)
            if one.says
            else rule_text(definition, definition.demand(one.rule), today)
            for one in matter.checkpoints
            if one.by == "系统" and one.rule and one.otherwise in ("补正", "不予受理", "不予准予")
        ),
        steps=("收件", "受理", *(_step(matter, step, town, today) for step in matter.steps), "决定", "制证", "送达"),
        questions=tuple(
            (one.asks, with_parameters(definition, one.answer, today)) for one in matter.particulars.questions
        ),
        related=related,
        basis=matter.basis,
        standing=matter.provenance.standing,
    )


def _asked_of(definition: Definition, one: Material, today: date) -> Iterator[str]:
    """In which form and how many, what it must look like, when."""
    yield f"{'或'.join(one.forms)}，{one.copies} 份"
    if one.note:
        yield with_parameters(definition, one.note, today)
    if one.at:
        yield f"到「{one.at}」这一步交"


def _step(matter: Matter, step: Step, town: Town, today: date) -> str:
    """A step with who does it, within which time, and what of it does not count."""
    offices = {role: town.department_name(role) for role in town.departments}
    words = [department_words(matter, step, offices)]
    words += [f"{limit_words(matter, step.within, today)}内"] if step.within else []
    if step.special:
        days = f"，{limit_words(matter, step.special.days, today)}" if step.special.days else ""
        words.append(f"{step.special.kind}{days}，不计入办理时限")
    words += ["需要的才有"] if step.when else []
    return f"{step.name}（{'；'.join(words)}）"


PAGES = (
    Page("GET", "/{town}/matters", matters, None),
    Page("GET", "/{town}/matters/{line}/{slug}", guide, None),
    Page("GET", "/{town}/matters/{line}/{slug}/form", form, None),
)
