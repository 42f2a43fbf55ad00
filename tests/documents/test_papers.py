"""What each paper must hold (the papers' own tests against the law and the centre's institutions), read off the PDF."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from engine.calendar.working_days import Calendar, national_calendar
from engine.case.records import Case
from engine.documents.registry import LAYOUTS, PAPERS, Occasion, data_for, template_hash
from engine.documents.render import preview, render
from engine.matter.records import Fee
from engine.procedure import ACTS
from tests.documents.support.samples import CASE, MATTER, TOWN, finding, issued, occasions, pinned


def contents() -> dict[str, list[str]]:
    """paper_contents.txt: type → the texts that must stand on that paper."""
    found: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "support" / "paper_contents.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            found[[*found][-1]].append(line)
    return found


HOLDS = contents()


def text_of(pdf: bytes) -> str:
    """The text of all pages, white space removed."""
    return "".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def printed(type: str, occasion: Occasion | None = None) -> str:
    return text_of(render(issued(type, occasion or occasions()[type])))


def other(type: str, **changes: object) -> Occasion:
    """The occasion of that paper for a matter that differs."""
    occasion = occasions()[type]
    return replace(occasion, definition=pinned(replace(MATTER, **changes)))


@pytest.mark.parametrize("type", PAPERS)
def test_every_paper_holds_what_law_and_centre_ask_of_it(type: str) -> None:
    text = printed(type)

    assert [words for words in HOLDS[type] if words not in text] == []


@pytest.mark.parametrize("type", PAPERS)
def test_data_are_plain_json_and_name_everything_the_layout_shows(type: str) -> None:
    data = data_for(type, occasions()[type])

    assert json.loads(json.dumps(data, ensure_ascii=False)) == data


@pytest.mark.parametrize("type", PAPERS)
def test_identifiers_stand_in_full_only_on_decisions_certificates_mandates_and_forms(type: str) -> None:
    full = type in ("grant_decision", "denial_decision", "certificate", "mandate", "application_form")

    assert ("419999198003020019" in printed(type)) is full
    assert ("419999197505050022" in printed(type)) is (type in ("mandate", "application_form"))


@pytest.mark.parametrize("type", PAPERS)
def test_every_layout_is_a_file_and_changes_its_hash_with_any_byte(type: str) -> None:
    assert (LAYOUTS / PAPERS[type].template).is_file()
    assert re.fullmatch("[0-9a-f]{64}", template_hash(type))


def test_no_two_papers_share_a_number_series_or_a_layout() -> None:
    assert len({paper.series for paper in PAPERS.values()}) == len(PAPERS) == 21
    assert len({paper.template for paper in PAPERS.values()}) == 21


def test_only_the_application_form_has_no_number_and_no_act_sends_it_out() -> None:
    assert [paper.type for paper in PAPERS.values() if not paper.series] == ["application_form"]
    assert [act.title for act in ACTS.values() if "application_form" in act.prints] == []


def test_receipt_lists_only_what_was_really_received() -> None:
    data = data_for("receipt_notice", occasions()["receipt_notice"])

    assert [row["name"] for row in data["taken"]] == ["用地申请表", "居民身份证", "无违法记录证明", "土地承包合同"]


def test_one_time_notice_lists_only_materials_of_the_situation() -> None:
    text = printed("one_time_notice")

    assert "代办委托书" in text
    assert "村民会议记录" not in text


def test_one_time_notice_leaves_out_what_an_approver_judges_later() -> None:
    data = data_for("one_time_notice", occasions()["one_time_notice"])

    names = [row["name"] for row in data["problems"]]
    assert names == ["用地申请表", "场地平面图", "土地权属凭证", "面积上限", "图纸清晰"]


def test_stub_and_sheet_of_the_one_time_notice_share_their_number() -> None:
    assert (
        printed("one_time_notice").count("沙政务告〔2026〕第0001号") == 5
    )  # stub, perforation, sheet; list: head, text


def test_closing_notice_names_nobody() -> None:
    text = printed("closing_notice")

    for personal in ("阿卜杜拉", "李𬭊", "419999", "138", "4f1c0b7e"):
        assert personal not in text.replace(CASE, "")


def test_law_of_licences_is_cited_only_for_licences() -> None:
    text = printed("acceptance_notice", other("acceptance_notice", legal_clock="无", kind="行政给付"))

    assert "行政许可法" not in text
    assert "根据《中华人民共和国老年人权益保障法》第三十三条；《乡村幸福院管理办法》第八条的规定" in text


@pytest.mark.parametrize(("kind", "cited"), [("专家评审", True), ("听证", True), ("公示", False), ("勘验", False)])
def test_article_45_is_cited_only_for_what_it_names(kind: str, cited: bool) -> None:
    steps = tuple(
        replace(step, special=replace(step.special, kind=kind)) if step.special else step for step in MATTER.steps
    )
    text = printed("special_procedure_notice", other("special_procedure_notice", steps=steps))

    assert ("第四十五条" in text) is cited
    assert ("根据《乡村幸福院管理办法》第十条的规定" in text) is not cited


@pytest.mark.parametrize(
    ("fee", "words"),
    [(None, "收费不收费"), (Fee("12.50元", "每证"), "收费12.50元（每证）")],
)
def test_fee_is_told_or_said_to_be_none(fee: Fee | None, words: str) -> None:
    assert words in printed("one_time_notice", other("one_time_notice", fee=fee))


def test_matter_without_a_statutory_limit_says_so() -> None:
    limit = replace(MATTER.time_limit, statutory=None)

    assert "法定时限：法律、法规没有规定" in printed("one_time_notice", other("one_time_notice", time_limit=limit))


def test_receipt_out_of_hours_says_from_when_days_are_counted() -> None:
    occasion = occasions()["receipt_notice"]
    late = replace(occasion.case, counted_from=occasion.case.filed.replace(day=3))

    assert "办公时间以外" not in printed("receipt_notice")
    assert "本次在办公时间以外收件，时限自2026年3月3日起算" in printed("receipt_notice", replace(occasion, case=late))


def test_counter_that_accepts_at_once_says_so_on_the_receipt() -> None:
    text = printed("receipt_notice", other("receipt_notice", acceptance="收件即受理"))

    assert "本事项收件即受理" in text
    assert "转交审批部门" not in text


def test_remedies_follow_the_law_of_the_day() -> None:
    occasion = occasions()["refusal_notice"]
    before_2024 = replace(occasion, issued_at=occasion.issued_at.replace(year=2023))

    assert "《中华人民共和国行政复议法》第九条" in printed("refusal_notice", before_2024)


def test_limit_into_an_unpublished_year_is_provisional() -> None:
    occasion = occasions()["receipt_notice"]
    late = replace(occasion.case, counted_from=occasion.case.counted_from.replace(month=12, day=25))
    text = printed("receipt_notice", replace(occasion, case=late, calendar=calendar_until(2026)))

    assert "预计办结日期：2027年1月6日（暂定）" in text


def calendar_until(year: int) -> Calendar:
    """The national calendar as it was while `year` was the last one published."""
    known = national_calendar()
    rulings = {day: ruling for day, ruling in known.rulings.items() if day.year <= year}
    return Calendar(rulings, frozenset(one for one in known.years if one <= year))


def test_blank_checkpoint_sheet_has_boxes_for_every_checkpoint_and_material() -> None:
    occasion = replace(occasions()["checkpoint_sheet"], case=Case(), number="")
    text = text_of(preview("checkpoint_sheet", occasion))

    assert "（未编号）" in text
    assert text.count("□通过□不通过") == len(MATTER.materials) + 2  # the approver's checkpoint is filled in later
    assert "□查到□查不到" in text
    assert "适用：「由他人代办」为“是”" in text


def test_promise_to_be_signed_before_receipt_has_no_number() -> None:
    text = text_of(preview("promise", occasions()["promise"]))

    assert "（未编号）" in text
    assert "沙政务诺" not in text
    assert "存证号" not in text


def test_mandate_leaves_room_for_what_nobody_has_said_yet() -> None:
    occasion = occasions()["mandate"]
    text = text_of(preview("mandate", replace(occasion, case=replace(occasion.case, applicant=None, agent=None))))

    assert "（未编号）" in text
    assert "委托人证件号码联系电话委托事项乡村幸福院临时用地使用许可代办人证件号码联系电话双方关系" in text
    assert "None" not in text


def test_paper_for_somebody_not_named_yet_still_comes_out() -> None:
    occasion = occasions()["one_time_notice"]
    text = text_of(
        preview("one_time_notice", replace(occasion, case=replace(occasion.case, applicant=None, agent=None)))
    )

    assert "申请人：您要办的是乡村幸福院临时用地使用许可。" in text


def test_refused_case_is_archived_and_closed_as_refused() -> None:
    occasion = occasions()["refusal_notice"]

    assert data_for("closing_notice", occasion)["result"] == "不予受理"
    assert "结果：不予受理" in printed("closing_notice", occasion)
    assert TOWN.seals["送达"] in printed("closing_notice", occasion)


def test_cells_are_told_by_row_and_sentences_of_rules_are_told_in_a_line() -> None:
    occasion = occasions()["one_time_notice"]
    told = finding(
        "面积上限", "要点", "不通过", values=[["用地明细.2.面积", "620"]], asks="第一句；\n第二句。\n", rows=[2],
        remedy="改小。",
    )  # fmt: skip
    case = replace(occasion.case, verdict={"outcome": "补正", "findings": [told]})
    text = printed("one_time_notice", replace(occasion, case=case))

    assert "应当：第一句；第二句现在：用地明细第2行面积：620所在行：第2行" in text
    assert "1.第一句；第二句；" in text


def test_nothing_of_a_long_opinion_is_lost() -> None:
    opinion = "".join(f"意见{number}。" for number in range(1, 401))
    occasion = occasions()["grant_decision"]
    first, *rest = occasion.case.tasks
    case = replace(occasion.case, tasks=(replace(first, opinion=opinion), *rest))

    text = printed("grant_decision", replace(occasion, case=case))

    assert [number for number in range(1, 401) if f"意见{number}。" not in text] == []
