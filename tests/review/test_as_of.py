"""`as_of`: a parameter or table is taken of the day a field states, whatever the filing day; 停用 ends a value."""

from __future__ import annotations

from datetime import date

import pytest

from engine.definition.checked import Definition
from engine.matter.canonical import from_bytes
from engine.review.verdict import Verdict
from tests.support.counter import MAN_1980, finding, full, small, verdict_of

LATE = small("as_of")
SAID = {"申请人姓名": "王小明", "申请人身份证号": MAN_1980, "所属期止": "2025-12-31", "金额": "600", "分类": "甲"}


def verdict(definition: Definition = LATE, filed: date = date(2026, 3, 2), **answers: str) -> Verdict:
    return verdict_of(definition, full({**SAID, **answers}), filed)


@pytest.mark.parametrize(
    ("ends", "amount", "outcome"),
    [
        ("2025-12-31", "500", "通过"),
        ("2025-12-31", "499.99", "补正"),
        ("2026-01-01", "1000", "通过"),
        ("2026-01-01", "999.99", "补正"),
    ],
)
def test_the_parameter_is_that_of_the_day_the_period_ended(ends: str, amount: str, outcome: str) -> None:
    assert verdict(所属期止=ends, 金额=amount).outcome == outcome
    assert verdict(filed=date(2027, 6, 1), 所属期止=ends, 金额=amount).outcome == outcome


@pytest.mark.parametrize(
    ("filed", "ends", "sort", "award"),
    [
        (date(2026, 3, 2), "2025-12-31", "甲", 50000),
        (date(2026, 3, 2), "2026-01-01", "甲", 100000),
        (date(2026, 3, 2), "2025-12-31", "乙", 1000),
        (date(2026, 3, 2), "2026-01-01", "乙", 20000),
        (date(2026, 2, 27), "2026-01-01", "乙", 10000),  # what the row names has no as_of: that of the filing day
    ],
)
def test_the_table_too_and_what_its_rows_name(filed: date, ends: str, sort: str, award: int) -> None:
    found = verdict(filed=filed, 所属期止=ends, 分类=sort, 金额="2000")
    assert (found.outcome, found.award) == ("通过", award)


def test_without_the_day_there_is_no_value_yet() -> None:
    found = verdict(所属期止="")
    assert (found.outcome, set(found.because)) == ("补正", {"所属期止", "达到起征点"})
    assert found.award is None


def test_the_value_of_that_day_is_told() -> None:
    assert finding(verdict(金额="1"), "达到起征点").remedy == "不到起征点500元。"


def test_an_ended_value_cannot_be_used_after_its_end() -> None:
    assert finding(verdict(所属期止="2026-01-31", 金额="2000"), "不超旧标准").status == "通过"
    assert finding(verdict(所属期止="2026-02-01", 金额="2000"), "不超旧标准").status == "待核"


def test_it_is_pinned_and_absent_where_nobody_says_it() -> None:
    assert from_bytes(LATE.canonical)["as_of"] == {"起征点": "所属期止", "应补": "所属期止"}
    assert Definition.from_json(LATE.canonical).matter.as_of == LATE.matter.as_of
    assert "as_of" not in from_bytes(small("steps").canonical)
