"""Signing in and out: cookies, forged forms, where one is led."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from engine.service.centre.context import Service
from engine.service.starting.demonstration import read_demonstration
from engine.web.app import make_app
from engine.web.server.sessions import known_browser
from engine.web.server.settings import DemonstrationAccount, Settings
from tests.journeys.support.client import browser_of
from tests.support.launcher import ROOT
from tests.web.support.browsers import CLERK, OTHER_CLERK, OTHER_DEPARTMENT, PASSWORD, TOWN, Browser, fields, filled


def cookies_of(answer) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """Each cookie an answer sets: its name and the rest of the line."""
    return {line.split("=", 1)[0]: line.split("=", 1)[1] for line in answer.headers.get_list("set-cookie")}


def test_session_cookie_is_bound_to_the_host_and_secure(visitor: Browser) -> None:
    cookie = cookies_of(visitor.sign_in(CLERK))["__Host-onewindow"]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts
    assert not any(part.startswith("domain") for part in parts)


def test_loopback_demonstration_uses_a_plain_cookie_name(service: Service) -> None:
    browser = Browser(make_app(service, Settings(secret=b"s" * 32, secure_cookies=False)))
    assert set(cookies_of(browser.sign_in(CLERK))) >= {"onewindow"}
    assert "Secure" not in cookies_of(browser.get("/sign-in"))


def test_wrong_password_keeps_the_login_and_says_what_to_do(visitor: Browser) -> None:
    answer = visitor.sign_in("supervisor-tao", "不是这个密码")
    assert answer.status_code == 422
    assert "账号或密码不对，请重新输入。" in answer.text
    assert dict(fields(answer.text, "/sign-in"))["_login"] == "supervisor-tao"
    assert "不是这个密码" not in answer.text


def test_too_many_wrong_passwords_hold_the_visitor_and_keep_what_was_typed(visitor: Browser) -> None:
    for _ in range(3):
        assert visitor.sign_in("agent-ning", "不是这个密码").status_code == 422
    answer = visitor.sign_in("agent-ning", "不是这个密码")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    assert "密码输错的次数太多了，请等1分钟再试。" in answer.text
    assert dict(fields(answer.text, "/sign-in"))["_login"] == "agent-ning"


def test_a_flood_does_not_hold_the_browser_somebody_has_signed_in_with_before(app: Starlette) -> None:
    at_home, elsewhere = Browser(app), Browser(app)
    assert at_home.sign_in(OTHER_DEPARTMENT).status_code == 303
    at_home.send("/sign-out", [("_csrf", at_home.csrf)])
    for _ in range(6):
        Browser(app).sign_in(OTHER_DEPARTMENT, "猜一猜密码")
    assert elsewhere.sign_in(OTHER_DEPARTMENT).status_code == 429
    assert at_home.sign_in(OTHER_DEPARTMENT).status_code == 303


def test_a_browser_remembers_as_many_accounts_as_share_it_and_names_none(app: Starlette, visitor: Browser) -> None:
    for login in (CLERK, OTHER_CLERK):
        visitor.sign_in(login)
        visitor.send("/sign-out", [("_csrf", visitor.csrf)])
    kept = visitor.cookies["__Host-onewindow-known"]
    mark, *accounts = kept.split(".")
    assert len(accounts) == 2
    assert CLERK not in kept
    assert OTHER_CLERK not in kept
    request = Request({"type": "http", "headers": [(b"cookie", f"__Host-onewindow-known={kept}".encode())]})
    settings = Settings(secret=b"s" * 32)
    assert [known_browser(request, login, settings) for login in (CLERK, OTHER_CLERK, OTHER_DEPARTMENT)] == [
        mark, mark, "",
    ]  # fmt: skip
    assert known_browser(request, CLERK, Settings(secret=b"t" * 32)) == ""


def test_sign_in_form_of_another_visitor_is_refused(app: Starlette, visitor: Browser) -> None:
    stolen = fields(Browser(app).get("/sign-in").text, "/sign-in")
    visitor.get("/sign-in")
    answer = visitor.send("/sign-in", filled(stolen, {"_login": CLERK, "_password": PASSWORD}))
    assert answer.status_code == 403
    assert "__Host-onewindow" not in cookies_of(answer)


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\nLocation: x"]
)
def test_signing_in_never_leads_elsewhere(visitor: Browser, next_: str) -> None:
    sent = fields(visitor.get("/sign-in", params={"next": next_}).text, "/sign-in")
    answer = visitor.send("/sign-in", filled(sent, {"_login": CLERK, "_password": PASSWORD, "_next": next_}))
    assert answer.headers["location"] == "/desk"


def test_a_page_asked_for_before_signing_in_comes_after_it(visitor: Browser) -> None:
    led = visitor.get("/desk/matters")
    assert (led.status_code, led.headers["location"]) == (303, "/sign-in?next=/desk/matters")
    sent = fields(visitor.get(led.headers["location"]).text, "/sign-in")
    answer = visitor.send("/sign-in", filled(sent, {"_login": CLERK, "_password": PASSWORD}))
    assert answer.headers["location"] == "/desk/matters"


def test_signing_out_ends_the_session_in_the_store_too(app: Starlette, visitor: Browser) -> None:
    visitor.sign_in(CLERK)
    kept = dict(visitor.cookies)
    answer = visitor.send("/sign-out", [("_csrf", visitor.csrf)])
    assert answer.headers["location"] == "/sign-in?out=1"
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    thief = Browser(app)
    thief.cookies.update(kept)
    assert thief.get("/desk").status_code == 303


def test_idle_session_ends(visitor: Browser, clock) -> None:  # type: ignore[no-untyped-def]
    visitor.sign_in(CLERK)
    before = clock.now
    try:
        clock.now = before + timedelta(minutes=16)
        assert visitor.get("/desk").headers["location"].startswith("/sign-in")
        assert visitor.send("/desk/find", [("_text", "张桂兰")]).status_code == 401
    finally:
        clock.now = before


def test_accounts_are_listed_only_in_a_demonstration(service: Service, visitor: Browser) -> None:
    assert "演示账号" not in visitor.get("/sign-in").text
    shown = DemonstrationAccount("clerk-x", "某个密码", "某人", "窗口", "综合受理")
    settings = Settings(secret=b"s" * 32, secure_cookies=False, demonstration=(shown,))
    page = Browser(make_app(service, settings)).get("/sign-in").text
    assert all(text in page for text in ("演示账号", "clerk-x", "某个密码", "某人"))


def test_the_demonstration_has_an_approver_in_every_department(service: Service) -> None:
    accounts = read_demonstration(ROOT, TOWN)["accounts"]
    assert {one["department"] for one in accounts if one["role"] == "审批"} == set(service.town(TOWN).departments)


def test_the_start_page_finds_a_matter(app: Starlette) -> None:
    resident = browser_of(app)
    resident.open("/")
    resident.press("查找", {"沙堰镇 我要办": "户口本丢了"})
    assert resident.page.title.startswith("办事指南")
    assert resident.page.link("居民户口簿补领、换领")


def test_a_secret_too_short_to_sign_with_is_refused() -> None:
    with pytest.raises(ValueError, match="32 个字节"):
        Settings(secret=b"short")
