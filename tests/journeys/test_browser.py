"""A real Chromium takes a food licence through the whole line on the real server, with JavaScript and without.

Both runs must leave the same events but for ids, secrets and hashes; the clock is set by the test, so that even the
instants are the same. On the way, with JavaScript on, every page visited is held to axe, to an empty console, and the
form and the case page to 320 px.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Locator, Page, expect, sync_playwright

from engine.case.events import Event
from engine.matter.records import Field, Matter
from engine.service.starting.demonstration import read_demonstration
from tests.journeys.support.real_server import RealServer
from tests.support.launcher import ROOT, TOWN, service_at
from tests.support.pilot import examples_in, pilot

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
TITLE = "食品经营许可（新办）"
PROMISED = "保证食品安全的规章制度目录清单"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--lang=zh-CN",
)  # fmt: skip
SITE = (
    "现场核查：场所、布局、设备设施与申报一致，与有毒有害场所和其他污染源保持规定的距离（开放式粪坑、垃圾场等25米以上）"
)
STAFF = "配备食品安全总监或食品安全员（王芳），人员与制度要求相符"
REVOKED = "经营者及其法定代表人没有被吊销许可证未满五年的情形"
UNTRUE = "没有因隐瞒真实情况或提供虚假材料被不予受理、不予许可未满一年的情形"
# Who does what when, after 收件: login, local time, button, what is typed and chosen.
LINE: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("county-kong", "2026-03-03 09:00", "受理", {}),
    ("county-kong", "2026-03-03 10:00", "完成本步骤", {"审查意见": "材料齐全。"}),
    ("market-lv", "2026-03-05 10:00", "完成本步骤", {SITE: "通过", "审查意见": "现场与申报一致。"}),
    (
        "county-cao",
        "2026-03-06 10:00",
        "完成本步骤",
        {STAFF: "通过", REVOKED: "通过", UNTRUE: "通过", "审查意见": "同意。\n请核发。"},
    ),
    ("county-cao", "2026-03-06 10:10", "准予", {}),
    ("issuer-jin", "2026-03-09 09:00", "制证", {}),
    (
        "issuer-jin",
        "2026-03-10 09:30",
        "送达",
        {"领取人姓名": "王芳", "与申请人的关系": "本人", "送达方式": "窗口领取"},
    ),
    ("clerk-li", "2026-03-10 17:00", "归档", {}),
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """Debian's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        missing = "没有找到 chromium，真实浏览器的测试没有做。Debian 上请安装软件包 chromium。"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield launched
        launched.close()


