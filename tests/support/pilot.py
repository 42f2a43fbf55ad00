"""The matters of the pilot town and their examples, read once in a process, however many tests ask for them."""

from __future__ import annotations

from functools import cache

from engine.catalogue.town_catalogue import Catalogue, load_catalogue
from engine.examples.running import Example, examples_of
from engine.matter.shared import load_shared
from engine.matter.town import load_town
from tests.support.launcher import ROOT, TOWN


@cache
def pilot() -> Catalogue:
    """The catalogue, from the files."""
    return load_catalogue(ROOT, load_town(ROOT, TOWN))


@cache
def examples_in(matter: str) -> tuple[Example, ...]:
    """The examples of a matter, as its file has them."""
    return tuple(examples_of(pilot().loaded[matter], load_shared(ROOT)[0]))


def some_examples(matter: str, most: int) -> tuple[Example, ...]:
    """At most so many of them, the first and others evenly spread."""
    found = examples_in(matter)
    return found[:: -(-len(found) // most)]
