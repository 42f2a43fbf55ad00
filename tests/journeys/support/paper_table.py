"""What must be readable on each paper, white space removed: one function a paper, after `reference` lists of what the
law and the centre's institutions want on it. The words come from the matter file, the town and what the journey itself
did; nothing is taken from the builders of the papers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.calendar.limit import Limit
from engine.matter.records import ByCase, Matter
from engine.matter.town import Town

Taken = tuple[str, str, int]


@dataclass(frozen=True)
class Told:
    """What a journey knows of its case: who came, to whom, when (`day` 2026年3月2日, `time` with 9时10分), and who acts
    for the applicant (name, identity number), if somebody does."""

    matter: Matter
    town: Town
    number: str
    name: str
    identifier: str
    phone: str
    by: str
    day: str
    time: str
    agent: tuple[str, str] | None = None

    def on(self, day: str, time: str, by: str) -> Told:
        """The same case on another day."""
        return replace(self, day=f"2026年{day}", time=f"2026年{day}{time}", by=by)


def masked(identifier: str) -> str:
    """Six signs, stars, four signs; a company's code hides nobody."""
    return identifier if identifier.startswith("91") else identifier[:6] + "*" * 8 + identifier[-4:]


def _limit(limit: Limit | ByCase | None) -> str:
    """What is printed of a limit; nothing of one that the case decides, which the journey itself names."""
    if isinstance(limit, ByCase):
        return ""
    return "法律、法规没有规定" if limit is None else str(limit).replace(" ", "")


def _around_names(sentence: str) -> list[str]:
    """A sentence of a matter without the 「names」 in it: what they stand for is printed in their place."""
    return [part for part in re.split("「[^」]*」", sentence) if part]


def every(t: Told, title: str) -> list[str]:
    """On all papers: the centre, the title, the day, whom to call, page x of y, the place in the chain."""
    return [
        t.town.centre,
        title,
        t.day,
        f"咨询电话{t.town.phone}",
        f"监督电话{t.town.supervision_phone}",
        "第1页共",
        "存证号",
    ]


def _addressed(t: Told) -> list[str]:
    return [f"办件编号{t.number}", t.matter.title, t.name]


def _agent(t: Told) -> list[str]:
    return [f"代办人{t.agent[0]}（{masked(t.agent[1])}）"] if t.agent else []


def _progress(t: Told) -> list[str]:
    return ["扫码查看办理进度", "查询码"]


def _sealed(t: Told, authority: str, use: str) -> list[str]:
    """Who makes the paper out with the day below, and the place of the seal."""
    return [f"{authority}{t.day}", f"（{t.town.seals[use]}）", *_progress(t)]


def _remedies(t: Told) -> list[str]:
    return [
        "申请行政复议", "60日内", f"向{t.town.remedy_bodies['行政复议']}", "《中华人民共和国行政复议法》第二十条",
        "提起行政诉讼", "6个月内", f"向{t.town.remedy_bodies['行政诉讼']}", "《中华人民共和国行政诉讼法》第四十六条",
    ]  # fmt: skip


def _ground(t: Told, name: str) -> list[str]:
    ground = t.matter.ground(name)
    assert ground is not None
    return [f"情形：{name}", f"依据：{ground.basis}"]


