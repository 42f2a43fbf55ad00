"""The rule language as its pages tell it: every example of docs/rule-language.md and docs/rule-language-design.md is
read, and judged as they say; limits and tests that the second names are there.

A `yaml` block is a part of a matter file. The tables behind it are tried with it, by their heads: 填的 with 判定 (and
原因, 怎样通过), with a 规则 of their own or that of the block; 这样写 and 也就是 are the same rule; 写成 gets the 答复,
写了 the 提醒.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.catalogue.town_catalogue import load_matter
from engine.definition.checked import COMMON_NAMES, Definition
from engine.examples.fictitious import invented
from engine.matter.shared import Shared
from engine.review.intake import read_submission
from engine.review.judging import review
from engine.review.verdict import Finding
from rules_dsl import read_rule
from rules_dsl.text.keywords import (
    AGGREGATES,
    COUNTS,
    HANDED_IN,
    JOINTS,
    MEASURES,
    MONEY_UNITS,
    PARTS,
    PARTS_WITHIN,
    PERIOD_UNITS,
    PREDICATES,
    QUANTIFIERS,
    SPANS,
)
from rules_dsl.text.vocabulary import FILING_DATE, FILING_DATE_ALIASES, PLACES
from rules_dsl.values.formats import FORMATS
from rules_dsl.values.functions import FUNCTION_NAMES
from rules_dsl.values.kinds import KINDS
from tests.support.counter import CALENDAR, MONDAY, PILOT
from tests.support.launcher import ROOT

sys.path.append(str(ROOT / "docs"))
from rule_words import MEANINGS, NAMES, OTHERS, words

PAGES = ("rule-language.md", "rule-language-design.md")
PAGE, DESIGN = ((ROOT / "docs" / page).read_text(encoding="utf-8") for page in PAGES)
NOTHING = ("什么都没填", "nothing")
ENGLISH_HEADS = {"rule": "规则", "answers": "填的", "verdict": "判定", "written": "这样写", "canonical": "也就是"}
CHECKPOINT = "要点"
SKELETON = """
title: 例
kind: 公共服务
applicants: [个人]
window: 综合受理
channels: [窗口]
approving_department: 某局
time_limit: {promised: 5个工作日}
fee: 无
basis: [《某办法》第一条]
provenance: {confidence: low}
result: {name: 结果, kind: 其他, text: 办好了。}
materials: []
examples: [{name: 例, expect: {outcome: 通过}}]
fields:
  - {name: 申请人姓名, kind: 文本, means: applicant_name}
  - {name: 申请人身份证号, kind: 身份证号, means: applicant_id}
