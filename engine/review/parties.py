"""Who applies and who acts for them, and what they handed in: read off a submission through `means:`."""

from __future__ import annotations

from typing import Any

from engine.review.applicability import Situation
from rules_dsl import Undecided


def _answer(situation: Situation, means: str) -> str:
    field = situation.definition.matter.meaning(means)
    value = situation[field.name] if field is not None else None
    if isinstance(value, Undecided):
        value = value.value
    return value if isinstance(value, str) else ""


def applicant_of(situation: Situation) -> dict[str, str]:
    """Name, identifier and phone: the organisation's where one applies, else the person's."""
    organisation = _answer(situation, "organisation_name")
    return {
        "name": organisation or _answer(situation, "applicant_name"),
        "identifier": _answer(situation, "organisation_code" if organisation else "applicant_id"),
        "phone": _answer(situation, "applicant_phone"),
    }


def agent_of(situation: Situation) -> dict[str, str] | None:
    """Who acts for the applicant; None where the applicant came in person."""
    if situation["由他人代办"] is not True:
        return None
    return {"name": _answer(situation, "agent_name"), "identifier": _answer(situation, "agent_id"), "phone": ""}


def taken_of(situation: Situation) -> list[dict[str, Any]]:
    """The materials really handed in or promised, of those that are asked for."""
    taken = []
    for material in situation.definition.matter.materials:
        handed = situation.handed(material)
        if material.at is not None or situation.asks_material(material) is False or not handed.judged:
            continue
        if handed.promised or handed.copies:
            taken.append(
                {
                    "name": material.name,
                    "form": "告知承诺" if handed.promised else handed.form,
                    "copies": handed.copies,
                    "promised": handed.promised,
                }
            )
    return taken
