"""Follows written instructions word for word: the numbered steps of a section of the README, done in a browser.

The sentences a step may be made of are the rows of `SENTENCES`. Something in 「」 that no sentence takes up is an
error: nothing in the instructions goes untried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bs4 import Tag

from tests.journeys.support.client import Browser, NotThereError, squeezed, words

OPEN_PAPER = "打开打印"
NOTES = {"办件编号": r"办件编号([0-9]{24})", "查询码": r"查询码([0-9A-Z]{8})"}


@dataclass
class Follower:
    """Somebody with a browser and a sheet of paper: `noted` is what they wrote down, `logins` whom they were,
    `papers` what they opened."""

    browser: Browser
    noted: dict[str, str] = field(default_factory=dict)
    logins: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """The entrance of the server, whatever port it has here."""
        assert re.fullmatch(r"http://127\.0\.0\.1:8000/?", address), address
        self.browser.open("/")

    def answer(self, label: str, value: str) -> None:
        if label == "账号":
            self.logins.append(value)
        self.browser.page.answer(label, value)

    def answer_noted(self, label: str, what: str) -> None:
        self.browser.page.answer(label, self.noted[what])

    def note(self, what: str) -> None:
        """What stands on the page behind those words."""
        found = re.search(NOTES[what], self.browser.page.text)
        assert found, f"「{what}」 does not stand on the page"
        self.noted[what] = found[1]

    def press_beside(self, beside: str, button: str) -> None:
        rows = [li for li in self.browser.page.soup.find_all("li") if beside in [words(x) for x in li.find_all(True)]]
        self.browser.press(button, within=_one(rows, beside))

    def open_row(self, applicant: str) -> None:
        cells = [td for td in self.browser.page.soup.find_all("td") if words(td) == applicant]
        row = _one([cell.find_parent("tr") for cell in cells], applicant)
        self.browser.follow(words(row.find("a")), row)

    def press(self, text: str) -> None:
        """Press the button or follow the link; a paper opens beside the page, and here all of those listed do."""
        if text == OPEN_PAPER:
            for title, address in self.browser.papers().items():
                assert self.browser.pdf(address).startswith(b"%PDF"), title
                self.papers.append(title)
            return
        try:
            self.browser.press(text)
        except NotThereError:
            self.browser.follow(text)

    def see(self, text: str) -> None:
        assert squeezed(text) in self.browser.page.text, f"「{text}」 is not on the page: {self.browser.page.text}"


SENTENCES: tuple[tuple[str, Callable[..., None]], ...] = (
    (r"打开 <([^>]+)>", Follower.open),
    (r"在「([^」]+)」里填 `([^`]+)`", Follower.answer),
    (r"在「([^」]+)」里填抄下的(办件编号|查询码)", Follower.answer_noted),
    (r"在「([^」]+)」里选「([^」]+)」", Follower.answer),
    (r"\n *\| ([^|\n]+) \| ([^|\n]+) \|", Follower.answer),
    (r"找到「([^」]+)」，点它右边的「([^」]+)」", Follower.press_beside),
    (r"找到申请人是「([^」]+)」的一行，点它的办件编号", Follower.open_row),
    (r"抄下(办件编号|查询码)", Follower.note),
    (r"点「([^」]+)」", Follower.press),
    (r"(?:看到|成了|下面是|右边是)「([^」]+)」", Follower.see),
)
_ANY = re.compile("|".join(f"(?P<s{number}>{pattern})" for number, (pattern, _do) in enumerate(SENTENCES)))


def steps_of(page: Path, section: str) -> list[str]:
    """The numbered steps of a section, tables included, without the heads of the tables."""
    text = page.read_text(encoding="utf-8").split(f"## {section}\n")[1].split("\n## ")[0]
    text = re.sub(r"\n *\| 栏目 \|.*\n *\| --- \| --- \|", "", text)
    return re.findall(r"^[0-9]+\. .*(?:\n(?: +.*|(?=\n +\|)))*", text, re.MULTILINE)


def follow(step: str, follower: Follower) -> None:
    """Do what a step says, sentence by sentence."""
    rest = _ANY.sub("", step)
    assert not re.search("[「」`|]", rest), f"nobody can follow this: {rest}"
    for found, do in _sentences(step):
        do(follower, *found)


def _sentences(step: str) -> Iterator[tuple[tuple[str, ...], Callable[..., None]]]:
    for match in _ANY.finditer(step):
        number = next(n for n in range(len(SENTENCES)) if match[f"s{n}"] is not None)
        pattern, do = SENTENCES[number]
        yield tuple(part.strip() for part in re.fullmatch(pattern, match[0]).groups()), do


def _one(found: list[Tag], wanted: str) -> Tag:
    assert len(found) == 1, f"「{wanted}」 stands {len(found)} times on the page"
    return found[0]
