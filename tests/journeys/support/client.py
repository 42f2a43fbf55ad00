"""A browser without a screen: it opens pages, fills the form that came back, presses what the page offers.

It knows no address but the entrance and what stands on paper, and no field name at all: it finds a question by its
label, a choice by its words, a button or a link by what is written on it. What is typed lives in the page, as in a
browser, and is sent the way HTML says.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urljoin

import httpx
import pypdf
from bs4 import BeautifulSoup, Tag
from starlette.types import ASGIApp

OPTIONAL = "（选填）"


class Inside(httpx.BaseTransport):
    """Speaks to an ASGI application in this process, one request after the other; nothing stays open in between."""

    def __init__(self, app: ASGIApp) -> None:
        self._inner = httpx.ASGITransport(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inner.handle_async_request(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread(), request=request)


def words(element: Tag) -> str:
    """What is written on an element, each run of white space one blank, without the mark of what may be left out."""
    return " ".join(element.get_text().replace(OPTIONAL, "").split())


def squeezed(text: str) -> str:
    """Text without any white space, as papers are compared."""
    return "".join(text.split())


def text_of(pdf: bytes) -> str:
    """The text of all pages of a PDF, white space removed."""
    return squeezed("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages))


class NotThereError(AssertionError):
    """The page does not offer what somebody wanted to use; says what it offers instead."""


@dataclass
class Page:
    """A page as it came back, and what was typed into it since."""

    address: str
    status: int
    html: str

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page as a tree, read when somebody first looks."""
        return BeautifulSoup(self.html, "lxml")

    @property
    def title(self) -> str:
        """What stands in the title bar."""
        return words(self.soup.title) if self.soup.title else ""

    @property
    def text(self) -> str:
        """Everything written in the main part of the page, white space removed."""
        return squeezed((self.soup.find("main") or self.soup).get_text())

    # -- what can be used -----------------------------------------------------------------------------------------

    def link(self, text: str, within: Tag | None = None) -> Tag:
        """The link that reads so."""
        return _only(
            [a for a in (within or self.soup).find_all("a", href=True) if words(a) == text],
            text,
            [words(a) for a in self.soup.find_all("a", href=True)],
        )

    def button(self, text: str, within: Tag | None = None) -> Tag:
        """The button that reads so, or is called so for those who hear the page, and is not off."""
        buttons = [b for b in (within or self.soup).find_all("button") if not b.has_attr("disabled")]
        return _only(
            [b for b in buttons if text in (words(b), b.get("aria-label"))],
            text,
            [str(b.get("aria-label") or words(b)) for b in buttons],
        )

    def offers(self, button: str) -> bool:
        """Whether there is such a button, and it is not off."""
        found = [b for b in self.soup.find_all("button") if button in (words(b), b.get("aria-label"))]
        return any(not one.has_attr("disabled") for one in found)

    def field(self, label: str, within: Tag | None = None) -> Tag:
        """The input, text area or list with that label; a cell of a row only `within` its row."""
        labels = self._labels(within)
        controls = [self._elements.get(str(one.get("for"))) for text, one in labels if text == label]
        found = [c for c in controls if c is not None and c.get("type") not in ("radio", "checkbox")]
        return _only(found, label, [text for text, _one in labels])

    def choices(self, legend: str, within: Tag | None = None) -> Tag:
        """The group of choices under that heading; one in a row only `within` its row."""
        groups = self._groups(within) if within is not None else self._outer_groups
        return _only([one for text, one in groups if text == legend], legend, [text for text, _one in groups])

    def rows(self, legend: str) -> list[Tag]:
        """The rows of a list that can grow."""
        return list(self.choices(legend).find_all(class_="entry", recursive=False))

    def _labels(self, within: Tag | None) -> list[tuple[str, Tag]]:
        """What each label reads, and the label: those within an element, else those that stand in no row of a list."""
        if within is not None:
            return [(words(one), one) for one in within.find_all("label")]
        return self._outer_labels

    def _groups(self, place: Tag) -> list[tuple[str, Tag]]:
        return [(words(one.legend), one) for one in place.find_all("fieldset") if one.legend]

    @cached_property
    def _outer_groups(self) -> list[tuple[str, Tag]]:
        return [(text, one) for text, one in self._groups(self.soup) if not one.find_parent(class_="entry")]

    @cached_property
    def _outer_labels(self) -> list[tuple[str, Tag]]:
        return [(words(one), one) for one in self.soup.find_all("label") if not one.find_parent(class_="entry")]

    @cached_property
    def _elements(self) -> dict[str, Tag]:
        return {str(one["id"]): one for one in self.soup.find_all(id=True)}

    # -- typing ---------------------------------------------------------------------------------------------------

    def answer(self, label: str, value: str, within: Tag | None = None) -> None:
        """Type into the field of that label, or choose under that heading."""
        try:
            control = self.field(label, within)
        except NotThereError:
            self.choose(label, value, within)
            return
        if control.name == "textarea":
            control.string = "\n" + value
        elif control.name == "select":
            options = control.find_all("option")
            for option in options:
                del option["selected"]
            _only([o for o in options if words(o) == value], value, [words(o) for o in options])["selected"] = ""
        else:
            control["value"] = value

    def choose(self, legend: str, option: str, within: Tag | None = None) -> None:
        """Choose one of the options under a heading; the others of the group are no longer chosen."""
        group = self.choices(legend, within)
        labels = [one for one in group.find_all("label") if one.find("input")]
        chosen = _only([one for one in labels if words(one) == option], option, [words(one) for one in labels]).find(
            "input"
        )
        if chosen["type"] == "radio":
            for other in group.find_all("input", attrs={"name": chosen["name"]}):
                del other["checked"]
        chosen["checked"] = ""

    def tick(self, label: str) -> None:
        """Tick the box of that label."""
        labels = self._labels(None)
        one = _only([one for text, one in labels if text == label], label, [text for text, _one in labels])
        self._elements[str(one["for"])]["checked"] = ""

    def typed(self, label: str, within: Tag | None = None) -> str:
        """What stands in a field, or which option is chosen under a heading ('' for none)."""
        try:
            control = self.field(label, within)
        except NotThereError:
            chosen = self.choices(label, within).find("input", checked=True)
            return str(chosen["value"]) if chosen else ""
        return dict(_values(control)).get(str(control["name"]), "")

    def sent(self, button: Tag) -> list[tuple[str, str]]:
        """What pressing a button sends: the fields of its form as HTML says, and the button's own."""
        pairs = [
            pair for control in form_of(button).find_all(["input", "textarea", "select"]) for pair in _values(control)
        ]
        if button.get("name"):
            pairs.append((str(button["name"]), str(button.get("value", ""))))
        return pairs


