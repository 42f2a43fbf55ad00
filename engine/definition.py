"""A definition: one matter as it is pinned, and everything compiled from it.

`encode` makes the canonical JSON of a resolved `Matter`; its SHA-256 is the identity of the definition.
`Definition.from_json` is the one way to a usable definition, for a file just resolved and for one loaded from the store,
so that a case is judged, printed and opened by what it was received under.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from types import MappingProxyType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from engine.fields import FIELD_KINDS
from engine.clock import parse_limit
from engine.matter import Field, Limit, Matter, MatterError, TableSource
from rules_dsl import Dated, Name, Problem, Rule, Rulebook, Type, Vocabulary, read_rule, read_rulebook

FORMAT = 1
LANGUAGE = 1

# name in rules → what it means; a field of that very name comes first
COMMON_NAMES = {
    "申请人姓名": "applicant_name",
    "申请人身份证号": "applicant_id",
    "申请人手机号": "applicant_phone",
    "申请人出生日期": "applicant_id",
    "申请人性别": "applicant_id",
    "代办人姓名": "agent_name",
    "代办人身份证号": "agent_id",
    "代办人出生日期": "agent_id",
    "监护人姓名": "guardian_name",
    "监护人身份证号": "guardian_id",
}
CASE_FACTS = {
    "渠道": Type("选项", ("窗口", "村级代办", "网上", "自助")),
    "由他人代办": Type("是否"),
    "代办人类别": Type("文本"),
    "村": Type("文本"),
}
_FACT_TYPES = {"出生日期": Type("日期"), "性别": Type("选项", ("男", "女"))}


class DefinitionError(MatterError):
    """A pinned definition that cannot be used: an unknown format, or rules that no longer read."""


def encode(matter: Matter) -> bytes:
    """The canonical JSON of a matter: sorted keys, no spaces, UTF-8; nothing in it depends on file or machine."""
    tree = {"format": FORMAT, "language": LANGUAGE, "matter": _plain(matter)}
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def identity_of(canonical: bytes) -> str:
    """The identity of a definition: the SHA-256 of its canonical JSON, hex."""
    return hashlib.sha256(canonical).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Limit):
        return str(value)
    if isinstance(value, Dated):
        return [[start.isoformat() if start else None, _plain(entry)] for start, entry in value.entries]
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return value


def _typed(value: Any, wanted: Any) -> Any:
    """The inverse of `_plain`, led by the type hints of `engine.matter`."""
    if isinstance(wanted, UnionType):
        kinds = [one for one in get_args(wanted) if one is not type(None)]
        return None if value is None else _typed(value, kinds[0])
    if wanted is Limit:
        return parse_limit(value)
    if get_origin(wanted) is tuple:
        return tuple(_typed(one, get_args(wanted)[0]) for one in value)
    if isinstance(wanted, type) and is_dataclass(wanted):
        hints = get_type_hints(wanted)
        return wanted(**{one.name: _typed(value[one.name], hints[one.name]) for one in fields(wanted)})
    return value


def _dated(entries: list[list[Any]], tables: bool) -> Dated:
    def one(value: Any) -> Any:
        if value is None or not tables:
            return tuple(value) if isinstance(value, list) else value
        return TableSource(tuple(value["inputs"]), tuple(tuple(row) for row in value["rows"]), value["hit"])

    return Dated(tuple((date.fromisoformat(start) if start else None, one(value)) for start, value in entries))


def decode(canonical: bytes) -> Matter:
    """The matter in a canonical JSON. DefinitionError where its format is not one this program knows."""
    tree = json.loads(canonical)
    if tree.get("format") != FORMAT or tree.get("language") != LANGUAGE:
        raise DefinitionError(
            f"这个事项版本的格式号是 {tree.get('format')}，规则语言号是 {tree.get('language')}，本程序不认识，请升级程序。"
        )
    plain = tree["matter"]
    hints = get_type_hints(Matter)
    dated = {
        "parameters": {name: _dated(entries, False) for name, entries in plain["parameters"].items()},
        "tables": {name: _dated(entries, True) for name, entries in plain["tables"].items()},
        "definitions": dict(plain["definitions"]),
    }
    return Matter(
        **{one.name: dated.get(one.name) or _typed(plain[one.name], hints[one.name]) for one in fields(Matter)}
    )


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """A problem of one rule text of the matter: where it stands (`place`, such as 要点 年龄), the text, the problem."""

    place: str
    text: str
    problem: Problem
    start: date | None = None


@dataclass(frozen=True)
class Definition:
    """A matter with its vocabulary, rulebook and compiled rules. `facts` maps each common name that is not a field to
    what it means ('' for a fact of the case)."""

    identity: str
    canonical: bytes
    matter: Matter
    vocabulary: Vocabulary
    rulebook: Rulebook
    facts: Mapping[str, str]
    problems: tuple[RuleProblem, ...] = ()
    _rules: dict[tuple[str, str | None, str], Rule] = field(default_factory=dict, repr=False)

    @staticmethod
    def from_json(canonical: bytes) -> Definition:
        """The definition in a canonical JSON. DefinitionError where it cannot be used; what is wrong with rules of a
        file being written is told by `problems`, by lint, and here."""
        definition = Definition.examine(canonical)
        if definition.problems:
            first = definition.problems[0]
            raise DefinitionError(f"{definition.matter.title}：{first.place}：{first.problem.message}")
        return definition

    @staticmethod
    def examine(canonical: bytes) -> Definition:
        """As `from_json`, but with every problem noted instead of raised: for lint."""
        matter = decode(canonical)
        names, facts, aliases = _names(matter)
        rulebook, vocabulary, found = read_rulebook(
            matter.parameters, matter.tables, matter.definitions, Vocabulary(names, aliases)
        )
        problems = [
            RuleProblem(one.name, one.name, one.problem, one.start)
            for one in found
            if one.problem.severity == "error"
        ]
        definition = Definition(identity_of(canonical), canonical, matter, vocabulary, rulebook, facts)
        problems += definition._compile()
        return Definition(
            definition.identity, canonical, matter, vocabulary, rulebook, facts, tuple(problems), definition._rules
        )

    def texts(self) -> list[tuple[str, str, str | Type, str | None]]:
        """Every rule text of the matter: (place, text, what is expected of it, the 明细 whose row it stands in)."""
        matter = self.matter
        found: list[tuple[str, str, str | Type, str | None]] = []

        def when(place: str, text: str | None, group: str | None = None) -> None:
            if text is not None:
                found.append((f"{place}的条件", text, "condition", group))

        for one in matter.fields:
            when(f"字段「{one.name}」", one.when)
            for column in one.columns:
                when(f"字段「{one.name}.{column.name}」", column.when, one.name)
        for material in matter.materials:
            when(f"材料「{material.name}」", material.when)
        for query in matter.queries:
            when(f"核验「{query.name}」", query.when)
        for checkpoint in matter.checkpoints:
            when(f"要点「{checkpoint.name}」", checkpoint.when)
            if checkpoint.rule is not None:
                found.append((f"要点「{checkpoint.name}」", checkpoint.rule, "demand", None))
        for step in matter.steps:
            when(f"步骤「{step.name}」", step.when)
        for result in matter.results:
            when(f"结果「{result.name}」", result.when)
            if result.valid is not None:
                found.append((f"结果「{result.name}」的有效期", result.valid, "value", None))
        if matter.award is not None:
            found.append(("待遇", matter.award, Type("金额"), None))
        if matter.fee is not None:
            found.append(("收费", matter.fee.amount, Type("金额"), None))
        return found

    def _compile(self) -> list[RuleProblem]:
        problems = []
        for place, text, expects, group in self.texts():
            rule, found = read_rule(text, self.vocabulary, expects, group)  # type: ignore[arg-type]
            problems += [RuleProblem(place, text, one) for one in found if one.severity == "error"]
            if rule is not None:
                self._rules[(text, group, expects if isinstance(expects, str) else "value")] = rule
        return problems

    def condition(self, when: str, group: str | None = None) -> Rule:
        """The compiled `when`; with `group` one that stands in a row of that 明细."""
        return self._rules[(when, group, "condition")]

    def demand(self, rule: str) -> Rule:
        """The compiled rule of a checkpoint."""
        return self._rules[(rule, None, "demand")]

    def value(self, text: str) -> Rule:
        """The compiled expression of an award, a fee or a validity."""
        return self._rules[(text, None, "value")]

    def placeholder(self, name: str, group: str | None = None) -> Rule | None:
        """The rule that reads one name of the vocabulary, for 「name」 in texts; None where there is no such name."""
        key = (f"「{name}」", group, "value")
        if key not in self._rules:
            rule, _problems = read_rule(f"「{name}」", self.vocabulary, "value", group)
            if rule is None:
                return None
            self._rules[key] = rule
        return self._rules[key]

    def type_of(self, name: str, column: str | None = None) -> Type | None:
        """The type of a name rules may read; with `column` that of a column of the 明细 `name`."""
        found = self.vocabulary.column(name, column) if column else next(iter(self.vocabulary.get(name)), None)
        return found.type if found else None


def _names(matter: Matter) -> tuple[list[Name], Mapping[str, str], dict[str, str]]:
    """The matter's own words, the common names that are not fields, and the short names of materials."""
    names = []
    for one in matter.fields:
        role = "rows" if one.kind == "明细" else "field"
        names.append(_name(one, role, None))
        names += [_name(column, "column", one.name) for column in one.columns]
    names += [Name(m.name, "material", Type("材料"), conditional=m.when is not None) for m in matter.materials]
    names += [
        Name(q.name, "query", Type("选项", ("查到", "查不到")), conditional=q.when is not None) for q in matter.queries
    ]
    taken = {name.name for name in names}
    facts: dict[str, str] = {}
    case_facts = {**CASE_FACTS, "申请人类型": Type("选项", matter.applicants)}
    for fact, type in case_facts.items():
        if fact not in taken:
            facts[fact] = ""
            names.append(Name(fact, "fact", type))
    for common, means in COMMON_NAMES.items():
        meant = matter.meaning(means)
        if common not in taken and meant is not None:
            facts[common] = means
            type = next((t for end, t in _FACT_TYPES.items() if common.endswith(end)), None)
            type = type or FIELD_KINDS[meant.kind].type(meant)
            names.append(Name(common, "fact", type, conditional=meant.when is not None, means=means))
    aliases = {m.short: m.name for m in matter.materials if m.short and m.short != m.name}
    return names, MappingProxyType(facts), aliases


def _name(one: Field, role: str, group: str | None) -> Name:
    type = Type("明细") if role == "rows" else FIELD_KINDS[one.kind].type(one)
    return Name(one.name, role, type, group, one.optional, one.when is not None, one.means)
