"""转办: a step that came to the wrong desk goes to the right one; the clock runs on."""

from __future__ import annotations

from engine.case.events import APPROVE
from engine.case.records import Case
from engine.procedure.act import Answers, Decided, Input, Setting, fact, read_inputs
from engine.procedure.review import current


def not_transferable(case: Case, setting: Setting) -> str:
    """Why the step cannot go to another desk: the paper file is on its way to this one, and would find nobody."""
    if case.transit is not None and case.transit.to == setting.actor.department:
        return "纸质材料正在移交给您，请先签收，再转办并把材料移交过去。"
    return ""


def ask_transfer(case: Case, setting: Setting) -> tuple[Input, ...]:
    """To which department of the town, and why."""
    task = current(case, setting)
    others = tuple(role for role in setting.town.departments if task is None or role != task.department)
    return (Input("转到", "转到哪个部门", "选项", others), Input("理由", "转办的原因", "多行文本"))


def transfer(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """The open step is another department's from now on."""
    given = read_inputs(ask_transfer(case, setting), inputs)
    task = current(case, setting)
    assert task is not None, "only a case in review is transferred"
    payload = {"step": task.step, "to": given["转到"], "reasons": given["理由"]}
    return Decided((fact(case, setting, "transferred", APPROVE, payload, reason="转办"),))
