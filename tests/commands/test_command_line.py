"""`onewindow` as its users and other programs call it: texts, JSON keys, exit codes."""

import json
import shutil
from datetime import date

import pytest
from click.testing import CliRunner

from engine.cli import COMMANDS, main
from engine.examples.fictitious import identity_number
from tests.journeys.support.client import text_of
from tests.support.small import ROOT, TEXT

PERSON = identity_number(date(1950, 1, 1), "女")
ANSWERS = {
    "申请人姓名": "张桂兰",
    "申请人身份证号": PERSON,
    "居住情况": "居家",
    "家庭成员": [{"姓名": "张三", "月收入": "1,000"}],
}
COMPLETE = {"answers": ANSWERS, "materials": "全部", "queries": {}, "attested": "全部"}


def run(*words, root=ROOT, stdin=None):
    return CliRunner().invoke(main, [*words, "--root", str(root)], input=stdin)


def answer(*words, **options):
    result = run(*words, "--json", **options)
    return json.loads(result.stdout), result.exit_code


@pytest.fixture
def root(tmp_path):
    shutil.copytree(ROOT, tmp_path / "centre")
    return tmp_path / "centre"


def check(submission, *more, root=ROOT):
    return answer(
        "check", "office/allowance", "-", "--filed", "2026-03-02", *more, root=root, stdin=json.dumps(submission)
    )


def test_every_command_says_what_it_does():
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    assert all(f"\n  {name} " in result.output for name in COMMANDS)
    for name in COMMANDS:
        assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0


def test_catalogue():
    data, code = answer("catalogue")
    assert code == 0
    assert data == {
        "total": 1,
        "windows": {"综合受理": 1},
        "lines": {"office": 1},
        "channels": {"窗口": 1, "网上": 1},
        "kinds": {"行政给付": 1},
        "matters": [
            {
                "id": "office/allowance",
                "title": "小额补贴申领",
                "line": "office",
                "window": "综合受理",
                "channels": ["窗口", "网上"],
                "kind": "行政给付",
            }
        ],
    }
    assert "共 1 个事项" in run("catalogue").output


def test_a_broken_file_is_named_and_left_out_of_the_catalogue(root):
    (root / "matters" / "office" / "broken.yaml").write_text("title：甲\n", encoding="utf-8")
    result = run("catalogue", root=root)
    assert (result.exit_code, "「office/broken」的文件有误" in result.stderr) == (0, True)


def test_lint_tells_findings_and_fails_on_errors(root):
    assert run("lint", root=root).output == "没有发现问题。\n"
    file = root / "matters" / "office" / "allowance.yaml"
    file.write_text(TEXT.replace("window: 综合受理", "window: 综合窗口"), encoding="utf-8")
    data, code = answer("lint", root=root)
    assert code == 1
    assert data["findings"] == [
        {
            "path": "matters/office/allowance.yaml",
            "line": 4,
            "column": 9,
            "severity": "error",
            "code": "not_an_option",
            "message": "「受理窗口」不能是「综合窗口」。",
            "fix": "可以写：综合受理、公安专项。",
        }
    ]
    assert run("lint", str(file), root=root).output.startswith("matters/office/allowance.yaml:4:9 错误：「受理窗口」")


def test_warnings_do_not_fail(root):
    file = root / "matters" / "office" / "allowance.yaml"
    file.write_text(TEXT.replace("parameters:\n", "parameters:\n  门槛: 3年\n"), encoding="utf-8")
    data, code = answer("lint", root=root)
    assert ([finding["severity"] for finding in data["findings"]], code) == (["warning"], 0)


def test_a_path_that_is_not_there():
    result = run("lint", "nowhere.yaml")
    assert (result.exit_code, result.stderr) == (2, "没有这个文件或文件夹：nowhere.yaml\n")


def test_examples_are_run_and_counted(root):
    data, code = answer("test", "office/allowance", root=root)
    assert (data, code) == (
        {
            "matters": 1,
            "examples": 3,
            "failed": 0,
            "checkpoints": 2,
            "checkpoints_both_ways": 2,
            "failures": [],
            "one_way": [],
            "broken": [],
        },
        0,
    )


