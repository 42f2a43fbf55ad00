"""Answers that people give for nothing: what no rule, condition, table or text of the matter uses says what it is for.

个人信息保护法第六条: only what serves the purpose is collected; 第十七条: the person is told what for.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.definition.answers_read import answers_read
from engine.definition.checked import Definition
from engine.matter.records import Field
from engine.matter.resolve import Resolved
from engine.yaml_source.tree import MatterProblem, Path_

_WHY = "没有规则、条件、表或文字用到，填的人不知道为什么要填。"
_MEND = "请写明 purpose（谁拿它做什么），或者在要点、证件文字里用上它，或者删去。"


def purpose_problems(resolved: Resolved, definition: Definition) -> Iterator[MatterProblem]:
    """The fields and columns of the matter's own file that nothing uses, in a matter whose rules could all be read."""
    for where, what in _without_purpose(resolved, definition):
        path, line, column = resolved.locate(where)
        yield MatterProblem(path, line, column, "warning", "no_purpose", f"{what}{_WHY}", _MEND)


def _without_purpose(resolved: Resolved, definition: Definition) -> Iterator[tuple[Path_, str]]:
    read = answers_read(definition)

    def idle(one: Field, group: str | None = None) -> bool:
        return one.purpose is None and one.means is None and (group, one.name) not in read

    for index, one in enumerate(definition.matter.fields):
        if resolved.origins["fields", index][1][0] != "fields" or one.purpose is not None:
            continue
        columns = [number for number, column in enumerate(one.columns) if idle(column, one.name)]
        if len(columns) == len(one.columns) and (one.columns or idle(one)):
            yield ("fields", index, "name"), f"明细「{one.name}」的各列" if one.columns else f"字段「{one.name}」"
            continue
        for number in columns:
            name = one.columns[number].name
            yield ("fields", index, "columns", number, "name"), f"明细「{one.name}」的列「{name}」"
