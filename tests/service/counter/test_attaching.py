"""Scans in a draft and in the case it becomes: kept in order, counted as handed in, open to whoever may see them."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from engine.case.attachments import MOST_FILES, AttachmentError
from engine.case.events import Actor
from engine.review.intake import Handed
from engine.service.cases.desks import open_case
from engine.service.centre.context import NotFoundError, Service
from engine.service.counter.attaching import attach, case_file, detach, draft_file, move
from engine.service.counter.drafting import look, reopen, save_draft, start_draft
from engine.service.counter.keeping import Upload
from engine.service.counter.receiving import advise, correct, receive
from engine.store.errors import StoreError
from engine.store.kept import Draft
from tests.support.counter import ALLOWANCE, IDENTITY_CARD, actor, form_of
from tests.support.launcher import TOWN
from tests.support.scans import archive, pdf, picture

FORM, CARD, BOOK = "居民身份证申领登记表", "老人居民身份证", "户口簿本人页"
SCAN, PHOTO = Upload("登记表.pdf", pdf()), Upload("C:\\扫描\\正面.JPG", picture())


@pytest.fixture
def draft(service: Service, clerk: Actor) -> Draft:
    """A draft with nothing in it, of a matter whose materials are all papers."""
    return start_draft(service, clerk, ALLOWANCE)


def names(service: Service, draft: Draft) -> list[tuple[str, str]]:
    return [(one.material, one.name) for one in service.store.attachments(TOWN, draft.id)]


def test_files_come_behind_those_there_and_open_again(service: Service, clerk: Actor, draft: Draft) -> None:
    attach(service, clerk, draft.id, CARD, [PHOTO])
    attach(service, clerk, draft.id, BOOK, [SCAN, PHOTO])
    files = look(service, clerk, draft.id).files
    assert [(one.material, one.name, one.kind, one.page) for one in files] == [
        (CARD, "正面.JPG", "JPEG", 1), (BOOK, "登记表.pdf", "PDF", 2), (BOOK, "正面.JPG", "JPEG", 3),
    ]  # fmt: skip
    assert draft_file(service, clerk, draft.id, files[1].id) == (files[1], SCAN.content)


def test_files_are_moved_among_those_of_their_material(service: Service, clerk: Actor, draft: Draft) -> None:
    for material, name in ((CARD, "1"), (BOOK, "2"), (CARD, "3")):
        attach(service, clerk, draft.id, material, [replace(PHOTO, name=name)])
    last = service.store.attachments(TOWN, draft.id)[-1].id
    move(service, clerk, draft.id, last, -1)
    assert names(service, draft) == [(CARD, "3"), (BOOK, "2"), (CARD, "1")]
    move(service, clerk, draft.id, last, -1)  # it is the first already
    assert names(service, draft) == [(CARD, "3"), (BOOK, "2"), (CARD, "1")]
    move(service, clerk, draft.id, last, 1)
    assert names(service, draft) == [(CARD, "1"), (BOOK, "2"), (CARD, "3")]


def test_one_bad_file_and_none_is_taken(service: Service, clerk: Actor, draft: Draft) -> None:
    with pytest.raises(AttachmentError, match=r"「户口簿\.pdf」是压缩包"):
        attach(service, clerk, draft.id, BOOK, [SCAN, Upload("户口簿.pdf", archive())])
    assert names(service, draft) == []


@pytest.mark.parametrize(
    ("material", "uploads", "sentence"),
    [
        ("没有的材料", [SCAN], "请先选择文件属于哪一项材料"),
        (CARD, [], "还没有选择文件"),
        (CARD, [PHOTO] * (MOST_FILES + 1), "最多 60 个文件，已有 0 个，这次选了 61 个"),
    ],
)
def test_what_cannot_be_taken_says_what_to_do(
    service: Service, clerk: Actor, draft: Draft, material: str, uploads: list[Upload], sentence: str
) -> None:
    with pytest.raises(AttachmentError, match=sentence):
        attach(service, clerk, draft.id, material, uploads)
    assert names(service, draft) == []


def test_all_files_of_a_draft_have_a_limit_together(
    service: Service, clerk: Actor, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.service.counter.keeping.MOST_IN_ALL", len(PHOTO.content) + len(SCAN.content))
    attach(service, clerk, draft.id, CARD, [PHOTO])
    with pytest.raises(AttachmentError, match=r"一份申请的文件加起来最多 .* MB，这次传不下"):
        attach(service, clerk, draft.id, CARD, [PHOTO, SCAN])
    attach(service, clerk, draft.id, CARD, [SCAN])
    assert len(names(service, draft)) == 2


def test_a_material_that_may_be_electronic_counts_as_handed_in_while_it_has_a_file(service: Service) -> None:
    clerk = actor(service, "clerk-zhao")
    draft = start_draft(service, clerk, IDENTITY_CARD)
    attach(service, clerk, draft.id, FORM, [SCAN])
    sheet = look(service, clerk, draft.id)
    assert sheet.submission.materials[FORM] == Handed("电子", 1)
    attach(service, clerk, draft.id, FORM, [PHOTO])
    detach(service, clerk, draft.id, sheet.files[0].id)
    assert look(service, clerk, draft.id).submission.materials[FORM] == Handed("电子", 1)
    detach(service, clerk, draft.id, look(service, clerk, draft.id).files[0].id)
    assert look(service, clerk, draft.id).submission.materials[FORM] == Handed(judged=False)


@pytest.mark.parametrize("said", ["未交", "已交"])
def test_what_the_clerk_has_judged_stays_so(service: Service, said: str) -> None:
    clerk = actor(service, "clerk-zhao")
    draft = start_draft(service, clerk, IDENTITY_CARD)
    typed = ((f"材料.{FORM}", said), (f"材料.{FORM}.形式", "原件"))
    save_draft(service, clerk, draft.id, typed, 1)
    attach(service, clerk, draft.id, FORM, [SCAN])
    detach(service, clerk, draft.id, look(service, clerk, draft.id).files[0].id)
    assert look(service, clerk, draft.id).draft.form == typed


def test_an_original_to_be_looked_at_is_not_judged_by_its_scan(service: Service, clerk: Actor, draft: Draft) -> None:
    attach(service, clerk, draft.id, CARD, [PHOTO])
    assert look(service, clerk, draft.id).submission.materials[CARD] == Handed(judged=False)


def received(service: Service, clerk: Actor, draft: Draft, without: str = "") -> str:
    form = [pair for pair in form_of(service, ALLOWANCE, "今天满80周岁，材料齐全") if pair[0] != f"材料.{without}"]
    if without:
        form.append((f"材料.{without}", "未交"))
    return receive(service, clerk, draft.id, draft.id, form, signed=True).case.id


def test_the_case_holds_the_files_and_the_draft_is_gone(service: Service, clerk: Actor, draft: Draft) -> None:
    attach(service, clerk, draft.id, CARD, [PHOTO])
    (one,) = look(service, clerk, draft.id).files
    case = received(service, clerk, draft)
    assert open_case(service, clerk, case).files == (one,)
    assert case_file(service, clerk, case, one.id) == (one, PHOTO.content)
    assert case_file(service, actor(service, "supervisor-tao"), case, one.id) == (one, PHOTO.content)
    for late in (
        lambda: attach(service, clerk, draft.id, CARD, [PHOTO]),
        lambda: detach(service, clerk, draft.id, one.id),
        lambda: move(service, clerk, draft.id, one.id, 1),
        lambda: draft_file(service, clerk, draft.id, one.id),
    ):
        with pytest.raises(NotFoundError, match="没有这份草稿"):
            late()


def test_what_a_correction_brings_comes_behind_what_was_there(service: Service, clerk: Actor, draft: Draft) -> None:
    attach(service, clerk, draft.id, CARD, [PHOTO])
    case = received(service, clerk, draft, without=BOOK)
    again = reopen(service, clerk, case)
    attach(service, clerk, again.id, BOOK, [SCAN])
    assert [one.material for one in look(service, clerk, again.id).files] == [CARD, BOOK]
    form = form_of(service, ALLOWANCE, "今天满80周岁，材料齐全")
    correct(service, clerk, again.id, again.id, form, signed=True)
    files = open_case(service, clerk, case).files
    assert [(one.material, one.page) for one in files] == [(CARD, 1), (BOOK, 1)]
    assert [case_file(service, clerk, case, one.id)[1] for one in files] == [PHOTO.content, SCAN.content]


def test_what_was_scanned_before_the_advice_is_there_when_the_applicant_comes_back(
    service: Service, clerk: Actor, draft: Draft
) -> None:
    attach(service, clerk, draft.id, CARD, [PHOTO])
    case = advise(service, clerk, draft.id, draft.id, []).case.id
    assert [one.material for one in look(service, clerk, reopen(service, clerk, case).id).files] == [CARD]


@pytest.mark.parametrize("login", ["clerk-li", "clerk-zhao", "supervisor-tao"])
def test_a_file_of_a_draft_is_there_for_nobody_else(service: Service, clerk: Actor, draft: Draft, login: str) -> None:
    attach(service, clerk, draft.id, CARD, [PHOTO])
    (one,) = look(service, clerk, draft.id).files
    other = actor(service, login)
    for attempt in (
        lambda: draft_file(service, other, draft.id, one.id),
        lambda: attach(service, other, draft.id, CARD, [PHOTO]),
        lambda: detach(service, other, draft.id, one.id),
        lambda: move(service, other, draft.id, one.id, 1),
    ):
        with pytest.raises(NotFoundError):
            attempt()


def test_a_file_of_a_case_is_there_only_for_whoever_may_see_the_case(
    service: Service, clerk: Actor, draft: Draft
) -> None:
    attach(service, clerk, draft.id, CARD, [PHOTO])
    case = received(service, clerk, draft)
    (one,) = open_case(service, clerk, case).files
    with pytest.raises(NotFoundError):
        case_file(service, actor(service, "clerk-zhao"), case, one.id)
    with pytest.raises(NotFoundError, match="没有这个文件"):
        case_file(service, clerk, case, "another")


def test_one_byte_flipped_is_never_opened_as_good(service: Service, clerk: Actor, draft: Draft, folder: Path) -> None:
    attach(service, clerk, draft.id, CARD, [PHOTO])
    case = received(service, clerk, draft)
    (one,) = open_case(service, clerk, case).files
    (path,) = (folder / "data").glob(f"attachments/*/*/{one.digest}")
    sealed = bytearray(path.read_bytes())
    sealed[40] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(StoreError, match="被改动或已损坏，不能打开"):
        case_file(service, clerk, case, one.id)


def test_on_a_full_disk_nothing_is_taken_and_nothing_is_said_to_be(
    service: Service, clerk: Actor, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    syncing, times = os.fsync, []

    def full_at_the_second(handle: int) -> None:
        times.append(handle)
        if len(times) > 4:  # the first file and its folders are through
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        syncing(handle)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full_at_the_second)
        with pytest.raises(StoreError, match="磁盘已满，文件没有保存"):
            attach(service, clerk, draft.id, CARD, [PHOTO, SCAN])
    assert names(service, draft) == []
    assert look(service, clerk, draft.id).draft == draft
