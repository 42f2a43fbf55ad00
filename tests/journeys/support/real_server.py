"""The real server in a process of its own: started, killed and started again on the same folder and port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.journeys.support.client import Browser
from tests.support.launcher import ROOT


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RealServer:
    """`python -m tests.support.launcher` on `folder`/data; what it complains about goes to `folder`/server.log."""

    def __init__(self, folder: Path, at: str, *flags: str) -> None:
        self.folder, self.at, self.flags = folder, at, flags
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None
        self._clients: list[httpx.Client] = []

    def browser(self, cookies: httpx.Cookies | None = None) -> Browser:
        """A browser that talks to this server; closed when the server is stopped."""
        client = httpx.Client(base_url=self.address, cookies=cookies, timeout=30)
        self._clients.append(client)
        return Browser(client)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        """Start it and wait until it takes requests."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "tests.support.launcher", "--data", str(self.data)),
                    *("--port", str(self.port), "--at", self.at, *self.flags),
                ],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=log,
            )
        while True:
            assert self.process.poll() is None, f"the server did not start:\n{self.log.read_text()}"
            try:
                if httpx.get(f"{self.address}/healthz", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is flushed."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as an operator does, and close all browsers."""
        for client in self._clients:
            client.close()
        assert self.process is not None
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.kill()
                raise

    def complaints(self) -> str:
        """What the server wrote: nothing when all is well."""
        return self.log.read_text()


def onewindow(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line in another process."""
    return subprocess.run(
        [sys.executable, "-m", "engine.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
