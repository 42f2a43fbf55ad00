"""What the first page of a 一次性告知单 tells the applicant to bring and to put right."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pypdf
import pytest

from engine.calendar.limit import Limit
from engine.case.records import Case, Person
from engine.documents.next_visit import how, next_visit
from engine.documents.occasion import Occasion
from engine.documents.render import preview
from engine.matter.records import Material
from engine.review.intake import read_submission
from engine.review.judging import review
from tests.documents.support.samples import CLERK, finding, instant, occasions
from tests.documents.test_papers_of_matters import CALENDAR, MATTERS, TOWN, example_of, pilot


def told(*findings: dict[str, Any], **submission: Any) -> dict[str, Any]:
    """The first page's data of the sample notice, with these findings and this submission."""
    there = occasions()["one_time_notice"]
    verdict = {"outcome": "补正", "findings": list(findings)}
    case = replace(there.case, verdict=verdict, submission={**there.case.submission, **submission})
    return next_visit(replace(there, case=case))


def first_visit(matter: str) -> Occasion:
    """Somebody who came with nothing but name and number, of whom nothing was looked at."""
    definition, example = pilot().definitions[matter], example_of(matter, "补正")
    answers = dict(list(example.submission["answers"].items())[:2])
    unseen = {m.name: {"judged": False} for m in definition.matter.materials}
    said = {**example.submission, "answers": answers, "materials": unseen, "queries": {}, "attested": {}}
    submission = read_submission(definition, said, example.filed)
    verdict = review(definition, submission, example.filed, TOWN.places, CALENDAR)
    case = Case(
        filed=example.filed,
        submission=submission.to_json(),
        verdict=verdict.to_json(),
        applicant=Person("王小琴", "419999198003020019"),
    )
    return Occasion(case, definition, TOWN, CALENDAR, "", instant("2026-03-02 01:05"), CLERK)


@pytest.mark.parametrize(
    ("forms", "copies", "words"),
    [
        (("原件",), 1, "原件"),
        (("原件核验",), 1, "原件，看过当场还您"),
        (("复印件",), 2, "复印件2份"),
        (("复印件核原件",), 1, "复印件1份，带上原件核对"),
        (("收回",), 1, "原件，办理时收回"),
        (("复印件", "电子"), 1, "复印件1份，或者电子文件"),
    ],
)
def test_the_shape_of_a_paper_is_told_to_who_brings_it(forms: tuple[str, ...], copies: int, words: str) -> None:
    assert how(Material("表", "表", forms, copies=copies)) == words


def test_papers_of_which_any_will_do_are_one_line_with_its_choices() -> None:
    bring = told(finding("土地权属凭证", "材料", "待补", remedy="请交任一种。"))["bring"]

    assert [row["name"] for row in bring] == ["土地权属凭证"]
    assert [one["name"] for one in bring[0]["any_of"]] == ["土地承包合同", "宅基地使用证"]


def test_a_paper_that_may_follow_says_until_when() -> None:
    bring = told(finding("场地平面图", "材料", "不通过", "容缺", remedy="可以先受理，5个工作日内补交。"))["bring"]

    assert [(row["name"], row["later"]) for row in bring] == [("场地平面图", str(Limit(5, "工作日")))]


def test_a_paper_nobody_has_looked_at_is_told_to_be_brought_and_not_to_be_checked() -> None:
    bring = told(finding("用地申请表", "材料", "待核", remedy="请核对是否已交「用地申请表」原件 1 份。"))["bring"]

    assert [(row["name"], row["wrong"]) for row in bring] == [("用地申请表", "")]


def test_a_paper_in_the_wrong_form_says_what_was_handed_in() -> None:
    bring = told(
        finding(
            "用地申请表", "材料", "不通过", values=[["用地申请表", "复印件 1 份"]], remedy="「用地申请表」要交原件。"
        )
    )["bring"]

    assert bring[0]["wrong"] == "上次交的是复印件 1 份。「用地申请表」要交原件。"


def test_a_paper_the_window_looks_up_first_need_not_be_brought_and_one_it_did_not_find_must() -> None:
    undecided = "若公安系统里有没有申请人的违法记录查不到，还需交「无违法记录证明」；查到的不用交。"
    before = told(finding("无违法记录证明", "材料", "待核", remedy=undecided))
    after = told(
        finding("无违法记录证明", "材料", "待补", remedy="请补交「无违法记录证明」。"),
        queries={"无违法记录证明核验": "查不到"},
    )

    assert (before["looked_up"], before["bring"]) == (["无违法记录证明"], [])
    assert (after["looked_up"], [row["name"] for row in after["bring"]]) == ([], ["无违法记录证明"])


def test_a_paper_that_hangs_on_an_answer_is_told_with_its_condition() -> None:
    page = told(finding("村民会议记录", "材料", "待补", remedy="若申请人类型为企业，还需交「村民会议记录」。"))

    assert page["perhaps"] == [{"name": "村民会议记录", "when": "「申请人类型」为“企业”"}]
    assert page["bring"] == []


def test_questions_not_answered_are_named_once_and_what_waits_for_them_is_not_told() -> None:
    page = told(
        finding("用地面积", "字段", "待补", remedy="请填写「用地面积」。"),
        finding("面积上限", "要点", "待补", "不予受理", remedy="请填写「用地面积」。"),
    )

    assert page["asked"] == ["用地面积"]
    assert page["correct"] == []


def test_what_the_window_or_an_approver_has_yet_to_look_at_is_not_told() -> None:
    page = told(
        finding("图纸清晰", "要点", "待核", by="窗口", remedy="请核对平面图。"),
        finding("安全距离", "要点", "不通过", "不予准予", by="审批", at="县级审批", remedy="请另外选址。"),
    )

    assert page == {"bring": [], "perhaps": [], "looked_up": [], "correct": [], "asked": []}


def test_what_is_wrong_is_told_with_the_value_seen() -> None:
    correct = told(
        finding("面积上限", "要点", "不通过", "不予受理", values=[["用地面积", "620"]], remedy="请减少用地面积。")
    )["correct"]

    assert correct == [
        {"what": "请减少用地面积。", "seen": "用地面积：620", "otherwise": "不予受理", "name": "面积上限"}
    ]


def test_for_nine_of_ten_first_visits_the_first_page_holds_all_there_is_to_bring() -> None:
    tried = MATTERS[::6]
    flowing = []
    for matter in tried:
        reader = pypdf.PdfReader(io.BytesIO(preview("one_time_notice", first_visit(matter))))
        if "（清单）" not in "".join(reader.pages[1].extract_text().split()):
            flowing.append(matter)

    assert len(tried) == 33
    assert len(flowing) <= 3, flowing
