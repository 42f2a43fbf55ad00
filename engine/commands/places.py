"""Where the files of matters and towns are: `--root`, else the current folder, else beside the code."""

from __future__ import annotations

from pathlib import Path

import click

root_option = click.option("--root", default=None, metavar="DIR", help="matters/ 和 towns/ 所在的文件夹。")


def the_root(given: str | None) -> Path:
    """The folder that holds `matters/`: as given, else the current one, else the one beside the code."""
    if given is not None:
        return Path(given)
    here = Path.cwd()
    return here if (here / "matters").is_dir() else Path(__file__).resolve().parents[2]
