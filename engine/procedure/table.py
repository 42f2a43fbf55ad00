"""The transition table: state × act → state, who may, what it prints, what it does to the clock.

Nothing of the procedure stands outside it. A new act is one row here and one event kind in `engine.case.events`. Acts
of the system (系统) are what falls due by the calendar alone: `engine.case.falling_due` says when.
"""

from __future__ import annotations

from engine.case.events import APPROVE, ISSUE, RECEIVE, SYSTEM
from engine.case.records import ENDED, OPEN_STATES
from engine.procedure import (
    conclusion,
    correction,
    custody,
    ending,
    extension,
    intake,
    promises,
    recount,
    reprinting,
    review,
    special,
    transfer,
)
from engine.procedure.act import Act

UNDECIDED = ("received", "correcting", "in_review", "suspended", "to_decide")
IN_OFFICE = ("in_review", "suspended", "to_decide")
GRANTED = ("granted", "certified", "delivered", "closed", "archived")
EXISTING = tuple(state for state in (*OPEN_STATES, *ENDED))

ACTS: dict[str, Act] = {
    "advise": Act(
        "一次性告知", ("none", "advised"), ("advised",), ("窗口",), "advised", intake.advise,
        part=RECEIVE, prints=("one_time_notice",), on_draft=True,
    ),
    "receive": Act(
        "收件", ("none", "advised"), ("received", "correcting"), ("窗口",), "received", intake.receive,
        part=RECEIVE, prints=("receipt_notice", "checkpoint_sheet", "promise", "mandate", "correction_notice"),
        on_draft=True,
    ),
    "correct": Act(
        "收下补正", ("correcting",), ("received", "correcting"), ("窗口",), "corrected", intake.correct,
        part=RECEIVE, prints=("receipt_notice", "promise", "mandate", "correction_notice"), on_draft=True,
    ),
    "accept": Act(
        "受理", ("received",), ("in_review", "to_decide"), ("窗口", "审批"), "accepted", intake.accept,
        prints=("acceptance_notice", "provisional_acceptance_notice"), clock="起算", accepting=True,
        departments=intake.accepting_departments, closed=intake.not_acceptable,
    ),
    "ask_correction": Act(
        "一次性通知补正", ("received",), ("correcting",), ("窗口", "审批"), "correction_asked", correction.ask,
        prints=("correction_notice",), accepting=True,
        departments=intake.accepting_departments, asks=correction.ask_correction, aside=True,
    ),
    "permit_correction": Act(
        "同意再次通知补正", ("received",), ("received",), ("监督",), "correction_permitted", correction.permit,
        closed=correction.not_permittable, asks=correction.ask_permission, aside=True,
    ),
    "deem_accepted": Act(
        "视为受理", ("received",), ("in_review", "to_decide"), (SYSTEM,), "deemed_accepted", intake.deem_accepted,
        prints=("acceptance_notice", "provisional_acceptance_notice"), clock="起算",
    ),
    "refuse": Act(
        "不予受理", ("received",), ("refused",), ("窗口", "审批"), "refused", intake.refuse,
        prints=("refusal_notice",), accepting=True,
        departments=intake.accepting_departments, closed=intake.not_refusable, asks=intake.ask_refusal,
    ),
    "finish_step": Act(
        "完成本步骤", ("in_review", "suspended"), IN_OFFICE, ("审批",), "step_finished", review.finish_step,
        part=APPROVE, departments=review.step_departments, closed=review.not_finishable, asks=review.ask_finish,
        scans=review.scanned,
    ),
    "suspend": Act(
        "开始特别程序", ("in_review", "suspended"), ("suspended",), ("审批",), "suspended", special.suspend,
        part=APPROVE, prints=("special_procedure_notice",), clock="停止",
        departments=review.step_departments, closed=special.no_special, asks=special.ask_suspend,
    ),
    "resume": Act(
        "结束特别程序", ("suspended",), ("in_review", "suspended"), ("审批",), "resumed", special.resume,
        part=APPROVE, clock="恢复",
        departments=review.step_departments, closed=special.too_early, asks=special.ask_resume,
    ),
    "transfer": Act(
        "转办", ("in_review",), ("in_review",), ("审批",), "transferred", transfer.transfer,
        part=APPROVE, departments=review.step_departments, closed=transfer.not_transferable,
        asks=transfer.ask_transfer, aside=True,
    ),
    "extend": Act(
        "延长办理期限", IN_OFFICE, IN_OFFICE, ("审批",), "extended", extension.extend,
        part=APPROVE, prints=("extension_notice",), clock="延长",
        departments=review.deciding_departments, closed=extension.not_extendable, asks=extension.ask_extension,
        aside=True,
    ),
    "grant": Act(
        "准予", ("to_decide",), ("granted",), ("审批",), "granted", review.grant,
        part=APPROVE, prints=("grant_decision",),
        departments=review.deciding_departments, closed=review.not_grantable, asks=review.ask_grant,
    ),
    "deny": Act(
        "不予准予", ("to_decide",), ("denied",), ("审批",), "denied", review.deny,
        part=APPROVE, prints=("denial_decision",),
        departments=review.deciding_departments, closed=review.not_deniable, asks=review.ask_denial,
    ),
    "return_step": Act(
        "退回上一步", ("in_review", "to_decide"), ("in_review",), ("审批",), "returned", review.return_step,
        part=APPROVE, departments=review.returning_departments, closed=review.not_returnable, asks=review.ask_return,
        aside=True,
    ),
    "supply": Act(
        "补交容缺材料", ("received", *IN_OFFICE), ("received", *IN_OFFICE), ("窗口",), "supplied", intake.supply,
        closed=intake.nothing_outstanding, asks=intake.ask_supplied, scans=intake.outstanding,
    ),
    "void_receipt": Act(
        "收件作废", ("received", "correcting", "in_review", "to_decide"), ("voided",), ("窗口",), "receipt_voided",
        ending.void_receipt, closed=ending.not_voidable, asks=ending.ask_void, aside=True, clock="结束",
    ),
    "withdraw": Act(
        "撤回申请", UNDECIDED, ("withdrawn",), ("窗口",), "withdrawn", ending.withdraw,
        prints=("closing_notice",), clock="结束", asks=ending.ask_withdrawal, aside=True,
    ),
    "terminate": Act(
        "终止办理", UNDECIDED, ("terminated",), ("审批",), "terminated", ending.terminate,
        part=APPROVE, prints=("termination_notice",), clock="结束",
        departments=review.deciding_departments, asks=ending.ask_termination, aside=True,
    ),
    "lapse_advice": Act(
        "告知到期", ("advised",), ("terminated",), (SYSTEM,), "terminated", ending.lapse_advice,
    ),
    "lapse_correction": Act(
        "补正到期", ("correcting",), ("terminated",), (SYSTEM,), "terminated", ending.lapse_correction,
        prints=("termination_notice",), clock="结束",
    ),
    "lapse_later": Act(
        "容缺到期", ("received", *IN_OFFICE), ("terminated",), (SYSTEM,), "terminated", ending.lapse_later,
        prints=("termination_notice",), clock="结束",
    ),
    "recount": Act(
        "重算期限", OPEN_STATES, OPEN_STATES, (SYSTEM,), "deadline_changed", recount.recount, clock="重算",
    ),
    "make_certificate": Act(
        "制证", ("granted",), ("certified",), ("出证",), "certificate_made", conclusion.make_certificate,
        part=ISSUE, prints=("certificate",),
    ),
    "deliver": Act(
        "送达", ("certified", "denied", "refused"), ("closed",), ("出证",), "delivered", conclusion.deliver,
        part=ISSUE, prints=("delivery_record", "closing_notice"), asks=conclusion.ask_delivery,
    ),
    "check_promise": Act(
        "核查告知承诺", GRANTED, GRANTED, ("审批",), "promise_checked", promises.check_promise,
        part=APPROVE,
        departments=review.deciding_departments, closed=promises.nothing_promised, asks=promises.ask_check,
        aside=True,
    ),
    "revoke_promise": Act(
        "撤销决定", GRANTED, ("revoked",), ("审批",), "promise_revoked", promises.revoke,
        part=APPROVE, prints=("revocation_decision",),
        departments=review.deciding_departments, closed=promises.not_revocable, asks=promises.ask_revocation,
        aside=True,
    ),
    "hand_over": Act(
        "移交纸质材料", EXISTING, EXISTING, ("窗口", "审批", "出证"), "handed_over", custody.hand_over,
        prints=("handover_list",), closed=custody.not_mine, asks=custody.ask_hand_over, aside=True,
    ),
    "take_over": Act(
        "签收纸质材料", EXISTING, EXISTING, ("窗口", "审批", "出证"), "taken_over", custody.take_over,
        closed=custody.not_for_me, asks=custody.ask_take_over, aside=True,
    ),
    "hand_back": Act(
        "不签收，退回移交人", EXISTING, EXISTING, ("窗口", "审批", "出证"), "handed_back", custody.hand_back,
        closed=custody.not_for_me, asks=custody.ask_hand_back, aside=True,
    ),
    "reprint": Act(
        "补打文书", ("advised", *EXISTING), ("advised", *EXISTING), ("窗口", "审批", "出证"), "document_reprinted",
        reprinting.reprint, closed=reprinting.nothing_printed, asks=reprinting.ask_reprint, aside=True,
    ),
    "archive": Act(
        "归档", ("closed", "withdrawn", "terminated", "revoked"), ("archived",), ("窗口", "出证"), "archived",
        conclusion.archive, prints=("archive_sheet",),
    ),
}  # fmt: skip