def one_time_notice(
    t: Told, *, number: str, missing: Sequence[str], conditions: Sequence[str], materials: Sequence[str], fee: str
) -> list[str]:
    """Stub and sheet with the same number; matter, situation, basis, conditions, materials, procedure, both limits,
    fee, place, hours, phones; everything missing; clerk, date, signature on the stub."""
    matter = t.matter
    return [
        *every(t, "一次性告知单"), *_addressed(t), "一次性告知单（存根）", "裁切线",
        f"骑缝章·{number}", "申请人（代办人）签名",
        "申请人（代办人）签收", f"经办人：{t.by}", f"告知时间{t.time}", masked(t.identifier),
        matter.id, f"申请人类型：{matter.applicants[0]}；由他人代办：否", *matter.basis,
        f"需要补齐、更正的内容（共{len(missing)}项）", *missing, *conditions,
        *materials, *(f for m in matter.materials if m.name in materials for f in m.forms),
        f"收件（{matter.window}窗口）", *(step.name for step in matter.steps), "制证、送达（出证窗口）",
        f"法定时限：{_limit(matter.time_limit.statutory)}", f"承诺时限：{_limit(matter.time_limit.promised)}",
        *(f"特别程序：{s.special.kind}" for s in matter.steps if s.special),
        fee, t.town.address, t.town.hours, t.town.place_of(matter.window),
    ]  # fmt: skip


def checkpoint_sheet(t: Told, *, outcome: str, taken: Sequence[Taken]) -> list[str]:
    """Each material with what was taken in; each checkpoint with its sentence, who checks it and how, severity and
    basis; who ticked and when."""
    how = {"系统": "系统按规则比对", "窗口": "窗口人工核对", "审批": "审批时核查"}
    return [
        *every(t, "收件审核要点"), *_addressed(t), masked(t.identifier), f"收件时间{t.time}", f"核对结论{outcome}",
        *(name for name, _form, _copies in taken), *(f"{form}{copies}份" for _name, form, copies in taken if copies),
        *(c.name for c in t.matter.checkpoints),
        *(part for c in t.matter.checkpoints if c.says for part in _around_names(c.says)),
        *{how[c.by] for c in t.matter.checkpoints}, *(c.basis for c in t.matter.checkpoints if c.basis),
        *(q.asks for q in t.matter.queries), *t.matter.basis, f"审核人（{t.by}）签名",
    ]  # fmt: skip


def receipt_notice(
    t: Told, *, taken: Sequence[Taken], due: str, later: Sequence[tuple[str, str]] = (), promised: Sequence[str] = ()
) -> list[str]:
    """Number, time, applicant, agent; the materials really received with copies; 容缺 with their last day; next step
    and expected day; code and QR; clerk."""
    copies = sum(count for _name, _form, count in taken)
    return [
        *every(t, "收件通知单"), *_addressed(t), *_progress(t), f"收件时间{t.time}",
        masked(t.identifier), masked_phone(t.phone),
        f"收到的材料（共{len(taken)}种{copies}份）", *(f"{name}{form}{count}" for name, form, count in taken),
        *(f"{name}告知承诺书" for name in promised),
        *(f"{name}{last}" for name, last in later), *(["容缺材料"] if later else []),
        f"预计办结日期：{due}", f"为什么是{due}",
        "受理或者不予受理的书面凭证", f"收件人：{t.by}", "不是受理凭证", *_agent(t),
        *(f"{s.special.kind}" for s in t.matter.steps if s.special),
    ]  # fmt: skip


def promise(t: Told, *, material: str) -> list[str]:
    """The proof replaced, what must be true, consequences, the authority's right to check, statement, signature."""
    department = t.town.department_name(t.matter.approving_department)
    return [
        *every(t, "告知承诺书"), *_addressed(t), masked(t.identifier), f"代替的证明{material}", f"行政机关{department}",
        f"“{material}”所证明的情况真实存在", "不实承诺的责任", "依法撤销已经作出的决定", "行政机关有权在办理中和办结后",
        "申请人承诺", "愿意承担不实承诺、违反承诺的法律责任", "申请人签名（盖章）：", *t.matter.basis,
    ]  # fmt: skip


