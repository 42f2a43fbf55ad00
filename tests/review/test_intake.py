"""What came in is read as it was said: forms and JSON alike, nothing lost, nothing made up."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.catalogue.town_catalogue import Catalogue
from engine.definition.checked import Definition
from engine.examples.running import Example
from engine.review.intake import Attested, Handed
from engine.review.verdict import Verdict
from engine.service.starting.demonstration import posted
from tests.support.counter import MAN_1980, MONDAY, finding, read, situation_of, small, verdict_of
from tests.support.pilot import pilot, some_examples

PERSON = {"申请人姓名": "王小明", "申请人身份证号": MAN_1980}


# All of them are reviewed in `test_examples`.
EXAMPLES = [example for matter in pilot().loaded for example in some_examples(matter, 8)]


def test_a_form_and_json_give_the_same_submission() -> None:
    form = [
        ("事实.渠道", "窗口"),
        ("申请人姓名", " 王小明 "),
        ("申请人身份证号", MAN_1980),
        ("帮扶项目", "医疗"),
        ("帮扶项目", "就业"),
        ("家庭成员.行", "a1"),
        ("家庭成员.行", "b2"),
        ("家庭成员.b2.姓名", "李四"),
        ("家庭成员.a1.姓名", "张三"),
        ("家庭成员.a1.月收入", "1,000元"),
        ("材料.申请表", "已交"),
        ("材料.申请表.形式", "原件"),
        ("材料.申请表.份数", "1"),
    ]
    tree = {
        "channel": "窗口",
        "answers": {
            **PERSON,
            "帮扶项目": ["医疗", "就业"],
            "家庭成员": [{"姓名": "张三", "月收入": "1,000元"}, {"姓名": "李四"}],
        },
        "materials": {"申请表": {"form": "原件", "copies": 1}},
    }
    by_form, by_json = read(small("rows"), form), read(small("rows"), tree)
    assert by_form.row_ids == {"家庭成员": ("a1", "b2"), "车辆": ()}
    assert by_form.typed == by_json.typed
    assert by_form.values == by_json.values
    assert by_form.values["家庭成员"] == ({"姓名": "张三", "月收入": 100000}, {"姓名": "李四"})
    assert by_form.values["帮扶项目"] == ("医疗", "就业")
    assert (by_form.facts, by_form.materials, by_form.queries, by_form.attested) == (
        by_json.facts, by_json.materials, by_json.queries, by_json.attested,
    )  # fmt: skip
    assert by_form.unknown == by_json.unknown == ()


def test_what_the_matter_does_not_have_is_listed_and_not_taken_in() -> None:
    form = read(
        small("rows"),
        [
            ("籍贯", "河南"),
            ("家庭成员.行", "r1"),
            ("家庭成员.r1.学历", "大学"),
            ("材料.户口簿", "已交"),
            ("_token", "x"),
        ],
    )
    assert form.unknown == ("籍贯", "家庭成员.r1.学历", "材料.户口簿")
    tree = read(
        small("outcomes"),
        {
            "answers": {"籍贯": "河南"},
            "facts": {"天气": "晴"},
            "materials": ["申请表", "户口簿"],
            "queries": {"社保核验": "查到"},
            "attested": {"成年": "通过", "签名": "通过"},
            "remarks": "多写的",
        },
    )
    assert set(tree.unknown) == {"籍贯", "天气", "户口簿", "社保核验", "成年", "remarks"}
    assert "籍贯" not in tree.typed


@pytest.mark.parametrize("empty", ["", "   ", "未填", None])
def test_an_empty_answer_or_the_word_for_it_is_no_answer(empty: str | None) -> None:
    tree = read(small("outcomes"), {"answers": {"备注": empty, "年纪": "40"}})
    assert "备注" not in tree.typed
    assert dict(tree.values) == {"年纪": 40}
    rows = read(small("rows"), {"answers": {"家庭成员": [{"姓名": empty, "月收入": "5元"}]}})
    assert rows.typed["家庭成员"] == [{"月收入": "5元"}]


def test_full_width_digits_spaces_and_thousands_are_read() -> None:
    said = read(
        small("conditions"), [("月租金", "１，２００．５０ 元"), ("参保年份", " ２０１９ "), ("居住情况", "租住")]
    )
    assert (said.values["月租金"], said.values["参保年份"]) == (120050, 2019)
    assert said.typed["月租金"] == "１，２００．５０ 元"


def test_what_cannot_be_read_keeps_its_text_and_says_what_to_enter() -> None:
    said = read(small("outcomes"), {"answers": {"年纪": "四十", "面积": "50"}})
    assert said.typed["年纪"] == "四十"
    assert "年纪" not in said.values
    assert "整数" in said.unreadable["年纪"]
    assert "四十" not in said.unreadable["年纪"]
    rows = read(small("rows"), {"answers": {"家庭成员": [{"姓名": "张三"}, {"姓名": "李四", "月收入": "很少"}]}})
    assert list(rows.unreadable) == ["家庭成员.2.月收入"]
    assert rows.typed["家庭成员"][1] == {"姓名": "李四", "月收入": "很少"}
    assert rows.values["家庭成员"] == ({"姓名": "张三"}, {"姓名": "李四"})


def test_rows_that_are_no_rows_are_told() -> None:
    said = read(small("rows"), {"answers": {"家庭成员": "张三、李四"}})
    assert "一行一行" in said.unreadable["家庭成员"]


def test_a_row_too_many_is_seen_from_a_form_as_from_json() -> None:
    rows = [{"姓名": f"第{n}人"} for n in range(5)]
    form = [("家庭成员.行", f"r{n}") for n in range(5)] + [(f"家庭成员.r{n}.姓名", f"第{n}人") for n in range(5)]
    for said in (form, {"answers": {"家庭成员": rows}}):
        found = finding(verdict_of(small("rows"), said), "家庭成员")
        assert found.status == "不通过"
        assert "最多填 3 行" in found.remedy
    assert read(small("rows"), form).unknown == ()


@pytest.mark.parametrize(
    ("posted", "handed"),
    [
        ([("材料.申请表", "已交")], Handed("原件", 1)),
        ([("材料.申请表", "已交"), ("材料.申请表.份数", "３")], Handed("原件", 3)),
        ([("材料.申请表", "已交"), ("材料.申请表.形式", "复印件"), ("材料.申请表.份数", "0")], Handed("复印件", 0)),
        ([("材料.申请表", "未交")], Handed()),
        ([("材料.申请表", "未核")], Handed(judged=False)),
        ([("材料.申请表", "随便写")], Handed(judged=False)),
        ([], Handed(judged=False)),
        ([("材料.申请表", "告知承诺")], Handed()),  # this material cannot be promised: it is simply not there
    ],
)
def test_what_became_of_a_material(posted: list[tuple[str, str]], handed: Handed) -> None:
    assert read(small("outcomes"), posted).materials["申请表"] == handed


def test_a_promise_is_taken_only_where_the_matter_allows_it() -> None:
    assert read(small("papers"), [("材料.无异议声明", "告知承诺")]).materials["无异议声明"] == Handed(promised=True)
    tree = read(small("papers"), {"materials": {"声明": {"promised": True}, "申请表": {"promised": True}}})
    assert tree.materials["无异议声明"] == Handed(promised=True)
    assert tree.materials["申请表"] == Handed()


@pytest.mark.parametrize("copies", ["两份", "-1", "1.5", "1000", "9" * 5000])
def test_a_number_of_copies_that_is_none_counts_as_none_and_is_told(copies: str) -> None:
    for said in (
        [("材料.申请表", "已交"), ("材料.申请表.份数", copies)],
        {"materials": {"申请表": {"copies": copies}}},
    ):
        submission = read(small("outcomes"), said)
        assert submission.materials["申请表"].copies == 0
        found = finding(verdict_of(small("outcomes"), submission), "申请表")
        assert (found.status, found.remedy) == ("不通过", "「申请表」的份数请填0到999的整数。")


def test_a_look_up_or_a_judgement_nobody_made_is_not_made_by_odd_words() -> None:
    form = [("核验.欠费核验", "大概没有"), ("要点.签名", "差不多"), ("要点.签名.说明", "看过")]
    tree = {"queries": {"欠费核验": "大概没有"}, "attested": {"签名": {"state": "差不多", "note": "看过"}}}
    for said in (form, tree):
        submission = read(small("outcomes"), said)
        assert submission.queries["欠费核验"] == "未查"
        assert submission.attested["签名"] == Attested("未核", "看过")


def test_shorthands_say_that_everything_is_there() -> None:
    said = read(small("outcomes"), {"materials": "全部", "queries": "无问题", "attested": "全部"})
    assert said.everything
    assert said.queries == {"欠费核验": "查不到"}
    assert said.attested == {"签名": Attested("通过"), "盖章": Attested("通过"), "字迹": Attested("通过")}


def test_facts_left_out_have_their_usual_value_and_wrong_ones_are_told() -> None:
    usual = {"渠道": "窗口", "申请人类型": "个人", "由他人代办": "否"}
    for said in ([], {}, {"channel": "", "facts": {"由他人代办": ""}}, [("事实.渠道", "")]):
        assert read(small("outcomes"), said).facts == usual
    wrong = read(small("outcomes"), {"channel": "网上", "facts": {"由他人代办": "也许"}})
    assert wrong.unreadable == {"渠道": "「渠道」只能是：窗口、自助。", "由他人代办": "「由他人代办」只能是：是、否。"}


def test_rare_names_and_signs_stay_as_typed() -> None:
    for name in ("𬱖𬭊", "阿卜杜拉·买买提", "{{ 7*7 }}", "<script>", "#let x = 1"):
        said = read(small("outcomes"), [("申请人姓名", f"{name} ")])
        assert (said.typed["申请人姓名"], said.values["申请人姓名"]) == (name, name)


# -- the same verdict, whichever way it comes ---------------------------------------------------------------------


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.matter.split('/')[1]}-{e.name}")
def test_every_example_posted_as_a_form_gets_the_verdict_of_its_json(example: Example, catalogue: Catalogue) -> None:
    definition = catalogue.definition(example.matter)
    by_json = read(definition, at_the_counter(example, definition), example.filed)
    form = posted(situation_of(definition, by_json, example.filed))
    expected = verdict_of(definition, by_json, example.filed)
    by_form = verdict_of(definition, read(definition, form, example.filed), example.filed)
    assert differences(by_form, expected) == {}
    again = read(definition, by_json.to_json(), example.filed)
    assert differences(verdict_of(definition, again, example.filed), expected) == {}


def at_the_counter(example: Example, definition: Definition) -> dict[str, Any]:
    """The submission without what is asked at a step of the back office: no form at the counter asks for it."""
    said, matter = dict(example.submission), definition.matter
    later = {one.name for one in (*matter.fields, *matter.materials) if one.at is not None}
    for part in ("answers", "materials"):
        if isinstance(said[part], dict):
            said[part] = {name: value for name, value in said[part].items() if name not in later}
    return said


def differences(one: Verdict, other: Verdict) -> dict[str, Any]:
    """The parts of two verdicts that are not equal, small enough to read when a test fails."""
    mine, theirs = one.to_json(), other.to_json()
    found = {key: (mine[key], theirs[key]) for key in mine if mine[key] != theirs[key] and key != "findings"}
    pairs = zip(one.findings, other.findings, strict=True)
    return found | {mine.name: (mine, theirs) for mine, theirs in pairs if mine != theirs}


@pytest.mark.parametrize("name", ["outcomes", "conditions", "rows", "papers"])
def test_to_json_says_what_a_half_filled_form_said(name: str) -> None:
    definition = small(name)
    for form in (
        [],
        [("申请人姓名", "王小明"), ("居住情况", "租住"), ("材料.租房合同", "未交"), ("材料.申请表", "已交")],
        [("年纪", "17"), ("要点.签名", "不通过"), ("要点.签名.说明", "没签"), ("材料.照片", "未核")],
        [("家庭成员.行", "r1"), ("家庭成员.r1.姓名", "张三"), ("家庭成员.r1.月收入", "不多"), ("帮扶项目", "种地")],
        [("是否继承", "是"), ("材料.公证书", "未交"), ("材料.无异议声明", "告知承诺"), ("核验.户口簿核验", "查到")],
    ):
        submission = read(definition, form)
        again = read(definition, submission.to_json())
        assert verdict_of(definition, again).findings == verdict_of(definition, submission).findings


# -- nothing that comes in can break it ---------------------------------------------------------------------------

ODD: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(MAN_1980),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
NAMES = [
    "申请人姓名",
    "申请人身份证号",
    "帮扶项目",
    "家庭成员",
    "车辆",
    "申请表",
    "年纪",
    "面积",
    "签名",
    "欠费核验",
    "？",
]


@settings(max_examples=80)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            key: ODD | st.dictionaries(st.sampled_from(NAMES), ODD, max_size=6)
            for key in ("channel", "facts", "answers", "materials", "queries", "attested")
        },
    ),
    st.sampled_from(["rows", "outcomes"]),
)
def test_no_json_breaks_it(tree: dict[str, Any], name: str) -> None:
    definition = small(name)
    verdict = verdict_of(definition, read(definition, tree))
    assert verdict.outcome in ("通过", "容缺受理", "待核", "补正", "不予受理")


@settings(max_examples=80)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    *NAMES,
                    "家庭成员.行",
                    "家庭成员.a.月收入",
                    "材料.申请表",
                    "材料.申请表.份数",
                    "要点.签名",
                    "核验.欠费核验",
                ]
            )
            | st.text(max_size=6),
            st.text(max_size=6) | st.sampled_from(["已交", "通过", "a", "1"]),
        ),
        max_size=12,
    ),
    st.sampled_from(["rows", "outcomes"]),
)
def test_no_form_breaks_it(pairs: list[tuple[str, str]], name: str) -> None:
    definition = small(name)
    submission = read(definition, pairs)
    known = {n for n, _ in pairs if not n.startswith("_")}
    assert set(submission.unknown) <= known
    assert verdict_of(definition, submission) == verdict_of(definition, submission)


def test_money_is_whole_fen_and_a_decimal_is_exact(catalogue: Catalogue) -> None:
    said = read(
        catalogue.definition("tax/vat_ordinary_invoice_issuing_on_behalf"),
        {"answers": {"货物明细": [{"数量": "100.0008", "单价": "12.5元"}]}},
        MONDAY,
    )
    assert said.values["货物明细"] == ({"数量": Fraction(1000008, 10000), "单价": 1250},)
