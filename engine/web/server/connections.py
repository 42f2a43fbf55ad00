"""Connections a stranger cannot keep: a head comes soon and is short, an answer is fetched, and one origin has so many.

What comes after the head is held to its time in `pace`, where a person still gets a page that says why.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from engine.web.server.addresses import origin

HEAD_WITHIN = 15.0  # seconds from the connection, or from the first byte of the next request, to the end of the head
HEAD_BYTES = 64 * 1024
GRACE = 20.0  # seconds before the lowest rate is asked of an answer or a body
LOWEST = 4 * 1024  # bytes a second
MOST_OPEN = 64  # connections of one origin
_LOOK_EVERY = 2.0  # seconds


class BoundedConnection(HttpToolsProtocol):
    """A connection that is broken off when the other side only holds it. `proxies` may open as many as they like."""

    proxies: ClassVar[frozenset[str]] = frozenset()
    opened: ClassVar[Counter[str]]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        host = self.client[0] if self.client else ""
        self._origin = None if host in self.proxies else origin(host)
        self._head_since: float | None = self.loop.time()
        self._head_bytes = 0
        self._body_since: float | None = None
        self._body_bytes = 0
        self._fetching: tuple[float, int] | None = None
        self._looking = self.loop.call_later(_LOOK_EVERY, self._look)
        if self._origin is not None:
            self.opened[self._origin] += 1
            if self.opened[self._origin] > MOST_OPEN:
                transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._looking.cancel()
        if self._origin is not None:
            self.opened[self._origin] -= 1
            if not self.opened[self._origin]:
                del self.opened[self._origin]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._head_bytes += len(data) if self._head_since is not None else 0
        self._body_bytes += len(data)
        super().data_received(data)
        if self._head_since is not None and self._head_bytes > HEAD_BYTES and not self.transport.is_closing():
            self.transport.write(STATUS_LINE[431] + b"connection: close\r\ncontent-length: 0\r\n\r\n")
            self.transport.close()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._head_since is None:
            self._head_since, self._head_bytes = self.loop.time(), 0

    def on_headers_complete(self) -> None:
        self._head_since = None
        self._body_since, self._body_bytes = self.loop.time(), 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._body_since = None
        super().on_message_complete()

    def _look(self) -> None:
        """From time to time: whether the other side still takes part."""
        now, left = self.loop.time(), self.transport.get_write_buffer_size()
        if self._fetching is None or left == 0 or left > self._fetching[1]:
            self._fetching = (now, left) if left else None
        if self._body_since is not None and self.flow.read_paused:
            self._body_since += _LOOK_EVERY  # it is we who do not take more
        slow_to_ask = self._head_since is not None and now - self._head_since > HEAD_WITHIN
        # Twice the grace of `pace`, which answers with a page: what is left is a body nobody reads any more.
        slow_to_send = self._body_since is not None and too_slow(now - self._body_since - GRACE, self._body_bytes)
        slow_to_fetch = self._fetching is not None and too_slow(now - self._fetching[0], self._fetching[1] - left)
        if slow_to_ask or slow_to_send or slow_to_fetch:
            self.transport.abort()
        else:
            self._looking = self.loop.call_later(_LOOK_EVERY, self._look)


def too_slow(seconds: float, transferred: int) -> bool:
    """Whether so many bytes in so many seconds are fewer than must be."""
    return seconds > GRACE + transferred / LOWEST


def bounded(proxies: Iterable[str]) -> type[asyncio.Protocol]:
    """The protocol of one server, with its own count of what is open."""
    shared: dict[str, Any] = {"proxies": frozenset(proxies), "opened": Counter()}
    return type("BoundedConnection", (BoundedConnection,), shared)
