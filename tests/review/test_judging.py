"""The verdict: each row of the outcome table, what never moves it, what is told, the same on any machine."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.definition.checked import Definition
from engine.examples.fictitious import identity_number
from engine.examples.running import Example
from engine.review.verdict import Verdict
from tests.support.counter import MAN_1980, finding, full, small, verdict_of
from tests.support.pilot import examples_in, pilot

PERSON = {"申请人姓名": "王小明", "申请人身份证号": MAN_1980}
GOOD = {**PERSON, "年纪": "40", "面积": "50"}
WOMAN_1981 = identity_number(date(1981, 5, 20), "女")
IN_FULL = re.compile(r"\d{17}[\dX]")


def outcomes(answers: Mapping[str, Any] = {}, **parts: Any) -> Verdict:
    return verdict_of(small("outcomes"), full({**GOOD, **answers}, **parts))


# -- each row of the outcome table --------------------------------------------------------------------------------


def test_nothing_wrong_is_passed_with_award_and_fee() -> None:
    verdict = outcomes()
    assert (verdict.outcome, verdict.because, verdict.told) == ("通过", (), ())
    assert (verdict.award, verdict.fee) == (30000, 2000)
    assert verdict.due_date == date(2026, 3, 9)  # five working days after Monday 2 March: 3 4 5 6 9
    assert verdict.later == {}


@pytest.mark.parametrize(
    ("answers", "parts", "outcome", "because"),
    [
        ({"年纪": "17"}, {}, "不予受理", ("成年",)),
        ({"面积": "101"}, {}, "补正", ("面积上限",)),
        ({"面积": "未填"}, {}, "补正", ("面积", "面积上限")),
        ({"面积": "很大"}, {}, "补正", ("面积", "面积上限")),
        ({}, {"materials": ["照片", "身份证"]}, "补正", ("申请表",)),
        ({}, {"materials": {"申请表": {"form": "复印件"}, "照片": {}, "身份证": {}}}, "补正", ("申请表",)),
        ({}, {"materials": {"申请表": {}, "照片": {"copies": 1}, "身份证": {}}}, "补正", ("照片",)),
        ({}, {"materials": {"申请表": {}, "照片": {}, "身份证": {"form": "复印件"}}}, "待核", ("身份证",)),
        ({}, {"attested": {"盖章": "通过", "字迹": "通过"}}, "待核", ("签名",)),
        ({}, {"attested": {"签名": "不通过", "盖章": "通过", "字迹": "通过"}}, "补正", ("签名",)),
        ({}, {"attested": {"签名": "通过", "盖章": "不通过", "字迹": "通过"}}, "容缺受理", ("盖章",)),
        ({}, {"queries": {}}, "待核", ("欠费核验",)),
        ({}, {"materials": ["申请表", "身份证"]}, "容缺受理", ("照片",)),
        ({}, {"channel": "网上"}, "补正", ("渠道",)),
        # the gravest row is the outcome, and only what stands in it is behind it
        ({"年纪": "17", "面积": "101"}, {"queries": {}}, "不予受理", ("成年",)),
        ({"面积": "101"}, {"queries": {}, "materials": ["申请表", "身份证"]}, "补正", ("面积上限",)),
        ({}, {"queries": {}, "materials": ["申请表", "身份证"]}, "待核", ("欠费核验",)),
        # an empty box refuses nobody
        ({"年纪": "未填"}, {}, "补正", ("年纪", "成年")),
    ],
)
def test_each_row_of_the_outcome_table(
    answers: dict[str, str], parts: dict[str, Any], outcome: str, because: tuple[str, ...]
) -> None:
    verdict = outcomes(answers, **parts)
    assert (verdict.outcome, verdict.because) == (outcome, because)


def test_what_may_follow_is_awaited_also_where_it_was_brought_and_is_not_as_it_should_be() -> None:
    verdict = outcomes(attested={"签名": "通过", "盖章": "不通过", "字迹": "通过"})
    assert verdict.later == {"照片": date(2026, 3, 9)}  # five working days: 3 4 5 6 9 March


@pytest.mark.parametrize(
    ("answers", "parts", "told"),
    [
        ({"面积": "9"}, {}, ("面积下限",)),  # 提示 by a rule
        ({}, {"attested": {"签名": "通过", "盖章": "通过", "字迹": "不通过"}}, ("字迹",)),  # 提示 by a clerk
        ({"年纪": "61"}, {}, ("年纪上限",)),  # 不予准予
        ({}, {"attested": {"签名": "通过", "盖章": "通过"}}, ()),  # 提示 that nobody judged
        ({"年纪": "61", "面积": "9"}, {}, ("面积下限", "年纪上限")),
    ],
)
def test_a_hint_a_condition_of_approval_and_an_approvers_point_never_move_it(
    answers: dict[str, str], parts: dict[str, Any], told: tuple[str, ...]
) -> None:
    verdict = outcomes(answers, **parts)
    assert (verdict.outcome, verdict.because, verdict.told) == ("通过", (), told)
    assert finding(verdict, "现场").status == "待核"


def test_award_and_fee_are_due_only_where_nothing_bars_them() -> None:
    assert (outcomes(materials=["申请表", "身份证"]).award, outcomes(materials=["申请表", "身份证"]).fee) == (
        30000,
        2000,
    )
    for refused in (
        outcomes({"年纪": "61"}),
        outcomes({"面积": "101"}),
        outcomes(queries={}),
        outcomes({"年纪": "17"}),
    ):
        assert (refused.award, refused.fee) == (None, None)


def test_what_may_come_later_is_due_from_the_first_working_day() -> None:
    missing = full(GOOD, materials=["申请表", "身份证"])
    assert verdict_of(small("outcomes"), missing, date(2026, 2, 11)).later == {"照片": date(2026, 2, 25)}  # 春节
    # Saturday 28 February is worked (a make-up day), Sunday 1 March is not: the clock starts on Monday 2 March.
    assert verdict_of(small("outcomes"), missing, date(2026, 3, 1)).later == {"照片": date(2026, 3, 9)}
    assert outcomes({"面积": "101"}, materials=["申请表", "身份证"]).later == {}


def test_nothing_stops_at_the_first_finding() -> None:
    verdict = verdict_of(small("outcomes"), {"answers": {"年纪": "17", "面积": "101"}})
    open_ = {f.name: f.status for f in verdict.open_findings()}
    assert open_ == {
        "申请人姓名": "待补", "申请人身份证号": "待补", "申请表": "待补", "照片": "不通过", "身份证": "待补",
        "欠费核验": "待核", "成年": "不通过", "面积上限": "不通过", "签名": "待核",
        "字迹": "待核", "现场": "待核",
    }  # fmt: skip
    assert verdict.missing_answers == ("申请人姓名", "申请人身份证号")
    assert verdict.missing_materials == ("申请表", "照片", "身份证")


def test_a_failure_says_what_was_seen_what_to_do_and_on_which_ground() -> None:
    found = finding(outcomes({"年纪": "17"}), "成年")
    assert (found.values, found.remedy) == ((("年纪", "17"),), "满18岁再来。")
    assert (found.ground, found.basis) == ("未成年", "《场地办法》第二条")
    noted = outcomes(attested={"签名": {"state": "不通过", "note": "盖了手印"}, "盖章": "通过", "字迹": "通过"})
    assert finding(noted, "签名").remedy == "请签名。（盖了手印）"
    assert finding(outcomes(materials=["申请表", "身份证"]), "照片").remedy == (
        "可以先受理，5个工作日内补交「照片」复印件 2 份。"
    )


def test_an_identity_number_stands_in_no_finding_even_where_a_message_names_it() -> None:
    verdict = outcomes({"面积": "101"})
    assert finding(verdict, "面积上限").remedy == "面积要在100以内，王小明（419999********0019）请改小。"
    assert IN_FULL.search(json.dumps([f.remedy + f.asks + str(f.values) for f in verdict.findings])) is None


# -- what is not decided yet: both branches -----------------------------------------------------------------------


def conditions(answers: Mapping[str, Any] = {}, **parts: Any) -> Verdict:
    return verdict_of(small("conditions"), full({**PERSON, "是否参保": "否", **answers}, **parts))


def test_while_a_condition_waits_every_branch_is_told() -> None:
    verdict = conditions(materials=[], queries={}, attested={})
    for name, says in (
        ("房东姓名", "，还需填写「房东姓名」。"),
        ("月租金", "，还需填写「月租金」。"),
        ("租房合同", "，还需交「租房合同」复印件 1 份。"),
        ("房产证", "，还需交「房产证」原件核验 1 份。"),
        ("低保核验", "，还需查询：低保系统里有没有申请人。"),
    ):
        found = finding(verdict, name)
        assert found.status == "待补", name
        assert found.remedy.startswith("若「居住情况」"), found.remedy
        assert found.remedy.endswith(says), found.remedy
    assert finding(verdict, "合同签字").status == "不适用"  # no contract was handed in, so nothing to look at
    assert verdict.outcome == "补正"


def test_an_undecided_condition_that_gives_a_pass_either_way_asks_for_nothing() -> None:
    verdict = conditions({"房东姓名": "李四", "月租金": "500元"}, queries={"低保核验": "查到"})
    for name in ("房东姓名", "月租金", "租房合同", "房产证", "低保核验", "租金上限", "租金写明"):
        assert finding(verdict, name).status in ("通过", "不适用"), name
    assert verdict.because == ("居住情况",)


def test_a_checkpoint_under_an_undecided_condition_is_told_as_a_branch_never_as_a_failure() -> None:
    found = finding(conditions(attested={"房主到场": "不通过"}), "房主到场")
    assert (found.status, found.remedy) == ("待补", "若「居住情况」为“自有”：请房主到场。")
    waiting = finding(conditions({"月租金": "0元"}), "租金写明")
    assert (waiting.status, waiting.remedy) == ("待补", "请填写「居住情况」。")


def test_a_test_on_what_does_not_apply_drops_out() -> None:
    verdict = conditions({"居住情况": "自有"})
    assert finding(verdict, "租金上限").status == "不适用"
    assert finding(verdict, "参保满年").status == "不适用"
    assert (verdict.outcome, verdict.unused) == ("通过", ())
    assert conditions({"居住情况": "自有", "月租金": "5000元"}).unused == ("月租金",)


def test_a_cell_under_an_undecided_condition_names_its_row() -> None:
    verdict = verdict_of(small("rows"), full({"家庭成员": [{"姓名": "张三"}]}))
    assert finding(verdict, "家庭成员.1.月收入").remedy == "请填写第1行的「月收入」。"
    assert finding(verdict, "家庭成员.1.工作单位").remedy.startswith("若")


# -- look-ups -----------------------------------------------------------------------------------------------------

LOOK_UP = {"居住情况": "自有", "是否参保": "是", "参保年份": "2010"}


@pytest.mark.parametrize(
    ("look_up", "handed", "outcome", "because", "query", "paper"),
    [
        ("查到", False, "通过", (), "通过", "不适用"),
        ("查到", True, "通过", (), "通过", "不适用"),
        ("查不到", False, "补正", ("参保证明",), "通过", "待补"),
        ("查不到", True, "通过", (), "通过", "通过"),
        ("未查", False, "待核", ("参保证明核验",), "待核", "待核"),
        ("未查", True, "通过", (), "不适用", "通过"),
    ],
)
def test_a_material_and_its_look_up(
    look_up: str, handed: bool, outcome: str, because: tuple[str, ...], query: str, paper: str
) -> None:
    names = ["房产证", *(["参保证明"] if handed else [])]
    verdict = conditions(LOOK_UP, materials=names, queries={"参保证明核验": look_up})
    assert (verdict.outcome, verdict.because) == (outcome, because)
    assert (finding(verdict, "参保证明核验").status, finding(verdict, "参保证明").status) == (query, paper)


def test_a_look_up_not_made_yet_is_told_as_either_or() -> None:
    verdict = conditions(LOOK_UP, materials=["房产证"], queries={})
    assert finding(verdict, "参保证明").remedy == (
        "若「参保证明」所载的内容查不到，还需交「参保证明」原件 1 份；查到的不用交。"
    )


def test_everything_handed_in_needs_no_look_up_in_whichever_way_it_is_said() -> None:
    everything = conditions(LOOK_UP, queries={})
    listed = conditions(LOOK_UP, materials=["房产证", "参保证明"], queries={})
    assert (everything.outcome, listed.outcome) == ("通过", "通过")


def test_a_look_up_that_was_found_is_not_asked_for_even_while_its_condition_waits() -> None:
    verdict = verdict_of(
        small("conditions"),
        full({**PERSON, "居住情况": "自有"}, materials=["房产证"], queries={"参保证明核验": "查到"}),
    )
    assert finding(verdict, "参保证明").status == "不适用"
    both = verdict_of(small("conditions"), full({**PERSON, "居住情况": "自有"}, materials=["房产证"], queries={}))
    assert "参保" in finding(both, "参保证明").remedy
    assert finding(both, "参保证明").remedy.endswith("查不到，还需交「参保证明」原件 1 份；查到的不用交。")


def test_a_material_may_hang_on_an_independent_query() -> None:
    renting = {"居住情况": "租住", "房东姓名": "李四", "月租金": "500元"}
    assert conditions(renting, materials=["租房合同"], queries={"低保核验": "查到"}).outcome == "通过"
    assert conditions(renting, materials=["租房合同"], queries={"低保核验": "查不到"}).because == ("借住说明",)
    waiting = conditions(renting, materials=["租房合同"], queries={})
    assert (waiting.outcome, set(waiting.because)) == ("待核", {"低保核验", "借住说明"})
    assert finding(waiting, "借住说明").remedy.startswith("若「低保核验」")


# -- groups, copies, forms, promises ------------------------------------------------------------------------------


def papers(materials: Any, **parts: Any) -> Verdict:
    return verdict_of(small("papers"), full({**PERSON, "是否继承": "是"}, materials=materials, **parts))


REST = {"申请表": {"copies": 2}, "身份证": {}, "声明": {}}


def form_with(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        ("申请人姓名", "王小明"), ("申请人身份证号", MAN_1980), ("是否继承", "是"), ("材料.申请表", "已交"),
        ("材料.身份证", "已交"), ("材料.无异议声明", "已交"), ("核验.户口簿核验", "查到"), ("要点.签名", "通过"), *more,
    ]  # fmt: skip


@pytest.mark.parametrize("one", [{"公证书": {}}, {"判决书": {"copies": 2}}, {"公证书": {}, "判决书": {}}])
def test_any_one_of_a_group_will_do(one: dict[str, Any]) -> None:
    verdict = papers({**REST, **one})
    assert (verdict.outcome, finding(verdict, "继承材料").status) == ("通过", "通过")


def test_a_group_with_none_is_one_finding() -> None:
    verdict = papers(REST)
    assert (verdict.outcome, verdict.because) == ("补正", ("继承材料",))
    assert finding(verdict, "继承材料").remedy == "请交「公证书、判决书」任交一种。"
    assert [f.name for f in verdict.open_findings() if f.kind == "材料"] == ["继承材料"]


def test_a_group_is_not_missing_while_one_of_it_was_not_looked_at() -> None:
    verdict = verdict_of(small("papers"), form_with(("材料.公证书", "未交")))
    assert (verdict.outcome, verdict.because) == ("待核", ("继承材料",))
    both = verdict_of(small("papers"), form_with(("材料.公证书", "未交"), ("材料.判决书", "未交")))
    assert (both.outcome, both.because) == ("补正", ("继承材料",))


def test_a_member_handed_in_short_is_told_what_it_lacks() -> None:
    verdict = papers({**REST, "判决书": {"copies": 1}})
    assert verdict.because == ("继承材料",)
    assert finding(verdict, "继承材料").remedy.startswith("「判决书」还缺 1 份。")


def test_a_group_nobody_is_asked_for_is_none() -> None:
    verdict = verdict_of(small("papers"), full({**PERSON, "是否继承": "否"}, materials=REST))
    assert (verdict.outcome, finding(verdict, "继承材料").status) == ("通过", "不适用")


@pytest.mark.parametrize(
    ("handed", "status", "remedy"),
    [
        ({"form": "原件", "copies": 2}, "通过", ""),
        ({"form": "电子", "copies": 5}, "通过", ""),
        ({"form": "原件", "copies": 1}, "不通过", "「申请表」还缺 1 份。"),
        ({"form": "复印件", "copies": 2}, "不通过", "「申请表」要交原件或电子。"),
        ({"copies": 0}, "待补", "请补交「申请表」原件或电子 2 份。"),
    ],
)
def test_forms_and_copies(handed: dict[str, Any], status: str, remedy: str) -> None:
    found = finding(papers({**REST, "公证书": {}, "申请表": handed}), "申请表")
    assert (found.status, found.remedy) == (status, remedy)


def test_a_promise_stands_for_its_material_and_is_offered() -> None:
    promised = papers({**REST, "公证书": {}, "声明": {"promised": True}})
    assert (promised.outcome, finding(promised, "无异议声明").values) == ("通过", (("无异议声明", "告知承诺"),))
    without = papers({"申请表": {}, "身份证": {}, "公证书": {}})
    assert finding(without, "无异议声明").remedy == "请补交「无异议声明」原件 1 份；也可以签告知承诺书代替。"


def test_an_original_to_be_seen_waits_for_the_clerk() -> None:
    verdict = papers({**REST, "公证书": {}, "身份证": {"form": "复印件"}})
    assert (verdict.outcome, verdict.because) == ("待核", ("身份证",))
    assert finding(verdict, "身份证").remedy == "请带「身份证」原件到窗口核验。"


# -- rows ---------------------------------------------------------------------------------------------------------


def test_failing_rows_are_numbered_and_each_gets_its_sentence() -> None:
    me = {"姓名": "王小明", "身份证号": MAN_1980, "月收入": "2000元", "是否就业": "否"}
    child = {"姓名": "王小红", "身份证号": "419999201001010023", "月收入": "0元", "是否就业": "否"}
    rich = {"姓名": "王大明", "身份证号": MAN_1980, "月收入": "1000.01元", "是否就业": "否"}
    verdict = verdict_of(small("rows"), full({**PERSON, "帮扶项目": "医疗", "家庭成员": [me, child, rich]}))
    found = finding(verdict, "收入上限")
    assert found.rows == (1, 3)
    assert found.remedy.splitlines() == [
        "第1行王小明（419999********0019）的收入超过标准，请核对。",
        "第3行王大明（419999********0019）的收入超过标准，请核对。",
    ]
    assert IN_FULL.search(json.dumps([f.remedy + f.asks + str(f.values) for f in verdict.findings])) is None


def test_a_sum_or_a_row_with_an_empty_cell_waits_for_it_by_name() -> None:
    verdict = verdict_of(small("rows"), full({**PERSON, "家庭成员": [{"姓名": "王小明"}]}))
    assert finding(verdict, "收入上限").status == "待补"
    assert "「家庭成员」第1行的「月收入」" in finding(verdict, "收入上限").remedy


def test_what_follows_from_an_identity_number_is_asked_for_by_that_number() -> None:
    verdict = verdict_of(small("agents"), full({**PERSON, "办理方式": "委托", "代理人姓名": "李梅"}))
    assert finding(verdict, "代理人成年").remedy == "请填写「代理人身份证号」。"


def test_an_agent_is_somebody_else_than_the_applicant() -> None:
    by_agent = {**PERSON, "办理方式": "委托", "代理人姓名": "王小明", "代理人身份证号": MAN_1980}
    verdict = verdict_of(small("agents"), full(by_agent))
    assert (verdict.outcome, verdict.because) == ("补正", ("代理人身份证号",))
    assert finding(verdict, "代理人身份证号").remedy == (
        "「代理人身份证号」与申请人的一样：本人来办的，由他人代办请选否；别人来办的，请填代办人自己的。"
    )
    assert verdict_of(small("agents"), full({**PERSON, "办理方式": "自办"})).outcome == "通过"


def test_too_few_and_too_many_rows() -> None:
    none = verdict_of(small("rows"), full({**PERSON, "家庭成员": []}))
    assert finding(none, "家庭成员").remedy == "请填写「家庭成员」，至少 1 行。"
    many = verdict_of(small("rows"), full({**PERSON, "家庭成员": [{"姓名": str(n)} for n in range(4)]}))
    assert finding(many, "家庭成员").remedy == "「家庭成员」至少填 1 行，最多填 3 行。"
    assert finding(none, "车辆").status == "通过"


# -- properties over the six matters ------------------------------------------------------------------------------


@cache
def all_examples() -> tuple[Example, ...]:
    return tuple(example for matter in pilot().loaded for example in examples_in(matter))


@st.composite
def partial(draw: st.DrawFn) -> tuple[Definition, Example, dict[str, Any]]:
    """An example of one of the matters with some of what it says taken out or spoilt."""
    example = draw(st.sampled_from(all_examples()))
    definition = pilot().definition(example.matter)
    matter = definition.matter
    tree: dict[str, Any] = json.loads(json.dumps(dict(example.submission)))
    answers = tree["answers"]
    for name in draw(st.lists(st.sampled_from(sorted(answers)), max_size=4, unique=True)):
        if isinstance(answers[name], list) and answers[name] and draw(st.booleans()):
            row = draw(st.sampled_from(answers[name]))
            if isinstance(row, dict) and row:
                row.pop(draw(st.sampled_from(sorted(row))))
        elif draw(st.booleans()):
            answers[name] = draw(st.sampled_from(["乱写", "0", "是", "2026-02-30", "999999999"]))
        else:
            del answers[name]
    names = [m.name for m in matter.materials]
    if draw(st.booleans()):
        tree["materials"] = draw(st.lists(st.sampled_from(names), unique=True))
    if draw(st.booleans()):
        tree["queries"] = {q.name: draw(st.sampled_from(["查到", "查不到", "未查"])) for q in matter.queries}
    if draw(st.booleans()):
        tree["attested"] = {
            c.name: draw(st.sampled_from(["通过", "不通过", "未核"])) for c in matter.checkpoints if c.by == "窗口"
        }
    tree["facts"] |= {"由他人代办": draw(st.sampled_from(["是", "否"]))}
    return definition, example, tree


@settings(max_examples=100)
@given(partial())
def test_review_never_raises_and_says_the_same_again(given: tuple[Definition, Example, dict[str, Any]]) -> None:
    definition, example, tree = given
    verdict = verdict_of(definition, tree, example.filed)
    again = verdict_of(Definition.from_json(definition.canonical), json.loads(json.dumps(tree)), example.filed)
    assert verdict.to_json() == again.to_json()
    names = [(f.kind, f.name) for f in verdict.findings]
    assert len(names) == len(set(names))
    asked = {m.one_of or m.name for m in definition.matter.materials}
    assert {name for kind, name in names if kind == "材料"} >= asked  # every material is evaluated
    assert {name for kind, name in names if kind == "要点"} == {c.name for c in definition.matter.checkpoints}
    typed = re.findall(IN_FULL, json.dumps(tree, ensure_ascii=False))
    told = json.dumps([f.remedy + f.asks + str(f.values) for f in verdict.findings], ensure_ascii=False)
    assert [number for number in typed if number in told] == []
    for f in verdict.open_findings():
        assert f.by == "审批" or f.remedy, f
    assert (verdict.award is None and verdict.fee is None) or verdict.outcome in ("通过", "容缺受理")


@settings(max_examples=60)
@given(partial())
def test_supplying_what_the_notice_asks_leaves_none_of_its_findings(
    given: tuple[Definition, Example, dict[str, Any]],
) -> None:
    """What is missing, unreadable or not looked at is supplied, all else unchanged: of the findings of the notice only
    a rule that a newly given answer fails may stay open."""
    definition, _example, tree = given
    matter = definition.matter
    sound = next(e for e in examples_in(matter.id) if e.expect["outcome"] == "通过")
    before = verdict_of(definition, tree, sound.filed)
    after = verdict_of(definition, _supplied(matter, tree, before, sound.submission["answers"]), sound.filed)
    asked = {(f.kind, f.name) for f in before.open_findings() if f.by != "审批" and f.at is None}
    still = [f for f in after.open_findings() if (f.kind, f.name) in asked]
    assert [f for f in still if f.kind != "要点" or f.by != "系统" or f.status != "不通过"] == []


def _supplied(matter: Any, tree: Mapping[str, Any], verdict: Verdict, good: Mapping[str, Any]) -> dict[str, Any]:
    """The submission with every open field answered, material handed in and query made."""
    more: dict[str, Any] = json.loads(json.dumps(dict(tree)))
    given = more["materials"]
    handed = {name: {} for name in given} if isinstance(given, list) else given
    for f in verdict.open_findings():
        if f.at is not None:
            continue
        if f.kind == "字段":
            _answer(matter, more["answers"], f.name, good)
        elif f.kind == "材料":
            assert isinstance(handed, dict)
            members = [m.name for m in matter.materials if m.one_of == f.name] or [f.name]
            handed |= {name: {} for name in members}
        elif f.kind == "核验":
            query = next(q for q in matter.queries if q.name == f.name)
            if isinstance(more["queries"], str):
                more["queries"] = {}
            more["queries"][f.name] = _sample(query.value, None) if query.value else query.normal
        elif f.by == "窗口":
            if isinstance(more["attested"], str):
                more["attested"] = {}
            more["attested"][f.name] = "通过"
    more["materials"] = handed
    return more


SAMPLES = {
    "文本": "某某", "多行文本": "某某",
    "整数": "1", "小数": "1", "金额": "1元", "日期": "2026-03-02", "是否": "否", "身份证号": MAN_1980,
    "手机号": "13800138000", "区划": "河南省南阳市新野县沙堰镇东河村", "银行卡号": "4000000000000002",
    "统一社会信用代码": "91110000600037341L",
}  # fmt: skip


def _sample(field: Any, good: Any) -> Any:
    if good not in (None, "", []):
        return good
    if field.means == "agent_id":  # nobody is their own agent
        return WOMAN_1981
    if field.kind == "选项":
        return field.options[0]
    if field.kind == "明细":
        return [{c.name: _sample(c, None) for c in field.columns}]
    return SAMPLES[field.kind]


def _answer(matter: Any, answers: dict[str, Any], path: str, good: Mapping[str, Any]) -> None:
    name, *cell = path.split(".")
    field = matter.field(name)
    if cell:
        column = next(c for c in field.columns if c.name == cell[1])
        answers[name][int(cell[0]) - 1][column.name] = _sample(column, None)
    else:
        answers[name] = _sample(field, good.get(name))
