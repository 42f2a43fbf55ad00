"""What must stay true of the shape: imports run one way, code names no matter and no town, modules stay readable."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.definition.checked import COMMON_NAMES
from rules_dsl.values.functions import FUNCTION_NAMES

ROOT = Path(__file__).resolve().parent.parent
ROOTS = ("engine", "rules_dsl", "server")

# The plan of the house: a room, and the rooms it may import from. Each stands below the rooms it names, so nobody comes
# back to where he was. Changing it is a design decision. Of `rules_dsl` any room may be imported by those of `engine`.
LANGUAGE = {
    "values": "",
    "text": "values",
    "tree": "values text",
    "recovery": "values text",
    "syntax": "values text recovery",
    "checker": "values text tree recovery syntax",
    "evaluator": "values tree",
    "compiler.code": "values text tree",
    "compiler.runtime": "values tree evaluator compiler.code",
    "compiler.nodes": "values text tree compiler.code compiler.runtime",
    "compiler": "values text tree compiler.code compiler.runtime compiler.nodes",
    "judging": "values tree evaluator compiler compiler.code",
    "explanation": "values text tree evaluator judging",
}
ENGINE = {
    # definitions: what authors wrote, and what it means
    "yaml_source": "",
    "calendar": "yaml_source",
    "matter": "yaml_source calendar",
    "fields": "matter",
    "definition": "matter fields",
    # decisions: pure, with day, actor and definition as arguments
    "review": "calendar matter fields definition",
    "case": "calendar matter definition review",
    "procedure": "calendar matter definition review case",
    # all matters together
    "catalogue": "yaml_source matter definition review",
    "examples": "calendar matter fields definition review catalogue",
    "lint": "yaml_source calendar matter fields definition review catalogue",
    # effects: kept, printed, done
    "store": "calendar case",
    "store.sqlite.file": "store",
    "store.sqlite.records": "calendar case store store.sqlite.file",
    "store.sqlite.desks": "store store.sqlite.file",
    "store.sqlite": "case store store.sqlite.file store.sqlite.records store.sqlite.desks",
    "documents": "calendar matter fields definition review case procedure",
    "service.centre": "calendar matter definition case catalogue store",
    "service.cases": "calendar matter fields definition case procedure store documents service.centre",
    "service.counter": "calendar matter definition review case procedure store documents service.centre service.cases",
    "service.office": "calendar case procedure store service.centre service.cases service.counter",
    "service.starting": "yaml_source calendar matter fields review case catalogue examples store.sqlite documents "
    "service.centre service.cases service.counter service.office",
    # shown: pages and commands
    "web.server": "matter review case store service.centre service.cases service.counter",
    "web.form": "matter fields definition review case procedure catalogue store service.counter web.server",
    "web.cases": "calendar matter fields definition review case procedure store service.centre service.cases "
    "service.counter service.office web.server web.form",
    "web.desks": "yaml_source calendar matter case catalogue store service.centre service.cases service.counter "
    "service.office web.server web.form web.cases",
    "web.public": "matter case catalogue service.centre service.cases service.counter web.server web.cases web.desks",
    "web": "service.centre web.server web.cases web.desks web.public",
    "commands.arguments": "calendar matter store store.sqlite",
    "commands": "yaml_source calendar matter fields definition review case catalogue examples lint store store.sqlite "
    "documents service.centre service.office service.starting web web.server commands.arguments",
    "cli": "",
}
PLAN = {
    **{f"rules_dsl.{room}": {f"rules_dsl.{one}" for one in below.split()} for room, below in LANGUAGE.items()},
    **{f"engine.{room}": {f"engine.{one}" for one in below.split()} for room, below in ENGINE.items()},
    "server": {"engine.service.starting", "engine.web", "engine.web.server"},
}
FACES = {"rules_dsl", "engine"}  # the face of the language looks into every room, that of the engine into none


def python_files() -> list[Path]:
    return sorted([*ROOT.glob("engine/**/*.py"), *ROOT.glob("rules_dsl/**/*.py"), ROOT / "server.py"])


def module_of(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


MODULES = {module_of(path): path for path in python_files()}


def room_of(module: str) -> str:
    """The room a module stands in: its folder, or itself where it stands in none."""
    is_room = MODULES[module].name == "__init__.py"
    return module if is_room or module in PLAN else module.rpartition(".")[0]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(module: str, tree: ast.Module | None = None) -> set[str]:
    """The modules of ours that a module names in any import, wherever it stands, for types only or not."""
    found: set[str] = set()
    path = MODULES[module]
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    for node in ast.walk(tree or tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *((node.module or "").split(".") if node.module else [])])
            inner = {f"{name}.{alias.name}" for alias in node.names}
            found |= inner & MODULES.keys() or {name}
    return found & MODULES.keys()


def strangers(module: str, tree: ast.Module | None = None) -> set[str]:
    """What a module imports although the plan does not let its room."""
    own = room_of(module)
    rooms = {room_of(name) for name in imports_of(module, tree)} - FACES - {own}
    if module.startswith("engine"):
        rooms = {room for room in rooms if not room.startswith("rules_dsl")}
    return rooms - PLAN[own]


def circle_in(graph: Mapping[str, set[str]]) -> list[str]:
    """One way through the graph that comes back to where it began, or nothing."""
    done: set[str] = set()
    way: list[str] = []

    def walk(name: str) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        way.append(name)
        for other in sorted(graph.get(name, ())):
            if found := walk(other):
                return found
        way.pop()
        done.add(name)
        return []

    return next((found for name in sorted(graph) if (found := walk(name))), [])


def test_every_module_stands_in_a_room_of_the_plan() -> None:
    assert {room_of(module) for module in MODULES} - FACES - {"engine.service"} == PLAN.keys()


@pytest.mark.parametrize("module", sorted(MODULES.keys() - FACES))
def test_a_room_imports_only_what_the_plan_lets_it(module: str) -> None:
    if module != "engine.service":  # a face alone: its rooms are one floor lower
        assert strangers(module) == set()


def test_the_plan_promises_nothing_that_nobody_uses() -> None:
    used: dict[str, set[str]] = {room: set() for room in PLAN}
    for module in MODULES.keys() - FACES - {"engine.service"}:
        used[room_of(module)] |= {room_of(name) for name in imports_of(module)}
    assert {(room, one) for room, allowed in PLAN.items() for one in allowed - used[room]} == set()


def test_no_room_comes_back_to_itself() -> None:
    assert circle_in(PLAN) == []


def test_no_module_comes_back_to_itself_not_even_for_a_type() -> None:
    assert circle_in({module: imports_of(module) for module in MODULES.keys() - FACES}) == []
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c", "a"]


def test_any_import_between_rooms_turned_round_is_noticed() -> None:
    """Each import that crosses a wall, turned round: the room imported from would be a stranger to the plan."""
    edges = {(module, name) for module in MODULES.keys() - FACES for name in imports_of(module) - FACES}
    crossing = {(module, name) for module, name in edges if room_of(module) != room_of(name)}
    unnoticed = []
    for module, name in crossing:
        turned = ast.parse(f"import {module}")
        if not strangers(name, turned) and not (name.startswith("engine") and module.startswith("rules_dsl")):
            unnoticed.append((module, name))
    assert len(crossing) > 500
    assert unnoticed == []


def test_imports_stand_at_the_top_and_are_the_same_for_types() -> None:
    wrong = []
    for module, path in MODULES.items():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Name) and node.id == "TYPE_CHECKING":
                wrong.append(f"{module}:{node.lineno}")
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.If):
                inner = [one for one in ast.walk(node) if isinstance(one, ast.ImportFrom | ast.Import)]
                names = {alias.name for one in inner for alias in one.names} | {
                    one.module or "." for one in inner if isinstance(one, ast.ImportFrom)
                }
                wrong += [f"{module}:{node.lineno} {name}" for name in names if name.split(".")[0] in ROOTS]
    assert wrong == []


def test_rules_know_nothing_of_the_engine() -> None:
    wrong = {
        (module, name)
        for module in MODULES
        if module.startswith("rules_dsl")
        for name in imports_of(module)
        if name.startswith("engine")
    }
    assert wrong == set()


def test_every_room_has_a_face_that_says_what_it_is() -> None:
    faces = {module: tree_of(path) for module, path in MODULES.items() if path.name == "__init__.py"}
    assert {module for module, tree in faces.items() if len(ast.get_docstring(tree) or "") < 40} == set()


FOLDERS = sorted(
    {
        path.parent
        for top in ("engine", "rules_dsl", "tests", "docs", "benchmarks")
        for path in ROOT.glob(f"{top}/**/*.py")
    }
)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_a_folder_is_a_room_and_no_prefix_does_its_work(folder: Path) -> None:
    names = [path.stem.removeprefix("test_") for path in folder.glob("*.py")]
    prefixes = Counter(name.split("_")[0] for name in names if "_" in name and name != "__init__")
    assert len(names) <= 16
    assert {prefix: count for prefix, count in prefixes.items() if count > 2} == {}
    assert folder.name not in names


def test_the_machines_clock_is_read_in_one_place() -> None:
    wrong = []
    for path in python_files():
        if module_of(path) == "engine.service.centre.machine_clock":
            continue
        for node in ast.walk(tree_of(path)):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in ("now", "today", "utcnow")
                and isinstance(node.value, ast.Name)
                and node.value.id in ("datetime", "date")
            ):
                wrong.append(f"{module_of(path)}:{node.lineno}")
    assert wrong == []


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_bytes(), yaml.CSafeLoader)


def words_of_matters() -> set[str]:
    """Ids, slugs and titles of all matters, names of their own fields, ids and names of towns."""
    words: set[str] = set()
    for path in ROOT.glob("matters/*/*.yaml"):
        if path.parent.name == "_shared":
            continue
        matter = _yaml(path)
        words |= {f"{path.parent.name}/{path.stem}", path.stem, matter["title"]}
        words |= {field["name"] for field in matter.get("fields", ())}
    words -= COMMON_NAMES.keys() | FUNCTION_NAMES  # those are the language's
    for path in ROOT.glob("towns/*/town.yaml"):
        words |= {path.parent.name, _yaml(path)["name"]}
    return words


def test_no_python_file_names_a_matter_its_field_or_a_town() -> None:
    words = words_of_matters()
    assert len(words) > 50
    wrong = []
    for path in python_files():
        for node in ast.walk(tree_of(path)):
            texts = [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []
            if isinstance(node, ast.Name):
                texts.append(node.id)
            wrong += [f"{module_of(path)}:{node.lineno} {text}" for text in texts if text in words]
    assert wrong == []


def test_modules_can_be_read_at_a_sitting() -> None:
    long = {module_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {module: lines for module, lines in long.items() if lines > 350} == {}


COMPILES = "rules_dsl.compiler.code.assembly"  # the one place, for a tree that we built


def test_nothing_evaluates_text() -> None:
    """No `eval` or `exec`, one `compile`, of a tree that we built, and no template made from data."""
    wrong = []
    compiled = []
    for path in python_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in (
                "eval", "exec", "compile", "__import__",
            ):  # fmt: skip
                is_allowed = node.func.id == "compile" and module_of(path) == COMPILES
                (compiled if is_allowed else wrong).append(f"{module_of(path)}:{node.lineno}")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "from_string":
                wrong.append(f"{module_of(path)}:{node.lineno}")
    assert wrong == []
    assert len(compiled) == 1
