"""`onewindow show`: the guide of a matter as text: who, what to bring, what is asked, how long, what it costs; or its
national elements, or its blank 申请表."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from engine.calendar import national_calendar
from engine.catalogue import load_definition
from engine.commands.places import root_option, the_root, the_town, town_option
from engine.definition import Definition
from engine.documents.occasion import Occasion
from engine.documents.render import preview
from engine.elements import elements_of
from engine.explanation import fee_words
from engine.matter import Field, Material, MatterError, Query
from engine.particulars import particular_lines
from engine.possibilities import department_words, limit_words
from engine.service.machine_clock import today_in, utc_now
from engine.town import Town, load_town
from engine.wording import rule_text, supposition, with_parameters


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
    click.echo("\n".join(guide_lines(definition, here, today_in(here.zone))))


def _write_form(definition: Definition, town: Town, file: Path) -> None:
    """The blank 申请表 as a PDF; exit 2 where the file cannot be written."""
    of_nobody = Occasion.without_case(definition, town, national_calendar(), utc_now())
    try:
        file.write_bytes(preview("application_form", of_nobody))
    except OSError as error:
        click.echo(f"写不进 {file}：{error.strerror}。", err=True)
        sys.exit(2)
    click.echo(f"空白申请表存在 {file}。")


def guide_lines(definition: Definition, town: Town, today: date) -> Iterator[str]:
    """The guide as it reads today, line by line."""
    matter = definition.matter
    yield f"{matter.title}（{matter.id}）"
    yield f"类型：{matter.kind}    服务对象：{'、'.join(matter.applicants)}"
    yield f"办理地点：{town.place_of(matter.window)}    渠道：{'、'.join(matter.channels)}"
    yield f"审批部门：{town.department_name(matter.approving_department)}    受理方式：{matter.acceptance}"
    limit = matter.time_limit
    statutory = f"，法定时限 {limit_words(matter, limit.statutory, today)}" if limit.statutory else ""
    extension = f"；经批准可以延长一次，{limit_words(matter, limit.extension, today)}" if limit.extension else ""
    note = f"（{with_parameters(definition, limit.note, today)}）" if limit.note else ""
    promised = limit_words(matter, limit.promised, today)
    yield f"办理时限：承诺 {promised}{statutory}，从{limit.starts}起算{extension}{note}"
    yield f"收费：{fee_words(definition, today)}"
    yield from (f"{label}：{text}" for label, text in particular_lines(matter.particulars))
    if matter.before_filing:
        yield f"办理前：{with_parameters(definition, matter.before_filing, today)}"
    yield "要带的材料："
    yield from (f"  {number}. {_material(definition, one, today)}" for number, one in enumerate(matter.materials, 1))
    yield "要填的内容："
    for field in matter.fields:
        yield f"  · {_field(definition, field, today)}"
        yield from (f"      - {_field(definition, column, today, field.name)}" for column in field.columns)
    if matter.queries:
        yield "要查的："
        yield from (f"  · {_query(definition, one, today)}" for one in matter.queries)
    yield "审核要点："
    for one in matter.checkpoints:
        says = with_parameters(definition, one.says, today) if one.says else ""
        says = says or (rule_text(definition, definition.demand(one.rule), today) if one.rule else "")
        at = f"，在「{one.at}」这一步" if one.at else ""
        when = _condition(definition, one.when, today)
        yield f"  · {one.name}{when}：{says.rstrip('。')}。（{one.by}{at}；不符合的{one.otherwise}）"
    if matter.steps:
        offices = {role: town.department_name(role) for role in town.departments}
        steps = (f"{step.name}（{department_words(matter, step, offices)}）" for step in matter.steps)
        yield "办理步骤：受理 → " + " → ".join(steps) + " → 决定"
    yield "办理结果：" + "、".join(dict.fromkeys(f"{one.name}（{one.kind}）" for one in matter.results))
    yield from (
        f"问：{one.asks} 答：{with_parameters(definition, one.answer, today)}" for one in matter.particulars.questions
    )
    if matter.particulars.one_thing:
        yield "常一起办的事：" + "、".join(matter.particulars.one_thing)
    if matter.aliases or matter.keywords:
        yield "也叫：" + "、".join((*matter.aliases, *matter.keywords))
    yield "设定依据：" + "；".join(matter.basis)
    if matter.provenance.standing:
        yield f"核对：{matter.provenance.standing}。{matter.provenance.note or ''}"


def _query(definition: Definition, one: Query, today: date) -> str:
    result = f"查到的值：{one.value.kind}" if one.value else f"正常为{one.normal}"
    return f"{one.name}{_condition(definition, one.when, today)}：{one.asks}。（{one.by}；{result}）"


def _condition(definition: Definition, when: str | None, today: date, group: str | None = None) -> str:
    return f"（{supposition(definition, definition.condition(when, group), today)}的）" if when else ""


def _material(definition: Definition, one: Material, today: date) -> str:
    text = f"{one.name}：{'或'.join(one.forms)} {one.copies} 份{_condition(definition, one.when, today)}"
    text += f"，到「{one.at}」这一步交" if one.at else ""
    notes = [with_parameters(definition, one.note, today)] if one.note else []
    notes += [one.fill] if one.fill else []
    notes += [f"{one.issued_by}" + (f"，{one.source}" if one.source else "")] if one.issued_by else []
    notes += [f"空白表格：{one.blank}"] if one.blank else []
    notes += [f"样表：{one.sample}"] if one.sample else []
    notes += [f"可容缺，{one.later}内补齐"] if one.later else []
    notes += ["可告知承诺"] if one.promise else []
    notes += ["系统查到的不用交"] if one.look_up else []
    notes += [f"「{one.one_of}」任交一种"] if one.one_of else []
    return text + (f"；{'；'.join(notes)}" if notes else "")


def _field(definition: Definition, one: Field, today: date, group: str | None = None) -> str:
    options = f"：{'、'.join(one.options)}" if one.options else ""
    optional = "，可不填" if one.optional else ""
    at = f"，由审批人在「{one.at}」这一步填" if one.at else ""
    return f"{one.label}［{one.kind}{optional}］{options}{_condition(definition, one.when, today, group)}{at}"
