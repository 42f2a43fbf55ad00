"""The statutory day of retirement, against rows of the tables annexed to the State Council's measures of 2024."""

from datetime import date
from pathlib import Path

import pytest

from engine.calendar import national_calendar
from engine.catalogue import load_matter
from engine.shared import load_shared
from rules_dsl import UNANSWERED, Scope, value_of
from tests.small import TEXT

HERE = Path(__file__).parent.parent
SHARED, _ = load_shared(HERE)
INCLUDE = ("include: [申请人]", "include: [自然人申请人, 申请人退休类别, 法定退休日期]")


@pytest.fixture(scope="module")
def definition(tmp_path_factory):
    file = tmp_path_factory.mktemp("matter") / "allowance.yaml"
    file.write_text(TEXT.replace(*INCLUDE), encoding="utf-8")
    return load_matter(file, "allowance.yaml", "office/allowance", SHARED, None).definition


@pytest.mark.parametrize(
    ("sex", "kind", "born", "day"),
    [
        ("男", None, date(1964, 12, 31), date(2024, 12, 31)),
        ("男", None, date(1965, 1, 1), date(2025, 2, 1)),
        ("男", None, date(1965, 4, 30), date(2025, 5, 30)),
        ("男", None, date(1965, 5, 1), date(2025, 7, 1)),
        ("男", None, date(1976, 8, 31), date(2039, 7, 31)),
        ("男", None, date(1976, 9, 1), date(2039, 9, 1)),
        ("男", None, date(2000, 1, 1), date(2063, 1, 1)),
        ("女", "原55周岁类", date(1969, 12, 31), date(2024, 12, 31)),
        ("女", "原55周岁类", date(1970, 1, 15), date(2025, 2, 15)),
        ("女", "原55周岁类", date(1981, 9, 1), date(2039, 9, 1)),
        ("女", "原50周岁类", date(1975, 1, 1), date(2025, 2, 1)),
        ("女", "原50周岁类", date(1975, 3, 1), date(2025, 5, 1)),
        ("女", "原50周岁类", date(1984, 10, 1), date(2039, 9, 1)),
        ("女", "原50周岁类", date(1984, 11, 1), date(2039, 11, 1)),
        ("女", UNANSWERED, date(1984, 11, 1), UNANSWERED),
    ],
)
def test_the_day_of_retirement(definition, sex, kind, born, day):
    answers = {"申请人性别": sex, "申请人出生日期": born, "女性退休类别": kind}
    scope = Scope(definition.rulebook, answers, {}, date(2026, 3, 2), {}, national_calendar())
    assert value_of(definition.value("退休到龄日"), scope) == day
