"""The engine knows no word of any matter: with every word a matter or a town chose turned into nonsense, the same
examples get the same verdicts, and the same case leaves the same events on its way through the service.

Every matter is tried. What one matter may cost is bounded: where there are many, each gives fewer of its examples.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import engine.review
from engine.catalogue import load_catalogue
from engine.events import Actor
from engine.examples import Example
from engine.lint import lint
from engine.schema import schema
from engine.service.context import Service
from engine.service.opening import open_service
from engine.town import load_town
from tests.blind.format_keys import MATTER, SHARED, TOWN
from tests.blind.line import carry, examples, staff_of, verdict
from tests.blind.renaming import Renaming
from tests.conftest import Clock
from tests.launcher import ROOT, cheap
from tests.launcher import TOWN as PILOT

CATALOGUE = load_catalogue(ROOT, load_town(ROOT, PILOT))
MATTERS = sorted(CATALOGUE.definitions)
KINDS = set(schema("matter.schema.json")["$defs"]["kind"]["enum"])
MOST_EXAMPLES = 600  # of all matters together, but two of each at least


@dataclass
class Hall:
    """A centre that serves: where its files are, its service, its staff, its clock."""

    root: Path
    service: Service
    staff: list[Actor]
    clock: Clock

    @property
    def town(self) -> str:
        return self.staff[0].town

    def examples(self, matter: str) -> list[Example]:
        """The first example, and others evenly spread."""
        found = examples(self.service, self.root, self.town, matter)
        return found[:: -(-len(found) // max(2, MOST_EXAMPLES // len(MATTERS)))]


def opened(root: Path, town: str, folder: Path) -> Hall:
    clock = Clock()
    service = open_service(root, (town,), folder / "data", now=clock, hasher=cheap)
    return Hall(root, service, staff_of(service, town), clock)


@pytest.fixture(scope="module")
def renaming() -> Renaming:
    return Renaming(ROOT, CATALOGUE)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The centre as it is."""
    hall = opened(ROOT, PILOT, tmp_path_factory.mktemp("plain"))
    yield hall
    hall.service.store.close()


@pytest.fixture(scope="module")
def nonsense(renaming: Renaming, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The centre with its words turned into nonsense."""
    root = tmp_path_factory.mktemp("nonsense")
    renaming.write(root)
    hall = opened(root, renaming.town, tmp_path_factory.mktemp("kept"))
    yield hall
    hall.service.store.close()


def as_json(value: Any, renaming: Renaming) -> str:
    """Canonical JSON with the words put back; a renaming of nothing leaves a text as it is."""
    plain = renaming.words.back(json.loads(json.dumps(value, ensure_ascii=False)))
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def without_identity(tree: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in tree.items() if key != "definition"}


def test_nothing_is_left_of_the_words(renaming: Renaming, nonsense: Hall) -> None:
    texts = [file.read_text(encoding="utf-8") for file in nonsense.root.rglob("*.yaml")]
    assert len(texts) >= len(MATTERS) + 2
    for matter in MATTERS:
        reader = renaming.readers[matter]
        own = {word for word in reader.names | reader.options if len(word) > 4 and not word[0].isdigit()} - KINDS
        assert own, matter
        assert {word for word in own for text in texts if word in text} == set()


def test_lint_finds_nothing_to_say_of_nonsense(nonsense: Hall) -> None:
    assert [str(problem) for problem in lint(nonsense.root, None)] == []


@pytest.mark.parametrize("matter", MATTERS)
def test_same_verdicts(matter: str, renaming: Renaming, plain: Hall, nonsense: Hall) -> None:
    for one, other in zip(plain.examples(matter), nonsense.examples(renaming.matter(matter)), strict=True):
        expected = verdict(plain.service, plain.town, one).to_json()
        found = verdict(nonsense.service, nonsense.town, other).to_json()
        assert found["findings"] != expected["findings"], "nothing was renamed"
        assert as_json(without_identity(found), renaming) == as_json(without_identity(expected), renaming), one.name


@pytest.mark.parametrize("matter", MATTERS)
def test_same_events_from_draft_to_archive(matter: str, renaming: Renaming, plain: Hall, nonsense: Hall) -> None:
    expected = carry(plain.service, plain.clock, plain.staff, plain.examples(matter)[0])
    found = carry(nonsense.service, nonsense.clock, nonsense.staff, nonsense.examples(renaming.matter(matter))[0])

    assert [state for _, state, _ in expected.stages][-1] == "archived"
    assert found.stages == expected.stages
    assert as_json(found.events, renaming) == as_json(expected.events, renaming)


def test_code_that_knows_a_word_is_found_out(
    monkeypatch: pytest.MonkeyPatch, renaming: Renaming, plain: Hall, nonsense: Hall
) -> None:
    """The test itself, tried: a sentence chosen by the name of a checkpoint, as none may be, makes a difference."""
    matter = MATTERS[0]
    known = CATALOGUE.definitions[matter].matter.checkpoints[0].name
    asks = engine.review._Review._asks
    monkeypatch.setattr(
        engine.review._Review, "_asks", lambda self, one: "知道" if one.name == known else asks(self, one)
    )
    expected = verdict(plain.service, plain.town, plain.examples(matter)[0]).to_json()
    found = verdict(nonsense.service, nonsense.town, nonsense.examples(renaming.matter(matter))[0]).to_json()

    assert as_json(without_identity(found), renaming) != as_json(without_identity(expected), renaming)


@pytest.mark.parametrize(
    ("name", "table"), [("matter.schema.json", MATTER), ("shared.schema.json", SHARED), ("town.schema.json", TOWN)]
)
def test_every_key_of_a_file_says_what_it_holds(name: str, table: dict[str, Any]) -> None:
    assert set(schema(name)["properties"]) == set(table)
