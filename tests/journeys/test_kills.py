"""SIGKILL on the real server while clerks receive cases: no receipt is lost, no retry makes a second case.

The clerks keep a ledger of their own. When the server dies under a request they wait until it is back and send the
same form again; and each form is sent once more after its receipt was shown, as a second click would.
"""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from engine.case.fold import fold
from tests.journeys.support.client import Browser, Page, text_of
from tests.journeys.support.filling import CHECK
from tests.journeys.support.real_server import RealServer, onewindow
from tests.support.launcher import ROOT, TOWN, read_demonstration, service_at

TITLE = "高龄津贴申领"
ANSWERS = {
    "申请人身份证号": "419999194603020021",
    "申请人手机号": "19900000000",
    "社保卡金融账号": "6200000000000000005",
    "享受对象出生日期": "1946-03-02",
    "户籍所在村组": "河南省南阳市新野县沙堰镇东河村",
    "是否一年内由外地迁入本镇": "否",
    "是否仍在领取其他地区高龄津贴": "否",
    "现居住情况": "居家",
    "高龄津贴申请审批表": "已交",
    "老人居民身份证": "已交",
    "户口簿本人页": "已交",
    "社保卡或一卡通复印件": "已交",
    "住址一致": "通过",
    "账户本人": "通过",
}
MONDAY = "2026-03-02T09:10:00+08:00"
CLERKS = ("clerk-wang", "clerk-li", "clerk-wang", "clerk-li")


@dataclass(frozen=True)
class Receipt:
    """What the clerk was shown: the number, the code, and the papers with their numbers."""

    number: str
    code: str
    papers: tuple[str, ...]


@dataclass
class Ledger:
    """What the clerks know: applicant → receipt, heads printed on paper, and what went against the promise."""

    receipts: dict[str, Receipt] = field(default_factory=dict)
    heads: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    finished: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def receipt_on(page: Page) -> Receipt | None:
    """The receipt a page shows, or None."""
    if not page.title.startswith("已收件"):
        return None
    number, code = page.soup.find(class_="number"), page.soup.find(class_="code")
    papers = tuple("".join(li.get_text().split()) for li in page.soup.find("ul", class_="papers").find_all("li"))
    return Receipt(number.get_text(), code.get_text(), papers)


def persistently(action, *given):  # type: ignore[no-untyped-def]
    """Do it; when the server dies under it, wait and do the same again."""
    for _ in range(6000):
        try:
            return action(*given)
        except httpx.TransportError:
            time.sleep(0.02)
    raise AssertionError("the server did not come back")


def receive_one(clerk: Browser, name: str, ledger: Ledger) -> None:
    """One applicant, from the list of matters to the receipt, and the same form once more."""
    persistently(clerk.press, f"办理{TITLE}")
    for label, value in {"申请人姓名": name, **ANSWERS}.items():
        clerk.page.answer(label, value)
    persistently(clerk.press, CHECK)
    if clerk.page.status == 409:  # it was saved, and the answer got lost: the page says so and has everything
        assert clerk.page.typed("申请人姓名") == name
        persistently(clerk.press, CHECK)
    form = clerk.page
    persistently(clerk.press, "收件")
    shown = receipt_on(clerk.page)
    with ledger.lock:
        if shown is None:
            ledger.violations.append(f"{name}: no receipt, but {clerk.page.status} {clerk.page.title}")
        else:
            ledger.receipts[name] = shown
        ledger.finished += 1
        print_it = shown is not None and ledger.finished % 25 == 0
    if print_it:
        paper = text_of(persistently(clerk.paper, "收件通知单"))
        ledger.heads.append(re.search(r"存证号(\d+:[0-9a-f]{64})", paper).group(1))  # type: ignore[union-attr]
    clerk.page = form
    persistently(clerk.press, "收件")
    if receipt_on(clerk.page) != shown or shown is None:
        with ledger.lock:
            ledger.violations.append(f"{name}: the same form again came to {clerk.page.status} {clerk.page.title}")


def ordeal(folder: Path, submissions: int, kills: int, *flags: str) -> tuple[Ledger, RealServer]:
    """`submissions` received by four clerks at once, while the server is killed `kills` times on the way."""
    server, ledger, chance = RealServer(folder, MONDAY, *flags), Ledger(), random.Random(7)
    server.start()
    password = read_demonstration(ROOT, TOWN)["password"]

    def work(place: int) -> None:
        clerk = server.browser()
        persistently(clerk.sign_in, CLERKS[place], password)
        matters = persistently(clerk.follow, "收件：选择事项")
        for number in range(place, submissions, len(CLERKS)):
            clerk.page = matters
            receive_one(clerk, f"申请人{number:03d}", ledger)

    try:
        with ThreadPoolExecutor(len(CLERKS)) as clerks:
            shifts = [clerks.submit(work, place) for place in range(len(CLERKS))]
            for kill in range(kills):
                while ledger.finished < (kill + 0.5) * submissions / kills and not all(s.done() for s in shifts):
                    time.sleep(0.005)
                time.sleep(chance.uniform(0, 0.1))  # anywhere in what the clerks are doing
                server.kill()
                server.start()
            for shift in shifts:
                shift.result()
    finally:
        server.stop()
    return ledger, server


@pytest.mark.kills
@pytest.mark.timeout(900)
def test_200_submissions_through_24_kills_lose_no_receipt_and_double_none(tmp_path: Path) -> None:
    ledger, server = ordeal(tmp_path, 200, 24)

    assert ledger.violations == []
    assert len(ledger.receipts) == 200
    assert server.complaints() == ""

    service = service_at(server.data, datetime.fromisoformat(MONDAY))
    try:
        rows = service.store.rows(TOWN, limit=1000)
        cases = {row.case: fold(service.store.events(TOWN, row.case)) for row in rows}
        papers_kept = {number: [d.number for d in case.documents] for number, case in cases.items()}
    finally:
        service.store.close()
    by_applicant = Counter(case.applicant.name for case in cases.values() if case.applicant)
    assert by_applicant == dict.fromkeys((f"申请人{n:03d}" for n in range(200)), 1)
    for name, receipt in ledger.receipts.items():
        case = cases[receipt.number]
        assert case.applicant is not None and case.applicant.name == name
        assert [event.kind for event in case.history] == ["received", "document_issued", "document_issued"]
        assert case.progress_code == receipt.code
        assert [number in line for number, line in zip(papers_kept[case.id], receipt.papers, strict=True)] == [True] * 2
    assert sorted(numbers[0] for numbers in papers_kept.values()) == [
        f"沙政务收〔2026〕第{n:04d}号" for n in range(1, 201)
    ]

    assert len(ledger.heads) == 8
    for head in ledger.heads:
        told = onewindow("verify", "--data", str(server.data), "--town", TOWN, "--head", head, "--json")
        assert told.returncode == 0, told.stdout + told.stderr
        assert json.loads(told.stdout)["findings"] == []
    assert json.loads(told.stdout)["events"] == 600


@pytest.mark.kills
def test_with_the_token_table_switched_off_the_same_ordeal_goes_red(tmp_path: Path) -> None:
    ledger, _server = ordeal(tmp_path, 16, 2, "--forget-tokens")

    assert len(ledger.violations) >= 16
    assert all("404" in one for one in ledger.violations), ledger.violations
