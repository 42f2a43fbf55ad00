"""`onewindow uses`: where a name is given and what uses it, before somebody changes it."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from engine.catalogue.town_catalogue import load_catalogue
from engine.catalogue.uses import Use, uses
from engine.commands.arguments.places import root_option, the_root, the_town, town_option
from engine.matter.records import MatterError
from engine.matter.town import load_town
from engine.yaml_source.tree import Source, read_source


@click.command("uses", help="哪里用到一个名称：字段、材料、参数、表、定义、组、名单、部门都可以。")
@root_option
@town_option
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.argument("name", metavar="名称")
def command(root: str | None, town: str | None, as_json: bool, name: str) -> None:
    """Print every place; exit 1 where the name stands nowhere."""
    try:
        place = the_root(root)
        catalogue = load_catalogue(place, load_town(place, the_town(place, town)))
    except MatterError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    found = sorted(
        dict.fromkeys(uses(name, catalogue.loaded, _others(place))), key=lambda use: (not use.declares, use.path)
    )
    if as_json:
        click.echo(json.dumps({"name": name, "uses": [asdict(use) for use in found]}, ensure_ascii=False, indent=2))
    else:
        click.echo(_as_text(name, found))
    sys.exit(0 if found else 1)


def _others(root: Path) -> dict[str, Source]:
    """The shared files and the towns."""
    found: dict[str, Source] = {}
    for file in sorted([*root.glob("matters/_shared/*.yaml"), *root.glob("towns/*/town.yaml")]):
        source, _ = read_source(file, file.relative_to(root).as_posix())
        if source is not None:
            found[source.path] = source
    return found


def _as_text(name: str, found: list[Use]) -> str:
    if not found:
        return f"没有哪里用到「{name}」。"
    lines = [f"「{name}」："]
    for title, declares in (("写在", True), ("用在", False)):
        lines += [
            f"  {title} {use.path}:{use.line}:{use.column}　{use.where}" for use in found if use.declares is declares
        ]
    files = len({use.path for use in found})
    return "\n".join([*lines, f"共 {len(found)} 处，{files} 个文件。"])
