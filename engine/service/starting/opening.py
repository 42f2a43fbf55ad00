"""Opening a service: the store of a data folder, the towns and their catalogues, the calendar, and the clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from argon2 import PasswordHasher

from engine.calendar.working_days import national_calendar
from engine.catalogue.town_catalogue import load_catalogue
from engine.matter.town import load_town
from engine.service.centre import machine_clock
from engine.service.centre.context import Service
from engine.service.centre.filing_clock import long_rest
from engine.store.sqlite import open_with_key_file

KEY_FILE = "master.key"
CACHE = "cache"  # in the data folder; whoever deletes it loses nothing but a second at the next start


def default_key_file(data: Path) -> Path:
    """Where the master key lies unless told otherwise: beside the data folder, never in it."""
    return data.resolve().parent / f"{data.name}-key" / KEY_FILE


def open_service(
    root: Path,
    towns: Sequence[str],
    data: Path,
    key_file: Path | None = None,
    *,
    address: str = "http://127.0.0.1:8000",
    now: Callable[[], datetime] | None = None,
    hasher: PasswordHasher | None = None,
) -> Service:
    """The service for the named towns of `root`, with what is kept in `data`, by the clock `now` or the machine's;
    after a long rest the clock waits to be confirmed.

    Raises MatterError for an unreadable town, StoreError for a folder somebody else holds or a missing key.
    """
    key_file = key_file or default_key_file(data)
    places = {name: load_town(root, name) for name in towns}
    store = open_with_key_file(data, key_file)
    catalogues = {name: load_catalogue(root, place, data / CACHE) for name, place in places.items()}
    clock, hasher = now or machine_clock.utc_now, hasher or PasswordHasher()
    steady = machine_clock.steady if now is None else None
    service = Service(store, places, catalogues, national_calendar(), clock, address, hasher, steady)
    service.rested_since = long_rest(service)
    return service
