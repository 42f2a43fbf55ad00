"""The web application over the pilot town with a few cases, spoken to over https as a browser would.

One service for all tests of the pages: each test works on drafts and cases of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette

from engine.service.centre.context import Service
from engine.service.starting.demonstration import make_accounts, read_demonstration
from engine.web.app import make_app
from engine.web.server.settings import Settings
from tests.support.launcher import open_warm
from tests.web.support.browsers import (
    APPROVER,
    CLERK,
    ISSUER,
    OTHER_CLERK,
    OTHER_DEPARTMENT,
    POLICE_CLERK,
    SUPERVISOR,
    TOWN,
    Browser,
)
from tests.web.support.samples import make_samples

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