def form_of(button: Tag) -> Tag:
    """The form a button sends: the one it names, or the one it stands in."""
    named = button.get("form")
    form = button.find_parent("html").find(id=named) if named else button.find_parent("form")
    assert form is not None, f"「{words(button)}」 is in no form"
    return form


def _values(control: Tag) -> list[tuple[str, str]]:
    """What a control sends."""
    name = control.get("name")
    if not name or control.has_attr("disabled"):
        return []
    if control.name == "select":
        options = control.find_all("option")
        chosen = [o for o in options if o.has_attr("selected")] or options[:1]
        return [(str(name), str(o.get("value", words(o)))) for o in chosen]
    if control.name == "textarea":
        return [(str(name), control.get_text().removeprefix("\n").replace("\r\n", "\n").replace("\n", "\r\n"))]
    if control.get("type") in ("radio", "checkbox") and not control.has_attr("checked"):
        return []
    return [(str(name), str(control.get("value", "")))]


def _only(found: list[Tag], wanted: str, offered: list[str]) -> Tag:
    if len(found) == 1:
        return found[0]
    raise NotThereError(f"「{wanted}」 stands {len(found)} times on the page; it offers {sorted(set(offered))}")


class Browser:
    """One browser with its cookies and the page it shows."""

    page: Page

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def open(self, address: str) -> Page:
        """Type an address: the entrance, or one that stands on paper."""
        return self._show(self.http.get(address, follow_redirects=True))

    def reload(self) -> Page:
        """Open the page that is shown once more."""
        return self.open(self.page.address)

    def follow(self, text: str, within: Tag | None = None) -> Page:
        """Follow a link by what it reads."""
        return self.open(self._target(self.page.link(text, within)))

    def press(self, text: str, answers: Mapping[str, str] | None = None, within: Tag | None = None) -> Page:
        """Press a button by what it reads, after giving `answers` (label → value) in its form."""
        button = self.page.button(text, within)
        for label, value in (answers or {}).items():
            self.page.answer(label, value, button.find_parent("form"))
        return self.submit(button)

    def submit(self, button: Tag) -> Page:
        """Send the form of a button, as pressing it does."""
        form, pairs = form_of(button), self.page.sent(button)
        target = urljoin(self.page.address, str(form.get("action") or self.page.address))
        if form.get("method", "get").lower() == "get":
            return self.open(f"{target}?{urlencode(pairs)}")
        return self.post(target, pairs)

    def upload(self, text: str, answers: Mapping[str, str], files: Sequence[tuple[str, bytes]]) -> Page:
        """Press the button of a form that takes files (name, content), after giving `answers` in it."""
        button = self.page.button(text)
        form = button.find_parent("form")
        assert form is not None and form["enctype"] == "multipart/form-data", "the form takes no files"
        for label, value in answers.items():
            self.page.answer(label, value, form)
        chosen = str(form.find("input", type="file")["name"])
        pairs = {name: value for name, value in self.page.sent(button) if name != chosen}
        target = urljoin(self.page.address, str(form["action"]))
        sent = [(chosen, file) for file in files]
        headers = {"Sec-Fetch-Site": "same-origin"}
        return self._show(self.http.post(target, data=pairs, files=sent, headers=headers, follow_redirects=True))

    def post(self, target: str, pairs: list[tuple[str, str]], **headers: str) -> Page:
        """Post fields to an address as a browser does from a page of the same site."""
        here = httpx.URL(target)
        sent = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"{here.scheme}://{here.netloc.decode()}",
            "Sec-Fetch-Site": "same-origin",
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        return self._show(self.http.post(target, content=urlencode(pairs), headers=sent, follow_redirects=True))

    def sign_in(self, login: str, password: str) -> Page:
        """From the entrance through the sign-in page to one's desk."""
        self.open("/")
        self.press("登录", {"账号": login, "密码": password})
        assert self.page.status == 200 and self.page.offers("退出"), self.page.text
        return self.page

    def papers(self) -> dict[str, str]:
        """The papers the page lists and where each opens: its title, and its number where several have one title."""
        found: dict[str, str] = {}
        for link in self.page.soup.find_all("a", string="打开打印"):
            line = link.find_parent("li")
            title = words(line.find(class_="strong"))
            found.setdefault(title, self._target(link))
        return found

    def paper(self, title: str) -> bytes:
        """The PDF of a paper, through the link on the page."""
        papers = self.papers()
        if title not in papers:
            raise NotThereError(f"「{title}」 is not among the papers {sorted(papers)}")
        return self.pdf(papers[title])

    def pdf_behind(self, text: str) -> bytes:
        """The PDF that a link of the page shows; the page stays."""
        return self.pdf(self._target(self.page.link(text)))

    def pdf(self, address: str) -> bytes:
        """A PDF at an address that the page named; the page stays."""
        answer = self.http.get(address, follow_redirects=True)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf"), answer.text
        return answer.content

    def printed(self, text: str) -> bytes:
        """The PDF that a button of the form shows; the page stays."""
        button = self.page.button(text)
        form = button.find_parent("form")
        target = urljoin(self.page.address, str(form["action"]))
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        answer = self.http.post(
            target, content=urlencode(self.page.sent(button)), headers=headers, follow_redirects=True
        )
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf"), answer.text
        return answer.content

    def _target(self, link: Tag) -> str:
        return urljoin(self.page.address, str(link["href"]))

    def _show(self, answer: httpx.Response) -> Page:
        assert answer.status_code < 500, f"{answer.request.method} {answer.url}: {answer.status_code}\n{answer.text}"
        assert answer.headers["content-type"].startswith("text/html"), answer.headers["content-type"]
        self.page = Page(str(answer.url), answer.status_code, answer.text)
        return self.page


def browser_of(app: Any) -> Browser:
    """A fresh browser on an application in this process, over https so that Secure cookies are kept."""
    return Browser(httpx.Client(transport=Inside(app), base_url="https://hall.test"))
