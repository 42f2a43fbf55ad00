"""Many at the same moment: whoever is first decides, everybody else is told, and nothing happens twice.

Two server processes are two stores on one file: the lock of the data folder, which keeps a second server out, is taken
away for that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from engine.case.events import CaseError, Event
from engine.catalogue.town_catalogue import Catalogue
from engine.service.cases.settling import settle_all
from engine.service.centre.context import Service
from engine.service.counter.drafting import own_draft, reopen, save_draft, start_draft
from engine.service.counter.receiving import Done, advise, correct, receive
from engine.service.office.acting import perform
from engine.service.starting.opening import default_key_file
from engine.store.errors import StaleError, StoreError
from engine.store.sqlite import open_with_key_file, verify
from engine.store.sqlite.file.folder import FolderLock
from tests.conftest import Clock
from tests.support.courses.model import YARD
from tests.support.launcher import TOWN
from tests.support.moment import MONDAY_MORNING
from tests.support.small_town import SmallTown, build

REASON = {"理由": "按规定办理。"}
Call = Callable[[], Any]


@pytest.fixture(scope="module")
def town(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> SmallTown:
    return build(tmp_path_factory.mktemp("racing") / "town", catalogue)


class Place:
    """The small town while people act, served by one process or two."""

    def __init__(self, town: SmallTown, folder: Path) -> None:
        self.town = town
        self.folder = folder
        self.clock = Clock(MONDAY_MORNING)  # it tells days
        self.servers: list[Service] = [town.open(folder, self.clock)]
        self.tokens = 0

    def second_server(self) -> None:
        data, first = self.folder / "data", self.servers[0]
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(FolderLock, "__init__", lambda lock, folder: None)
            store = open_with_key_file(data, default_key_file(data))
        self.servers.append(Service(store, first.towns, first.catalogues, first.calendar, self.clock, "", first.hasher))

    def close(self) -> None:
        """The chain is whole, and every effect of the calendar stands there once."""
        assert verify(self.folder / "data", TOWN, self.servers[0].store.head(TOWN)).findings == ()
        for server in self.servers[1:]:
            server.store._lock.release = lambda: None  # type: ignore[attr-defined]
        for server in self.servers:
            server.store.close()

    def token(self) -> str:
        self.tokens += 1
        return f"token-{self.tokens}"

    def received(self, sample: str = "齐全", act: str = "receive") -> str:
        service, clerk = self.servers[0], self.town.people["clerk-wang"]
        draft, form = start_draft(service, clerk, YARD), self.town.forms[YARD, sample]
        if act == "advise":
            return advise(service, clerk, draft.id, self.token(), form).case.id
        return receive(service, clerk, draft.id, self.token(), form, signed=True).case.id

    def events(self, case: str) -> tuple[Event, ...]:
        return self.servers[0].store.events(TOWN, case)

    def kinds(self, case: str) -> Counter[str]:
        return Counter(event.kind for event in self.events(case) if event.kind != "document_issued")

    def page(self, login: str, case: str, act: str, server: int = 0, **typed: str) -> Call:
        """The button of a page that was opened now, to be pressed later."""
        token, expected = self.token(), self.events(case)[-1].sequence
        service, who = self.servers[server], self.town.people[login]
        return lambda: perform(service, who, case, act, typed, token, expected)

    def act(self, login: str, case: str, act: str, **typed: str) -> None:
        self.page(login, case, act, **typed)()


@pytest.fixture
def place(town: SmallTown, folder: Path) -> Iterator[Place]:
    place = Place(town, folder)
    yield place
    place.close()


def together(*calls: Call) -> list[Any]:
    """What each call came to, all made at the same moment: its answer, or the error it was refused with."""
    barrier = Barrier(len(calls))

    def make(call: Call) -> Any:
        barrier.wait()
        try:
            return call()
        except (CaseError, StoreError) as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return [one.result() for one in [pool.submit(make, call) for call in calls]]


def winners(answers: list[Any]) -> list[Done]:
    return [one for one in answers if isinstance(one, Done)]


def refusals(answers: list[Any]) -> list[type]:
    return [type(one) for one in answers if isinstance(one, Exception)]


ROUNDS = range(6)  # who is first is chance


# -- one form -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("servers", [1, 2])
def test_five_posts_of_one_token_are_one_act_and_five_equal_answers(place: Place, servers: int) -> None:
    if servers == 2:
        place.second_server()
    service, clerk, form = place.servers[-1], place.town.people["clerk-wang"], place.town.forms[YARD, "齐全"]
    draft = start_draft(service, clerk, YARD)
    send = [
        lambda server=server: receive(server, clerk, draft.id, "one", form, signed=True)
        for server in (place.servers * 5)[:5]
    ]
    answers = together(*send)
    assert [type(one) for one in answers] == [Done] * 5
    assert sorted(one.repeated for one in answers) == [False, True, True, True, True]
    (case,) = {one.case.id for one in answers}
    assert len({tuple(d.number for d in one.documents) for one in answers}) == 1
    assert [row.case for row in service.store.rows(TOWN)] == [case]
    button = place.page("clerk-wang", case, "hand_over", 移交给="镇建设办")
    assert sorted(one.repeated for one in together(*[button] * 5)) == [False, True, True, True, True]
    assert place.kinds(case) == {"received": 1, "handed_over": 1}


def test_of_two_windows_saving_one_draft_one_saves_and_the_other_is_told(place: Place) -> None:
    service, clerk = place.servers[0], place.town.people["clerk-wang"]
    for _ in ROUNDS:
        draft = start_draft(service, clerk, YARD)
        answers = together(
            lambda draft=draft: save_draft(service, clerk, draft.id, [("申请人姓名", "王甲")], 1),
            lambda draft=draft: save_draft(service, clerk, draft.id, [("申请人姓名", "王乙")], 1),
        )
        assert refusals(answers) == [StaleError]
        (saved,) = [one for one in answers if not isinstance(one, Exception)]
        assert own_draft(service, clerk, draft.id) == saved


@pytest.mark.parametrize(("first", "again"), [("advise", receive), ("receive", correct)])
def test_of_two_clerks_taking_up_one_case_one_takes_it_in(place: Place, first: str, again: Any) -> None:
    service, form = place.servers[0], place.town.forms[YARD, "齐全"]

    def taking_in(login: str, case: str) -> Call:
        who, token = place.town.people[login], place.token()
        draft = reopen(service, who, case)
        return lambda: again(service, who, draft.id, token, form, signed=True)

    for _ in ROUNDS:
        case = place.received("没带申请表", first)
        answers = together(taking_in("clerk-wang", case), taking_in("clerk-li", case))
        assert refusals(answers) == [CaseError]
        (taken,) = winners(answers)
        assert taken.case.id == case
        assert place.kinds(case)["received" if first == "advise" else "corrected"] == 1


# -- two who decide -------------------------------------------------------------------------------------------------


def to_decide(place: Place) -> str:
    case = place.received("邻居意见用承诺")
    place.act("build-he", case, "accept")
    place.act("build-he", case, "finish_step", 意见="同意", **{"要点.图纸核对": "通过"})
    place.act("build-he", case, "suspend")
    place.clock.move(days=9)
    place.act("build-he", case, "resume", 结果="没有异议")
    place.act("build-he", case, "finish_step", 意见="公示期满")
    points = {f"要点.{name}": "通过" for name in ("公示无异议", "间距够", "外观好")}
    place.act("county-qian", case, "finish_step", 意见="同意", **points)
    return case


def granted(place: Place) -> str:
    case = to_decide(place)
    place.act("county-qian", case, "grant")
    return case


Press = tuple[str, str, dict[str, str]]
DENY: Press = ("county-qian", "deny", {"理由类别": "间距不足", **REASON})
GRANT: Press = ("county-qian", "grant", {})
ACCEPT: Press = ("build-he", "accept", {})
MAKE: Press = ("issuer-jin", "make_certificate", {})
CHECK: Press = ("county-qian", "check_promise", {"材料": "邻居意见", "结果": "属实", "说明": "看过。"})
PAIRS: dict[str, tuple[Callable[[Place], str], Press, Press]] = {
    "granted and denied": (to_decide, GRANT, DENY),
    "granted twice": (to_decide, GRANT, GRANT),
    "granted and withdrawn": (to_decide, GRANT, ("clerk-li", "withdraw", REASON)),
    "denied and terminated": (to_decide, DENY, ("county-qian", "terminate", {"理由类别": "其他法定情形", **REASON})),
    "extended and granted": (to_decide, ("county-qian", "extend", {"批准人": "周海", **REASON}), GRANT),
    "accepted and corrected": (Place.received, ACCEPT, ("build-he", "ask_correction", {"补正.其他": "电话"})),
    "accepted and refused": (Place.received, ACCEPT, ("build-he", "refuse", {"理由类别": "面积超限", **REASON})),
    "made twice": (granted, MAKE, MAKE),
    "looked into twice": (granted, CHECK, CHECK),
}


@pytest.mark.parametrize("servers", [1, 2])
@pytest.mark.parametrize("pair", PAIRS)
def test_of_two_acts_at_once_one_is_done_and_the_other_told(place: Place, pair: str, servers: int) -> None:
    world, one, other = PAIRS[pair]
    case = world(place)
    if servers == 2:
        place.second_server()
    before = place.events(case)
    buttons = [
        place.page(login, case, name, server=number % servers, **typed)
        for number, (login, name, typed) in enumerate((one, other))
    ]
    answers = together(*buttons)
    assert refusals(answers) == [StaleError]
    (done,) = winners(answers)
    new = [event.kind for event in place.events(case)[len(before) :] if event.kind != "document_issued"]
    assert len(new) == 1
    assert [event.sequence for event in done.case.history] == [event.sequence for event in place.events(case)]


# -- the calendar ---------------------------------------------------------------------------------------------------


def test_two_schedulers_do_what_fell_due_once(place: Place) -> None:
    place.second_server()
    silent, late = [place.received() for _ in range(3)], [place.received("平面图后补") for _ in range(3)]
    for case in late:
        place.act("build-he", case, "accept")
    asked, told = place.received("没带申请表"), place.received("没带申请表", "advise")
    place.clock.move(days=95)
    counts = together(*(lambda server=server: settle_all(server, TOWN) for server in place.servers * 2))
    assert all(isinstance(count, int) for count in counts)
    assert [place.kinds(case)["deemed_accepted"] for case in silent] == [1, 1, 1]
    assert [place.kinds(case)["terminated"] for case in (*late, asked, told)] == [1, 1, 1, 1, 1]
    assert [settle_all(server, TOWN) for server in place.servers] == [0, 0]


@pytest.mark.parametrize("servers", [1, 2])
def test_an_act_on_the_day_after_loses_to_the_calendar_whoever_is_first(place: Place, servers: int) -> None:
    if servers == 2:
        place.second_server()
    for _ in ROUNDS:
        case = place.received("平面图后补")
        place.act("build-he", case, "accept")
        button = place.page("clerk-li", case, "supply", server=servers - 1, 材料="平面图", 形式="复印件", 份数="2")
        place.clock.move(days=15)
        answers = together(button, lambda: settle_all(place.servers[0], TOWN))
        assert refusals(answers) == [StaleError]
        assert "办理了「终止办理」" in str(answers[0])
        assert place.kinds(case) == {"received": 1, "accepted": 1, "terminated": 1}


def test_an_act_on_the_last_day_is_in_time_however_often_the_scheduler_looks(place: Place) -> None:
    place.second_server()
    for _ in ROUNDS:
        case = place.received("平面图后补")
        place.act("build-he", case, "accept")
        button = place.page("clerk-li", case, "supply", 材料="平面图", 形式="复印件", 份数="2")
        place.clock.move(days=7)
        (done, *_counts) = together(button, *(lambda s=s: settle_all(s, TOWN) for s in place.servers))
        assert isinstance(done, Done) and done.case.outstanding == ()
        place.clock.move(days=30)
        settle_all(place.servers[1], TOWN)
        assert place.kinds(case) == {"received": 1, "accepted": 1, "supplied": 1}


def test_a_second_server_on_one_data_folder_is_told_who_holds_it(place: Place) -> None:
    data = place.folder / "data"
    with pytest.raises(StoreError, match="数据文件夹"):
        open_with_key_file(data, default_key_file(data))
