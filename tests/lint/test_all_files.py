"""One mistake a file in `bad_matters/`: its first line says where it is found and how it is told."""

import re
from pathlib import Path

import pytest

from engine.lint.all_files import lint
from tests.support.small import ROOT, TEXT

BAD = Path(__file__).parents[1] / "bad_matters"
FILES = sorted(BAD.glob("*.yaml"))
HEADER = re.compile(r"(\d+):(\d+) (\w+)(?: (.+))?")
REPOSITORY = Path(__file__).resolve().parents[2]


def expected(file):
    first = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    return [HEADER.fullmatch(part).groups() for part in first.split(" ｜ ")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_mistake_is_found_at_its_place_and_nothing_else(file):
    wanted = expected(file)
    found = lint(ROOT, None, [file])
    assert [(str(p.line), str(p.column), p.code) for p in found] == [one[:3] for one in wanted]
    for problem, (_, _, _, message) in zip(found, wanted, strict=True):
        assert message is None or problem.message == message
        assert re.search("[\u4e00-\u9fff]", problem.message)


def test_most_mistakes_come_with_what_to_write_instead():
    without = [file.stem for file in FILES if not any(problem.fix for problem in lint(ROOT, None, [file]))]
    assert len(FILES) > 80
    assert len(without) < len(FILES) / 4, without


def has_a_corrected_line(file):
    found = lint(ROOT, None, [file])  # nothing found: the test above says so, by the name of the file
    return found and (found[0].fix or "").startswith("请改成：") and found[0].code in (
        "wide_colon", "colon_space", "tab", "wide_space", "hidden_character", "bracket", "wide_bracket", "inner_colon",
        "leading_sign", "quote",
    )  # fmt: skip


@pytest.mark.parametrize("file", [file for file in FILES if has_a_corrected_line(file)], ids=lambda file: file.stem)
def test_a_corrected_line_is_correct(file, tmp_path):
    """What 请改成 gives for a line of YAML, put in place of that line, mends the file."""
    problem = lint(ROOT, None, [file])[0]
    lines = file.read_text(encoding="utf-8").split("\n")
    before = lines[problem.line - 2]
    indent = len(before) - len(before.lstrip()) + (2 if before.lstrip().startswith("- ") else 0)
    if problem.code not in ("tab", "wide_space"):
        indent = len(lines[problem.line - 1]) - len(lines[problem.line - 1].lstrip())
    lines[problem.line - 1] = " " * indent + problem.fix.split("请改成：")[1]
    mended = tmp_path / "mended.yaml"
    mended.write_text("\n".join(lines), encoding="utf-8")
    assert problem.code not in [found.code for found in lint(ROOT, None, [mended])]


def test_the_sound_matter_is_clean():
    assert lint(ROOT, None) == ()


def test_the_real_matters_are_clean():
    assert lint(REPOSITORY, None) == ()


def test_all_errors_of_all_files_come_in_one_run(tmp_path):
    first, second, third = (tmp_path / f"{name}.yaml" for name in "abc")
    first.write_text(TEXT.replace("window:", "windows:").replace("kind: 行政给付", "kind: 给付"), encoding="utf-8")
    second.write_text(
        TEXT.replace("申请人出生日期 满", "申请人生日 满").replace("by: 审批", "by: 审批\n    at: 无"), encoding="utf-8"
    )
    third.write_text(TEXT, encoding="utf-8")
    found = [(Path(problem.path).name, problem.code) for problem in lint(ROOT, None, [tmp_path])]
    assert found == [
        ("a.yaml", "missing_key"),
        ("a.yaml", "not_an_option"),
        ("a.yaml", "unknown_key"),
        ("b.yaml", "unknown_name"),
        ("b.yaml", "unknown_name"),
    ]


def test_every_unknown_key_of_one_place_is_told(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text(TEXT.replace("fee: 无\n", "fee: 无\n'it''s': 1\n颜色: 红\n"), encoding="utf-8")
    found = [(problem.line, problem.message) for problem in lint(ROOT, None, [file])]
    assert found == [(9, "不认识的键「it's」。"), (10, "不认识的键「颜色」。")]


def small_copy(tmp_path, **changes):
    """The small centre with files changed: path below the root → (old, new)."""
    for file in ROOT.rglob("*.yaml"):
        path = file.relative_to(ROOT).as_posix()
        text = file.read_text(encoding="utf-8")
        old, new = changes.get(path.rsplit("/", 1)[1].removesuffix(".yaml"), ("", ""))
        assert old in text
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("  镇办: {department: 某镇某办}\n", "", 17, "no_department"),
        ("name: 综合受理", "name: 其他窗口", 20, "no_window"),
        ("villages:", "matters: {office/none: {promised: 3个工作日}}\nvillages:", 23, "unknown_name"),
        ("villages:", "matters: {office/allowance: {parameters: {起领岁数: 70周岁}}}\nvillages:", 23, "unknown_name"),
        ("villages:", "parameters: {起领岁数: 70周岁}\nvillages:", 23, "unknown_name"),
        ("villages:", "matters: {office/allowance: {promised: 20个工作日}}\nvillages:", 23, "promised_too_long"),
        ("villages:", "parameters: {人均标准: 90元}\nvillages:", 23, "base_is_newer"),
        ("villages:", "matters: {office/allowance: {parameters: {人均标准: 90元}}}\nvillages:", 23, "base_is_newer"),
        ("id: here", "id: there", 1, "wrong_id"),
        ("zone: Asia/Shanghai", "zone: Asia/Nowhere", 4, "wrong_zone"),
        ("opens: 09:00", "opens: 9点", 14, "wrong_form"),
        ("centre:", "center:", 10, "unknown_key"),
    ],
)
def test_what_a_town_says_is_checked(tmp_path, old, new, line, code):
    root = small_copy(tmp_path, town=(old, new))
    found = [(problem.line, problem.code) for problem in lint(root, None) if problem.path.startswith("towns/")]
    assert (line, code) in found


