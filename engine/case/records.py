"""A case (办件) as its events make it (`engine.case.fold`): frozen records, nothing the events do not say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine.case.attachments import Attachment
from engine.case.events import CONFIDENTIAL, Actor, Event

STATES: dict[str, str] = {
    "none": "尚未登记",
    "advised": "已一次性告知",
    "received": "已收件",
    "correcting": "待补正",
    "in_review": "审查中",
    "suspended": "特别程序中",
    "to_decide": "待决定",
    "granted": "准予，待制证",
    "certified": "已制证，待送达",
    "denied": "不予，待送达",
    "refused": "不予受理",
    "delivered": "已送达",
    "closed": "已办结",
    "withdrawn": "已撤回",
    "terminated": "已终止",
    "revoked": "已撤销",
    "archived": "已归档",
    "voided": "收件已作废",
}
ENDED = ("closed", "withdrawn", "terminated", "revoked", "archived", "voided")  # nothing of the procedure is left to do
OPEN_STATES = tuple(state for state in STATES if state not in ("none", "advised", *ENDED))


@dataclass(frozen=True, slots=True)
class Person:
    """Who applies or acts for an applicant: name and identifier (18 digits or an organisation's code), phone."""

    name: str
    identifier: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One step of the back office in this case; `department` a role name; `parallel` the group of steps that open
    together; `opinion` what the approver wrote; `held` whether its special procedure was held since it opened."""

    step: str
    department: str
    state: str  # waiting, open, suspended, done
    parallel: str = ""
    opened_at: datetime | None = None
    done_at: datetime | None = None
    by: Actor | None = None
    opinion: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """A 容缺 material: the last day to bring it, and when it was brought."""

    material: str
    due: date
    supplied_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing a 补正通知书 asks to be put right: the `name` of a material, checkpoint or field ('' for something
    else), and what is to be done, as the applicant reads it."""

    name: str
    asks: str


@dataclass(frozen=True, slots=True)
class Correction:
    """One 补正通知书: who asked, for what, the last day to answer, and when it was answered (None: not yet).
    `permitted`: a supervisor signed that it may raise what the first notice could have raised."""

    at: datetime
    by: Actor
    defects: tuple[Defect, ...]
    due: date
    answered_at: datetime | None = None
    permitted: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """The one extension of the limit (行政许可法第四十二条): its length, reasons, who approved it."""

    at: datetime
    by: Actor
    length: str
    reasons: str
    approver: str


@dataclass(frozen=True, slots=True)
class DeadlineChange:
    """The last day of a `clock` (engine.case.lights) that a new or corrected calendar moved; `notice` is its number,
    for a `year`."""

    at: datetime
    clock: str
    old: date
    new: date
    notice: str
    year: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How a case ended otherwise than by its decision: `kind` of event (receipt_voided, withdrawn, terminated,
    promise_revoked), the reason by name, in words, when, and by whom."""

    kind: str
    at: datetime
    by: Actor
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class PromiseCheck:
    """A look at whether a promise was kept: the material promised, whether it was true, what was found."""

    material: str
    kept: bool
    note: str
    at: datetime
    by: Actor


@dataclass(frozen=True, slots=True)
class Transit:
    """The paper file on its way: from whom, to which desk (a department's role name, or 窗口 or 出证), since when, and
    the number of the 移交清单 it goes with ('' where that is not known)."""

    by: Actor
    to: str
    at: datetime
    list: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A material really handed in at 收件: its form and number of copies."""

    name: str
    form: str
    copies: int
    promised: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper that went out: type of `documents.registry`, number, the data it is rendered from, the hash of the
    template, the place and hash of its own event in the town's chain (0 and '' before the commit), when it was printed
    again, and whether it is 作废 by now."""

    type: str
    title: str
    number: str
    issued_at: datetime
    data: Mapping[str, Any]
    template: str
    sequence: int
    digest: str
    reprinted_at: tuple[datetime, ...] = ()
    void: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """A special procedure that stopped the clock: its step and kind, the local day it began and the day it ended
    (None while it lasts), and the last of the days it was given (`until`, None where an event ends it). The days after
    it began up to and including its last one do not count; an office that ends it late gains nothing by it. `detail`
    says how it is held, '' where there is nothing to say."""

    step: str
    kind: str
    suspended_on: date
    resumed_on: date | None = None
    until: date | None = None
    detail: str = ""

    @property
    def last_day(self) -> date | None:
        """The last day that does not count; None while the procedure lasts."""
        if self.resumed_on is None or self.until is None:
            return self.resumed_on
        return min(self.resumed_on, self.until)


@dataclass(frozen=True, slots=True)
class Decision:
    """准予 or 不予 (`granted`), with the ground by name where denied, the approver's reasons, and the award in 分."""

    granted: bool
    at: datetime
    by: Actor
    reasons: str
    ground: str | None = None
    award: int | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was made for the applicant: its number, name and kind (证照 批文 其他), text, and last day if it has one."""

    number: str
    name: str
    kind: str
    text: str
    made_at: datetime
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who took the result: `receiver` and relation to the applicant, `way` (窗口领取 …), place."""

    at: datetime
    receiver: str
    relation: str
    way: str
    place: str
    by: Actor


@dataclass(frozen=True, slots=True)
class Evaluation:
    """好差评: one of the five grades, the applicant's own words, when, and when the supervisor called back."""

    grade: str
    words: str
    at: datetime
    called_back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """The case as its events make it. `state` is a key of STATES; `filed` the local date of 收件, by which ages and
    parameters were judged; `counted_from` starts clocks, and moves when a correction came in; `accepted_on` the local
    date of 受理 (None before it), `deemed` where five days passed in silence instead (视为受理). `submission` and
    `verdict` are the stored JSON of both at 收件 or the last correction (at the last advice before it), `first_verdict`
    that of 收件; `files` are the scans of what was handed in, each time behind those of the time before; `answered` are
    the answers given at each step of the back office, as typed. `passed_on` are the departments a step was transferred
    away from. `holder` has the paper file; while it is on its way `transit` says to whom."""

    id: str = ""
    town: str = ""
    matter: str = ""
    title: str = ""
    definition: str = ""
    window: str = ""
    channel: str = ""
    village: str = ""
    state: str = "none"
    applicant: Person | None = None
    agent: Person | None = None
    advised_at: datetime | None = None
    received_at: datetime | None = None
    filed: date | None = None
    counted_from: date | None = None
    receiver: Actor | None = None
    accepted_at: datetime | None = None
    accepted_on: date | None = None
    deemed: bool = False
    form: tuple[tuple[str, str], ...] = ()
    submission: Mapping[str, Any] = field(default_factory=dict)
    verdict: Mapping[str, Any] = field(default_factory=dict)
    first_verdict: Mapping[str, Any] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    correction_permitted: bool = False
    taken: tuple[Taken, ...] = ()
    files: tuple[Attachment, ...] = ()
    later: tuple[Later, ...] = ()
    tasks: tuple[Task, ...] = ()
    judged: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    answered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    passed_on: tuple[str, ...] = ()
    pauses: tuple[Pause, ...] = ()
    extension: Extension | None = None
    deadline_changes: tuple[DeadlineChange, ...] = ()
    decision: Decision | None = None
    refusal: Mapping[str, str] | None = None
    checks: tuple[PromiseCheck, ...] = ()
    revocation: Ending | None = None
    ending: Ending | None = None
    holder: Actor | None = None
    transit: Transit | None = None
    pages: Mapping[str, int] = field(default_factory=dict)
    certificates: tuple[Certificate, ...] = ()
    delivery: Delivery | None = None
    closed_at: datetime | None = None
    archived_at: datetime | None = None
    archive_number: str | None = None
    evaluation: Evaluation | None = None
    progress_token: str = ""
    progress_code: str = ""
    documents: tuple[Issued, ...] = ()
    history: tuple[Event, ...] = ()

    @property
    def office_history(self) -> tuple[Event, ...]:
        """The history without what only the supervisor may know."""
        return tuple(event for event in self.history if event.kind not in CONFIDENTIAL)

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        """The steps somebody has to work on now."""
        return tuple(t for t in self.tasks if t.state in ("open", "suspended"))

    @property
    def outstanding(self) -> tuple[Later, ...]:
        """The 容缺 materials not yet brought."""
        return tuple(item for item in self.later if item.supplied_at is None)

    @property
    def paused(self) -> Pause | None:
        """The special procedure that holds the clock now, if one does; of several the last that began."""
        return next((pause for pause in reversed(self.pauses) if pause.resumed_on is None), None)

    def pause_of(self, step: str) -> Pause | None:
        """The special procedure of that step that has not ended."""
        return next((pause for pause in self.pauses if pause.step == step and pause.resumed_on is None), None)

    @property
    def promised(self) -> tuple[str, ...]:
        """The materials replaced by a signed promise."""
        return tuple(t.name for t in self.taken if t.promised)

    @property
    def unchecked_promises(self) -> tuple[str, ...]:
        """The promised materials nobody has looked into yet."""
        done = {check.material for check in self.checks}
        return tuple(name for name in self.promised if name not in done)

    def document(self, number: str) -> Issued | None:
        """The issued paper of that number, or None."""
        return next((d for d in self.documents if d.number == number), None)
