"""All matters of a town, loaded: what is sound is live, what is broken is told and takes nothing else down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.definition import WHOLE_SENTENCES, Definition, DefinitionProblem, compile_definition
from engine.matter import MatterError
from engine.matter_file import MatterProblem, Source, read_source
from engine.misreadings import misreadings
from engine.resolve import Resolved, resolve
from engine.schema import check_schema
from engine.shared import Shared, load_shared
from engine.town import Town


@dataclass(frozen=True, slots=True)
class Loaded:
    """One matter file, as far as it could be read. `definition` is None unless it can be judged by; `compiled` comes
    back even with problems in its rules, for lint."""

    id: str
    source: Source | None
    resolved: Resolved | None
    compiled: Definition | None
    definition: Definition | None
    problems: tuple[MatterProblem, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The matters of one town by id, everything wrong with their files, and what their lines are called."""

    town: Town
    definitions: Mapping[str, Definition]
    loaded: Mapping[str, Loaded]
    problems: tuple[MatterProblem, ...]
    lines: Mapping[str, str] = field(default_factory=dict)

    def line_title(self, line: str) -> str:
        """What a line (the folder of its matters) is called; the folder's name where nothing says."""
        return self.lines.get(line, line)

    def definition(self, matter_id: str) -> Definition:
        """The definition of that id. MatterError where there is none, or its file is broken."""
        if matter_id in self.definitions:
            return self.definitions[matter_id]
        if matter_id in self.loaded:
            raise MatterError(f"事项「{matter_id}」的文件有误，请先运行 onewindow lint 查看。")
        raise MatterError(f"没有事项「{matter_id}」。")

    def counts(self) -> dict[str, dict[str, int]]:
        """How many matters by windows, lines, channels and kinds; a matter counts in each of its channels."""
        matters = [definition.matter for definition in self.definitions.values()]
        return {
            "windows": dict(Counter(matter.window for matter in matters)),
            "lines": dict(Counter(matter.line for matter in matters)),
            "channels": dict(Counter(channel for matter in matters for channel in matter.channels)),
            "kinds": dict(Counter(matter.kind for matter in matters)),
        }


def matter_files(root: Path, town: str) -> Iterator[tuple[str, Path]]:
    """Id and file of every matter: those of the base, and a town's own below `towns/<town>/matters/`."""
    for folder in (root / "matters", root / "towns" / town / "matters"):
        for file in sorted(folder.glob("*/*.yaml")):
            if file.parent.name != "_shared":
                yield f"{file.parent.name}/{file.stem}", file


def load_matter(file: Path, path: str, matter_id: str, shared: Shared, town: Town | None) -> Loaded:
    """One matter file, read, checked, resolved and compiled, as far as it goes; `path` is how it is told to people."""
    source, problems = read_source(file, path)
    if source is None:
        return Loaded(matter_id, None, None, None, None, problems)
    schema_problems = check_schema(source, "matter.schema.json")
    problems += (*_not_yet_told(schema_problems, problems), *_not_yet_told(misreadings(source), problems))
    if any(problem.severity == "error" for problem in schema_problems):
        return Loaded(matter_id, source, None, None, None, problems)
    resolved, found = resolve(source, matter_id, shared, town)
    problems += _not_yet_told(found, problems)
    if resolved is None:
        return Loaded(matter_id, source, None, None, None, problems)
    compiled, rule_problems = compile_definition(resolved.canonical)
    joined = any(problem.code == "joined_options" for problem in problems)
    rule_problems = tuple(one for one in rule_problems if not (joined and one.problem.code == "unknown_option"))
    problems += _not_yet_told((told(resolved, problem) for problem in rule_problems), problems)
    usable = not any(problem.severity == "error" for problem in problems)
    return Loaded(matter_id, source, resolved, compiled, compiled if usable else None, problems)


def _not_yet_told(found: Iterable[MatterProblem], earlier: tuple[MatterProblem, ...]) -> tuple[MatterProblem, ...]:
    """The problems that do not stand where an earlier stage has already found one: those would be its consequences."""
    places = {(problem.path, problem.line, problem.column) for problem in earlier}
    return tuple(problem for problem in found if (problem.path, problem.line, problem.column) not in places)


def told(resolved: Resolved, found: DefinitionProblem) -> MatterProblem:
    """A problem of the resolved matter, at its place in the file; the fix is the corrected text."""
    path, line, column = resolved.locate(found.where, found.problem.start)
    problem = found.problem
    text = resolved.text(found.where)
    fix = problem.fix
    if fix is not None and problem.code not in WHOLE_SENTENCES and text is not None:
        fix = f"请改成：{_corrected(text, problem.start, problem.end, fix)}"
    return MatterProblem(path, line, column, problem.severity, problem.code, problem.message, fix)


def _corrected(text: str, start: int, end: int, fix: str) -> str:
    """The text with `fix` for `text[start:end]`; what the fix repeats of the text before it is not written twice."""
    before = text[:start]
    repeated = next((n for n in range(min(len(before), len(fix)), 0, -1) if before.endswith(fix[:n])), 0)
    return before + fix[repeated:] + text[end:]


def load_catalogue(root: Path, town: Town) -> Catalogue:
    """Every matter of `town` below `root`. Never raises for what stands in a file."""
    shared, problems = load_shared(root)
    loaded: dict[str, Loaded] = {}
    found = list(problems)
    for matter_id, file in matter_files(root, town.id):
        path = file.relative_to(root).as_posix()
        if matter_id in loaded:
            message = f"事项「{matter_id}」在全县的 matters/ 里已经有了。"
            found.append(MatterProblem(path, 1, 1, "error", "duplicate_matter", message, "请换个文件名。"))
            continue
        loaded[matter_id] = load_matter(file, path, matter_id, shared, town)
        found += loaded[matter_id].problems
    definitions = {one.id: one.definition for one in loaded.values() if one.definition is not None}
    return Catalogue(town, definitions, loaded, tuple(found), shared.lines)
