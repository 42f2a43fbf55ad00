"""A town of three matters and their people, on a real store: for tests that take cases through any course."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.case.events import Actor
from engine.catalogue.town_catalogue import Catalogue
from engine.matter.town import Department, Town
from engine.service.centre.accounts import add_account
from engine.service.centre.context import Service
from engine.service.starting.demonstration import posted
from engine.service.starting.opening import default_key_file
from engine.store.sqlite import open_with_key_file
from tests.conftest import Clock, open_copy
from tests.procedure.test_acts import PERSON, PROMISED
from tests.procedure.test_acts import YARD as ANSWERS
from tests.support.counter import CALENDAR, INVOICE, PILOT, actor, form_of, full, situation_of, small
from tests.support.courses.model import COURSES, HANDS, STALL, YARD
from tests.support.launcher import TOWN, cheap

Form = list[tuple[str, str]]
SUBMISSIONS: dict[str, dict[str, dict[str, Any]]] = {
    YARD: {
        "齐全": full(ANSWERS),
        "平面图后补": full(ANSWERS, materials=["申请表", "邻居意见"]),
        "邻居意见用承诺": full(ANSWERS, **PROMISED),
        "又后补又承诺": full(ANSWERS, materials={"申请表": {}, "邻居意见": {"promised": True}}),
        "没带申请表": full(ANSWERS, materials=["平面图", "邻居意见"]),
        "面积太大": full({**ANSWERS, "面积": "120"}),
        "面积偏大": full({**ANSWERS, "面积": "90"}),
    },
    STALL: {"齐全": full(PERSON), "没带申请表": full(PERSON, materials=[])},
}


@dataclass(frozen=True)
class SmallTown:
    """A closed data folder with the accounts of the people, to be opened in copies; `forms` by matter and sample."""

    folder: Path
    catalogue: Catalogue
    people: dict[str, Actor]
    forms: dict[tuple[str, str], Form]

    def open(self, folder: Path, clock: Clock) -> Service:
        """A service of its own on a copy."""
        return open_copy(self.folder, folder, self.catalogue, clock)


def build(folder: Path, pilot: Catalogue) -> SmallTown:
    """The town, with the offices that the matters name; the matter of the counter is one of the pilot's."""
    offices = {name: Department(name, "", "") for name in ("镇建设办", "县住建局", "县民政局", "税务分局")}
    town: Town = replace(PILOT, departments=offices)
    definitions = {YARD: small("steps"), STALL: small("side_by_side"), INVOICE: pilot.definition(INVOICE)}
    matters = {name: definition.matter for name, definition in definitions.items()}
    catalogue = Catalogue(town, matters, definitions, loaded={}, problems=())
    key = default_key_file(folder / "data")
    key.parent.mkdir(parents=True)
    store = open_with_key_file(folder / "data", key)
    service = Service(store, {TOWN: town}, {TOWN: catalogue}, CALENDAR, Clock(), "", cheap)
    for login, hand in HANDS.items():
        window = {"窗口": ("综合受理",), "别的窗口": ("公安专项",)}.get(hand.role, ())
        add_account(
            service, TOWN, login, "correct horse battery", name=hand.person, role=hand.role.removeprefix("别的"),
            person=hand.person, department=hand.department, windows=window,
        )  # fmt: skip
    people = {login: actor(service, login) for login in HANDS}
    forms = {
        (matter, name): posted(situation_of(definitions[matter], submission))
        for matter, samples in SUBMISSIONS.items()
        for name, submission in samples.items()
    }
    with_examples = replace(service, catalogues={TOWN: pilot})
    forms |= {(INVOICE, name): form_of(with_examples, INVOICE, name) for name in COURSES[INVOICE].samples}
    store.close()
    return SmallTown(folder, catalogue, people, forms)
