"""A label, an option or a help text that looks like a template or a script stays text on every page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from engine.service.centre.accounts import add_account
from engine.web.app import make_app
from engine.web.server.settings import Settings
from tests.support.launcher import open_warm
from tests.web.conftest import ROOT
from tests.web.desks.test_drafts import started
from tests.web.support.browsers import TOWN, Browser, fields

HOSTILE = '<script>alert(1)</script>{{ 7*7 }}{% raw %}"><b>'
MATTER = "civil_affairs/old_age_allowance"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A clerk of a town whose matter was written by somebody who tries things."""
    root = tmp_path_factory.mktemp("hostile")
    for folder in ("matters", "towns"):
        shutil.copytree(ROOT / folder, root / folder)
    file = root / "matters" / f"{MATTER}.yaml"
    text = file.read_text(encoding="utf-8")
    quoted = HOSTILE.replace("'", "''")
    old = "- {name: 享受对象出生日期, kind: 日期}"
    assert old in text
    new = f"- {{name: 享受对象出生日期, label: '{quoted}', kind: 日期, help: '{quoted}', purpose: '{quoted[:40]}'}}"
    file.write_text(text.replace(old, new), encoding="utf-8")
    service = open_warm(root, root / "data", address="https://testserver")
    add_account(service, TOWN, "clerk-a", "一个足够长的密码", name=HOSTILE, role="窗口", windows=("综合受理",))
    browser = Browser(make_app(service, Settings(secret=b"s" * 32)))
    assert browser.sign_in("clerk-a", "一个足够长的密码").status_code == 303
    yield browser
    service.store.close()


def test_form_shows_it_as_text(hostile: Browser) -> None:
    address = started(hostile, MATTER)
    sent = fields(hostile.get(address).text, address)
    led = hostile.send(address, [*sent, ("_do", "check")])
    for page in (hostile.get(led.headers["location"]).text, hostile.get("/desk").text):
        assert "<script>alert" not in page and "<b>" not in page and "&lt;/script&gt;49" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}{% raw %}&#34;&gt;&lt;b&gt;" in page


def test_recheck_shows_it_as_text(hostile: Browser) -> None:
    address = started(hostile, MATTER)
    sent = fields(hostile.get(address).text, address)
    part = hostile.send(f"{address}/check", sent, {"HX-Request": "true"}).text
    assert "<script>" not in part and "&lt;script&gt;" in part
