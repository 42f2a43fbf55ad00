"""What is wrong with what a matter asks at a step of the back office: steps that do not exist, what can only be asked
at intake, and rules that read an answer before the step at which it is given."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definition.checked import Definition
from engine.matter.records import Field, Material
from engine.yaml_source.tree import Path_
from rules_dsl import Rule
from rules_dsl.text.problem import nearest

AT_INTAKE = -1  # before every step
_ONLY_AT_INTAKE = ("明细", "多选")
Told = tuple[Path_, str, str, str]


def step_problems(definition: Definition) -> Iterator[Told]:
    """Each problem as place, code, message and fix."""
    yield from _Steps(definition).all()


class _Steps:
    """One pass over one definition. `order` is the place of each step, `given` the step of each field that has one."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.matter = definition.matter
        self.order = {step.name: number for number, step in enumerate(self.matter.steps)}
        self.given = {one.name: self.order[one.at] for one in self.matter.fields if one.at in self.order}

    def all(self) -> Iterator[Told]:
        """What is asked at steps, then who reads it too early."""
        for index, field in enumerate(self.matter.fields):
            if field.at is not None:
                yield from self._field(field, ("fields", index))
            for number, column in enumerate(field.columns):
                if column.at is not None:
                    where = ("fields", index, "columns", number, "at")
                    yield where, "odd_key", f"「{column.name}」是明细的列，不能写 at。", "请给整个字段另写一项。"
        for index, material in enumerate(self.matter.materials):
            if material.at is not None:
                yield from self._material(material, ("materials", index))
        if self.given:
            yield from self._early()

    def _step(self, step: str, where: Path_) -> Iterator[Told]:
        if step not in self.order:
            like = nearest(step, sorted(self.order))
            fix = f"是不是「{like}」？" if like else f"现有：{'、'.join(self.order) or '（没有）'}。"
            yield (*where, "at"), "unknown_name", f"没有名为「{step}」的步骤。", fix

    def _field(self, one: Field, where: Path_) -> Iterator[Told]:
        yield from self._step(one.at or "", where)
        if one.kind in _ONLY_AT_INTAKE:
            message = f"「{one.name}」是{one.kind}，不能到步骤里再填。"
            yield (*where, "at"), "odd_key", message, "请删去 at，或换一种字段类型。"
        if one.means is not None:
            message = f"「{one.name}」写了 means: {one.means}，收件时就要知道，不能到步骤里再填。"
            yield (*where, "at"), "odd_key", message, "请删去 at。"

    def _material(self, one: Material, where: Path_) -> Iterator[Told]:
        yield from self._step(one.at or "", where)
        for key in ("later", "promise", "one_of", "look_up"):
            if getattr(one, key):
                message = f"「{one.name}」到步骤里才交，不能写 {key}。"
                yield (*where, key), "odd_key", message, f"请删去 {key} 或 at。"

    # -- reading too early --------------------------------------------------------------------------------------

    def _early(self) -> Iterator[Told]:
        for where, rule, step in self._readers():
            for name in sorted(self._names(rule.uses, frozenset())) if rule is not None else ():
                if self.given.get(name, AT_INTAKE) > step:
                    at = self.matter.steps[self.given[name]].name
                    message = f"「{name}」到「{at}」这一步才填，这里还不知道。"
                    yield where, "asked_later", message, f"请给这里也写 at: {at}，或把「{name}」改为收件时填。"

    def _readers(self) -> Iterator[tuple[Path_, Rule | None, int]]:
        """Every rule that is judged before the decision, with the place of the step at which it is."""
        matter, definition = self.matter, self.definition
        for index, field in enumerate(matter.fields):
            yield from self._when(field.when, ("fields", index), field.at)
            for number, column in enumerate(field.columns):
                yield from self._when(column.when, ("fields", index, "columns", number), None, field.name)
        for index, material in enumerate(matter.materials):
            yield from self._when(material.when, ("materials", index), material.at)
        for index, query in enumerate(matter.queries):
            if query.material is None:
                yield from self._when(query.when, ("queries", index), None)
        for index, one in enumerate(matter.checkpoints):
            yield from self._when(one.when, ("checkpoints", index), one.at if one.by == "系统" else None)
            if one.rule is not None:
                where: Path_ = ("checkpoints", index, "rule")
                yield where, definition.known(one.rule, "demand"), self.order.get(one.at or "", AT_INTAKE)
        for index, step in enumerate(matter.steps):
            yield from self._when(step.when, ("steps", index), None)
        if matter.fee is not None:
            yield ("fee", "amount"), definition.known(matter.fee.amount, "value"), AT_INTAKE

    def _when(
        self, when: str | None, where: Path_, at: str | None, group: str | None = None
    ) -> Iterator[tuple[Path_, Rule | None, int]]:
        if when is not None:
            rule = self.definition.known(when, "condition", group)
            yield (*where, "when"), rule, self.order.get(at or "", AT_INTAKE)

    def _names(self, uses: frozenset[str], seen: frozenset[str]) -> frozenset[str]:
        """The names a rule reads, itself or through tables and definitions."""
        book = self.definition.rulebook
        found = set(uses)
        for name in uses - seen:
            inner = [book.definitions[name].uses] if name in book.definitions else []
            inner += [table.uses for table in book.tables[name].values()] if name in book.tables else []
            for more in inner:
                found |= self._names(frozenset(more), seen | uses)
        return frozenset(found)
