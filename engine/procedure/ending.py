"""How a case ends without a decision: withdrawn by the applicant, terminated, or received by a slip and made void."""

from __future__ import annotations

from datetime import timedelta

from engine.case.events import APPROVE, SYSTEM
from engine.case.records import Case
from engine.procedure.act import Answers, Decided, Input, Print, Setting, fact, read_inputs

TERMINATIONS = (
    "申请人死亡或者丧失行为能力",
    "法人或者其他组织终止",
    "申请事项依法不再需要办理",
    "不可抗力致使无法办理",
    "其他法定情形",
)
MISTAKE = "收件有误"
VOIDABLE_FOR = timedelta(hours=1)
LATE_CORRECTION, LATE_PAPER, NOT_BACK = "逾期没有补正", "容缺材料逾期没有补交", "告知后没有再来"


def ask_withdrawal(case: Case, setting: Setting) -> tuple[Input, ...]:
    """The applicant's words."""
    return (Input("理由", "撤回的原因", "多行文本", help="按申请人的书面撤回申请填写。"),)


def withdraw(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """撤回: the applicant no longer asks; no decision is made, and it is no mark against anybody."""
    given = read_inputs(ask_withdrawal(case, setting), inputs)
    gone = fact(case, setting, "withdrawn", None, {"text": given["理由"]}, reason="申请人撤回")
    return Decided((gone,), (Print("closing_notice"),))


def ask_termination(case: Case, setting: Setting) -> tuple[Input, ...]:
    """Which of the reasons the law knows, and the facts."""
    return (
        Input("理由类别", "终止办理的情形", "选项", TERMINATIONS),
        Input("理由", "具体事实和依据", "多行文本", help="写明事实、依据，申请人还可以怎么办。"),
    )


def terminate(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """终止: what was asked can no longer be decided."""
    given = read_inputs(ask_termination(case, setting), inputs)
    return _terminated(case, setting, given["理由类别"], given["理由"], APPROVE)


def lapse_correction(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """What the 补正通知书 asked for did not come by its last day."""
    text = f"补正通知书要求最迟{case.corrections[-1].due:%Y-%m-%d}补正，到期没有补正。"
    return _terminated(case, setting, LATE_CORRECTION, text)


def lapse_later(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """A 容缺 material did not come by its last day."""
    late = [item for item in case.outstanding if item.due < setting.today]
    names = "、".join(f"{item.material}（{item.due:%Y-%m-%d}）" for item in late)
    return _terminated(case, setting, LATE_PAPER, f"承诺补交的容缺材料到期没有补交：{names}。")


def lapse_advice(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """The applicant was told once what is missing and did not come back: nothing was received, so no paper goes out."""
    text = f"一次性告知后{setting.town.periods.advice}内没有再来，材料在申请人手里，需要办理的请重新申请。"
    return Decided((fact(case, setting, "terminated", None, {"text": text}, reason=NOT_BACK),))


def _terminated(case: Case, setting: Setting, reason: str, text: str, part: str | None = None) -> Decided:
    ended = fact(case, setting, "terminated", part, {"text": text}, reason=reason)
    return Decided((ended,), (Print("termination_notice"),))


def not_voidable(case: Case, setting: Setting) -> str:
    """Why a 收件 cannot be made void: it is a slip of the pen only while nobody has gone on from it."""
    receiver, at = case.receiver, case.received_at
    assert receiver is not None and at is not None, "the states of the act come after 收件"
    if setting.actor.person != receiver.person:
        return f"收件作废由收件人{receiver.name}本人办理。"
    if setting.now - at > VOIDABLE_FOR:
        return "收件超过一小时，不能再作废；申请人不办了的，办理撤回申请。"
    place = next(n for n, event in enumerate(case.history) if event.kind == "received")
    since = [event.actor for event in case.history[place:]]
    others = [actor.name for actor in since if actor.role != SYSTEM and actor.person != receiver.person]
    return f"{others[0]}已经接着办了，不能再作废；申请人不办了的，办理撤回申请。" if others else ""


def ask_void(case: Case, setting: Setting) -> tuple[Input, ...]:
    """What went wrong."""
    return (Input("理由", "作废的原因", help="写明错在哪里，如事项选错、点错了按钮。交给申请人的文书要收回。"),)


def void_receipt(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """收件作废: number and papers stay in the record and are worth nothing; no clock has run."""
    given = read_inputs(ask_void(case, setting), inputs)
    return Decided((fact(case, setting, "receipt_voided", None, {"text": given["理由"]}, reason=MISTAKE),))
