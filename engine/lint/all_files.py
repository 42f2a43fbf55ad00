"""What is wrong with matters, shared files and towns: every finding of all files in one run, each at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.catalogue.town_catalogue import Loaded, load_matter, matter_files
from engine.lint.examples import example_problems
from engine.lint.matters import matter_problems
from engine.lint.particulars import unknown_matters
from engine.lint.purposes import purpose_problems
from engine.lint.together import together_problems
from engine.lint.towns import town_problems
from engine.matter.shared import Shared, load_shared
from engine.matter.town import read_town
from engine.yaml_source.tree import MatterProblem


def lint(root: Path, town: str | None, paths: Iterable[Path] = ()) -> tuple[MatterProblem, ...]:
    """Every finding in the given files and folders, or in all matters, shared files and towns below `root`."""
    root, paths = root.resolve(), tuple(paths)
    chosen = {file.resolve() for path in paths for file in _files(path)}
    if paths and not chosen:
        return ()
    matters = [file for file in chosen if "_shared" not in file.parts and file.name != "town.yaml"]
    if chosen and len(matters) == len(chosen):
        shared, problems = load_shared(root)
        found = list(problems)
        for file in matters:
            found += _matter_problems(file, root, f"{file.parent.name}/{file.stem}", shared)[1]
        return _in_order(found)
    found = _all_problems(root, town)
    return _in_order(problem for problem in found if not chosen or (root / problem.path).resolve() in chosen)


def _files(path: Path) -> Iterator[Path]:
    yield from path.rglob("*.yaml") if path.is_dir() else (path,)


def _in_order(found: Iterable[MatterProblem]) -> tuple[MatterProblem, ...]:
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: (problem.path, problem.line, problem.column)))


def _matter_problems(
    file: Path, root: Path, matter_id: str, shared: Shared
) -> tuple[Loaded, tuple[MatterProblem, ...]]:
    path = file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
    loaded = load_matter(file, path, matter_id, shared, None)
    found = loaded.problems
    if loaded.resolved is not None and loaded.compiled is not None:
        found += (*matter_problems(loaded.resolved, loaded.compiled, shared), *example_problems(loaded))
        if not any(problem.severity == "error" for problem in found):  # else what the rules read is not known
            found += tuple(purpose_problems(loaded.resolved, loaded.compiled))
    return loaded, found


def _all_problems(root: Path, town: str | None) -> list[MatterProblem]:
    """Shared files, every matter once, and each town measured against the matters."""
    shared, problems = load_shared(root)
    found = list(problems)
    towns = [town] if town else sorted(file.parent.name for file in root.glob("towns/*/town.yaml"))
    loaded: dict[Path, Loaded] = {}
    for name in towns or [""]:
        for matter_id, file in matter_files(root, name):
            if file not in loaded:
                loaded[file], problems = _matter_problems(file, root, matter_id, shared)
                found += problems
    known = {one.id for one in loaded.values()}
    for one in loaded.values():
        if one.resolved is not None and one.compiled is not None:
            for where, code, message, fix in unknown_matters(one.compiled.matter, known):
                found.append(MatterProblem(*one.resolved.locate(where), "error", code, message, fix))
    found += together_problems(loaded.values())
    for name in towns:
        place, problems = read_town(root, name, shared)
        found += problems
        if place is not None:
            found += town_problems(place, {one.id: one for one in loaded.values()}, shared)
    return found
