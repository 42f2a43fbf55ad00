"""From what came in to what was said: a posted form or a JSON submission becomes a `Submission`.

Only reading happens here: answers get their types, what cannot be read keeps its text and a sentence saying what to
enter, and what the matter does not have is listed, never taken in. What applies to whom is `applicability`'s business.

HTML names are the Chinese names of the definition:

| name | value |
| --- | --- |
| `<field>` | the answer as typed; a 多选 is repeated |
| `<明细>.行` | one per row, in order: the row's stable id |
| `<明细>.<row id>.<column>` | a cell |
| `事实.<fact>` | 渠道 申请人类型 由他人代办 代办人类别 村 |
| `材料.<material>` | 已交 · 未交 · 告知承诺 · 未核 (the default) |
| `材料.<material>.形式`, `材料.<material>.份数` | how it was handed in |
| `核验.<query>` | 查到 · 查不到 · 未查 (the default), or the value that was looked up |
| `要点.<checkpoint>`, `要点.<checkpoint>.说明` | 通过 · 不通过 · 未核, and the clerk's note |

A name beginning with `_` belongs to the page (token, version, buttons) and is not read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.definition.checked import Definition
from engine.fields import FIELD_KINDS, FieldError
from engine.fields.text import compact
from engine.matter.records import Field, Material, Query
from rules_dsl import UNANSWERED, Value

FACTS = ("渠道", "申请人类型", "由他人代办", "代办人类别", "村")
FOUND, NOT_FOUND, NOT_LOOKED_UP = "查到", "查不到", "未查"
PASSED, FAILED, UNJUDGED = "通过", "不通过", "未核"
HANDED_IN, NOT_HANDED_IN, PROMISED = "已交", "未交", "告知承诺"
EMPTY_ANSWER = "未填"
_SHORTHANDS = {"materials": "全部", "queries": "无问题", "attested": "全部"}


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of one material: handed in (`copies` of `form`), promised, not there (0 copies), or not judged."""

    form: str = ""
    copies: int = 0
    promised: bool = False
    judged: bool = True


