"""The centre in one process: the real application on a fresh data folder, a clock that is set, people who sign in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from engine.case.fold import fold
from engine.case.records import Case
from engine.examples.running import Example, examples_of
from engine.matter.records import Matter
from engine.matter.shared import load_shared
from engine.matter.town import Town
from engine.service.centre.context import Service
from engine.service.starting.demonstration import read_demonstration
from engine.web.app import make_app
from engine.web.server.settings import Settings
from tests.journeys.support.client import Browser, Page, browser_of
from tests.support.launcher import ROOT, TOWN, service_at

MONDAY = "2026-03-02 09:10"


@dataclass
class Clock:
    """What time it is at the centre; local time in, UTC out."""

    instant: datetime

    def __call__(self) -> datetime:
        return self.instant


@dataclass
class Hall:
    """The centre. `at` sets the clock; `person` signs somebody in afresh: sessions end when days pass."""

    service: Service
    clock: Clock
    app: object
    password: str
    browsers: list[Browser] = field(default_factory=list)

    @property
    def town(self) -> Town:
        return self.service.town(TOWN)

    def at(self, local: str) -> Hall:
        """Set the clock to a local time."""
        self.clock.instant = datetime.fromisoformat(local).replace(tzinfo=self.town.zone)
        return self

    def person(self, login: str) -> Browser:
        """Somebody at their desk, in a browser of their own."""
        browser = self.visitor()
        browser.sign_in(login, self.password)
        return browser

    def visitor(self) -> Browser:
        """A browser nobody has signed in with."""
        browser = browser_of(self.app)
        self.browsers.append(browser)
        return browser

    def case(self, login: str, number: str) -> Browser:
        """Somebody who opened a case from their desk."""
        browser = self.person(login)
        browser.follow(number)
        return browser

    def act(self, login: str, number: str, act: str, answers: Mapping[str, str] | None = None) -> Browser:
        """Somebody opens a case from their desk and does one act; the page says that it is done."""
        browser = self.case(login, number)
        browser.press(act, answers)
        assert f"{act}：已办好。" in browser.page.text, browser.page.text
        return browser

    def matter(self, title: str) -> Matter:
        """The matter of that title."""
        catalogue = self.service.catalogues[TOWN]
        return next(matter for matter in catalogue.matters.values() if matter.title == title)

    def examples(self, title: str) -> dict[str, Example]:
        """The examples of a matter, by name; the first stands first."""
        shared, problems = load_shared(ROOT)
        assert not problems
        loaded = self.service.catalogues[TOWN].loaded[self.matter(title).id]
        return {example.name: example for example in examples_of(loaded, shared)}

    def stored(self, number: str) -> Case:
        """A case as the store has it."""
        return fold(self.service.store.events(TOWN, number))


@contextmanager
def open_hall(folder: Path, at: str = MONDAY, root: Path = ROOT) -> Iterator[Hall]:
    """A centre on a fresh folder; `root` where its matters and towns are."""
    clock = Clock(datetime.fromisoformat(at).astimezone())
    service = service_at(folder / "data", clock.instant, root=root, address="https://hall.test", now=clock)
    app = make_app(service, Settings(secret=b"j" * 32))
    hall = Hall(service, clock, app, read_demonstration(root, TOWN)["password"]).at(at)
    try:
        yield hall
    finally:
        for browser in hall.browsers:
            browser.http.close()
        service.store.close()


def page_says(page: Page, *sentences: str) -> None:
    """Every sentence stands on the page; white space does not count."""
    missing = [one for one in sentences if "".join(one.split()) not in page.text]
    assert not missing, f"{missing} is not on the page: {page.text}"
