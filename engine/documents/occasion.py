"""What a paper is made from, and the letterhead that every paper carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.calendar.working_days import Calendar
from engine.case.events import Actor, system
from engine.case.records import Case, Person
from engine.definition.checked import Definition
from engine.documents.wording import day_text, instant_text
from engine.fields import mask_identifier, mask_phone
from engine.matter.records import Matter
from engine.matter.town import Town


@dataclass(frozen=True, slots=True)
class Occasion:
    """The moment a paper goes out: the case with the causing event already folded in, the definition it is judged by,
    its town, the number drawn for the paper, the UTC instant, who acts.

    `subject` names what the paper is about where a case may have several: the material of a promise, the step of a
    special procedure, the number of a certificate. `address` is that of the progress page, for the QR. `together` are
    all cases of a 移交清单 of several.
    """

    case: Case
    definition: Definition
    town: Town
    calendar: Calendar
    number: str
    issued_at: datetime
    by: Actor
    subject: str = ""
    address: str = ""
    together: tuple[Case, ...] = ()

    @classmethod
    def without_case(cls, definition: Definition, town: Town, calendar: Calendar, at: datetime) -> Occasion:
        """That of a blank, which is about no case and nobody."""
        return cls(Case(), definition, town, calendar, "", at, system(town.id))

    @property
    def matter(self) -> Matter:
        """The matter as the pinned definition has it."""
        return self.definition.matter

    @property
    def local_day(self) -> date:
        """The day the paper goes out, in the town."""
        return self.issued_at.astimezone(self.town.zone).date()

    @property
    def place(self) -> str:
        """Where the matter's window stands."""
        return f"{self.town.address}，{self.town.place_of(self.matter.window)}"

    def seal(self, use: str) -> str:
        """The name of the seal for 受理, 决定 or 送达; '' where the town names none."""
        return self.town.seals.get(use, "")

    def department(self, role: str) -> str:
        """Who a role name is in this town."""
        return self.town.department_name(role)

    def time(self, instant: datetime | None) -> str:
        """An instant on the town's clock; '' for None."""
        return instant_text(instant, self.town.zone) if instant else ""


def letterhead(occasion: Occasion) -> dict[str, Any]:
    """What every paper carries: centre, number, date, clerk, matter, case number, progress page, phones."""
    case, town = occasion.case, occasion.town
    return {
        "number": occasion.number,
        "centre": town.centre,
        "date": day_text(occasion.local_day),
        "time": occasion.time(occasion.issued_at),
        "clerk": occasion.by.name,
        "matter": occasion.matter.title,
        "case": case.id,
        "progress": occasion.address if case.progress_token else "",
        "code": case.progress_code,
        "phone": town.phone,
        "supervision": town.supervision_phone,
    }


def person(who: Person) -> dict[str, str]:
    """A person as most papers show them: identifier and phone masked."""
    return {"name": who.name, "identifier": mask_identifier(who.identifier), "phone": mask_phone(who.phone)}


def person_in_full(who: Person) -> dict[str, str]:
    """A person as decisions, certificates and mandates show them."""
    return {"name": who.name, "identifier": who.identifier, "phone": who.phone}


def addressed(occasion: Occasion) -> dict[str, Any]:
    """The letterhead of a paper that names people: `applicant` (blank where nobody is named yet) and `agent` (None
    where the applicant came in person), both masked."""
    case = occasion.case
    return letterhead(occasion) | {
        "applicant": person(case.applicant or Person("", "")),
        "agent": person(case.agent) if case.agent else None,
    }
