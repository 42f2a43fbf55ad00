"""告知承诺 after the fact: looking into what was promised, and taking back what was given on a false promise."""

from __future__ import annotations

from engine.case.events import APPROVE
from engine.case.records import Case
from engine.procedure.act import Answers, Decided, Input, Print, Setting, fact, read_inputs

TRUE, FALSE = "属实", "不属实"


def _nothing_granted(case: Case) -> str:
    if case.revocation is not None:
        return "决定已经撤销。"
    if case.decision is None or not case.decision.granted:
        return "没有作出准予决定，不用核查，也没有可以撤销的。"
    return ""


def nothing_promised(case: Case, setting: Setting) -> str:
    """Why there is nothing to look into."""
    if why := _nothing_granted(case):
        return why
    if not case.promised:
        return "本办件没有用告知承诺代替的材料。"
    return "" if case.unchecked_promises else "告知承诺都已经核查过。"


def ask_check(case: Case, setting: Setting) -> tuple[Input, ...]:
    """Which promise, and what was found."""
    return (
        Input("材料", "核查哪一项承诺", "选项", case.unchecked_promises),
        Input("结果", "核查结果", "选项", (TRUE, FALSE)),
        Input("说明", "怎样核查的、查到了什么", "多行文本"),
    )


def check_promise(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """核查: the fact promised was looked into (国办发〔2020〕42号: 事中事后核查)."""
    given = read_inputs(ask_check(case, setting), inputs)
    payload = {"material": given["材料"], "kept": given["结果"] == TRUE, "note": given["说明"]}
    return Decided((fact(case, setting, "promise_checked", APPROVE, payload),))


def not_revocable(case: Case, setting: Setting) -> str:
    """Why nothing is taken back: nothing was given, it was taken back before, or every promise that was looked into
    was kept."""
    if why := _nothing_granted(case):
        return why
    return "" if any(not check.kept for check in case.checks) else "没有查出不属实的承诺，不能撤销。"


def ask_revocation(case: Case, setting: Setting) -> tuple[Input, ...]:
    """The facts and the law."""
    return (Input("理由", "撤销的事实和依据", "多行文本", help="写明哪一项承诺不属实、依据是什么、申请人的申辩。"),)


def revoke(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """撤销: what was given on a false promise is taken back, in writing, with the remedies (行政许可法第六十九条)."""
    given = read_inputs(ask_revocation(case, setting), inputs)
    gone = fact(case, setting, "promise_revoked", APPROVE, {"text": given["理由"]}, reason="承诺不属实")
    return Decided((gone,), (Print("revocation_decision"),))
