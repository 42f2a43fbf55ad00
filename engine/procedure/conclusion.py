"""The issuing window and the end: certificate, delivery, closing, archive."""

from __future__ import annotations

from engine.case.events import ISSUE, CaseError, Fact, system
from engine.case.outcome import results_of
from engine.case.records import Case
from engine.procedure.act import Answers, Decided, Input, Print, Setting, fact, read_inputs

WAYS = ("窗口领取", "邮寄送达", "送证上门")
RELATIONS = ("本人", "代办人", "监护人", "同住成年家属", "单位经办人")


def make_certificate(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """制证: each result of the matter that applies gets its number and its text."""
    if case.decision is None:
        raise CaseError("还没有作出决定，不能制证。")
    decided_on = case.decision.at.astimezone(setting.town.zone).date()
    made = results_of(case, setting.definition, setting.town, setting.calendar, decided_on, setting.draw)
    if not made:
        raise CaseError("本办件没有可以制作的证照或批文，请联系政策人员核对事项的「结果」。")
    payload = {"certificates": [dict(one) for one in made]}
    papers = tuple(Print("certificate", one["number"], one["number"]) for one in made)
    return Decided((fact(case, setting, "certificate_made", ISSUE, payload),), papers)


def ask_delivery(case: Case, setting: Setting) -> tuple[Input, ...]:
    """Who took it and how: the 送达回证."""
    return (
        Input("领取人", "领取人姓名"),
        Input("关系", "与申请人的关系", "选项", RELATIONS),
        Input("方式", "送达方式", "选项", WAYS),
        Input("地点", "送达地点", optional=True, help="不填时写本中心出证窗口。"),
    )


def deliver(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """送达, and with it 办结: nothing is left to do for the applicant."""
    given = read_inputs(ask_delivery(case, setting), inputs)
    payload = {
        "receiver": given["领取人"],
        "relation": given["关系"],
        "way": given["方式"],
        "place": given.get("地点") or f"{setting.town.centre}出证窗口",
    }
    delivered = fact(case, setting, "delivered", ISSUE, payload)
    closed = Fact(case.id, "closed", setting.now, system(case.town), setting.definition.identity)
    return Decided((delivered, closed), (Print("delivery_record"), Print("closing_notice")))


def archive(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """归档: the file is complete and gets its archive number."""
    payload = {"number": setting.draw("档")}
    return Decided((fact(case, setting, "archived", None, payload),), (Print("archive_sheet"),))
