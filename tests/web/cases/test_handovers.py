"""Paper files on the pages: what one has in hand, one list for several cases, counting and signing, sending back."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest

from tests.web.cases.test_page import ACCEPTING, done, new_case
from tests.web.support.browsers import APPROVER, SUPERVISOR, Browser, fields, filled

PAPERS, PICKED = "/desk/papers", "/desk/papers/hand-over"
OFFICE = "镇社会事务办"


@pytest.fixture(scope="module")
def township(app) -> Browser:  # type: ignore[no-untyped-def]
    """The department that accepts the allowance."""
    browser = Browser(app)
    browser.sign_in(ACCEPTING)
    return browser


def number_of(case: str) -> str:
    return case.rsplit("/", 1)[-1]


def boxes(page: str, start: str) -> list[str]:
    """The names of the fields that begin so, in their order."""
    return re.findall(rf'name="({start}\.[^"]+)"', page)


def counting(clerk: Browser, *cases: str) -> httpx.Response:
    return clerk.get(PICKED, params={"case": [number_of(case) for case in cases]})


def gone(clerk: Browser, *cases: str, **more: str) -> str:
    """The number of the list these cases went out with."""
    page = counting(clerk, *cases)
    answer = clerk.send(PICKED, filled(fields(page.text, PICKED), {"移交给": OFFICE} | more))
    assert answer.status_code == 303, answer.text
    return parse_qs(urlsplit(answer.headers["location"]).query)["gone"][0]


def address(number: str) -> str:
    return f"{PAPERS}/lists/{quote(number, safe='')}"


def test_what_one_has_in_hand_stands_by_the_desk_it_waits_for(clerk: Browser) -> None:
    case = new_case(clerk)
    page = clerk.get(PAPERS).text
    assert f'value="{number_of(case)}" checked' in page and "在您手里，等" in page and "办理的（" in page
    assert ">材料移交</a>" in page


def test_several_cases_go_with_one_list_and_are_signed_for(clerk: Browser, township: Browser) -> None:
    first, second = new_case(clerk), new_case(clerk)
    page = counting(clerk, first, second).text
    pages = boxes(page, "页数")
    assert len(pages) == 2 * len({name.split(".")[2] for name in pages}) and page.count('name="_case"') == 2
    number = gone(clerk, first, second, **{pages[0]: "3"})

    home = clerk.get(PAPERS, params={"gone": number}).text
    assert "已移交，等对方签收" in home and number in home
    assert f'value="{number_of(first)}"' not in home
    paper = re.search(rf'href="(/desk/cases/\d+/papers/\d+)" aria-label="打开打印移交清单{number}"', home)
    assert paper is not None and clerk.get(paper[1]).content.startswith(b"%PDF")

    desk = township.get("/desk").text
    assert "等您签收的纸质材料" in desk and number in desk and f'href="{address(number)}"' in desk
    shown = township.get(address(number)).text
    assert "点收纸质材料（2件）" in shown and "3页" in shown
    ticks = boxes(shown, "点收")
    sent = filled(fields(shown, address(number)), dict.fromkeys(ticks[:-1], "收到"))
    refused = township.send(address(number), sent)
    assert (
        refused.status_code == 422 and f"{number_of(second)}：「{ticks[-1].split('.')[2]}」没有勾选收到" in refused.text
    )
    assert refused.text.count(" checked>") == len(ticks) - 1  # what was ticked still is

    sent = filled(fields(refused.text, address(number)), {ticks[-1]: "收到"})
    signed = township.send(address(number), sent)
    assert signed.status_code == 303
    assert "已签收，纸质材料由您保管" in township.get(signed.headers["location"]).text
    assert number not in township.get("/desk").text and township.get(address(number)).status_code == 404
    for case in (first, second):
        told = township.get(case).text
        assert f"移交清单：{number}" in told and "清点：齐全" in told and "陈静保管" in told


def test_a_list_that_is_not_signed_for_goes_back_with_the_reason(clerk: Browser, township: Browser) -> None:
    case = new_case(clerk)
    number = gone(clerk, case)
    back = f"{address(number)}/back"
    page = township.get(address(number)).text
    empty = township.send(back, fields(page, back))
    assert empty.status_code == 422 and "请填写「不签收的原因」。" in empty.text
    sent = township.send(back, filled(fields(page, back), {"理由": "少一份户口簿。"}))
    assert "已经退回移交人" in township.get(sent.headers["location"]).text
    told = clerk.get(case).text
    assert "没有签收，纸质材料退回移交人" in told and "少一份户口簿。" in told and "王芳保管" in told
    assert f'value="{number_of(case)}" checked' in clerk.get(PAPERS).text


def test_what_was_typed_stays_when_it_cannot_be_handed_over(clerk: Browser) -> None:
    case = new_case(clerk)
    page = counting(clerk, case).text
    name = boxes(page, "页数")[0]
    answer = clerk.send(PICKED, filled(fields(page, PICKED), {name: "两页"}))
    assert answer.status_code == 422
    assert "请填写「移交给」。" in answer.text and "页数」请填整数。" in answer.text and 'value="两页"' in answer.text


def test_a_case_on_its_way_cannot_go_again_and_none_picked_is_told(clerk: Browser) -> None:
    case = new_case(clerk)
    gone(clerk, case)
    assert "等对方签收" in counting(clerk, case).text and counting(clerk, case).status_code == 422
    nothing = clerk.get(PICKED)
    assert nothing.status_code == 422 and "请先勾选要移交的办件。" in nothing.text


def test_a_session_that_ended_in_between_loses_nothing(clerk: Browser, township: Browser) -> None:
    case = new_case(clerk)
    page = counting(clerk, case).text
    name = boxes(page, "页数")[0]
    sent = filled(fields(page, PICKED), {name: "7", "移交给": OFFICE, "_csrf": "of another session"})
    again = clerk.send(PICKED, sent)
    assert again.status_code == 403 and 'value="7"' in again.text and "请再点一次" in again.text
    number = gone(clerk, case)
    shown = township.get(address(number)).text
    tick = boxes(shown, "点收")[0]
    again = township.send(
        address(number), filled(fields(shown, address(number)), {tick: "收到", "_csrf": "of another session"})
    )
    assert again.status_code == 403 and again.text.count(" checked>") == 1


def test_whoever_does_not_see_a_case_neither_hands_it_over_nor_signs(
    clerk: Browser, signed_in: dict[str, Browser]
) -> None:
    case = new_case(clerk)
    other = signed_in["tax-jiang"]
    assert counting(other, case).status_code == 404
    number = gone(clerk, case)
    assert other.get(address(number)).status_code == 404
    assert signed_in[SUPERVISOR].get(PAPERS).status_code == 404
    assert number not in signed_in[APPROVER].get("/desk").text


def test_the_time_line_says_where_to_in_the_words_of_each_event(
    clerk: Browser, township: Browser, signed_in: dict[str, Browser]
) -> None:
    case = new_case(clerk)
    gone(clerk, case)
    done(township, case, "accept")
    assert "移交给：沙堰镇社会事务办公室" in clerk.get(case).text
    done(township, case, "finish_step", {"意见": "齐全。"})
    done(signed_in[APPROVER], case, "return_step", {"退回到": "镇级审核", "理由": "请再核对。"})
    told = clerk.get(case).text
    assert "退回到：镇级审核" in told
    moved = new_case(clerk)
    done(township, moved, "accept")
    done(township, moved, "transfer", {"转到": "县民政局", "理由": "不属于本办职责。"})
    assert "转到：新野县民政局" in clerk.get(moved).text and "退回到" not in clerk.get(moved).text
