"""Every matter of the pilot town, from its first example to an archived case, page by page.

Nothing here knows a matter: whoever's turn it is opens the case and does the one act that the page puts first, with
the answers of the example where a step asks for them. The papers are those that the course calls for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import Tag

from engine.case.records import Case
from engine.case.routing import desk
from engine.catalogue.town_catalogue import Catalogue, matter_files
from engine.examples.running import Example, examples_of
from engine.matter.records import Matter
from engine.matter.shared import load_shared
from engine.service.centre.accounts import add_account
from engine.service.centre.context import Service
from engine.web.app import make_app
from engine.web.server.settings import Settings
from tests.conftest import open_copy
from tests.journeys.support.client import OPTIONAL, Browser, Page, squeezed, text_of, words
from tests.journeys.support.filling import fill, tick
from tests.journeys.support.hall import MONDAY, Clock, Hall
from tests.support.launcher import ROOT, TOWN, service_at
from tests.support.moment import MORNING

PASSWORD = "每一件都走到头2026"
MATTERS = [matter_id for matter_id, _ in matter_files(ROOT, TOWN)]
ALWAYS = {"receipt_notice", "checkpoint_sheet", "grant_decision", "delivery_record", "closing_notice", "archive_sheet"}
ON_THE_WAY = {"suspended": "special_procedure_notice", "extended": "extension_notice"}
# What is done first in each state of the case, by what is written on the button.
NEXT: Mapping[str, tuple[str, ...]] = {
    "received": ("受理",),
    "in_review": ("开始特别程序", "完成本步骤"),
    "suspended": ("结束特别程序", "完成本步骤"),
    "to_decide": ("准予",),
    "granted": ("制证",),
    "certified": ("送达",),
    "closed": ("归档",),
}
MOST_ACTS = 80


@dataclass
class Centre(Hall):
    """A hall with somebody in every department; whoever signed in stays so while the day lasts."""

    signed_in: dict[str, tuple[str, Browser]] = field(default_factory=dict)

    def desk_of(self, login: str) -> Browser:
        """Somebody's browser, signed in once a day."""
        day = self.clock.instant.date().isoformat()
        known = self.signed_in.get(login)
        if known is None or known[0] != day:
            known = self.signed_in[login] = (day, self.person(login))
        return known[1]


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which every window and every department has somebody, closed."""
    folder = tmp_path_factory.mktemp("staffed")
    service = service_at(folder / "data", MORNING)
    for number, window in enumerate(service.town(TOWN).windows):
        _account(service, f"window-{number}", "窗口", windows=(window.name,))
    for number, department in enumerate(service.town(TOWN).departments):
        _account(service, f"office-{number}", "审批", department=department)
    _account(service, "issuing", "出证")
    service.store.close()
    return folder


def _account(service: Service, login: str, role: str, **more: Any) -> None:
    add_account(service, TOWN, login, PASSWORD, name=f"某{len(login)}", role=role, **more)


@pytest.fixture
def centre(tmp_path: Path, staffed: Path, catalogue: Catalogue) -> Iterator[Centre]:
    clock = Clock(datetime.fromisoformat(MONDAY).astimezone())
    service = open_copy(staffed, tmp_path, catalogue, clock)
    service.address = "https://hall.test"
    hall = Centre(service, clock, make_app(service, Settings(secret=b"j" * 32)), PASSWORD)
    hall.at(MONDAY)
    yield hall
    for browser in hall.browsers:
        browser.http.close()
    service.store.close()


@pytest.mark.parametrize("matter_id", MATTERS)
def test_from_the_first_example_to_the_archive(centre: Centre, catalogue: Catalogue, matter_id: str) -> None:
    matter = catalogue.matters[matter_id]
    example = next(iter(examples_of(catalogue.loaded[matter_id], load_shared(ROOT)[0])))
    assert example.expect["outcome"] == "通过", "the first example is the ordinary case"
    centre.at(f"{example.filed} 09:10")

    resident = centre.visitor()
    assert matter.title in resident.open(f"/{TOWN}/matters/{matter_id}").text
    form = text_of(resident.pdf_behind("打印空白申请表"))
    asked = [one for field in matter.fields if field.at is None for one in (field, *field.columns)]
    assert [name for name in (matter.title, *(one.label for one in asked)) if squeezed(name) not in form] == []

    windows = [window.name for window in centre.town.windows]
    clerk = centre.desk_of(f"window-{windows.index(matter.window)}")
    clerk.open(f"/desk/matters?{urlencode({'q': matter.title})}")
    clerk.press(f"办理{matter.title}")
    fill(clerk, matter, example.submission)
    tick(clerk, matter, example.submission)
    assert words(clerk.page.soup.find(id="outcome")).split("：")[-1] == "通过", clerk.page.text
    clerk.press("收件")
    assert clerk.page.title.startswith("已收件"), clerk.page.text
    number = words(clerk.page.soup.find(class_="number"))

    acts, shown = 0, None
    while (case := centre.stored(number)).state != "archived":
        acts += 1
        assert acts < MOST_ACTS, case
        shown = _next_act(centre, matter, case, example, windows, shown)
    types = {document.type for document in case.documents}
    assert types >= _called_for(matter, case), types
    person = centre.desk_of(f"window-{windows.index(matter.window)}")
    person.open(f"/desk/cases/{number}")
    for title, address in person.papers().items():
        assert person.pdf(address).startswith(b"%PDF"), title


def _next_act(
    centre: Centre, matter: Matter, case: Case, example: Example, windows: list[str], shown: Browser | None
) -> Browser | None:
    """Whoever's turn it is does what comes next, on the page where they did what came before (`shown`) if it was they;
    where nothing can be done yet, a week passes. Gives the page that shows what was done."""
    turn = desk(case, centre.service.pinned(case.definition))
    assert turn is not None, case
    departments = list(centre.town.departments)
    logins = {
        "窗口": [f"window-{windows.index(matter.window)}"],
        "审批": [f"office-{departments.index(name)}" for name in turn.departments],
        "出证": ["issuing"],
    }[turn.role]
    for login in logins:
        person = centre.desk_of(login)
        if person is not shown:
            person.open(f"/desk/cases/{case.id}")
        for act in NEXT[case.state]:
            if person.page.offers(act):
                button = person.page.button(act)
                _answer(person.page, button.find_parent("form"), matter, case, example)
                person.submit(button)
                assert f"{act}：已办好。" in person.page.text, person.page.text
                return person
    centre.clock.instant += timedelta(days=7)
    return None


def _answer(page: Page, form: Tag, matter: Matter, case: Case, example: Example) -> None:
    """What an act asks: as the example says where the matter asks it, else the usual way."""
    said = {one.label: str(example.submission["answers"].get(one.name, "")) for one in matter.fields if one.at}
    given = {"领取人姓名": case.applicant.name if case.applicant else "", "与申请人的关系": "本人"} | said
    for group in form.find_all("fieldset"):
        options = [words(one) for one in group.find_all("label")]
        legend = words(group.legend)
        usual = "通过" if "通过" in options else options[0]
        page.choose(legend, given.get(legend) or usual, form)
    for label in form.find_all("label"):
        control = form.find(id=label.get("for"))
        if control is None or control.get("type") in ("radio", "checkbox"):
            continue
        if control.name == "select":
            options = [words(one) for one in control.find_all("option") if one.get("value")]
            page.answer(words(label), given.get(words(label)) or options[0], form)
        elif OPTIONAL not in label.get_text():
            page.answer(words(label), given.get(words(label)) or "属实，同意。", form)


def _called_for(matter: Matter, case: Case) -> set[str]:
    """The papers of this course: those of every case, and those of what happened on the way."""
    kinds = {event.kind for event in case.history}
    found = set(ALWAYS)
    found |= {paper for kind, paper in ON_THE_WAY.items() if kind in kinds}
    return found | ({"certificate"} if case.certificates else set())
