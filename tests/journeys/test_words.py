"""What people type and what matters are called goes through the whole line as it is: rare names, full-width digits,
blanks at the end; and words that look like a template, a script or typst source stay words, on page and paper."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.support.client import Browser, squeezed, text_of
from tests.journeys.support.filling import CHECK
from tests.journeys.support.hall import Hall, open_hall, page_says
from tests.journeys.support.real_server import onewindow
from tests.journeys.support.story import Story, arrive, fill_in, found_by, receive
from tests.support.launcher import ROOT

ALLOWANCE = "高龄津贴申领"
# 阿-style names with the middle dot, a surname outside the basic plane (U+2CB76), and a word of four such signs.
RARE = "欧阳𬱖·买买提"
ANCIENT = "𠀾𪚥𰻞𱁬"
WIDE_PHONE = "１９９００００００００"
SENTENCE = "<script>alert(2)</script>#let y = 2"  # lint lets no sentence hold a brace
HOSTILE = "{{ 7*7 }}<script>alert(1)</script>#let x = 1 \"'&\\ #panic[]"


def written_in(story: Story) -> Browser:
    """The form filled and checked; nothing is wrong with it."""
    fill_in(story)
    assert "核对结果：通过" in story.clerk.page.text
    return story.clerk


def papers_of(person: Browser) -> dict[str, str]:
    """All papers the page lists, read."""
    return {title: text_of(person.pdf(address)) for title, address in person.papers().items()}


def test_a_rare_name_and_wide_digits_come_through_form_paper_search_and_export(hall: Hall, tmp_path: Path) -> None:
    typed = {"申请人姓名": f"{RARE}  ", "申请人手机号": WIDE_PHONE, "外地居住详细地址": f"{ANCIENT}巷３号 "}
    story = arrive(hall, ALLOWANCE, "clerk-wang", "王芳", 现居住情况="随子女外地居住", **typed)
    clerk = written_in(story)

    assert {label: clerk.page.typed(label) for label in typed} == typed  # as typed, while it is being filled
    receive(story)
    page_says(clerk.page, RARE)
    for text in papers_of(clerk).values():
        assert RARE in text
    assert "199****0000" in text_of(clerk.paper("收件通知单"))

    page_says(found_by(story, "clerk-li").page, RARE, f"{ANCIENT}巷３号")
    by_name = hall.person("clerk-li")
    by_name.press("查找", {"查办件": f" {RARE} "})
    by_name.follow(story.number)
    for phone in ("19900000000", WIDE_PHONE):
        by_phone = hall.person("clerk-li")
        by_phone.press("查找", {"查办件": phone})
        by_phone.follow(story.number)

    exported = hall.stored(story.number).submission
    assert exported["answers"]["申请人姓名"] == RARE
    assert exported["answers"]["外地居住详细地址"] == f"{ANCIENT}巷３号"
    file = tmp_path / "submission.json"
    file.write_text(json.dumps(exported, ensure_ascii=False), encoding="utf-8")
    told = onewindow("check", story.told.matter.id, str(file), "--filed", "2026-03-02", "--json")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["outcome"] == "通过"
    whole = onewindow("verify", "--data", str(tmp_path / "data"), "--json")
    assert json.loads(whole.stdout)["findings"] == []


def test_an_answer_that_looks_like_code_stays_words_on_every_page_and_paper(hall: Hall) -> None:
    story = arrive(hall, ALLOWANCE, "clerk-wang", "王芳", 申请人姓名=HOSTILE)
    clerk = written_in(story)
    assert clerk.page.typed("申请人姓名") == HOSTILE
    assert "<script>alert" not in clerk.page.html
    receive(story)
    assert "<script>alert" not in clerk.page.html
    for text in papers_of(clerk).values():
        assert squeezed(HOSTILE) in text

    office = story.act("social-chen", "2026-03-02 10:00", "受理")
    office = story.act("social-chen", "2026-03-02 10:10", "完成本步骤", {"审查意见": HOSTILE})
    page_says(office.page, f"意见：{HOSTILE}")
    assert "<script>alert" not in office.page.html
    county = story.by("civil-zhou", "2026-03-02 11:00")
    county.press("不予准予", {"不予准予的情形": "户籍不在本镇", "具体事实和理由": HOSTILE}) if county.page.offers(
        "不予准予"
    ) else None
    for text in papers_of(found_by(story, "clerk-wang")).values():
        assert squeezed(HOSTILE) in text


@pytest.fixture
def hostile_hall(tmp_path: Path) -> Iterator[Hall]:
    """A centre whose allowance was written by somebody who tries things: a label, a help text, the note of a material,
    a checkpoint's sentence."""
    root = tmp_path / "root"
    for folder in ("matters", "towns"):
        shutil.copytree(ROOT / folder, root / folder)
    file = root / "matters" / "civil_affairs" / "old_age_allowance.yaml"
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    text = file.read_text(encoding="utf-8")
    for old, new in (
        (
            "{name: 享受对象出生日期, kind: 日期}",
            f"{{name: 享受对象出生日期, kind: 日期, label: {quoted}, help: {quoted}}}",
        ),
        ("{name: 老人居民身份证, form: 原件核验}", f"{{name: 老人居民身份证, form: 原件核验, note: {quoted}}}"),
        ("says: 户口簿住址与户籍所在村组一致", f"says: '{SENTENCE}'"),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    with open_hall(tmp_path, root=root) as hall:
        yield hall


def test_a_matter_that_looks_like_code_stays_words_on_every_page_and_paper(hostile_hall: Hall) -> None:
    story = arrive(hostile_hall, ALLOWANCE, "clerk-wang", "王芳")
    clerk = story.clerk
    clerk.press(CHECK)
    page_says(clerk.page, f"请填写「{HOSTILE}」。")
    assert "<script>alert" not in clerk.page.html
    written_in(story)
    page_says(clerk.page, HOSTILE, SENTENCE)
    sheets = [text_of(clerk.printed("打印收件审核要点"))]
    receive(story)
    assert "<script>alert" not in clerk.page.html
    sheets.append(papers_of(clerk)["收件审核要点"])
    for sheet in sheets:
        assert squeezed(HOSTILE) in sheet
        assert squeezed(SENTENCE) in sheet
    page_says(found_by(story, "clerk-li").page, HOSTILE, SENTENCE)
    resident = hostile_hall.visitor()
    resident.open("/")
    resident.follow("全部办事指南")
    resident.follow(ALLOWANCE)
    page_says(resident.page, HOSTILE)
    assert "<script>alert" not in resident.page.html
    assert squeezed(HOSTILE) in text_of(resident.pdf_behind("打印空白申请表"))
