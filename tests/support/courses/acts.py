"""Each act of the procedure as the model knows it: whether it is open, what is typed into it, what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tests.support.counter import GIVEN
from tests.support.courses.model import CONSENT, ENDED, GRANTED, IN_OFFICE, PLAN, UNDECIDED, Hand, Model, Pause, after

Inputs = dict[str, str]
CALENDAR_ACTS = ("deem_accepted", "lapse_advice", "lapse_correction", "lapse_later", "recount")
REASON = {"理由": "按规定办理。"}


@dataclass(frozen=True)
class Moment:
    """Somebody before a case on a day; `asks` is what a 补正通知书 of theirs would ask for."""

    case: Model
    hand: Hand
    today: date
    asks: str = ""

    @property
    def counter(self) -> bool:
        return self.hand.role == "窗口"

    @property
    def issues(self) -> bool:
        return self.hand.role == "出证"

    @property
    def accepts(self) -> bool:
        """Whose it is to accept."""
        course = self.case.course
        return self.counter if course.counter else self.hand.department == course.steps[0].department

    @property
    def decides(self) -> bool:
        return self.hand.department == self.case.course.decides

    @property
    def only_looks(self) -> bool:
        """A department that passed a step on and has no other part in the case."""
        own = self.case.course.departments | {task.department for task in self.case.tasks}
        return self.hand.department in self.case.passed_on - own

    @property
    def inquires(self) -> bool:
        """Has the decision to make, and it was a grant that still stands."""
        return self.decides and self.case.state in GRANTED and self.case.decided == "granted" and not self.case.revoked


@dataclass(frozen=True)
class Part:
    """An act of the model: when it is `open`, what it `does`, what is typed, which part it takes, its event if that
    is named otherwise."""

    open: Callable[[Moment], bool]
    does: Callable[[Moment], None]
    typed: Callable[[Moment], Inputs] = lambda m: {}
    takes: Callable[[Moment], str | None] | str | None = "approve"
    events: tuple[str, ...] = ()


def to(state: str) -> Callable[[Moment], None]:
    def go(moment: Moment) -> None:
        moment.case.state = state

    return go


def _accepting_part(m: Moment) -> str:
    return "receive" if m.case.course.counter else "approve"


def _asks_again(m: Moment) -> bool:
    """What every notice before left out may only be asked for with the signature of a supervisor."""
    return m.case.notices > 0 and m.asks not in m.case.told and not m.case.permitted


def _ask(m: Moment) -> None:
    m.case.ask((m.asks,), m.today)
    m.case.kinds.pop()  # `Part.events` counts it


def _permit(m: Moment) -> None:
    m.case.permitted = True


def _own(m: Moment, state: str, special: bool | None = None) -> bool:
    """The department works on an open or resting step, one with a special procedure still to hold or none."""
    task = m.case.own(m.hand.department)
    if task is None or task.state != state:
        return False
    to_hold = m.case.step(task).special and not task.held
    return special is None or special == to_hold


def _finish(m: Moment) -> None:
    task = m.case.own(m.hand.department)
    assert task is not None
    task.state = "done"
    m.case.open_next()


def _judge(m: Moment) -> Inputs:
    task = m.case.own(m.hand.department)
    points = m.case.step(task).points if task else ()
    return {"意见": "同意"} | {f"要点.{point}": "通过" for point in points}


def _suspend(m: Moment) -> None:
    task = m.case.own(m.hand.department)
    assert task is not None
    days = m.case.step(task).days
    m.case.pauses.append(Pause(task.number, m.today, after(m.today, days) if days else None))
    task.state = "suspended"
    m.case.stand()


def _resting(m: Moment) -> Pause | None:
    """The special procedure that runs on this desk."""
    numbers = [t.number for t in m.case.open_tasks() if t.state == "suspended" and t.department == m.hand.department]
    return next((p for p in m.case.pauses if p.number in numbers and p.ended is None), None)


def _may_resume(m: Moment) -> bool:
    pause = _resting(m)
    return m.case.state == "suspended" and pause is not None and (pause.until is None or m.today > pause.until)


def _resume(m: Moment) -> None:
    pause = _resting(m)
    assert pause is not None
    pause.ended = m.today
    m.case.tasks[pause.number].state, m.case.tasks[pause.number].held = "open", True
    m.case.stand()


def _may_transfer(m: Moment) -> bool:
    case = m.case
    return case.state == "in_review" and _own(m, "open") and case.going_to != m.hand.department


def _other_desk(m: Moment) -> str:
    return sorted({"镇建设办", "县住建局", "县民政局", "税务分局"} - {m.hand.department})[m.today.day % 3]


def _transfer(m: Moment) -> None:
    task = m.case.own(m.hand.department)
    assert task is not None
    m.case.passed_on.add(task.department)
    task.department = _other_desk(m)


def _may_extend(m: Moment) -> bool:
    due = m.case.due()
    in_time = due is None or m.today <= due
    return m.case.state in IN_OFFICE and m.decides and m.case.course.extension > 0 and not m.case.extended and in_time


def _extend(m: Moment) -> None:
    m.case.extended = True


def _decide(verdict: str) -> Callable[[Moment], None]:
    def go(m: Moment) -> None:
        m.case.state = m.case.decided = verdict

    return go


def _done_steps(m: Moment) -> list[int]:
    return [task.number for task in m.case.tasks if task.state == "done"]


def _may_return(m: Moment) -> bool:
    if m.case.state == "to_decide":
        mine = m.decides
    else:
        mine = m.case.state == "in_review" and m.case.own(m.hand.department) is not None
    return mine and bool(_done_steps(m))


def _supply(m: Moment) -> None:
    m.case.plan_by, m.case.plan_came = None, True


def _check(kept: bool) -> Callable[[Moment], None]:
    def go(m: Moment) -> None:
        m.case.promise = "属实" if kept else "不属实"

    return go


def _kept(m: Moment) -> bool:
    return m.today.day % 2 == 0


def _revoke(m: Moment) -> None:
    m.case.state, m.case.revoked = "revoked", True


def _may_void(m: Moment) -> bool:
    case = m.case
    states = ("received", "correcting", "in_review", "to_decide")
    return m.counter and case.state in states and case.fresh and case.since == {case.receiver} == {m.hand.person}


def _existing(m: Moment) -> bool:
    return m.case.state not in ("none", "advised") and m.hand.role in ("窗口", "审批", "出证")


def _next_desk(m: Moment) -> str:
    desks = sorted(m.case.desks() - {m.hand.desk})
    return desks[m.today.day % len(desks)]


def _hand_over(m: Moment) -> None:
    m.case.going_to = _next_desk(m)


def _take_over(m: Moment) -> None:
    m.case.holder, m.case.going_to = m.hand.person, ""


def _hand_back(m: Moment) -> None:
    m.case.going_to = ""


def _unchanged(m: Moment) -> None:
    pass


def _never(m: Moment) -> bool:
    return False


def _nothing(m: Moment) -> None:
    raise AssertionError("nobody does by hand what the calendar does")


PARTS: dict[str, Part] = {
    "accept": Part(
        lambda m: m.case.state == "received" and m.accepts and m.case.sample.outcome != "不予受理",
        lambda m: m.case.accept(m.today), takes=_accepting_part, events=("accepted",),
    ),
    "refuse": Part(
        lambda m: m.case.state == "received" and m.accepts and bool(m.case.course.ground),
        to("refused"), lambda m: {"理由类别": m.case.course.ground, **REASON}, _accepting_part, ("refused",),
    ),
    "ask_correction": Part(
        lambda m: m.case.state == "received" and m.accepts and not _asks_again(m),
        _ask, lambda m: {f"补正.{m.asks or '其他'}": "请补正。"},
        lambda m: "receive" if m.counter else "approve", ("correction_asked",),
    ),
    "permit_correction": Part(
        lambda m: m.case.state == "received" and m.hand.role == "监督" and m.case.notices > 0 and not m.case.permitted,
        _permit, lambda m: REASON, None, ("correction_permitted",),
    ),
    "finish_step": Part(
        lambda m: m.case.state in ("in_review", "suspended") and _own(m, "open", special=False),
        _finish, _judge, events=("step_finished",),
    ),
    "suspend": Part(
        lambda m: m.case.state in ("in_review", "suspended") and _own(m, "open", special=True),
        _suspend, events=("suspended",),
    ),
    "resume": Part(_may_resume, _resume, lambda m: {"结果": "没有异议"}, events=("resumed",)),
    "transfer": Part(_may_transfer, _transfer, lambda m: {"转到": _other_desk(m), **REASON}, events=("transferred",)),
    "extend": Part(_may_extend, _extend, lambda m: {"批准人": "周海（局长）", **REASON}, events=("extended",)),
    "grant": Part(
        lambda m: m.case.state == "to_decide" and m.decides and not m.case.plan_by and not m.case.sample.ungrantable,
        _decide("granted"), events=("granted",),
    ),
    "deny": Part(
        lambda m: m.case.state == "to_decide" and m.decides and bool(m.case.course.ground),
        _decide("denied"), lambda m: {"理由类别": m.case.course.ground, **REASON}, events=("denied",),
    ),
    "return_step": Part(
        _may_return, lambda m: m.case.go_back(_done_steps(m)[0]), events=("returned",),
    ),
    "supply": Part(
        lambda m: m.counter and m.case.state in ("received", *IN_OFFICE) and m.case.plan_by is not None,
        _supply, lambda m: {"材料": PLAN, "形式": "复印件", "份数": "2"}, None, ("supplied",),
    ),
    "void_receipt": Part(
        _may_void, to("voided"), lambda m: REASON, None, ("receipt_voided",),
    ),
    "withdraw": Part(
        lambda m: m.counter and m.case.state in UNDECIDED, to("withdrawn"), lambda m: REASON, None, ("withdrawn",),
    ),
    "terminate": Part(
        lambda m: m.decides and m.case.state in UNDECIDED,
        to("terminated"), lambda m: {"理由类别": "其他法定情形", **REASON}, events=("terminated",),
    ),
    "make_certificate": Part(
        lambda m: m.issues and m.case.state == "granted", to("certified"), takes="issue", events=("certificate_made",),
    ),
    "deliver": Part(
        lambda m: m.issues and m.case.state in ("certified", "denied", "refused"),
        to("closed"), lambda m: dict(GIVEN), "issue", ("delivered", "closed"),
    ),
    "check_promise": Part(
        lambda m: m.inquires and m.case.promise == "承诺",
        lambda m: _check(_kept(m))(m),
        lambda m: {"材料": CONSENT, "结果": "属实" if _kept(m) else "不属实", "说明": "上门核查。"},
        events=("promise_checked",),
    ),
    "revoke_promise": Part(
        lambda m: m.inquires and m.case.promise == "不属实", _revoke, lambda m: REASON, events=("promise_revoked",),
    ),
    "hand_over": Part(
        lambda m: _existing(m) and not m.case.going_to and m.case.holder == m.hand.person,
        _hand_over, lambda m: {"移交给": _next_desk(m)}, None, ("handed_over",),
    ),
    "take_over": Part(
        lambda m: _existing(m) and m.case.going_to == m.hand.desk and m.case.holder != m.hand.person,
        _take_over, lambda m: {"说明": "只交来一部分。"}, None, ("taken_over",),
    ),
    "hand_back": Part(
        lambda m: _existing(m) and m.case.going_to == m.hand.desk and m.case.holder != m.hand.person,
        _hand_back, lambda m: REASON, None, ("handed_back",),
    ),
    "reprint": Part(
        lambda m: (m.case.state not in ("none", "voided") and m.hand.role in ("窗口", "审批", "出证")
                   and not m.only_looks),
        _unchanged, lambda m: {"文书": m.case.papers[0], **REASON}, None, ("document_reprinted",),
    ),
    "archive": Part(
        lambda m: m.case.state in ENDED and (m.counter or m.issues), to("archived"), takes=None, events=("archived",),
    ),
    **dict.fromkeys(CALENDAR_ACTS, Part(_never, _nothing)),
}  # fmt: skip


def part_of(name: str, moment: Moment) -> str | None:
    """The part of receive, approve, issue that an act takes."""
    takes = PARTS[name].takes
    return takes(moment) if callable(takes) else takes


def foreseen(name: str, moment: Moment) -> str:
    """done, hidden, closed (the procedure says no) or separated."""
    if not moment.case.seen_by(moment.hand):
        return "hidden"
    if not PARTS[name].open(moment):
        return "closed"
    part = part_of(name, moment)
    return "separated" if part and moment.case.parts.get(moment.hand.person, part) != part else "done"


def go_on(name: str, moment: Moment) -> None:
    """The model after an act that was done."""
    part = part_of(name, moment)
    if part:
        moment.case.parts[moment.hand.person] = part
    moment.case.since.add(moment.hand.person)
    PARTS[name].does(moment)
    moment.case.kinds += PARTS[name].events
