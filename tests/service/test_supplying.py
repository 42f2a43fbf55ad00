"""Scans of what comes after 收件: they lie ready for whoever uploaded them, and the act that takes the material in
takes them too, once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine.case.attachments import MOST_FILES, AttachmentError, attachment_from
from engine.case.events import CaseError
from engine.service.cases.desks import open_case
from engine.service.centre.context import NotFoundError, Service
from engine.service.counter.attaching import case_file
from engine.service.counter.keeping import Upload
from engine.service.counter.printing import package
from engine.service.office import supplying
from engine.service.office.acting import perform
from engine.store.errors import StoreError
from engine.store.sqlite import verify
from tests.documents.support.archive_checker import read_package
from tests.support.counter import ALLOWANCE, act, actor, file_case
from tests.support.launcher import TOWN
from tests.support.scans import SVG, pdf, picture

DISABILITY = "disabled_persons/disability_certificate"
CARD, REPORT = "社保卡或一卡通复印件", "残疾评定表"
PHOTO, SCAN = Upload("卡.jpg", picture()), Upload("评定表.pdf", pdf(2))
BROUGHT = {"材料": CARD, "形式": "复印件", "份数": "1"}
ASSESSED = {"答案.评定结论": "达到残疾标准", "答案.评定等级": "二级", "意见": "评定完成。"}


@pytest.fixture
def case(service: Service) -> str:
    """A case that waits for a 容缺 material."""
    return file_case(service, "clerk-wang", ALLOWANCE, "社保卡复印件忘带了，先受理后补").case.id


@pytest.fixture
def assessing(service: Service) -> str:
    """A case at the step where the report is asked."""
    case = file_case(service, "clerk-wang", DISABILITY, "第一次办证，到县医院评定").case.id
    act(service, "disabled-ma", case, "accept")
    act(service, "disabled-ma", case, "suspend")
    act(service, "disabled-ma", case, "resume", {"结果": "评定完毕"})
    return case


def upload(service: Service, login: str, case: str, material: str, *uploads: Upload) -> None:
    supplying.attach(service, actor(service, login), case, material, uploads)


def names(service: Service, login: str, case: str) -> list[tuple[str, str]]:
    return [(one.material, one.name) for one in supplying.look(service, actor(service, login), case).files]


def test_what_is_supplied_comes_with_its_scans_in_their_order(service: Service, case: str) -> None:
    upload(service, "clerk-li", case, CARD, PHOTO)
    upload(service, "clerk-li", case, CARD, Upload("反面.png", picture("PNG")), Upload("多传的.pdf", pdf()))
    clerk = actor(service, "clerk-li")
    first, second, third = supplying.look(service, clerk, case).files
    supplying.detach(service, clerk, case, third.id)
    supplying.move(service, clerk, case, second.id, -1)
    supplying.move(service, clerk, case, second.id, -1)  # it is the first already
    assert names(service, "clerk-li", case) == [(CARD, "反面.png"), (CARD, "卡.jpg")]
    assert supplying.file(service, clerk, case, first.id)[1] == PHOTO.content
    supplied = act(service, "clerk-li", case, "supply", BROUGHT).case
    assert [(one.id, one.material, one.name) for one in supplied.files] == [
        (second.id, CARD, "反面.png"), (first.id, CARD, "卡.jpg"),
    ]  # fmt: skip
    event = service.store.events(TOWN, case)[-1]
    assert [attachment_from(one).digest for one in event.payload["files"]] == [second.digest, first.digest]
    for login in ("clerk-wang", "social-chen", "supervisor-tao"):
        assert case_file(service, actor(service, login), case, first.id)[1] == PHOTO.content


def test_a_case_that_never_had_a_scan_says_nothing_of_files_in_its_event(service: Service, case: str) -> None:
    act(service, "clerk-li", case, "supply", BROUGHT)
    assert service.store.events(TOWN, case)[-1].payload == {"material": CARD, "form": "复印件", "copies": 1}


def test_an_act_that_is_refused_leaves_the_files_ready(service: Service, case: str) -> None:
    upload(service, "clerk-li", case, CARD, PHOTO)
    with pytest.raises(CaseError, match="要交 1 份"):
        act(service, "clerk-li", case, "supply", {**BROUGHT, "份数": "0"})
    assert names(service, "clerk-li", case) == [(CARD, "卡.jpg")]
    assert open_case(service, actor(service, "clerk-li"), case).files == ()


def test_the_same_act_sent_twice_takes_the_files_once(service: Service, case: str) -> None:
    upload(service, "clerk-li", case, CARD, PHOTO)
    once = act(service, "clerk-li", case, "supply", BROUGHT, token="t")
    expected = service.store.events(TOWN, case)[-2].sequence
    twice = perform(service, actor(service, "clerk-li"), case, "supply", BROUGHT, "t", expected)
    assert (twice.repeated, twice.case.files) == (True, once.case.files)


def test_what_lies_ready_is_there_for_nobody_else(service: Service, case: str) -> None:
    upload(service, "clerk-li", case, CARD, PHOTO)
    (one,) = supplying.look(service, actor(service, "clerk-li"), case).files
    colleague = actor(service, "clerk-wang")
    assert names(service, "clerk-wang", case) == []
    for attempt in (
        lambda: supplying.file(service, colleague, case, one.id),
        lambda: supplying.detach(service, colleague, case, one.id),
        lambda: supplying.move(service, colleague, case, one.id, 1),
        lambda: case_file(service, colleague, case, one.id),  # no part of the case yet
    ):
        with pytest.raises(NotFoundError, match="没有这个文件"):
            attempt()
    assert act(service, "clerk-wang", case, "supply", BROUGHT).case.files == ()  # brought without that scan


@pytest.mark.parametrize("login", ["clerk-zhao", "social-chen", "supervisor-tao", "issuer-jin"])
def test_nobody_uploads_for_an_act_that_is_not_theirs(service: Service, case: str, login: str) -> None:
    with pytest.raises(NotFoundError):
        upload(service, login, case, CARD, PHOTO)


def test_once_it_was_brought_nothing_more_is_uploaded(service: Service, case: str) -> None:
    act(service, "clerk-li", case, "supply", BROUGHT)
    with pytest.raises(NotFoundError, match="现在没有要您收的材料"):
        upload(service, "clerk-li", case, CARD, PHOTO)


@pytest.mark.parametrize(
    ("material", "uploads", "sentence"),
    [
        ("老人居民身份证", [PHOTO], "请先选择文件属于哪一项材料"),  # handed in at 收件
        (CARD, [], "还没有选择文件"),
        (CARD, [PHOTO, Upload("卡.svg", SVG)], r"「卡\.svg」.*SVG"),
        (CARD, [PHOTO] * (MOST_FILES + 1), "最多 60 个文件"),
    ],
)
def test_what_cannot_be_taken_says_what_to_do(
    service: Service, case: str, material: str, uploads: list[Upload], sentence: str
) -> None:
    with pytest.raises(AttachmentError, match=sentence):
        upload(service, "clerk-li", case, material, *uploads)
    assert names(service, "clerk-li", case) == []


def test_the_report_asked_at_a_step_comes_with_its_scan(service: Service, assessing: str, tmp_path: Path) -> None:
    upload(service, "disabled-ma", assessing, REPORT, SCAN)
    with pytest.raises(CaseError, match=f"「{REPORT}」已经上传了文件，请选收到的是哪一种"):
        act(service, "disabled-ma", assessing, "finish_step", {**ASSESSED, f"材料.{REPORT}": "还没有交"})
    done = act(service, "disabled-ma", assessing, "finish_step", {**ASSESSED, f"材料.{REPORT}": "原件"}).case
    (one,) = done.files
    assert (one.material, one.name) == (REPORT, "评定表.pdf")
    assert case_file(service, actor(service, "disabled-luo"), assessing, one.id)[1] == SCAN.content
    act(service, "clerk-wang", assessing, "withdraw", {"理由": "不办了。"})
    act(service, "clerk-wang", assessing, "archive")
    found = read_package(package(service, actor(service, "clerk-wang"), assessing), tmp_path)
    assert found.files[f"材料/01-{REPORT}-评定表.pdf"] == SCAN.content


def test_a_step_done_again_takes_what_was_uploaded_since_and_keeps_what_was_there(
    service: Service, assessing: str
) -> None:
    finished = {**ASSESSED, f"材料.{REPORT}": "原件"}
    upload(service, "disabled-ma", assessing, REPORT, SCAN)
    act(service, "disabled-ma", assessing, "finish_step", finished)
    act(service, "disabled-ma", assessing, "return_step", {"退回到": "残疾评定", "理由": "再评。"})
    act(service, "disabled-ma", assessing, "suspend")
    act(service, "disabled-ma", assessing, "resume", {"结果": "重评完毕"})
    assert names(service, "disabled-ma", assessing) == []
    upload(service, "disabled-ma", assessing, REPORT, Upload("重评.pdf", pdf()))
    case = act(service, "disabled-ma", assessing, "finish_step", finished).case
    assert [one.name for one in case.files] == ["评定表.pdf", "重评.pdf"]
    assert [one.name for one in case.taken].count(REPORT) == 1


def test_one_byte_flipped_is_found_and_never_opened_as_good(service: Service, case: str, folder: Path) -> None:
    upload(service, "clerk-li", case, CARD, PHOTO)
    (one,) = act(service, "clerk-li", case, "supply", BROUGHT).case.files
    assert verify(folder / "data", TOWN).findings == ()
    (path,) = (folder / "data").glob(f"attachments/*/*/{one.digest}")
    sealed = bytearray(path.read_bytes())
    sealed[40] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(StoreError, match="被改动或已损坏，不能打开"):
        case_file(service, actor(service, "clerk-li"), case, one.id)
    assert [(found.code, found.case) for found in verify(folder / "data", TOWN).findings] == [("file_changed", case)]


def test_what_a_case_holds_is_never_swept(service: Service, case: str, folder: Path) -> None:
    upload(service, "clerk-li", case, CARD, PHOTO)
    (one,) = act(service, "clerk-li", case, "supply", BROUGHT).case.files
    assert service.store.sweep_files(TOWN, service.now() + timedelta(days=9999)) == 0
    assert case_file(service, actor(service, "clerk-li"), case, one.id)[1] == PHOTO.content
