"""`onewindow catalogue`: which matters there are, and how many by window, line, channel and kind."""

from __future__ import annotations

import json
import sys

import click

from engine.catalogue.town_catalogue import Catalogue, load_catalogue
from engine.commands.arguments.places import root_option, the_root, the_town, town_option
from engine.matter.records import MatterError
from engine.matter.town import load_town

_TITLES = {"windows": "窗口", "lines": "业务线", "channels": "渠道", "kinds": "类型"}


@click.command("catalogue", help="事项目录：按窗口、业务线、渠道、类型的数目，和全部事项。")
@root_option
@town_option
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出：total、windows、lines、channels、kinds、matters。")
def command(root: str | None, town: str | None, as_json: bool) -> None:
    """Print the catalogue of the sound matters; broken ones are named on stderr. Exit 2 without a town."""
    try:
        place = the_root(root)
        catalogue = load_catalogue(place, load_town(place, the_town(place, town)))
    except MatterError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    for matter_id in sorted(set(catalogue.loaded) - set(catalogue.matters)):
        click.echo(f"「{matter_id}」的文件有误，没有列入；请运行 onewindow lint 查看。", err=True)
    click.echo(_as_json(catalogue) if as_json else _as_text(catalogue))


def _as_json(catalogue: Catalogue) -> str:
    matters = [
        {
            "id": one.id,
            "title": one.title,
            "line": one.line,
            "window": one.window,
            "channels": list(one.channels),
            "kind": one.kind,
        }
        for one in catalogue.matters.values()
    ]
    data = {"total": len(matters), **catalogue.counts(), "matters": matters}
    return json.dumps(data, ensure_ascii=False, indent=2)


def _as_text(catalogue: Catalogue) -> str:
    lines = [f"{catalogue.town.centre}：共 {len(catalogue.matters)} 个事项"]
    for key, counts in catalogue.counts().items():
        lines.append(f"{_TITLES[key]}：" + "，".join(f"{name} {number}" for name, number in counts.items()))
    for matter in catalogue.matters.values():
        lines.append(f"  {matter.id}  {matter.title}（{matter.window}；{'、'.join(matter.channels)}）")
    return "\n".join(lines)
