"""All matters of a town, loaded: what is sound is live, what is broken is told and takes nothing else down."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from engine.catalogue.cache import Kept, digest_of, key_of, read_kept, write_kept
from engine.catalogue.lazy import Late
from engine.catalogue.search import MatterSearch
from engine.definition.checked import WHOLE_SENTENCES, Definition, DefinitionProblem, compile_definition
from engine.matter.canonical import from_bytes, matter_from
from engine.matter.records import Matter, MatterError
from engine.matter.resolve import Resolved, resolve
from engine.matter.shared import Shared, load_shared
from engine.matter.town import Town
from engine.yaml_source.misreadings import misreadings
from engine.yaml_source.schema import check_schema
from engine.yaml_source.tree import MatterProblem, Source, parse_source, read_source


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


@dataclass(frozen=True)
class Catalogue:
    """The matters of one town by id, everything wrong with their files, what their lines are called, and
    words of one meaning.

    `matters` and `definitions` are those that can be judged by, `loaded` is every file. A definition or a file that was
    not read again (see `cache`) is made when first asked for.
    """

    town: Town
    matters: Mapping[str, Matter]
    definitions: Mapping[str, Definition]
    loaded: Mapping[str, Loaded]
    problems: tuple[MatterProblem, ...]
    lines: Mapping[str, str] = field(default_factory=dict)
    synonyms: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def search(self) -> MatterSearch:
        """The search over these matters, made when somebody first asks."""
        return MatterSearch(self.matters.values(), self.synonyms)

    def line_title(self, line: str) -> str:
        """What a line (the folder of its matters) is called; the folder's name where nothing says."""
        return self.lines.get(line, line)

    def definition(self, matter_id: str) -> Definition:
        """The definition of that id. MatterError where there is none, or its file is broken."""
        if matter_id in self.definitions:
            return self.definitions[matter_id]
        raise _missing(matter_id, matter_id in self.loaded)

    def counts(self) -> dict[str, dict[str, int]]:
        """How many matters by windows, lines, channels and kinds; a matter counts in each of its channels."""
        matters = list(self.matters.values())
        return {
            "windows": dict(Counter(matter.window for matter in matters)),
            "lines": dict(Counter(matter.line for matter in matters)),
            "channels": dict(Counter(channel for matter in matters for channel in matter.channels)),
            "kinds": dict(Counter(matter.kind for matter in matters)),
        }


def _missing(matter_id: str, has_file: bool) -> MatterError:
    if has_file:
        return MatterError(f"事项「{matter_id}」的文件有误，请先运行 onewindow lint 查看。")
    return MatterError(f"没有事项「{matter_id}」。")


def matter_files(root: Path, town: str) -> Iterator[tuple[str, Path]]:
    """Id and file of every matter: those of the base, and a town's own below `towns/<town>/matters/`."""
    for folder in (root / "matters", root / "towns" / town / "matters"):
        for file in sorted(folder.glob("*/*.yaml")):
            if file.parent.name != "_shared":
                yield f"{file.parent.name}/{file.stem}", file


def load_matter(file: Path, path: str, matter_id: str, shared: Shared, town: Town | None) -> Loaded:
    """One matter file, read, checked, resolved and compiled, as far as it goes; `path` is how it is told to people."""
    source, problems = read_source(file, path)
    return _load_source(source, problems, matter_id, shared, town)


def _load_source(
    source: Source | None, problems: tuple[MatterProblem, ...], matter_id: str, shared: Shared, town: Town | None
) -> Loaded:
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
    quoted = (problem for problem in earlier if problem.code == "leading_sign")  # was read on in quotes
    places |= {(problem.path, problem.line, problem.column + 1) for problem in quoted}
    return tuple(problem for problem in found if (problem.path, problem.line, problem.column) not in places)


def told(resolved: Resolved, found: DefinitionProblem) -> MatterProblem:
    """A problem of the resolved matter, at its place in the file; the fix is the corrected text."""
    path, line, column = resolved.locate(found.where, found.problem.start)
    problem = found.problem
    text = resolved.text(found.where)
    fix = problem.fix
    if fix is not None and problem.code not in WHOLE_SENTENCES and text is not None:
        fix = f"请改成：{problem.corrected(text)}"
    return MatterProblem(path, line, column, problem.severity, problem.code, problem.message, fix)


