"""The app a server runs: settings from the environment, secure by default, no demonstration."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

import server


def test_app_serves_the_named_town_securely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEWINDOW_TOWNS", "shayan")
    monkeypatch.setenv("ONEWINDOW_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ONEWINDOW_KEY", str(tmp_path / "key" / "master.key"))

    async def ask() -> tuple[int, httpx.Response]:
        transport = httpx.ASGITransport(server.app())
        async with httpx.AsyncClient(transport=transport, base_url="https://testserver") as browser:
            return (await browser.get("/healthz")).status_code, await browser.get("/sign-in")

    health, page = asyncio.run(ask())
    assert health == 200
    assert page.headers["set-cookie"].startswith("__Host-onewindow-visitor=")
    assert "演示账号" not in page.text
