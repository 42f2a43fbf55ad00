"""The archive package: complete, the same bytes each time, and read back by a checker of its own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import bagit
import pytest
from pypdf import PdfReader

from engine.case.events import Actor
from engine.service.centre.context import NotFoundError, Service
from engine.service.counter.attaching import attach
from engine.service.counter.drafting import start_draft
from engine.service.counter.keeping import Upload
from engine.service.counter.printing import original, package
from engine.service.counter.receiving import receive
from engine.store.errors import StoreError
from tests.conftest import Clock
from tests.documents.support.archive_checker import read_package
from tests.support.counter import ALLOWANCE, INVOICE, act, actor, file_case, form_of, take_on
from tests.support.launcher import TOWN
from tests.support.scans import pdf, picture


@pytest.fixture
def archived(service: Service) -> str:
    case = file_case(service, "clerk-wang", INVOICE).case.id
    take_on(service, case, "archive")
    return case


@pytest.mark.in_2026
def test_a_checker_that_shares_no_code_reads_back_everything(
    service: Service, clerk: Actor, archived: str, tmp_path: Path
) -> None:
    found = read_package(package(service, clerk, archived), tmp_path)
    assert {name: found.facts[name] for name in ("档号", "办件编号", "事项标识", "申请人", "办理结果", "保管期限")} == {
        "档号": "沙政务档〔2026〕第0001号", "办件编号": archived, "事项标识": INVOICE, "申请人": "张桂兰",
        "办理结果": "准予", "保管期限": "10年",
    }  # fmt: skip
    events = service.store.events(TOWN, archived)
    assert [(number, digest) for number, _what, digest in found.log] == [(e.sequence, e.digest) for e in events]
    papers = sorted(name for name in found.files if name.startswith("文书/"))
    assert [name.split("-")[1] for name in papers] == [
        "收件通知单", "收件审核要点", "受理通知书", "准予决定书",
        "增值税普通发票（代开）", "送达回证", "办结通知", "收件档案单",
    ]  # fmt: skip
    number = "沙政务收〔2026〕第0001号"
    assert found.files[papers[0]] == original(service, clerk, archived, number)
    assert "收件通知单" in "".join(PdfReader(io.BytesIO(found.files[papers[0]])).pages[0].extract_text().split())


def test_the_scans_lie_in_it_by_material_and_a_damaged_one_stops_it(
    service: Service, clerk: Actor, tmp_path: Path, folder: Path
) -> None:
    draft = start_draft(service, clerk, ALLOWANCE)
    book, card = pdf(2), picture()
    attach(service, clerk, draft.id, "户口簿本人页", [Upload("全家.pdf", book)])
    attach(service, clerk, draft.id, "老人居民身份证", [Upload("正/面.exe", card), Upload("反面?.jpg", card)])
    form = form_of(service, ALLOWANCE, "今天满80周岁，材料齐全")
    case = receive(service, clerk, draft.id, draft.id, form, signed=True).case
    act(service, "clerk-wang", case.id, "withdraw", {"理由": "不办了。"})
    act(service, "clerk-wang", case.id, "archive")
    found = read_package(package(service, clerk, case.id), tmp_path)
    assert {name: content for name, content in found.files.items() if name.startswith("材料/")} == {
        "材料/01-老人居民身份证-面.jpg": card,
        "材料/02-老人居民身份证-反面_.jpg": card,
        "材料/03-户口簿本人页-全家.pdf": book,
    }
    (damaged,) = (folder / "data").glob(f"attachments/*/*/{case.files[0].digest}")
    damaged.write_bytes(damaged.read_bytes()[:-1])
    with pytest.raises(StoreError, match="在磁盘上被改动或已损坏"):
        package(service, clerk, case.id)


def test_packing_again_gives_the_same_bytes(service: Service, clerk: Actor, archived: str, clock: Clock) -> None:
    first = package(service, clerk, archived)
    clock.move(days=1000)
    assert package(service, clerk, archived) == first


def test_one_byte_changed_is_found(service: Service, clerk: Actor, archived: str, tmp_path: Path) -> None:
    packed = package(service, clerk, archived)
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, content[:-1] + b"X" if entry.filename.endswith("申请.json") else content)
    with pytest.raises(bagit.BagValidationError):
        read_package(changed.getvalue(), tmp_path)


def test_before_it_is_archived_and_for_others_there_is_none(service: Service, clerk: Actor, archived: str) -> None:
    other = file_case(service, "clerk-wang", INVOICE).case.id
    with pytest.raises(NotFoundError, match="还没有归档"):
        package(service, clerk, other)
    with pytest.raises(NotFoundError, match="没有这个办件"):
        package(service, actor(service, "clerk-zhao"), archived)


def test_a_withdrawn_case_is_packed_too(service: Service, clerk: Actor, tmp_path: Path) -> None:
    case = file_case(service, "clerk-wang").case.id
    act(service, "clerk-wang", case, "withdraw", {"理由": "不办了。"})
    act(service, "clerk-wang", case, "archive")
    found = read_package(package(service, clerk, case), tmp_path)
    assert (found.facts["办理结果"], found.facts["受理日期"]) == ("申请人撤回申请", "")
