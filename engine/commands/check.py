"""`onewindow check`: the verdict on one submission in a file, as the engine would give it at the counter."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from engine.calendar.working_days import national_calendar
from engine.catalogue.town_catalogue import load_definition
from engine.commands.arguments.places import root_option, the_root, the_town, town_option
from engine.commands.arguments.submissions import day as day_of
from engine.commands.arguments.submissions import read_file
from engine.fields import money_text
from engine.matter.records import MatterError
from engine.matter.town import load_town
from engine.review.intake import read_submission
from engine.review.judging import review
from engine.review.verdict import Finding, Verdict
from engine.service.centre.machine_clock import today_in

SIGNS = {"通过": "✓", "不通过": "✗", "待补": "…", "待核": "？", "不适用": "－"}


@click.command("check", help="审核一份申请（JSON 文件，或用 - 从标准输入读）。文件里没写的就是没有。")
@root_option
@town_option
@click.argument("matter", metavar="事项")
@click.argument("submission", metavar="申请.json", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--filed", default=None, metavar="日期", help="收件日期，如 2026-03-02；不写的是今天。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def command(
    root: str | None, town: str | None, matter: str, submission: Path, filed: str | None, as_json: bool
) -> None:
    """Print the verdict and exit 0 whatever it is; exit 2 where there is nothing to judge."""
    try:
        place = the_root(root)
        here = load_town(place, the_town(place, town))
        definition = load_definition(place, here, matter.removesuffix(".yaml").removeprefix("matters/"))
        day = day_of(filed) if filed else today_in(here.zone)
        said = read_submission(definition, read_file(submission), day)
        verdict = review(definition, said, day, here.places, national_calendar())
    except MatterError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    click.echo(_as_json(verdict) if as_json else _as_text(definition.matter.title, verdict))


def _as_json(verdict: Verdict) -> str:
    """The keys of the contract; money in whole 分, days as ISO dates."""
    data = {
        "outcome": verdict.outcome,
        "findings": [_finding(one) for one in verdict.findings],
        "because": list(verdict.because),
        "told": list(verdict.told),
        "missing_answers": list(verdict.missing_answers),
        "missing_materials": list(verdict.missing_materials),
        "unknown": list(verdict.unknown),
        "unused": list(verdict.unused),
        "award": verdict.award,
        "fee": verdict.fee,
        "due_date": verdict.due_date.isoformat() if verdict.due_date else None,
        "due_provisional": verdict.due_provisional,
        "later_due": {name: day.isoformat() for name, day in verdict.later.items()},
        "filed": verdict.filed.isoformat(),
        "definition": verdict.definition,
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "status": one.status,
        "otherwise": one.otherwise,
        "values": dict(one.values),
        "asks": one.asks,
        "why": one.why,
        "remedy": one.remedy,
        "basis": one.basis,
        "ground": one.ground,
        "rows": list(one.rows),
        "by": one.by,
        "at": one.at,
    }


def _as_text(title: str, verdict: Verdict) -> str:
    lines = [f"{title}，{verdict.filed.isoformat()} 收件：{verdict.outcome}"]
    if verdict.because:
        lines[0] += f"（{'、'.join(verdict.because)}）"
    for one in verdict.findings:
        if one.status == "不适用":
            continue
        lines.append(f"  {SIGNS[one.status]} {one.kind}「{one.name}」{one.status}")
        if one.status != "通过" and one.remedy:
            lines += [f"      {line}" for line in one.remedy.splitlines()]
    if verdict.told:
        lines.append(f"另外告知：{'、'.join(verdict.told)}")
    if verdict.unused:
        lines.append(f"没有采用的内容（不用填写）：{'、'.join(verdict.unused)}")
    if verdict.unknown:
        lines.append(f"本事项没有的名称：{'、'.join(verdict.unknown)}")
    if verdict.award is not None:
        lines.append(f"发放金额：{money_text(verdict.award)}")
    if verdict.fee is not None:
        lines.append(f"收费：{money_text(verdict.fee)}")
    lines += [f"「{name}」最迟 {day.isoformat()} 补交" for name, day in verdict.later.items()]
    if verdict.due_date:
        lines.append(
            f"应在 {verdict.due_date.isoformat()} 前（含当日）办结" + ("（暂定）" if verdict.due_provisional else "")
        )
    return "\n".join(lines)