def test_a_failing_example_and_a_broken_file_fail(root):
    office = root / "matters" / "office"
    (office / "broken.yaml").write_text("title：甲\n", encoding="utf-8")
    (office / "allowance.yaml").write_text(TEXT.replace("award: 100元}", "award: 90元}"), encoding="utf-8")
    data, code = answer("test", root=root)
    assert (data["failed"], code) == (1, 1)
    assert data["failures"] == [
        {"matter": "office/allowance", "example": "材料齐全", "what": "award", "expected": "90元", "got": "100元"}
    ]
    assert len(data["broken"]) >= 1
    assert "发放金额应为 90元，实为 100元" in run("test", root=root).output
    assert run("test", "office/none", root=root).exit_code == 2


def test_a_submission_is_judged():
    data, code = check(COMPLETE)
    assert code == 0
    assert set(data) >= {
        "outcome", "findings", "because", "told", "missing_answers", "missing_materials", "unknown", "award", "fee",
        "due_date", "later_due", "definition",
    }  # fmt: skip
    assert (data["outcome"], data["award"], data["fee"], data["due_date"]) == ("通过", 10000, None, "2026-03-09")
    keys = {"name", "kind", "status", "otherwise", "values", "asks", "remedy", "basis", "rows"}
    assert all(set(finding) >= keys for finding in data["findings"])


def test_what_is_left_out_is_not_there():
    data, _ = check({})
    assert data["outcome"] == "补正"
    assert data["missing_answers"] == ["申请人姓名", "申请人身份证号", "居住情况", "机构名称", "家庭成员"]
    assert set(data["missing_materials"]) >= {"申请表", "户口簿"}


def test_unknown_names_are_listed_and_identifiers_masked():
    said = {**COMPLETE, "answers": {**ANSWERS, "年龄": "80"}, "facts": {"天气": "晴"}, "colour": 1}
    data, _ = check(said)
    assert set(data["unknown"]) == {"年龄", "天气", "colour"}
    assert PERSON not in json.dumps(data, ensure_ascii=False)


def test_the_filing_date_decides():
    early, _ = answer(
        "check", "office/allowance", "-", "--filed", "2009-12-31", stdin=json.dumps(COMPLETE)
    )  # a day before sixty
    assert (early["outcome"], early["because"]) == ("不予受理", ["年龄"])


@pytest.mark.parametrize(
    ("words", "stdin", "says"),
    [
        (("office/none", "-"), "{}", "没有事项「office/none」"),
        (("office/allowance", "-"), "{", "不是 JSON"),
        (("office/allowance", "-"), "[]", "最外层"),
        (("office/allowance", "-"), "[" * 100_000, "不是 JSON"),
        (("office/allowance", "missing.json"), None, "读不出 missing.json"),
        (("office/allowance", "-", "--filed", "2026-02-30"), "{}", "不是日期"),
        (("office/allowance", "-", "--town", "nowhere"), "{}", "读不出乡镇「nowhere」"),
    ],
)
def test_what_cannot_be_judged_is_said_in_a_sentence(words, stdin, says):
    result = run("check", *words, stdin=stdin)
    assert result.exit_code == 2
    assert says in result.stderr or "嵌套太深" in result.stderr
    assert "Traceback" not in result.stderr


def test_show_is_the_guide_in_words():
    text = run("show", "office/allowance").output
    for part in (
        "小额补贴申领",
        "承诺 5个工作日（法定 10个工作日），从受理起算",
        "可容缺，4个工作日内补交",
        "系统查到的不用交",
        "某镇某办",
    ):
        assert part in text
    assert "「居住情况」为“机构”" in text
    assert run("show", "office/none").exit_code == 2


def test_show_writes_the_blank_form(tmp_path):
    file = tmp_path / "表.pdf"
    result = run("show", "office/allowance", "--form", str(file))
    assert (result.exit_code, result.output) == (0, f"空白申请表存在 {file}。\n")
    text = text_of(file.read_bytes())
    assert "小额补贴申领申请表" in text and "居住情况□居家□机构" in text
    lost = run("show", "office/allowance", "--form", str(tmp_path / "没有" / "表.pdf"))
    assert lost.exit_code == 2 and "写不进" in lost.stderr


def test_due():
    runner = CliRunner()
    result = runner.invoke(main, ["due", "2026-02-11", "5个工作日", "--json"])
    data = json.loads(result.stdout)
    assert (data["last_day"], data["provisional"], len(data["days"])) == ("2026-02-25", False, 14)
    assert set(data["days"][0]) == {"date", "counted", "why"}
    assert "2月25日" in runner.invoke(main, ["due", "2026-02-11", "5个工作日"]).output
    assert runner.invoke(main, ["due", "2026-02-30", "5日"]).exit_code == 2
    assert runner.invoke(main, ["due", "2026-02-11", "五日"]).exit_code == 2
