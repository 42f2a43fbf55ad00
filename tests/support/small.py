"""A centre of one matter for tests of the definitions: its folder, and copies of it with something changed."""

from __future__ import annotations

from pathlib import Path

from engine.catalogue.town_catalogue import Loaded, load_matter
from engine.matter.shared import Shared, load_shared
from engine.matter.town import Town, load_town
from engine.yaml_source.tree import MatterProblem

ROOT = Path(__file__).parents[1] / "small_centre"
MATTER = ROOT / "matters" / "office" / "allowance.yaml"
TEXT = MATTER.read_text(encoding="utf-8")


def shared() -> Shared:
    return load_shared(ROOT)[0]


def town() -> Town:
    return load_town(ROOT, "here")


def load(tmp_path: Path, *changes: tuple[str, str], at: Town | None = None, text: str = TEXT) -> Loaded:
    """The matter with each (old, new) replaced once, loaded as a file of its own."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    file = tmp_path / "allowance.yaml"
    file.write_text(text, encoding="utf-8")
    return load_matter(file, "allowance.yaml", "office/allowance", shared(), at)


def codes(problems: tuple[MatterProblem, ...]) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in problems]