def mandate(t: Told) -> list[str]:
    """Who acts for whom, in what, how far, until when, with both signatures (民法典第一百六十五条); identity numbers in
    full, to be compared with the cards; how far and until when is for the applicant to write."""
    assert t.agent is not None
    name, identifier = t.agent
    return [
        *every(t, "代办委托书"), f"委托人{t.name}证件号码{t.identifier}联系电话{t.phone}", f"委托事项{t.matter.title}",
        f"代办人{name}证件号码{identifier}", "委托权限", *(one.name for one in t.matter.results), "委托期限",
        "到本次申请办结为止", "委托人签名（盖章）", "代办人签名", f"经办人：{t.by}",
    ]  # fmt: skip


def acceptance_notice(t: Told, *, authority: str, due: str, counted: Sequence[str]) -> list[str]:
    """Applicant, contact and agent, matter, date, basis (art. 32 for licences), special procedures with days, the last
    day of the decision and how it is counted, seal for 受理."""
    licence = "《中华人民共和国行政许可法》第三十二条第一款第五项"
    return [
        *every(t, "受理通知书"), *_addressed(t), masked(t.identifier), masked_phone(t.phone),
        *_agent(t),
        f"于{t.day}予以受理", *([licence] if t.matter.kind == "行政许可" else t.matter.basis),
        f"法定时限{_limit(t.matter.time_limit.statutory)}", f"承诺时限{_limit(t.matter.time_limit.promised)}",
        *(f"{s.name}{s.special.kind}{_limit(s.special.days)}" for s in t.matter.steps if s.special), due, *counted,
        *_sealed(t, authority, "受理"),
    ]  # fmt: skip


def provisional_acceptance_notice(
    t: Told, *, authority: str, due: str, missing: Sequence[tuple[str, str, str]]
) -> list[str]:
    """Two copies; each missing item with its form and last day; what follows when it is not brought."""
    return [
        *every(t, "容缺受理通知书"), *_addressed(t), "第一联申请人联", "第二联存档联", f"于{t.day}先予受理",
        *(f"{name}{form}1{within}" for name, form, within in missing), due,
        "到期没有补齐的，依法终止办理或者作出不予决定", "申请人（代办人）签收：", *_sealed(t, authority, "受理"),
    ]  # fmt: skip


def refusal_notice(t: Told, *, authority: str, ground: str, reasons: str) -> list[str]:
    """Reason with its law, what else may be done, the remedies with their periods."""
    return [
        *every(t, "不予受理通知书"), *_addressed(t), masked(t.identifier), *_ground(t, ground), reasons,
        *_remedies(t), *_sealed(t, authority, "受理"),
    ]  # fmt: skip


def special_procedure_notice(t: Told, *, step: str, department: str, ends: str) -> list[str]:
    """Kind, days, law; from when the clock stands still and until when."""
    one = t.matter.step(step)
    assert one is not None and one.special is not None
    return [
        *every(t, "特别程序告知书"), *_addressed(t), f"特别程序{one.special.kind}",
        f"所需时间{_limit(one.special.days)}",
        f"停止计时{t.day}的次日起", f"预计结束{ends}", one.special.basis, "所需时间不计算在办理期限内",
        *_sealed(t, department, "决定"),
    ]  # fmt: skip


def correction_notice(t: Told, *, received: str, defects: Sequence[str], due: str) -> list[str]:
    """Everything to be put right, how, where, until when, and what silence leads to (行政许可法第三十二条)."""
    law = ["《中华人民共和国行政许可法》第三十二条"] if t.matter.legal_clock == "行政许可法" else []
    return [
        *every(t, "补正通知书"), *_addressed(t), *_agent(t), f"于{received}提出", *law,
        f"需要补正的内容（共{len(defects)}项）", *defects, f"最迟{due}", t.town.place_of(t.matter.window), t.town.hours,
        "到期没有补正的，本申请终止办理",
        *_sealed(t, t.town.department_name(t.matter.approving_department), "受理"),
    ]  # fmt: skip


