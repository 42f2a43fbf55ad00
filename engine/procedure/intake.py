"""From the counter to 受理: advising, receiving, accepting, refusing, taking in what was left for later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from engine.case.events import APPROVE, RECEIVE, CaseError, Fact
from engine.case.outcome import applying_steps
from engine.case.records import Case, Task
from engine.case.routing import accepting_department, opening
from engine.procedure import correction
from engine.procedure.act import Answers, Decided, Input, Print, Setting, fact, read_inputs, scans_of
from engine.review.verdict import UNVERIFIED, terms_in

ADVISABLE = ("待核", "补正", "不予受理")


def _opened(setting: Setting, intake: Answers) -> dict[str, Any]:
    matter = setting.definition.matter
    return {
        "matter": matter.id,
        "title": matter.title,
        "window": matter.window,
        "channel": setting.actor.channel,
        "village": intake.get("village", ""),
        "applicant": intake["applicant"],
        "agent": intake.get("agent"),
        "form": intake["form"],
        "submission": intake["submission"],
        "verdict": intake["verdict"],
        "files": intake.get("files", []),
    }


def advise(case: Case, setting: Setting, intake: Answers) -> Decided:
    """一次性告知: the applicant takes the papers back. `intake` holds case, applicant, submission, verdict."""
    outcome = intake["verdict"]["outcome"]
    if outcome not in ADVISABLE:
        raise CaseError(f"核对结果是「{outcome}」，材料可以收下，请直接收件，不必让申请人再跑一趟。")
    payload = _opened(setting, intake)
    advised = Fact(
        intake["case"], "advised", setting.now, setting.actor, setting.definition.identity, None, RECEIVE, payload
    )
    return Decided((advised,), (Print("one_time_notice"),))


def receive(case: Case, setting: Setting, intake: Answers) -> Decided:
    """收件: open at any outcome once every 窗口 checkpoint and every query is judged; where something has to be put
    right the 补正通知书 goes out in the same transaction. `intake` holds, beside what `advise` needs, filed,
    counted_from, taken, later, token, code, `signed` (the promises lie signed on the desk) and `mandated` (so does the
    centre's own 代办委托书), and `distrusted` (an earlier promise of the applicant was false)."""
    payload = _handed_in(setting, intake) | {key: intake[key] for key in ("filed", "token", "code")}
    received = Fact(
        intake["case"], "received", setting.now, setting.actor, setting.definition.identity, None, RECEIVE, payload
    )
    papers = [Print("receipt_notice"), Print("checkpoint_sheet"), *_promises(intake), *_mandate(intake)]
    defects = correction.defects_of(intake["verdict"])
    if not defects:
        return Decided((received,), tuple(papers))
    asked = replace(received, kind="correction_asked", payload=correction.payload_of(setting, defects))
    return Decided((received, asked), (*papers, correction.PAPER))


def correct(case: Case, setting: Setting, intake: Answers) -> Decided:
    """补正 at the counter: `intake` as for `receive`."""
    decided = correction.corrected(case, setting, _handed_in(setting, intake))
    new = [one for one in _promises(intake) if one.subject not in case.promised]
    return replace(decided, prints=(Print("receipt_notice"), *new, *_mandate(intake), *decided.prints))


def papers_of(act: str, verdict: Mapping[str, Any]) -> tuple[str, ...]:
    """The formal papers `advise`, `receive` or `correct` hands to the applicant, by type, as the verdict stands."""
    if act == "advise":
        return ("one_time_notice",)
    return ("receipt_notice", *((correction.PAPER.type,) if correction.defects_of(verdict) else ()))


def _promises(intake: Answers) -> tuple[Print, ...]:
    return tuple(Print("promise", t["name"]) for t in intake["taken"] if t["promised"])


def _mandate(intake: Answers) -> tuple[Print, ...]:
    """The centre's own 代办委托书 where it was signed here; one that was brought along is a material. CaseError where
    it would not say who acts (民法典第一百六十五条)."""
    if not intake.get("mandated") or intake.get("agent") is None:
        return ()
    if not (intake["agent"]["name"] and intake["agent"]["identifier"]):
        raise CaseError("代办委托书要写明代办人：请先填写代办人的姓名和身份证号，重新打印，由委托人签名后再收件。")
    return (Print("mandate"),)


def unjudged(findings: Iterable[tuple[str, str, str, str]]) -> tuple[str, ...]:
    """The 窗口 checkpoints and queries nobody has judged, of findings as (name, kind, status, by): 收件 waits for
    them."""
    return tuple(
        name
        for name, kind, status, by in findings
        if status == UNVERIFIED and kind in ("要点", "核验") and by in ("窗口", "交换")
    )


def _handed_in(setting: Setting, intake: Answers) -> dict[str, Any]:
    """The payload received and corrected share. CaseError where something is not judged, or a promise not signed."""
    if "filed" in intake and (why := setting.definition.matter.particulars.in_force.obstacle(setting.today)):
        raise CaseError(why)
    left = unjudged((f["name"], f["kind"], f["status"], f["by"]) for f in intake["verdict"]["findings"])
    if left:
        raise CaseError(f"「{'、'.join(left)}」还没有核对，先核对完再收件。")
    if not intake["applicant"]["name"]:
        raise CaseError("还不知道是谁申请：请先填写申请人的姓名（名称），再收件。")
    promised = [t["name"] for t in intake["taken"] if t["promised"]]
    if promised and intake.get("distrusted"):
        raise CaseError(
            f"申请人以前的告知承诺经核查不实，不再适用告知承诺：「{'、'.join(promised)}」请按规定提交材料（国办发〔2020〕42号）。"
        )
    if promised and not intake["signed"]:
        raise CaseError(f"「{'、'.join(promised)}」用告知承诺代替，请先打印告知承诺书，由申请人签名后再收件。")
    return _opened(setting, intake) | {key: intake[key] for key in ("counted_from", "taken", "later")}


def part_of_acceptance(setting: Setting) -> str:
    """The part that accepting or refusing takes: receive where 收件即受理, approve where the department accepts."""
    return RECEIVE if setting.definition.matter.acceptance == "收件即受理" else APPROVE


def accepting_departments(case: Case, setting: Setting) -> tuple[str, ...]:
    """Whose desk 受理 lies on where the matter says 部门受理."""
    return (accepting_department(case, setting.definition),)


def not_acceptable(case: Case, setting: Setting) -> str:
    """Why the case cannot be accepted."""
    if case.verdict.get("outcome") == "不予受理":
        return f"有不予受理的情形（{'、'.join(case.verdict.get('because', ()))}），请作出不予受理决定。"
    return ""


def accept(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """受理 (行政许可法第三十二条): the clocks start, the first step opens."""
    payload = _acceptance(case, setting, setting.today)
    return Decided((fact(case, setting, "accepted", part_of_acceptance(setting), payload),), _acceptance_paper(case))


def deem_accepted(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """视为受理: five working days passed without a word, so the case counts as accepted from the day the materials came
    in (行政许可法第三十二条第一款第四项)."""
    assert case.counted_from is not None, "only what was received can be deemed accepted"
    payload = _acceptance(case, setting, case.counted_from)
    return Decided((fact(case, setting, "deemed_accepted", None, payload),), _acceptance_paper(case))


def _acceptance_paper(case: Case) -> tuple[Print, ...]:
    return (Print("provisional_acceptance_notice" if case.outstanding else "acceptance_notice"),)


def _acceptance(case: Case, setting: Setting, accepted_on: date) -> dict[str, Any]:
    steps = applying_steps(case, setting.definition, setting.town, setting.calendar)
    terms = terms_in(case.verdict, setting.definition.matter)
    tasks = [Task(step.name, terms.department(step), "waiting", step.parallel or "") for step in steps]
    return {
        "accepted_on": accepted_on.isoformat(),
        "tasks": [{"step": t.step, "department": t.department, "parallel": t.parallel} for t in tasks],
        "open": list(opening(tasks)),
    }


def ask_refusal(case: Case, setting: Setting) -> tuple[Input, ...]:
    """不予受理 needs a name, a reason and a law: the ground carries its law; those the review found stand first."""
    found = [f["ground"] for f in case.verdict.get("findings", ()) if f["status"] == "不通过" and f.get("ground")]
    grounds = tuple(dict.fromkeys([*found, *(g.name for g in setting.definition.matter.grounds)]))
    return (
        Input("理由类别", "不予受理的情形", "选项", grounds),
        Input("理由", "具体事实和理由", "多行文本", help="写明哪一项不符合、依据是什么、申请人还可以怎么办。"),
    )


def not_refusable(case: Case, setting: Setting) -> str:
    """Why the case cannot be refused: no ground, no refusal."""
    if not setting.definition.matter.grounds:
        return "本事项没有登记不予受理的情形，不能不予受理。"
    return ""


def refuse(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """不予受理, by name, with reason and law."""
    given = read_inputs(ask_refusal(case, setting), inputs)
    payload = {"reasons": given["理由"]}
    refused = fact(case, setting, "refused", part_of_acceptance(setting), payload, reason=given["理由类别"])
    return Decided((refused,), (Print("refusal_notice"),))


def nothing_outstanding(case: Case, setting: Setting) -> str:
    """Why nothing can be supplied."""
    return "" if case.outstanding else "没有待补交的容缺材料。"


def ask_supplied(case: Case, setting: Setting) -> tuple[Input, ...]:
    """Which of the outstanding materials was brought, in which form, how many."""
    names = outstanding(case, setting)
    forms = {form for name in names if (m := setting.definition.matter.material(name)) for form in m.forms}
    return (
        Input("材料", "补交的材料", "选项", names),
        Input("形式", "形式", "选项", tuple(sorted(forms))),
        Input("份数", "份数", "整数"),
    )


def outstanding(case: Case, setting: Setting) -> tuple[str, ...]:
    """The materials still to be brought."""
    return tuple(item.material for item in case.outstanding)


def supply(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """A 容缺 material is brought before the decision, with the scans uploaded for it."""
    given = read_inputs(ask_supplied(case, setting), inputs)
    material = setting.definition.matter.material(given["材料"])
    if material is not None and given["形式"] not in material.forms:
        raise CaseError(f"「{material.name}」要交{'或'.join(material.forms)}，不能收{given['形式']}。")
    wanted = material.copies if material is not None else 1
    if int(given["份数"]) < wanted:
        raise CaseError(f"「{given['材料']}」要交 {wanted} 份，请交齐再收。")
    payload = {"material": given["材料"], "form": given["形式"], "copies": int(given["份数"])}
    payload |= scans_of(setting, [given["材料"]])
    return Decided((fact(case, setting, "supplied", None, payload),))
