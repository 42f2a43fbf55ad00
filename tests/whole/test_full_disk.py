"""A disk that is full at any write of any act: a plain sentence, nothing half-done, and the same form works later.

Courses take cases through every act of the table. Each act is first tried on a disk that refuses its first
write, then its second, and so on to the commit itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.calendar.working_days import Ruling, national_calendar
from engine.catalogue.town_catalogue import Catalogue
from engine.procedure import ACTS
from engine.service.cases.settling import settle_all
from engine.service.counter.drafting import reopen, start_draft
from engine.service.counter.receiving import Done, advise, correct, receive
from engine.service.office.acting import perform
from engine.store.errors import StoreError
from engine.store.kept import Notice
from engine.store.sqlite import verify
from engine.store.sqlite.file.connection import driver
from tests.conftest import Clock
from tests.support.courses.model import YARD
from tests.support.launcher import TOWN
from tests.support.moment import MONDAY_MORNING
from tests.support.small_town import SmallTown, build

WRITES = ("INSERT", "UPDATE", "DELETE", "COMMIT")


class Disk:
    """What the store writes through: full at the write of that number in a transaction, 0 for never."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.full_at = 0
        self.writes = 0

    def execute(self, sql: str, values: Any = ()) -> Any:
        word = sql.split(None, 1)[0]
        if word == "BEGIN":
            self.writes = 0
        elif word in WRITES:
            self.writes += 1
            if self.writes == self.full_at:
                error = driver.OperationalError("database or disk is full")
                error.sqlite_errorcode = 13
                raise error
        return self.raw.execute(sql, values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.raw, name)


