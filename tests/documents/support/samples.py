"""A made-up but realistic case, taken through its whole line, and the occasion of each paper along it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from engine.calendar.limit import Limit
from engine.calendar.working_days import national_calendar
from engine.case.events import Actor, Event, Fact, system
from engine.case.fold import fold
from engine.case.records import Case, Issued, Taken
from engine.definition.checked import Definition
from engine.documents.registry import PAPERS, Occasion, data_for, template_hash
from engine.matter.records import (
    Checkpoint,
    Fee,
    Field,
    Ground,
    Material,
    Matter,
    Provenance,
    Query,
    Result,
    Special,
    Step,
    TimeLimit,
)
from engine.matter.town import load_town
from rules_dsl import Name, Type, Vocabulary
from rules_dsl.checker.rulebooks import read_rulebook
from tests.support.counter import MONDAY, small, verdict_of

TOWN = load_town(Path(__file__).parents[3], "shayan")
REVIEW_LAW = "《乡村幸福院管理办法》第十条"
ADDRESS = "https://zwfw.example.cn/shayan/p/4f1c0b7e9a2d4c6f8e1b3a5d7c9e0f12"
APPLICANT = {"name": "阿卜杜拉·买买提", "identifier": "419999198003020019", "phone": "13800000000"}
AGENT = {"name": "李𬭊", "identifier": "419999197505050022", "phone": ""}
CLERK = Actor("zhang", "p1", "张秀兰", "窗口", "shayan", "", "窗口", ("综合受理",))
REVIEWER = Actor("zhao", "p2", "赵建国", "审批", "shayan", "镇社会事务办")
APPROVER = Actor("qian", "p3", "钱卫东", "审批", "shayan", "县民政局")
ISSUER = Actor("sun", "p4", "孙丽", "出证", "shayan")

MATTER = Matter(
    id="civil_affairs/playground_permit",
    title="乡村幸福院临时用地使用许可",
    kind="行政许可",
    applicants=("个人", "企业"),
    window="综合受理",
    channels=("窗口",),
    approving_department="县民政局",
    time_limit=TimeLimit(Limit(7, "工作日"), Limit(20, "工作日"), "法定时限经批准可以延长一次"),
    acceptance="部门受理",
    legal_clock="行政许可法",
    fee=Fee("20元", "每证", "《河南省收费目录》第三条", "申请人", "老年人减半"),
    basis=("《中华人民共和国老年人权益保障法》第三十三条", "《乡村幸福院管理办法》第八条"),
    provenance=Provenance("medium"),
    purpose="办理许可",
    retention=Limit(120, "个月"),
    fields=(Field("用地面积", "用地面积", "整数"), Field("用地地点", "用地地点", "文本")),
    materials=(
        Material("用地申请表", "用地申请表", ("原件",), source="窗口领取或者网上下载", note="签名并按手印"),
        Material("居民身份证", "居民身份证", ("原件核验",)),
        Material("场地平面图", "场地平面图", ("复印件", "电子"), copies=2, later=Limit(5, "工作日")),
        Material("无违法记录证明", "无违法记录证明", ("原件",), promise=True, look_up="窗口"),
        Material("土地承包合同", "土地承包合同", ("复印件核原件",), one_of="土地权属凭证"),
        Material("宅基地使用证", "宅基地使用证", ("复印件核原件",), one_of="土地权属凭证"),
        Material("代办委托书", "代办委托书", ("原件",), when="由他人代办"),
        Material("村民会议记录", "村民会议记录", ("复印件",), when="申请人类型 为 企业"),
    ),
    queries=(
        Query("无违法记录证明核验", "公安系统里有没有申请人的违法记录", "窗口", "查不到", material="无违法记录证明"),
    ),
    checkpoints=(
        Checkpoint(
            "面积上限", "系统", "不予受理", rule="用地面积 ≤ 500", says="用地面积不超过500平方米", ground="面积超限"
        ),
        Checkpoint("图纸清晰", "窗口", "补正", says="平面图标明四至和面积", about="场地平面图", message="请重新绘图。"),
        Checkpoint(
            "安全距离", "审批", "不予准予", says="与危险品仓库距离100米以上", ground="安全距离不足", at="县级审批"
        ),
    ),
    grounds=(
        Ground("面积超限", "《乡村幸福院管理办法》第九条"),
        Ground("安全距离不足", "《乡村幸福院管理办法》第十一条"),
    ),
    steps=(
        Step("镇级审核", "镇社会事务办", Limit(3, "工作日")),
        Step("专家评审", "镇社会事务办", special=Special("专家评审", Limit(10, "日"), REVIEW_LAW)),
        Step("县级审批", "县民政局"),
    ),
    results=(Result("乡村幸福院临时用地使用许可证", "证照", "准予「申请人姓名」使用。"),),
    before_filing="先到村民委员会核实场地四至。",
)


def finding(name: str, kind: str, status: str, otherwise: str = "补正", **more: Any) -> dict[str, Any]:
    """A finding as a stored verdict has it."""
    blank = {"values": [], "asks": "", "remedy": "", "basis": None, "ground": None, "rows": []}
    return (
        {"name": name, "kind": kind, "status": status, "otherwise": otherwise, "by": "系统", "at": None} | blank | more
    )


VERDICT = {
    "outcome": "不予受理",
    "because": ["面积上限"],
    "fee": None,
    "award": None,
    "findings": [
        finding("用地面积", "字段", "通过"),
        finding("用地申请表", "材料", "待补", asks="「用地申请表」原件 1 份", remedy="请补交「用地申请表」。"),
        finding("居民身份证", "材料", "通过"),
        finding("场地平面图", "材料", "不通过", "容缺", asks="「场地平面图」2 份", remedy="5个工作日内补交。"),
        finding("无违法记录证明", "材料", "通过", values=[["无违法记录证明", "告知承诺"]]),
        finding("土地承包合同", "材料", "不适用"),
        finding("宅基地使用证", "材料", "不适用"),
        finding("土地权属凭证", "材料", "待补", asks="任交一种", remedy="请交「土地承包合同、宅基地使用证」任交一种。"),
        finding("代办委托书", "材料", "通过"),
        finding("村民会议记录", "材料", "不适用"),
        finding("无违法记录证明核验", "核验", "不适用", by="窗口"),
        finding(
            "面积上限", "要点", "不通过", "不予受理", values=[["用地面积", "620"]], asks="用地面积不超过500平方米",
            remedy="请减少用地面积，或者向县自然资源局申请。", ground="面积超限",
        ),
        finding("图纸清晰", "要点", "待核", by="窗口", asks="平面图标明四至和面积", remedy="请核对平面图。"),
        finding("安全距离", "要点", "待核", "不予准予", by="审批", at="县级审批", asks="与危险品仓库距离100米以上"),
    ],
}  # fmt: skip
SUBMISSION = {"channel": "窗口", "facts": {"申请人类型": "个人", "由他人代办": "是"}, "answers": {"用地面积": "620"}}
OPENED = {
    "matter": MATTER.id, "title": MATTER.title, "window": "综合受理", "channel": "窗口", "village": "",
    "applicant": APPLICANT, "agent": AGENT, "form": [], "submission": SUBMISSION, "verdict": VERDICT,
}  # fmt: skip
RECEIVED = OPENED | {
    "filed": "2026-03-02",
    "counted_from": "2026-03-02",
    "taken": [
        {"name": "用地申请表", "form": "原件", "copies": 1, "promised": False},
        {"name": "居民身份证", "form": "原件核验", "copies": 1, "promised": False},
        {"name": "无违法记录证明", "form": "告知承诺", "copies": 0, "promised": True},
        {"name": "土地承包合同", "form": "复印件核原件", "copies": 1, "promised": False},
    ],
    "later": [{"material": "场地平面图", "due": "2026-03-09"}],
    "token": "4f1c0b7e9a2d4c6f8e1b3a5d7c9e0f12",
    "code": "K7M2QX9P",
}
CERTIFICATE = {
    "number": "沙政务证〔2026〕第0001号",
    "name": "乡村幸福院临时用地使用许可证",
    "kind": "证照",
    "valid_until": "2029-03-16",
    "text": "准予阿卜杜拉·买买提自2026年3月17日起临时使用沙堰镇东河村集体土地480平方米，用于建设乡村幸福院。",
}
CASE = "411329102202603020100017"
# What was typed into the form of small_matters/every_kind.yaml; of the materials the invoice and the contract lack.
TYPED = {
    "channel": "村级代办",
    "facts": {"申请人类型": "个人", "由他人代办": "是", "代办人类别": "亲属"},
    "answers": {
        "申请人姓名": APPLICANT["name"],
        "申请人身份证号": APPLICANT["identifier"],
        "申请人手机号": APPLICANT["phone"],
        "代办人姓名": AGENT["name"],
        "代办人身份证号": AGENT["identifier"],
        "收款账号": "6217000000000000005",
        "船籍港": "河南省南阳市新野县沙堰镇东河村",
        "船龄": "12",
        "总长": "十五米多",
        "改造费用": "120000.5",
        "完工日期": "2026-02-20",
        "建造年月": "2014-05",
        "是否贷款": "否",
        "贷款银行": "后来没有贷",
        "船体材质": "玻璃钢",
        "作业方式": ["刺网", "钓具"],
        "改造说明": "换了机舱隔板；\n加装了北斗终端。",
        "完工照片": ["左舷.jpg", "右舷.jpg"],
        "船员": [
            {"姓名": "李大江", "身份证号": "419999198503040010", "职务": "船长", "是否持证": "是", "证书号": "C0017"},
            {"姓名": "周小河", "职务": "普通船员", "是否持证": "否"},
        ],
    },
    "materials": {"渔船登记证": {}, "无欠税证明": {"promised": True}},
}


def pinned(matter: Matter) -> Definition:
    """A definition as papers see it: its matter, its identity, the names in its conditions. No rule of it is judged."""
    names = (
        Name("由他人代办", "fact", Type("是否")),
        Name("申请人类型", "fact", Type("选项", matter.applicants)),
        Name("用地面积", "field", Type("整数")),
    )
    rulebook, vocabulary, _ = read_rulebook({}, {}, {}, Vocabulary(names))
    return Definition(matter, "3e" * 32, b"", vocabulary, rulebook, {})


class Line:
    """A case to which facts are added one after the other, and the papers sent out with them."""

    def __init__(self, case: Case = Case(), matter: Matter = MATTER) -> None:  # noqa: B008 - frozen
        self.case = case
        self.definition = pinned(matter)

    def add(self, kind: str, at: str, actor: Actor, payload: Mapping[str, Any], reason: str | None = None) -> Line:
        fact = Fact(CASE, kind, instant(at), actor, self.definition.identity, reason, None, payload)
        place = len(self.case.history) + 1
        self.case = fold([Event(place, f"{place:064x}", fact)], self.case)
        return self

    def issue(self, type: str, at: str, actor: Actor, subject: str = "") -> Occasion:
        """The occasion of a paper; what the case looks like afterwards has it among its documents."""
        number = subject if type == "certificate" else f"沙政务{PAPERS[type].series}〔2026〕第0001号"
        calendar = national_calendar()
        occasion = Occasion(
            self.case, self.definition, TOWN, calendar, number, instant(at), actor, subject, ADDRESS
        )  # fmt: skip
        paper = issued(type, occasion)
        payload = {key: getattr(paper, key) for key in ("type", "title", "number", "data", "template")}
        self.add("document_issued", at, system("shayan"), payload)
        return occasion


def form_of(submission: Mapping[str, Any], by: Actor = CLERK) -> Occasion:
    """The occasion of the 申请表 with what a draft holds; without anything the blank."""
    definition, case = small("every_kind"), Case()
    if submission:
        verdict = verdict_of(definition, submission)
        taken = (Taken("渔船登记证", "原件核验", 1), Taken("无欠税证明", "告知承诺", 0, promised=True))
        case = Case(filed=MONDAY, submission=submission, verdict=verdict.to_json(), taken=taken)
    return Occasion(case, definition, TOWN, national_calendar(), "", instant("2026-03-02 01:05"), by)


def instant(text: str) -> datetime:
    """A UTC instant: 2026-03-02 01:05 is five past nine in the town."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def issued(type: str, occasion: Occasion) -> Issued:
    """The paper of that occasion, as the store gives it back."""
    data = data_for(type, occasion)
    return Issued(type, data["title"], occasion.number, occasion.issued_at, data, template_hash(type), 137, "9f" * 32)


