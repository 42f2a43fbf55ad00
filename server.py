"""The app for an ASGI server to run: `uvicorn --factory server:app`. Settings come from the environment.

ONEWINDOW_TOWNS names the towns (`a,b`), ONEWINDOW_DATA the data folder, ONEWINDOW_KEY the master key's file,
ONEWINDOW_ROOT the folder that holds `matters/` and `towns/`, ONEWINDOW_ADDRESS the public address printed as QR.
"""

from __future__ import annotations

import gc
import os
import secrets
from pathlib import Path

from starlette.applications import Starlette

from engine.service.starting.opening import open_service
from engine.web.app import make_app
from engine.web.server.settings import Settings


def app() -> Starlette:
    """The application over the named towns. MatterError or StoreError, with what to do, where it cannot start."""
    root = Path(os.environ.get("ONEWINDOW_ROOT", Path(__file__).parent))
    towns = [name for name in os.environ.get("ONEWINDOW_TOWNS", "").split(",") if name]
    key = os.environ.get("ONEWINDOW_KEY")
    service = open_service(
        root,
        towns or sorted(file.parent.name for file in root.glob("towns/*/town.yaml")),
        Path(os.environ.get("ONEWINDOW_DATA", "data")),
        Path(key) if key else None,
        address=os.environ.get("ONEWINDOW_ADDRESS", "https://localhost").rstrip("/"),
    )
    gc.freeze()  # what is loaded stays: looking for garbage need not go through it again and again
    return make_app(service, Settings(secret=secrets.token_bytes(32)))
