"""`onewindow test`: run the examples of the matters, and say which automatic checkpoints they try both ways."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from engine.calendar.working_days import national_calendar
from engine.catalogue.town_catalogue import Loaded, load_matter, matter_files
from engine.commands.arguments.places import root_option, the_root, the_town, town_option
from engine.examples.mutants import Trial, try_mutants
from engine.examples.running import Tally, run_examples
from engine.matter.records import MatterError
from engine.matter.shared import load_shared
from engine.matter.town import load_town


@click.command("test", help="运行事项文件里的示例。不写事项的，运行全部。")
@root_option
@town_option
@click.option("--mutants", "with_mutants", is_flag=True, help="再把规则一处一处改错，看示例看不看得出来。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.argument("matters", nargs=-1, metavar="[事项]…")
def command(root: str | None, town: str | None, with_mutants: bool, as_json: bool, matters: tuple[str, ...]) -> None:
    """Print what failed; exit 1 where an example failed or a file is broken, 2 where a matter is not known. Slips that
    no example noticed are listed and fail nothing: some change nothing."""
    try:
        tallies, broken, trials = _run(the_root(root), town, matters, with_mutants)
    except MatterError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    click.echo(_as_json(tallies, broken, trials) if as_json else _as_text(tallies, broken, trials))
    sys.exit(1 if broken or any(tally.failures for tally in tallies) else 0)


def _run(
    root: Path, town: str | None, wanted: tuple[str, ...], with_mutants: bool
) -> tuple[list[Tally], list[Loaded], list[Trial] | None]:
    place = load_town(root, the_town(root, town))
    shared, _ = load_shared(root)
    calendar = national_calendar()
    files = dict(matter_files(root, place.id))
    unknown = [name for name in wanted if name not in files]
    if unknown:
        raise MatterError(f"没有事项「{'、'.join(unknown)}」。")
    chosen = (one for one in files.items() if not wanted or one[0] in wanted)
    loaded = [load_matter(file, file.relative_to(root).as_posix(), name, shared, None) for name, file in chosen]
    sound = [one for one in loaded if one.definition is not None]
    tallies = [run_examples(one, shared, place.places, calendar)[0] for one in sound]
    trials = [try_mutants(one, shared, place.places, calendar) for one in sound] if with_mutants else None
    return tallies, [one for one in loaded if one.definition is None], trials


def _as_json(tallies: list[Tally], broken: list[Loaded], trials: list[Trial] | None) -> str:
    """The keys of the contract; `one_way` names automatic checkpoints not tried both ways, `broken` broken files;
    `mutants` how many slips were tried, `survivors` those that no example noticed."""
    failures = [asdict(failure) for tally in tallies for failure in tally.failures]
    return json.dumps(
        {
            "matters": len(tallies) + len(broken),
            "examples": sum(tally.examples for tally in tallies),
            "failed": len({(one["matter"], one["example"]) for one in failures}),
            "checkpoints": sum(len(tally.automatic) for tally in tallies),
            "checkpoints_both_ways": sum(len(tally.both_ways) for tally in tallies),
            "failures": failures,
            "one_way": [f"{t.matter} {name}" for t in tallies for name in t.automatic if name not in t.both_ways],
            "broken": [str(problem) for one in broken for problem in one.problems if problem.severity == "error"],
            **({} if trials is None else _slips_as_json(trials)),
        },
        ensure_ascii=False,
        indent=2,
    )


def _slips_as_json(trials: list[Trial]) -> dict[str, Any]:
    survivors = [asdict(one) for trial in trials for one in trial.survivors]
    return {"mutants": sum(trial.tried for trial in trials), "survivors": survivors}


def _slips_as_text(trials: list[Trial]) -> list[str]:
    tried, left = sum(trial.tried for trial in trials), sum(len(trial.survivors) for trial in trials)
    share = f"{(tried - left) / tried:.1%}" if tried else "没有可改的规则"
    lines = [f"  ○ {one}" for trial in trials for one in trial.survivors]
    return [*lines, f"改错 {tried} 处，示例看出 {tried - left} 处（{share}）。"]


def _as_text(tallies: list[Tally], broken: list[Loaded], trials: list[Trial] | None) -> str:
    lines = []
    for tally in tallies:
        state = "全部通过" if not tally.failures else f"{len({f.example for f in tally.failures})} 个没有通过"
        lines.append(f"{tally.matter}：{tally.examples} 个示例，{state}；"
                     f"自动要点 {len(tally.automatic)} 个，两面都试过 {len(tally.both_ways)} 个")  # fmt: skip
        lines += [f"  ✗ {failure}" for failure in tally.failures]
        one_way = [name for name in tally.automatic if name not in tally.both_ways]
        if one_way:
            lines.append(f"  还没有两面都试的要点：{'、'.join(one_way)}")
    for one in broken:
        lines.append(f"{one.id}：文件有误，没有运行")
        lines += [f"  {problem}" for problem in one.problems if problem.severity == "error"]
    examples = sum(tally.examples for tally in tallies)
    failed = sum(len({failure.example for failure in tally.failures}) for tally in tallies)
    lines.append(f"共 {len(tallies)} 个事项，{examples} 个示例，{failed} 个没有通过。")
    return "\n".join(lines + (_slips_as_text(trials) if trials is not None else []))
