"""The examples of a matter, run: each becomes a submission, is reviewed, and is compared with what it expects.

Examples run on the base definition, without a town's overrides. A later example inherits everything of the first but
its name and what it expects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.calendar.working_days import Calendar
from engine.catalogue.town_catalogue import Loaded
from engine.definition.checked import Definition
from engine.examples.fictitious import invented
from engine.fields import FIELD_KINDS, FieldError, money_text
from engine.matter.records import Field, Matter
from engine.matter.shared import Shared
from engine.review.intake import read_submission
from engine.review.judging import review
from engine.review.verdict import Verdict
from rules_dsl import Division

REMOVED = "未填"
FIRST_FILED = "2026-03-02"
_MONEY = Field("金额", "金额", "金额")


@dataclass(frozen=True, slots=True)
class Example:
    """One example, complete: what is submitted (as JSON of a submission), on which day, and what must come of it."""

    matter: str
    name: str
    filed: date
    submission: Mapping[str, Any]
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Failure:
    """What an example expected and what came instead; `what` is a key of `expect`, or unknown."""

    matter: str
    example: str
    what: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.matter} 「{self.example}」：{_TITLES[self.what]}应为 {self.expected}，实为 {self.got}"


_TITLES = {
    "outcome": "结论", "because": "因为", "told": "告知", "award": "发放金额", "fee": "收费",
    "due_date": "到期日", "later_due": "容缺补齐日", "unknown": "事项没有的名称",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of the examples of one matter. `automatic` are its checkpoints with a rule, `both_ways` those of them
    that one example fails alone and another passes."""

    matter: str
    examples: int
    failures: tuple[Failure, ...]
    automatic: tuple[str, ...]
    both_ways: tuple[str, ...]


def examples_of(loaded: Loaded, shared: Shared) -> Iterator[Example]:
    """The examples of a matter file whose definition is sound, each with what it inherits."""
    assert loaded.source is not None and loaded.definition is not None
    content = loaded.source.plain()
    matter = loaded.definition.matter
    samples: dict[str, Any] = {}
    for name in content.get("include", ()):
        samples |= shared.groups[name].content.get("sample", {})
    first = content["examples"][0]
    for number, written in enumerate(content["examples"]):
        inherited = {} if number == 0 else first
        filed = written.get("filed", inherited.get("filed", FIRST_FILED))
        submission = _submission(matter, samples, inherited, written)
        yield Example(matter.id, written["name"], date.fromisoformat(filed), submission, written["expect"])


def _submission(
    matter: Matter, samples: Mapping[str, Any], first: Mapping[str, Any], own: Mapping[str, Any]
) -> dict[str, Any]:
    answers: dict[str, Any] = dict(samples)
    for part in (first, own):
        _merge_answers(answers, part.get("answers", {}))
    facts = {"渠道": "窗口", "由他人代办": "否", "申请人类型": matter.applicants[0]}
    facts |= first.get("facts", {}) | own.get("facts", {})
    channel = facts.pop("渠道")
    return {
        "channel": channel,
        "facts": facts,
        "answers": _invented(matter, answers),
        "materials": _materials(matter, {**first, **own}),
        "queries": _overlaid("无问题", {q.name: q.normal for q in matter.queries if q.normal}, first, own, "queries"),
        "attested": _overlaid(
            "全部", {c.name: "通过" for c in matter.checkpoints if c.by == "窗口"}, first, own, "attested"
        ),
    }


