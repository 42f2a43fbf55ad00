"""`onewindow due`: the last day of a limit, and how it was counted."""

from __future__ import annotations

import json
import sys
from datetime import date

import click

from engine.calendar.clock import Counted, count, explain
from engine.calendar.limit import ClockError, parse_limit
from engine.commands.arguments.calendars import calendar_of, notices_in
from engine.store.errors import StoreError


@click.command("due", help="算期限的最后一天：onewindow due 2026-02-11 5个工作日。起算的那天不计。")
@click.argument("day", metavar="日期")
@click.argument("limit", metavar="期限")
@click.option("--data", default=None, metavar="DIR", help="数据文件夹；写了的，算上里面载入的放假安排。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出：last_day、provisional、days。")
def command(day: str, limit: str, data: str | None, as_json: bool) -> None:
    """Print the last day; exit 2 where the date or the limit cannot be read."""
    try:
        start = date.fromisoformat(day)
    except ValueError:
        click.echo(f"「{day}」不是日期，请写成 2026-03-02。", err=True)
        sys.exit(2)
    try:
        counted = count(start, parse_limit(limit), calendar_of(notices_in(data)))
    except (ClockError, StoreError) as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    click.echo(_as_json(counted) if as_json else "\n".join(explain(counted)))


def _as_json(counted: Counted) -> str:
    days = [{"date": one.date.isoformat(), "counted": one.counted, "why": one.why} for one in counted.days]
    last = counted.last_day.isoformat() if counted.last_day else None
    return json.dumps(
        {"last_day": last, "provisional": counted.provisional, "days": days}, ensure_ascii=False, indent=2
    )
