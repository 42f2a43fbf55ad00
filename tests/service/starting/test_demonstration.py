"""The demonstration town: a broken matter leaves its own cases out, a mistake in the file is one sentence."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.matter.records import MatterError
from engine.service.starting.demonstration import FILE, fill_demonstration
from tests.support.launcher import ROOT, TOWN, open_warm

AT = datetime(2026, 3, 13, 2, 0, tzinfo=UTC)
CASE = """
cases:
  - {matter: civil_affairs/old_age_allowance, example: 今天满80周岁，材料齐全, at: 4个工作日前 09:10, by: clerk-wang}
"""
GRANTING = "by: clerk-wang, acts: [{at: 3个工作日前 09:10, by: clerk-wang, act: grant}]}"


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """The pilot's matters and town, to be spoilt."""
    for folder in ("matters", "towns"):
        shutil.copytree(ROOT / folder, tmp_path / "root" / folder)
    yield tmp_path / "root"


def filled(root: Path, tmp_path: Path) -> list[str]:
    """The matters of the cases a demonstration made."""
    service = open_warm(root, tmp_path / "data", now=lambda: AT)
    try:
        fill_demonstration(service, root, TOWN)
        return sorted(row.matter for row in service.store.rows(TOWN))
    finally:
        service.store.close()


def spoil(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_demonstration_with_one_broken_matter_shows_the_others(root: Path, tmp_path: Path) -> None:
    spoil(root / "matters/civil_affairs/old_age_allowance.yaml", "title:", "titel:")

    made = filled(root, tmp_path)

    assert "civil_affairs/old_age_allowance" not in made
    assert "social_security/resident_pension_enrolment" in made


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("今天满80周岁", "没有的例子", "示范文件里写的示例「没有的例子，材料齐全」，事项"),
        ("civil_affairs/old_age_allowance", "civil_affairs/none", "第1个办件（civil_affairs/none）做不成"),
        ("by: clerk-wang", "by: nobody", "示范文件里没有账号「nobody」"),
        ("by: clerk-wang}", GRANTING, "准予要在「待决定」时进行"),
        ("by: clerk-wang}", GRANTING.replace("grant", "fly"), "「fly」"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_one_sentence(root: Path, tmp_path: Path, before: str, after: str, said: str) -> None:
    file = root / "towns" / TOWN / FILE
    head, _cases = file.read_text(encoding="utf-8").split("\ncases:", 1)
    file.write_text(head + CASE.replace(before, after), encoding="utf-8")

    with pytest.raises(MatterError, match=said):
        filled(root, tmp_path)
