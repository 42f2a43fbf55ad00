"""Rendering: the same bytes every time, PDF/A, and whatever was typed stays text that can be read."""

from __future__ import annotations

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest

from engine.case.records import Issued
from engine.documents.glyphs import printable
from engine.documents.registry import PAPERS
from engine.documents.render import _qr, render
from tests.documents.support.samples import ADDRESS, issued, occasions

HOSTILE = (
    "{{ 7*7 }}", "<script>alert(1)</script>", "#let x = 1", "#panic()", "*a*", "_b_", "[b]", "$x$", "\\ \\u{41}",
    "@ref", "// c", "= 标题", "`raw`", '"引"', "{{config.__class__.__mro__}}",
)  # fmt: skip
RARE = "𬱖·𠮷䶮𬭊㙍㛃𫖯"


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def pages(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def paper(type: str, **data: Any) -> Issued:
    """The sample paper with some of its data replaced."""
    sample = issued(type, occasions()[type])
    return replace(sample, data={**sample.data, **data})


def everywhere(value: Any, text: str) -> Any:
    """The data with `text` put behind every text of more than one sign."""
    if isinstance(value, str):
        return value + text if len(value) > 1 and not value.startswith("https:") else value
    if isinstance(value, dict):
        return {key: everywhere(item, text) for key, item in value.items()}
    return [everywhere(item, text) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("type", PAPERS)
def test_same_issued_gives_the_same_bytes(type: str) -> None:
    assert render(paper(type)) == render(paper(type))


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "import hashlib; from tests.documents.support.samples import issued, occasions;"
        "from engine.documents.render import render;"
        "print(hashlib.sha256(render(issued('receipt_notice', occasions()['receipt_notice']))).hexdigest())"
    )
    run = [sys.executable, "-c", code]
    first, second = (
        subprocess.run(run, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True) for _ in "ab"
    )

    assert first.stdout == second.stdout
    assert len(first.stdout.strip()) == 64


def test_threads_do_not_mix_papers_up() -> None:
    alone = {type: render(paper(type)) for type in PAPERS}
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda type: (type, render(paper(type))), [*PAPERS] * 3))

    assert all(pdf == alone[type] for type, pdf in together)


@pytest.mark.parametrize("type", PAPERS)
def test_every_paper_is_pdf_a_2b_dated_by_its_event(type: str) -> None:
    pdf = render(paper(type))
    reader = pypdf.PdfReader(io.BytesIO(pdf))

    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert reader.metadata is not None
    assert reader.metadata.creation_date == occasions()[type].issued_at
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} == {(595, 842)}  # A4


def test_a_later_event_gives_other_bytes() -> None:
    sample = paper("receipt_notice")

    assert render(sample) != render(replace(sample, issued_at=sample.issued_at + timedelta(seconds=1)))
    assert render(sample) != render(replace(sample, sequence=138))


@pytest.mark.parametrize("type", PAPERS)
def test_hostile_text_stays_text_on_every_paper(type: str) -> None:
    sample = issued(type, occasions()[type])
    marks = "".join(HOSTILE)
    pdf = render(replace(sample, data=everywhere(sample.data, "")))
    name = "矩阵" + marks
    data = {**sample.data, "matter": name, "title": "告知"} | ({"text": name} if type == "certificate" else {})
    text = text_of(render(replace(sample, data=data)))

    assert text_of(pdf) == text_of(render(sample))
    for hostile in HOSTILE:
        assert "".join(hostile.split()) in text, hostile


