"""`onewindow explain` and what it is made of: a matter's checkpoints in words, judged or not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from engine.cli import main
from engine.examples.fictitious import identity_number
from engine.review.explanation import Standard, explain, fee_words
from rules_dsl import describe_table, read_table
from tests.support.counter import small
from tests.support.launcher import ROOT as WHOLE
from tests.support.small import ROOT, load

YOUNG = {
    "answers": {
        "申请人姓名": "张桂兰",
        "申请人身份证号": identity_number(date(1966, 3, 3), "女"),
        "居住情况": "居家",
        "家庭成员": [{"姓名": "张三", "月收入": "500"}, {"姓名": "李四", "月收入": "1000.01"}],
    },
    "materials": "全部",
    "attested": {"签名": "不通过"},
}


def told(*words: str, root: Path = ROOT, submission: dict[str, Any] | None = None) -> Any:
    typed = json.dumps(submission, ensure_ascii=False) if submission is not None else None
    return CliRunner().invoke(main, ["explain", *words, "--root", str(root), "--filed", "2026-03-02"], input=typed)


def answer(*words: str, **options: Any) -> dict[str, Any]:
    result = told(*words, "--json", **options)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def test_a_matter_is_told_checkpoint_by_checkpoint() -> None:
    assert told("office/allowance").output == (
        "小额补贴申领（office/allowance）\n"
        "\n"
        "· 「年龄」（系统判断；不符合的不予受理）\n"
        "    要求　按「申请人出生日期」满60周岁。\n"
        "    规则　申请人出生日期 满 起领年龄\n"
        "    其中　「起领年龄」（参数）60周岁\n"
        "\n"
        "· 「收入」（系统判断；不符合的补正）\n"
        "    要求　「家庭成员」每一行的「月收入」都不超过1000元。\n"
        "    规则　家庭成员 每行 月收入 不超过 1000元\n"
        "    读作　家庭成员 每行 月收入 <= 1000元\n"
        "\n"
        "· 「签名」（窗口判断；不符合的补正）\n"
        "    要求　申请表有本人签名。\n"
        "\n"
        "· 「复核」（审批判断，在「县级审批」；不符合的退回）\n"
        "    要求　与登记一致。\n"
    )


def test_a_submission_is_told_with_why_and_how_to_pass() -> None:
    output = told("office/allowance", "-", submission=YOUNG).output
    assert output.startswith("小额补贴申领（office/allowance），2026-03-02 收件：不予受理\n")
    for line in (
        "✗ 「年龄」：不通过（系统判断；不符合的不予受理）",
        "    原因　要求按「申请人出生日期」满「起领年龄」（60周岁），而「申请人出生日期」是1966年3月3日，"
        "申请日是2026年3月2日，要到2026年3月3日才满60周岁。",
        "    怎样通过　满60周岁后再来。",
        "    怎样通过　其他情况不变，2026年3月3日起可以办理。",
        "    原因　「家庭成员」第2行：要求「月收入」不超过1000元，而「月收入」是1000.01元。",
        "    怎样通过　第2行李四的收入超过标准，请核对。",
        "✗ 「签名」：不通过（窗口判断；不符合的补正）",
        "？ 「复核」：待核（审批判断，在「县级审批」；不符合的退回）",
    ):
        assert f"\n{line}\n" in output, output


def test_the_same_as_json() -> None:
    data = answer("office/allowance", "收入", "-", submission=YOUNG)
    assert (data["matter"], data["filed"], data["outcome"]) == ("office/allowance", "2026-03-02", "不予受理")
    assert data["checkpoints"] == [
        {
            "name": "收入",
            "by": "系统",
            "at": None,
            "otherwise": "补正",
            "when": "",
            "asks": "「家庭成员」每一行的「月收入」都不超过1000元",
            "rule": "家庭成员 每行 月收入 不超过 1000元",
            "became": "家庭成员 每行 月收入 <= 1000元",
            "standards": [],
            "status": "不通过",
            "values": {"家庭成员": "2行", "家庭成员.1.月收入": "500元", "家庭成员.2.月收入": "1,000.01元"},
            "rows": [2],
            "why": "「家庭成员」第2行：要求「月收入」不超过1000元，而「月收入」是1000.01元。",
            "remedy": "第2行李四的收入超过标准，请核对。",
        }
    ]
    assert answer("office/allowance")["outcome"] is None


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("office/none",), "没有事项「office/none」"),
        (("office/allowance", "收人"), "没有名为「收人」的要点，也没有这个文件，是不是要点「收入」？"),
        (("office/allowance", "甲乙丙"), "要点有：年龄、收入、签名、复核。"),
        (("office/allowance", "-", "-"), "一次只能说明一份申请。"),
    ],
)
def test_what_cannot_be_explained_is_said(words: tuple[str, ...], says: str) -> None:
    result = told(*words)
    assert result.exit_code == 2
    assert says in result.stderr


def test_identifiers_are_masked_in_every_sentence() -> None:
    number = identity_number(date(2010, 3, 3), "男")
    said = {"answers": {"申请人身份证号": number, "监护人身份证号": number, "申请人姓名": "张三"}}
    output = told("police/id_card_renew_expiry", "监护人", "-", root=WHOLE, submission=said).output
    assert number not in output
    assert "「监护人身份证号」是419999********" in output


def test_what_stands_behind_the_names_is_told_with_what_they_use_in_turn(tmp_path: Path) -> None:
    loaded = load(
        tmp_path,
        (
            "checkpoints:\n",
            "definitions:\n"
            "  人均收入: 家庭成员 的 月收入 之和 / 家庭成员 的 人数\n"
            "  两倍标准: 人均标准 × 2\n"
            "checkpoints:\n"
            "  - name: 人均\n"
            "    rule: 人均收入 不超过 月标准 或 人均收入 不超过 两倍标准\n"
            "    when: 居住情况 为 机构\n",
        ),
    )
    assert loaded.definition is not None, loaded.problems

    one = explain(loaded.definition, date(2027, 1, 1))[0]

    assert (one.asks, one.when) == ("「人均收入」不超过「月标准」或不超过「两倍标准」", "「居住情况」为“机构”")
    assert one.standards == (
        Standard("人均收入", "定义", "「家庭成员」的「月收入」之和除以「家庭成员」的人数"),
        Standard("月标准", "表", "「居住情况」为“居家”的，「人均标准」；「居住情况」为“机构”的，80元"),
        Standard("人均标准", "参数", "120元"),
        Standard("两倍标准", "定义", "「人均标准」乘以2"),
    )


def test_a_long_table_is_told_by_what_it_is_looked_up() -> None:
    table, _ = read_table(["面积"], [[str(n), f"{n}元"] for n in range(9)], "唯一", small("outcomes").vocabulary)
    assert table is not None
    assert describe_table(table) == "按「面积」取值，共9行"


def test_a_fee_is_told_as_an_amount_or_as_it_is_counted() -> None:
    on = date(2026, 3, 2)
    assert (
        fee_words(small("particulars"), on)
        == "备案工本费，10元，每证，由经营者缴纳，残疾人免收，依据《摊位收费标准》第二条"
    )
    assert fee_words(small("by_case"), on) == (
        "「每处费用」乘以「处数」；其中「每处费用」：30元与10元中较大的数；每处；由占用人缴纳；村集体免收；依据《占地办法》第六条"
    )
    assert fee_words(small("steps"), on) == "不收费"
