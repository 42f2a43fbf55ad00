"""Any order of what a centre does, on any days, leaves each case where a plain model says, and every invariant whole.

The model (`course_model`, `course_acts`) knows three matters by heart: one with everything the licensing law has, one
whose departments look at the same time, one accepted at the counter.
"""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
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

from engine.case.events import CaseError
from engine.catalogue.town_catalogue import Catalogue
from engine.procedure import ACTS
from engine.service.cases.settling import settle, settle_all
from engine.service.centre.context import NotFoundError
from engine.service.counter.drafting import own_draft, reopen, save_draft, start_draft
from engine.service.counter.receiving import Done, advise, correct, receive
from engine.service.office.acting import perform
from engine.store.errors import SeparationError, StaleError, TokenReusedError
from engine.store.sqlite.file.connection import Connection
from engine.store.sqlite.store import SqliteTransaction
from tests.conftest import Clock
from tests.support.counter import INVOICE, PILOT
from tests.support.courses.acts import PARTS, Moment, foreseen, go_on
from tests.support.courses.audit import Audit
from tests.support.courses.model import COURSES, HANDS, STALL, YARD, Model, counted
from tests.support.launcher import TOWN
from tests.support.small_town import SmallTown, build

SENDS: dict[str, Callable[..., Done]] = {"receive": receive, "correct": correct}
NAMES = sorted(name for name, act in ACTS.items() if not act.on_draft)
ORDINARY = (
    "accept", "supply", "suspend", "resume", "finish_step", "grant", "refuse", "make_certificate", "deliver", "archive",
)  # fmt: skip
# What a new form begins with: the rows that its 明细 must have.
BEGINNINGS = {INVOICE: (("货物明细.行", "1"),)}
# Where a store can fail: in the middle of the events, after them, and at the commit itself.
FAULTS = {
    "papers and numbers": (SqliteTransaction, "publish"),
    "before the events": (SqliteTransaction, "append"),
    "after the events": (SqliteTransaction, "index"),
    "the commit": (Connection, "commit"),
}
RUNS = int(os.environ.get("RUNS", "300"))  # `make nightly` asks for more
LOGINS = st.sampled_from(sorted(HANDS))
CLERKS = st.sampled_from(["clerk-wang", "clerk-li", "zhou-too"])
MATTERS = st.sampled_from(sorted(COURSES))


@dataclass
class Draft:
    owner: str
    matter: str
    form: tuple[tuple[str, str], ...] = ()
    version: int = 1
    case: str | None = None


@dataclass
class Sent:
    """A form that was sent and answered: how, and the answer."""

    send: Callable[..., Done]
    answer: Done


class FaultError(Exception):
    pass


@contextmanager
def failing(point: str) -> Iterator[None]:
    """While the store fails at that point."""
    owner, name = FAULTS[point]

    def fail(this: Any, *_arguments: Any, **_more: Any) -> None:
        if isinstance(this, Connection):
            this.rollback()  # as a commit does that the disk refuses
        raise FaultError

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(owner, name, fail)
        yield


