"""The acceptance sentences: `sentences/*.yaml`, each read as a rule with its words and the cases it is judged by.

A file is a list of `{matter, parameters, tables, definitions, names, sentences}`, each written as `rule_sample` reads
it. A sentence is `{says, rule, constructs, cases}`: `says` word for word as the matter's sentence stands, `rule` left
out where it is that sentence. A case is `[{answers}, status]`, with the filing date as a third where it is not
2026-03-02; the answer to a material is the number of copies, 生于1946-03-02男 is an identity number. Where nothing can
be left out so that the sentence comes to 待补, `never_incomplete` says why, and a case comes to 待核 or 不适用 instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rules_dsl import Problem, Rule, Rulebook, Scope, Vocabulary, read_rule
from rules_dsl.tree import nodes
from tests.rules_dsl.support.rule_sample import FILED, WORDS, answers, rulebook, scope, vocabulary

FOLDER = Path(__file__).with_name("sentences")
KEYS = {"matter", "parameters", "tables", "definitions", "names", "sentences"}
SENTENCE_KEYS = {"says", "rule", "constructs", "cases", "never_incomplete"}


@dataclass(frozen=True)
class Sentence:
    """One sentence, read: `rule` is None where `problems` has an error. `id` is its file, matter and place in it."""

    id: str
    says: str
    text: str
    rule: Rule | None
    problems: tuple[Problem, ...]
    constructs: tuple[str, ...]
    never_incomplete: str
    cases: tuple[tuple[Mapping[str, Any], str, date], ...]
    words: Vocabulary
    book: Rulebook

    def parts(self) -> Iterator[nodes.Node]:
        """The nodes of the rule's tree and of the definitions it uses."""
        waiting = [self.rule.root] if self.rule else []
        while waiting:
            for node in waiting.pop().walk():
                yield node
                if isinstance(node, nodes.Named) and node.role == "definition":
                    waiting.append(self.book.definitions[node.name].root)

    def scope(self, written: Mapping[str, Any], filed: date) -> Scope:
        """The submission that a case writes down."""
        handed_in = {name: copies for name, copies in written.items() if self.words.find(name, "material")}
        told = {name: value for name, value in written.items() if name not in handed_in}
        materials = {name: WORDS[copies] if copies in WORDS else int(copies) for name, copies in handed_in.items()}
        return scope(answers(told, self.words), self.book, materials, filed)


@cache
def sentences() -> tuple[Sentence, ...]:
    """All sentences of all files. YAML gives every scalar as text: 80 or 1946-03-02 stay what was written."""
    found: list[Sentence] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for matter in yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader):
            assert set(matter) <= KEYS, (path.name, set(matter) - KEYS)
            found += _sentences(f"{path.stem}-{matter['matter']}", matter)
    return tuple(found)


def _sentences(place: str, matter: Mapping[str, Any]) -> list[Sentence]:
    book, words = rulebook(
        vocabulary(matter["names"]),
        matter.get("parameters", {}),
        matter.get("tables", {}),
        matter.get("definitions", {}),
    )
    found = []
    for number, each in enumerate(matter["sentences"], 1):
        assert set(each) <= SENTENCE_KEYS, (place, number, set(each) - SENTENCE_KEYS)
        text = each.get("rule", each["says"])
        found.append(
            Sentence(
                f"{place}-{number}",
                each["says"],
                text,
                *read_rule(text, words, "demand"),
                tuple(each["constructs"]),
                each.get("never_incomplete", ""),
                tuple((case[0], case[1], date.fromisoformat(case[2]) if case[2:] else FILED) for case in each["cases"]),
                words,
                book,
            )
        )
    return found
