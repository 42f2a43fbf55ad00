"""Divisions by full name, by code, or both; what is inside what is the rule language's to say."""

from datetime import date

import pytest

from engine.fields import FIELD_KINDS, FieldError
from engine.matter.records import Field
from rules_dsl import Division

FILED = date(2026, 3, 2)
PLACE = Field("户籍地", "户籍地", "区划")
COUNTY = Division("河南省南阳市新野县", "411329")
ASKS = "请从省级写起填全称，例如 河南省南阳市新野县；也可以填6位、9位或12位行政区划代码。"


def read(typed):
    return FIELD_KINDS["区划"].read(typed, PLACE, FILED)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("河南省南阳市新野县沙堰镇", Division("河南省南阳市新野县沙堰镇")),
        (" 河南省 南阳市　新野县 ", Division("河南省南阳市新野县")),
        ("411329", Division("河南省", "411329")),
        ("４１１３２９１０２", Division("河南省", "411329102")),
        ("411329102200", Division("河南省", "411329102200")),
        ("河南省南阳市新野县（411329）", Division("河南省南阳市新野县", "411329")),
        ("河南省南阳市新野县 411329", Division("河南省南阳市新野县", "411329")),
        ("河南省南阳市新野县(411329)", Division("河南省南阳市新野县", "411329")),
        ("新疆维吾尔自治区喀什地区", Division("新疆维吾尔自治区喀什地区")),
        ("北京市东城区", Division("北京市东城区")),
    ],
)
def test_a_place_is_read(typed, place):
    assert read(typed) == place


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("新野县沙堰镇", ASKS),
        ("沙堰", ASKS),
        ("41132", ASKS),
        ("4113291", ASKS),
        ("河南省南阳市（4113）", ASKS),
        ("河南省" + "县" * 100, ASKS),
        ("河南省\x00南阳市", ASKS),
        ("（411329）河南省", ASKS),
        ("991329", "行政区划代码的前两位不是任何省份的代码，请核对。"),
        ("湖北省武汉市 411329", "名称是湖北省的，代码是河南省的，请核对。"),
    ],
)
def test_a_place_that_cannot_be_read_says_what_to_enter(typed, says):
    with pytest.raises(FieldError) as error:
        read(typed)
    assert str(error.value) == says


@pytest.mark.parametrize(
    ("typed", "inside"),
    [
        ("411329102", True),
        ("河南省南阳市新野县沙堰镇", True),
        ("411300", False),
        ("河南省南阳市", False),
        ("420100", False),
    ],
)
def test_places_are_compared_by_code_or_by_name(typed, inside):
    assert COUNTY.contains(read(typed)) is inside


def test_a_place_given_by_its_code_lies_in_its_province_by_name_too():
    assert Division("河南省").contains(read("411329102"))
    assert not Division("湖北省").contains(read("411329102"))


def test_a_place_is_shown_with_its_code():
    assert FIELD_KINDS["区划"].show(COUNTY, PLACE) == "河南省南阳市新野县（411329）"
    assert FIELD_KINDS["区划"].show(Division("河南省南阳市"), PLACE) == "河南省南阳市"
