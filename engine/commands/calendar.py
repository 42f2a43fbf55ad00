"""`onewindow calendar`: load the holidays of a new year, or correct those of a known one; show what is counted by."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NoReturn

import click

from engine.calendar.notice import read_calendar
from engine.calendar.working_days import Calendar, of_year, told_by_reason
from engine.case.events import CaseError
from engine.commands.arguments.calendars import calendar_of, notices_in
from engine.commands.arguments.places import root_option, the_root
from engine.matter.records import MatterError
from engine.service.office.calendars import Outcome, load
from engine.service.starting.opening import open_service
from engine.store.errors import StoreError
from engine.yaml_source.tree import read_source


@click.group("calendar", help="放假安排：载入新一年的，更正已有的，查看一年的。")
def command() -> None:
    """The group of calendar commands."""


@command.command("load", help="载入一年的放假安排（YAML 或 JSON 文件），在办件按它重新计算期限。服务停着时运行。")
@root_option
@click.argument("file", metavar="文件")
@click.option("--notice", default="", metavar="文号", help="放假通知的文号，文件里没有写 notice 时必填。")
@click.option("--data", default="data", show_default=True, metavar="DIR", help="数据文件夹。")
@click.option("--key", default=None, metavar="FILE", help="主密钥文件。")
def load_file(root: str | None, file: str, notice: str, data: str, key: str | None) -> None:
    """Load one file; exit 1 with everything that is wrong, and then nothing is loaded."""
    source, problems = read_source(Path(file), file)
    calendar = None
    if source is not None and source.sound:
        calendar, problems = read_calendar(source)
    if calendar is None:
        _stop("\n".join(str(problem) for problem in problems))
    place = the_root(root)
    try:
        towns = sorted(path.parent.name for path in place.glob("towns/*/town.yaml"))
        service = open_service(place, towns, Path(data), Path(key) if key else None)
        try:
            outcome = load(service, calendar, notice)
        finally:
            service.store.close()
    except (CaseError, MatterError, StoreError) as error:
        _stop(str(error))
    click.echo(_said(outcome))


def _said(outcome: Outcome) -> str:
    notice = outcome.notice
    said = f"已载入{notice.year}年的放假安排（{notice.number}）。"
    if not outcome.recounted:
        return said + "没有在办件要重新计算。"
    return f"{said}重新计算了{outcome.recounted}件办件，其中{outcome.changed}件的到期日有变化，变化记在办理过程里。"


@command.command("show", help="列出一年里放假和调休上班的日子，以及全年的工作日数。")
@click.argument("year", metavar="年份", type=click.IntRange(2004, 2999))
@click.option("--data", default=None, metavar="DIR", help="数据文件夹；写了的，算上里面载入的放假安排。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出：year、published、notice、working_days、days。")
def show(year: int, data: str | None, as_json: bool) -> None:
    """Print a year; exit 1 where its calendar is not known."""
    try:
        loaded = notices_in(data)
    except StoreError as error:
        _stop(str(error))
    calendar = calendar_of(loaded)
    number = next((notice.number for notice in reversed(loaded) if notice.year == year), "")
    click.echo(_as_json(calendar, year, number) if as_json else _as_text(calendar, year, number))
    if year not in calendar.years:
        sys.exit(1)


def _as_json(calendar: Calendar, year: int, notice: str) -> str:
    """notice is '' for a calendar the program brings along."""
    rulings = of_year(calendar, year).items()
    days = [{"date": day.isoformat(), "works": one.works, "why": one.why} for day, one in rulings]
    answer = {"year": year, "published": year in calendar.years, "notice": notice}
    return json.dumps(
        answer | {"working_days": calendar.working_days_of(year), "days": days}, ensure_ascii=False, indent=2
    )


def _as_text(calendar: Calendar, year: int, notice: str) -> str:
    if year not in calendar.years:
        return (
            f"{year}年的放假安排还没有载入：跨到这一年的到期日是暂定的，不产生效力。"
            "通知公布后，用 onewindow calendar load 载入。"
        )
    lines = [f"{year}年：全年{calendar.working_days_of(year)}个工作日。依据：{notice or '程序自带的放假安排'}。"]
    lines += [f"{why}：{days}" for why, days in told_by_reason(calendar, year)]
    return "\n".join(lines)


def _stop(text: str) -> NoReturn:
    click.echo(text, err=True)
    sys.exit(1)
