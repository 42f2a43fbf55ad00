"""Who has the paper file: handed over and taken over with both signatures, never in two hands or in none."""

from __future__ import annotations

from engine.case import Case
from engine.procedure.act import Answers, Decided, Input, Print, Setting, fact, read_inputs
from engine.roles import ISSUING_STATES, departments_of

COMPLETE, LACKING = "齐全", "有缺少"


def desk_of(setting: Setting) -> str:
    """The desk the actor sits at: a department's role name, 窗口 or 出证."""
    return setting.actor.department or setting.actor.role


def not_mine(case: Case, setting: Setting) -> str:
    """Why the actor cannot hand the file over: it is on its way, or somebody else has it."""
    if case.transit is not None:
        return f"纸质材料正在移交给{setting.town.department_name(case.transit.to)}，等对方签收。"
    if case.holder is None or case.holder.person != setting.actor.person:
        return f"纸质材料由{case.holder.name if case.holder else '申请人'}保管，由保管人移交。"
    return ""


def ask_hand_over(case: Case, setting: Setting) -> tuple[Input, ...]:
    """To which desk of those that see the case, so that it can be signed for there."""
    issuing = ("出证",) if case.state in ISSUING_STATES else ()
    desks = (*departments_of(case, setting.definition), "窗口", *issuing)
    return (Input("移交给", "移交给", "选项", tuple(name for name in desks if name != desk_of(setting))),)


def hand_over(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """移交: the list is signed by the giver; the receiver signs on taking over, and answers for the file from then."""
    given = read_inputs(ask_hand_over(case, setting), inputs)
    gone = fact(case, setting, "handed_over", None, {"to": given["移交给"]})
    return Decided((gone,), (Print("handover_list"),))


def not_for_me(case: Case, setting: Setting) -> str:
    """Why the actor cannot take the file over."""
    if case.transit is None:
        return "没有正在移交的纸质材料。"
    if case.transit.to != desk_of(setting):
        return f"纸质材料移交给{setting.town.department_name(case.transit.to)}，由对方签收。"
    if case.transit.by.person == setting.actor.person:
        return "移交和签收要由两个人办理。"
    return ""


def ask_take_over(case: Case, setting: Setting) -> tuple[Input, ...]:
    """What the receiver found on counting."""
    return (
        Input("清点", "清点结果", "选项", (COMPLETE, LACKING)),
        Input("说明", "说明", optional=True, help="有缺少的，写明缺哪一份。"),
    )


def take_over(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """签收: the receiver has counted the papers and holds them now."""
    given = read_inputs(ask_take_over(case, setting), inputs)
    payload = {"found": given["清点"], "note": given.get("说明")}
    return Decided((fact(case, setting, "taken_over", None, payload),))
