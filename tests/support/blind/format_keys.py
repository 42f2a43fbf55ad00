"""What stands under each key of the files: the method of `Renamer` that renames it, an entry, or names with values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Named:
    """Values of one sort, each under a name that somebody chose."""

    of: Any


@dataclass(frozen=True, slots=True)
class ByDay:
    """One value, or several by the day from which they hold."""

    of: Any


@dataclass(frozen=True, slots=True)
class OrName:
    """A list of something, or the name of a list."""

    of: Any


FIELD: dict[str, Any] = {
    "name": "word", "label": "prose", "kind": "keep", "optional": "keep", "when": "rule", "options": OrName("value"),
    "ordered": "keep", "unit": "keep", "scale": "keep", "at_least": "keep", "at_most": "keep", "means": "keep",
    "help": "prose", "at": "word", "purpose": "prose",
}  # fmt: skip
FIELD["fields"] = FIELD
MATERIAL = {
    "name": "word", "short": "word", "form": "keep", "note": "prose", "copies": "keep", "when": "rule",
    "later": "keep", "promise": "keep", "one_of": "word", "look_up": "keep", "basis": "prose", "source": "prose",
    "at": "word", "type": "keep", "issued_by": "keep", "size": "keep", "fill": "prose", "blank": "prose",
    "sample": "prose",
}  # fmt: skip
QUERY = {
    "name": "word", "asks": "prose", "by": "keep", "normal": "keep", "when": "rule", "kind": "keep",
    "options": OrName("value"), "ordered": "keep", "unit": "keep", "scale": "keep",
}  # fmt: skip
CHECKPOINT = {
    "name": "word", "by": "keep", "rule": "rule", "says": "prose", "message": "prose", "when": "rule", "about": "word",
    "otherwise": "keep", "ground": "word", "basis": "prose", "at": "word", "back_to": "word",
}  # fmt: skip
STEP = {
    "name": "word", "department": "word", "within": "set_value", "when": "rule", "parallel": "word",
    "special": {"kind": "keep", "days": "set_value", "basis": "prose"},
}  # fmt: skip
RESULT = {
    "name": "word", "kind": "keep", "text": "prose", "when": "rule", "valid": "rule", "licence": "prose",
    "sample": "prose",
}  # fmt: skip
FEE = {
    "name": "prose",
    "waiver": "prose",
    "amount": "rule",
    "unit": "prose",
    "basis": "prose",
    "payer": "prose",
    "note": "prose",
}
EXPECT = {
    "outcome": "keep", "because": "path", "told": "path", "award": "keep", "fee": "keep", "due_date": "keep",
    "later_due": "by_path",
}  # fmt: skip
EXAMPLE = {
    "name": "prose", "filed": "keep", "facts": "keep", "answers": "answers", "materials": "path", "without": "path",
    "promised": "path", "queries": "answers", "attested": "by_path", "expect": EXPECT,
}  # fmt: skip
SET_BY_TOWNS = {"parameters": Named(ByDay("set_value")), "tables": Named(ByDay("table"))}
ASKED = SET_BY_TOWNS | {
    "fields": FIELD, "materials": MATERIAL, "checkpoints": CHECKPOINT, "definitions": Named("rule"),
}  # fmt: skip
GROUP = ASKED | {"sample": "answers"}
MATTER = ASKED | {
    "title": "word", "kind": "keep", "applicants": "keep", "window": "keep", "channels": "keep",
    "approving_department": "word", "acceptance": "keep", "legal_clock": "keep",
    "time_limit": {
        "promised": "set_value", "statutory": "set_value", "extension": "set_value", "note": "prose", "from": "keep",
    },
    "fee": FEE, "basis": "prose", "purpose": "prose", "retention": "keep", "before_filing": "prose",
    "provenance": {"confidence": "keep", "reviewed_by": "prose", "note": "prose"},
    "codes": "keep", "in_force": "keep", "power_source": "keep", "entrusted_by": "prose", "use_level": "keep",
    "partners": "prose", "topics": "prose", "quantity_limit": "prose", "scope": "keep", "online_depth": "keep",
    "visits": {"times": "keep", "why": "prose"}, "appointment": "keep", "express": "keep", "deliver_home": "keep",
    "pay_online": "keep", "devices": "prose", "intermediaries": {"name": "prose", "basis": "prose"},
    "questions": {"asks": "prose", "answer": "prose"}, "one_thing": "matter_id", "lawful_basis": "prose",
    "creates": "keep", "aliases": "prose", "keywords": "prose", "include": "word", "award": "rule",
    "steps": STEP, "queries": QUERY, "grounds": {"name": "word", "basis": "prose"}, "result": RESULT,
    "examples": EXAMPLE,
}  # fmt: skip
SHARED = {
    "groups": "groups", "lists": "lists", "lines": "lines", "roles": "word", "parameters": "keep",
    "synonyms": "prose",
    "remedies": {"name": "word", "period": "keep", "basis": ByDay("prose"), "starts": "prose", "act": "prose"},
}  # fmt: skip
PLACE = {"name": "place", "code": "keep"}
TOWN = {
    "parameters": "parameters", "tables": "tables",
    "id": "slug", "name": "word", "code": "keep", "zone": "keep",
    "places": {"本镇": PLACE, "本县": PLACE, "本市": PLACE, "本省": PLACE},
    "centre": "prose", "address": "prose", "phone": "keep", "supervision_phone": "keep", "hours": "prose",
    "opens": "keep", "closes": "keep", "document_prefix": "word",
    "roles": Named({"department": "word", "desk": "prose", "phone": "keep", "code": "keep"}),
    "areas": {"name": "prose", "floor": "keep"},
    "devices": {"name": "prose", "area": "prose", "matters": "matter_id"},
    "windows": {"name": "keep", "code": "keep", "area": "prose", "counters": "prose"},
    "seals": "seals", "remedy_bodies": Named("prose"), "periods": "keep",
    "warnings": "keep", "villages": {"name": "word", "code": "keep"},
    "matters": "overrides",
}  # fmt: skip
OVERRIDE = SET_BY_TOWNS | {"promised": "keep", "channels": "keep"}
