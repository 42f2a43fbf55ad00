"""Where the files of matters and towns are: `--root`, else the current folder, else beside the code."""

from __future__ import annotations

from pathlib import Path

import click

from engine.matter.records import MatterError

root_option = click.option("--root", default=None, metavar="DIR", help="matters/ 和 towns/ 所在的文件夹。")


def the_root(given: str | None) -> Path:
    """The folder that holds `matters/`: as given, else the current one, else the one beside the code."""
    if given is not None:
        return Path(given)
    here = Path.cwd()
    return here if (here / "matters").is_dir() else Path(__file__).resolve().parents[3]


town_option = click.option("--town", default=None, metavar="TOWN", help="哪个镇；只有一个镇时可以不写。")


def the_town(root: Path, given: str | None) -> str:
    """The id of the town: as given, else the only one below `root`. MatterError where there is none to choose."""
    if given is not None:
        return given
    names = sorted(file.parent.name for file in root.glob("towns/*/town.yaml"))
    if len(names) != 1:
        found = f"请用 --town 说明是哪个镇：{'、'.join(names)}" if names else f"{root} 里没有 towns/<镇>/town.yaml。"
        raise MatterError(found)
    return names[0]
