"""A whole centre in which every word that policy staff or the town chose has become nonsense.

The files are rewritten from their loaded YAML, key by key as `format_keys` says; a key it does not list is an error, so
that a new key must say what it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from engine.catalogue.town_catalogue import Catalogue
from engine.yaml_source.tree import read_source
from tests.support.blind.format_keys import GROUP, MATTER, OVERRIDE, SHARED, TOWN, ByDay
from tests.support.blind.nonsense import Nonsense
from tests.support.blind.renamer import Renamer, is_word


class Renaming:
    """The renaming of a town's catalogue; `words` knows the way back."""

    def __init__(self, root: Path, catalogue: Catalogue) -> None:
        self.root, self.catalogue = root, catalogue
        self.words = Nonsense("blind to words")
        town = catalogue.town
        places = frozenset(place.name for place in (*town.places.values(), *town.villages))
        roles = frozenset(town.departments)
        self.readers = {id: Renamer(self.words, places, roles, one) for id, one in catalogue.definitions.items()}
        elsewhere = frozenset(option for reader in self.readers.values() for option in reader.options)
        for reader in self.readers.values():
            reader.elsewhere = elsewhere
        self.contents = {id: source.plain() for id, one in catalogue.loaded.items() if (source := one.source)}

    @cached_property
    def said(self) -> set[str]:
        """What citizens type in the examples: words in it are nobody's, and stay."""
        examples = (example for one in self.contents.values() for example in one["examples"])
        return {text for one in examples for text in _texts(one.get("answers", ""))}

    @property
    def town(self) -> str:
        """What the town is called now."""
        return self.words.slug(self.catalogue.town.id)

    def matter(self, matter_id: str) -> str:
        """What a matter is called now."""
        return "/".join(map(self.words.slug, matter_id.split("/")))

    def write(self, target: Path) -> None:
        """Every matter, what is shared, and the town, as files below `target`."""
        for matter_id, reader in self.readers.items():
            base = (self.root / "matters" / f"{matter_id}.yaml").exists()
            folder = target / "matters" if base else target / "towns" / self.town / "matters"
            _dump(folder / f"{self.matter(matter_id)}.yaml", reader.under(self.contents[matter_id], MATTER))
        centre = _Centre(self)
        for file in sorted((self.root / "matters" / "_shared").glob("*.yaml")):
            _dump(target / "matters" / "_shared" / file.name, centre.under(_plain(file), SHARED))
        town = _plain(self.root / "towns" / self.catalogue.town.id / "town.yaml")
        _dump(target / "towns" / self.town / "town.yaml", centre.under(town, TOWN))


class _Centre(Renamer):
    """Renames what is nobody's matter: words and prose itself, rules as some matter that uses them reads them."""

    def __init__(self, renaming: Renaming) -> None:
        self.renaming = renaming
        self.words, self.places = renaming.words, next(iter(renaming.readers.values())).places
        self.names, self.fixed, self.look_ups, self.roles = set(), set(), {}, frozenset()

    def slug(self, text: str) -> str:
        return self.words.slug(text)

    def groups(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """The groups that some matter includes, as that of them reads them which has the most options of its own."""
        found = {}
        for name, group in content.items():
            users = [id for id, one in self.renaming.contents.items() if name in one.get("include", ())]
            readers = [self.renaming.readers[id] for id in users if id in self.renaming.readers]
            if readers:
                reader = max(readers, key=lambda one: len(_texts(group) & one.options))
                found[self.word(name)] = reader.under(group, GROUP)
        return found

    def lines(self, content: Mapping[str, str]) -> dict[str, str]:
        return {self.slug(line): self.word(title) for line, title in content.items()}

    def lists(self, content: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """Each list with its options; where a field names a list, that name is a word like theirs."""
        return {self.word(name): [self.option(one) for one in options] for name, options in content.items()}

    def option(self, text: str) -> str:
        return self.words.word(text) if is_word(text) else text

    def seals(self, content: Mapping[str, str]) -> dict[str, str]:
        return {use: self.prose(name) for use, name in content.items()}

    def overrides(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """What the town changes of a matter."""
        renaming = self.renaming
        return {renaming.matter(id): renaming.readers[id].under(own, OVERRIDE) for id, own in content.items()}

    def parameters(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """What the town sets for every matter that has the name."""
        return {self.word(name): self._user(name).under(one, ByDay("set_value")) for name, one in content.items()}

    def tables(self, content: Mapping[str, Any]) -> dict[str, Any]:
        return {self.word(name): self._user(name).under(one, ByDay("table")) for name, one in content.items()}

    def _user(self, name: str) -> Renamer:
        return next(reader for reader in self.renaming.readers.values() if name in reader.names)


def _texts(content: Any) -> set[str]:
    """Every text in a tree."""
    if isinstance(content, dict):
        return {text for one in content.values() for text in _texts(one)}
    return {text for one in content for text in _texts(one)} if isinstance(content, list) else {content}


def _plain(file: Path) -> dict[str, Any]:
    source, problems = read_source(file, file.name)
    assert source is not None and not problems, problems
    return source.plain()


def _dump(file: Path, content: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(
        content, Dumper=yaml.CSafeDumper, allow_unicode=True, default_style='"', sort_keys=False, width=2**20
    )
    file.write_text(text, encoding="utf-8")