@dataclass(frozen=True, slots=True)
class Attested:
    """What a person judged: 通过, 不通过 or 未核, with a note."""

    state: str = UNJUDGED
    note: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """What was said. `typed` is every answer as typed (text, list, or list of rows), `values` the answers that could be
    read (a row is a mapping), `unreadable` the others: path (`字段`, `明细.行.列` with rows from 1, a fact, or
    `材料.<material>.份数`, `核验.<query>`) → what to enter. `found` are the values looked up, by their query.

    `everything`: the materials were said to be complete (全部), so each that applies counts as handed in.
    """

    facts: Mapping[str, str]
    typed: Mapping[str, Any]
    values: Mapping[str, Value]
    unreadable: Mapping[str, str]
    materials: Mapping[str, Handed]
    queries: Mapping[str, str]
    attested: Mapping[str, Attested]
    row_ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    everything: bool = False
    unknown: tuple[str, ...] = ()
    found: Mapping[str, Value] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The submission in the form of `FORMAT` 2, complete: reading it again gives the same verdict. A material that
        nobody has judged yet says so; one that is left out was not handed in."""
        return {
            "channel": self.facts["渠道"],
            "facts": {name: value for name, value in self.facts.items() if name != "渠道"},
            "answers": dict(self.typed),
            "materials": "全部"
            if self.everything
            else {
                name: {"form": m.form, "copies": m.copies, "promised": m.promised} if m.judged else {"judged": False}
                for name, m in self.materials.items()
                if m.copies or m.promised or not m.judged
            },
            "queries": dict(self.queries),
            "attested": {name: {"state": a.state, "note": a.note} for name, a in self.attested.items()},
        }


def read_submission(
    definition: Definition, data: Mapping[str, Any] | Sequence[tuple[str, str]], filed: date
) -> Submission:
    """The submission in a posted form (pairs in order) or in JSON as `FORMAT` 2 describes; never raises for content."""
    if isinstance(data, Mapping):
        return _Reader(definition, filed).json(data)
    return _Reader(definition, filed).form(data)


def answer_of(one: Field, said: Any, filed: date) -> Value:
    """The value of one answer of a JSON submission (no 明细), UNANSWERED where it is empty. FieldError where it cannot
    be read."""
    raw = [_text(each) for each in said] if isinstance(said, list) else _text(said)
    return UNANSWERED if raw in ("", [], EMPTY_ANSWER) else FIELD_KINDS[one.kind].read(raw, one, filed)


class _Reader:
    """Collects what was read; one per submission."""

    def __init__(self, definition: Definition, filed: date) -> None:
        self.matter = definition.matter
        self.filed = filed
        self.typed: dict[str, Any] = {}
        self.values: dict[str, Value] = {}
        self.unreadable: dict[str, str] = {}
        self.found: dict[str, Value] = {}
        self.unknown: list[str] = []

    # -- a posted form ------------------------------------------------------------------------------------------

    def form(self, pairs: Sequence[tuple[str, str]]) -> Submission:
        posted: dict[str, list[str]] = {}
        for name, value in pairs:
            if not name.startswith("_"):
                posted.setdefault(name, []).append(value)
        seen: set[str] = set()
        row_ids: dict[str, tuple[str, ...]] = {}

        def take(name: str) -> str:
            seen.add(name)
            return posted.get(name, [""])[-1].strip()

        def said(one: Field, name: str) -> str | list[str]:
            if one.kind != "多选":
                return take(name)
            seen.add(name)
            return [value.strip() for value in posted.get(name, []) if value.strip()]

        for one in self.matter.fields:
            if one.at is not None:  # asked at a step of the back office
                continue
            if one.kind == "明细":
                marker = f"{one.name}.行"
                seen.add(marker)
                ids = tuple(dict.fromkeys(i for i in posted.get(marker, []) if i))
                row_ids[one.name] = ids
                self.rows(one, [{c.name: said(c, f"{one.name}.{i}.{c.name}") for c in one.columns} for i in ids])
            else:
                self.answer(one, said(one, one.name))
        facts = {name: text for name in FACTS if (text := take(f"事实.{name}"))}
        materials = {m.name: self.handed(m, take) for m in self.matter.materials}
        queries = {q.name: self.looked_up(q, take(f"核验.{q.name}")) for q in self.matter.queries}
        attested = {
            c.name: Attested(_judged(take(f"要点.{c.name}")), take(f"要点.{c.name}.说明"))
            for c in self.matter.checkpoints
            if c.by == "窗口"
        }
        self.unknown += [name for name in posted if name not in seen]
        return self.submission(facts, materials, queries, attested, row_ids, everything=False)

    def handed(self, material: Material, take: Callable[[str], str]) -> Handed:
        if material.at is not None:  # brought to a step of the back office
            return Handed(judged=False)
        state = take(f"材料.{material.name}")
        form = take(f"材料.{material.name}.形式") or material.forms[0]
        copies = take(f"材料.{material.name}.份数")
        if state == HANDED_IN:
            return Handed(form, self.copies(material, copies))
        if state == PROMISED:
            return Handed(promised=material.promise)
        return Handed(judged=state == NOT_HANDED_IN)

    # -- JSON ---------------------------------------------------------------------------------------------------

    def json(self, data: Mapping[str, Any]) -> Submission:
        known = {"channel", "facts", "answers", "materials", "queries", "attested"}
        self.unknown += [str(key) for key in data if key not in known]
        everything = {key for key, word in _SHORTHANDS.items() if data.get(key) == word}
        facts = {"渠道": _text(data.get("channel", "窗口"))}
        for name, value in _mapping(data.get("facts")).items():
            if name in FACTS:
                facts[name] = _text(value)
            else:
                self.unknown.append(name)
        self._answers(_mapping(data.get("answers")))
        given = data.get("materials")
        listed: Mapping[str, Any] = (
            {} if given == "全部" else {_text(n): {} for n in given} if isinstance(given, list) else _mapping(given)
        )
        materials = {m.name: Handed() for m in self.matter.materials}
        for name, value in listed.items():
            material = self.matter.material(name)
            if material is None:
                self.unknown.append(name)
                continue
            one = _mapping(value)
            if one.get("judged") is False:
                materials[material.name] = Handed(judged=False)
                continue
            if _text(one.get("promised", "")) in ("True", "true", "是"):
                materials[material.name] = Handed(promised=material.promise)
                continue
            form = _text(one.get("form")) or material.forms[0]
            materials[material.name] = Handed(form, self.copies(material, _text(one.get("copies"))))
        asked = {q.name: q for q in self.matter.queries}
        usual = "queries" in everything
        queries = {name: (q.normal if usual else "") or NOT_LOOKED_UP for name, q in asked.items()}
        for name, value in _mapping(data.get("queries")).items():
            if name in asked:
                queries[name] = self.looked_up(asked[name], _text(value))
            else:
                self.unknown.append(name)
        judged = PASSED if "attested" in everything else UNJUDGED
        attested = {c.name: Attested(judged) for c in self.matter.checkpoints if c.by == "窗口"}
        for name, value in _mapping(data.get("attested")).items():
            if name not in attested:
                self.unknown.append(name)
            elif isinstance(value, Mapping):
                attested[name] = Attested(_judged(_text(value.get("state"))), _text(value.get("note")))
            else:
                attested[name] = Attested(_judged(_text(value)))
        return self.submission(facts, materials, queries, attested, {}, "materials" in everything)

    def _answers(self, answers: Mapping[str, Any]) -> None:
        for one in self.matter.fields:
            if one.kind == "明细":
                rows = answers.get(one.name)
                if isinstance(rows, list):
                    self.rows(one, [_mapping(row) for row in rows])
                    continue
                self.rows(one, [])
                if rows not in (None, "", EMPTY_ANSWER):
                    self.unreadable[one.name] = f"「{one.label}」要一行一行地填写。"
            elif one.name in answers:
                value = answers[one.name]
                self.answer(one, [_text(v) for v in value] if isinstance(value, list) else _text(value))
        names = {one.name for one in self.matter.fields}
        self.unknown += [name for name in answers if name not in names]

    # -- both ---------------------------------------------------------------------------------------------------

    def looked_up(self, query: Query, text: str) -> str:
        """The result of a look-up as typed, its value kept where it has one; what is no result is no look-up."""
        if query.value is None:
            return text if text in (FOUND, NOT_FOUND) else NOT_LOOKED_UP
        if text in ("", NOT_LOOKED_UP):
            return NOT_LOOKED_UP
        try:
            self.found[query.name] = FIELD_KINDS[query.value.kind].read(text, query.value, self.filed)
        except FieldError as error:
            self.unreadable[f"核验.{query.name}"] = str(error)
        return text

    def copies(self, material: Material, raw: str) -> int:
        """How many copies were handed in: as many as asked for where nothing is said, none where it is no number."""
        if not raw:
            return material.copies
        number = compact(f"0{raw}")
        if number.isascii() and number.isdigit() and len(number) <= 4:
            return int(number)
        self.unreadable[f"材料.{material.name}.份数"] = f"「{material.name}」的份数请填0到999的整数。"
        return 0

    def answer(self, one: Field, raw: str | list[str]) -> None:
        """One answer; an empty one, or 未填, is no answer."""
        if raw in ("", [], EMPTY_ANSWER):
            return
        self.typed[one.name] = raw
        try:
            self.values[one.name] = FIELD_KINDS[one.kind].read(raw, one, self.filed)
        except FieldError as error:
            self.unreadable[one.name] = str(error)

    def rows(self, one: Field, rows: Sequence[Mapping[str, Any]]) -> None:
        """The rows of a 明细, each cell read by its column's kind."""
        typed: list[dict[str, Any]] = []
        values: list[dict[str, Value]] = []
        columns = {column.name: column for column in one.columns}
        for number, row in enumerate(rows[: one.at_most + 1], start=1):
            self.unknown += [f"{one.name}.{number}.{name}" for name in row if name not in columns]
            texts: dict[str, Any] = {}
            cells: dict[str, Value] = {}
            for name, column in columns.items():
                raw = row.get(name, "")
                raw = [_text(v) for v in raw] if isinstance(raw, list) else _text(raw)
                if raw in ("", [], EMPTY_ANSWER):
                    continue
                texts[name] = raw
                try:
                    cells[name] = FIELD_KINDS[column.kind].read(raw, column, self.filed)
                except FieldError as error:
                    self.unreadable[f"{one.name}.{number}.{name}"] = str(error)
            typed.append(texts)
            values.append(cells)
        self.typed[one.name] = typed
        self.values[one.name] = tuple(values)

    def submission(
        self,
        facts: Mapping[str, str],
        materials: Mapping[str, Handed],
        queries: Mapping[str, str],
        attested: Mapping[str, Attested],
        row_ids: Mapping[str, tuple[str, ...]],
        everything: bool,
    ) -> Submission:
        applicants = self.matter.applicants
        given = {name: text for name, text in facts.items() if text}
        facts = {"渠道": "窗口", "申请人类型": applicants[0], "由他人代办": "否", **given}
        for name, choices in (("渠道", self.matter.channels), ("申请人类型", applicants), ("由他人代办", ("是", "否"))):
            if facts[name] not in choices:
                self.unreadable[name] = f"「{name}」只能是：{'、'.join(choices)}。"
        return Submission(
            facts=facts,
            typed=self.typed,
            values=self.values,
            unreadable=self.unreadable,
            materials=materials,
            queries=queries,
            attested=attested,
            row_ids=row_ids,
            everything=everything,
            unknown=tuple(dict.fromkeys(self.unknown)),
            found=self.found,
        )


def _judged(text: str) -> str:
    """What a person judged; what is no judgement is none."""
    return text if text in (PASSED, FAILED) else UNJUDGED


def _mapping(value: Any) -> Mapping[str, Any]:
    return {str(key): one for key, one in value.items()} if isinstance(value, Mapping) else {}


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
