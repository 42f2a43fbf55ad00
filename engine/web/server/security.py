"""Headers that every answer carries, and the last net under it: an unforeseen fault becomes a page with a reference.

Plain ASGI middleware, so that nothing stands between a page and its stream.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("onewindow.web")

# No inline script or style anywhere: what a label or an answer holds can never become code.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ONE_YEAR = 31_536_000


def headers(secure: bool) -> tuple[tuple[str, str], ...]:
    """The fixed headers; HSTS only where the server is reached over https."""
    fixed = (
        ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
        ("X-Content-Type-Options", "nosniff"),
        # same-origin, not no-referrer: with the latter browsers send `Origin: null` on our own forms.
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    )
    return (*fixed, ("Strict-Transport-Security", f"max-age={ONE_YEAR}; includeSubDomains")) if secure else fixed


class SecurityHeaders:
    """Adds the fixed headers and `Cache-Control: no-store` to every answer that does not say otherwise itself."""

    def __init__(self, app: ASGIApp, fixed: Iterable[tuple[str, str]]) -> None:
        self.app = app
        self.fixed = tuple(fixed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = MutableHeaders(scope=message)
                for name, value in self.fixed:
                    added.setdefault(name, value)
                added.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers)


class Faults:
    """Turns an exception nobody foresaw into `page(request, reference)`; the log holds the reference and the trace."""

    def __init__(self, app: ASGIApp, page: Callable[[Request, str], Response]) -> None:
        self.app = app
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except ClientDisconnect:
            return  # the browser broke off, as it does when a newer re-check replaces an older one
        except Exception:
            reference = secrets.token_hex(4).upper()
            # The path only: a query string or a body may name a person.
            log.exception("fault %s at %s %r", reference, scope["method"], scope["path"])
            if started:
                raise
            await self.page(Request(scope, receive), reference)(scope, receive, send)
