"""The archive package: complete, the same bytes each time, and read back by a checker of its own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import bagit
import pytest
from pypdf import PdfReader

from engine.events import Actor
from engine.service.context import NotFoundError, Service
from engine.service.printing import original, package
from tests.conftest import Clock
from tests.counter import INVOICE, act, actor, file_case, take_on
from tests.documents.archive_checker import read_package
from tests.launcher import TOWN


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
