"""Loading a whole catalogue: every file read, checked, resolved, its rules read and compiled; cold, and from the cache.

Each round is a process of its own, because the first load of a process also makes the tables of the grammar and the
schema. Until there are as many matters as the catalogue has, copies of those there are stand in for the rest.
"""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.report import Line
from benchmarks.sentences import ROOT, compiled
from benchmarks.timing import Figure
from engine.catalogue.town_catalogue import load_catalogue, matter_files
from engine.matter.town import load_town

MATTERS = 195
GOAL = 2.0
CACHED_GOAL = 0.3


@contextmanager
def catalogue_folder(matters: int = MATTERS, root: Path = ROOT) -> Iterator[tuple[Path, str]]:
    """A folder with this many matters, and what they are, in words; it is gone afterwards."""
    files = [file for _, file in matter_files(root, "")]
    with TemporaryDirectory(prefix="bench-") as folder:
        there = Path(folder)
        shutil.copytree(root / "matters" / "_shared", there / "matters" / "_shared")
        shutil.copytree(root / "towns", there / "towns", ignore=shutil.ignore_patterns("matters"))
        size = 0
        for number in range(matters):
            file, copy = files[number % len(files)], number // len(files)
            target = there / "matters" / file.parent.name / (f"{file.stem}_{copy}.yaml" if copy else file.name)
            target.parent.mkdir(exist_ok=True)
            text = file.read_text(encoding="utf-8")
            target.write_text(text.replace("\n", f"\n# {copy}\n", 1) if copy else text, encoding="utf-8")
            size += target.stat().st_size
        copies = f", {matters - len(files)} of them copies" if matters > len(files) else ""
        yield there, f"{matters} matters{copies}, {size / 1e6:.1f} MB"


def lines(rounds: int, matters: int = MATTERS) -> list[Line]:
    """Seconds of processor time from the files to a catalogue, cold and from the cache, turn by turn."""
    spent: dict[str, list[dict[str, float]]] = {"cold": [], "cached": []}
    with catalogue_folder(matters) as (root, what), TemporaryDirectory(prefix="bench-") as cache:
        load(root, Path(cache))
        for _ in range(rounds):
            spent["cold"].append(_in_new_process(str(root)))
            spent["cached"].append(_in_new_process(str(root), cache))

    def figure(kind: str, what: str) -> Figure:
        return Figure(tuple(found[what] for found in spent[kind]))

    return [
        Line("catalogue cold: read, check, compile", figure("cold", "all"), "s", GOAL, what),
        Line("catalogue from the cache", figure("cached", "loaded"), "s", CACHED_GOAL,
             "files compared by content; a definition is made when first asked for"),
        Line("the first definition asked for after that", figure("cached", "first"), "s", None,
             "with the tables of the grammar, made once a process"),
        Line("all definitions made at once after that", figure("cached", "all"), "s", None, "with the load"),
    ]  # fmt: skip


def _in_new_process(*places: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.loading", *places]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def load(root: Path, cache: Path | None = None) -> dict[str, float]:
    """Load it all once, make every definition and compile its rules; the seconds of processor time until it was
    `loaded`, for the `first` definition alone, and for `all` together."""
    town = sorted(file.parent.name for file in root.glob("towns/*/town.yaml"))[0]
    here = load_town(root, town)
    times = [time.process_time()]
    catalogue = load_catalogue(root, here, cache)
    times.append(time.process_time())
    gc.freeze()  # as a server does
    for definition in catalogue.definitions.values():
        compiled(definition)
        times.append(time.process_time())
    return {
        "loaded": times[1] - times[0],
        "first": times[2] - times[1],
        "all": times[-1] - times[0],
        "matters": float(len(times) - 2),
    }


if __name__ == "__main__":
    print(json.dumps(load(*map(Path, sys.argv[1:]))))
