"""Everything in a matter that people read and that may name values in 「」, each text with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.matter.records import Matter

Where = tuple[str | int, ...]
FILLED_BY_THE_CASE = ("message", "says", "text")  # the rest has the values of parameters in it, and no answers


@dataclass(frozen=True, slots=True)
class Text:
    """One text, and its place in the resolved matter."""

    where: Where
    text: str


def texts_of(matter: Matter) -> Iterator[Text]:
    """The texts of a matter in the order of the file; what is not written is left out."""
    return (one for one in _written(matter) if one.text)


def _written(matter: Matter) -> Iterator[Text]:
    yield Text(("time_limit", "note"), matter.time_limit.note or "")
    if matter.fee is not None:
        yield Text(("fee", "waiver"), matter.fee.waiver or "")
        yield Text(("fee", "note"), matter.fee.note or "")
    yield Text(("before_filing",), matter.before_filing or "")
    for index, question in enumerate(matter.particulars.questions):
        yield Text(("questions", index, "answer"), question.answer)
    for index, field in enumerate(matter.fields):
        yield Text(("fields", index, "help"), field.help or "")
        for number, column in enumerate(field.columns):
            yield Text(("fields", index, "columns", number, "help"), column.help or "")
    for index, material in enumerate(matter.materials):
        yield Text(("materials", index, "note"), material.note or "")
    for index, checkpoint in enumerate(matter.checkpoints):
        yield Text(("checkpoints", index, "says"), checkpoint.says or "")
        yield Text(("checkpoints", index, "message"), checkpoint.message or "")
    for index, result in enumerate(matter.results):
        yield Text(("results", index, "text"), result.text)
