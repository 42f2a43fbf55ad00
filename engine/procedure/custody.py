"""Who has the paper file: handed over and taken over with both signatures, never in two hands or in none."""

from __future__ import annotations

from engine.case.events import CaseError
from engine.case.records import Case
from engine.case.roles import ISSUING_STATES, departments_of
from engine.procedure.act import Answers, Decided, Input, Print, Setting, fact, read_inputs

COMPLETE, LACKING = "齐全", "有缺少"
PAGE_COUNT, COUNTED, THERE = "页数", "点收", "收到"
DIGITAL = "电子"  # the form of a material that is in the system and in no paper file
_SERIES = "移"


def desk_of(setting: Setting) -> str:
    """The desk the actor sits at: a department's role name, 窗口 or 出证."""
    return setting.actor.department or setting.actor.role


def on_paper(case: Case) -> tuple[str, ...]:
    """The names of the materials that lie in the paper file, a signed promise in place of its material."""
    return tuple(dict.fromkeys(taken.name for taken in case.taken if taken.promised or taken.form != DIGITAL))


def not_mine(case: Case, setting: Setting) -> str:
    """Why the actor cannot hand the file over: it is on its way, or somebody else has it."""
    if case.transit is not None:
        return f"纸质材料正在移交给{setting.town.department_name(case.transit.to)}，等对方签收。"
    if case.holder is None or case.holder.person != setting.actor.person:
        return f"纸质材料由{case.holder.name if case.holder else '申请人'}保管，由保管人移交。"
    return ""


def ask_hand_over(case: Case, setting: Setting) -> tuple[Input, ...]:
    """To which desk of those that see the case, so that it can be signed for there; and how many pages of what."""
    issuing = ("出证",) if case.state in ISSUING_STATES else ()
    desks = (*departments_of(case, setting.definition), "窗口", *issuing)
    return (
        Input("移交给", "移交给", "选项", tuple(name for name in desks if name != desk_of(setting))),
        *(Input(f"{PAGE_COUNT}.{name}", f"{name}：页数", "整数", optional=True) for name in on_paper(case)),
    )


def hand_over(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """移交: the list is signed by the giver; the receiver signs on taking over, and answers for the file from then."""
    given = read_inputs(ask_hand_over(case, setting), inputs)
    counted = {name: given.get(f"{PAGE_COUNT}.{name}") for name in on_paper(case)}
    pages = {name: int(text) for name, text in counted.items() if text}
    if empty := [name for name, number in pages.items() if not number]:
        raise CaseError(f"{'、'.join(f'「{name}：页数」' for name in empty)}从1页写起；没有数过的不填。")
    number = setting.draw(_SERIES)
    gone = fact(case, setting, "handed_over", None, {"to": given["移交给"], "list": number, "pages": pages})
    return Decided((gone,), (Print("handover_list", number=number),))


def not_for_me(case: Case, setting: Setting) -> str:
    """Why the actor cannot take the file over, or refuse it."""
    if case.transit is None:
        return "没有正在移交的纸质材料。"
    if case.transit.to != desk_of(setting):
        return f"纸质材料移交给{setting.town.department_name(case.transit.to)}，由对方签收。"
    if case.transit.by.person == setting.actor.person:
        return "移交和签收要由两个人办理。"
    return ""


def ask_take_over(case: Case, setting: Setting) -> tuple[Input, ...]:
    """A tick for each material that is really there, and a word where one is not."""
    return (
        *(Input(f"{COUNTED}.{name}", name, "勾选", (THERE,), optional=True) for name in on_paper(case)),
        Input("说明", "说明", optional=True, help="有没收到的，写明缺什么。对不上、不能签收的，退回移交人。"),
    )


def take_over(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """签收: the receiver has counted the papers and holds them now."""
    given = read_inputs(ask_take_over(case, setting), inputs)
    lacking = [name for name in on_paper(case) if not given.get(f"{COUNTED}.{name}")]
    if lacking and not given.get("说明"):
        names = "、".join(f"「{name}」" for name in lacking)
        raise CaseError(f"{names}没有勾选收到。收到了就勾上；没有收到的，在「说明」里写明，或者不签收，退回移交人。")
    payload = {"found": LACKING if lacking else COMPLETE, "lacking": lacking, "note": given.get("说明")}
    return Decided((fact(case, setting, "taken_over", None, payload | _on_list(case)),))


def ask_hand_back(case: Case, setting: Setting) -> tuple[Input, ...]:
    """Why the papers are not signed for."""
    return (Input("理由", "不签收的原因", "多行文本", help="写明哪一份不对、缺几页，移交人看得到。"),)


def hand_back(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """退回: the receiver does not sign; the giver has the file as before, puts it right and hands it over anew."""
    given = read_inputs(ask_hand_back(case, setting), inputs)
    payload = {"reasons": given["理由"]} | _on_list(case)
    return Decided((fact(case, setting, "handed_back", None, payload, reason="退回"),))


def _on_list(case: Case) -> dict[str, str]:
    assert case.transit is not None, "only what is on its way is signed for"
    return {"list": case.transit.list}
