"""What the browser keeps, and proof that a form came from our own page.

Three cookies: the session of a signed-in person, before it a visitor's random mark to which the sign-in form is bound,
and for half a year by which accounts this browser has signed in, so that strangers' tries never hold them up. A form is
taken only when the browser says it came from this site *and* it carries the token of its session.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from engine.web.server.settings import Settings

SESSION, VISITOR, KNOWN = "onewindow", "onewindow-visitor", "onewindow-known"
LONGEST_SESSION = 12 * 3600  # seconds; the service ends a session earlier when nobody uses it
KNOWN_FOR = 180 * 24 * 3600  # seconds
MOST_KNOWN = 12  # accounts that share the computer of a window; the one that signed in longest ago makes room


def cookie_name(name: str, settings: Settings) -> str:
    """`__Host-` binds a cookie to this very host over https; plain HTTP on loopback cannot carry that prefix."""
    return f"__Host-{name}" if settings.secure_cookies else name


def session_token(request: Request, settings: Settings) -> str:
    """The session token the browser sent, '' for none."""
    return request.cookies.get(cookie_name(SESSION, settings), "")


def keep_session(response: Response, token: str, settings: Settings) -> None:
    """Give the browser its new session, and forget the visitor it was before."""
    _set(response, SESSION, token, settings)
    response.delete_cookie(cookie_name(VISITOR, settings), path="/", secure=settings.secure_cookies, httponly=True)


def end_session(response: Response, settings: Settings) -> None:
    """Take the session away from the browser, and with it everything it stored for this site."""
    response.delete_cookie(
        cookie_name(SESSION, settings), path="/", secure=settings.secure_cookies, httponly=True, samesite="lax"
    )
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def visitor(request: Request, settings: Settings) -> str:
    """The visitor's mark the browser sent, or a new one."""
    return request.cookies.get(cookie_name(VISITOR, settings), "") or secrets.token_urlsafe(24)


def keep_visitor(response: Response, mark: str, settings: Settings) -> None:
    """Give the browser its visitor's mark."""
    _set(response, VISITOR, mark, settings)


def visitor_csrf(mark: str, settings: Settings) -> str:
    """The token of a form shown to a visitor: nobody can make it without the server's secret."""
    return hmac.new(settings.secret, b"visitor form:" + mark.encode(), hashlib.sha256).hexdigest()


def typist(account: str, settings: Settings) -> str:
    """The mark of the account a form was shown to: whoever signs in after the session ended is held against it."""
    return hmac.new(settings.secret, b"typed by:" + account.encode(), hashlib.sha256).hexdigest()


def known_browser(request: Request, account: str, settings: Settings) -> str:
    """The mark of this browser where the account has signed in with it before, else ''. It names no account: the cookie
    holds the browser's mark and, for each account, what only the server can make of the two."""
    mark, *accounts = _known(request, settings)
    return mark if _knows(mark, account, settings) in accounts else ""


def keep_known(response: Response, request: Request, account: str, settings: Settings) -> None:
    """Let the browser remember that the account has signed in with it."""
    mark, *accounts = _known(request, settings)
    mark = mark or secrets.token_urlsafe(16)
    newest = _knows(mark, account, settings)
    others = [one for one in accounts if one != newest][: MOST_KNOWN - 1]
    _set(response, KNOWN, ".".join((mark, newest, *others)), settings, KNOWN_FOR)


def _known(request: Request, settings: Settings) -> list[str]:
    return request.cookies.get(cookie_name(KNOWN, settings), "")[:1000].split(".")


def _knows(mark: str, account: str, settings: Settings) -> str:
    text = f"known browser:{mark}:{account}"
    return hmac.new(settings.secret, text.encode(), hashlib.sha256).hexdigest()[:32]


def same_token(given: str, expected: str) -> bool:
    """Whether both are the same, in constant time; an empty token is never right."""
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())


def from_our_own_page(request: Request) -> bool:
    """Whether the browser says the form was posted from this site; a browser that says nothing is judged by its token.

    `Sec-Fetch-Site: none` is a person's own doing (a reload). Behind a proxy the scheme may differ, so only hosts are
    compared.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _set(response: Response, name: str, value: str, settings: Settings, age: int = LONGEST_SESSION) -> None:
    response.set_cookie(
        cookie_name(name, settings),
        value,
        max_age=age,
        path="/",
        secure=settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
