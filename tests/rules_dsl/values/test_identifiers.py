"""Identifiers against an independent implementation."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from rules_dsl.values.identifiers import birth_date, is_credit_code, is_identity_number, is_mobile_number, sex


def identity_number(body):
    check = "10X98765432"[sum(int(d) * (2 ** (17 - i) % 11) for i, d in enumerate(body)) % 11]
    return body + check


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999))
def test_made_up_identity_numbers_are_well_formed_and_say_who(born, serial):
    number = identity_number(f"419999{born:%Y%m%d}{serial:03}")
    assert is_identity_number(number)
    assert (birth_date(number), sex(number)) == (born, "男" if serial % 2 else "女")


@given(st.text(alphabet="0123456789X", min_size=18, max_size=18))
def test_no_identity_number_passes_that_stdnum_refuses_for_its_check_digit(number):
    if is_identity_number(number):
        assert ric.calc_check_digit(number) == number[17]


@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_credit_codes_have_the_check_sign_of_stdnum(body):
    if body[2:8].isdigit():
        assert is_credit_code(body + uscc.calc_check_digit(body))


@pytest.mark.parametrize("number", ["", "41999919460302001", "419999194613020019", "419999194602300019", "甲" * 18])
def test_what_is_no_identity_number_says_nothing(number):
    assert (birth_date(number), sex(number), is_identity_number(number)) == (None, None, False)


def test_small_x_and_spaces_are_read():
    assert is_identity_number(" 419999 20100302 001x ") == is_identity_number("41999920100302001X")
    assert is_mobile_number("１３８ 0000 0000")
