"""延长办理期限: once, with reasons and approval, before the time is over, told in writing (行政许可法第四十二条)."""

from __future__ import annotations

from engine.case.deadline import deadline
from engine.case.events import APPROVE
from engine.case.records import Case
from engine.procedure.act import Answers, Decided, Input, Print, Setting, fact, read_inputs
from engine.review.verdict import terms_in


def not_extendable(case: Case, setting: Setting) -> str:
    """Why the limit cannot be made longer."""
    if terms_in(case.verdict, setting.definition.matter).extension is None:
        return "本事项没有规定可以延长办理期限。"
    if case.extension is not None:
        return f"办理期限只能延长一次，已经由{case.extension.approver}批准延长{case.extension.length}。"
    due = deadline(case, setting.definition, setting.calendar)
    if due is not None and due.last_day is not None and setting.today > due.last_day:
        return f"办理期限在{due.last_day:%Y-%m-%d}已经届满，不能再延长。"
    return ""


def ask_extension(case: Case, setting: Setting) -> tuple[Input, ...]:
    """Why, and which head of the department approved it."""
    return (
        Input("批准人", "批准延长的本机关负责人", help="写姓名和职务。"),
        Input("理由", "延长期限的理由", "多行文本", help="会写在延期告知书上，交给申请人。"),
    )


def extend(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """The limit grows by what the matter allows, no more."""
    given = read_inputs(ask_extension(case, setting), inputs)
    payload = {
        "length": str(terms_in(case.verdict, setting.definition.matter).extension),
        "reasons": given["理由"],
        "approver": given["批准人"],
    }
    extended = fact(case, setting, "extended", APPROVE, payload, reason="延长期限")
    return Decided((extended,), (Print("extension_notice"),))
