"""Names in examples that the matter does not have, days that do not exist, two examples of one name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from engine.catalogue.town_catalogue import Loaded
from engine.fields import FIELD_KINDS, FieldError
from engine.matter.records import Matter
from engine.review.intake import FOUND, NOT_FOUND, NOT_LOOKED_UP
from engine.yaml_source.tree import MatterProblem, Path_, Source
from rules_dsl.text.problem import nearest

_FACTS = ("渠道", "申请人类型", "由他人代办", "代办人类别")


def example_problems(loaded: Loaded) -> Iterator[MatterProblem]:
    """Every problem of the examples of one matter that could be resolved."""
    source, definition = loaded.source, loaded.compiled
    assert source is not None and definition is not None
    checker = _Examples(source, definition.matter)
    names: list[str] = []
    for index, example in enumerate(source.plain()["examples"]):
        where: Path_ = ("examples", index)
        if example["name"] in names:
            yield checker.problem((*where, "name"), "duplicate_name", f"示例「{example['name']}」写了两次。")
        names.append(example["name"])
        yield from checker.example(where, example)


class _Examples:
    def __init__(self, source: Source, matter: Matter) -> None:
        self.source, self.matter = source, matter
        self.materials = {name for m in matter.materials for name in (m.name, m.short)}
        self.queries = {query.name: query for query in matter.queries}
        self.judged = {one.name for one in matter.checkpoints if one.by == "窗口"}
        self.fields = {field.name: {column.name for column in field.columns} for field in matter.fields}
        groups = {m.one_of for m in matter.materials if m.one_of}
        checkpoints = {one.name for one in matter.checkpoints}
        self.told = checkpoints
        self.behind = checkpoints | self.materials | set(self.queries) | groups | set(self.fields) | set(_FACTS)

    def example(self, where: Path_, example: dict) -> Iterator[MatterProblem]:
        """One example against the names of its matter."""
        for name in example.get("answers", {}):
            yield from self._answer((*where, "answers", name), name)
        yield from self._keys((*where, "facts"), example.get("facts", {}), _FACTS, "办件情况")
        for key, known, what in (("queries", self.queries, "核验"), ("attested", self.judged, "窗口判断的要点")):
            if isinstance(example.get(key), dict):
                yield from self._keys((*where, key), example[key], known, what)
        if isinstance(example.get("queries"), dict):
            yield from self._looked_up((*where, "queries"), example["queries"])
        for key in ("materials", "without", "promised"):
            if isinstance(example.get(key), list):
                yield from self._items((*where, key), example[key], self.materials, "材料")
        expect = example["expect"]
        for key, known, what in (("because", self.behind, "要点、材料、核验或字段"), ("told", self.told, "要点")):
            names = [name for name in expect.get(key, []) if "." not in name]
            yield from self._items((*where, "expect", key), names, known, what)
        yield from self._keys((*where, "expect", "later_due"), expect.get("later_due", {}), self.materials, "材料")
        days = [((*where, "filed"), example.get("filed")), ((*where, "expect", "due_date"), expect.get("due_date"))]
        for place, day in days:
            if day is not None and not _is_date(day):
                yield self.problem(place, "bad_date", f"没有「{day}」这一天。")

    def _answer(self, where: Path_, name: str) -> Iterator[MatterProblem]:
        field, *rest = name.split(".")
        if field not in self.fields:
            yield self._unknown(where, "字段", field, self.fields, key=True)
        elif len(rest) == 2 and rest[1] not in self.fields[field]:
            yield self._unknown(where, f"明细「{field}」的列", rest[1], self.fields[field], key=True)
        elif rest and not (rest[0].isdigit() or rest == ["+"]):
            yield self.problem(where, "bad_key", f"「{name}」应写成 {field}.2.列 或 {field}.+。", key=True)

    def _looked_up(self, where: Path_, said: dict[str, str]) -> Iterator[MatterProblem]:
        """Each result is one that the look-up may have."""
        for name, text in said.items():
            query = self.queries.get(name)
            if query is None or text == NOT_LOOKED_UP:
                continue
            if query.value is None and text not in (FOUND, NOT_FOUND):
                message = f"核验「{name}」不能是「{text}」。"
                fix = f"可以写：{FOUND}、{NOT_FOUND}、{NOT_LOOKED_UP}。"
                yield self.problem((*where, name), "not_an_option", message, fix)
            elif query.value is not None:
                try:
                    FIELD_KINDS[query.value.kind].read(text, query.value, date.max)
                except FieldError as error:
                    yield self.problem((*where, name), "not_an_option", f"核验「{name}」：{error}")

    def _keys(self, where: Path_, names: Iterable[str], known: Iterable[str], what: str) -> Iterator[MatterProblem]:
        for name in names:
            if name not in known:
                yield self._unknown((*where, name), what, name, known, key=True)

    def _items(self, where: Path_, names: list[str], known: Iterable[str], what: str) -> Iterator[MatterProblem]:
        for index, name in enumerate(names):
            if name not in known:
                yield self._unknown((*where, index), what, name, known)

    def _unknown(self, where: Path_, what: str, name: str, known: Iterable[str], *, key: bool = False) -> MatterProblem:
        like = nearest(name, known)
        fix = f"是不是「{like}」？" if like else f"现有：{'、'.join(sorted(known))}。"
        return self.problem(where, "unknown_name", f"没有名为「{name}」的{what}。", fix, key=key)

    def problem(
        self, where: Path_, code: str, message: str, fix: str | None = None, *, key: bool = False
    ) -> MatterProblem:
        """A finding at a place of the file."""
        line, column = self.source.place(where, key=key)
        return MatterProblem(self.source.path, line, column, "error", code, message, fix)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
