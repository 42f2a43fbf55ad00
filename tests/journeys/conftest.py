"""Every journey begins in a centre that is open, empty and at a known hour."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.support.hall import Hall, open_hall


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """The pilot town's centre on Monday, 2 March 2026, at ten past nine."""
    with open_hall(tmp_path) as hall:
        yield hall
