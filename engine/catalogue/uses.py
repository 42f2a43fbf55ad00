"""What uses a name: in which files, in which line, and as what.

A name is that of a field, material, query, checkpoint, parameter, table, definition, ground, step, shared group, list
or department. Rules are asked what they read, so that a name inside a longer one is not mistaken for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.catalogue.town_catalogue import Loaded
from engine.definition.checked import Definition
from engine.matter.shared import LATER_PARAMETER
from engine.yaml_source.tree import Path_, Scalar, Source, walk

_DECLARING = ("parameters", "tables", "definitions", "groups", "lists", "roles")
_RULES = ("when", "rule")
TITLES: Mapping[str, str] = {
    "fields": "字段", "materials": "材料", "queries": "核验", "checkpoints": "要点", "grounds": "理由", "steps": "步骤",
    "parameters": "参数", "tables": "表", "definitions": "定义", "groups": "组", "lists": "名单", "roles": "部门",
    "include": "引入", "options": "选项", "when": "条件", "rule": "规则", "message": "告知", "says": "要求",
    "text": "文字",
    "award": "发放金额", "amount": "收费金额", "ground": "理由", "at": "步骤", "back_to": "退回", "about": "材料",
    "department": "部门", "approving_department": "审批部门", "inputs": "条件", "rows": "行", "result": "结果",
    "time_limit": "时限", "fee": "收费", "one_of": "几选一", "valid": "有效期", "remedies": "救济途径", "note": "说明",
    "later": "容缺", "name": "名称", "matters": "本镇的事项", "areas": "区域", "windows": "窗口", "villages": "村",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Use:
    """One place. `declares`: the name is given there, not just spoken of. `where` says in Chinese what part it is."""

    path: str
    line: int
    column: int
    where: str
    declares: bool


def uses(name: str, matters: Mapping[str, Loaded], others: Mapping[str, Source]) -> Iterator[Use]:
    """Every place in the matters, and in `others` (shared files and towns by path), that gives or uses the name."""
    for loaded in matters.values():
        if loaded.source is not None:
            yield from _in_source(name, loaded.source, loaded.compiled)
    for source in others.values():
        yield from _in_source(name, source, None)


def _in_source(name: str, source: Source, definition: Definition | None) -> Iterator[Use]:
    for where, node in walk(source.root):
        if where[:1] == ("examples",):
            continue
        if len(where) >= 2 and where[-1] == name and where[-2] in _DECLARING:
            yield Use(source.path, *source.place(where, key=True), _told(source, where[:-1]), True)
        elif isinstance(node, Scalar) and _speaks(name, node.text, where, definition):
            declares = where[-1] == "name" or "roles" in where
            yield Use(source.path, *source.place(where), _told(source, where), declares)


def _speaks(name: str, text: str, where: Path_, definition: Definition | None) -> bool:
    if text == name or f"「{name}」" in text or (where[-1] == "later" and text == "true" and name == LATER_PARAMETER):
        return True
    if name not in text:
        return False
    if definition is None:
        return where[-1] in _RULES
    if where[-1] in _RULES:
        expects = "demand" if where[-1] == "rule" else "condition"
        rules = (definition.known(text, expects, group) for group in (None, *_groups(definition)))
        return any(rule is not None and name in rule.uses | rule.materials for rule in rules)
    book = definition.rulebook
    if where[0] == "definitions" and where[-1] in book.definitions:
        return name in book.definitions[str(where[-1])].uses
    if where[0] == "tables" and len(where) > 1 and where[1] in book.tables:
        return any(table is not None and name in table.uses for table in book.tables[str(where[1])].values())
    return False


def _groups(definition: Definition) -> tuple[str, ...]:
    return tuple(field.name for field in definition.matter.fields if field.kind == "明细")


def _told(source: Source, where: Path_) -> str:
    """A path in words: 要点「年龄」的规则."""
    words: list[str] = []
    for length, part in enumerate(where, 1):
        if isinstance(part, int):
            entry = source.find((*where[:length], "name"))
            if isinstance(entry, Scalar) and where[length:] != ("name",):
                words[-1:] = [f"{words[-1] if words else ''}「{entry.text}」"]
        elif part == "name":
            continue
        elif part in TITLES:
            words.append(TITLES[part])
        elif length > 1:
            words[-1:] = [f"{words[-1] if words else ''}「{part}」"]
    return "的".join(words)
