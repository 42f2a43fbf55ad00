"""What a matter's form may hold: which names there are, which may stand several times, and how many fields at most."""

from __future__ import annotations

from collections.abc import Iterable

from engine.matter.records import Field, Matter
from engine.review.intake import FACTS
from engine.web.server.bodies import BodyError, Form

_MARGIN = 40  # for the names that steer the page, and for a row more than there may be


def _single(field: Field) -> int:
    return max(1, len(field.options)) if field.kind == "多选" else 1


def most_fields(matter: Matter) -> int:
    """How many fields the form of this matter can send at the very most."""
    fields = 0
    for one in matter.fields:
        each = 1 + sum(_single(column) for column in one.columns)
        fields += (one.at_most + 1) * each if one.kind == "明细" else _single(one)
    return fields + len(FACTS) + 3 * len(matter.materials) + len(matter.queries) + 2 * len(matter.checkpoints) + _MARGIN


def question_of(matter: Matter, name: str) -> Field | None:
    """The field, or the column of a 明细, that a name answers; the 明细 itself for its list of rows."""
    for one in matter.fields:
        if one.at is not None:
            continue
        if one.kind != "明细":
            if name == one.name:
                return one
        elif name.startswith(f"{one.name}."):
            row, _, column = name.removeprefix(f"{one.name}.").partition(".")
            if (row, column) == ("行", ""):
                return one
            found = next((c for c in one.columns if c.name == column), None)
            if found is not None:
                return found
    return None


def names_asked(matter: Matter) -> frozenset[str]:
    """The names of everything that is asked but is no field: facts, materials, look-ups, what the clerk judges."""
    names = {f"事实.{fact}" for fact in FACTS}
    for material in matter.materials:
        if material.at is not None:
            continue
        names |= {f"材料.{material.name}{part}" for part in ("", ".形式", ".份数")}
    names |= {f"核验.{query.name}" for query in matter.queries}
    names |= {f"要点.{c.name}{part}" for c in matter.checkpoints if c.by == "窗口" for part in ("", ".说明")}
    return frozenset(names)


def checked(form: Form, matter: Matter) -> tuple[tuple[str, str], ...]:
    """The answers of a posted form to what the matter asks; what it does not ask is left out and nothing of it is kept.

    BodyError where a question is answered twice, or there are too many fields.
    """
    if len(form.items) > most_fields(matter):
        raise BodyError(413, f"这张表单最多有 {most_fields(matter)} 个栏目，没有保存。请重新打开草稿再填写。")
    others = names_asked(matter)
    questions = {name: question_of(matter, name) for name, _value in form.answers()}
    answers = tuple((name, value) for name, value in form.answers() if questions[name] or name in others)
    several = {name for name, question in questions.items() if question and question.kind in ("多选", "明细")}
    twice = [name for name in form.repeated() if name in dict(answers) and name not in several]
    if twice:
        names = "、".join(f"「{name[:30]}」" for name in twice[:5])
        raise BodyError(400, f"{names}填了两次，不知道以哪个为准，没有保存。请重新打开草稿再填写。")
    return answers


def with_new_row(answers: Iterable[tuple[str, str]], group: str) -> tuple[tuple[str, str], ...]:
    """The form with one more empty row of a 明细, under an id no row has had in it."""
    answers = tuple(answers)
    used = [int(value) for name, value in answers if name == f"{group}.行" and value.isdecimal()]
    return (*answers, (f"{group}.行", str(max(used, default=0) + 1)))


def without_row(answers: Iterable[tuple[str, str]], group: str, row: str) -> tuple[tuple[str, str], ...]:
    """The form without one row of a 明细 and all its cells."""
    return tuple(
        (name, value)
        for name, value in answers
        if not (name == f"{group}.行" and value == row) and not name.startswith(f"{group}.{row}.")
    )
