"""The transition table: state × act → state, who may, what it prints, what it does to the clock.

Nothing of the procedure stands outside it. A new act is one row here and one event kind in `engine.events`.
"""

from __future__ import annotations

from engine.events import APPROVE, ISSUE, RECEIVE
from engine.procedure import conclusion, intake, review
from engine.procedure.act import Act

ACTS: dict[str, Act] = {
    "advise": Act(
        "一次性告知", ("none", "advised"), ("advised",), ("窗口",), "advised", intake.advise,
        part=RECEIVE, prints=("one_time_notice",),
    ),
    "receive": Act(
        "收件", ("none", "advised"), ("received",), ("窗口",), "received", intake.receive,
        part=RECEIVE, prints=("receipt_notice", "checkpoint_sheet", "promise"),
    ),
    "accept": Act(
        "受理", ("received",), ("in_review", "to_decide"), ("窗口", "审批"), "accepted", intake.accept,
        prints=("acceptance_notice", "provisional_acceptance_notice"), clock="起算",
        departments=intake.accepting_departments, closed=intake.not_acceptable,
    ),
    "refuse": Act(
        "不予受理", ("received",), ("refused",), ("窗口", "审批"), "refused", intake.refuse,
        prints=("refusal_notice",),
        departments=intake.accepting_departments, closed=intake.not_refusable, asks=intake.ask_refusal,
    ),
    "finish_step": Act(
        "完成本步骤", ("in_review",), ("in_review", "to_decide"), ("审批",), "step_finished", review.finish_step,
        part=APPROVE, departments=review.step_departments, closed=review.not_finishable, asks=review.ask_finish,
    ),
    "suspend": Act(
        "开始特别程序", ("in_review",), ("suspended",), ("审批",), "suspended", review.suspend,
        part=APPROVE, prints=("special_procedure_notice",), clock="停止",
        departments=review.step_departments, closed=review.no_special,
    ),
    "resume": Act(
        "结束特别程序", ("suspended",), ("in_review",), ("审批",), "resumed", review.resume,
        part=APPROVE, clock="恢复",
        departments=review.step_departments, closed=review.too_early, asks=review.ask_resume,
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
    ),
    "supply": Act(
        "补交容缺材料", ("in_review", "suspended", "to_decide"), ("in_review", "suspended", "to_decide"), ("窗口",),
        "supplied", intake.supply, closed=intake.nothing_outstanding, asks=intake.ask_supplied,
    ),
    "make_certificate": Act(
        "制证", ("granted",), ("certified",), ("出证",), "certificate_made", conclusion.make_certificate,
        part=ISSUE, prints=("certificate",),
    ),
    "deliver": Act(
        "送达", ("certified", "denied", "refused"), ("closed",), ("出证",), "delivered", conclusion.deliver,
        part=ISSUE, prints=("delivery_record", "closing_notice"), asks=conclusion.ask_delivery,
    ),
    "archive": Act(
        "归档", ("closed",), ("archived",), ("窗口", "出证"), "archived", conclusion.archive,
        prints=("archive_sheet",),
    ),
}  # fmt: skip