def load_definition(root: Path, town: Town, matter_id: str) -> Definition:
    """The definition of one matter of `town`, without reading the others. MatterError as `Catalogue.definition`."""
    file = dict(matter_files(root, town.id)).get(matter_id)
    if file is None:
        raise _missing(matter_id, has_file=False)
    definition = load_matter(file, file.relative_to(root).as_posix(), matter_id, load_shared(root)[0], town).definition
    if definition is None:
        raise _missing(matter_id, has_file=True)
    return definition


def load_catalogue(root: Path, town: Town, cache: Path | None = None) -> Catalogue:
    """Every matter of `town` below `root`. Never raises for what stands in a file. In the folder `cache` is kept what
    was found, so that the next time only changed files are read."""
    key = _key(root, town) if cache is not None else ""
    kept = read_kept(cache, town.id, key) if cache is not None else {}
    with _collector_at_rest():
        shared, problems = load_shared(root)
        loader = _Loader(root, town, shared, kept)
        for matter_id, file in matter_files(root, town.id):
            loader.load(matter_id, file)
    if cache is not None and loader.kept != kept and key == _key(root, town):
        write_kept(cache, town.id, key, loader.kept)
    definitions, loaded = Late(loader.definitions), Late(loader.loaded)
    return Catalogue(
        town, loader.matters, definitions, loaded, (*problems, *loader.problems), shared.lines, shared.synonyms
    )


def _key(root: Path, town: Town) -> str:
    """What every matter of a town depends on besides its own file."""
    lines = town.source.lines if town.source is not None else ()
    return key_of(sorted((root / "matters" / "_shared").glob("*.yaml")), town.id, "\n".join(lines))


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Loading makes much and throws little away: looking for garbage meanwhile takes time and finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Loader:
    """Collects the matters of a catalogue; what is kept of a file stands for it if not a byte of it has changed."""

    def __init__(self, root: Path, town: Town, shared: Shared, kept: Mapping[str, Kept]) -> None:
        self.root, self.town, self.shared, self.before = root, town, shared, kept
        self.kept: dict[str, Kept] = {}
        self.matters: dict[str, Matter] = {}
        self.definitions: dict[str, Callable[[], Definition]] = {}
        self.loaded: dict[str, Callable[[], Loaded]] = {}
        self.problems: list[MatterProblem] = []

    def load(self, matter_id: str, file: Path) -> None:
        """One more file."""
        path = file.relative_to(self.root).as_posix()
        if matter_id in self.loaded:
            message = f"事项「{matter_id}」在全县的 matters/ 里已经有了。"
            self.problems.append(MatterProblem(path, 1, 1, "error", "duplicate_matter", message, "请换个文件名。"))
            return
        try:
            data = file.read_bytes()
        except OSError:
            self._take(load_matter(file, path, matter_id, self.shared, self.town))
            return
        digest = digest_of(path, data)
        kept = self.before.get(matter_id)
        if kept is None or kept.digest != digest:
            loaded = _load_source(*parse_source(data, path), matter_id, self.shared, self.town)
            kept = Kept(digest, loaded.definition.canonical if loaded.definition else None, loaded.problems)
            self._take(loaded)
        else:
            self.loaded[matter_id] = partial(load_matter, file, path, matter_id, self.shared, self.town)
            if kept.canonical is not None:
                self.matters[matter_id] = matter_from(from_bytes(kept.canonical))
                self.definitions[matter_id] = partial(Definition.from_json, kept.canonical)
            self.problems += kept.problems
        self.kept[matter_id] = kept

    def _take(self, loaded: Loaded) -> None:
        definition = loaded.definition
        self.loaded[loaded.id] = lambda: loaded
        self.problems += loaded.problems
        if definition is not None:
            self.matters[loaded.id] = definition.matter
            self.definitions[loaded.id] = lambda: definition
