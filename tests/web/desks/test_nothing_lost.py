"""The form at the counter in a real browser: no way of leaving it loses what was typed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from tests.web.support.browsers import CLERK, PASSWORD
from tests.web.test_browser import begun, opened

pytestmark = pytest.mark.browser
NAME = '[name="申请人姓名"]'
SAVED = re.compile("已自动保存 \\d\\d:\\d\\d")


def kept(page: Page) -> str:
    """What the name is on a fresh page of the same draft, in the same browser."""
    other = page.context.new_page()
    other.goto(page.url)
    value = other.input_value(NAME)
    other.close()
    return value


@pytest.mark.parametrize("way", ["stands still", "link", "tab closed"])
def test_what_was_typed_outlives_the_page(chromium: Chromium, address: str, way: str) -> None:
    page = opened(chromium, address, CLERK)
    begun(page)
    draft = page.url
    page.focus(NAME)
    page.keyboard.type("张桂兰")
    if way == "stands still":
        expect(page.locator("#saved")).to_have_text(SAVED)
        page.reload()
    elif way == "link":
        page.click(".nav a >> nth=0")
        page.wait_for_url("**/desk")
        page.goto(draft)
    else:
        with page.expect_response("**/check"):
            page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
        other = page.context.new_page()
        page.close()
        page = other
        page.goto(draft)
    assert page.input_value(NAME) == "张桂兰"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_lost_network_is_told_and_what_was_typed_is_saved_when_it_is_back(chromium: Chromium, address: str) -> None:
    page = opened(chromium, address, CLERK)
    begun(page)
    page.context.set_offline(True)
    page.fill(NAME, "张桂兰")
    expect(page.locator("#lost")).to_have_text("网络断开，内容留在本页，恢复后自动保存。")
    page.click("#do-save")
    assert page.input_value(NAME) == "张桂兰"
    page.context.set_offline(False)
    expect(page.locator("#lost")).to_be_hidden()
    expect(page.locator("#saved")).to_have_text(SAVED)
    assert kept(page) == "张桂兰"


def test_a_session_that_ended_keeps_the_page_and_saves_after_signing_in(chromium: Chromium, address: str) -> None:
    page = opened(chromium, address, CLERK)
    begun(page)
    page.context.clear_cookies()
    page.fill(NAME, "张桂兰")
    notice = page.locator("#notices", has_text="登录已过期")
    notice.wait_for()
    with page.expect_popup() as opening:
        notice.locator("a").click()
    opening.value.fill("#login", CLERK)
    opening.value.fill("#password", PASSWORD)
    opening.value.press("#password", "Enter")
    opening.value.wait_for_url("**/desk")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#saved")).to_have_text(SAVED)
    expect(notice).to_have_count(0)
    assert page.input_value(NAME) == kept(page) == "张桂兰"


def test_a_second_tab_is_told_and_takes_over_by_choice(chromium: Chromium, address: str) -> None:
    page = opened(chromium, address, CLERK)
    begun(page)
    second = page.context.new_page()
    second.goto(page.url)
    page.fill(NAME, "先填的")
    expect(page.locator("#saved")).to_have_text(SAVED)
    second.fill(NAME, "后填的")
    second.locator("#notices", has_text="另一个页面里这份表已改过").wait_for()
    assert (second.input_value(NAME), kept(second)) == ("后填的", "先填的")
    second.click("text=以本页为准，保存本页")
    expect(second.locator("#saved")).to_contain_text("已保存")
    assert kept(second) == "后填的"


def test_enter_goes_to_the_next_field_and_never_leaves_the_page(chromium: Chromium, address: str) -> None:
    page = opened(chromium, address, CLERK)
    begun(page)
    page.evaluate("window.sameDocument = true")
    page.focus(NAME)
    page.keyboard.type("张桂兰")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "申请人身份证号"
    page.focus('[name="现居住情况"] >> nth=0')
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") != "现居住情况"
    expect(page.locator("#saved")).to_have_text(SAVED)
    assert page.evaluate("window.sameDocument") is True


@pytest.mark.parametrize("way", ["reload", "back"])
def test_whoever_comes_back_finds_the_caret_where_it_was(chromium: Chromium, address: str, way: str) -> None:
    page = opened(chromium, address, CLERK)
    begun(page)
    page.fill(NAME, "张桂兰")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#saved")).to_have_text(SAVED)
    if way == "reload":
        page.reload()
    else:
        page.click(".nav a >> nth=0")
        page.wait_for_url("**/desk")
        page.go_back()
    page.wait_for_function("document.activeElement.name === '申请人姓名'")
    assert (page.input_value(NAME), page.evaluate("document.activeElement.selectionEnd")) == ("张桂兰", 2)
