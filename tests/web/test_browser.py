"""The pages in a real browser: with and without JavaScript, at 320 px, and held to axe."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import FilePayload, Page, expect

from engine.service.centre.context import Service
from tests.support.counter import ALLOWANCE, act, file_case
from tests.support.scans import SVG, pdf, picture
from tests.web.desks.test_drafts import COMPLETE
from tests.web.support.browsers import APPROVER, CLERK, ISSUER, PASSWORD, SUPERVISOR, TOWN

pytestmark = pytest.mark.browser


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
    with page.expect_navigation(url="**?after=checked"):
        page.keyboard.press("Enter")
    assert "核对结果：通过" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "do-receive"


def test_no_act_moves_under_the_pointer_when_the_verdict_changes(chromium: Chromium, address: str) -> None:
    page = opened(chromium, address, CLERK)
    begun(page)

    def places() -> list[list[int]]:
        boxes = [page.locator(one).bounding_box() or {} for one in ("#do-check", "#do-advise", "#do-receive")]
        return [[round(value) for value in box.values()] for box in boxes]

    before = places()
    expect(page.locator("#do-receive")).to_be_disabled()
    fill(page, COMPLETE)
    expect(page.locator("#do-receive")).to_be_enabled()
    expect(page.locator("#do-advise")).to_be_disabled()
    assert places() == before


def test_a_button_that_is_being_pressed_when_a_recheck_comes_back_is_pressed(chromium: Chromium, address: str) -> None:
    page = opened(chromium, address, CLERK)
    begun(page)
    box = page.locator("#do-check").bounding_box()
    assert box is not None
    with page.expect_response("**/check"):
        page.fill('[name="申请人姓名"]', "张桂兰")
        page.press('[name="申请人姓名"]', "Tab")
        page.mouse.move(box["x"] + 20, box["y"] + 20)
        page.mouse.down()
    settled(page)
    with page.expect_event("load"):
        page.mouse.up()
    assert page.locator(".problems").is_visible()


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
         (CLERK, "form asked"), (CLERK, "form handed on"), (CLERK, "form of another matter"),
         (CLERK, "files"), (CLERK, "files uploaded"), (CLERK, "files refused"), (CLERK, "files for an act"),
         (APPROVER, "/desk"), (APPROVER, "case"), (ISSUER, "case"), (CLERK, "/desk/nowhere"),
         (CLERK, "/desk/matters?q=社保卡"), (CLERK, "/desk/papers"), (CLERK, "/desk/papers/hand-over"),
         *((SUPERVISOR, f"/desk/{page}") for page in ("departments", "calendar", "evaluations"))]  # fmt: skip


@pytest.fixture(scope="module")
def waiting(service: Service) -> str:
    """A case that waits for a 容缺 material."""
    return file_case(service, CLERK, ALLOWANCE, "社保卡复印件忘带了，先受理后补").case.id


def chosen(name: str, content: bytes) -> FilePayload:
    """A file as somebody chooses it from a folder."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


PHOTO, BACK, SVG_FILE = chosen("正面.jpg", picture()), chosen("反面.pdf", pdf(2)), chosen("正面.jpg", SVG)


def choose(page: Page, *files: FilePayload) -> None:
    """Choose files and upload them."""
    page.set_input_files("#file", list(files))
    page.click("button.main")
    page.locator("[role=alert]", has_text="上传").wait_for()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_clerk_uploads_puts_in_order_and_takes_out(chromium: Chromium, address: str, script: bool) -> None:
    page = opened(chromium, address, CLERK, script=script)
    begun(page)
    fill(page, {"申请人姓名": "张桂兰"})
    page.click("#do-files")
    page.select_option("#material", "老人居民身份证")
    choose(page, PHOTO, BACK)
    expect(page.locator("[role=alert]")).to_have_text("已上传 2 个文件")
    expect(page.locator("[role=alert]")).to_be_focused()
    page.click("[aria-label='「反面.pdf」上移']")
    expect(page.locator("ol a")).to_have_text(["反面.pdf", "正面.jpg"])
    choose(page, SVG_FILE)
    expect(page.locator("[role=alert]")).to_contain_text("「正面.jpg」是网页或者矢量图")
    page.click("[aria-label='删除「反面.pdf」']")
    expect(page.locator("ol a")).to_have_text(["正面.jpg"])
    with page.expect_popup() as opening:
        page.click("ol a")
    assert opening.value.evaluate("document.images[0].naturalWidth") == 64
    page.click("text=传完了，回到申请表")
    page.locator("#materials ~ ul", has_text="已上传 1 个文件").wait_for()
    assert page.input_value('[name="申请人姓名"]') == "张桂兰"


