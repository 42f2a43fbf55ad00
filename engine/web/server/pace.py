"""The time a request may take of us: a body arrives at a lowest rate, and one origin is answered so much at once."""

from __future__ import annotations

import asyncio
from collections import Counter

from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.web.server import faults
from engine.web.server.addresses import address_of
from engine.web.server.bodies import BodyError
from engine.web.server.connections import GRACE, LOWEST
from engine.web.server.faults import CrowdedError

MOST_AT_ONCE = 64  # requests of one origin; a whole hall may stand behind one address


class Pace:
    """Refuses what comes too slowly or too much at once, with a page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.running: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        address = address_of(HTTPConnection(scope))
        self.running[address] += 1
        try:
            if self.running[address] > MOST_AT_ONCE:
                answer = await faults.explain(Request(scope, receive), CrowdedError())
                await answer(scope, receive, send)
                return
            await self.app(scope, _in_time(receive), send)
        finally:
            self.running[address] -= 1
            if not self.running[address]:
                del self.running[address]


def _in_time(receive: Receive) -> Receive:
    """`receive` for a body that must come at the lowest rate, counted from its first part that is asked for."""
    loop, began, read, whole = asyncio.get_running_loop(), 0.0, 0, False

    async def receive_in_time() -> Message:
        nonlocal began, read, whole
        if whole:  # what comes now is only that the other side went away
            return await receive()
        began = began or loop.time()
        try:
            async with asyncio.timeout_at(began + GRACE + read / LOWEST):
                message = await receive()
        except TimeoutError:
            raise BodyError(
                408, "网络太慢，提交的内容没有在时限内传完，没有保存。请检查网络后再提交；文件太大的，分成几次。"
            ) from None
        read += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        return message

    return receive_in_time
