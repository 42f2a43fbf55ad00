"""What holds for every row of the table of kinds."""

from datetime import date
from fractions import Fraction

import pytest
import stdnum.cn.ric
import stdnum.cn.uscc
from hypothesis import given
from hypothesis import strategies as st

from engine.fields import FIELD_KINDS, UNUSUAL, FieldError
from engine.fields.divisions import PROVINCES
from engine.matter.records import Field
from rules_dsl import Division, YearMonth

FILED = date(2026, 3, 2)
OPTIONS = ("甲类", "乙类（一）", "C级和D级", "无")


def field_of(kind: str) -> Field:
    unit = {"整数": "人", "小数": "平方米"}.get(kind)
    return Field(
        kind, kind, kind, options=OPTIONS if kind in ("选项", "多选") else (), unit=unit, scale=3 if unit else None
    )


def _identity_number(region: int, born: date, order: int) -> str:
    body = f"{region:06d}{born:%Y%m%d}{order:03d}"
    return body + stdnum.cn.ric.calc_check_digit(body + "0")


def _division(name: str, rest: str, code: str | None) -> Division:
    province = next(digits for digits, title in PROVINCES.items() if title == name)
    return Division(name + rest, province + code if code else None)


texts = st.text(st.characters(exclude_categories=("C", "Z", "M")) | st.sampled_from(" ·𬱖"), min_size=1, max_size=200)
digits = st.characters(min_codepoint=48, max_codepoint=57)
VALUES = {
    "文本": texts.map(str.strip).filter(bool),
    "多行文本": st.lists(texts, min_size=1, max_size=5).map("\n".join).map(str.strip).filter(bool),
    "整数": st.integers(0, 10**12 - 1),
    "小数": st.integers(0, 10**15 - 1).map(lambda number: Fraction(number, 1000)),
    "金额": st.integers(0, 10**14 - 1),
    "日期": st.dates(date(1800, 1, 1)),
    "年月": st.builds(YearMonth, st.integers(1800, 9999), st.integers(1, 12)),
    "是否": st.booleans(),
    "选项": st.sampled_from(OPTIONS),
    "多选": st.sets(st.sampled_from(OPTIONS), min_size=1).map(lambda chosen: tuple(o for o in OPTIONS if o in chosen)),
    "区划": st.builds(
        _division,
        st.sampled_from(sorted(PROVINCES.values())),
        st.sampled_from(["", "某市某县", "某市某县某镇某村"]),
        st.none() | st.text(digits, min_size=4, max_size=4) | st.text(digits, min_size=10, max_size=10),
    ),
    "身份证号": st.builds(
        _identity_number, st.integers(0, 999999), st.dates(date(1800, 1, 1), FILED), st.integers(0, 999)
    ),
    "统一社会信用代码": st.integers(0, 10**17 - 1).map(
        lambda body: f"{body:017d}{stdnum.cn.uscc.calc_check_digit(f'{body:017d}')}"
    ),
    "手机号": st.integers(13 * 10**9, 20 * 10**9 - 1).map(str),
    "银行卡号": st.text(digits, min_size=12, max_size=19),
    "附件": texts.map(str.strip).filter(bool),
}
CELLS = tuple(VALUES)
COLUMNS = tuple(kind for kind in CELLS if kind != "附件")  # a file follows no row
ROWS = Field("明细", "明细", "明细", columns=tuple(field_of(kind) for kind in COLUMNS))


def test_the_table_has_the_kinds_of_the_format():
    assert " ".join(FIELD_KINDS) == (
        "文本 多行文本 整数 小数 金额 日期 年月 是否 选项 多选 区划 身份证号 统一社会信用代码 手机号 银行卡号 附件 明细"
    )
    assert [kind for kind in FIELD_KINDS if kind not in VALUES] == ["明细"]  # checked by its cells, below


@pytest.mark.parametrize("kind", CELLS)
@given(data=st.data())
def test_what_is_shown_reads_as_the_same_value(kind, data):
    value = data.draw(VALUES[kind])
    text = FIELD_KINDS[kind].show(value, field_of(kind))
    assert FIELD_KINDS[kind].read(text, field_of(kind), FILED) == value


