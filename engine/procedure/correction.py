"""补正: one notice that lists everything, its answer, and the guard against a second notice with an old defect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.calendar.clock import count
from engine.case.events import APPROVE, RECEIVE, CaseError, Fact
from engine.case.records import Case, Defect
from engine.procedure.act import Answers, Decided, Input, Print, Setting, fact, read_inputs
from engine.review.verdict import FAILED, INCOMPLETE, OUTSIDE, PASSED

OTHER = "其他"
_DECIDABLE = (PASSED, FAILED)  # at 收件: somebody, or a rule, had come to a conclusion


def defects_of(verdict: Mapping[str, Any]) -> tuple[Defect, ...]:
    """What stands in the way of 受理 and can be put right: everything that made the outcome 补正."""
    return tuple(
        Defect(f["name"], f["remedy"] or f["asks"])
        for f in verdict.get("findings", ())
        if f.get("at") is None
        and f["by"] != "审批"
        and ((f["status"] == FAILED and f["otherwise"] == "补正") or _waits(f))
    )


def _waits(found: Mapping[str, Any]) -> bool:
    return found["status"] == INCOMPLETE and found["otherwise"] in ("补正", "不予受理")


def old_defects(case: Case, defects: Iterable[Defect]) -> tuple[str, ...]:
    """Those the first notice could have raised and did not: their finding was decidable from the first submission
    (行政许可法第三十二条: told once, all of it). A rule that fails only on an answer given since is new; what has no
    finding behind it (`OTHER`) must be shown to be new, so it counts as old. () before the first notice."""
    if not case.corrections:
        return ()
    told = {defect.name for correction in case.corrections for defect in correction.defects}
    first = {f["name"]: f for f in case.first_verdict.get("findings", ())}
    now = {f["name"]: f for f in case.verdict.get("findings", ())}
    old = []
    for defect in defects:
        before, after = first.get(defect.name), now.get(defect.name)
        newly_failing = before is not None and after is not None and before["status"] != after["status"] != PASSED
        if defect.name in told or newly_failing:
            continue
        if before is None or before["status"] in _DECIDABLE:
            old.append(defect.name or OTHER)
    return tuple(old)


def ask_correction(case: Case, setting: Setting) -> tuple[Input, ...]:
    """A place to write what is wrong beside each material and checkpoint that applies, and one for anything else; what
    the review found is on the notice by itself."""
    outside = {f["name"] for f in case.verdict.get("findings", ()) if f["status"] == OUTSIDE}
    matter = setting.definition.matter
    names = [m.name for m in matter.materials if m.at is None and m.name not in outside]
    names += [c.name for c in matter.checkpoints if c.by != "审批" and c.at is None and c.name not in outside]
    listed = "、".join(defect.name for defect in defects_of(case.verdict))
    head = f"核对结果里的「{listed}」会自动列在通知书上。" if listed else ""
    return (
        *(
            Input(f"补正.{name}", f"「{name}」要怎样补正", optional=True, help=head if number == 0 else "")
            for number, name in enumerate(names)
        ),
        Input(f"补正.{OTHER}", "其他要补正的", "多行文本", optional=True),
    )


def ask(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """补正通知书 (行政许可法第三十二条): everything at once, within five working days of 收件. A second one may not
    raise what the first could have raised, unless a supervisor has signed for it."""
    asked = ask_correction(case, setting)
    given = read_inputs(asked, inputs)
    by_hand = [
        Defect("" if one.name == f"补正.{OTHER}" else one.name.removeprefix("补正."), given[one.name])
        for one in asked
        if given[one.name]
    ]
    written = {defect.name for defect in by_hand}
    defects = (*(d for d in defects_of(case.verdict) if d.name not in written), *by_hand)
    if not defects:
        raise CaseError("没有要补正的内容。材料齐全、符合法定形式的，应当受理。")
    old = old_defects(case, defects)
    if old and not case.correction_permitted:
        raise CaseError(
            f"「{'、'.join(old)}」在第一次申请时就能看出来，第一次补正通知书没有列出，不能再次要求补正"
            "（行政许可法第三十二条：一次告知需要补正的全部内容）。确需补正的，请监督岗位在本办件上签署同意。"
        )
    part = RECEIVE if setting.actor.role == "窗口" else APPROVE
    return Decided((fact(case, setting, "correction_asked", part, payload_of(setting, defects)),), (PAPER,))


PAPER = Print("correction_notice")


def payload_of(setting: Setting, defects: Iterable[Defect]) -> dict[str, Any]:
    """The payload of correction_asked: the defects and the last day to answer, counted from today."""
    counted = count(setting.today, setting.town.periods.correction, setting.calendar)
    assert counted.last_day is not None, "nothing holds up the period of a correction"
    return {
        "defects": [{"name": defect.name, "asks": defect.asks} for defect in defects],
        "due": counted.last_day.isoformat(),
    }


def not_permittable(case: Case, setting: Setting) -> str:
    """Why there is nothing to permit: a first notice needs no signature, and one signature serves one notice."""
    if not case.corrections:
        return "还没有发过补正通知书，第一次通知不用监督岗位同意。"
    return "已经同意过，等经办人发出通知书。" if case.correction_permitted else ""


def ask_permission(case: Case, setting: Setting) -> tuple[Input, ...]:
    """Why a second notice with an old defect is justified."""
    help = "写明漏列的内容和责任，本次同意会留在办件记录里。"
    return (Input("理由", "同意再次通知补正的理由", "多行文本", help=help),)


def permit(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """A supervisor signs for a second notice with an old defect; that it happened stays on record."""
    given = read_inputs(ask_permission(case, setting), inputs)
    payload = {"reasons": given["理由"]}
    return Decided((fact(case, setting, "correction_permitted", None, payload, reason="再次补正"),))


def corrected(case: Case, setting: Setting, payload: Mapping[str, Any]) -> Decided:
    """补正: what was brought is judged again, with its whole verdict, on the day of the first filing. Where something
    the first notice listed is still open, or something new came with the new answers, the next notice goes out in the
    same transaction; an old defect waits for the supervisor."""
    came = Fact(
        case.id, "corrected", setting.now, setting.actor, setting.definition.identity, None, RECEIVE, dict(payload)
    )
    defects = defects_of(payload["verdict"])
    if not defects:
        return Decided((came,))
    asked = Fact(
        case.id,
        "correction_asked",
        setting.now,
        setting.actor,
        setting.definition.identity,
        None,
        RECEIVE,
        payload_of(setting, defects),
    )
    return Decided((came, asked), (PAPER,))