class Course:
    """One case of the small town on such a disk, from act to act; `done` are the acts it went through."""

    def __init__(self, town: SmallTown, folder: Path) -> None:
        self.town = town
        self.folder = folder
        self.clock = Clock(MONDAY_MORNING)  # it tells days
        self.service = town.open(folder, self.clock)
        self.store: Any = self.service.store
        self.disk = self.store._writer._raw = Disk(self.store._writer._raw)
        self.number = ""
        self.done: list[str] = []

    def contents(self) -> dict[str, list[Any]]:
        """All that is kept, as another connection sees it."""
        with self.store._reading() as reading:
            tables = [name for (name,) in reading.all("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            return {table: reading.all(f"SELECT * FROM {table}") for table in tables}

    def at_every_write(self, send: Callable[[], Done]) -> Done:
        before = self.contents()
        for number in range(1, 100):
            self.disk.full_at = number
            try:
                done = send()
            except StoreError as error:
                assert str(error).startswith("磁盘已满，什么也没有保存。请腾出空间后重试。")
                assert self.contents() == before
            else:
                assert number > 5  # the events, their payloads, the head, the row and the token at least
                self.disk.full_at = 0
                assert not done.repeated
                return done
        raise AssertionError("no act writes that often")

    def file(self, act: str, sample: str, login: str = "clerk-wang") -> Course:
        clerk, form = self.town.people[login], self.town.forms[YARD, sample]
        draft = reopen(self.service, clerk, self.number) if self.number else start_draft(self.service, clerk, YARD)
        token = f"token-{len(self.done)}"
        sends: dict[str, Callable[[], Done]] = {
            "advise": lambda: advise(self.service, clerk, draft.id, token, form),
            "receive": lambda: receive(self.service, clerk, draft.id, token, form, signed=True),
            "correct": lambda: correct(self.service, clerk, draft.id, token, form, signed=True),
        }
        self.number = self.at_every_write(sends[act]).case.id
        self.done.append(act)
        return self

    def act(self, login: str, name: str, **typed: str) -> Course:
        events = self.store.events(TOWN, self.number)
        who, token = self.town.people[login], f"token-{len(self.done)}"
        self.at_every_write(lambda: perform(self.service, who, self.number, name, typed, token, events[-1].sequence))
        self.done.append(name)
        return self

    def wake(self, name: str, days: int = 0) -> Course:
        """Days later the scheduler does what fell due, once the disk lets it."""
        self.clock.move(days=days)
        before = self.contents()
        for number in range(1, 100):
            self.disk.full_at = number
            if settle_all(self.service, TOWN):
                assert number > 4
                break
            assert self.contents() == before
        self.disk.full_at = 0
        kinds = [event.kind for event in self.store.events(TOWN, self.number) if event.at == self.clock.at]
        assert kinds[0] == ACTS[name].event
        self.done.append(name)
        return self

    def load_snow(self) -> Course:
        """Saturday 7 March is worked instead of a day that it snowed: the case is due a day earlier."""
        self.clock.move(minutes=1)
        rulings = {day: one for day, one in national_calendar().rulings.items() if day.year == 2026}
        rulings[date(2026, 3, 7)] = Ruling(True, "调休上班")
        notice = Notice(1, 2026, "示范〔2026〕9号", rulings, self.clock.at)
        with self.store.transaction(TOWN) as tx:
            tx.load_calendar(notice)
        return self

    def away(self, days: int) -> Course:
        self.clock.move(days=days)
        return self

    def closed(self) -> set[str]:
        """The acts it went through; the chain is whole."""
        assert verify(self.folder / "data", TOWN, self.store.head(TOWN)).findings == ()
        self.store.close()
        return set(self.done)


REASON = {"理由": "按规定办理。"}
JUDGED = {"意见": "同意", "要点.图纸核对": "通过"}
AT_COUNTY = {"意见": "同意", "要点.公示无异议": "通过", "要点.间距够": "通过", "要点.外观好": "通过"}


def corrected_and_granted(course: Course) -> None:
    course.file("receive", "没带申请表").file("correct", "又后补又承诺")
    course.act("supervisor-tao", "permit_correction", **REASON)
    course.act("build-he", "ask_correction", **{"补正.其他": "请写明联系电话。"}).file("correct", "又后补又承诺")
    course.act("clerk-li", "supply", 材料="平面图", 形式="复印件", 份数="2").act("build-he", "accept")
    course.load_snow().wake("recount")
    course.act("clerk-wang", "hand_over", 移交给="镇建设办").act("build-he", "hand_back", **REASON)
    course.act("clerk-wang", "hand_over", 移交给="镇建设办").act("build-he", "take_over", 说明="只交来一部分。")
    course.act("build-he", "finish_step", **JUDGED).act("build-he", "suspend").away(9)
    course.act("build-he", "resume", 结果="没有异议").act("build-he", "transfer", 转到="县民政局", **REASON)
    course.act("civil-zhou", "finish_step", 意见="同意").act("county-qian", "extend", 批准人="周海", **REASON)
    course.act("county-qian", "finish_step", **AT_COUNTY)
    course.act("county-qian", "return_step", 退回到="县级审批", **REASON).act("county-qian", "finish_step", **AT_COUNTY)
    course.act("county-qian", "grant").act("issuer-jin", "make_certificate")
    course.act("issuer-jin", "deliver", 领取人="王小明", 关系="本人", 方式="窗口领取").act("clerk-wang", "archive")
    course.act("county-qian", "check_promise", 材料="邻居意见", 结果="不属实", 说明="邻居说没有同意过。")
    course.act("county-qian", "revoke_promise", **REASON)
    receipt = next(e for e in course.store.events(TOWN, course.number) if e.kind == "document_issued")
    course.act("clerk-wang", "reprint", 文书=receipt.payload["number"], **REASON)


def denied(course: Course) -> None:
    course.file("receive", "齐全").wake("deem_accepted", days=9).act("build-he", "finish_step", **JUDGED)
    course.act("build-he", "suspend").away(9).act("build-he", "resume", 结果="有异议")
    course.act("build-he", "finish_step", 意见="有异议").act("county-qian", "finish_step", **AT_COUNTY)
    course.act("county-qian", "deny", 理由类别="间距不足", **REASON)


def refused(course: Course) -> None:
    course.file("advise", "面积太大").file("receive", "面积太大")
    course.act("build-he", "refuse", 理由类别="面积超限", **REASON)


COURSES: dict[str, Callable[[Course], Any]] = {
    "corrected and granted": corrected_and_granted,
    "denied": denied,
    "refused": refused,
    "withdrawn": lambda course: course.file("receive", "齐全").act("clerk-li", "withdraw", **REASON),
    "received by mistake": lambda course: course.file("receive", "齐全").act("clerk-wang", "void_receipt", **REASON),
    "terminated": lambda course: course.file("receive", "齐全").act(
        "county-qian", "terminate", 理由类别="其他法定情形", **REASON
    ),
    "advice over": lambda course: course.file("advise", "没带申请表").wake("lapse_advice", days=92),
    "correction over": lambda course: course.file("receive", "没带申请表").wake("lapse_correction", days=30),
    "plan never came": lambda course: (
        course.file("receive", "平面图后补").act("build-he", "accept").wake("lapse_later", days=8)
    ),
}


@pytest.fixture(scope="module")
def town(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> SmallTown:
    return build(tmp_path_factory.mktemp("full-disk") / "town", catalogue)


def test_a_full_disk_at_any_write_of_any_act_saves_nothing(
    town: SmallTown, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    went: set[str] = set()
    with caplog.at_level(logging.CRITICAL, "onewindow.settling"):
        for name, take in COURSES.items():
            course = Course(town, folder / name)
            take(course)
            went |= course.closed()
    assert went == set(ACTS)
