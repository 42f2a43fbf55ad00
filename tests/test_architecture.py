"""What must stay true of the shape: imports run one way, code names no matter and no town, modules stay readable."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.definition import COMMON_NAMES
from rules_dsl.functions import FUNCTION_NAMES

ROOT = Path(__file__).resolve().parent.parent

# Each layer may import from itself and from those above it in this list. Changing it is a design decision.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("rules_dsl",),
    (
        "engine.particulars", "engine.matter", "engine.calendar", "engine.clock", "engine.fields",
        "engine.yaml_mistakes", "engine.scalar_places", "engine.matter_file", "engine.misreadings", "engine.schema",
        "engine.shared",
        "engine.town", "engine.canonical", "engine.national", "engine.elements",
        "engine.calendar_file", "engine.resolve", "engine.circles", "engine.possibilities", "engine.texts",
        "engine.definition", "engine.late",
    ),
    ("engine.events", "engine.verdict", "engine.attachments"),
    (
        "engine.intake", "engine.applicability", "engine.wording", "engine.evidence", "engine.terms", "engine.review",
        "engine.parties", "engine.questions", "engine.screening", "engine.explanation", "engine.guide",
    ),
    (
        "engine.catalogue", "engine.catalogue_cache", "engine.fictitious", "engine.examples", "engine.mutants",
        "engine.uses", "engine.matter_search",
        "engine.lint", "engine.lint_limits", "engine.lint_steps", "engine.lint_examples", "engine.lint_particulars",
        "engine.answers_read", "engine.lint_matters", "engine.lint_purposes", "engine.lint_texts",
        "engine.lint_together", "engine.lint_towns",
    ),
    ("engine.store.contract", "engine.store.worklists"),
    (
        "engine.case", "engine.evaluation", "engine.fold", "engine.fold_steps", "engine.deadline", "engine.outcome",
        "engine.routing", "engine.roles", "engine.falling_due", "engine.lights", "engine.numbers", "engine.procedure",
    ),
    ("engine.documents", "engine.store"),
    ("engine.service",),
    ("engine.web",),
    ("engine.commands", "engine.cli"),
    ("server",),
)  # fmt: skip


def python_files() -> list[Path]:
    return sorted([*ROOT.glob("engine/**/*.py"), *ROOT.glob("rules_dsl/**/*.py"), ROOT / "server.py"])


def module_of(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def layer_of(module: str) -> int | None:
    found = [
        (len(prefix), number)
        for number, layer in enumerate(LAYERS)
        for prefix in layer
        if module == prefix or module.startswith(prefix + ".")
    ]
    return max(found)[1] if found else None


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    package = module_of(path).split(".") if path.name == "__init__.py" else module_of(path).split(".")[:-1]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *((node.module or "").split(".") if node.module else [])])
            found.add(module)
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in ("engine", "rules_dsl", "server")}


@pytest.mark.parametrize("path", python_files(), ids=module_of)
def test_imports_run_one_way(path: Path) -> None:
    module = module_of(path)
    own = layer_of(module)
    if module == "engine":
        return
    assert own is not None, f"{module} stands in no layer: add it to LAYERS"
    wrong = {name for name in imports_of(path) if (there := layer_of(name)) is not None and there > own}
    assert wrong == set()


def test_rules_know_nothing_of_the_engine() -> None:
    wrong = {
        (module_of(path), name)
        for path in ROOT.glob("rules_dsl/**/*.py")
        for name in imports_of(path)
        if name.startswith("engine")
    }
    assert wrong == set()


def test_the_machines_clock_is_read_in_one_place() -> None:
    wrong = []
    for path in python_files():
        if module_of(path) == "engine.service.machine_clock":
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


COMPILES = "rules_dsl.compile_code"  # the one place, for a tree that we built


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
