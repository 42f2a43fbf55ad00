"""Repeated rows: cells by the kind of their column, each error at its cell."""

from datetime import date

import pytest

from engine.fields import FIELD_KINDS, FieldError, RowsError
from engine.matter.records import Field

FILED = date(2026, 3, 2)
FAMILY = Field(
    "家庭成员",
    "家庭成员",
    "明细",
    columns=(
        Field("姓名", "姓名", "文本"),
        Field("身份证号", "身份证号", "身份证号", optional=True),
        Field("月收入", "每月收入", "金额"),
        Field("残疾类别", "残疾类别", "多选", options=("视力", "听力")),
    ),
    at_most=3,
)


def read(rows):
    return FIELD_KINDS["明细"].read(rows, FAMILY, FILED)


def test_rows_are_read_cell_by_cell():
    assert read(
        [
            {"姓名": " 张三 ", "月收入": "1,000", "残疾类别": ["听力", "视力"], "别的": "x"},
            {"姓名": "李四", "身份证号": "11010519491231002x", "月收入": " ", "残疾类别": []},
            {},
        ]
    ) == (
        {"姓名": "张三", "月收入": 100000, "残疾类别": ("视力", "听力")},
        {"姓名": "李四", "身份证号": "11010519491231002X"},
        {},
    )


def test_no_rows_are_an_answer():
    assert read([]) == ()


def test_each_wrong_cell_is_told():
    with pytest.raises(RowsError) as error:
        read([{"姓名": "张三", "月收入": "一千"}, {"身份证号": "123", "月收入": "5"}])
    assert error.value.cells == {
        (1, "月收入"): "请填金额，单位是元，例如 1234.50。",
        (2, "身份证号"): "身份证号是18位，现在有3位，请核对。",
    }
    assert str(error.value) == (
        "第1行「月收入」：请填金额，单位是元，例如 1234.50。第2行「身份证号」：身份证号是18位，现在有3位，请核对。"
    )


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("张三", "这里要一行一行地填写。"),
        (["张三"], "这里要一行一行地填写。"),
        ([{}] * 4, "最多3行，现在有4行，请删去多余的行。"),
    ],
)
def test_what_are_no_rows(typed, says):
    with pytest.raises(FieldError) as error:
        read(typed)
    assert str(error.value) == says


def test_rows_are_shown_and_their_sensitive_cells_masked():
    rows = ({"姓名": "张三", "身份证号": "11010519491231002X", "月收入": 100050}, {})
    kind = FIELD_KINDS["明细"]
    assert (
        kind.show(rows, FAMILY)
        == "第1行 姓名：张三，身份证号：11010519491231002X，每月收入：1,000.50元\n第2行 没有填写"
    )
    assert (
        kind.mask(rows, FAMILY)
        == "第1行 姓名：张三，身份证号：110105********002X，每月收入：1,000.50元\n第2行 没有填写"
    )
