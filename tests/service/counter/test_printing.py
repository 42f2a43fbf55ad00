"""Papers: the original is kept for ever, a blank commits nothing, and neither is for everybody."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PageObject, PdfReader

from engine.case.events import Actor
from engine.service.centre.context import NotFoundError, Service
from engine.service.counter import printing
from engine.service.counter.drafting import save_draft, start_draft
from engine.service.counter.printing import blank, cover, original, reprinted
from tests.conftest import Clock
from tests.support.counter import ALLOWANCE, act, actor, file_case, form_of
from tests.support.launcher import TOWN


def test_the_first_print_is_kept_and_comes_back_byte_for_byte(
    service: Service, clerk: Actor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = file_case(service, "clerk-wang")
    number = done.documents[0].number
    first = original(service, clerk, done.case.id, number)
    assert first.startswith(b"%PDF-")
    assert service.store.original(TOWN, done.case.id, number) == first
    clock.move(days=400)
    monkeypatch.setattr(printing, "render", lambda issued: b"%PDF- another layout")
    assert original(service, clerk, done.case.id, number) == first
    sheet = done.documents[1].number  # not printed before: rendered now, by what renders now
    assert original(service, clerk, done.case.id, sheet) == b"%PDF- another layout"


def test_printing_is_no_event(service: Service, clerk: Actor) -> None:
    done = file_case(service, "clerk-wang")
    head = service.store.head(TOWN)
    original(service, clerk, done.case.id, done.documents[0].number)
    assert service.store.head(TOWN) == head


def test_a_paper_is_there_only_for_who_may_see_its_case(service: Service, clerk: Actor) -> None:
    done = file_case(service, "clerk-wang")
    number = done.documents[0].number
    for login in ("clerk-zhao", "tax-jiang", "issuer-jin"):
        with pytest.raises(NotFoundError, match="没有这个办件"):
            original(service, actor(service, login), done.case.id, number)
    other = file_case(service, "clerk-wang").case
    for wrong in ("沙政务收〔2026〕第9999号", ""):
        with pytest.raises(NotFoundError, match="没有这个编号的文书"):
            original(service, clerk, done.case.id, wrong)
    with pytest.raises(NotFoundError, match="没有这个编号的文书"):
        original(service, clerk, other.id, number)


@pytest.mark.in_2026
def test_a_blank_is_made_from_the_draft_and_leaves_no_trace(service: Service, clerk: Actor) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    form = form_of(service, ALLOWANCE, "去年从外地迁入，系统查不到停发，签了承诺书")
    save_draft(service, clerk, draft.id, form, 1)
    head = service.store.head(TOWN)
    promise = ("promise", "原户籍地停发证明")
    for type, subject in (("checkpoint_sheet", ""), ("one_time_notice", ""), promise, ("mandate", "")):
        assert blank(service, clerk, draft.id, type, subject).startswith(b"%PDF-")
    assert service.store.head(TOWN) == head
    assert file_case(service, "clerk-wang").documents[0].number == "沙政务收〔2026〕第0001号"


@pytest.mark.parametrize(
    ("type", "subject"),
    [
        ("certificate", ""),
        ("grant_decision", ""),
        ("nothing", ""),
        ("promise", ""),
        ("promise", "没有的材料"),
        ("promise", "高龄津贴申请审批表"),  # a material that cannot be promised
    ],
)
def test_no_blank_of_what_only_an_act_issues(service: Service, clerk: Actor, type: str, subject: str) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    with pytest.raises(NotFoundError, match="没有这种文书"):
        blank(service, clerk, draft.id, type, subject)


def test_a_blank_of_somebody_elses_draft_is_not_there(service: Service, clerk: Actor) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    with pytest.raises(NotFoundError, match="没有这份草稿"):
        blank(service, actor(service, "clerk-li"), draft.id, "checkpoint_sheet")


@pytest.mark.in_2026
def test_a_reprint_is_marked_with_its_number_and_time_and_leaves_the_original_alone(
    service: Service, clerk: Actor, clock: Clock
) -> None:
    done = file_case(service, "clerk-wang")
    case, number = done.case.id, done.documents[0].number
    first = original(service, clerk, case, number)
    for minutes in (30, 45):
        clock.move(minutes=minutes)
        again = act(service, "clerk-wang", case, "reprint", {"文书": number, "理由": "申请人遗失"})
    issued = again.case.document(number)
    assert issued is not None and len(issued.reprinted_at) == 2
    for time, at in ((1, "补打第1次2026-03-0209:40"), (2, "补打第2次2026-03-0210:25")):
        pages = [words(page) for page in PdfReader(BytesIO(reprinted(service, clerk, case, number, time))).pages]
        assert pages and all(at in page and "收件通知单" in page for page in pages)
    assert original(service, clerk, case, number) == first
    assert again.case.history[-1].kind == "document_reprinted"
    for wrong in (0, 3):
        with pytest.raises(NotFoundError, match="没有补打过"):
            reprinted(service, clerk, case, number, wrong)


def words(page: PageObject) -> str:
    return "".join(page.extract_text().split())


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.in_2026
def test_the_file_is_opened_at_receipt_under_a_cover_that_is_no_event(service: Service, clerk: Actor) -> None:
    case = file_case(service, "clerk-wang").case.id
    head = service.store.head(TOWN)
    text = text_of(cover(service, clerk, case))
    assert "收件档案单（开立）" in text and "（未编号）" in text and "档案号归档时编号" in text
    assert "本中心出具，已有2件" in text and "收件通知单" in text and "保管期限" in text
    assert "办理结果" not in text and "办结时间" not in text
    assert service.store.head(TOWN) == head


def test_there_is_no_cover_before_receipt_nor_after_archiving(service: Service, clerk: Actor) -> None:
    advised = file_case(service, "clerk-wang", name="申请审批表没带，不能容缺", advising=True).case.id
    case = file_case(service, "clerk-wang").case.id
    act(service, "clerk-wang", case, "withdraw", {"理由": "不办了。"})
    assert "办理结果申请人撤回申请" in text_of(cover(service, clerk, case))
    act(service, "clerk-wang", case, "archive")
    for none in (advised, case):
        with pytest.raises(NotFoundError, match="档案封面收件以后才有"):
            cover(service, clerk, none)
    with pytest.raises(NotFoundError, match="没有这个办件"):
        cover(service, actor(service, "clerk-zhao"), case)
