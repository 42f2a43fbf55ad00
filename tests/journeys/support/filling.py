"""Filling the form of a matter the way a clerk does: what an example says, question by question, by the labels on
the page, and after a re-check the materials, look-ups and checkpoints that the page still asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from bs4 import Tag

from engine.matter.records import Field, Matter
from engine.review.intake import HANDED_IN, NOT_HANDED_IN, PROMISED
from tests.journeys.support.client import Browser, NotThereError, words

CHECK = "更新并核对"
FACT_LABELS = {"由他人代办": "是否由他人代办", "村": "村（社区）"}


def start(clerk: Browser, title: str) -> None:
    """From the desk through the list of matters to an empty form."""
    clerk.follow("收件：选择事项")
    clerk.press(f"办理{title}")


def fill(clerk: Browser, matter: Matter, said: Mapping[str, Any]) -> None:
    """Type all answers of a submission; lists get their rows first, each by its own button."""
    answers, fields = said["answers"], [one for one in matter.fields if one.at is None]
    for one in fields:
        if one.kind == "明细":
            _make_rows(clerk, one, len(answers.get(one.name, ())))
    for fact, value in said["facts"].items():
        try:
            clerk.page.answer(FACT_LABELS.get(fact, fact), value)
        except NotThereError:
            assert len(matter.applicants) == 1, f"the page does not ask 「{fact}」"
    for one in fields:
        if one.kind == "明细":
            for row, cells in zip(clerk.page.rows(one.label), answers.get(one.name, ()), strict=True):
                for column in one.columns:
                    if column.name in cells:
                        _answer(clerk, column, str(cells[column.name]), row)
        elif one.name in answers:
            _answer(clerk, one, str(answers[one.name]))


def _answer(clerk: Browser, field: Field, said: str, row: Tag | None = None) -> None:
    """One answer; of a 多选 each option that was said."""
    for part in said.split("、") if field.kind == "多选" else [said]:
        clerk.page.answer(field.label, part, row)


def _make_rows(clerk: Browser, one: Field, wanted: int) -> None:
    while len(clerk.page.rows(one.label)) < wanted:
        clerk.press("加一行", within=clerk.page.choices(one.label))
    while len(clerk.page.rows(one.label)) > wanted:
        clerk.press(f"删除{one.label}第{len(clerk.page.rows(one.label))}行")


def asked(clerk: Browser, part: str) -> list[Tag]:
    """The rows of a part of the checklist that apply now."""
    heading = next((h for h in clerk.page.soup.find_all("h2") if words(h) == part), None)
    if heading is None:
        return []
    return [row for row in heading.find_parent("section").find_all("li") if "not-applying" not in row.get("class", ())]


def tick(
    clerk: Browser, matter: Matter, said: Mapping[str, Any], without: Collection[str] = (),
    promised: Collection[str] = (),
) -> None:  # fmt: skip
    """Look up, take in and judge everything the page asks: as the example has it, else the usual way. A look-up can
    make a material unnecessary, so each part is checked before the next."""
    clerk.press(CHECK)
    queries = {q.name: q.normal for q in matter.queries} | _given(said["queries"])
    for row in asked(clerk, "核验"):
        found = str(queries[words(row.legend)])
        if row.find("input", type="radio"):
            clerk.page.choose(words(row.legend), found)
        else:
            clerk.page.answer("查询结果", found, row)
    clerk.press(CHECK)
    for row in asked(clerk, "材料"):
        name = words(row.legend)
        state = PROMISED if name in promised else NOT_HANDED_IN if name in without else HANDED_IN
        clerk.page.choose(name, state)
    clerk.press(CHECK)
    judged = _given(said["attested"])
    for row in asked(clerk, "收件审核要点"):
        clerk.page.choose(words(row.legend), judged.get(words(row.legend), "通过"))
    clerk.press(CHECK)


def _given(part: Any) -> dict[str, str]:
    return {} if isinstance(part, str) else dict(part)
