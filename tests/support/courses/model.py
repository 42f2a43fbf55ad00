"""What a centre of three matters should do, as plain data: for the state machine to hold the engine against.

Written from the law and the three matter files, without a line of the engine but the calendar of working days.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.support.counter import CALENDAR, INVOICE

YARD, STALL = "small/steps", "small/side_by_side"
ONE_DAY = timedelta(days=1)
UNDECIDED = ("received", "correcting", "in_review", "suspended", "to_decide")
IN_OFFICE = ("in_review", "suspended", "to_decide")
GRANTED = ("granted", "certified", "closed", "archived")
ISSUING = (*GRANTED, "denied", "refused", "revoked")
ENDED = ("closed", "withdrawn", "terminated", "revoked")
PLAN, CONSENT, APPLICATION = "平面图", "邻居意见", "申请表"


def after(day: date, working_days: int, held: tuple[tuple[date, date | None], ...] = ()) -> date | None:
    """So many working days after a day, without the days after the first up to the second of each pair; None where
    one that has not ended comes in between."""
    while working_days:
        if any(end is None and begin <= day for begin, end in held):
            return None
        day += ONE_DAY
        counts = not any(begin < day and (end is None or day <= end) for begin, end in held)
        working_days -= CALENDAR.is_working_day(day) and counts
    return day


def counted(today: date, too_late: bool) -> date:
    """The day that starts clocks for what comes in on a day, before or after closing time."""
    return rolled(today + ONE_DAY if too_late else today)


def rolled(day: date) -> date:
    """The day, or the next one that is worked."""
    while not CALENDAR.is_working_day(day):
        day += ONE_DAY
    return day


@dataclass(frozen=True)
class Step:
    department: str
    points: tuple[str, ...] = ()
    special: bool = False
    days: int = 0  # of the special procedure; 0: an event ends it
    group: str = ""


@dataclass(frozen=True)
class Sample:
    """Papers and answers as somebody brings them, and what the review makes of them."""

    outcome: str
    defects: tuple[str, ...] = ()
    late: bool = False  # the plan comes later
    promised: bool = False  # the consent is replaced by a promise
    ungrantable: bool = False


@dataclass(frozen=True)
class Course:
    """What the model knows of a matter. `counter` accepts at the counter; `licence`: the law counts five days of
    silence; the days of its limits (0: the same day, None: there is none)."""

    counter: bool
    steps: tuple[Step, ...]
    decides: str
    ground: str
    asked: str  # a material a 补正通知书 can ask for
    samples: dict[str, Sample]
    promised: int
    statutory: int | None = None
    extension: int = 0
    licence: bool = False

    @property
    def departments(self) -> set[str]:
        return {self.decides, *(step.department for step in self.steps)}


COURSES = {
    YARD: Course(
        counter=False,
        steps=(
            Step("镇建设办", ("图纸核对",)),
            Step("镇建设办", special=True, days=5),
            Step("县住建局", ("公示无异议", "间距够", "外观好")),
        ),
        decides="县住建局",
        ground="间距不足",
        asked=APPLICATION,
        samples={
            "齐全": Sample("通过"),
            "平面图后补": Sample("容缺受理", late=True),
            "邻居意见用承诺": Sample("通过", promised=True),
            "又后补又承诺": Sample("容缺受理", late=True, promised=True),
            "没带申请表": Sample("补正", defects=(APPLICATION,)),
            "面积太大": Sample("不予受理", ungrantable=True),
            "面积偏大": Sample("通过", ungrantable=True),
        },
        promised=7,
        statutory=20,
        extension=10,
        licence=True,
    ),
    STALL: Course(
        counter=False,
        steps=(
            Step("镇建设办", group="会商"),
            Step("县民政局", ("卫生合格",), special=True, group="会商"),
            Step("镇建设办"),
        ),
        decides="镇建设办",
        ground="",
        asked=APPLICATION,
        samples={"齐全": Sample("通过"), "没带申请表": Sample("补正", defects=(APPLICATION,))},
        promised=7,
    ),
    INVOICE: Course(
        counter=True,
        steps=(Step("税务分局"),),
        decides="税务分局",
        ground="不能证明业务真实发生",
        asked="申请人身份证",
        samples={"村民卖大葱给饭店，金额不大，材料齐全": Sample("通过"), "税款还没缴": Sample("补正", ("税款缴清",))},
        promised=0,
        statutory=0,
    ),
}


@dataclass(frozen=True)
class Hand:
    role: str
    person: str
    department: str = ""

    @property
    def desk(self) -> str:
        return self.department or self.role


HANDS = {
    "clerk-wang": Hand("窗口", "clerk-wang"),
    "clerk-li": Hand("窗口", "clerk-li"),
    "clerk-zhao": Hand("别的窗口", "clerk-zhao"),
    "build-he": Hand("审批", "build-he", "镇建设办"),
    "county-qian": Hand("审批", "county-qian", "县住建局"),
    "civil-zhou": Hand("审批", "civil-zhou", "县民政局"),
    "tax-jiang": Hand("审批", "tax-jiang", "税务分局"),
    "issuer-jin": Hand("出证", "issuer-jin"),
    "supervisor-tao": Hand("监督", "supervisor-tao"),
    # second accounts: a clerk who approves, an approver who issues, an approver at the window
    "wang-too": Hand("审批", "clerk-wang", "镇建设办"),
    "he-too": Hand("出证", "build-he"),
    "zhou-too": Hand("窗口", "civil-zhou"),
}


@dataclass
class Task:
    number: int  # of the step
    department: str
    state: str = "waiting"
    held: bool = False


@dataclass
class Pause:
    number: int
    begun: date
    until: date | None
    ended: date | None = None

    @property
    def span(self) -> tuple[date, date | None]:
        return self.begun, self.ended if None in (self.ended, self.until) else min(self.ended, self.until)  # type: ignore[type-var]


@dataclass
class Model:
    """One case as the model sees it."""

    matter: str
    state: str = "none"
    sample: Sample = field(default_factory=lambda: Sample(""))
    kinds: list[str] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    advised_on: date | None = None
    filed: date | None = None
    counted_from: date | None = None
    accepted_on: date | None = None
    told: set[str] = field(default_factory=set)
    notices: int = 0
    answer_by: date | None = None
    permitted: bool = False
    plan_by: date | None = None  # the day the plan is awaited by; None: it is not
    plan_came: bool = False
    tasks: list[Task] = field(default_factory=list)
    passed_on: set[str] = field(default_factory=set)  # departments that transferred a step
    pauses: list[Pause] = field(default_factory=list)
    extended: bool = False
    decided: str = ""
    promise: str = ""  # 承诺, 属实 or 不属实
    revoked: bool = False
    holder: str | None = None
    going_to: str = ""
    fresh: bool = False  # received at this very moment
    receiver: str = ""
    since: set[str] = field(default_factory=set)  # the persons who did something since it was received
    papers: list[str] = field(default_factory=list)  # their numbers, as they came back

    @property
    def course(self) -> Course:
        return COURSES[self.matter]

    def open_tasks(self) -> list[Task]:
        return [task for task in self.tasks if task.state in ("open", "suspended")]

    def own(self, department: str) -> Task | None:
        """What the department works on: what is open before what rests."""
        own = [task for task in self.open_tasks() if task.department == department]
        return min(own, key=lambda task: task.state != "open", default=None)

    def step(self, task: Task) -> Step:
        return self.course.steps[task.number]

    # -- who sees it, where it lies -----------------------------------------------------------------------------

    def seen_by(self, hand: Hand) -> bool:
        sharing = self.course.departments | {task.department for task in self.tasks} | self.passed_on
        return {
            "窗口": True,
            "别的窗口": False,
            "审批": hand.department in sharing and self.state != "advised",
            "出证": self.state in ISSUING,
            "监督": True,
        }[hand.role]

    def desks(self) -> set[str]:
        """The desks that have a part in the case, so that papers can go there."""
        issuing = {"出证"} if self.state in ISSUING else set()
        return self.course.departments | {task.department for task in self.tasks} | self.passed_on | {"窗口"} | issuing

    # -- the calendar -------------------------------------------------------------------------------------------

    def due(self) -> date | None:
        """The last day for the decision, or None."""
        if self.accepted_on is None or self.decided or self.state in ("refused", "correcting") or self.ended():
            return None
        held = tuple(pause.span for pause in self.pauses)
        days = [self.limit(n, held) for n in (self.course.promised, self.course.statutory) if n is not None]
        return min((day for day in days if day), default=None)

    def limit(self, working_days: int, held: tuple[tuple[date, date | None], ...]) -> date | None:
        assert self.accepted_on is not None
        end = after(self.accepted_on, working_days, held) if working_days else rolled(self.accepted_on)
        return after(end, self.course.extension, held) if self.extended and end else end

    def ended(self) -> bool:
        return bool({"withdrawn", "terminated", "receipt_voided"} & set(self.kinds))

    def fall(self) -> tuple[str, date] | None:
        """The first thing the calendar does if nobody does anything, and from which day."""
        found: list[tuple[str, date | None]] = []
        if self.state == "received" and self.course.licence:
            assert self.counted_from is not None
            found.append(("deem_accepted", after(self.counted_from, 5)))
        if self.state == "advised":
            assert self.advised_on is not None
            found.append(("lapse_advice", rolled(self.advised_on + timedelta(days=90))))
        if self.state == "correcting":
            found.append(("lapse_correction", self.answer_by))
        if self.state in ("received", *IN_OFFICE) and self.plan_by:
            found.append(("lapse_later", self.plan_by))
        # a day in a year without a published calendar has no effect yet
        certain = [(act, last + ONE_DAY) for act, last in found if last and last.year in CALENDAR.years]
        return min(certain, key=lambda one: one[1], default=None)

    def settle(self, today: date) -> bool:
        """What has fallen due by today has happened; whether anything did."""
        moved = False
        while (fall := self.fall()) and fall[1] <= today:
            moved = True
            if fall[0] == "deem_accepted":
                assert self.counted_from is not None
                self.kinds.append("deemed_accepted")
                self.accept(self.counted_from)
            else:
                self.end("terminated")
        return moved

    # -- what acts do -------------------------------------------------------------------------------------------

    def file(self, act: str, sample: Sample, person: str, today: date, counted_from: date) -> None:
        """advise, receive, correct."""
        self.sample, self.parts[person] = sample, "receive"
        self.kinds.append({"advise": "advised", "receive": "received", "correct": "corrected"}[act])
        if act == "advise":
            self.state, self.advised_on = "advised", today
            return
        self.since.add(person)
        if act == "receive":
            self.filed, self.holder = today, person
            self.fresh, self.since = True, {person}
            self.receiver = person
        self.state, self.counted_from = "received", counted_from
        self.plan_by = after(rolled(today), 5) if sample.late else None
        if self.plan_came:
            self.plan_by = None
        self.promise = "承诺" if sample.promised else ""
        if sample.defects:
            self.ask(sample.defects, today)

    def ask(self, defects: tuple[str, ...], today: date) -> None:
        self.kinds.append("correction_asked")
        self.told |= set(defects)
        self.notices += 1
        self.state, self.answer_by, self.permitted = "correcting", after(today, 15), False

    def accept(self, on: date) -> None:
        self.accepted_on = on
        self.tasks = [Task(n, step.department) for n, step in enumerate(self.course.steps)]
        self.open_next()

    def open_next(self) -> None:
        """The next step opens, with those of its group beside it, once no other is open."""
        waiting = [task for task in self.tasks if task.state == "waiting"]
        if waiting and not self.open_tasks():
            group = self.step(waiting[0]).group
            for task in waiting:
                if task is not waiting[0] and (not group or self.step(task).group != group):
                    break
                task.state = "open"
        self.stand()

    def stand(self) -> None:
        states = {task.state for task in self.tasks}
        self.state = "suspended" if "suspended" in states else "in_review" if "open" in states else "to_decide"

    def go_back(self, number: int) -> None:
        for task in self.tasks[number:]:
            task.state, task.held = "waiting", False
        self.tasks[number].state = "open"
        self.stand()

    def end(self, kind: str) -> None:
        self.kinds.append(kind)
        self.state = kind
