"""`onewindow verify`: is the log of events whole, and every attached file as it was kept? Reads only, needs no key, may
run beside the server."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from engine.store.chain import Report, read_head
from engine.store.errors import StoreError
from engine.store.sqlite import towns, verify


@click.command(
    "verify", help="核对事件链和附件是否完整：事件有没有被改动、删除、调换、截尾，附件有没有丢失、损坏。不需要密钥。"
)
@click.option("--data", "folder", default="data", show_default=True, metavar="DIR", help="数据文件夹。")
@click.option("--town", default=None, help="乡镇标识；只有一个乡镇的数据时可以不写。")
@click.option("--head", "printed", default=None, metavar="SEQ:HASH", help="凭证上印的链头，可以比现在的旧。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出：events、head、findings。")
def command(folder: str, town: str | None, printed: str | None, as_json: bool) -> None:
    """Print the report; exit 0 when nothing was found, 1 when something was, 2 when the check could not be made."""
    try:
        head = read_head(printed) if printed else None
        report = verify(Path(folder), town or _only_town(Path(folder)), head)
    except StoreError as error:
        click.echo(f"不能核对：{error}", err=True)
        sys.exit(2)
    click.echo(_as_json(report) if as_json else _as_text(report))
    if report.findings:
        sys.exit(1)


def _only_town(folder: Path) -> str:
    found = towns(folder)
    if len(found) > 1:
        raise StoreError(f"数据里有 {len(found)} 个乡镇（{'、'.join(found)}），请用 --town 指明核对哪一个。")
    if not found:
        raise StoreError("数据里还没有任何事件，无可核对；要对照凭证上的链头，请用 --town 指明乡镇。")
    return found[0]


def _as_json(report: Report) -> str:
    """events: how many; head: SEQ:HASH of the end; findings: objects code, message, sequence and case (or null)."""
    findings = [asdict(finding) for finding in report.findings]
    return json.dumps(
        {"events": report.events, "head": str(report.head), "findings": findings}, ensure_ascii=False, indent=2
    )


def _as_text(report: Report) -> str:
    lines = [f"共 {report.events} 个事件，链头 {report.head}"]
    if report.findings:
        lines.append(f"发现 {len(report.findings)} 处问题：")
        lines += [f"  {number}. {finding.message}" for number, finding in enumerate(report.findings, 1)]
        lines.append("请停止服务、保留现场，并与备份和凭证上的链头对照。")
    else:
        lines.append("没有发现改动、删除、调换或截尾。")
    return "\n".join(lines)