def extension_notice(t: Told, *, length: str, reasons: str, approver: str, due: str) -> list[str]:
    """By how much, why, who approved it, the new last day (行政许可法第四十二条)."""
    law = ["《中华人民共和国行政许可法》第四十二条"] if t.matter.legal_clock == "行政许可法" else []
    return [
        *every(t, "延期告知书"), *_addressed(t), *_agent(t), *law, f"延长{length}", reasons, approver, f"最迟{due}",
        "只能延长一次", *_sealed(t, t.town.department_name(t.matter.approving_department), "决定"),
    ]  # fmt: skip


def termination_notice(t: Told, *, received: str, reason: str, text: str) -> list[str]:
    """Why the case cannot go on, what the applicant may do, the remedies."""
    return [
        *every(t, "终止办理通知书"), *_addressed(t), *_agent(t), f"于{received}提出", f"因{reason}", text,
        "可以重新申请", *_remedies(t),
        *_sealed(t, t.town.department_name(t.matter.approving_department), "决定"),
    ]  # fmt: skip


def revocation_decision(t: Told, *, papers: Sequence[str], facts: str, reasons: str) -> list[str]:
    """What is taken back, the facts found, the reasons, the remedies."""
    law = ["《中华人民共和国行政许可法》第六十九条"] if t.matter.legal_clock == "行政许可法" else []
    return [
        *every(t, "撤销决定书"), *_addressed(t), *_agent(t), *law, *papers, facts, reasons, *t.matter.basis,
        *_remedies(t), *_sealed(t, t.town.department_name(t.matter.approving_department), "决定"),
    ]  # fmt: skip


def handover_list(t: Told, *, to: str, materials: Sequence[Taken]) -> list[str]:
    """What is in the file, from whom, to which desk, when, with room for both signatures; it names no applicant."""
    return [
        *every(t, "移交清单"), f"办件编号{t.number}", t.matter.title, t.by, to, f"移交时间{t.time}",
        f"申请材料（共{len(materials)}种）", *(name for name, _form, _copies in materials),
        "移交人签名", "签收人签名",
    ]  # fmt: skip


def _decided(t: Told, accepted: str, opinions: Sequence[str]) -> list[str]:
    return [*_addressed(t), t.identifier, t.phone, *_agent(t), f"于{accepted}受理", *opinions]


def grant_decision(
    t: Told, *, accepted: str, opinions: Sequence[str], result: str, award: tuple[str, str] | None = None
) -> list[str]:
    """Facts as each department found them, basis, reasons, what is granted; money in figures and words."""
    authority = t.town.department_name(t.matter.approving_department)
    licence = ["第三十八条第一款", "《中华人民共和国行政许可法》第四十四条"] if t.matter.kind == "行政许可" else []
    money = [f"核定金额：{award[0]}", f"大写：{award[1]}"] if award else []
    return [
        *every(t, "准予决定书"), *_decided(t, accepted, opinions), *t.matter.basis, *licence, "经审查，符合规定条件。",
        f"准予申请人“{t.matter.title}”的申请", *money, f"本机关将据此制发：{result}", *_sealed(t, authority, "决定"),
    ]  # fmt: skip


def denial_decision(
    t: Told, *, accepted: str, opinions: Sequence[str], failed: str, ground: str, reasons: str
) -> list[str]:
    """What was found, ground and law, reasons, and both remedies with their periods."""
    authority = t.town.department_name(t.matter.approving_department)
    return [
        *every(t, "不予决定书"), *_decided(t, accepted, opinions), f"1.{failed}：应当符合",
        *_ground(t, ground), reasons,
        *_remedies(t), *_sealed(t, authority, "决定"),
    ]  # fmt: skip


def certificate(t: Told, *, title: str, number: str, text: str, decided: str, valid_until: str = "") -> list[str]:
    """Its own name, number, holder in full, the text of the matter filled in, validity, authority."""
    authority = t.town.department_name(t.matter.approving_department)
    valid = [f"有效期至{valid_until}"] if valid_until else []
    return [
        *every(t, title), f"编号：{number}", f"申请人{t.name}", t.identifier, text, f"决定日期{decided}", *valid,
        *_sealed(t, authority, "决定"),
    ]  # fmt: skip