class Centre(RuleBasedStateMachine):
    """The service beside its model."""

    town: SmallTown

    @initialize(ahead=st.sampled_from([0, 0, 0, 4, 13]))
    def open_the_doors(self, ahead: int) -> None:
        """Four cases are there; the first is already `ahead` by so many acts, so that late courses are walked too."""
        memory = Path("/dev/shm")
        self.folder = tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None)
        self.clock = Clock()
        self.service = self.town.open(Path(self.folder.name), self.clock)
        self.cases: dict[str, Model] = {}
        self.drafts: dict[str, Draft] = {}
        self.sent: list[Sent] = []
        self.tokens = 0
        self.acted: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.touched: set[str] = set()
        self.audit = Audit(self.service, self.town)
        for matter, name in (
            (YARD, "又后补又承诺"), (YARD, "齐全"), (STALL, "齐全"), (INVOICE, next(iter(COURSES[INVOICE].samples))),
        ):  # fmt: skip
            self.come_in("clerk-wang", matter, name)
        self.check_what_was_touched()
        self.go(next(iter(self.cases)), ahead)

    def teardown(self) -> None:
        if hasattr(self, "service"):
            self.service.store.close()
            self.folder.cleanup()

    # -- helpers ------------------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        return self.clock.at.astimezone(PILOT.zone).date()

    def token(self) -> str:
        self.tokens += 1
        return f"token-{self.tokens}"

    def head(self) -> Any:
        return self.service.store.head(TOWN)

    def moment(self, case_id: str, login: str) -> Moment:
        case = self.cases[case_id]
        return Moment(case, HANDS[login], self.today, case.course.asked if self.audit.last.get(case_id, 0) % 2 else "")

    def fallen_due(self, case_id: str | None) -> bool:
        """The model after what fell due; the engine does it by itself, whatever it is asked about the case."""
        moved = case_id is not None and self.cases[case_id].settle(self.today)
        if moved and case_id:
            self.touched.add(case_id)
        return moved

    def some(self, data: st.DataObject, of: list[Any]) -> Any:
        """One of those there are, by its place."""
        return of[data.draw(st.integers(0, len(of) - 1))]

    # -- the counter --------------------------------------------------------------------------------------------

    @rule(login=st.sampled_from(["clerk-wang", "clerk-li", "zhou-too", "clerk-zhao", "build-he"]), matter=MATTERS)
    def somebody_starts(self, login: str, matter: str) -> None:
        self.start(login, matter)

    def start(self, login: str, matter: str) -> str | None:
        if HANDS[login].role != "窗口":
            with pytest.raises(NotFoundError):
                start_draft(self.service, self.town.people[login], matter)
            return None
        draft = start_draft(self.service, self.town.people[login], matter)
        self.drafts[draft.id] = Draft(login, matter, BEGINNINGS.get(matter, ()))
        return draft.id

    @precondition(lambda self: self.drafts)
    @rule(data=st.data(), stale=st.booleans())
    def save(self, data: st.DataObject, stale: bool) -> None:
        draft_id = self.some(data, list(self.drafts))
        known = self.drafts[draft_id]
        typed = (("申请人姓名", f"王{self.tokens}"),)
        if stale:
            with pytest.raises(StaleError):
                save_draft(self.service, self.town.people[known.owner], draft_id, typed, known.version - 1)
        else:
            save_draft(self.service, self.town.people[known.owner], draft_id, typed, known.version)
            known.version, known.form = known.version + 1, typed

    @precondition(lambda self: self.drafts)
    @rule(data=st.data(), act=st.sampled_from(["advise", "receive", "correct"]), crash=st.sampled_from(["", *FAULTS]))
    def file_some_draft(self, data: st.DataObject, act: str, crash: str) -> None:
        draft_id = self.some(data, list(self.drafts))
        samples = COURSES[self.drafts[draft_id].matter].samples
        self.file(draft_id, act, data.draw(st.sampled_from(sorted(samples))), crash)

    @rule(data=st.data(), matter=MATTERS, login=CLERKS, advising=st.booleans())
    def somebody_comes(self, data: st.DataObject, matter: str, login: str, advising: bool) -> None:
        self.come_in(login, matter, data.draw(st.sampled_from(sorted(COURSES[matter].samples))), advising)

    def come_in(self, login: str, matter: str, name: str, advising: bool = False) -> None:
        """A form opened, filled and sent at once."""
        draft_id = self.start(login, matter)
        assert draft_id is not None
        self.file(draft_id, "advise" if advising else "receive", name)

    @precondition(lambda self: any(case.state in ("advised", "correcting") for case in self.cases.values()))
    @rule(data=st.data(), login=CLERKS, name=st.sampled_from(["齐全", "又后补又承诺", "没带申请表", "面积太大"]))
    def somebody_comes_back(self, data: st.DataObject, login: str, name: str) -> None:
        case_id = self.some(data, [c for c, m in self.cases.items() if m.state in ("advised", "correcting")])
        draft_id = self.take_up(case_id, login)
        if draft_id is not None:
            case = self.cases[case_id]
            name = name if name in case.course.samples else next(iter(case.course.samples))
            self.file(draft_id, "correct" if case.state == "correcting" else "receive", name)

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), login=CLERKS)
    def take_up_again(self, data: st.DataObject, login: str) -> None:
        self.take_up(self.some(data, list(self.cases)), login)

    def take_up(self, case_id: str, login: str) -> str | None:
        """A new form of a case that waits for its applicant."""
        self.fallen_due(case_id)
        case = self.cases[case_id]
        if case.state == "voided":
            again = reopen(self.service, self.town.people[login], case_id)
            self.drafts[again.id] = Draft(login, case.matter, again.form)
            return None
        if case.state not in ("advised", "correcting"):
            with pytest.raises(NotFoundError):
                reopen(self.service, self.town.people[login], case_id)
            return None
        draft = reopen(self.service, self.town.people[login], case_id)
        self.drafts[draft.id] = Draft(login, case.matter, draft.form, case=case_id)
        return draft.id

    def file(self, draft_id: str, act: str, name: str, crash: str = "") -> None:
        known = self.drafts[draft_id]
        sample, person = COURSES[known.matter].samples[name], HANDS[known.owner].person
        form, token, clerk = self.town.forms[known.matter, name], self.token(), self.town.people[known.owner]

        def send(more: tuple[tuple[str, str], ...] = ()) -> Done:
            if act == "advise":
                return advise(self.service, clerk, draft_id, token, [*form, *more])
            return SENDS[act](self.service, clerk, draft_id, token, [*form, *more], signed=True)

        before = self.head()
        moved = self.fallen_due(known.case)
        case = self.cases[known.case] if known.case else Model(known.matter)
        fits = case.state in (("correcting",) if act == "correct" else ("none", "advised"))
        advisable = act != "advise" or sample.outcome in ("补正", "不予受理")
        refusal: type[Exception] | None = None
        if not (fits and advisable):
            refusal = CaseError
        elif case.parts.get(person, "receive") != "receive":
            refusal = SeparationError
        if refusal:
            with pytest.raises(refusal):
                send()
            assert (self.head() != before) == moved
            return
        if crash:
            self.broken(send, crash, known.case)
        done = send()
        assert not done.repeated and known.case in (None, done.case.id)
        self.cases.setdefault(done.case.id, case)
        late = self.clock.at.astimezone(PILOT.zone).time() > time(17, 30, 59)
        case.file(act, sample, person, self.today, counted(self.today, late))
        del self.drafts[draft_id]
        self.sent.append(Sent(send, done))
        self.touched.add(done.case.id)

    # -- the same form again ------------------------------------------------------------------------------------

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        sent = self.some_answered(data)
        before, again = self.head(), sent.send()
        assert again.repeated
        assert again.case.id == sent.answer.case.id
        assert [issued.data for issued in again.documents] == [issued.data for issued in sent.answer.documents]
        assert self.head() == before

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_something_else(self, data: st.DataObject) -> None:
        sent, before = self.some_answered(data), self.head()
        with pytest.raises(TokenReusedError):
            sent.send((("另外", "一句"),))
        assert self.head() == before

    def some_answered(self, data: st.DataObject) -> Sent:
        """A form that was answered, of a case for which nothing waits to fall due."""
        sent: Sent = self.some(data, self.sent)
        settle(self.service, TOWN, sent.answer.case.id)
        self.fallen_due(sent.answer.case.id)
        return sent

    def broken(self, send: Callable[..., Any], point: str, case_id: str | None) -> None:
        """The store fails: nothing happened, but what had fallen due before."""
        if case_id is not None:
            settle(self.service, TOWN, case_id)
        before = self.head()
        with failing(point), pytest.raises(FaultError):
            send()
        assert self.head() == before

    # -- acts on a case -----------------------------------------------------------------------------------------

    def attempt(self, case_id: str, login: str, name: str, crash: str = "", old_page: bool = False) -> None:
        before, token = self.head(), self.token()
        moved = self.fallen_due(case_id)
        moment = self.moment(case_id, login)
        expected = self.audit.last[case_id] - old_page
        typed = self.typed(name, moment)

        def send(more: tuple[tuple[str, str], ...] = ()) -> Done:
            return perform(self.service, self.town.people[login], case_id, name, typed | dict(more), token, expected)

        outcome = foreseen(name, moment)
        if outcome != "hidden" and (moved or old_page):
            outcome = "stale"
        refusals: dict[str, type[Exception]] = {
            "hidden": NotFoundError, "stale": StaleError, "closed": CaseError, "separated": SeparationError,
        }  # fmt: skip
        if outcome != "done":
            with pytest.raises(refusals[outcome]):
                send()
            assert (self.head() != before) == moved
            return
        if crash:
            self.broken(send, crash, case_id)
        done = send()
        assert not done.repeated
        go_on(name, moment)
        self.acted[case_id].append((login, name))
        self.sent.append(Sent(send, done))
        self.touched.add(case_id)

    def typed(self, name: str, moment: Moment) -> dict[str, str]:
        """What is typed into the form of an act; for one that is not open, what would be."""
        if name == "return_step":
            steps = self.town.catalogue.definition(moment.case.matter).matter.steps
            done = [task.number for task in moment.case.tasks if task.state == "done"]
            return {"退回到": steps[done[0] if done else 0].name, "理由": "请再核对。"}
        return PARTS[name].typed(moment)

    def ways(self, case_id: str, wanted: str) -> list[tuple[str, str]]:
        """Who could try what, and it would end like this."""
        moments = [(login, self.moment(case_id, login)) for login in sorted(HANDS)]
        return [(login, name) for login, moment in moments for name in NAMES if foreseen(name, moment) == wanted]

    def some_case(self, data: st.DataObject) -> str:
        case_id: str = self.some(data, list(self.cases))
        return case_id

    def settled_case(self, data: st.DataObject) -> str:
        """A case for which nothing waits to fall due."""
        case_id = self.some_case(data)
        settle(self.service, TOWN, case_id)
        self.fallen_due(case_id)
        self.check_what_was_touched()
        return case_id

    @rule(data=st.data(), login=LOGINS, name=st.sampled_from(NAMES), old_page=st.sampled_from([False, False, True]))
    def anybody_tries_anything(self, data: st.DataObject, login: str, name: str, old_page: bool) -> None:
        self.attempt(self.some_case(data), login, name, old_page=old_page)

    @precondition(lambda self: self.acted)
    @rule(data=st.data())
    def what_was_done_is_tried_once_more(self, data: st.DataObject) -> None:
        case_id = self.some(data, list(self.acted))
        self.attempt(case_id, *self.some(data, self.acted[case_id]))

    @rule(data=st.data(), times=st.integers(1, 6), watched=st.sampled_from([False] * 5 + [True]))
    def a_case_goes_its_ordinary_way(self, data: st.DataObject, times: int, watched: bool) -> None:
        case_id = self.settled_case(data)
        if watched:
            self.nobody_does_what_is_closed(case_id)
        self.go(case_id, times)

    def go(self, case_id: str, times: int) -> None:
        """On by so many acts of the ordinary course, where nothing holds it up."""
        for _ in range(times):
            if self.cases[case_id].state == "suspended":
                self.clock.move(days=9)  # past the days of the notice
                for case in self.cases.values():
                    case.fresh = False
                settle(self.service, TOWN, case_id)
                self.fallen_due(case_id)
                self.check_what_was_touched()
            ways = self.ways(case_id, "done")
            ahead = [way for name in ORDINARY for way in ways if way[1] == name]
            if not ahead:
                return
            self.attempt(case_id, *ahead[0])
            self.check_what_was_touched()

    def nobody_does_what_is_closed(self, case_id: str) -> None:
        """Everybody tries what this state knows but something else forbids: desk, days, something still awaited."""
        for login, name in self.ways(case_id, "closed"):
            if self.cases[case_id].state in ACTS[name].states and not self.fallen_due(case_id):
                self.attempt(case_id, login, name)

    @rule(data=st.data(), crash=st.sampled_from(["", "", "", *FAULTS]))
    def somebody_who_may_does_something(self, data: st.DataObject, crash: str) -> None:
        case_id = self.settled_case(data)
        names = sorted({name for _login, name in self.ways(case_id, "done")})
        if names:
            name = self.some(data, names)
            self.attempt(case_id, *self.some(data, [w for w in self.ways(case_id, "done") if w[1] == name]), crash)

    @rule(data=st.data())
    def the_same_person_tries_another_part(self, data: st.DataObject) -> None:
        case_id = self.settled_case(data)
        ways = self.ways(case_id, "separated")
        if ways:
            self.attempt(case_id, *self.some(data, ways))

    # -- the calendar -------------------------------------------------------------------------------------------

    @rule(days=st.sampled_from([0, 1, 1, 3, 6, 15, 30]), hours=st.sampled_from([0, 0, 9]))
    def time_passes(self, days: int, hours: int) -> None:
        self.clock.move(days=days, hours=hours)
        for case in self.cases.values():
            case.fresh = case.fresh and not (days or hours)

    @rule(crash=st.sampled_from(["", "", *FAULTS]))
    def the_scheduler_wakes(self, crash: str) -> None:
        before = self.head()
        waiting = {c for c, m in self.cases.items() if (fall := m.fall()) and fall[1] <= self.today}
        if crash and waiting:
            with failing(crash):
                assert settle_all(self.service, TOWN) == 0
            assert self.head() == before
        assert settle_all(self.service, TOWN) == len(waiting)
        assert {c for c in self.cases if self.fallen_due(c)} == waiting

    @rule(data=st.data())
    def the_clock_goes_wrong(self, data: st.DataObject) -> None:
        """Before the last event of a case nothing can be done to it."""
        case_id = self.settled_case(data)
        ways, before, right = self.ways(case_id, "done"), self.head(), self.clock.at
        if ways:
            login, name = self.some(data, ways)
            typed, expected = self.typed(name, self.moment(case_id, login)), self.audit.last[case_id]
            self.clock.at = self.service.store.events(TOWN, case_id)[-1].at - timedelta(days=1)
            with pytest.raises(CaseError, match="时钟"):
                perform(self.service, self.town.people[login], case_id, name, typed, self.token(), expected)
            self.clock.at = right
            assert self.head() == before

    # -- what must always be true -------------------------------------------------------------------------------

    @invariant()
    def each_case_is_where_the_model_says(self) -> None:
        self.check_what_was_touched()

    def check_what_was_touched(self) -> None:
        if not getattr(self, "touched", None):
            return
        for case_id in self.touched:
            self.audit.look_into(case_id, self.cases[case_id])
        self.touched.clear()
        self.audit.look_into_the_chain(Path(self.folder.name) / "data")

    @invariant()
    def drafts_are_kept_as_typed(self) -> None:
        for draft_id, known in getattr(self, "drafts", {}).items():
            draft = own_draft(self.service, self.town.people[known.owner], draft_id)
            assert (draft.form, draft.version, draft.case) == (known.form, known.version, known.case)


def test_the_model_knows_every_act_of_the_table() -> None:
    assert set(PARTS) == set(NAMES)
    assert {name for name, act in ACTS.items() if act.on_draft} == {"advise", *SENDS}


@pytest.mark.long
@pytest.mark.timeout(1200 if RUNS <= 300 else 0)
def test_any_order_of_acts_keeps_every_invariant(catalogue: Catalogue, tmp_path: Path) -> None:
    Centre.town = build(tmp_path / "town", catalogue)
    run_state_machine_as_test(
        Centre,
        settings=settings(
            max_examples=RUNS, stateful_step_count=50, deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )  # fmt: skip
