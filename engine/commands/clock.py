"""`onewindow clock`: the server's clock beside what was recorded last, confirming it after a long rest, and correcting
what a wrong clock has dated."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from engine.case.events import Actor, CaseError
from engine.commands.arguments.places import root_option, the_root
from engine.matter.records import MatterError
from engine.service.centre.accounts import vouch
from engine.service.centre.context import Service
from engine.service.centre.filing_clock import confirm_clock, last_recorded
from engine.service.office.correcting_clock import Corrected, correct_clock, wrongly_dated
from engine.service.starting.opening import open_service
from engine.store.errors import StoreError


@click.group("clock", help="服务器的时钟：久未开机以后核对并确认。")
def command() -> None:
    """The group of clock commands."""


@command.command("confirm", help="核对时钟：显示现在的时间和最近一次记录的时间，确认后才能继续办理。服务停着时运行。")
@root_option
@click.option("--data", default="data", show_default=True, metavar="DIR", help="数据文件夹。")
@click.option("--key", default=None, metavar="FILE", help="主密钥文件。")
@click.option("--yes", is_flag=True, help="已经核对过，不再询问。")
def confirm(root: str | None, data: str, key: str | None, yes: bool) -> None:
    """Show both instants, ask, and record that the clock is right; exit 1 where it was not confirmed or cannot be."""
    place = the_root(root)
    try:
        towns = sorted(path.parent.name for path in place.glob("towns/*/town.yaml"))
        service = open_service(place, towns, Path(data), Path(key) if key else None)
        try:
            zone = service.town(towns[0]).zone
            now, last = service.now(), last_recorded(service.store)
            click.echo(f"服务器的时钟：{now.astimezone(zone):%Y-%m-%d %H:%M:%S}")
            click.echo(f"最近一次记录：{last.astimezone(zone):%Y-%m-%d %H:%M:%S}" if last else "还没有任何记录。")
            if not yes and not click.confirm("请和手机或电视上的时间比对。服务器的时钟准确吗？"):
                sys.exit(1)
            confirm_clock(service)
        finally:
            service.store.close()
    except (CaseError, MatterError, StoreError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    click.echo("已确认，可以启动服务办理了。")


@command.command(
    "correct",
    help="更正走错的时钟记下的时间：两个人签署，期限重算，列出要收回重出的文书。先把时钟调准，服务停着时运行。",
)
@root_option
@click.option("--town", required=True, help="哪个镇。")
@click.option("--began", required=True, metavar="时间", help="第一件记错的事实际是什么时候办的，如 2026-03-02 10:05。")
@click.option("--reason", "reasons", required=True, metavar="文字", help="时钟是怎么错的。")
@click.option("--first", type=click.IntRange(1), default=None, help="从第几号事件；不写就从第一件晚于现在的起。")
@click.option("--last", type=click.IntRange(1), default=None, help="到第几号事件；不写就到最后。")
@click.option("--data", default="data", show_default=True, metavar="DIR", help="数据文件夹。")
@click.option("--key", default=None, metavar="FILE", help="主密钥文件。")
def correct(
    root: str | None, town: str, began: str, reasons: str, first: int | None, last: int | None, data: str,
    key: str | None,
) -> None:  # fmt: skip
    """Show what is dated wrongly, take both signatures, correct, and list the papers; exit 1 where nothing was."""
    try:
        service = open_service(the_root(root), (town,), Path(data), Path(key) if key else None)
        try:
            wrong = wrongly_dated(service, town, first, last)
            zone = service.town(town).zone
            told = [f"{one.at.astimezone(zone):%Y-%m-%d %H:%M:%S}" for one in (wrong[0], wrong[-1])]
            click.echo(
                f"第{wrong[0].sequence}至{wrong[-1].sequence}号，共{len(wrong)}件，记的时间是{told[0]}至{told[1]}。"
            )
            start = datetime.strptime(began, "%Y-%m-%d %H:%M").replace(tzinfo=zone)
            signed = [_signed(service, who) for who in ("第一个", "第二个")]
            found = correct_clock(service, town, wrong, start, reasons, *signed)
        finally:
            service.store.close()
    except ValueError:
        click.echo(f"「{began}」不是时间，请写成 2026-03-02 10:05。", err=True)
        sys.exit(1)
    except (CaseError, MatterError, StoreError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    click.echo(_told(found))


def _signed(service: Service, who: str) -> Actor:
    login = click.prompt(f"{who}签署人的账号")
    return vouch(service, login, click.prompt("密码", hide_input=True))


def _told(found: Corrected) -> str:
    lines = [f"已更正{found.events}件记录、{found.cases}个办件；因日子没到而作废的到期处理{found.void}件。"]
    if found.papers:
        lines.append("下面的文书印着错的日期，请收回重出：")
    for paper in found.papers:
        what = "作废，不重出" if paper.void else "收回重出"
        lines.append(f"  {paper.case}  {paper.title}  {paper.number or '（不编号）'}  {what}")
    return "\n".join(lines)
