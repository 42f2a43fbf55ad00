"""The web application over the pilot town with a few cases, spoken to over https as a browser would.

One service for all tests of the pages: each test works on drafts and cases of its own.
"""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright
from starlette.applications import Starlette

from engine.service.centre.context import Service
from engine.service.starting.demonstration import make_accounts, read_demonstration
from engine.web.app import make_app
from engine.web.server.settings import DemonstrationAccount, Settings
from tests.support.launcher import open_warm
from tests.web.support.browsers import (
    APPROVER,
    CLERK,
    ISSUER,
    OTHER_CLERK,
    OTHER_DEPARTMENT,
    PASSWORD,
    POLICE_CLERK,
    SUPERVISOR,
    TOWN,
    Browser,
)
from tests.web.support.samples import make_samples

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
ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)  # 10 o'clock in the town


class Clock:
    """An instant that tests move."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[Service]:
    data = tmp_path_factory.mktemp("web") / "data"
    opened = open_warm(ROOT, data, address="https://testserver", now=clock)
    make_accounts(opened, TOWN, read_demonstration(ROOT, TOWN))
    make_samples(opened, ROOT)
    yield opened
    opened.store.close()


@pytest.fixture(scope="session")
def app(service: Service) -> Starlette:
    return make_app(service, Settings(secret=b"s" * 32))


@pytest.fixture
def visitor(app: Starlette) -> Browser:
    return Browser(app)


@pytest.fixture(scope="session")
def signed_in(app: Starlette) -> dict[str, Browser]:
    """A signed-in browser for each account the tests use."""
    browsers = {}
    for login in (CLERK, OTHER_CLERK, POLICE_CLERK, APPROVER, OTHER_DEPARTMENT, ISSUER, SUPERVISOR):
        browsers[login] = Browser(app)
        assert browsers[login].sign_in(login).status_code == 303
    return browsers


@pytest.fixture
def clerk(signed_in: dict[str, Browser]) -> Browser:
    return signed_in[CLERK]


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