def _merge_answers(answers: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Answers by name; 明细.2.列 changes a cell, 明细.+ adds a row, 未填 removes."""
    for name, value in more.items():
        parts = name.split(".")
        if len(parts) == 1:
            answers[name] = (
                [dict(row) if isinstance(row, dict) else row for row in value] if isinstance(value, list) else value
            )
            if value == REMOVED:
                del answers[name]
            continue
        rows = list(answers.get(parts[0], ()))
        if parts[1] == "+":
            rows.append(dict(value))
        elif parts[1].isdigit() and 1 <= int(parts[1]) <= len(rows):
            row = int(parts[1]) - 1
            if len(parts) == 2 and value == REMOVED:
                del rows[row]
            elif len(parts) == 3:
                cells = {column: cell for column, cell in rows[row].items() if column != parts[2]}
                rows[row] = cells if value == REMOVED else {**cells, parts[2]: value}
        answers[parts[0]] = rows


def _invented(matter: Matter, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with fictitious numbers made, each by the kind of its field; samples of other matters left out."""
    kinds = {field.name: field.kind for field in matter.fields}
    columns = {(field.name, column.name): column.kind for field in matter.fields for column in field.columns}
    found: dict[str, Any] = {}
    for name, value in answers.items():
        if isinstance(value, list):
            found[name] = [
                {c: invented(text, columns.get((name, c), "")) for c, text in row.items()}
                if isinstance(row, dict)
                else row
                for row in value
            ]
        else:
            found[name] = invented(value, kinds.get(name, ""))
    return found


def _materials(matter: Matter, written: Mapping[str, Any]) -> Any:
    given = written.get("materials", "全部")
    without, promised = written.get("without", []), written.get("promised", [])
    if given == "全部" and not without and not promised:
        return "全部"
    names = [material.name for material in matter.materials] if given == "全部" else list(given)
    left_out = {material.name if (material := matter.material(name)) else name for name in without}
    handed: dict[str, Any] = {name: {} for name in names if name not in left_out}
    # A name the matter does not have is passed on, so that it is told as unknown.
    handed |= {name: {} for name in without if matter.material(name) is None}
    return handed | {name: {"promised": True} for name in promised}


def _overlaid(word: str, usual: Mapping[str, str], first: Mapping[str, Any], own: Mapping[str, Any], key: str) -> Any:
    given = own.get(key, first.get(key, word))
    if given == word:
        return word
    inherited = first.get(key, {}) if isinstance(first.get(key), dict) else {}
    return {**usual, **inherited, **given}


def run_examples(
    loaded: Loaded, shared: Shared, places: Mapping[str, Division], calendar: Calendar
) -> tuple[Tally, tuple[Verdict, ...]]:
    """Review every example of a matter and compare; `places` are those the examples are written for."""
    definition = loaded.definition
    assert definition is not None
    failures: list[Failure] = []
    verdicts: list[Verdict] = []
    examples = list(examples_of(loaded, shared))
    for example in examples:
        submission = read_submission(definition, example.submission, example.filed)
        verdict = review(definition, submission, example.filed, places, calendar)
        verdicts.append(verdict)
        failures += [
            Failure(example.matter, example.name, what, expected, got)
            for what, expected, got in differences(example.expect, verdict)
        ]
    automatic, both_ways = _coverage(definition, verdicts)
    tally = Tally(definition.matter.id, len(examples), tuple(failures), automatic, both_ways)
    return tally, tuple(verdicts)


def differences(expect: Mapping[str, Any], verdict: Verdict) -> Iterator[tuple[str, str, str]]:
    """What an example expects that did not come: the key, what it should be and what it is, as text."""
    if verdict.unknown:
        yield "unknown", "（没有）", _list(verdict.unknown)
    if verdict.outcome != expect["outcome"]:
        yield "outcome", expect["outcome"], f"{verdict.outcome}（{_list(verdict.because)}）"
    elif "because" in expect and set(verdict.because) != set(expect["because"]):
        yield "because", _list(expect["because"]), _list(verdict.because)
    if "told" in expect and set(verdict.told) != set(expect["told"]):
        yield "told", _list(expect["told"]), _list(verdict.told)
    for what, got in (("award", verdict.award), ("fee", verdict.fee)):
        if what in expect and _fen(expect[what]) != got:
            yield what, expect[what], "无" if got is None else money_text(got)
    if "due_date" in expect and expect["due_date"] != str(verdict.due_date):
        yield "due_date", expect["due_date"], str(verdict.due_date)
    later = {name: day.isoformat() for name, day in verdict.later.items()}
    if "later_due" in expect and expect["later_due"] != later:
        yield "later_due", _pairs(expect["later_due"]), _pairs(later)


def _fen(text: str) -> int | None:
    """The whole 分 of an expected amount; None for 无. An amount that cannot be read equals nothing."""
    if text == "无":
        return None
    try:
        return FIELD_KINDS["金额"].read(text, _MONEY, date.max)
    except FieldError:
        return -1


def _coverage(definition: Definition, verdicts: Iterable[Verdict]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The checkpoints with a rule, and those of them that fail alone in one verdict and pass in another.

    Alone: what else stands behind the outcome only waits for an answer or a look-up, or is missing.
    """
    automatic = tuple(one.name for one in definition.matter.checkpoints if one.rule is not None)
    alone: set[str] = set()
    passed: set[str] = set()
    for verdict in verdicts:
        passed |= {f.name for f in verdict.findings if f.kind == "要点" and f.status == "通过"}
        failed = [f.name for f in verdict.findings if f.kind == "要点" and f.status == "不通过"]
        if len(failed) == 1 and (failed[0] in verdict.told or verdict.because == (failed[0],)):
            alone.add(failed[0])
    return automatic, tuple(name for name in automatic if name in alone and name in passed)


def _list(names: Iterable[str]) -> str:
    return "、".join(sorted(names)) or "（没有）"


def _pairs(days: Mapping[str, str]) -> str:
    return "、".join(f"{name} {day}" for name, day in sorted(days.items())) or "（没有）"
