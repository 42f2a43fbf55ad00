"""`onewindow find`: which matter people mean, from what they say."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from engine.catalogue.town_catalogue import load_catalogue
from engine.commands.arguments.places import root_option, the_root, the_town, town_option
from engine.matter.records import MatterError
from engine.matter.town import load_town


@click.command("find", help="按群众的说法找事项：名称、俗称、生活里的事、拼音、首字母都可以。")
@root_option
@town_option
@click.option("--file", "file", type=click.Path(path_type=Path), metavar="文件", help="一行一个说法；# 开头的行不算。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.argument("text", nargs=-1, metavar="[说法]…")
def command(root: str | None, town: str | None, file: Path | None, as_json: bool, text: tuple[str, ...]) -> None:
    """Print what was found for each phrase; exit 1 where nothing was found for any, 2 where there is nothing to ask."""
    try:
        phrases = [*text, *(_lines(file) if file is not None else ())]
        if not phrases:
            raise MatterError("请写要找什么，例如 onewindow find 老人补贴。")
        place = the_root(root)
        catalogue = load_catalogue(place, load_town(place, the_town(place, town)))
    except MatterError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    found = [(phrase, [hit.matter for hit in catalogue.search.find(phrase)]) for phrase in phrases]
    if as_json:
        click.echo(json.dumps([[matter.id for matter in matters] for _, matters in found], ensure_ascii=False))
    else:
        for phrase, matters in found:
            click.echo(f"{phrase}：" + ("没有找到" if not matters else ""))
            for number, matter in enumerate(matters, 1):
                click.echo(f"  {number}. {matter.title}（{matter.id}）")
    sys.exit(0 if any(matters for _, matters in found) else 1)


def _lines(file: Path) -> Iterable[str]:
    try:
        written = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MatterError(f"读不了文件 {file}：要是存在的 UTF-8 文本文件。") from error
    return [line.strip() for line in written.splitlines() if line.strip() and not line.startswith("#")]
