"""The statutory day of retirement and the shortest time of paying in, against the measures of 2024.

国务院关于渐进式延迟法定退休年龄的办法, approved with the decision of the Standing Committee of the National People's
Congress of 13 September 2024 (www.gov.cn/yaowen/liebiao/202409/content_6974294.htm). Article 1, its tables: men (table
1) and women once due at 55 (table 2) retire a month later for every four months from January 1965 and January 1970 on,
up to 63 and 58; women once due at 50 (table 3) for every two months from January 1975 on, up to 55. Article 2 and table
4: who retires from 2030 on has paid in six months more each year, up to twenty years in 2039.
"""

from datetime import date
from pathlib import Path

import pytest

from engine.calendar.working_days import national_calendar
from engine.catalogue.town_catalogue import load_matter
from engine.matter.shared import load_shared
from rules_dsl import NOT_APPLICABLE, UNANSWERED, Scope, value_of
from tests.support.small import TEXT

HERE = Path(__file__).parents[2]
SHARED, _ = load_shared(HERE)
INCLUDE = ("include: [申请人]", "include: [自然人申请人, 申请人退休类别, 法定退休日期, 职工养老最低缴费]")


@pytest.fixture(scope="module")
def definition(tmp_path_factory):
    file = tmp_path_factory.mktemp("matter") / "allowance.yaml"
    file.write_text(TEXT.replace(*INCLUDE), encoding="utf-8")
    return load_matter(file, "allowance.yaml", "office/allowance", SHARED, None).definition


@pytest.mark.parametrize(
    ("sex", "kind", "born", "day"),
    [
        # table 1: born in January 1965, 60 years and 1 month, February 2025; from September 1976 on, 63 years
        ("男", NOT_APPLICABLE, date(1964, 12, 31), date(2024, 12, 31)),
        ("男", NOT_APPLICABLE, date(1965, 1, 1), date(2025, 2, 1)),
        ("男", NOT_APPLICABLE, date(1965, 4, 30), date(2025, 5, 30)),
        ("男", NOT_APPLICABLE, date(1965, 5, 1), date(2025, 7, 1)),
        ("男", NOT_APPLICABLE, date(1976, 8, 31), date(2039, 7, 31)),
        ("男", NOT_APPLICABLE, date(1976, 9, 1), date(2039, 9, 1)),
        ("男", NOT_APPLICABLE, date(2000, 1, 1), date(2063, 1, 1)),
        # table 2: born in January 1970, 55 years and 1 month, February 2025; from September 1981 on, 58 years
        ("女", "原55周岁类", date(1969, 12, 31), date(2024, 12, 31)),
        ("女", "原55周岁类", date(1970, 1, 1), date(2025, 2, 1)),
        ("女", "原55周岁类", date(1970, 1, 15), date(2025, 2, 15)),
        ("女", "原55周岁类", date(1970, 4, 30), date(2025, 5, 30)),
        ("女", "原55周岁类", date(1970, 5, 1), date(2025, 7, 1)),
        ("女", "原55周岁类", date(1981, 8, 31), date(2039, 7, 31)),
        ("女", "原55周岁类", date(1981, 9, 1), date(2039, 9, 1)),
        ("女", "原55周岁类", date(1995, 6, 1), date(2053, 6, 1)),
        # table 3: born in January 1975, 50 years and 1 month, February 2025; from November 1984 on, 55 years
        ("女", "原50周岁类", date(1974, 12, 31), date(2024, 12, 31)),
        ("女", "原50周岁类", date(1975, 1, 1), date(2025, 2, 1)),
        ("女", "原50周岁类", date(1975, 2, 28), date(2025, 3, 28)),
        ("女", "原50周岁类", date(1975, 3, 1), date(2025, 5, 1)),
        ("女", "原50周岁类", date(1984, 10, 1), date(2039, 9, 1)),
        ("女", "原50周岁类", date(1984, 10, 31), date(2039, 9, 30)),
        ("女", "原50周岁类", date(1984, 11, 1), date(2039, 11, 1)),
        ("女", "原50周岁类", date(1995, 6, 1), date(2050, 6, 1)),
        ("女", UNANSWERED, date(1984, 11, 1), UNANSWERED),
    ],
)
def test_the_day_of_retirement(definition, sex, kind, born, day):
    answers = {"申请人性别": sex, "申请人出生日期": born, "女性退休类别": kind}
    scope = Scope(definition.rulebook, answers, {}, date(2026, 3, 2), {}, national_calendar())
    assert value_of(definition.value("退休到龄日"), scope) == day


@pytest.mark.parametrize(
    ("born", "retires", "months"),  # table 4: 15 years until 2029, 15½ in 2030, 20 from 2039 on
    [
        (date(1964, 12, 31), 2024, 180),
        (date(1968, 12, 31), 2029, 180),
        (date(1969, 1, 1), 2030, 186),
        (date(1975, 9, 1), 2038, 234),
        (date(1976, 9, 1), 2039, 240),
        (date(1990, 1, 1), 2053, 240),
    ],
)
def test_the_shortest_time_of_paying_in(definition, born, retires, months):
    answers = {"申请人性别": "男", "申请人出生日期": born, "女性退休类别": NOT_APPLICABLE}
    scope = Scope(definition.rulebook, answers, {}, date(2026, 3, 2), {}, national_calendar())
    assert value_of(definition.value("退休到龄日"), scope).year == retires
    assert value_of(definition.value("最低缴费月数"), scope) == months
