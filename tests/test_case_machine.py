"""Any order of what a centre does leaves each case where a plain dict says it should, and every invariant whole.

The model knows three matters by heart: who accepts, which steps in which department, who decides.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from engine.case import OPEN_STATES
from engine.catalogue import Catalogue
from engine.events import CaseError
from engine.fold import fold
from engine.procedure import ACTS
from engine.routing import desk
from engine.service.accounts import add_account
from engine.service.acting import perform
from engine.service.context import NotFoundError, Service
from engine.service.desks import open_case, worklist
from engine.service.drafting import own_draft, reopen, save_draft, start_draft
from engine.service.issuing import row_of
from engine.service.receiving import Done, advise, receive
from engine.store.contract import SeparationError, StaleError, TokenReusedError
from engine.store.sqlite import verify
from engine.store.sqlite.store import SqliteTransaction
from tests.conftest import Clock, open_copy
from tests.counter import ALLOWANCE, CALENDAR, GIVEN, HOUSE, INVOICE, actor, form_of
from tests.launcher import TOWN


@dataclass(frozen=True)
class Step:
    department: str
    special: bool = False
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """What the model knows of a matter: `counter` accepts at the counter; its steps; who decides; a ground."""

    counter: bool
    steps: tuple[Step, ...]
    decides: str
    ground: str
    examples: dict[str, str]

    @property
    def departments(self) -> set[str]:
        return {self.decides, *(step.department for step in self.steps)}


COURSES = {
    ALLOWANCE: Course(
        counter=False,
        steps=(Step("镇社会事务办"), Step("县民政局", points=("数据比对",))),
        decides="县民政局",
        ground="户籍不在本镇",
        examples={
            "今天满80周岁，材料齐全": "通过",
            "社保卡复印件忘带了，先受理后补": "容缺受理",
            "申请审批表没带，不能容缺": "补正",
            "户口在邻镇，请到户籍地办": "不予受理",
        },
    ),
    INVOICE: Course(
        counter=True,
        steps=(Step("税务分局"),),
        decides="税务分局",
        ground="不能证明业务真实发生",
        examples={"村民卖大葱给饭店，金额不大，材料齐全": "通过", "税款还没缴": "补正"},
    ),
    HOUSE: Course(
        counter=False,
        steps=(
            Step("县不动产登记中心"),
            Step("县不动产登记中心", special=True),
            Step("县不动产登记中心", points=("公告无异议", "权属清楚")),
        ),
        decides="县不动产登记中心",
        ground="权属有争议",
        examples={"本村村民批准建的房子，一人所有，材料齐全": "通过"},
    ),
}
NOTICE_DAYS = 15
LATE_PAPER = "社保卡或一卡通复印件"


@dataclass(frozen=True)
class Hand:
    role: str
    person: str
    department: str = ""


HANDS = {
    "clerk-wang": Hand("窗口", "clerk-wang"),
    "clerk-li": Hand("窗口", "clerk-li"),
    "clerk-zhao": Hand("别的窗口", "clerk-zhao"),
    "social-chen": Hand("审批", "social-chen", "镇社会事务办"),
    "civil-zhou": Hand("审批", "civil-zhou", "县民政局"),
    "tax-jiang": Hand("审批", "tax-jiang", "税务分局"),
    "land-xu": Hand("审批", "land-xu", "县不动产登记中心"),
    "issuer-jin": Hand("出证", "issuer-jin"),
    # second accounts: a clerk who approves, an approver who issues, an approver at the window
    "wang-too": Hand("审批", "clerk-wang", "镇社会事务办"),
    "chen-too": Hand("出证", "social-chen"),
    "zhou-too": Hand("窗口", "civil-zhou"),
}
LOGINS = st.sampled_from(sorted(HANDS))
ORDINARY = (
    "accept", "suspend", "resume", "finish_step", "supply", "grant", "refuse", "make_certificate", "deliver", "archive",
)  # fmt: skip
NAMES = [name for name, one in ACTS.items() if "none" not in one.states]


@dataclass
class Model:
    """One case as the dict sees it."""

    matter: str
    state: str
    outcome: str
    kinds: list[str]
    parts: dict[str, str] = field(default_factory=dict)
    at: int = 0  # the step that is open
    held: bool = False  # the special procedure of the open step is over
    suspended_on: date | None = None
    awaited: bool = False

    @property
    def course(self) -> Course:
        return COURSES[self.matter]

    @property
    def step(self) -> Step:
        return self.course.steps[self.at]


@dataclass
class Sent:
    """A form that was sent and answered: who, what, and the answer."""

    send: Any
    login: str
    answer: Done


class Centre(RuleBasedStateMachine):
    """The service beside its model."""

    original: Path
    catalogue: Catalogue

    @initialize()
    def open_the_doors(self) -> None:
        memory = Path("/dev/shm")
        self.folder = tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None)
        self.clock = Clock()
        self.service: Service = open_copy(self.original, Path(self.folder.name), self.catalogue, self.clock)
        self.cases: dict[str, Model] = {}
        self.drafts: dict[str, dict[str, Any]] = {}
        self.sent: list[Sent] = []
        self.tokens = 0
        for matter, name in (
            (ALLOWANCE, "今天满80周岁，材料齐全"),
            (ALLOWANCE, "社保卡复印件忘带了，先受理后补"),
            (INVOICE, "村民卖大葱给饭店，金额不大，材料齐全"),
            (HOUSE, "本村村民批准建的房子，一人所有，材料齐全"),
        ):
            self.come_in("clerk-wang", matter, name)

    def teardown(self) -> None:
        if hasattr(self, "service"):
            self.service.store.close()
            self.folder.cleanup()

    # -- helpers ------------------------------------------------------------------------------------------------

    def who(self, login: str) -> Any:
        return actor(self.service, login)

    def token(self) -> str:
        self.tokens += 1
        return f"token-{self.tokens}"

    def form(self, matter: str, name: str) -> list[tuple[str, str]]:
        return example_form(self.service, matter, name)

    def some_draft(self, data: st.DataObject) -> str:
        """One of the drafts; by its place, since ids are drawn at random."""
        return list(self.drafts)[data.draw(st.integers(0, len(self.drafts) - 1))]

    def head(self) -> Any:
        return self.service.store.head(TOWN)

    # -- the counter --------------------------------------------------------------------------------------------

    @rule(login=st.sampled_from(["clerk-wang", "clerk-li", "zhou-too", "clerk-zhao", "social-chen"]),
          matter=st.sampled_from(sorted(COURSES)))  # fmt: skip
    def somebody_starts(self, login: str, matter: str) -> None:
        self.start(login, matter)

    def start(self, login: str, matter: str) -> None:
        if HANDS[login].role != "窗口":
            with pytest.raises(NotFoundError):
                start_draft(self.service, self.who(login), matter)
            return
        draft = start_draft(self.service, self.who(login), matter)
        self.drafts[draft.id] = {"owner": login, "matter": matter, "form": (), "version": 1, "case": None}

    @precondition(lambda self: self.drafts)
    @rule(data=st.data(), stale=st.booleans())
    def save(self, data: st.DataObject, stale: bool) -> None:
        draft_id = self.some_draft(data)
        known = self.drafts[draft_id]
        typed = [("申请人姓名", data.draw(st.text(max_size=4)))]
        version = known["version"] - 1 if stale else known["version"]
        if stale:
            with pytest.raises(StaleError):
                save_draft(self.service, self.who(known["owner"]), draft_id, typed, version)
        else:
            save_draft(self.service, self.who(known["owner"]), draft_id, typed, version)
            known |= {"version": version + 1, "form": tuple(typed)}

    @precondition(lambda self: self.drafts)
    @rule(data=st.data(), receiving=st.booleans(), crash=st.sampled_from([False, False, False, True]))
    def file_some_draft(self, data: st.DataObject, receiving: bool, crash: bool) -> None:
        draft_id = self.some_draft(data)
        examples = COURSES[self.drafts[draft_id]["matter"]].examples
        self.file(draft_id, data.draw(st.sampled_from(sorted(examples))), receiving, crash)

    @rule(data=st.data(), matter=st.sampled_from(sorted(COURSES)), login=st.sampled_from(["clerk-wang", "clerk-li"]))
    def somebody_comes(self, data: st.DataObject, matter: str, login: str) -> None:
        self.come_in(login, matter, data.draw(st.sampled_from(sorted(COURSES[matter].examples))))

    def come_in(self, login: str, matter: str, name: str) -> None:
        """A form opened, filled and sent at once, as its outcome allows."""
        self.start(login, matter)
        self.file(list(self.drafts)[-1], name, COURSES[matter].examples[name] != "补正", crash=False)

    def file(self, draft_id: str, name: str, receiving: bool, crash: bool) -> None:
        known = self.drafts[draft_id]
        outcome = COURSES[known["matter"]].examples[name]
        form, token, before = self.form(known["matter"], name), self.token(), self.head()
        clerk = self.who(known["owner"])

        def send(more: tuple[tuple[str, str], ...] = ()) -> Done:
            if receiving:
                return receive(self.service, clerk, draft_id, token, [*form, *more], signed=True)
            return advise(self.service, clerk, draft_id, token, [*form, *more])

        case = self.cases.get(known["case"])
        fits = outcome in (("通过", "容缺受理", "不予受理") if receiving else ("补正", "不予受理"))
        if not fits or (case is not None and case.state != "advised"):
            with pytest.raises(CaseError):
                send()
            assert self.head() == before
            return
        if case is not None and case.parts.get(HANDS[known["owner"]].person, "receive") != "receive":
            raise AssertionError("nobody approves a case that was only advised")
        if crash:
            self.broken(send, before)
        done = send()
        person = HANDS[known["owner"]].person
        if case is None:
            case = self.cases[done.case.id] = Model(known["matter"], "", "", [])
        assert known["case"] in (None, done.case.id)
        case.kinds.append("received" if receiving else "advised")
        case.parts[person] = "receive"
        case.state, case.outcome = ("received" if receiving else "advised"), outcome
        case.awaited = receiving and outcome == "容缺受理"
        del self.drafts[draft_id]
        self.sent.append(Sent(send, known["owner"], done))

    @precondition(lambda self: any(case.state == "advised" for case in self.cases.values()))
    @rule(data=st.data(), login=st.sampled_from(["clerk-wang", "clerk-li"]))
    def take_up_again(self, data: st.DataObject, login: str) -> None:
        case_id = data.draw(st.sampled_from(sorted(c for c, m in self.cases.items() if m.state == "advised")))
        draft = reopen(self.service, self.who(login), case_id)
        self.drafts[draft.id] = {
            "owner": login, "matter": self.cases[case_id].matter, "form": draft.form, "version": 1, "case": case_id,
        }  # fmt: skip

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        sent, before = self.sent[data.draw(st.integers(0, len(self.sent) - 1))], self.head()
        again = sent.send()
        assert again.repeated
        assert (again.case.id, again.documents) == (sent.answer.case.id, sent.answer.documents)
        assert self.head() == before

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_something_else(self, data: st.DataObject) -> None:
        sent, before = self.sent[data.draw(st.integers(0, len(self.sent) - 1))], self.head()
        with pytest.raises(TokenReusedError):
            sent.send((("另外", "一句"),))
        assert self.head() == before

    def broken(self, send: Any, before: Any) -> None:
        """The store fails at the last moment: nothing happened."""

        class Fault(Exception):
            pass

        def fail(*_arguments: Any) -> None:
            raise Fault

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(SqliteTransaction, "use", fail)
            with pytest.raises(Fault):
                send()
        assert self.head() == before

    # -- acts on a case -----------------------------------------------------------------------------------------

    def predicted(self, case: Model, login: str, name: str) -> str:
        """done, hidden, closed (the procedure says no) or separated, from the model alone."""
        hand, course = HANDS[login], case.course
        issuing = ("refused", "granted", "certified", "denied", "closed", "archived")
        visible = {
            "窗口": True,
            "别的窗口": False,
            "审批": hand.department in course.departments and case.state != "advised",
            "出证": case.state in issuing,
        }[hand.role]
        if not visible:
            return "hidden"
        if not self.is_open(case, hand, name):
            return "closed"
        part = self.part(case, name)
        return "separated" if part and case.parts.get(hand.person, part) != part else "done"

    def is_open(self, case: Model, hand: Hand, name: str) -> bool:
        course, state = case.course, case.state
        at_counter, issues = hand.role == "窗口", hand.role == "出证"
        if state == "received" and name in ("accept", "refuse"):
            mine = at_counter if course.counter else hand.department == course.steps[0].department
            return mine and (name == "refuse" or case.outcome != "不予受理")
        if name == "supply":
            return at_counter and case.awaited and state in ("in_review", "suspended", "to_decide")
        if state == "in_review" and hand.department == case.step.department:
            if name == "finish_step":
                return not case.step.special or case.held
            if name == "suspend":
                return case.step.special and not case.held
            return name == "return_step" and case.at > 0
        if state == "suspended" and hand.department == case.step.department and name == "resume":
            assert case.suspended_on is not None
            yesterday = self.service.today(TOWN) - timedelta(days=1)
            return CALENDAR.working_days_between(case.suspended_on, yesterday) >= NOTICE_DAYS
        if state == "to_decide" and hand.department == course.decides:
            return name in ("deny", "return_step") or (name == "grant" and not case.awaited)
        if name == "archive":
            return state == "closed" and (at_counter or issues)
        if issues:
            return (state, name) == ("granted", "make_certificate") or (
                name == "deliver" and state in ("certified", "denied", "refused")
            )
        return False

    @staticmethod
    def part(case: Model, name: str) -> str | None:
        if name in ("supply", "archive"):
            return None
        if name in ("accept", "refuse"):
            return "receive" if case.course.counter else "approve"
        return "issue" if name in ("make_certificate", "deliver") else "approve"

    def inputs(self, case: Model, name: str) -> dict[str, str]:
        points = case.step.points if case.at < len(case.course.steps) else ()
        first = self.service.current(TOWN, case.matter).matter.steps[0].name
        return {
            "refuse": {"理由类别": case.course.ground, "理由": "不符合规定。"},
            "finish_step": {"意见": "同意"} | {f"要点.{point}": "通过" for point in points},
            "return_step": {"退回到": first, "理由": "请再核对。"},
            "resume": {"结果": "没有异议"},
            "deny": {"理由类别": case.course.ground, "理由": "不符合规定。"},
            "supply": {"材料": LATE_PAPER, "形式": "复印件", "份数": "1"},
            "deliver": dict(GIVEN),
        }.get(name, {})

    def move_on(self, case: Model, name: str, person: str) -> None:
        """The model after an act that was done."""
        part = self.part(case, name)
        if part:
            case.parts[person] = part
        case.kinds += ["delivered", "closed"] if name == "deliver" else [ACTS[name].event]
        if name == "supply":
            case.awaited = False
            return
        if name in ("accept", "return_step"):
            case.state, case.at, case.held = "in_review", 0, False
        elif name == "finish_step":
            case.at, case.held = case.at + 1, False
            case.state = "in_review" if case.at < len(case.course.steps) else "to_decide"
        elif name == "suspend":
            case.state, case.suspended_on = "suspended", self.service.today(TOWN)
        elif name == "resume":
            case.state, case.held = "in_review", True
        else:
            case.state = {
                "refuse": "refused", "grant": "granted", "deny": "denied", "make_certificate": "certified",
                "deliver": "closed", "archive": "archived",
            }[name]  # fmt: skip

    def attempt(self, case_id: str, login: str, name: str) -> None:
        case, before, token = self.cases[case_id], self.head(), self.token()
        expected = self.service.store.events(TOWN, case_id)[-1].sequence
        inputs, who = self.inputs(case, name), self.who(login)

        def send(more: tuple[tuple[str, str], ...] = ()) -> Done:
            return perform(self.service, who, case_id, name, inputs | dict(more), token, expected)

        foreseen = self.predicted(case, login, name)
        refusals: dict[str, type[Exception]] = {
            "hidden": NotFoundError, "closed": CaseError, "separated": SeparationError,
        }  # fmt: skip
        if foreseen != "done":
            with pytest.raises(refusals[foreseen]):
                send()
            assert self.head() == before
            return
        done = send()
        assert not done.repeated
        self.move_on(case, name, HANDS[login].person)
        self.sent.append(Sent(send, login, done))

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), login=LOGINS, name=st.sampled_from(NAMES))
    def anybody_tries_anything(self, data: st.DataObject, login: str, name: str) -> None:
        self.attempt(data.draw(st.sampled_from(sorted(self.cases))), login, name)

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), times=st.integers(1, 9), watched=st.booleans())
    def a_case_goes_its_ordinary_way(self, data: st.DataObject, times: int, watched: bool) -> None:
        case_id = data.draw(st.sampled_from(sorted(self.cases)))
        for _ in range(times):
            if watched:
                self.nobody_does_what_is_closed(case_id)
            if self.cases[case_id].state == "suspended":
                self.clock.move(days=30)  # past the days of the notice: it always holds fifteen working days
            ways = self.ways(case_id, "done")
            ahead = [way for name in ORDINARY for way in ways if way[1] == name]
            if ahead:
                self.attempt(case_id, *ahead[0])

    def nobody_does_what_is_closed(self, case_id: str) -> None:
        """Everybody tries what this state knows but something else forbids: desk, days, something still awaited."""
        for login, name in self.ways(case_id, "closed"):
            if self.cases[case_id].state in ACTS[name].states:
                self.attempt(case_id, login, name)

    @precondition(lambda self: self.cases)
    @rule(data=st.data())
    def somebody_who_may_does_something(self, data: st.DataObject) -> None:
        every = [(case_id, *way) for case_id in sorted(self.cases) for way in self.ways(case_id, "done")]
        if every:
            self.attempt(*data.draw(st.sampled_from(every)))

    @precondition(lambda self: self.cases)
    @rule(data=st.data())
    def the_same_person_tries_another_part(self, data: st.DataObject) -> None:
        every = [(case_id, *way) for case_id in sorted(self.cases) for way in self.ways(case_id, "separated")]
        if every:
            self.attempt(*data.draw(st.sampled_from(every)))

    def ways(self, case_id: str, foreseen: str) -> list[tuple[str, str]]:
        """Who could try what, and it would end like this."""
        case = self.cases[case_id]
        return [(login, name) for login in sorted(HANDS) for name in NAMES
                if self.predicted(case, login, name) == foreseen]  # fmt: skip

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), login=LOGINS, name=st.sampled_from(NAMES))
    def an_old_page(self, data: st.DataObject, login: str, name: str) -> None:
        case_id = data.draw(st.sampled_from(sorted(self.cases)))
        case, before = self.cases[case_id], self.head()
        old = self.service.store.events(TOWN, case_id)[-1].sequence - 1
        hidden = self.predicted(case, login, name) == "hidden"
        with pytest.raises(NotFoundError if hidden else StaleError):
            perform(self.service, self.who(login), case_id, name, self.inputs(case, name), self.token(), old)
        assert self.head() == before

    @precondition(lambda self: self.cases)
    @rule(data=st.data())
    def the_store_fails_in_the_middle_of_an_act(self, data: st.DataObject) -> None:
        case_id = data.draw(st.sampled_from(sorted(self.cases)))
        case, before = self.cases[case_id], self.head()
        ways = self.ways(case_id, "done")
        if ways:
            login, name = data.draw(st.sampled_from(ways))
            expected = self.service.store.events(TOWN, case_id)[-1].sequence
            self.broken(
                lambda: perform(
                    self.service, self.who(login), case_id, name, self.inputs(case, name), self.token(), expected
                ),
                before,
            )

    @rule(days=st.sampled_from([1, 1, 4, 15, 30]))
    def time_passes(self, days: int) -> None:
        self.clock.move(days=days)

    # -- what must always be true -------------------------------------------------------------------------------

    @invariant()
    def each_case_is_where_the_model_says(self) -> None:
        for case_id, model in getattr(self, "cases", {}).items():
            case = fold(self.service.store.events(TOWN, case_id))
            kinds = [event.kind for event in case.history if event.kind != "document_issued"]
            assert (case.state, kinds) == (model.state, model.kinds)
            assert bool(case.outstanding) == model.awaited
            assert self.service.store.parts(TOWN, case_id) == model.parts
            definition = self.service.pinned(case.definition)
            assert self.service.store.row(TOWN, case_id) == row_of(case, definition, self.service)
            assert model.kinds.count("granted") + model.kinds.count("denied") <= 1
            if "certificate_made" in model.kinds:
                assert model.kinds.count("granted") == model.kinds.count("certificate_made") == 1
                assert model.kinds.index("granted") < model.kinds.index("certificate_made")
            holder = desk(case, definition)
            if case.state in OPEN_STATES:
                assert holder is not None and (holder.role != "审批" or holder.departments)
                assert len(case.open_tasks) == (case.state in ("in_review", "suspended"))

    @invariant()
    def every_open_case_lies_on_somebodys_desk(self) -> None:
        if not getattr(self, "cases", None):
            return
        listed = {row.case for login in HANDS for row in worklist(self.service, self.who(login))}
        assert {case for case, model in self.cases.items() if model.state in OPEN_STATES} <= listed

    @invariant()
    def drafts_are_kept_as_typed(self) -> None:
        for draft_id, known in getattr(self, "drafts", {}).items():
            draft = own_draft(self.service, self.who(known["owner"]), draft_id)
            assert (draft.form, draft.version, draft.case) == (known["form"], known["version"], known["case"])

    @invariant()
    def numbers_have_no_gaps(self) -> None:
        found: dict[str, list[int]] = defaultdict(list)
        for case_id in getattr(self, "cases", {}):
            found[case_id[9:19]].append(int(case_id[19:23]))
            for issued in open_case(self.service, self.who("clerk-wang"), case_id).documents:
                series, _, serial = issued.number.removesuffix("号").partition("第")
                found[series].append(int(serial))
        for numbers in found.values():
            assert sorted(numbers) == list(range(1, len(numbers) + 1))

    @invariant()
    def the_chain_is_whole(self) -> None:
        if getattr(self, "cases", None):
            report = verify(Path(self.folder.name) / "data", TOWN, self.head())
            assert report.findings == ()
            assert report.events == sum(len(self.service.store.events(TOWN, case)) for case in self.cases)


@cache
def _form(matter: str, name: str, catalogue: int) -> list[tuple[str, str]]:
    return form_of(_services[catalogue], matter, name)


_services: dict[int, Service] = {}


def example_form(service: Service, matter: str, name: str) -> list[tuple[str, str]]:
    """The form of an example, made once for a catalogue."""
    key = id(service.catalogues[TOWN])
    _services.setdefault(key, service)
    return list(_form(matter, name, key))


def test_any_order_of_acts_keeps_every_invariant(opened_once: Path, catalogue: Catalogue, tmp_path: Path) -> None:
    folder = tmp_path / "staffed"
    service = open_copy(opened_once, folder, catalogue, Clock())
    for login, hand in (
        ("wang-too", HANDS["wang-too"]),
        ("chen-too", HANDS["chen-too"]),
        ("zhou-too", HANDS["zhou-too"]),
    ):
        add_account(
            service, TOWN, login, "correct horse battery", name="同一人", role=hand.role, person=hand.person,
            department=hand.department, windows=("综合受理",) if hand.role == "窗口" else (),
        )  # fmt: skip
    service.store.close()
    Centre.original, Centre.catalogue = folder, catalogue
    run_state_machine_as_test(
        Centre,
        settings=settings(
            max_examples=40, stateful_step_count=40, deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )  # fmt: skip