def test_every_paper_of_a_case_is_opened_by_a_name_of_its_own(chromium: Chromium, address: str) -> None:
    page = opened(chromium, address, APPROVER)
    reached(page, "case", "")
    names = page.locator("a", has_text="打开打印").evaluate_all("found => found.map(one => one.ariaLabel)")
    assert len(names) == len(set(names)) >= 3
    assert any(re.fullmatch("打开打印《收件通知单》沙政务收〔2026〕第[0-9]{4}号", name) for name in names)


@pytest.mark.parametrize("place", PUBLIC)
def test_the_head_of_a_public_page_stands_in_two_even_lines(chromium: Chromium, address: str, place: str) -> None:
    page = opened(chromium, address, width=400)
    page.goto(place)
    lines = page.locator(".brand, .nav a").evaluate_all(
        "found => found.map(one => one.getBoundingClientRect().toJSON())"
    )
    brand, links = lines[0], lines[1:]
    assert brand["height"] < 60 and len({link["top"] for link in links}) <= 1
    assert all(brand["bottom"] + 4 <= link["top"] and link["height"] >= 44 and link["right"] <= 400 for link in links)


_FROM_THE_FORM = (
    ("form asked", "#do-advise", "#do-sure"), ("form handed on", "#do-hand-on", "[name=_to]"),
    ("form of another matter", "#do-matter", "[name=_matter]"),
)  # fmt: skip


def reached(page: Page, place: str, waiting: str) -> None:
    """Open a page by its address, the first case of the desk, a new form, or where its files are uploaded."""
    if place == "case":
        page.click("td.number-cell a >> nth=0")
        page.wait_for_selector(".timeline")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    elif place.startswith("form"):
        begun(page)
        if place == "form checked":
            page.click("#do-check")
            page.wait_for_selector(".problems")
        for where, button, there in _FROM_THE_FORM:
            if place == where:
                page.click(button)
                page.wait_for_selector(there)
    elif place == "files for an act":
        page.goto(f"/desk/cases/{waiting}/ready")
        choose(page, PHOTO)
    elif place.startswith("files"):
        begun(page)
        page.click("#do-files")
        page.wait_for_selector("#material")  # the form is saved first, then left
        if place != "files":
            page.select_option("#material", "老人居民身份证")
            choose(page, PHOTO if place == "files uploaded" else SVG_FILE)
    else:
        page.goto(place)


def finds_nothing(page: Page) -> None:
    """axe has nothing to say of the page, and it is as wide as the window."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    for width in (1024, 768, 320):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("login", "place"), [("", one) for one in PUBLIC] + STAFF)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    chromium: Chromium, address: str, login: str, place: str, waiting: str
) -> None:
    page = opened(chromium, address, login)
    reached(page, place, waiting)
    finds_nothing(page)


def test_a_resident_rates_what_was_done_on_a_page_that_axe_finds_nothing_in(
    chromium: Chromium, address: str, service: Service
) -> None:
    case = act(service, CLERK, file_case(service, CLERK).case.id, "withdraw", {"理由": "不办了。"}).case
    page = opened(chromium, address)
    page.goto(f"/{TOWN}/p/{case.progress_token}")
    finds_nothing(page)
    page.get_by_label("基本满意", exact=True).check()
    page.get_by_role("button", name="提交评价").click()
    page.get_by_text("已经收到评价，谢谢。").wait_for()
    finds_nothing(page)
