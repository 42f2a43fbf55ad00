"""Texts of a matter file with nonsense for every word that policy staff or the town chose.

A rule is rewritten at the name and option positions of its tree, prose run by run. What only the engine says (kinds,
channels, outcomes, 男 and 女) stays, and so does what a citizen types in free text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from engine.definition.checked import CHANNELS, PLACEHOLDER, RESULT_WORDS, ROW_NUMBER, Definition
from engine.examples.running import REMOVED
from engine.fields import FIELD_KINDS
from engine.fields.divisions import PROVINCES
from engine.yaml_source.schema import schema
from rules_dsl import read_literal, read_table
from rules_dsl.syntax.parser import Branch, parse
from rules_dsl.text.tokens import Word
from rules_dsl.tree.nodes import Constant, Node
from rules_dsl.values.folding import fold
from rules_dsl.values.formats import FORMATS
from rules_dsl.values.functions import FUNCTION_NAMES
from tests.support.blind.format_keys import ByDay, Named, OrName
from tests.support.blind.nonsense import Nonsense

_APPLICANTS = schema("matter.schema.json")["properties"]["applicants"]["items"]["enum"]
_ENGINE_OPTIONS = frozenset({"是", "否", "男", "女", "无", "查到", "查不到", "未查", *CHANNELS, *_APPLICANTS})
# A field may be called like a function or a format; the kinds of fields are formats too, and stay no word's name.
OF_THE_LANGUAGE = FUNCTION_NAMES | (set(FORMATS) - set(FIELD_KINDS))
_WITH_CODE = re.compile(r"(.*?)(（[0-9]+）|\([0-9]+\))?", re.DOTALL)


def is_word(option: str) -> bool:
    """Whether an option is somebody's word: not one the engine knows, and not what reads as an amount or a share."""
    reading, _ = read_literal(option)
    return option not in _ENGINE_OPTIONS and (reading is None or reading[0].kind == "文本")


