"""Takes the pictures of the handbooks in `docs/images/` from a demonstration with a clock of its own.

Run `.venv/bin/python docs/screenshots.py` when the pages have changed; it needs the test packages and a Chromium. The
sample cases are made afresh in a folder that is removed again, on Wednesday, 25 November 2026, so that pictures only
change when pages do.
"""

# ruff: noqa: E402  (the path is set before the engine is imported)

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import uvicorn
from argon2 import PasswordHasher
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from engine.examples.fictitious import identity_number, invented
from engine.service.starting.demonstration import fill_demonstration
from engine.service.starting.opening import open_service
from engine.web.app import make_app
from engine.web.server.settings import DemonstrationAccount, Settings

IMAGES = ROOT / "docs" / "images"
LARGEST = 150 * 1024
PORT = 8799
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
WINDOW = {"width": 1080, "height": 700}
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


# A month too early, and the birthday is not that of the number: the page has something to say.
OLD_WOMAN = {
    "申请人姓名": "李秀英",
    "申请人身份证号": identity_number(date(1946, 12, 31), "女"),
    "申请人手机号": "19900000000",
    "社保卡金融账号": invented("虚构", "银行卡号"),
    "享受对象出生日期": "1947-01-01",
    "户籍所在村组": "河南省南阳市新野县沙堰镇东河村",
    "是否一年内由外地迁入本镇": "否",
    "是否仍在领取其他地区高龄津贴": "否",
    "现居住情况": "居家",
    "高龄津贴申请审批表": "已交",
    "老人居民身份证": "已交",
    "户口簿本人页": "已交",
    "社保卡或一卡通复印件": "未交",
    "住址一致": "通过",
}


@contextmanager
def demonstration(town: str) -> Iterator[str]:
    """A demonstration server of a town; gives its address."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    address = f"http://127.0.0.1:{PORT}"
    with tempfile.TemporaryDirectory() as folder:
        service = open_service(ROOT, (town,), Path(folder) / "data", address=address, now=lambda: NOW, hasher=cheap)
        shown = fill_demonstration(service, ROOT, town)
        accounts = tuple(DemonstrationAccount(s.login, s.password, s.name, s.role, s.place) for s in shown)
        app = make_app(service, Settings(secret=b"p" * 32, secure_cookies=False, demonstration=accounts))
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=PORT, log_level="warning"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        try:
            yield address
        finally:
            server.should_exit = True
            thread.join()
            service.store.close()


class Photographer:
    """Somebody with a browser and a camera."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, login: str) -> None:
        """As one of the accounts that the sign-in page lists."""
        self.open("/desk")
        if self.page.get_by_role("button", name="退出").count():
            self.page.get_by_role("button", name="退出").click()
        self.open("/sign-in")
        password = self.page.locator("section[aria-labelledby=accounts] p code").inner_text()
        self.page.get_by_label("账号", exact=True).fill(login)
        self.page.get_by_label("密码", exact=True).fill(password)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_load_state()

    def shoot(self, name: str) -> None:
        """Keep what the window shows."""
        self.page.wait_for_timeout(400)
        file = IMAGES / f"{name}.png"
        self.page.screenshot(path=file, full_page=False)
        size = file.stat().st_size
        print(f"{name}.png {size // 1024} KB")
        assert size <= LARGEST, f"{name}.png is too large"

    def answer(self, label: str, value: str) -> None:
        """Type into a field, or choose an option under a heading."""
        group = self.page.get_by_role("group", name=label, exact=True)
        if group.count():
            group.locator("label").filter(has_text=value).first.click()
        else:
            self.page.get_by_label(label, exact=True).fill(value)


def take(one: Photographer) -> None:
    """All pictures, in the order of the line."""
    page = one.page
    one.sign_in("clerk-wang")
    one.shoot("desk")
    one.open("/desk/matters?q=高龄津贴申领")
    page.get_by_role("button", name="办理").first.click()
    page.wait_for_load_state()
    for label, value in OLD_WOMAN.items():
        one.answer(label, value)
    page.get_by_role("button", name="更新并核对").click()
    page.locator(".problems").wait_for()  # what is unsaved is saved first
    page.wait_for_load_state()
    page.evaluate("document.activeElement.blur()")
    _scroll_to(page, "#form")
    one.shoot("intake")
    _scroll_to(page, "#materials")
    one.shoot("checklist")
    one.open("/desk")
    number = page.locator("td.number-cell a").first.inner_text()
    one.open(f"/desk/cases/{number}/receipt")
    one.shoot("receipt")
    for name, account in (("approver", "civil-zhou"), ("issuer", "issuer-jin")):
        one.sign_in(account)
        page.locator("td.number-cell a").first.click()
        page.wait_for_load_state()
        one.shoot(name)


def _scroll_to(page: Page, what: str) -> None:
    page.evaluate("what => scrollTo(0, document.querySelector(what).getBoundingClientRect().top + scrollY - 16)", what)


def main() -> None:
    """Take all pictures."""
    IMAGES.mkdir(exist_ok=True)
    town = min(file.parent.name for file in ROOT.glob("towns/*/demonstration.yaml"))
    with demonstration(town) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(CHROMIUM))
        page = browser.new_context(viewport=WINDOW, locale="zh-CN").new_page()
        take(Photographer(page, address))
        browser.close()


if __name__ == "__main__":
    main()
