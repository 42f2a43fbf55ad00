"""`onewindow show`: the guide of a matter as text: who, what to bring, what is asked, how long, what it costs; or its
national elements, or its blank 申请表."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from engine.calendar.working_days import national_calendar
from engine.catalogue.guide import Brought, guide_of
from engine.catalogue.town_catalogue import load_definition
from engine.commands.arguments.places import root_option, the_root, the_town, town_option
from engine.definition.checked import Definition
from engine.documents.occasion import Occasion
from engine.documents.render import preview
from engine.matter.elements import elements_of
from engine.matter.records import Field, MatterError, Query
from engine.matter.town import Town, load_town
from engine.review.explanation import Explanation, explain
from engine.review.wording import supposition
from engine.service.centre.machine_clock import today_in, utc_now


@click.command("show", help="把一个事项显示成办事指南。")
@root_option
@town_option
@click.argument("matter", metavar="事项")
@click.option("--elements", is_flag=True, help="列出国家实施清单的各个要素。")
@click.option("--form", type=click.Path(path_type=Path), metavar="FILE", help="把空白申请表存成这个 PDF 文件。")
def command(root: str | None, town: str | None, matter: str, elements: bool, form: Path | None) -> None:
    """Print the guide, or the national elements, or write the blank 申请表; exit 2 where there is no such matter."""
    try:
        place = the_root(root)
        here = load_town(place, the_town(place, town))
        definition = load_definition(place, here, matter.removesuffix(".yaml").removeprefix("matters/"))
    except MatterError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    if elements:
        found = elements_of(definition.matter, here)
        click.echo("\n".join(f"{one.column} {one.title}：{text}" for one, text in found))
        return
    if form is not None:
        _write_form(definition, here, form)
        return
    together = [_title_of(place, here, name) for name in definition.matter.particulars.one_thing]
    click.echo("\n".join(guide_lines(definition, here, today_in(here.zone), together)))


def _title_of(root: Path, town: Town, matter_id: str) -> str:
    """What another matter is called; its id where its file is broken, of which lint tells."""
    try:
        return load_definition(root, town, matter_id).matter.title
    except MatterError:
        return matter_id


def _write_form(definition: Definition, town: Town, file: Path) -> None:
    """The blank 申请表 as a PDF; exit 2 where the file cannot be written."""
    of_nobody = Occasion.without_case(definition, town, national_calendar(), utc_now())
    try:
        file.write_bytes(preview("application_form", of_nobody))
    except OSError as error:
        click.echo(f"写不进 {file}：{error.strerror}。", err=True)
        sys.exit(2)
    click.echo(f"空白申请表存在 {file}。")


def guide_lines(definition: Definition, town: Town, today: date, together: Sequence[str]) -> Iterator[str]:
    """The guide as it reads today, line by line, and behind it what is asked, looked up and judged. `together` are the
    titles of the matters that are often handled together with this one."""
    matter, guide = definition.matter, guide_of(definition, town, today)
    yield f"{guide.title}（{matter.id}）"
    yield f"类型：{matter.kind}    受理方式：{matter.acceptance}"
    yield from (f"{label}：{text}" for label, text in guide.facts)
    if guide.before:
        yield f"办理前：{guide.before}"
    yield "要带的材料："
    yield from (f"  {number}. {_material(one)}" for number, one in enumerate(guide.materials, start=1))
    yield "要填的内容："
    for field in matter.fields:
        yield f"  · {_field(definition, field, today)}"
        yield from (f"      - {_field(definition, column, today, field.name)}" for column in field.columns)
    if matter.queries:
        yield "要查的："
        yield from (f"  · {_query(definition, one, today)}" for one in matter.queries)
    yield "审核要点："
    yield from (f"  · {_checkpoint(definition, one, today)}" for one in explain(definition, today))
    yield "办理步骤：" + " → ".join(guide.steps)
    yield from (f"问：{asks} 答：{answer}" for asks, answer in guide.questions)
    if together:
        yield "常一起办的事：" + "、".join(together)
    if matter.aliases or matter.keywords:
        yield "也叫：" + "、".join((*matter.aliases, *matter.keywords))
    yield "设定依据：" + "；".join(guide.basis)
    if guide.standing:
        yield f"核对：{guide.standing}。{matter.provenance.note or ''}"


def _material(one: Brought) -> str:
    return f"{one.name}：{'。'.join((one.asks, *one.notes))}" + (f"。{one.when}要交" if one.when else "")


def _checkpoint(definition: Definition, explained: Explanation, today: date) -> str:
    one = explained.checkpoint
    at = f"，在「{one.at}」这一步" if one.at else ""
    when = _condition(definition, one.when, today)
    return f"{one.name}{when}：{explained.asks}。（{one.by}{at}；不符合的{one.otherwise}）"


def _query(definition: Definition, one: Query, today: date) -> str:
    result = f"查到的值：{one.value.kind}" if one.value else f"正常为{one.normal}"
    return f"{one.name}{_condition(definition, one.when, today)}：{one.asks}。（{one.by}；{result}）"


def _condition(definition: Definition, when: str | None, today: date, group: str | None = None) -> str:
    return f"（{supposition(definition, definition.condition(when, group), today)}的）" if when else ""


def _field(definition: Definition, one: Field, today: date, group: str | None = None) -> str:
    options = f"：{'、'.join(one.options)}" if one.options else ""
    kind = "，".join(text for text in (one.kind, one.unit, "可不填" if one.optional else None) if text)
    at = f"，由审批人在「{one.at}」这一步填" if one.at else ""
    return f"{one.label}［{kind}］{options}{_condition(definition, one.when, today, group)}{at}"
