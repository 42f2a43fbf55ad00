"""A browser without JavaScript for tests: it reads forms from pages and sends them back as a person filled them in."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import httpx
from starlette.applications import Starlette

_LOOP = asyncio.new_event_loop()
_ADDRESSES = itertools.count()
TOWN = "shayan"
PASSWORD = "一窗演示2026"
CLERK, OTHER_CLERK, POLICE_CLERK = "clerk-wang", "clerk-li", "clerk-zhao"
APPROVER, OTHER_DEPARTMENT, ISSUER, SUPERVISOR = "civil-zhou", "tax-jiang", "issuer-jin", "supervisor-tao"


class Fields(HTMLParser):
    """What a browser would send of one form: its fields as they stand, in order; `buttons` are its named buttons."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside = action, False
        self.found: list[tuple[str, str]] = []
        self.buttons: list[tuple[str, str]] = []
        self.select: str | None = None
        self.area: list[str] | None = None
        self.area_name = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.inside = at.get("action") == self.action
        if not self.inside:
            return
        if tag == "input" and at.get("name"):
            if at.get("type") not in ("radio", "checkbox") or "checked" in at:
                self.found.append((at["name"], at.get("value", "")))
        elif tag == "button" and at.get("name"):
            self.buttons.append((at["name"], at.get("value", "")))
        elif tag == "select":
            self.select = at["name"]
            self.found.append((self.select, ""))
        elif tag == "option" and self.select and "selected" in at:
            self.found[-1] = (self.select, at.get("value", ""))
        elif tag == "textarea":
            self.area, self.area_name = [], at["name"]

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area is not None:
            self.found.append((self.area_name, "".join(self.area).removeprefix("\n")))
            self.area = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.inside = False


def fields(html: str, action: str) -> list[tuple[str, str]]:
    """The fields of the form with that action, as they would be sent."""
    parser = Fields(action)
    parser.feed(html)
    assert parser.found, f"no form posts to {action}"
    return parser.found


def filled(sent: list[tuple[str, str]], answers: dict[str, str]) -> list[tuple[str, str]]:
    """The fields with some answers given, the way a person types and ticks."""
    kept = [(name, value) for name, value in sent if name not in answers]
    return [*kept, *answers.items()]


class Browser:
    """A browser of one person: keeps cookies, says where its forms come from, follows nothing by itself."""

    def __init__(self, app: Starlette) -> None:
        self.address = f"203.0.113.{next(_ADDRESSES) % 250}"  # of its own: what one does is not counted against another
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(self.address, 50000))
        self.client = httpx.AsyncClient(transport=transport, base_url="https://testserver")
        self.csrf = ""

    @property
    def cookies(self) -> httpx.Cookies:
        return self.client.cookies

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request, answered."""
        return _LOOP.run_until_complete(self.client.request(method, path, **more))

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("POST", path, **more)

    def send(
        self, path: str, pairs: Iterable[tuple[str, str]], headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """Post a form as our own page would."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        return self.post(path, content=urlencode(list(pairs)), headers=kind | (headers or {}))

    def sign_in(self, login: str, password: str = PASSWORD) -> httpx.Response:
        """Fill in and send the sign-in form."""
        page = self.get("/sign-in")
        sent = filled(fields(page.text, "/sign-in"), {"_login": login, "_password": password})
        answer = self.send("/sign-in", sent)
        if answer.status_code == 303:
            self.csrf = dict(fields(self.get("/desk").text, "/sign-out"))["_csrf"]
        return answer
