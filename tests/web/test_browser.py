"""The pages in a real browser: with and without JavaScript, at 320 px, and held to axe."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect, sync_playwright

from engine.service.context import Service
from engine.web.app import make_app
from engine.web.settings import DemonstrationAccount, Settings

from .browsers import APPROVER, CLERK, ISSUER, PASSWORD, TOWN
from .test_drafts import COMPLETE

pytestmark = pytest.mark.browser
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
]


@pytest.fixture(scope="module")
def address(service: Service) -> Iterator[str]:
    """The application on a free port of this machine, over plain HTTP as the demonstration is."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shown = DemonstrationAccount(CLERK, PASSWORD, "王芳", "窗口", "综合受理")
    settings = Settings(secret=b"s" * 32, secure_cookies=False, demonstration=(shown,))
    server = uvicorn.Server(uvicorn.Config(make_app(service, settings), port=port, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("没有 chromium：apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


def opened(chromium: Chromium, address: str, login: str = "", *, script: bool = True, width: int = 1280) -> Page:
    """A fresh page of a person, signed in if there is a login. Its console must stay free of errors of ours."""
    context = chromium.new_context(
        base_url=address, java_script_enabled=script, viewport={"width": width, "height": 900}, locale="zh-CN"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto("/sign-in")
    if login:
        page.fill("#login", login)
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url("**/desk")
    return page


def begun(page: Page) -> None:
    """A new form of the allowance, opened."""
    page.goto("/desk/matters")
    page.click("[aria-label='办理高龄津贴申领']")
    page.wait_for_selector("#form")


def fill(page: Page, answers: dict[str, str]) -> None:
    """Type and tick the way a clerk does."""
    for name, value in answers.items():
        ticks = page.locator(f'label:has(input[type=radio][name="{name}"][value="{value}"])')
        if ticks.count():
            ticks.click()
        else:
            page.fill(f'[name="{name}"]', value)


def settled(page: Page) -> None:
    """Wait until the page's own re-checks are answered."""
    page.wait_for_load_state("networkidle")


def test_recheck_hides_shows_and_never_takes_the_focus(chromium: Chromium, address: str) -> None:
    page = opened(chromium, address, CLERK)
    begun(page)
    where = page.locator('[name="外地居住详细地址"]')
    fill(page, {"现居住情况": "居家"})
    where.wait_for(state="hidden")
    fill(page, {"现居住情况": "随子女外地居住"})
    where.wait_for(state="visible")
    with page.expect_response("**/check"):
        page.fill('[name="申请人身份证号"]', "123")
        page.focus('[name="申请人姓名"]')
    page.keyboard.type("张")
    page.locator(".error", has_text="身份证号是18位，现在有3位").wait_for()
    page.keyboard.type("桂兰")
    assert page.input_value('[name="申请人姓名"]') == "张桂兰"
    assert page.evaluate("document.activeElement.name") == "申请人姓名"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_acts_stay_in_view_and_a_check_without_a_fault_leads_to_them(chromium: Chromium, address: str) -> None:
    page = opened(chromium, address, CLERK, width=400)
    begun(page)
    fill(page, COMPLETE)
    expect(page.locator("#do-receive")).to_be_in_viewport()
    page.locator('[name="要点.账户本人.说明"]').focus()
    hidden = "document.activeElement.getBoundingClientRect().bottom > document.querySelector('.bar').offsetTop"
    assert page.evaluate(hidden) is False  # what has the focus is not covered by the bar
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator("#do-check")).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "do-check"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "核对结果：通过" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "do-receive"


def test_a_recheck_leaves_the_focus_on_the_button_one_has_reached(chromium: Chromium, address: str) -> None:
    page = opened(chromium, address, CLERK)
    begun(page)
    with page.expect_response("**/check"):
        page.fill('[name="申请人身份证号"]', "123")
        page.focus("#do-check")
    page.locator("#standing", has_text="核对结果：补正").locator(".mark.bad").wait_for()
    settled(page)
    assert page.evaluate("document.activeElement.id") == "do-check"


def test_the_signed_tick_outlives_a_recheck(chromium: Chromium, address: str) -> None:
    page = opened(chromium, address, CLERK)
    begun(page)
    with page.expect_response("**/check"):
        fill(page, {"是否一年内由外地迁入本镇": "是"})
    with page.expect_response("**/check"):
        fill(page, {"材料.原户籍地停发证明": "告知承诺"})
    with page.expect_response("**/check"):
        page.click("label[for=signed]")
    with page.expect_response("**/check"):
        fill(page, {"申请人姓名": "张桂兰"})
        page.press('[name="申请人姓名"]', "Tab")
    settled(page)
    assert page.is_checked("#signed")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_clerk_receives_and_the_department_accepts(chromium: Chromium, address: str, script: bool) -> None:
    page = opened(chromium, address, CLERK, script=script)
    begun(page)
    if not script:
        assert page.locator('[name="外地居住详细地址"]').is_visible()
        assert page.locator(".condition", has_text="随子女外地居住").first.is_visible()
    fill(page, COMPLETE | {"享受对象出生日期": "一九四六"})
    page.click("#do-check")
    problems = page.locator(".problems")
    problems.wait_for()
    assert problems.evaluate("element => element === document.activeElement") if script else True
    problems.locator("a").first.click()
    fill(page, {"享受对象出生日期": "1946-03-02"})
    page.click("#do-check")
    page.click("#do-receive")
    page.wait_for_url("**/receipt")
    receipt = page.url
    number = page.locator(".number").inner_text()
    page.reload()
    assert page.locator(".number").inner_text() == number
    page.go_back()
    page.wait_for_url("**/receipt")
    assert page.url == receipt
    other = opened(chromium, address, "social-chen", script=script)
    other.goto(f"/desk/cases/{number}")
    other.click("form[action$='/accept'] button")
    other.locator(".note.good", has_text="受理：已办好").wait_for()


PUBLIC = ["/sign-in", f"/{TOWN}/progress", f"/{TOWN}/matters", f"/{TOWN}/matters/civil_affairs/old_age_allowance"]
STAFF = [(CLERK, "/desk"), (CLERK, "/desk/matters"), (CLERK, "form"), (CLERK, "form checked"),
         (APPROVER, "/desk"), (APPROVER, "case"), (ISSUER, "case"), (CLERK, "/desk/nowhere")]  # fmt: skip


def reached(page: Page, place: str) -> None:
    """Open a page by its address, the first case of the desk, or a new form."""
    if place == "case":
        page.click("td.number-cell a >> nth=0")
        page.wait_for_selector(".timeline")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    elif place.startswith("form"):
        begun(page)
        if place == "form checked":
            page.click("#do-check")
            page.wait_for_selector(".problems")
    else:
        page.goto(place)


@pytest.mark.parametrize(("login", "place"), [("", one) for one in PUBLIC] + STAFF)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    chromium: Chromium, address: str, login: str, place: str
) -> None:
    page = opened(chromium, address, login)
    reached(page, place)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    for width in (1024, 768, 320):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
