"""What a form asks beside the fields of its matter, and in which part each question stands: the same on screen and on
paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.definition.checked import Definition, names_read
from engine.matter.records import Matter
from engine.matter.town import Town

APPLICANT, AGENT, CONTENT = "申请人", "代办", "事项内容"
PARTS = (APPLICANT, AGENT, CONTENT)  # in the order one asks: who, on whose behalf, what
YES_OR_NO = ("是", "否")


@dataclass(frozen=True, slots=True)
class FactAsked:
    """A fact of the case that is asked: its name, its label, the part of the form it stands in, what can be chosen (()
    where it is typed), and what holds where nobody says anything."""

    name: str
    label: str
    part: str
    options: tuple[str, ...]
    usual: str


def facts_asked(definition: Definition, town: Town) -> Iterator[FactAsked]:
    """The facts that the form of this matter asks; what no rule of it reads is not asked."""
    kinds, used = definition.matter.applicants, names_read(definition)
    if len(kinds) > 1:
        yield FactAsked("申请人类型", "申请人类型", APPLICANT, kinds, kinds[0])
    yield FactAsked("由他人代办", "是否由他人代办", AGENT, YES_OR_NO, "否")
    if "代办人类别" in used:
        yield FactAsked("代办人类别", "代办人类别", AGENT, (), "")
    if "村" in used:
        yield FactAsked("村", "村（社区）", AGENT, tuple(village.name for village in town.villages), "")


def part_of(matter: Matter, number: int) -> str:
    """The part in which the `number`-th field (from 1) stands: up to the last question about the applicant everything
    is about the applicant."""
    one = matter.fields[number - 1]
    if (one.means or "").startswith("agent_") or (one.when is not None and "由他人代办" in one.when):
        return AGENT
    about = [
        place
        for place, field in enumerate(matter.fields, start=1)
        if (field.means or "").startswith(("applicant_", "organisation_"))
    ]
    return APPLICANT if number <= max(about, default=0) else CONTENT
