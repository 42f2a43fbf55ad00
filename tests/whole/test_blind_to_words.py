"""The engine knows no word of any matter: with every word a matter or a town chose turned into nonsense, the same
examples get the same verdicts, and the same case leaves the same events on its way through the service.

Every matter's verdicts are tried. What they may cost together is bounded: where there are many matters, each gives
fewer of its examples, and some of them go the whole way.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from engine.case.events import Actor
from engine.examples.running import Example
from engine.lint.all_files import lint
from engine.review import judging
from engine.service.centre.context import Service
from engine.service.starting.opening import default_key_file, open_service
from engine.store.sqlite import open_with_key_file
from engine.yaml_source.schema import schema
from tests.conftest import Clock
from tests.support.blind.format_keys import MATTER, SHARED, TOWN
from tests.support.blind.line import Passage, carry, examples, staff_of, verdict
from tests.support.blind.renamer import OF_THE_LANGUAGE
from tests.support.blind.renaming import Renaming
from tests.support.launcher import ROOT, cheap
from tests.support.launcher import TOWN as PILOT
from tests.support.pilot import pilot

CATALOGUE = pilot()
MATTERS = sorted(CATALOGUE.definitions)
KINDS = set(schema("matter.schema.json")["$defs"]["kind"]["enum"])
MOST_EXAMPLES = 600  # of all matters together, but two of each at least
CARRIED = MATTERS[:: -(-len(MATTERS) // 24)]  # those that go the whole way twice, evenly spread


@dataclass
class Hall:
    """A centre: where its files are, its service, its staff, its clock; `folder` holds its data before any case."""

    root: Path
    folder: Path
    service: Service
    staff: list[Actor]
    clock: Clock

    @property
    def town(self) -> str:
        return self.staff[0].town

    def carry(self, example: Example, folder: Path) -> Passage:
        """What becomes of an example in a centre without any other case."""
        shutil.copytree(self.folder, folder)
        store = open_with_key_file(folder / "data", default_key_file(folder / "data"))
        try:
            return carry(replace(self.service, store=store), self.clock, self.staff, example)
        finally:
            store.close()

    def examples(self, matter: str) -> list[Example]:
        """The first example, and others evenly spread."""
        found = examples(self.service, self.root, self.town, matter)
        return found[:: -(-len(found) // max(2, MOST_EXAMPLES // len(MATTERS)))]


def opened(root: Path, town: str, folder: Path) -> Hall:
    clock = Clock()
    service = open_service(root, (town,), folder / "data", now=clock, hasher=cheap)
    staff = staff_of(service, town)
    service.store.close()
    return Hall(root, folder, service, staff, clock)


@pytest.fixture(scope="module")
def renaming() -> Renaming:
    return Renaming(ROOT, CATALOGUE)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    """The centre as it is."""
    return opened(ROOT, PILOT, tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def nonsense(renaming: Renaming, tmp_path_factory: pytest.TempPathFactory) -> Hall:
    """The centre with its words turned into nonsense."""
    root = tmp_path_factory.mktemp("nonsense")
    renaming.write(root)
    return opened(root, renaming.town, tmp_path_factory.mktemp("kept"))


def as_json(value: Any, renaming: Renaming) -> str:
    """Canonical JSON with the words put back; a renaming of nothing leaves a text as it is."""
    plain = renaming.words.back(json.loads(json.dumps(value, ensure_ascii=False)))
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def without_identity(tree: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in tree.items() if key != "definition"}


def test_nothing_is_left_of_the_words(renaming: Renaming, nonsense: Hall) -> None:
    texts = [file.read_text(encoding="utf-8") for file in nonsense.root.rglob("*.yaml")]
    assert len(texts) >= len(MATTERS) + 2
    text, known = "\n".join(texts), "\n".join(OF_THE_LANGUAGE | renaming.said)
    for matter in MATTERS:
        reader = renaming.readers[matter]
        own = {word for word in reader.names | reader.options if len(word) > 4 and not word[0].isdigit()} - KINDS
        own -= {word for word in own if word in known}
        assert own, matter
        assert {word for word in own if word in text} == set()


def test_lint_finds_nothing_but_a_lack_of_advice_in_nonsense(nonsense: Hall) -> None:
    assert {problem.code for problem in lint(nonsense.root, None)} == {"no_advice"}


@pytest.mark.parametrize("matter", MATTERS)
def test_same_verdicts(matter: str, renaming: Renaming, plain: Hall, nonsense: Hall) -> None:
    for one, other in zip(plain.examples(matter), nonsense.examples(renaming.matter(matter)), strict=True):
        expected = verdict(plain.service, plain.town, one).to_json()
        found = verdict(nonsense.service, nonsense.town, other).to_json()
        assert found["findings"] != expected["findings"], "nothing was renamed"
        assert as_json(without_identity(found), renaming) == as_json(without_identity(expected), renaming), one.name


@pytest.mark.parametrize("matter", CARRIED)
def test_same_events_from_draft_to_archive(
    matter: str, renaming: Renaming, plain: Hall, nonsense: Hall, tmp_path: Path
) -> None:
    expected = plain.carry(plain.examples(matter)[0], tmp_path / "plain")
    found = nonsense.carry(nonsense.examples(renaming.matter(matter))[0], tmp_path / "nonsense")

    assert [state for _, state, _ in expected.stages][-1] == "archived"
    assert found.stages == expected.stages
    assert as_json(found.events, renaming) == as_json(expected.events, renaming)


def test_code_that_knows_a_word_is_found_out(
    monkeypatch: pytest.MonkeyPatch, renaming: Renaming, plain: Hall, nonsense: Hall
) -> None:
    """The test itself, tried: a sentence chosen by the name of a checkpoint, as none may be, makes a difference."""
    matter = MATTERS[0]
    known = CATALOGUE.definitions[matter].matter.checkpoints[0].name
    asks = judging._Review._asks
    monkeypatch.setattr(judging._Review, "_asks", lambda self, one: "知道" if one.name == known else asks(self, one))
    expected = verdict(plain.service, plain.town, plain.examples(matter)[0]).to_json()
    found = verdict(nonsense.service, nonsense.town, nonsense.examples(renaming.matter(matter))[0]).to_json()

    assert as_json(without_identity(found), renaming) != as_json(without_identity(expected), renaming)


@pytest.mark.parametrize(
    ("name", "table"), [("matter.schema.json", MATTER), ("shared.schema.json", SHARED), ("town.schema.json", TOWN)]
)
def test_every_key_of_a_file_says_what_it_holds(name: str, table: dict[str, Any]) -> None:
    assert set(schema(name)["properties"]) == set(table)
