"""`onewindow clock`: the server's clock beside what was recorded last, and confirming it after a long rest."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from engine.case.events import CaseError
from engine.commands.arguments.places import root_option, the_root
from engine.matter.records import MatterError
from engine.service.centre.filing_clock import confirm_clock, last_recorded
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
