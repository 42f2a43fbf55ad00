"""Headers on every answer, faults of ours, and forms that did not come from our own page."""

from __future__ import annotations

import logging

import pytest
from starlette.applications import Starlette

from engine.service.cases import desks
from engine.service.centre.context import Service
from engine.store.errors import StoreError
from engine.web.app import PAGES, make_app
from engine.web.server.settings import Settings
from engine.web.server.statics import address
from tests.web.support.browsers import CLERK, Browser

PLACES = {"draft": "none", "case": "000000000000000000000000", "act": "accept", "type": "promise", "number": "1",
          "sequence": "1", "time": "1", "file": "none", "town": "shayan", "token": "x" * 22, "line": "no",
          "slug": "such"}  # fmt: skip


def example(path: str) -> str:
    """The path with something in each of its places."""
    for place, value in PLACES.items():
        path = path.replace("{" + place + "}", value).replace("{" + place + ":int}", value)
    return path


ADDRESSES = sorted(
    {example(page.path) for page in PAGES}
    | {"/healthz", "/favicon.ico", address("onewindow.css"), address("htmx.js"), "/static/nothing.css", "/no/such/page"}
)


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_answer_carries_the_headers(clerk: Browser, visitor: Browser, path: str) -> None:
    for browser in (clerk, visitor):
        answer = browser.get(path)
        policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert (policy["default-src"], policy["object-src"], policy["base-uri"]) == ("'none'", "'none'", "'none'")
        assert policy["frame-ancestors"] == "'none'"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
        static = path.startswith(("/static/onewindow", "/static/htmx", "/favicon"))
        assert ("no-store" in answer.headers["cache-control"]) is not static


def test_no_hsts_over_plain_http(service: Service) -> None:
    answer = Browser(make_app(service, Settings(secret=b"s" * 32, secure_cookies=False))).get("/sign-in")
    assert "strict-transport-security" not in answer.headers


def test_page_holds_no_inline_script_or_style(clerk: Browser) -> None:
    for path in ("/desk", "/desk/matters"):
        page = clerk.get(path).text
        assert "<style" not in page and " style=" not in page and " onclick" not in page and "javascript:" not in page
        assert "<script>" not in page


def test_a_fault_of_ours_shows_a_reference_and_nothing_else(
    clerk: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("select * from secret where name = '张桂兰'")

    monkeypatch.setattr(desks, "worklist", broken)
    with caplog.at_level(logging.ERROR, "onewindow.web"):
        answer = clerk.get("/desk?state=received")
    reference = answer.text.split("系统管理员：")[1][:8]
    assert answer.status_code == 500
    assert "secret" not in answer.text and "Traceback" not in answer.text and "RuntimeError" not in answer.text
    assert reference in caplog.text and "RuntimeError" in caplog.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_from_elsewhere_is_refused_even_with_the_right_token(clerk: Browser, headers: dict[str, str]) -> None:
    answer = clerk.send("/desk/find", [("_csrf", clerk.csrf), ("_text", "张桂兰")], headers)
    assert answer.status_code == 403
    assert "这张表单不能提交" in answer.text


@pytest.mark.parametrize("token", ["", "x", "另一个"])
def test_a_form_without_the_token_of_its_session_is_refused(clerk: Browser, token: str) -> None:
    assert clerk.send("/desk/find", [("_csrf", token), ("_text", "张桂兰")]).status_code == 403


def test_the_token_of_another_session_is_refused(clerk: Browser, signed_in: dict[str, Browser]) -> None:
    other = signed_in["clerk-li"].csrf
    assert clerk.send("/desk/find", [("_csrf", other), ("_text", "张桂兰")]).status_code == 403


@pytest.mark.parametrize("page", [p for p in PAGES if p.method == "POST"], ids=lambda p: p.path)
def test_nothing_changes_state_by_get(clerk: Browser, page) -> None:  # type: ignore[no-untyped-def]
    if any(p.method == "GET" and p.path == page.path for p in PAGES):
        return
    assert clerk.get(example(page.path)).status_code in (404, 405)


def test_other_methods_are_told_off(clerk: Browser) -> None:
    answer = clerk.ask("DELETE", "/desk")
    assert answer.status_code == 405 and "这个地址不能这样打开" in answer.text


def test_health_answers_without_signing_in(visitor: Browser) -> None:
    assert (visitor.get("/healthz").status_code, visitor.get("/healthz").text) == (200, "ok\n")


def test_assets_are_kept_for_ever_under_their_hash(visitor: Browser) -> None:
    answer = visitor.get(address("htmx.js"))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "htmx" in answer.text


def test_paths_that_climb_find_nothing(app: Starlette, visitor: Browser) -> None:
    climbs = ["/static/..%2f..%2fsettings.py", "/static/%2e%2e/app.py", "/shayan/matters/..%2f..%2f/x", "/..%2f/p/x"]
    assert {visitor.get(path).status_code for path in climbs} == {404}


def test_forwarded_headers_are_not_believed(visitor: Browser) -> None:
    headers = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-User": CLERK, "X-User-Id": CLERK}
    assert visitor.get("/desk", headers=headers).status_code == 303


def test_a_store_that_cannot_write_is_told_in_plain_words(clerk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreError("数据盘写满了，请联系系统管理员清理。")

    monkeypatch.setattr(desks, "worklist", full)
    answer = clerk.get("/desk")
    assert answer.status_code == 503
    assert "暂时保存不了" in answer.text and "数据盘写满了，请联系系统管理员清理。" in answer.text
