"""Identity numbers, credit codes, telephone and card numbers: vectors of the standards, an independent oracle."""

from datetime import date

import pytest
import stdnum.cn.ric
import stdnum.cn.uscc
import stdnum.exceptions
from hypothesis import given
from hypothesis import strategies as st

from engine.fields import FIELD_KINDS, FieldError, birth_date, mask_card, mask_identifier, mask_phone, sex
from engine.matter.records import Field

FILED = date(2026, 3, 2)
CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def read(kind, typed, filed=FILED):
    return FIELD_KINDS[kind].read(typed, Field("号码", "号码", kind), filed)


def told(kind, typed):
    with pytest.raises(FieldError) as error:
        read(kind, typed)
    return str(error.value)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("11010519491231002X", "11010519491231002X"),  # the examples of GB 11643
        ("440524188001010014", "440524188001010014"),
        ("11010519491231002x", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
        (" 110105 1949 1231 002X ", "11010519491231002X"),
        ("419999200002290016", "419999200002290016"),  # no such region; a leap day
        ("819999199001010018", "819999199001010018"),  # a residence permit of Hong Kong begins like this
        ("919999198501010013", "919999198501010013"),  # and a permanent residence card like this
        ("419999202603020010", "419999202603020010"),  # born on the filing date
    ],
)
def test_an_identity_number_is_read(typed, number):
    assert read("身份证号", typed) == number


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("110105194912310021", "身份证号最后一位与前17位对不上，有数字填错了，请逐位核对。"),
        ("110105491231002", "这是15位的旧号码，请填身份证上的18位号码。"),
        ("1101051949123100", "身份证号是18位，现在有16位，请核对。"),
        ("1101051949123100200", "身份证号是18位，现在有19位，请核对。"),
        ("11010519491231X02X", "身份证号前17位是数字，最后一位是数字或字母X，请核对。"),
        ("11010519491231002Y", "身份证号前17位是数字，最后一位是数字或字母X，请核对。"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢٣", "身份证号前17位是数字，最后一位是数字或字母X，请核对。"),
        ("419999200102290010", "身份证号第7至14位是出生日期，现在不是真实的日期，请核对。"),
        ("419999179912310010", "身份证号第7至14位是出生日期，现在不是真实的日期，请核对。"),
        ("419999202603030016", "身份证号里的出生日期晚于申请日，请核对。"),
    ],
)
def test_a_wrong_identity_number_says_what_is_wrong(typed, says):
    assert told("身份证号", typed) == says


def test_the_future_is_that_of_the_filing_date():
    assert read("身份证号", "419999202603030016", filed=date(2026, 3, 3)) == "419999202603030016"


@given(st.integers(0, 999999), st.dates(date(1800, 1, 1), FILED), st.integers(0, 999))
def test_the_check_digit_agrees_with_an_independent_package(region, born, order):
    body = f"{region:06d}{born:%Y%m%d}{order:03d}"
    number = body + stdnum.cn.ric.calc_check_digit(body + "0")
    assert read("身份证号", number) == number
    wrong = body + ("0" if number[-1] != "0" else "1")
    assert told("身份证号", wrong).startswith("身份证号最后一位与前17位对不上")


def test_birth_date_and_sex_stand_in_the_number():
    assert (birth_date("11010519491231002X"), sex("11010519491231002X")) == (date(1949, 12, 31), "女")
    assert sex("440524188001010014") == "男"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("91110000600037341L", "91110000600037341L"),
        ("91350100M000100Y43", "91350100M000100Y43"),
        (" 9135 0100 m000 100y 43", "91350100M000100Y43"),
        ("９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43"),
    ],
)
def test_a_credit_code_is_read(typed, code):
    assert read("统一社会信用代码", typed) == code


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("911100006000373410", "统一社会信用代码最后一位与前17位对不上，有一位填错了，请逐位核对。"),
        ("411329000012345", "这是15位的旧注册号，请填营业执照上的18位统一社会信用代码。"),
        ("9111000060003734", "统一社会信用代码是18位，现在有16位，请核对。"),
        ("9135O100M000100Y43", "统一社会信用代码里没有字母I、O、S、V、Z，请核对是不是数字1、0、5、2。"),
        ("91A50100M000100Y43", "统一社会信用代码由数字和大写字母组成，第3至8位是数字，请核对。"),
        ("91350100M000100Y4号", "统一社会信用代码由数字和大写字母组成，第3至8位是数字，请核对。"),
    ],
)
def test_a_wrong_credit_code_says_what_is_wrong(typed, says):
    assert told("统一社会信用代码", typed) == says


@given(st.text(CODE_SIGNS, min_size=2, max_size=2), st.integers(0, 999999), st.text(CODE_SIGNS, min_size=9, max_size=9))
def test_the_check_sign_agrees_with_an_independent_package(start, region, rest):
    body = f"{start}{region:06d}{rest}"
    code = body + stdnum.cn.uscc.calc_check_digit(body)
    assert read("统一社会信用代码", code) == code


@pytest.mark.parametrize(
    "typed", ["13800138000", "138 0013 8000", "138-0013-8000", "+86 13800138000", "１３８００１３８０００"]
)
def test_a_mobile_number_is_read(typed):
    assert read("手机号", typed) == "13800138000"


@pytest.mark.parametrize("typed", ["12800138000", "1380013800", "138001380001", "037766200000", "abc"])
def test_a_wrong_mobile_number_says_what_it_looks_like(typed):
    assert told("手机号", typed) == "手机号是11位数字，以13至19开头，请核对。"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("6222 0212 3456 7890 123", "6222021234567890123"),
        ("622202-123456", "622202123456"),
        ("６２２２０２１２３４５６７８９０", "6222021234567890"),
    ],
)
def test_a_card_number_is_read(typed, number):
    assert read("银行卡号", typed) == number


@pytest.mark.parametrize("typed", ["62220212345", "62220212345678901234", "6222021234567X90"])
def test_a_wrong_card_number_says_what_it_looks_like(typed):
    assert told("银行卡号", typed) == "银行卡号是12至19位数字，请按卡面核对。"


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        ("身份证号", "419999199001010123", "419999********0123"),
        ("手机号", "13800138000", "138****8000"),
        ("银行卡号", "6222021234567890123", "***************0123"),
        ("银行卡号", "622202123456", "********3456"),
    ],
)
def test_sensitive_numbers_are_masked(kind, value, masked):
    assert FIELD_KINDS[kind].sensitive
    assert FIELD_KINDS[kind].mask(value) == masked


def test_a_number_of_another_length_is_hidden_altogether():
    assert FIELD_KINDS["身份证号"].mask("110105491231002") == "***************"
    assert mask_phone("62200000") == "********"
    assert mask_card("12345678901") == "***********"


def test_an_applicant_is_masked_and_an_organisation_is_not():
    assert mask_identifier("11010519491231002X") == "110105********002X"
    assert mask_identifier("91350100M000100Y43") == "91350100M000100Y43"
    assert mask_identifier("919999198501010013") == "919999********0013"  # a person whose number begins with 9
    assert mask_identifier("419999198001010289") == "419999********0289"  # right as either: better hidden
    assert mask_identifier("4101051990010101") == "****************"


def test_a_credit_code_is_no_secret():
    kind = FIELD_KINDS["统一社会信用代码"]
    assert not kind.sensitive
    assert kind.mask("91350100M000100Y43", Field("代码", "代码", "统一社会信用代码")) == "91350100M000100Y43"
