"""`onewindow recover`: how far the data lies behind what was given out, and going on with it all the same."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from engine.case.events import CaseError
from engine.commands.arguments.places import root_option, the_root
from engine.matter.records import MatterError
from engine.service.starting.opening import open_service
from engine.service.starting.recovering import recover
from engine.store.errors import StoreError, told_behind
from engine.store.kept import Behind


@click.command(
    "recover",
    help="数据换成了旧的副本以后：说出旧了多少，确认找不回新的以后继续办理，编号接在给出过的最大号后面。服务停着时运行。",
)
@root_option
@click.option("--data", default="data", show_default=True, metavar="DIR", help="数据文件夹。")
@click.option("--key", default=None, metavar="FILE", help="主密钥文件。")
@click.option("--skip", default=0, show_default=True, type=click.IntRange(0, 9000), help="每一种编号再空出多少个。")
@click.option("--yes", is_flag=True, help="已经核对过，不再询问。")
def command(root: str | None, data: str, key: str | None, skip: int, yes: bool) -> None:
    """Show, ask, and record the decision; exit 0 also where nothing is behind, 1 where it was not decided."""
    place = the_root(root)
    try:
        towns = sorted(path.parent.name for path in place.glob("towns/*/town.yaml"))
        service = open_service(place, towns, Path(data), Path(key) if key else None)
        try:
            found = [behind for town in towns if (behind := service.store.behind(town))]
            for behind in found:
                click.echo(_told(service.town(behind.town).name, behind))
            if not found:
                click.echo("数据不比给出过的旧，不用恢复。")
                return
            if not yes and not click.confirm("比这更新的数据确实找不回来了吗？确认后，缺的办件要凭群众手里的单据补录"):
                sys.exit(1)
            for behind in found:
                recover(service, behind.town, skip)
        finally:
            service.store.close()
    except (CaseError, MatterError, StoreError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    click.echo("已记下，可以启动服务办理了。")


def _told(town: str, behind: Behind) -> str:
    lines = [f"{town}：{told_behind(behind)}"]
    lines += [f"  {series}（{year}年）：这里到{here}，给出过{given}" for series, year, here, given in behind.numbers]
    return "\n".join(lines)
