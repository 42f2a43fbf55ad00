"""What each checkpoint of a matter asks, in words, and what its rule became: its canonical form, and the parameters,
tables and definitions behind its names with what they come to on a day; what a matter costs. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from engine.definition.checked import Definition
from engine.matter.records import Checkpoint
from engine.review.wording import labelled, rule_text, shown, supposition, with_parameters
from rules_dsl import describe, describe_table
from rules_dsl.tree.nodes import Named, Node


@dataclass(frozen=True, slots=True)
class Standard:
    """A name that a rule uses: `role` 参数 表 or 定义, and what stands behind it in words ('' where nothing does)."""

    name: str
    role: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One checkpoint in words. `when` says when it applies ('' for always); `became` is the canonical form of the rule,
    `standards` what the names in it stand for, each once, those they use in turn behind them."""

    checkpoint: Checkpoint
    asks: str
    when: str
    became: str
    standards: tuple[Standard, ...]


def explain(definition: Definition, on: date) -> tuple[Explanation, ...]:
    """Every checkpoint of a matter, in the order of the file, with the parameters of that day."""
    return tuple(_explained(definition, one, on) for one in definition.matter.checkpoints)


def counted(definition: Definition, amount: str, on: date) -> str:
    """How an award or fee is counted, told before it is known: 20元; 10元乘以「本数」; 「原因」为“遗失”的，5元. What it
    uses in turn stands behind it; a name without a value that day stays a name."""
    first, *others = [*standards_in(definition, [definition.value(amount).root], on)] or [Standard(amount, "", amount)]
    parts = [first.meaning or first.name]
    parts += [
        f"其中「{one.name}」：{one.meaning}" for one in dict.fromkeys(others) if one.role != "参数" and one.meaning
    ]
    return with_parameters(definition, "；".join(parts), on)


def fee_words(definition: Definition, on: date) -> str:
    """What a matter costs, for those who have no case yet: amount, unit, who pays, waivers, the standard."""
    fee = definition.matter.fee
    if fee is None:
        return "不收费"
    payer = f"由{fee.payer}缴纳" if fee.payer else ""
    basis = f"依据{fee.basis}" if fee.basis else ""
    amount = counted(definition, fee.amount, on)
    waiver, note = (with_parameters(definition, text, on) for text in (fee.waiver, fee.note))
    parts = (fee.name, amount, fee.unit, payer, waiver, note, basis)
    return ("；" if "；" in amount else "，").join(text for text in parts if text)


def _explained(definition: Definition, one: Checkpoint, on: date) -> Explanation:
    rule = definition.demand(one.rule) if one.rule is not None else None
    asks = one.says or (rule_text(definition, rule, on) if rule is not None else one.name)
    conditions = [supposition(definition, definition.condition(one.when), on)] if one.when is not None else []
    conditions += [f"交了「{one.about}」"] if one.about is not None else []
    standards = {each.name: each for each in standards_in(definition, [rule.root], on)} if rule is not None else {}
    return Explanation(
        one,
        with_parameters(definition, asks, on).rstrip("。"),
        "，".join(conditions),
        rule.print() if rule is not None else "",
        tuple(standards.values()),
    )


def standards_in(definition: Definition, parts: Iterable[Node], on: date) -> Iterator[Standard]:
    """What is named in these parts of a tree, and in what that is made of."""
    book = definition.rulebook
    for node in (node for part in parts for node in part.walk()):
        if not isinstance(node, Named):
            continue
        if node.name in book.definitions:
            inner = book.definitions[node.name]
            yield Standard(node.name, "定义", labelled(definition, describe(inner).rstrip("。")))
            yield from standards_in(definition, [inner.root], on)
        elif node.name in book.tables:
            table = book.tables[node.name].on(on)
            yield Standard(node.name, "表", labelled(definition, describe_table(table)) if table is not None else "")
            yield from standards_in(definition, [row.value for row in table.rows if row.value] if table else [], on)
        elif node.name in book.parameters:
            value = book.parameters[node.name].on(on)
            yield Standard(node.name, "参数", shown(value, node.type) if value is not None else "")
