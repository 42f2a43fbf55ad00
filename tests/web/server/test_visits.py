"""Who may come in where: every page × every role, generated from the routing table, each cell asserted."""

from __future__ import annotations

import pytest

from engine.case.roles import ROLES
from engine.web.app import PAGES
from engine.web.server.visits import Page, local_address
from tests.web.server.test_security import example
from tests.web.support.browsers import APPROVER, CLERK, ISSUER, SUPERVISOR, Browser

ACCOUNTS = {"窗口": CLERK, "审批": APPROVER, "出证": ISSUER, "监督": SUPERVISOR}
ALL, CLERKS, TAKERS, EVERYBODY = frozenset(ACCOUNTS), frozenset({"窗口"}), frozenset({"窗口", "审批"}), None
SUPERVISORS, HOLDERS = frozenset({"监督"}), frozenset({"窗口", "审批", "出证"})

# The whole matrix, written out: a new page without a line here fails the test below.
MAY_COME_IN: dict[tuple[str, str], frozenset[str] | None] = {
    ("GET", "/"): EVERYBODY,
    ("GET", "/sign-in"): EVERYBODY,
    ("POST", "/sign-in"): EVERYBODY,
    ("POST", "/sign-out"): ALL,
    ("GET", "/desk"): ALL,
    ("GET", "/desk/departments"): frozenset({"监督"}),
    ("GET", "/desk/departments/{department}"): frozenset({"审批", "监督"}),
    ("POST", "/desk/find"): ALL,
    ("GET", "/desk/matters"): CLERKS,
    ("POST", "/desk/drafts"): CLERKS,
    ("GET", "/desk/drafts/{draft}"): CLERKS,
    ("POST", "/desk/drafts/{draft}"): CLERKS,
    ("POST", "/desk/drafts/{draft}/check"): CLERKS,
    ("POST", "/desk/drafts/{draft}/restore"): CLERKS,
    ("GET", "/desk/drafts/{draft}/hand-on"): CLERKS,
    ("POST", "/desk/drafts/{draft}/hand-on"): CLERKS,
    ("GET", "/desk/drafts/{draft}/matter"): CLERKS,
    ("POST", "/desk/drafts/{draft}/matter"): CLERKS,
    ("POST", "/desk/drafts/{draft}/discard"): CLERKS,
    ("GET", "/desk/drafts/{draft}/papers/{type}"): CLERKS,
    ("GET", "/desk/drafts/{draft}/papers/{type}/{number:int}"): CLERKS,
    ("GET", "/desk/drafts/{draft}/files"): CLERKS,
    ("POST", "/desk/drafts/{draft}/files"): CLERKS,
    ("GET", "/desk/drafts/{draft}/files/{file}"): CLERKS,
    ("POST", "/desk/drafts/{draft}/files/{file}"): CLERKS,
    ("GET", "/desk/cases/{case}"): ALL,
    ("GET", "/desk/cases/{case}/files/{file}"): ALL,
    ("GET", "/desk/cases/{case}/ready"): TAKERS,
    ("POST", "/desk/cases/{case}/ready"): TAKERS,
    ("GET", "/desk/cases/{case}/ready/{file}"): TAKERS,
    ("POST", "/desk/cases/{case}/ready/{file}"): TAKERS,
    ("POST", "/desk/cases/{case}/acts/{act}"): ALL,
    ("POST", "/desk/cases/{case}/reopen"): CLERKS,
    ("GET", "/desk/cases/{case}/receipt"): CLERKS,
    ("GET", "/desk/cases/{case}/papers/{sequence:int}"): ALL,
    ("GET", "/desk/cases/{case}/papers/{sequence:int}/reprints/{time:int}"): ALL,
    ("GET", "/desk/cases/{case}/cover"): ALL,
    ("GET", "/desk/cases/{case}/form"): ALL,
    ("GET", "/desk/cases/{case}/package"): ALL,
    ("GET", "/desk/papers"): HOLDERS,
    ("GET", "/desk/papers/hand-over"): HOLDERS,
    ("POST", "/desk/papers/hand-over"): HOLDERS,
    ("GET", "/desk/papers/lists/{number}"): HOLDERS,
    ("POST", "/desk/papers/lists/{number}"): HOLDERS,
    ("POST", "/desk/papers/lists/{number}/back"): HOLDERS,
    ("GET", "/desk/calendar"): SUPERVISORS,
    ("POST", "/desk/calendar"): SUPERVISORS,
    ("POST", "/desk/calendar/load"): SUPERVISORS,
    ("GET", "/{town}/progress"): EVERYBODY,
    ("POST", "/{town}/progress"): EVERYBODY,
    ("GET", "/{town}/p/{token}"): EVERYBODY,
    ("POST", "/{town}/evaluation"): EVERYBODY,
    ("GET", "/desk/evaluations"): {"监督"},
    ("POST", "/desk/evaluations/{case}"): {"监督"},
    ("GET", "/{town}/matters"): EVERYBODY,
    ("GET", "/{town}/matters/{line}/{slug}"): EVERYBODY,
    ("GET", "/{town}/matters/{line}/{slug}/form"): EVERYBODY,
}
CELLS = [pytest.param(page, role, id=f"{page.method} {page.path} {role}") for page in PAGES for role in ACCOUNTS]


def test_every_page_has_its_line_in_the_matrix() -> None:
    assert {(page.method, page.path): page.roles for page in PAGES} == MAY_COME_IN
    assert set(ROLES) == set(ACCOUNTS)


@pytest.mark.parametrize(("page", "role"), CELLS)
def test_each_role_at_each_page(signed_in: dict[str, Browser], page: Page, role: str) -> None:
    allowed = MAY_COME_IN[page.method, page.path]
    if page.path == "/sign-out":
        return  # would end the session of the other tests; see test_signing
    browser, path = signed_in[ACCOUNTS[role]], example(page.path)
    answer = browser.get(path) if page.method == "GET" else browser.send(path, [("_csrf", "wrong")])
    if allowed is EVERYBODY or role in allowed:
        # Inside: the page's own answer, or its refusal of the wrong token.
        assert answer.status_code in ((200, 303, 404, 422) if page.method == "GET" else (403, 404, 409, 422))
        assert "您的岗位看不到它" not in answer.text
    else:
        assert answer.status_code == 404
        assert "您的岗位看不到它" in answer.text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.method} {page.path}")
def test_nobody_signed_in_at_each_page(visitor: Browser, page: Page) -> None:
    path = example(page.path)
    answer = visitor.get(path) if page.method == "GET" else visitor.send(path, [])
    if page.roles is None:
        assert answer.status_code in (200, 303, 403, 404, 422)
        assert not answer.headers.get("location", "").startswith("/sign-in?")
    elif page.method == "GET":
        assert answer.headers["location"].startswith("/sign-in?next=/desk")
    else:
        assert answer.status_code == 401 and "请先登录" in answer.text


@pytest.mark.parametrize(
    ("text", "led"),
    [
        ("/desk/matters", "/desk/matters"),
        ("/desk/cases/1", "/desk/cases/1"),
        ("https://evil.example", "/desk"),
        ("//evil.example", "/desk"),
        ("/\\evil.example", "/desk"),
        ("/desk\r\nSet-Cookie: a=b", "/desk"),
        ("", "/desk"),
    ],
)
def test_only_addresses_inside_are_followed(text: str, led: str) -> None:
    assert local_address(text) == led
