"""What all tests share: few fixtures. Helpers of the counter stand in `counter.py`."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from engine.calendar.working_days import national_calendar
from engine.case.events import Actor
from engine.catalogue.town_catalogue import Catalogue
from engine.service.centre import machine_clock
from engine.service.centre.context import Service
from engine.service.starting.opening import default_key_file
from engine.store.sqlite import open_with_key_file
from tests.support.launcher import TOWN, cheap, service_at
from tests.support.moment import MONDAY_MORNING, MORNING
from tests.support.pilot import pilot

# A slow machine is no failure: no test here asserts how long something takes. `make test` tries the same cases each
# time, so that what was green stays green until the code changes; `make nightly` (RUNS) goes on to new ones.
settings.register_profile("patient", deadline=None, derandomize="RUNS" not in os.environ)
settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    """On another day the machine's clock says so too."""
    if "TEST_CLOCK" in os.environ:
        machine_clock.utc_now = lambda: MORNING


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes begins first, so that at the end nobody waits for it."""
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in ("kills", "browser", "long")))


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, at: datetime = MORNING) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        """On by some days, hours, minutes or seconds."""
        self.at += timedelta(**by)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The matters of the pilot town."""
    return pilot()


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder, in memory where the machine has one."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


@pytest.fixture
def clock(request: pytest.FixtureRequest) -> Clock:
    """The clock of `service`: the morning of the suite, or that of 2 March 2026 for a test that tells days."""
    return Clock(MONDAY_MORNING if request.node.get_closest_marker("in_2026") else MORNING)


@pytest.fixture(scope="session")
def opened_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of the pilot town with the demonstration accounts, its key beside it, closed: to be copied."""
    folder = tmp_path_factory.mktemp("opened")
    service_at(folder / "data", MORNING).store.close()
    return folder


@pytest.fixture
def service(folder: Path, clock: Clock, catalogue: Catalogue, opened_once: Path) -> Iterator[Service]:
    """A service of the pilot town on an empty store, with the demonstration accounts and no case."""
    opened = open_copy(opened_once, folder, catalogue, clock)
    yield opened
    opened.store.close()


def open_copy(original: Path, folder: Path, catalogue: Catalogue, clock: Clock) -> Service:
    """A service on a copy of a data folder that is closed."""
    shutil.copytree(original, folder, dirs_exist_ok=True)
    data = folder / "data"
    store = open_with_key_file(data, default_key_file(data))
    towns, catalogues = {TOWN: catalogue.town}, {TOWN: catalogue}
    return Service(store, towns, catalogues, national_calendar(), clock, "http://127.0.0.1", cheap)


@pytest.fixture
def clerk(service: Service) -> Actor:
    """A clerk of the comprehensive window."""
    account = service.store.account("clerk-wang")
    assert account is not None
    return Actor("clerk-wang", account.person, account.name, "窗口", TOWN, windows=account.windows)