@pytest.mark.parametrize("type", PAPERS)
def test_every_text_of_every_paper_may_be_rare_or_unprintable(type: str) -> None:
    sample = issued(type, occasions()[type])
    odd = f"{RARE}\u202e\ue000\x07😀é#"
    states = ("status", "kind", "otherwise", "by", "result", "acceptance", "starts", "normal", "governed_by")

    def spoilt(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: v if k in states or k == "progress" else spoilt(v) for k, v in value.items()}
        if isinstance(value, list):
            return [spoilt(item) for item in value]
        return value + odd if isinstance(value, str) and value else value

    text = text_of(render(replace(sample, data=spoilt(sample.data))))

    assert RARE in text
    assert "〈U+202E〉〈U+E000〉〈U+1F600〉" in text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        (RARE, RARE),
        ("a😀b", "a〈U+1F600〉b"),
        ("ئۇ", "〈U+0626〉〈U+06C7〉"),
        ("a\u202eb", "a〈U+202E〉b"),
        ("a\x00b\x07c", "a b c"),
        ("一\n二", "一\n二"),
        ("Dvořák", "Dvořák"),  # drawn from r and the accent
        ("\U0002e9f5", "〈U+2E9F5〉"),
    ],
)
def test_what_the_font_cannot_show_is_printed_as_its_code_point(typed: str, shown: str) -> None:
    assert printable(typed) == shown


def test_long_text_without_blanks_stays_on_the_page() -> None:
    long = "A" * 300
    pdf = render(paper("receipt_notice", taken=[{"name": long, "form": "原件", "copies": 1, "promised": False}]))
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    rights: list[float] = []
    page.extract_text(visitor_text=lambda text, cm, tm, font, size: rights.append(cm[0] * tm[4] + cm[4]))

    assert long in text_of(pdf)
    assert max(rights) < 595


def one_time_notice(**lists: Any) -> list[str]:
    """The sheets of the sample notice with other lists in it."""
    return pages(render(paper("one_time_notice", **lists)))


def test_one_time_notice_has_what_to_bring_on_its_first_page_and_the_list_of_the_law_behind() -> None:
    first, behind = one_time_notice()

    for words in ("（存根）", "下次来，请带上", "这几处要改正", "收费20元", "签收："):
        assert words in first, words
        assert words not in behind or words == "收费20元", words
    for words in ("（清单）", "一、需要补齐、更正的内容（共5项）", "二、办理条件", "三、应交材料", "四、怎样办理"):
        assert words in behind, words


def test_a_long_list_goes_on_over_pages_whose_tables_keep_their_heads_and_the_stub_tells_how_many() -> None:
    problem = paper("one_time_notice").data["problems"][3]
    problems = [{**problem, "name": f"第{n}处", "remedy": f"第{n}个办法"} for n in range(1, 61)]
    sheets = one_time_notice(problems=problems)

    assert len(sheets) > 3
    assert "第12处等，共60项，逐项见后页清单" in sheets[0]
    assert "个办法" not in sheets[0]
    assert all(f"第{n}个办法" in "".join(sheets[1:]) for n in range(1, 61))
    assert ["怎样补齐、更正" in sheet for sheet in sheets] == ["个办法" in sheet for sheet in sheets]
    assert [f"第{n}页共{len(sheets)}页" in sheet for n, sheet in enumerate(sheets, start=1)] == [True] * len(sheets)


def test_much_to_bring_is_told_in_smaller_letters_and_then_goes_on_before_the_list() -> None:
    visit = paper("one_time_notice").data["next_visit"]
    row = visit["bring"][0]

    def sheets(count: int) -> list[str]:
        return one_time_notice(
            next_visit={**visit, "bring": [{**row, "name": f"第{n}份材料"} for n in range(1, count + 1)]}
        )

    fitting, flowing = sheets(14), sheets(60)

    assert all(f"第{n}份材料" in fitting[0] for n in range(1, 15))
    assert "（清单）" in fitting[1]
    assert "（存根）" in flowing[0]
    assert all(f"第{n}份材料" in flowing[0] + flowing[1] for n in range(1, 61))
    assert "（清单）" in flowing[2]


def test_a_notice_made_before_there_was_a_first_page_for_the_applicant_still_prints() -> None:
    issued = paper("one_time_notice")
    data = {name: value for name, value in issued.data.items() if name != "next_visit"}
    text = "".join(pages(render(replace(issued, data=data))))

    assert "一、需要补齐、更正的内容（共5项）" in text
    assert "下次来" not in text


def test_qr_leads_to_the_progress_page() -> None:
    drawn = _qr(ADDRESS)

    assert drawn.startswith("<svg")
    assert _qr("") == ""
    assert drawn != _qr(ADDRESS + "0")
    assert render(paper("receipt_notice")) != render(paper("receipt_notice", progress=ADDRESS + "0"))
