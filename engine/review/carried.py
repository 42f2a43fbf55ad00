"""What goes along when the form turns out to be of the wrong matter: the answers that the other one asks too. Pure.

A question is the same when it has the same name, or the same meaning (whose name, whose number), and the same kind; an
option goes along where the other question has it. Papers go along by their name, what was looked up or judged does not:
that was done for another purpose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.matter.records import Field, Matter
from engine.review.intake import HANDED_IN, NOT_HANDED_IN

Form = Sequence[tuple[str, str]]
_CHOSEN = ("选项", "多选")


def carried(form: Form, old: Matter, new: Matter) -> tuple[tuple[str, str], ...]:
    """The posted form of the `old` matter, as far as the `new` one asks the same, in the order and names of the new."""
    return (
        *_facts(form, new),
        *(pair for field in new.fields if field.at is None for pair in _answers(form, field, old)),
        *_materials(form, new),
    )


def _facts(form: Form, new: Matter) -> Iterator[tuple[str, str]]:
    for name, value in form:
        if name == "事实.申请人类型":
            if value in new.applicants:
                yield name, value
        elif name.startswith("事实.") and name != "事实.渠道":
            yield name, value


def _answers(form: Form, field: Field, old: Matter) -> Iterator[tuple[str, str]]:
    same = _same(field, old.fields)
    if same is None or field.takes_files:
        return
    if field.kind == "明细":
        yield from _rows(form, field, same)
    else:
        for name, value in form:
            if name == same.name and value.strip() and _fits(value, field):
                yield field.name, value


def _rows(form: Form, field: Field, same: Field) -> Iterator[tuple[str, str]]:
    columns = {one.name: column for column in field.columns if (one := _same(column, same.columns))}
    for name, value in form:
        row, _, column = name.removeprefix(f"{same.name}.").partition(".")
        if name == f"{same.name}.行":
            yield f"{field.name}.行", value
        elif name.startswith(f"{same.name}.") and column in columns and _fits(value, columns[column]):
            yield f"{field.name}.{row}.{columns[column].name}", value


def _same(field: Field, others: Sequence[Field]) -> Field | None:
    alike = [one for one in others if one.kind == field.kind and one.at is None]
    named = next((one for one in alike if one.name == field.name), None)
    return named or next((one for one in alike if field.means and one.means == field.means), None)


def _fits(value: str, field: Field) -> bool:
    return field.kind not in _CHOSEN or value in field.options


def _materials(form: Form, new: Matter) -> Iterator[tuple[str, str]]:
    states = {f"材料.{one.name}" for one in new.materials if one.at is None}
    copies = {f"{name}.份数" for name in states}
    for name, value in form:
        if name in copies or (name in states and value in (HANDED_IN, NOT_HANDED_IN)):
            yield name, value
