"""`onewindow explain`: what each checkpoint of a matter asks, in words, and what its rule became; with a submission,
how it came out, why, and what would make it pass."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from engine.calendar.working_days import national_calendar
from engine.catalogue.town_catalogue import load_definition
from engine.commands.arguments.places import root_option, the_root, the_town, town_option
from engine.commands.arguments.submissions import FROM_INPUT, day, read_file
from engine.commands.check import SIGNS
from engine.definition.checked import Definition
from engine.matter.records import MatterError
from engine.matter.town import load_town
from engine.review.explanation import Explanation, explain
from engine.review.intake import read_submission
from engine.review.judging import review
from engine.review.verdict import Finding, Verdict
from engine.service.centre.machine_clock import today_in
from rules_dsl.text.problem import nearest


@click.command("explain", help="用话说明每个要点要求什么；给出申请的，说明为什么不通过、怎样才通过。")
@root_option
@town_option
@click.option("--filed", default=None, metavar="日期", help="收件日期，如 2026-03-02；不写的是今天。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.argument("matter", metavar="事项")
@click.argument("about", nargs=-1, metavar="[要点]… [申请.json]")
def command(
    root: str | None, town: str | None, filed: str | None, as_json: bool, matter: str, about: tuple[str, ...]
) -> None:
    """Print the explanation and exit 0; exit 2 where there is no such matter, checkpoint or file."""
    try:
        place = the_root(root)
        here = load_town(place, the_town(place, town))
        definition = load_definition(place, here, matter.removesuffix(".yaml").removeprefix("matters/"))
        on = day(filed) if filed else today_in(here.zone)
        names, file = _asked_about(definition, about)
        verdict = None
        if file is not None:
            said = read_submission(definition, read_file(file), on)
            verdict = review(definition, said, on, here.places, national_calendar())
    except MatterError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    told = [one for one in explain(definition, on) if not names or one.checkpoint.name in names]
    data = _as_json(definition, on, told, verdict)
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else "\n".join(_as_text(data)))


def _asked_about(definition: Definition, about: Sequence[str]) -> tuple[set[str], Path | None]:
    """The checkpoints and the file named; what is no checkpoint of the matter must be a file."""
    known = [one.name for one in definition.matter.checkpoints]
    names = {one for one in about if one in known}
    files = [Path(one) for one in about if one not in known]
    for one in files:
        if str(one) != FROM_INPUT and not one.exists():
            like = nearest(str(one), known)
            hint = f"是不是要点「{like}」？" if like else f"要点有：{'、'.join(known)}。"
            raise MatterError(f"没有名为「{one}」的要点，也没有这个文件，{hint}")
    if len(files) > 1:
        raise MatterError("一次只能说明一份申请。")
    return names, files[0] if files else None


def _as_json(definition: Definition, on: date, told: Sequence[Explanation], verdict: Verdict | None) -> dict[str, Any]:
    findings = {one.name: one for one in verdict.findings if one.kind == "要点"} if verdict else {}
    return {
        "matter": definition.matter.id,
        "title": definition.matter.title,
        "filed": on.isoformat(),
        "outcome": verdict.outcome if verdict else None,
        "checkpoints": [_checkpoint(one, findings.get(one.checkpoint.name)) for one in told],
        "definition": definition.identity,
    }


def _checkpoint(one: Explanation, found: Finding | None) -> dict[str, Any]:
    checkpoint = one.checkpoint
    return {
        "name": checkpoint.name,
        "by": checkpoint.by,
        "at": checkpoint.at,
        "otherwise": checkpoint.otherwise,
        "when": one.when,
        "asks": one.asks,
        "rule": " ".join(checkpoint.rule.split()) if checkpoint.rule else None,
        "became": one.became or None,
        "standards": [{"name": each.name, "role": each.role, "meaning": each.meaning} for each in one.standards],
        "status": found.status if found else None,
        "values": dict(found.values) if found else {},
        "rows": list(found.rows) if found else [],
        "why": found.why if found else "",
        "remedy": found.remedy if found and found.status != "通过" else "",
    }


def _as_text(data: dict[str, Any]) -> Iterator[str]:
    outcome = f"，{data['filed']} 收件：{data['outcome']}" if data["outcome"] else ""
    yield f"{data['title']}（{data['matter']}）{outcome}"
    for one in data["checkpoints"]:
        judged = f"{SIGNS[one['status']]} " if one["status"] else "· "
        step = f"，在「{one['at']}」" if one["at"] else ""
        state = f"：{one['status']}" if one["status"] else ""
        yield f"\n{judged}「{one['name']}」{state}（{one['by']}判断{step}；不符合的{one['otherwise']}）"
        lines = [("何时", f"{one['when']}的" if one["when"] else ""), ("要求", f"{one['asks']}。")]
        if one["rule"]:
            lines += [("规则", one["rule"]), ("读作", one["became"] if one["became"] != one["rule"] else "")]
        lines += [("其中", f"「{each['name']}」（{each['role']}）{each['meaning']}") for each in one["standards"]]
        lines += [("看到", "，".join(f"{name} {value}" for name, value in one["values"].items()))]
        lines += [("原因", one["why"]), *(("怎样通过", line) for line in one["remedy"].splitlines())]
        yield from (f"    {title}　{text}" for title, text in lines if text)