"""


@dataclass(frozen=True)
class Row:
    """One row of a table, its cells by their heads, and the block before it; `line` in the `page`."""

    page: str
    line: int
    block: str
    cells: Mapping[str, str]


def rows(page: str, text: str) -> Iterator[Row]:
    """Every row of the tables that stand behind a block, in the order of the page."""
    block, heads, fenced = "", [], None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("```"):
            if fenced is not None:
                block = "\n".join(fenced)
            fenced = [] if line == "```yaml" else None
        elif fenced is not None:
            fenced.append(line)
        elif line.startswith("## "):
            block, heads = "", []
        elif not line.startswith("|"):
            heads = []
        elif not set(line) <= set("| -"):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))]
            if heads and block:
                yield Row(page, number, block, dict(zip(heads, cells, strict=True)))
            heads = heads or [ENGLISH_HEADS.get(cell, cell) for cell in cells]


ROWS = [row for page, text in zip(PAGES, (PAGE, DESIGN), strict=True) for row in rows(page, text)]


def with_heads(*heads: str) -> list[Any]:
    return [pytest.param(row, id=f"{row.page}:{row.line}") for row in ROWS if set(heads) <= set(row.cells)]


@cache
def definition(block: str, rule: str, folder: Path) -> Definition:
    """The matter that a block is a part of, with this rule; a mistake in it fails the test."""
    matter, part = yaml.load(SKELETON, yaml.BaseLoader), yaml.load(block, yaml.BaseLoader)
    fields = [*matter["fields"], *part.pop("fields", [])]
    checkpoints = [{"name": CHECKPOINT, "rule": rule}] if rule else part["checkpoints"]
    whole = matter | part | {"fields": fields, "checkpoints": checkpoints}
    file = folder / "example.yaml"
    file.write_text(yaml.safe_dump(whole, allow_unicode=True, default_style='"', sort_keys=False), encoding="utf-8")
    loaded = load_matter(file, file.name, "small/example", Shared(), None)
    assert loaded.definition is not None, [str(problem) for problem in loaded.problems]
    return loaded.definition


def code(cell: str) -> str:
    """What stands between back ticks."""
    found = re.fullmatch("`(.+)`", cell)
    assert found, f"no back ticks around {cell}"
    return found[1].replace("\\|", "|")


def said(definition: Definition, cell: str) -> dict[str, Any]:
    """A cell of 填的 as a submission: answers, copies of materials and results of queries by their names."""
    written = {} if cell in NOTHING else yaml.load("{" + code(cell) + "}", yaml.BaseLoader)
    matter = definition.matter
    known = {one.name for one in (*matter.fields, *matter.materials, *matter.queries)}
    assert set(written) <= known, set(written) - known
    kinds = {field.name: field.kind for field in matter.fields}
    answers = {name: _typed(value, kinds[name]) for name, value in written.items() if name in kinds}
    return {
        "answers": answers,
        "materials": {one.name: {"copies": written[one.name]} for one in matter.materials if one.name in written},
        "queries": {one.name: written[one.name] for one in matter.queries if one.name in written},
    }


def _typed(value: Any, kind: str) -> Any:
    if isinstance(value, list):
        return [{column: invented(cell, "") for column, cell in row.items()} for row in value]
    return invented(value, kind)


def judged(row: Row, folder: Path) -> Finding:
    rule = code(row.cells["规则"]) if "规则" in row.cells else ""
    found = definition(row.block, rule, folder)
    submission = read_submission(found, said(found, row.cells["填的"]), MONDAY)
    assert not submission.unreadable, submission.unreadable
    verdict = review(found, submission, MONDAY, PILOT.places, CALENDAR)
    return next(one for one in verdict.findings if one.kind == "要点")


@pytest.mark.parametrize("row", with_heads("填的", "判定"))
def test_an_example_is_judged_as_the_page_says(row: Row, tmp_path: Path) -> None:
    found = judged(row, tmp_path)

    assert found.status == row.cells["判定"]
    for head, text in (("原因", found.why), ("怎样通过", found.remedy)):
        if head in row.cells:
            assert text == row.cells[head]


@pytest.mark.parametrize("row", with_heads("这样写", "也就是"))
def test_two_ways_to_write_it_are_one_rule(row: Row, tmp_path: Path) -> None:
    words = definition(row.block, "申请人姓名 已填", tmp_path).vocabulary
    one, other = (read_rule(code(row.cells[head]), words, "demand") for head in ("这样写", "也就是"))

    assert one[0] is not None and other[0] is not None, (one[1], other[1])
    assert one[0].root == other[0].root
    assert (one[1], other[1]) == ((), ())


@pytest.mark.parametrize("row", with_heads("写成", "答复"))
def test_a_slip_gets_the_answer_that_the_page_gives(row: Row, tmp_path: Path) -> None:
    words = definition(row.block, "申请人姓名 已填", tmp_path).vocabulary
    rule, problems = read_rule(code(row.cells["写成"]), words, "demand")

    assert rule is None
    assert [problem.message for problem in problems] == [row.cells["答复"]]


@pytest.mark.parametrize("row", with_heads("写了", "提醒"))
def test_what_says_nothing_gets_the_warning_that_the_page_gives(row: Row, tmp_path: Path) -> None:
    words = definition(row.block, "申请人姓名 已填", tmp_path).vocabulary
    rule, problems = read_rule(code(row.cells["写了"]), words, "demand")

    assert rule is not None
    assert [problem.message for problem in problems] == [row.cells["提醒"]]


def test_every_rule_of_the_pages_is_tried() -> None:
    tried = [row for row in ROWS if {"判定", "也就是", "答复", "提醒"} & set(row.cells)]
    assert len(tried) == len(ROWS) >= 100
    blocks = re.findall(r"^```yaml\n(.*?)^```", PAGE + DESIGN, re.MULTILINE | re.DOTALL)
    assert {block.rstrip("\n") for block in blocks} == {row.block for row in ROWS}


# -- what the design says of the code ---------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [row for row in with_heads("这样写", "也就是") if row.values[0].page == PAGES[1]])
def test_the_design_gives_the_canonical_form(row: Row, tmp_path: Path) -> None:
    words = definition(row.block, "申请人姓名 已填", tmp_path).vocabulary
    rule, _ = read_rule(code(row.cells["这样写"]), words, "demand")

    assert rule is not None
    assert rule.print() == code(row.cells["也就是"])


def test_the_limits_are_those_of_the_code() -> None:
    told = re.findall(r"^\| `(MOST_\w+)` \| `([\w.]+)` \| (\d+) \|", DESIGN, re.MULTILINE)
    rooms = ROOT / "rules_dsl"
    limits = {
        (name, module): str(getattr(import_module(f"rules_dsl.{module}"), name))
        for file in rooms.rglob("*.py")
        for module in [".".join(file.relative_to(rooms).with_suffix("").parts)]
        for name in re.findall(r"^(MOST_\w+) = ", file.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert {(name, module): value for name, module, value in told} == limits


def test_what_the_design_names_is_there() -> None:
    tests = "".join(test.read_text(encoding="utf-8") for test in (ROOT / "tests").rglob("test_*.py"))
    files = {path.name for folder in ("rules_dsl", "tests") for path in (ROOT / folder).rglob("*")}
    named = set(re.findall(r"`(test_\w+)`", DESIGN))

    assert len(named) > 20
    assert {name for name in named if f"def {name}(" not in tests} == set()
    assert set(re.findall(r"`(?:\w+/)*(\w+\.(?:py|lark|toml|txt|yaml))`", DESIGN)) - files == set()


# -- the tables at the end, which docs/generate.py makes --------------------------------------------------------------

TERMINALS = PREDICATES | JOINTS | QUANTIFIERS
WORDS = [word for spellings in TERMINALS.values() for word in spellings]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("词和符号", [*WORDS, *AGGREGATES, *COUNTS, *HANDED_IN, *PARTS, *PARTS_WITHIN, *SPANS]),
        ("函数", FUNCTION_NAMES),
        ("文本格式", FORMATS),
        ("单位", [*MONEY_UNITS, *PERIOD_UNITS, *MEASURES]),
        ("公用的名称", [*COMMON_NAMES, FILING_DATE, *FILING_DATE_ALIASES, *PLACES]),
        ("值的种类", KINDS),
    ],
)
def test_nothing_of_the_language_is_undocumented(title: str, names: Any) -> None:
    table = PAGE.split(f"\n## 速查：{title}\n")[1].split("\n## ")[0]

    assert {name for name in names if not re.search(rf"`{re.escape(name)}[`(]", table)} == set()


def test_every_word_of_the_code_has_a_meaning_and_no_other() -> None:
    assert set(MEANINGS) == set(TERMINALS)
    assert {word for spellings, _, _ in OTHERS for word in spellings} & set(WORDS) == set()


@pytest.mark.parametrize("example", sorted({example for _, _, example in words()}))
def test_the_example_of_a_word_is_a_rule(example: str, tmp_path: Path) -> None:
    rule, problems = read_rule(example, definition(NAMES, "电话 已填", tmp_path).vocabulary, "demand")

    assert rule is not None and not problems, problems


@pytest.mark.parametrize(("spellings", "example"), [(spellings, example) for spellings, _, example in words()])
def test_the_example_of_a_word_shows_it(spellings: tuple[str, ...], example: str) -> None:
    shown = {word.strip("（） ").split(" ")[0].removesuffix("N位").rstrip("(") for word in spellings}
    assert any(word in example for word in shown)
