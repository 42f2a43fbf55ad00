"""An empty store of each kind in `store_table.STORES`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.store.contract import Store
from tests.store.support.kinds import JOURNALS, STORES


@pytest.fixture(params=STORES)
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """Opens the store of this test, closing it first when it is open: `reopen(patience=…)`."""
    opened: list[Store] = []

    def reopen(patience: float = 5.0) -> Store:
        if opened:
            opened.pop().close()
        opened.append(STORES[request.param](tmp_path / "data", patience))
        return opened[0]

    yield reopen
    if opened:
        opened.pop().close()


@pytest.fixture
def store(reopen: Callable[..., Store]) -> Store:
    """An empty store."""
    return reopen()


@pytest.fixture(params=JOURNALS)
def journal(request: pytest.FixtureRequest) -> str:
    """The journal modes of SQLite that this machine may use."""
    return str(request.param)
