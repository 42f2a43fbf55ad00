"""Numbers people type: a slip must be caught."""

from __future__ import annotations

from datetime import date

import pytest
from stdnum.iso7064 import mod_11_10

from engine.service.cases.numbers import case_number, check_digit, is_case_number, progress_code

NUMBER = "411329102202603020100017"


class Drawing:
    """Stands for a transaction: draws numbers per series."""

    def __init__(self) -> None:
        self.drawn: dict[tuple[str, int], int] = {}

    def next_number(self, series: str, year: int) -> int:
        self.drawn[series, year] = self.drawn.get((series, year), 0) + 1
        return self.drawn[series, year]


class Place:
    code = "411329102"

    def window_code(self, name: str) -> str:
        return {"综合受理": "01", "公安专项": "02"}[name]


@pytest.mark.parametrize("digits", ["0", "79462", "4113291022026030201" + "0001", "9" * 23])
def test_check_digit_is_that_of_iso_7064(digits: str) -> None:
    assert check_digit(digits) == mod_11_10.calc_check_digit(digits)


def test_case_number_holds_town_day_window_and_serial() -> None:
    tx = Drawing()
    first = case_number(tx, Place(), "综合受理", date(2026, 3, 2))  # type: ignore[arg-type]
    second = case_number(tx, Place(), "综合受理", date(2026, 3, 2))  # type: ignore[arg-type]
    police = case_number(tx, Place(), "公安专项", date(2026, 3, 2))  # type: ignore[arg-type]
    assert first[:-1] == "411329102" + "20260302" + "01" + "0001"
    assert second[:-1] == "411329102" + "20260302" + "01" + "0002"
    assert police[:-1] == "411329102" + "20260302" + "02" + "0001"


@pytest.mark.parametrize("place", range(24))
def test_every_single_slip_is_caught(place: int) -> None:
    good = NUMBER[:-1] + check_digit(NUMBER[:-1])
    assert is_case_number(good)
    for digit in "0123456789":
        if digit != good[place]:
            assert not is_case_number(good[:place] + digit + good[place + 1 :])


def test_progress_codes_hold_no_letters_that_look_alike() -> None:
    codes = {progress_code() for _ in range(200)}
    assert len(codes) == 200
    assert not set("".join(codes)) & set("01OI")
    assert {len(code) for code in codes} == {8}