@cache
def occasions() -> Mapping[str, Occasion]:
    """The occasion of each paper of the registry, along one granted, one denied and one refused case."""
    found: dict[str, Occasion] = {"application_form": form_of(TYPED)}

    advised = Line().add("advised", "2026-02-27 06:20", CLERK, OPENED)
    found["one_time_notice"] = advised.issue("one_time_notice", "2026-02-27 06:20", CLERK)

    line = Line().add("received", "2026-03-02 01:05", CLERK, RECEIVED)
    refused = Line(line.case)
    for type, subject in (("receipt_notice", ""), ("checkpoint_sheet", ""), ("promise", "无违法记录证明")):
        found[type] = line.issue(type, "2026-03-02 01:05", CLERK, subject)
    found["mandate"] = Line(line.case).issue("mandate", "2026-03-02 01:05", CLERK)

    wrong = Line(line.case)
    defects = [{"name": "用地申请表", "asks": "请补交「用地申请表」。"}, {"name": "", "asks": "平面图请标明比例。"}]
    wrong.add("correction_asked", "2026-03-03 02:00", REVIEWER, {"defects": defects, "due": "2026-03-24"})
    found["correction_notice"] = wrong.issue("correction_notice", "2026-03-03 02:00", REVIEWER)
    silent = {"text": "补正通知书要求最迟2026-03-24补正，到期没有补正。"}
    wrong.add("terminated", "2026-03-25 00:00", system("shayan"), silent, "逾期没有补正")
    found["termination_notice"] = wrong.issue("termination_notice", "2026-03-25 00:00", system("shayan"))

    passed_on = Line(line.case)
    passed_on.add(
        "handed_over",
        "2026-03-02 08:00",
        CLERK,
        {"to": "镇社会事务办", "list": "沙政务移〔2026〕第0001号", "pages": {"用地申请表": 3}},
    )
    found["handover_list"] = passed_on.issue("handover_list", "2026-03-02 08:00", CLERK)

    reasons = {"reasons": "申请用地620平方米，超过500平方米。\n可以减少面积后重新申请。"}
    refused.add("refused", "2026-03-03 02:00", REVIEWER, reasons, "面积超限")
    found["refusal_notice"] = refused.issue("refusal_notice", "2026-03-03 02:00", REVIEWER)

    tasks = [{"step": s.name, "department": s.department} for s in MATTER.steps]
    accepted = {"accepted_on": "2026-03-03", "tasks": tasks, "open": ["镇级审核"]}
    line.add("accepted", "2026-03-03 02:00", REVIEWER, accepted)
    found["acceptance_notice"] = Line(line.case).issue("acceptance_notice", "2026-03-03 02:00", REVIEWER)
    found["provisional_acceptance_notice"] = line.issue("provisional_acceptance_notice", "2026-03-03 02:00", REVIEWER)
    line.add("supplied", "2026-03-04 07:00", CLERK, {"material": "场地平面图", "form": "复印件", "copies": 2})
    finished = {"step": "镇级审核", "opinion": "场地属实，同意上报。", "judged": {}, "open": ["专家评审"]}
    line.add("step_finished", "2026-03-05 08:30", REVIEWER, finished)
    pause = {"step": "专家评审", "kind": "专家评审", "basis": REVIEW_LAW, "on": "2026-03-05", "days": "10日"}
    pause["until"] = "2026-03-16"
    line.add("suspended", "2026-03-05 09:00", REVIEWER, pause, "专家评审")
    found["special_procedure_notice"] = line.issue("special_procedure_notice", "2026-03-05 09:00", REVIEWER, "专家评审")
    line.add("resumed", "2026-03-16 02:00", REVIEWER, {"step": "专家评审", "on": "2026-03-16", "outcome": "通过"})
    finished = {"step": "专家评审", "opinion": "专家组一致同意。", "judged": {}, "open": ["县级审批"]}
    line.add("step_finished", "2026-03-16 03:00", REVIEWER, finished)

    longer = Line(line.case)
    reasons = {"length": "10个工作日", "reasons": "场地边界需要重新测量。", "approver": "周海（县民政局局长）"}
    longer.add("extended", "2026-03-17 02:00", APPROVER, reasons, "延长期限")
    found["extension_notice"] = longer.issue("extension_notice", "2026-03-17 02:00", APPROVER)

    denied = Line(line.case)
    judged = {"state": "不通过", "note": "距离仓库60米", "otherwise": "不予准予", "ground": "安全距离不足"}
    finished = {"step": "县级审批", "opinion": "已现场核实。", "judged": {}, "open": []}
    denied.add("step_finished", "2026-03-17 03:00", APPROVER, finished | {"judged": {"安全距离": judged}})
    reasons = {"reasons": "现场测得距离60米，不足100米。", "award": None, "judged": {}}
    denied.add("denied", "2026-03-17 06:00", APPROVER, reasons, "安全距离不足")
    found["denial_decision"] = denied.issue("denial_decision", "2026-03-17 06:00", APPROVER)

    line.add("step_finished", "2026-03-17 03:00", APPROVER, finished)
    reasons = {"reasons": "经审查，符合规定条件。", "award": 140950, "judged": {}}
    line.add("granted", "2026-03-17 06:00", APPROVER, reasons)
    found["grant_decision"] = line.issue("grant_decision", "2026-03-17 06:00", APPROVER)
    line.add("certificate_made", "2026-03-18 02:00", ISSUER, {"certificates": [CERTIFICATE]})
    found["certificate"] = line.issue("certificate", "2026-03-18 02:00", ISSUER, CERTIFICATE["number"])
    delivered = {"receiver": "李𬭊", "relation": "代办人", "way": "窗口领取", "place": "中心出证窗口"}
    line.add("delivered", "2026-03-19 01:30", ISSUER, delivered).add("closed", "2026-03-19 01:30", system("shayan"), {})
    for type in ("delivery_record", "closing_notice"):
        found[type] = line.issue(type, "2026-03-19 01:30", ISSUER)
    line.add("archived", "2026-03-20 07:00", CLERK, {"number": "沙政务档〔2026〕第0001号"})
    found["archive_sheet"] = line.issue("archive_sheet", "2026-03-20 07:00", CLERK)
    checked = {"material": "无违法记录证明", "kept": False, "note": "公安机关查到违法记录一条。"}
    line.add("promise_checked", "2026-04-20 02:00", APPROVER, checked)
    line.add(
        "promise_revoked", "2026-04-21 02:00", APPROVER, {"text": "承诺内容不属实，申请人没有申辩。"}, "承诺不属实"
    )
    found["revocation_decision"] = line.issue("revocation_decision", "2026-04-21 02:00", APPROVER)
    return found
