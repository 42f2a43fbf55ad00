"""The public progress page: by QR and by number and code, without a session, without anything personal in clear."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette

from engine.service.centre.context import Service
from engine.store.worklists import Wanted
from tests.web.desks.test_drafts import received
from tests.web.support.browsers import TOWN, Browser


@pytest.fixture
def fresh(clerk: Browser) -> tuple[str, str]:
    """Number and code of a case just received."""
    location = received(clerk)[0].headers["location"]
    code = re.search(r'class="code">([0-9A-Z]{8})<', clerk.get(location).text)
    assert code is not None
    return location.split("/")[3], code[1]


def asked(visitor: Browser, number: str, code: str):  # type: ignore[no-untyped-def]
    return visitor.send(f"/{TOWN}/progress", [("_number", number), ("_code", code)])


def test_number_and_code_show_where_the_case_is(visitor: Browser, fresh: tuple[str, str]) -> None:
    number, code = fresh
    answer = asked(visitor, f" {number} ", code.lower())
    assert answer.status_code == 200 and str(answer.url) == f"https://testserver/{TOWN}/progress"
    for text in ("已收件", "高龄津贴申领", "沙堰镇社会事务办公室", "0377-00000012", "张*兰"):
        assert text in answer.text
    assert "张桂兰" not in answer.text and "419999" not in answer.text and "1990000" not in answer.text
    assert code not in answer.text


def test_the_qr_leads_to_the_same_page(visitor: Browser, service: Service, fresh: tuple[str, str]) -> None:
    events = service.store.events(TOWN, fresh[0])
    token = next(e.payload["token"] for e in events if e.kind == "received")
    answer = visitor.get(f"/{TOWN}/p/{token}")
    assert answer.status_code == 200 and fresh[0] in answer.text
    assert visitor.get(f"/{TOWN}/p/{token[:-1]}x").status_code == 404


def test_due_day_of_an_accepted_case_is_explained(visitor: Browser, service: Service) -> None:
    row = next(row for row in service.store.rows(TOWN, Wanted(states=("in_review",))) if row.due == "2026-03-11")
    token = next(e.payload["token"] for e in service.store.events(TOWN, row.case) if e.kind == "received")
    page = visitor.get(f"/{TOWN}/p/{token}").text
    assert "2026年3月11日（星期三）" in page and "为什么是3月11日？" in page and "新野县民政局" in page


def test_a_stopped_clock_is_told(visitor: Browser, service: Service) -> None:
    row = service.store.rows(TOWN, Wanted(states=("suspended",)))[0]
    token = next(e.payload["token"] for e in service.store.events(TOWN, row.case) if e.kind == "received")
    page = visitor.get(f"/{TOWN}/p/{token}").text
    assert "正在公示，这段时间不计入办理时限" in page


def test_what_is_to_be_brought_later_is_told_with_its_day(visitor: Browser, clerk: Browser) -> None:
    location = received(clerk, {"材料.社保卡或一卡通复印件": "未交"})[0].headers["location"]
    code = re.search(r'class="code">([0-9A-Z]{8})<', clerk.get(location).text)
    assert code is not None
    page = asked(visitor, location.split("/")[3], code[1]).text
    assert "社保卡或一卡通复印件，最迟2026年3月16日（星期一）交到窗口" in page


def test_wrong_number_and_wrong_code_get_the_same_answer(visitor: Browser, fresh: tuple[str, str]) -> None:
    wrong = asked(visitor, fresh[0], "AAAAAAAA")
    assert wrong.status_code == 422 and "没有查到这个办件" in wrong.text
    assert fresh[0] in wrong.text  # what was typed stays, the code does not


def test_five_wrong_codes_hold_whoever_typed_them(visitor: Browser, app: Starlette, fresh: tuple[str, str]) -> None:
    number, code = fresh
    for _ in range(5):
        asked(visitor, number, "WRONGONE")
    answer = asked(visitor, number, code)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3600")
    assert "查询码输错的次数太多了，请等60分钟再试。扫描收件通知单上的二维码不受影响。" in answer.text
    assert number in answer.text
    assert asked(Browser(app), number, code).status_code == 200


@pytest.mark.parametrize("number", ["", "1", "' OR 1=1 --", "4113291022026030201000149999", "<script>"])
def test_what_is_no_number_is_told_so(visitor: Browser, number: str) -> None:
    answer = asked(visitor, number, "AAAAAAAA")
    assert answer.status_code == 422 and "请对照收件通知单再输一遍" in answer.text
    assert "<script>" not in answer.text


def test_a_question_from_another_site_is_refused(visitor: Browser, fresh: tuple[str, str]) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    sent = [("_number", fresh[0]), ("_code", fresh[1])]
    assert visitor.send(f"/{TOWN}/progress", sent, headers).status_code == 403


def test_another_town_has_no_page(visitor: Browser) -> None:
    for path in ("/elsewhere/progress", "/elsewhere/matters", "/elsewhere/p/" + "x" * 22):
        assert visitor.get(path).status_code == 404


def test_public_pages_set_no_cookie(visitor: Browser) -> None:
    assert "set-cookie" not in visitor.get(f"/{TOWN}/progress").headers
    assert "set-cookie" not in visitor.get(f"/{TOWN}/matters").headers