@dataclass
class Centre:
    """The real server, its clock, and the one browser program its people use, with or without JavaScript."""

    chromium: Chromium
    server: RealServer
    clock: Path
    script: bool
    complaints: list[str] = field(default_factory=list)

    def at(self, local: str) -> None:
        """Set the clock of the server to a local time."""
        beside = self.clock.with_suffix(".new")
        beside.write_text(f"{local.replace(' ', 'T')}:00+08:00")
        beside.replace(self.clock)

    def person(self, login: str) -> Page:
        """Somebody signs in, in a window of their own."""
        context = self.chromium.new_context(
            base_url=self.server.address, java_script_enabled=self.script, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto("/")
        self.visited(page)
        answer(page, "账号", login)
        answer(page, "密码", read_demonstration(ROOT, TOWN)["password"])
        press(page, "登录")
        self.visited(page)
        return page

    def visited(self, page: Page, narrow: bool = False) -> None:
        """Hold the page that is shown to axe and, where it matters, to a narrow screen."""
        if not self.script:
            return
        found = Axe().run(page)
        if found.violations_count:
            self.complaints.append(f"{page.url}: {found.generate_report()}")
        if narrow:
            usual = page.viewport_size
            page.set_viewport_size({"width": 320, "height": 700})
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > 320:
                self.complaints.append(f"{page.url}: {wide} px wide on a screen of 320")
            page.set_viewport_size(usual)  # type: ignore[arg-type]


def answer(page: Page, label: str, value: str, within: Locator | None = None) -> None:
    """Type into the field of that label, choose from its list, or choose under that heading."""
    place = within or page
    group = place.get_by_role("group", name=label, exact=True)
    choice = place.get_by_role("combobox", name=label, exact=True)
    if group.count():
        group.get_by_text(value, exact=True).click()
    elif choice.count():
        choice.select_option(label=value)
    else:
        place.get_by_label(label, exact=True).fill(value)


def press(page: Page, text: str, within: Locator | None = None) -> None:
    """Press a button and wait for the page it leads to."""
    _follow(page, (within or page).get_by_role("button", name=text, exact=True))


def open_link(page: Page, text: str) -> None:
    """Follow a link and wait for its page, or what is pressed next would wait for this page instead of its own."""
    _follow(page, page.get_by_role("link", name=text))


def _follow(page: Page, place: Locator) -> None:
    with page.expect_event("load"):  # where the caret was is noted in the history, which would count as a navigation
        place.click()


def first_example() -> tuple[Matter, dict[str, Any]]:
    """The matter and what its first example says of an applicant who comes in person."""
    matter = next(one for one in pilot().matters.values() if one.title == TITLE)
    of_agents = {one.name for one in matter.fields if one.when == "由他人代办"}
    answers = examples_in(matter.id)[0].submission["answers"]
    return matter, {name: value for name, value in answers.items() if name not in of_agents}


def fill(page: Page, matter: Matter, answers: dict[str, Any]) -> None:
    """The form, question by question; lists get their rows first."""
    for one in matter.fields:
        rows = page.get_by_role("group", name=one.label, exact=True).locator("> .entry")
        while one.kind == "明细" and rows.count() < len(answers[one.name]):
            press(page, "加一行", page.get_by_role("group", name=one.label, exact=True))
    for one in matter.fields:
        if one.kind == "明细":
            group = page.get_by_role("group", name=one.label, exact=True)
            for place, cells in enumerate(answers[one.name]):
                _fill_row(page, one, cells, group.locator("> .entry").nth(place))
        elif one.name in answers and one.when is None:
            answer(page, one.label, str(answers[one.name]))
    for one in matter.fields:
        if one.name in answers and one.when is not None and one.kind != "明细":
            answer(page, one.label, str(answers[one.name]))


def _fill_row(page: Page, one: Field, cells: dict[str, Any], row: Locator) -> None:
    for column in one.columns:
        if column.name in cells:
            answer(page, column.label, str(cells[column.name]), row)


def tick(page: Page, part: str, state: Callable[[str], str]) -> None:
    """Judge every row of a part of the checklist that applies, then check."""
    rows = page.locator(f"section[aria-labelledby={part}] li:not(.not-applying) legend")
    for name in rows.all_inner_texts():
        answer(page, name, state(name))
    press(page, "更新并核对")


def take_through_the_line(centre: Centre) -> str:
    """From the empty form to the archived case; its number."""
    matter, answers = first_example()
    centre.at("2026-03-02 09:10")
    clerk = centre.person("clerk-li")
    open_link(clerk, "收件：选择事项")
    centre.visited(clerk)
    press(clerk, f"办理{TITLE}")
    centre.visited(clerk, narrow=True)
    fill(clerk, matter, answers)
    press(clerk, "更新并核对")
    centre.visited(clerk, narrow=True)
    tick(clerk, "queries", lambda name: "查到")
    tick(clerk, "materials", lambda name: "告知承诺" if name == PROMISED else "已交")
    tick(clerk, "checks", lambda name: "通过")
    expect(clerk.get_by_role("heading", name="核对结果：通过")).to_be_visible()
    clerk.get_by_label("承诺书已由申请人签名").check()
    centre.visited(clerk, narrow=True)
    press(clerk, "收件")
    centre.visited(clerk, narrow=True)
    number = clerk.locator(".number").inner_text()
    clerk.context.close()
    for login, local, act, given in LINE:
        centre.at(local)
        person = centre.person(login)
        if person.get_by_role("link", name=number).count() == 0:
            answer(person, "查办件", number)
            press(person, "查找")
        open_link(person, number)
        centre.visited(person, narrow=True)
        for label, value in given.items():
            answer(person, label, value)
        press(person, act)
        expect(person.get_by_role("status")).to_contain_text(f"{act}：已办好。")
        centre.visited(person, narrow=True)
        person.context.close()
    return number


def happened(server: RealServer, number: str) -> list[tuple[Any, ...]]:
    """What the store says happened, without ids, secrets and hashes."""
    service = service_at(server.data, datetime.fromisoformat("2026-03-11T09:00:00+08:00"))
    try:
        return [_without_chance(event) for event in service.store.events(TOWN, number)]
    finally:
        service.store.close()


def _without_chance(event: Event) -> tuple[Any, ...]:
    fact = event.fact
    return (
        event.sequence,
        fact.case,
        fact.kind,
        fact.at,
        fact.actor,
        fact.definition,
        fact.reason,
        _plain(fact.payload),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if key not in ("token", "code", "progress")}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def test_the_whole_line_with_javascript_and_without_leaves_the_same_events(chromium: Chromium, tmp_path: Path) -> None:
    histories, complaints = [], []
    for script in (True, False):
        folder = tmp_path / f"script-{script}"
        folder.mkdir()
        clock = folder / "clock"
        server = RealServer(folder, "2026-03-02T09:00:00+08:00", "--clock", str(clock))
        centre = Centre(chromium, server, clock, script)
        centre.at("2026-03-02 09:00")
        server.start()
        try:
            number = take_through_the_line(centre)
        finally:
            server.stop()
        complaints += [*centre.complaints, server.complaints()]
        histories.append(happened(server, number))

    assert [one for one in complaints if one] == []
    with_script, without = histories
    kinds = [event[2] for event in with_script if event[2] != "document_issued"]
    assert kinds == [
        "received", "accepted", "step_finished", "step_finished", "step_finished", "granted", "certificate_made",
        "delivered", "closed", "archived",
    ]  # fmt: skip
    assert with_script == without


def test_an_option_shows_and_hides_what_depends_on_it_while_one_types_on(chromium: Chromium, tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    server = RealServer(tmp_path, "2026-03-02T09:00:00+08:00", "--clock", str(clock))
    centre = Centre(chromium, server, clock, script=True)
    centre.at("2026-03-02 09:10")
    server.start()
    try:
        clerk = centre.person("clerk-wang")
        open_link(clerk, "收件：选择事项")
        press(clerk, f"办理{TITLE}")
        area = clerk.get_by_label("食品处理区面积", exact=True)
        plan = clerk.get_by_role("group", name="经营场所平面布局图和操作流程图", exact=True)
        name = clerk.get_by_label("食品安全管理人员姓名", exact=True)

        answer(clerk, "主体业态", "食品销售经营者")
        expect(area).to_be_hidden()
        expect(plan).to_be_hidden()
        name.press_sequentially("王")
        with clerk.expect_response("**/check"):
            answer(clerk, "主体业态", "餐饮服务经营者")
            name.focus()
        expect(area).to_be_visible()
        expect(plan).to_be_visible()
        with clerk.expect_response("**/check"):
            clerk.get_by_label("联系人手机号", exact=True).fill("123")
            name.focus()
        name.press("End")
        name.press_sequentially("芳")
        expect(clerk.locator(".error", has_text="手机号是11位数字")).to_be_visible()
        expect(clerk.locator("#verdict")).to_contain_text("手机号是11位数字")
        expect(name).to_have_value("王芳")
        expect(name).to_be_focused()
        with clerk.expect_response("**/check"):
            clerk.get_by_label("联系人手机号", exact=True).fill("19900000000")
            name.focus()
        expect(clerk.locator(".error", has_text="手机号是11位数字")).to_have_count(0)
        expect(name).to_be_focused()
        centre.visited(clerk, narrow=True)
        clerk.context.close()
    finally:
        server.stop()
    assert [one for one in (*centre.complaints, server.complaints()) if one] == []
