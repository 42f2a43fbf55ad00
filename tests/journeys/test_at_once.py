"""Many people at the same moment, on the real server: one form sent five times, one decision taken by two."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier

import pytest

from engine.case.fold import fold
from engine.service.starting.demonstration import read_demonstration
from tests.journeys.support.client import Browser, words
from tests.journeys.support.filling import CHECK, start
from tests.journeys.support.real_server import RealServer
from tests.journeys.test_kills import ANSWERS, MONDAY, TITLE, receipt_on
from tests.support.launcher import ROOT, TOWN, service_at


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RealServer]:
    server = RealServer(tmp_path, MONDAY)
    server.start()
    yield server
    server.stop()


def person(server: RealServer, login: str) -> Browser:
    """Somebody signed in on the real server."""
    browser = server.browser()
    browser.sign_in(login, read_demonstration(ROOT, TOWN)["password"])
    return browser


def ready(server: RealServer, name: str) -> Browser:
    """A clerk before a complete form."""
    clerk = person(server, "clerk-wang")
    start(clerk, TITLE)
    for label, value in {"申请人姓名": name, **ANSWERS}.items():
        clerk.page.answer(label, value)
    clerk.press(CHECK)
    return clerk


def at_once(*presses: tuple[Browser, str, dict[str, str]]) -> None:
    """All press their buttons together."""
    together = Barrier(len(presses))

    def press(browser: Browser, button: str, answers: dict[str, str]) -> None:
        together.wait()
        browser.press(button, answers)

    with ThreadPoolExecutor(len(presses)) as people:
        for done in [people.submit(press, *one) for one in presses]:
            done.result()


def test_one_form_sent_five_times_at_once_makes_one_case_and_five_equal_receipts(server: RealServer) -> None:
    clerk = ready(server, "张桂兰")
    windows = [server.browser(clerk.http.cookies) for _ in range(5)]
    for window in windows:
        window.page = clerk.page

    at_once(*((window, "收件", {}) for window in windows))

    receipts = [receipt_on(window.page) for window in windows]
    assert receipts[0] is not None
    assert receipts == [receipts[0]] * 5
    assert person(server, "clerk-li").page.text.count(receipts[0].number) == 1
    server.stop()
    service = service_at(server.data, datetime.fromisoformat(MONDAY))
    try:
        assert [row.case for row in service.store.rows(TOWN)] == [receipts[0].number]
    finally:
        service.store.close()
    assert server.complaints() == ""


def test_of_two_approvers_deciding_at_once_one_decides_and_the_other_sees_it(server: RealServer) -> None:
    clerk = ready(server, "张桂兰")
    number = words(clerk.press("收件").soup.find(class_="number"))
    office = person(server, "social-chen")
    office.follow(number)
    office.press("受理")
    office.press("完成本步骤", {"审查意见": "同意上报。"})
    county = person(server, "civil-zhou")
    county.follow(number)
    county.press("完成本步骤", {"户籍、死亡和养老待遇数据比对，老人健在且未重复领取": "通过", "审查意见": "比对无误。"})
    colleague = person(server, "civil-wu")
    colleague.follow(number)
    denied = {"不予准予的情形": "户籍不在本镇", "具体事实和理由": "户籍已经迁出。"}

    at_once((county, "准予", {}), (colleague, "不予准予", denied))

    statuses = {county.page.status, colleague.page.status}
    assert statuses == {200, 409}
    loser = county if county.page.status == 409 else colleague
    assert ("吴伟" if loser is county else "周岚") in loser.page.text  # who was first
    if loser is colleague:
        assert "户籍已经迁出。" in loser.page.html  # what was written is not lost
    server.stop()
    service = service_at(server.data, datetime.fromisoformat(MONDAY))
    try:
        case = fold(service.store.events(TOWN, number))
    finally:
        service.store.close()
    assert [event.kind for event in case.history if event.kind in ("granted", "denied")] == [
        "denied" if loser is county else "granted"
    ]
    assert server.complaints() == ""
