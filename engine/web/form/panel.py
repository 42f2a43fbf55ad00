"""What the verdict comes to, as the clerk reads it: outcome, findings with a way to their place, money and days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from engine.procedure.intake import ADVISABLE, unjudged
from engine.review.verdict import Finding, Verdict

OUTCOMES: Mapping[str, tuple[str, str]] = {
    "通过": ("good", "材料齐全，符合要求，可以收件。"),
    "容缺受理": ("careful", "可以收件，缺少的材料在期限内补交。"),
    "待核": ("calm", "还有内容没有核对，全部核对以后再收件。"),
    "补正": (
        "bad",
        "当场能改的请申请人改好。不能的，点「一次性告知」，材料带回去；申请人要先交的，点「收件」，出补正通知书。",
    ),
    "不予受理": ("bad", "有不予受理的情形。先告知申请人；申请人坚持申请的照样收件，由受理人依法决定。"),
}
_ONLY_MISSING = ("careful", "还没有填齐、交齐。当场补不齐的，点「一次性告知」，缺的一次说全。")
_STILL_WRONG = "还有没有补正的。申请人今天只能补这些的，点「收下补正」，没有补正的再出一次通知书。"
_FAILED, _MISSING, _UNCHECKED = "不通过", "待补", "待核"
_TONES = {_FAILED: "bad", _MISSING: "careful", _UNCHECKED: "calm"}


@dataclass(frozen=True, slots=True)
class Line:
    """One finding: its name and status, what to do, and where on the page it belongs."""

    name: str
    status: str
    tone: str
    sentences: tuple[str, ...]
    href: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """A material promised instead of handed in; its paper is printed by number."""

    number: int
    material: str


@dataclass(frozen=True, slots=True)
class Signing:
    """The papers the applicant signs before 收件, and the ticks that they lie signed on the desk: the promises, and the
    centre's own 代办委托书 where somebody else acts (`acted_for`) and brought none."""

    promises: tuple[Promise, ...]
    signed: bool
    acted_for: bool
    mandated: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """The verdict beside the form. `wrong` stands first, `unchecked` is what only the clerk can settle, `waiting` are
    rules that can be judged once the others are there, `deferred` may be brought later (容缺), `told` blocks nothing
    here; `signing` is what the applicant signs at the desk. `filing` is the act that takes the papers in, 收件 or 补正,
    by its name and title; `correcting`: it is 补正; `receive_next`: it is what to do now. `hidden` are the elements
    that do not apply now, told back by the page at the next re-check."""

    outcome: str
    tone: str
    sentence: str
    wrong: tuple[Line, ...]
    unchecked: tuple[Line, ...]
    waiting: tuple[Line, ...]
    deferred: tuple[Line, ...]
    told: tuple[Line, ...]
    award: int | None
    fee: int | None
    fee_free: bool
    due: date | None
    due_provisional: bool
    limit: str
    later: tuple[tuple[str, date], ...]
    unused: tuple[str, ...]
    signing: Signing
    correcting: bool
    filing: tuple[str, str]
    may_advise: bool
    may_receive: bool
    receive_next: bool
    hidden: str


def is_pending(finding: Finding) -> bool:
    """Whether a rule only waits for answers that are told themselves: saying it beside them too would be noise."""
    return finding.kind == "要点" and finding.by == "系统" and finding.status in (_MISSING, _UNCHECKED)


def is_deferred(finding: Finding) -> bool:
    """Whether the case may be received without it, to be brought later."""
    return finding.status == _FAILED and finding.otherwise == "容缺"


def lines(findings: Iterable[Finding], places: Mapping[str, str], labels: Mapping[str, str]) -> tuple[Line, ...]:
    """The findings that still ask for something at the counter; `places` maps a name to its element, `labels` to what
    people call it."""
    return tuple(
        Line(
            name=labels.get(f.name, f.name),
            status="容缺" if is_deferred(f) else f.status,
            tone="careful" if is_deferred(f) else _TONES[f.status],
            sentences=tuple((f.remedy or f.asks).splitlines()),
            href=f"#{place_of(f, places)}",
            basis=f.basis or "",
        )
        for f in findings
        if f.status in _TONES and f.by != "审批" and f.at is None
    )


def place_of(finding: Finding, places: Mapping[str, str]) -> str:
    """The element a finding is about: its own, else that of the first answer it saw, else the verdict itself."""
    names = (finding.name, *(name for name, _text in finding.values))
    return next((places[name] for name in names if name in places), "verdict")


def panel(
    verdict: Verdict,
    places: Mapping[str, str],
    labels: Mapping[str, str],
    signing: Signing,
    limit: str,
    fee_free: bool,
    hidden: Iterable[str],
    correcting: bool,
) -> Panel:
    """The verdict for the page; `labels` maps a path to what people call it."""
    moved = [f for f in verdict.findings if f.otherwise not in ("提示", "不予准予")]
    told = [f for f in verdict.findings if f.otherwise in ("提示", "不予准予") and f.status == _FAILED]
    pending = lines((f for f in moved if is_pending(f)), places, labels)
    deferred = [f for f in moved if is_deferred(f)]
    found = lines((f for f in moved if not is_pending(f) and not is_deferred(f)), places, labels)
    wrong = tuple(line for line in found if line.status != _UNCHECKED)
    tone, sentence = OUTCOMES[verdict.outcome]
    if correcting and verdict.outcome == "补正":
        sentence = _STILL_WRONG
    elif verdict.outcome == "补正" and all(line.status == _MISSING for line in wrong):
        tone, sentence = _ONLY_MISSING
    return Panel(
        outcome=verdict.outcome,
        tone=tone,
        sentence=sentence,
        wrong=wrong,
        unchecked=tuple(line for line in found if line.status == _UNCHECKED),
        waiting=pending,
        deferred=lines(deferred, places, labels),
        told=lines(told, places, labels),
        award=verdict.award,
        fee=verdict.fee,
        fee_free=fee_free,
        due=verdict.due_date,
        due_provisional=verdict.due_provisional,
        limit=limit,
        later=tuple(verdict.later.items()),
        unused=tuple(labels.get(name, name) for name in verdict.unused),
        signing=signing,
        correcting=correcting,
        filing=("correct", "收下补正") if correcting else ("receive", "收件"),
        may_advise=verdict.outcome in ADVISABLE and not correcting,
        may_receive=not unjudged((f.name, f.kind, f.status, f.by) for f in verdict.findings),
        receive_next=verdict.outcome in ("通过", "容缺受理"),
        hidden=" ".join(hidden),
    )


def errors_of(verdict: Verdict, places: Mapping[str, str], everything: bool) -> dict[str, list[str]]:
    """The sentences that stand beside each question, by its path. What is only missing or not looked at yet is said
    there when the form was sent (`everything`), not while it is being filled."""
    errors: dict[str, list[str]] = {}
    for f in verdict.findings:
        if f.at is not None or f.by == "审批" or f.otherwise == "提示" or is_pending(f) or is_deferred(f):
            continue
        if f.status != _FAILED and not (everything and f.status == _MISSING):
            continue
        names = (f.name, *(name for name, _text in f.values))
        beside = next((name for name in names if name in places), None)
        if beside is not None:
            errors.setdefault(beside, []).extend((f.remedy or f.asks).splitlines())
    return errors
