"""What reads badly in the texts of a matter: a unit said twice, a name that stays a name, and a message after which
nobody knows what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.definition.answers_read import group_of
from engine.definition.checked import PLACEHOLDER, Definition
from engine.matter.records import Checkpoint
from engine.matter.texts import FILLED_BY_THE_CASE, Text, texts_of
from engine.yaml_source.tree import Path_
from rules_dsl import Type

_SPOKEN = {"日": "天", "周岁": "岁", "个月": "月", "工作日": "个工作日"}  # what people write for a unit as well
_TO_DO = re.compile("请|可|能|得|须|应|需|要|再|先|改|补|交|填|按|由|凭|核")
_NOT_DONE = re.compile("[不停暂]")
Told = tuple[Path_, str, str, str]


def text_problems(definition: Definition) -> Iterator[Told]:
    """Each problem as place, code, message and fix."""
    for text in texts_of(definition.matter):
        yield from _units(definition, text)
        yield from _left_names(definition, text)
    for index, one in enumerate(definition.matter.checkpoints):
        if one.message and not _says_what_to_do(one):
            message = f"要点「{one.name}」的告知没有说该怎么办。"
            fix = "请写明要做什么（请…、可以…、须…）；办不了的写明不能办、不予办理。"
            yield ("checkpoints", index, "message"), "no_advice", message, fix


def _units(definition: Definition, text: Text) -> Iterator[Told]:
    """Values are printed with their unit, so that a unit written behind the name stands there twice."""
    for found in PLACEHOLDER.finditer(text.text):
        name, behind = found[1], text.text[found.end() :]
        if text.where[-1] not in FILLED_BY_THE_CASE and name not in definition.matter.parameters:
            continue  # stays a name
        rule = definition.placeholder(name, group_of(definition, text))
        unit = _unit(rule.type) if rule is not None else ""
        said = next((one for one in (unit, _SPOKEN.get(unit, "")) if one and behind.startswith(one)), None)
        if said:
            message = f"「{name}」印出来自带单位「{unit}」，后面又写了「{said}」。"
            yield text.where, "unit_twice", message, f"请删去「{name}」后面的「{said}」。"


def _left_names(definition: Definition, text: Text) -> Iterator[Told]:
    """What is told before there is a case has the values of parameters in it; any other name would stand there."""
    if text.where[-1] in FILLED_BY_THE_CASE:
        return
    for found in PLACEHOLDER.finditer(text.text):
        if found[1] not in definition.matter.parameters:
            message = f"这里只能填入参数的值；「{found[1]}」不是参数，印出来还是「{found[1]}」。"
            yield text.where, "left_name", message, "请写参数的名称；提到栏目、材料或别的话，请用“ ”。"


def _unit(type: Type) -> str:
    if type.kind == "金额":
        return "元"
    return "%" if type.percent else type.unit or ""


def _says_what_to_do(one: Checkpoint) -> bool:
    """What is told to the applicant says what to do; what refuses may just say that it is not done."""
    if one.by == "审批" or one.at is not None or one.otherwise == "提示":
        return True  # read by those who know
    message = one.message or ""
    refusing = one.otherwise in ("不予受理", "不予准予")
    return bool(_TO_DO.search(message) or (refusing and _NOT_DONE.search(message)))