def test_a_town_that_has_followed_the_base_is_clean(tmp_path):
    own = "parameters: {人均标准: {起初: 90元, 2027-01-01: 95元}}\nvillages:"
    assert lint(small_copy(tmp_path, town=("villages:", own)), None) == ()


def test_a_broken_group_is_told_once_and_at_its_own_place(tmp_path):
    root = small_copy(tmp_path, shared=("kind: 身份证号", "kind: 身份证号, when: 出生地 为 本镇"))
    found = [(problem.path, problem.line, problem.code) for problem in lint(root, None)]
    assert found == [("matters/_shared/shared.yaml", 5, "unknown_name")]


def test_a_town_s_own_matter_is_checked_too(tmp_path):
    root = small_copy(tmp_path)
    own = root / "towns" / "here" / "matters" / "office" / "own.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(TEXT.replace("window: 综合受理", "window: 综合"), encoding="utf-8")
    found = [(problem.path, problem.code) for problem in lint(root, None)]
    assert found == [("towns/here/matters/office/own.yaml", "not_an_option")]


def test_a_town_or_shared_file_is_checked_by_its_path(tmp_path):
    root = small_copy(
        tmp_path, town=("zone: Asia/Shanghai", "zone: Asia/Nowhere"), allowance=("kind: 行政给付", "kind: 给付")
    )
    towns = [problem.code for problem in lint(root, None, [root / "towns" / "here" / "town.yaml"])]
    assert towns == ["wrong_zone"]
    assert lint(root, None, [root / "matters" / "_shared"]) == ()
    assert [problem.code for problem in lint(root, None, [root / "matters"])] == ["not_an_option"]


def test_an_empty_folder_has_nothing_wrong(tmp_path):
    assert lint(ROOT, None, [tmp_path]) == ()


@pytest.mark.parametrize(
    ("written", "cut"), [(" # 且 居住情况 为 居家", True), ("   #且", True), ("    # 到龄", False)]
)
def test_a_comment_behind_a_rule_must_look_like_one(tmp_path, written, cut):
    file = tmp_path / "a.yaml"
    file.write_text(TEXT.replace("满 起领年龄\n", f"满 起领年龄{written}\n", 1), encoding="utf-8")
    assert [problem.code for problem in lint(ROOT, None, [file])] == (["cut_rule"] if cut else [])


def test_a_matter_that_goes_together_with_none_is_told(tmp_path):
    both = small_copy(tmp_path, allowance=("basis:", "one_thing: [office/allowances, office/allowance]\nbasis:"))
    found = [(problem.line, problem.column, problem.message, problem.fix) for problem in lint(both, None)]
    assert found == [
        (9, 13, "没有事项「office/allowances」。", "是不是「office/allowance」？"),
        (9, 32, "一件事里不用写本事项自己。", "请核对事项的标识。"),
    ]
