"""`onewindow lint`: everything wrong with matter files, shared files and towns, in one run."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from engine.commands.arguments.places import root_option, the_root
from engine.lint.all_files import lint


@click.command("lint", help="检查事项文件：一次报出全部错误和提醒，写明文件、行、列、原因和改法。")
@root_option
@click.option("--town", default=None, metavar="TOWN", help="只检查这个镇；不写的检查所有的镇。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出：findings。")
@click.argument("paths", nargs=-1, metavar="[文件或文件夹]…", type=click.Path(path_type=Path))
def command(root: str | None, town: str | None, as_json: bool, paths: tuple[Path, ...]) -> None:
    """Print the findings; exit 1 where one is an error, 2 where a path does not exist."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        click.echo(f"没有这个文件或文件夹：{'、'.join(map(str, missing))}", err=True)
        sys.exit(2)
    place = the_root(root)
    findings = lint(place.resolve(), town, paths)
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        click.echo(json.dumps({"findings": [asdict(finding) for finding in findings]}, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(str(finding))
        warnings = len(findings) - errors
        click.echo(f"{errors} 个错误，{warnings} 个提醒。" if findings else "没有发现问题。")
    sys.exit(1 if errors else 0)