def delivery_record(t: Told, *, served: Sequence[str], receiver: str, relation: str, way: str) -> list[str]:
    """文书名称, 文号, 送达单位, 受送达人, time, place, way, signature with relation, witness, server, remark."""
    return [
        *every(t, "送达回证"), *_addressed(t), "文书名称文号", *served, f"送达单位{t.town.centre}", f"受送达人{t.name}",
        f"送达时间{t.time}", f"送达地点{t.town.centre}出证窗口", f"送达方式{way}", f"收件人与受送达人的关系{relation}",
        # The cells in their order: the note below names the same words.
        f"收件人{receiver}收件人签章见证人签章送达人签章{t.by}备注", *_sealed(t, t.town.centre, "送达"),
    ]  # fmt: skip


def closing_notice(t: Told, *, result: str, way: str = "") -> list[str]:
    """Number, how it ended, how it was fetched if anything was."""
    return [
        *every(t, "办结通知"), f"办件编号{t.number}", t.matter.title, f"于{t.time}办结",
        f"结果：{result}", *([f"（{way}）"] if way else []),
        *_sealed(t, t.town.centre, "送达"),
    ]  # fmt: skip


def archive_sheet(
    t: Told, *, archive: str, papers: Sequence[str], taken: Sequence[Taken], hands: Sequence[str], result: str
) -> list[str]:
    """Archive number, every paper of the case, every material, whose hands it went through, result, retention."""
    return [
        *every(t, "收件档案单"), *_addressed(t), masked(t.identifier), f"档案号{archive}",
        f"卷内文书（本中心出具，共{len(papers) + 1}件）", *papers, f"卷内材料（申请人提交，共{len(taken)}种）",
        *(f"{name}{form}" for name, form, _count in taken), *hands, f"办理结果{result}",
        f"保管期限{_limit(t.matter.retention)}", f"归档人（{t.by}）签名", *_agent(t),
    ]  # fmt: skip


def masked_phone(phone: str) -> str:
    """Three digits, stars, four digits."""
    return f"{phone[:3]}****{phone[-4:]}"


# Every paper the engine issues must stand here; a test holds this table against the registry.
PAPERS: dict[str, Callable[..., list[str]]] = {
    one.__name__: one
    for one in (
        one_time_notice, checkpoint_sheet, receipt_notice, promise, acceptance_notice, provisional_acceptance_notice,
        refusal_notice, special_procedure_notice, grant_decision, denial_decision, certificate, delivery_record,
        closing_notice, archive_sheet, correction_notice, extension_notice, termination_notice, revocation_decision,
        handover_list, mandate,
    )
}  # fmt: skip


# The word in the number of each paper: 沙政务收〔2026〕第0001号.
SERIES = {
    "one_time_notice": "告",
    "checkpoint_sheet": "核",
    "receipt_notice": "收",
    "promise": "诺",
    "mandate": "委",
    "acceptance_notice": "受",
    "provisional_acceptance_notice": "容",
    "refusal_notice": "不受",
    "special_procedure_notice": "特",
    "grant_decision": "准",
    "denial_decision": "不准",
    "certificate": "证",
    "delivery_record": "送",
    "closing_notice": "结",
    "archive_sheet": "归",
    "correction_notice": "补",
    "extension_notice": "延",
    "termination_notice": "终",
    "revocation_decision": "撤",
    "handover_list": "移",
}


def lacking(type: str, text: str, told: Told, /, **more: Any) -> list[str]:
    """What should stand on the paper and does not; each centre of these journeys issues its first paper of a kind."""
    wanted = [*PAPERS[type](told, **more), f"{told.town.document_prefix}{SERIES[type]}〔2026〕第0001号"]
    return [words for words in wanted if "".join(words.split()) not in text]