class Renamer:
    """Renames as one matter reads its words. `places` are the divisions the town names, by their full names, `roles`
    the departments that tables may name."""

    def __init__(self, words: Nonsense, places: frozenset[str], roles: frozenset[str], definition: Definition) -> None:
        matter, self.roles = definition.matter, roles
        self.words, self.vocabulary, self.places = words, definition.vocabulary, places | set(PROVINCES.values())
        fields = [*matter.fields, *(column for field in matter.fields for column in field.columns)]
        fields += [query.value for query in matter.queries if query.value]
        self.kinds = {field.name: field.kind for field in fields}
        self.options = {option for field in fields for option in field.options if is_word(option)}
        self.elsewhere: frozenset[str] = frozenset()  # what is an option of other matters, for values they share
        self.look_ups = {query.name: query.material for query in matter.queries if query.material}
        self.names = {name.name for name in self.vocabulary.names if name.role != "fact"}
        self.names |= {checkpoint.name for checkpoint in matter.checkpoints}
        self.names |= {name for material in matter.materials for name in (material.short, material.one_of) if name}
        self.names -= OF_THE_LANGUAGE
        self.written = {fold(word): word for word in self.options | self.names}
        self.fixed = {*definition.facts, *RESULT_WORDS, ROW_NUMBER} - self.names

    def under(self, value: Any, what: Any) -> Any:
        """What stands under a key, renamed: `what` is an entry's table of keys, `Named`, `ByDay`, or a method here."""
        if isinstance(what, Named):
            return {self.word(name): self.under(one, what.of) for name, one in value.items()}
        if isinstance(what, OrName):
            return self.word(value) if isinstance(value, str) else self.under(value, what.of)
        if isinstance(what, ByDay) and isinstance(value, dict) and "inputs" not in value:
            return {day: self.under(one, what.of) for day, one in value.items()}
        if isinstance(what, ByDay):
            return self.under(value, what.of)
        if isinstance(value, list):
            return [self.under(one, what) for one in value]
        if isinstance(what, str):
            return getattr(self, what)(value)
        return {key: self.under(one, what[key]) for key, one in value.items()} if isinstance(value, dict) else value

    # -- words, sentences, places --------------------------------------------------------------------------------

    def keep(self, value: Any) -> Any:
        return value

    def word(self, text: str) -> str:
        """A word; the look-up of a material is called after it, and stays so."""
        if text in OF_THE_LANGUAGE:
            return text
        material = self.look_ups.get(text)
        return text.replace(material, self.words.word(material)) if material else self.words.word(text)

    def prose(self, text: str) -> str:
        """Sentences; what stands in 「」 is a name where the matter has it."""
        parts = PLACEHOLDER.split(text)
        parts[::2] = map(self.words.prose, parts[::2])
        parts[1::2] = (f"「{self.named(part)}」" for part in parts[1::2])
        return "".join(parts)

    def named(self, text: str) -> str:
        if text in self.names:
            return self.word(text)
        return text if text in self.fixed | OF_THE_LANGUAGE else self.words.prose(text)

    def place(self, text: str) -> str:
        """A division from the province down: what the town or the nation names, one word each, then the rest."""
        found = _WITH_CODE.fullmatch(text)
        assert found is not None
        name, code = found.groups("")
        if name in PROVINCES.values() or not name or name.isdigit():
            return text
        above = max((one for one in self.places if name.startswith(one) and one != name), key=len, default="")
        return f"{self.place(above)}{self.word(name.removeprefix(above))}{code}"

    def matter_id(self, text: str) -> str:
        """The id of another matter: its folder and its file have other names too."""
        return "/".join(map(self.words.slug, text.split("/")))

    # -- rules and values ----------------------------------------------------------------------------------------

    def rule(self, text: str) -> str:
        """A rule with nonsense where its tree has names and options."""
        return self.rewritten(text, "start", frozenset())

    def rewritten(self, text: str, start: str, literals: frozenset[str]) -> str:
        """The same for a rule or a cell; `literals` are what here is an option, though it looks like an amount."""
        tree, problems = parse(text, self.vocabulary, start)
        assert tree is not None, (text, problems)
        for word in sorted(_words(tree), key=lambda word: word.start_pos or 0, reverse=True):
            content = str(word) if str(word) in literals else word.content
            if word.type == "FORMAT":  # a word of the language, also where a field is called so
                continue
            made = self.named(content) if word.type == "NAME" else self.value(content)
            if made != content:
                made = f"「{made}」" if word[0] in "「『" else f"“{made}”" if word.type == "QUOTED" else made
                text = text[: word.start_pos] + made + text[word.end_pos :]
        return text

    def value(self, content: Any) -> Any:
        """An option, a division, a name, or something that stays."""
        if not isinstance(content, str):
            return content
        content = self.written.get(content, content)
        if content in self.options or content in self.names or content in self.roles:
            return self.word(content)
        return self.place(content) if content.startswith(tuple(PROVINCES.values())) else content

    def set_value(self, text: str) -> str:
        """A parameter, or the value of a row: an amount stays, even where some field has an option of that spelling."""
        reading, _ = read_literal(text)
        if text in self.elsewhere:
            return self.word(text)
        return self.value(text) if reading is None or reading[0].kind == "文本" else text

    def table(self, content: Any) -> Any:
        if not isinstance(content, dict):  # 停用, or the field of `as_of`
            return self.word(content) if content in self.names else content
        inputs, rows = content["inputs"], content["rows"]
        read, problems = read_table(inputs, rows, content.get("hit", "唯一"), self.vocabulary)
        assert read is not None, problems
        renamed = [
            [*map(self.cell, row, known.cells), self.set_value(row[-1])]
            for row, known in zip(rows, read.rows, strict=True)
        ]
        return {**content, "inputs": [self.rule(one) for one in inputs], "rows": renamed}

    def cell(self, text: str, test: Node | None) -> str:
        if test is None:
            return text
        constants = (node for node in test.walk() if isinstance(node, Constant))
        return self.rewritten(text, "cell", frozenset(str(node.value) for node in constants if node.type.options))

    # -- examples ------------------------------------------------------------------------------------------------

    def path(self, text: str) -> str:
        """A name, or a cell: 明细.2.列."""
        if text in self.names:
            return self.word(text)
        return ".".join(self.word(part) if part in self.names else part for part in text.split("."))

    def by_path(self, content: Any) -> Any:
        return {self.path(name): one for name, one in content.items()} if isinstance(content, dict) else content

    def answers(self, content: Any) -> Any:
        if not isinstance(content, dict):
            return content
        return {self.path(name): self.answer(name.split(".")[-1], value) for name, value in content.items()}

    def answer(self, name: str, value: Any) -> Any:
        """What was typed: an option, a division, rows, or text that is nobody's word."""
        if isinstance(value, dict):
            return self.answers(value)
        if isinstance(value, list):
            return [self.answer(name, one) for one in value]
        kind = self.kinds.get(name)
        if value == REMOVED or kind not in ("选项", "多选", "区划"):
            return value
        if kind == "多选":
            return "、".join(map(self.value, value.split("、")))
        return self.value(value) if kind == "选项" else self.place(value)


def _words(tree: Branch) -> Iterator[Word]:
    yield from tree.words
    for branch in tree.branches:
        yield from _words(branch)
