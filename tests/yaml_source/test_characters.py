"""The place of each character of a YAML text, and the place a rule's mistake is told at, in every style of YAML."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.lint.all_files import lint
from engine.yaml_source.tree import parse_source
from tests.support.small import ROOT, TEXT


def place(written, sign):
    """Where the first `sign` of the value of a stands, by its offset."""
    source, _ = parse_source(written.encode(), "matters/a/b.yaml")
    return source.place(("a",), source.find(("a",)).text.index(sign))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a: 甲 乙 丙\n", (1, 8)),
        ("a: 甲\n   乙\n     丙\n", (3, 6)),
        ("a: '甲 丙'\n", (1, 7)),
        ("a: '甲''乙 丙'\n", (1, 10)),
        ("a: '甲\n  乙\n\n  丙'\n", (4, 3)),
        ('a: "甲\\"\\u4e59丙"\n', (1, 14)),
        ('a: "甲\\\n  乙丙"\n', (2, 4)),
        ("a: |\n  甲乙\n  丙\n", (3, 3)),
        ("a: |\n  甲乙\n    丙\n", (3, 5)),
        ("a: |-\n\n\n  甲\n\n  丙\n", (6, 3)),
        ("a: |2\n    甲\n  丙\n", (3, 3)),
        ("a: >\n  甲\n  乙\n\n    丙\n", (5, 5)),
        ("a: |\n  丙甲\n", (2, 3)),
    ],
)
def test_a_character_is_found_in_every_style(written, expected):
    assert place(written, "丙") == expected


@given(
    st.text(st.sampled_from("甲乙丙 （）'\"\\:#-，\n"), min_size=1, max_size=60).filter(lambda text: text.strip()),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.integers(5, 40),
)
def test_every_character_stands_where_it_is_said_to(text, style, width):
    written = yaml.safe_dump({"a": text}, default_style=style, width=width, allow_unicode=True)
    source, problems = parse_source(written.encode(), "matters/a/b.yaml")
    if problems:  # a key in quotes, a tab: the reader says so and may have mended the lines
        return
    node = source.find(("a",))
    assert node.text == text
    for offset in range(1, len(text)):
        line, column = source.place(("a",), offset)
        if text[offset] not in " \n":
            assert source.lines[line - 1][column - 1] in (text[offset], "\\")


RULE = "    rule: 申请人出生日期 满 起领年龄\n"
KNOWN = "申请人出生日期 满 60周岁"
STYLES = {
    "plain": "    rule: {0}\n",
    "single": "    rule: '{0}'\n",
    "double": '    rule: "{0}"\n',
    "double with escapes": '    rule: "\\u7533请人出生日期 满 60周岁 且 {0}"\n',
    "block": "    rule: |\n      {0}\n",
    "block of two lines": f"    rule: |\n      {KNOWN}\n      且 {{0}}\n",
    "block further in": f"    rule: |\n      {KNOWN}\n          且 {{0}}\n",
    "block after empty lines": "    rule: |-\n\n\n      {0}\n",
    "single over two lines": f"    rule: '{KNOWN}\n      且 {{0}}'\n",
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize(
    ("rule", "wrong", "code"),
    [
        ("申请人出生日其 满 起领年龄", "申请人出生日其", "unknown_name"),
        ("（申请人出生日期） 满　６０", "６０", "unit_missing"),
        ("居住情况 为 居家，且 居住情况 为 在家", "在家", "unknown_option"),
        ("家庭成员的行数 不少于 １０元", "１０元", "type"),
        ("居住情况 为 居家 并且 家庭成员的行数 不少于 1", "并且", "word"),
        ("居住情况 为 居家 且（家庭成员的行数 不少于 1", "（", "bracket"),
    ],
)
def test_a_mistake_is_told_under_the_word_that_is_wrong(style, rule, wrong, code, tmp_path):
    text = TEXT.replace(RULE, style.format(rule), 1)
    line = next(number for number, line in enumerate(text.split("\n")) if wrong in line)
    file = tmp_path / "allowance.yaml"
    file.write_text(text, encoding="utf-8")
    found = lint(ROOT, None, [file])
    assert [(problem.line, problem.column, problem.code) for problem in found] == [
        (line + 1, text.split("\n")[line].index(wrong) + 1, code)
    ]


def test_all_that_is_wrong_in_a_rule_is_told_each_at_its_place(tmp_path):
    rule = """    rule: |
      申请人出生日其 满 60 且 家庭成员的行数 >= 10元；
      居住情况 为 在家 且 家庭成员的行数 不少于
"""
    file = tmp_path / "allowance.yaml"
    file.write_text(TEXT.replace(RULE, rule, 1), encoding="utf-8")
    first = TEXT.split("\n").index(RULE.strip("\n")) + 2
    assert [(problem.line, problem.column, problem.code) for problem in lint(ROOT, None, [file])] == [
        (first, 7, "unknown_name"),
        (first, 33, "type"),
        (first + 1, 14, "unknown_option"),
        (first + 1, 27, "unfinished"),
    ]