@given(st.lists(st.fixed_dictionaries({}, optional={kind: VALUES[kind] for kind in COLUMNS}), max_size=3))
def test_rows_shown_cell_by_cell_read_as_the_same_rows(rows):
    typed = [{kind: FIELD_KINDS[kind].show(value, field_of(kind)) for kind, value in row.items()} for row in rows]
    assert FIELD_KINDS["明细"].read(typed, ROWS, FILED) == tuple(rows)


@pytest.mark.parametrize("kind", list(FIELD_KINDS))
@given(typed=st.text() | st.lists(st.text()) | st.lists(st.dictionaries(st.sampled_from(CELLS), st.text())))
def test_reading_ends_in_a_value_or_a_sentence(kind, typed):
    field = ROWS if kind == "明细" else field_of(kind)
    try:
        value = FIELD_KINDS[kind].read(typed, field, FILED)
    except FieldError as error:
        assert str(error).endswith("。")
    else:
        assert isinstance(FIELD_KINDS[kind].show(value, field), str)


@pytest.mark.parametrize("kind", CELLS)
@given(data=st.data())
def test_a_mask_hides_what_is_sensitive_and_nothing_else(kind, data):
    value, one = data.draw(VALUES[kind]), FIELD_KINDS[kind]
    shown, masked = one.show(value, field_of(kind)), one.mask(value, field_of(kind))
    if one.sensitive:
        assert len(masked) == len(shown)
        assert masked.count("*") >= 4
        assert one.mask(value) == masked
    else:
        assert masked == shown


@pytest.mark.parametrize("kind", list(FIELD_KINDS))
def test_the_rule_language_gets_the_type(kind):
    kind_type = FIELD_KINDS[kind].type(field_of(kind))
    assert (kind_type.kind, kind_type.unit) == (kind, {"整数": "人", "小数": "平方米"}.get(kind))


def test_the_sensitive_kinds():
    assert [kind for kind, one in FIELD_KINDS.items() if one.sensitive] == ["身份证号", "手机号", "银行卡号"]


PLAIN = {
    "文本": ("张桂兰", "张桂兰"),
    "整数": ("12", 12),
    "金额": ("1234.50", 123450),
    "日期": ("2026-03-02", date(2026, 3, 2)),
    "是否": ("否", False),
    "选项": ("C级和D级", "C级和D级"),
    "手机号": ("13800000000", "13800000000"),
}
SPELLINGS = (
    st.text()
    | st.dates().map(str)
    | st.sampled_from([*OPTIONS, "是", "否", "未填", "1元", "1,000", "0.5", "2026-02-30", "2026-W01-1", "0202-03-02"])
    | st.from_regex(r"[ 0-9０-９.-]{1,14}", fullmatch=True)
    | st.from_regex(r"1[0-9]{10}", fullmatch=True)
)


def test_the_kinds_with_a_plainest_spelling():
    assert {kind for kind, one in FIELD_KINDS.items() if one.usual} == set(PLAIN)


@pytest.mark.parametrize("kind", PLAIN)
def test_the_plainest_spelling_is_read_quickly(kind):
    text, value = PLAIN[kind]
    assert FIELD_KINDS[kind].usual(field_of(kind))(text) == value == FIELD_KINDS[kind].read(text, field_of(kind), FILED)


@pytest.mark.parametrize("kind", PLAIN)
@given(text=SPELLINGS)
def test_what_is_read_quickly_is_what_is_read(kind, text):
    try:
        value = FIELD_KINDS[kind].usual(field_of(kind))(text)
    except UNUSUAL:
        return
    read = FIELD_KINDS[kind].read(text, field_of(kind), FILED)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize("kind", PLAIN)
@given(said=st.none() | st.booleans() | st.integers() | st.lists(st.text()) | st.dictionaries(st.text(), st.text()))
def test_what_is_no_text_is_not_read_quickly(kind, said):
    with pytest.raises(UNUSUAL):
        FIELD_KINDS[kind].usual(field_of(kind))(said)
