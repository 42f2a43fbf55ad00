"""Look-ups that give a value: read by their kind, judged by rules, waited for at the counter, kept in the case."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine.review.intake import read_submission
from engine.review.verdict import Verdict
from engine.web.form.checklist import Checklist
from tests.support.counter import MAN_1980, MONDAY, Story, finding, full, read, situation_of, small, verdict_of

PERSON = {"申请人姓名": "王小明", "申请人身份证号": MAN_1980}
GOOD = {"剩余名额": "1", "就业状态": "未就业", "登记日期": "2026-02-02", "失信核验": "查不到"}
QUOTA = small("looked_up")


def looked_up(found: Mapping[str, str] = {}) -> Verdict:
    return verdict_of(QUOTA, full(PERSON, queries={**GOOD, **found}))


@pytest.mark.parametrize(
    ("found", "outcome", "because"),
    [
        ({}, "通过", ()),
        ({"剩余名额": "0"}, "不予受理", ("有名额",)),
        ({"剩余名额": "１２"}, "通过", ()),
        ({"剩余名额": "未查"}, "待核", ("剩余名额", "有名额")),
        ({"剩余名额": "好几个"}, "待核", ("剩余名额", "有名额")),
        ({"登记日期": "2026-02-03"}, "补正", ("登记满月",)),
        ({"就业状态": "已就业", "登记日期": "未查"}, "通过", ()),
        ({"就业状态": "未查", "登记日期": "未查"}, "待核", ("就业状态", "登记日期", "登记满月")),
    ],
)
def test_the_value_decides(found: Mapping[str, str], outcome: str, because: tuple[str, ...]) -> None:
    verdict = looked_up(found)
    assert (verdict.outcome, set(verdict.because)) == (outcome, set(because))


def test_the_value_is_seen_and_told() -> None:
    verdict = looked_up({"剩余名额": "0"})
    assert finding(verdict, "剩余名额").values == (("剩余名额", "0个"),)
    assert finding(verdict, "有名额").remedy == "还剩0个，请下一批再来。"
    assert finding(looked_up({"剩余名额": "好几个"}), "剩余名额").remedy == "请填整数，单位是个，例如 12。"


def test_what_nobody_looked_up_holds_up_the_receipt() -> None:
    assert verdict_of(QUOTA, full(PERSON)).because == ("剩余名额", "就业状态", "登记日期", "有名额", "登记满月")
    story = Story(QUOTA)
    story.file("receive", full(PERSON, queries=GOOD))
    assert story.case.submission["queries"] == GOOD
    again = read_submission(QUOTA, story.case.submission, MONDAY)
    assert again.found == read(QUOTA, full(PERSON, queries=GOOD)).found


def test_the_clerk_types_a_value_or_chooses_an_option() -> None:
    situation = situation_of(QUOTA, [("核验.剩余名额", "1"), ("核验.就业状态", "未就业"), ("核验.失信核验", "查到")])
    rows = {row.label: row for row in Checklist(situation, [("核验.剩余名额", "1")], (), {}).queries()}
    assert (rows["剩余名额"].entry, rows["剩余名额"].unit, rows["剩余名额"].states) == ("1", "个", ())
    assert [option.value for option in rows["就业状态"].states] == ["未就业", "已就业", "未查"]
    assert [option.value for option in rows["失信核验"].states] == ["查到", "查不到", "未查"]
    assert (situation["剩余名额"], situation["就业状态"], situation["失信核验"]) == (1, "未就业", "查到")
