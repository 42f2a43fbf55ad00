"""A usable definition: the matter, its vocabulary and rulebook, and every rule of it read and checked.

`Definition.from_json` is the one way to get one, for a file just resolved and for a case opened after twenty years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.definition.circles import Where, circle_of
from engine.fields import FIELD_KINDS
from engine.matter.canonical import from_bytes, identity_of, matter_from
from engine.matter.records import ByCase, Field, Matter, MatterError
from engine.matter.texts import texts_of
from rules_dsl import Name, Problem, Rule, Rulebook, Type, Vocabulary, read_name, read_rule, read_rulebook

CHANNELS = ("窗口", "村级代办", "网上", "自助")
FOUND, NOT_FOUND = "查到", "查不到"
PLACEHOLDER = re.compile("「([^「」\n]{1,40})」")
RESULT_WORDS = ("决定日", "证号", "有效期至")
ROW_NUMBER = "行号"
MONEY = Type("金额")
# Problems found here say in a sentence how to mend them; the rule language gives the text to write instead.
WHOLE_SENTENCES = ("when_reads_material", "not_money", "unknown_placeholder", "brace", "cycle", "not_a_day")

# What rules may call the people of a case, whatever the matter's fields are called: name → (means, kind of value).
COMMON_NAMES: Mapping[str, tuple[str, Type]] = {
    "申请人姓名": ("applicant_name", Type("文本")),
    "申请人身份证号": ("applicant_id", Type("身份证号")),
    "申请人出生日期": ("applicant_id", Type("日期")),
    "申请人性别": ("applicant_id", Type("选项", ("男", "女"))),
    "申请人手机号": ("applicant_phone", Type("手机号")),
    "单位名称": ("organisation_name", Type("文本")),
    "统一社会信用代码": ("organisation_code", Type("统一社会信用代码")),
    "代办人姓名": ("agent_name", Type("文本")),
    "代办人身份证号": ("agent_id", Type("身份证号")),
    "代办人出生日期": ("agent_id", Type("日期")),
    "代办人性别": ("agent_id", Type("选项", ("男", "女"))),
    "监护人姓名": ("guardian_name", Type("文本")),
}


@dataclass(frozen=True, slots=True)
class DefinitionProblem:
    """A problem at a place of the resolved data, such as ("checkpoints", 3, "rule"); offsets are into that text."""

    where: Where
    problem: Problem


@dataclass(frozen=True)
class Definition:
    """One matter, ready to judge by. `identity` is the SHA-256 of `canonical`; `facts` maps each name that no field
    carries (渠道, 申请人出生日期 …) to the field it follows from, '' for a fact of the case itself."""

    matter: Matter
    identity: str
    canonical: bytes
    vocabulary: Vocabulary
    rulebook: Rulebook
    facts: Mapping[str, str]
    _rules: dict[tuple[str, str, str | None], Rule] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_json(cls, canonical: bytes) -> Definition:
        """The definition of canonical bytes. MatterError with every problem if it cannot be used."""
        definition, problems = compile_definition(canonical)
        errors = [p.problem.message for p in problems if p.problem.severity == "error"]
        if definition is None or errors:
            raise MatterError("这个事项版本的规则有误：" + "；".join(errors))
        return definition

    def condition(self, when: str, group: str | None = None) -> Rule:
        """The compiled `when`; with `group` it stands in a row of that 明细."""
        return self._rule(when, "condition", group)

    def demand(self, rule: str) -> Rule:
        """The compiled rule of a checkpoint."""
        return self._rule(rule, "demand", None)

    def value(self, text: str) -> Rule:
        """The compiled expression of an award, a fee or a validity: a literal or the name of something."""
        return self._rule(text, "value", None)

    def placeholder(self, name: str, group: str | None = None) -> Rule | None:
        """The rule that gives the value of 「name」 in a text; None if the vocabulary has no such value."""
        key = (f"「{name}」", "value", group)
        if key not in self._rules:
            rule = read_name(name, self.vocabulary, group)
            if rule is None:
                return None
            self._rules[key] = rule
        return self._rules[key]

    def type_of(self, name: str, column: str | None = None) -> Type | None:
        """The type of a name of the vocabulary, or of a column of a 明细; None if there is no such name."""
        if column is not None:
            found = self.vocabulary.column(name, column)
        else:
            found = next(iter(self.vocabulary.get(name)), None)
        return found.type if found else None

    def known(self, text: str, expects: str, group: str | None = None) -> Rule | None:
        """A rule compiled already; None for one that could not be read, which has been told."""
        return self._rules.get((text, expects, group))

    def rules(self) -> Iterator[Rule]:
        """Every rule compiled so far."""
        yield from self._rules.values()

    def _rule(self, text: str, expects: str, group: str | None) -> Rule:
        key = (text, expects, group)
        if key not in self._rules:
            rule, problems = read_rule(text, self.vocabulary, expects, group)  # type: ignore[arg-type]
            if rule is None:
                raise MatterError(f"规则「{text}」有误：" + "；".join(p.message for p in problems))
            self._rules[key] = rule
        return self._rules[key]


def compile_definition(canonical: bytes) -> tuple[Definition | None, tuple[DefinitionProblem, ...]]:
    """Read everything a matter says in the rule language. The definition comes back even with problems, for lint;
    only `Definition.from_json` hands out definitions to judge by."""
    matter = matter_from(from_bytes(canonical))
    facts = _facts(matter)
    words = Vocabulary(_names(matter, facts), {m.short: m.name for m in matter.materials if m.short != m.name})
    rulebook, vocabulary, found = read_rulebook(
        matter.parameters, matter.tables, matter.definitions, words, matter.as_of
    )
    problems = [DefinitionProblem(_rulebook_place(matter, p.name, p.start, p.problem), p.problem) for p in found]
    definition = Definition(matter, identity_of(canonical), canonical, vocabulary, rulebook, facts)
    compiler = _Compiler(definition, frozenset(p.name for p in found if p.problem.severity == "error"))
    compiler.compile()
    problems += compiler.problems
    if not problems:
        problems += _circles(definition)
    return definition, tuple(problems)


def _facts(matter: Matter) -> dict[str, str]:
    fields = {one.name for one in matter.fields}
    facts = {"渠道": "", "申请人类型": "", "由他人代办": "", "代办人类别": ""}
    for name, (meant, _) in COMMON_NAMES.items():
        source = matter.meaning(meant)
        if source is not None and name not in fields:
            facts[name] = source.name
    return facts


def _names(matter: Matter, facts: Mapping[str, str]) -> Iterator[Name]:
    for one in matter.fields:
        yield _field_name(one, None)
        for column in one.columns:
            yield _field_name(column, one.name)
    for material in matter.materials:
        yield Name(material.name, "material", Type("材料"), when=material.when)
    for query in matter.queries:
        found = FIELD_KINDS[query.value.kind].type(query.value) if query.value else Type("选项", (FOUND, NOT_FOUND))
        yield Name(query.name, "query", found, when=query.when)
    yield Name("渠道", "fact", Type("选项", CHANNELS))
    yield Name("申请人类型", "fact", Type("选项", matter.applicants))
    yield Name("由他人代办", "fact", Type("是否"))
    yield Name("代办人类别", "fact", Type("文本"), when="由他人代办")
    for name, (meant, type) in COMMON_NAMES.items():
        source = matter.meaning(meant)
        if source is not None and name in facts:
            yield Name(name, "fact", type, None, source.optional, source.when, meant)


def _field_name(one: Field, group: str | None) -> Name:
    role = "rows" if one.kind == "明细" else "column" if group else "field"
    type = FIELD_KINDS[one.kind].type(one)
    return Name(one.name, role, type, group, one.optional, one.when, one.means, positive=one.at_least > 0)


def _rulebook_place(matter: Matter, name: str, start: date | None, problem: Problem) -> Where:
    """Where a problem of a parameter, table or definition stands in the resolved data."""
    if name in matter.definitions:
        return ("definitions", name)
    section, history = ("tables", matter.tables) if name in matter.tables else ("parameters", matter.parameters)
    entries = history[name].entries if name in history else ()
    index = next((i for i, (begins, _) in enumerate(entries) if begins == start), 0)
    where: Where = (section, name, index)
    if section == "tables" and problem.cell is not None:
        row, column = problem.cell
        where += ("inputs", column) if row < 0 else ("rows", row, column)
    return where


class _Compiler:
    """Reads every rule text of a matter once, so that each is checked and none is read twice."""

    def __init__(self, definition: Definition, broken: frozenset[str]) -> None:
        self.definition = definition
        self.broken = broken  # parameters, tables and definitions already told: what uses them is not told again
        self.problems: list[DefinitionProblem] = []
        self.known: dict[tuple[str, str, str | None], tuple[Rule | None, tuple[Problem, ...]]] = {}

    def compile(self) -> None:
        """Everything in the order of the file."""
        matter = self.definition.matter
        for index, one in enumerate(matter.fields):
            self.when(one.when, ("fields", index))
            for number, column in enumerate(one.columns):
                self.when(column.when, ("fields", index, "columns", number), one.name)
        for index, material in enumerate(matter.materials):
            self.when(material.when, ("materials", index))
        for index, query in enumerate(matter.queries):
            if query.material is None:  # a look-up asks under its material's own condition, already read
                self.when(query.when, ("queries", index))
        for index, checkpoint in enumerate(matter.checkpoints):
            where: Where = ("checkpoints", index)
            self.when(checkpoint.when, where)
            group = self.read(checkpoint.rule, "demand", (*where, "rule"))
            self.texts(checkpoint.message, (*where, "message"), group)
            self.texts(checkpoint.says, (*where, "says"), None)
        for index, step in enumerate(matter.steps):
            self.when(step.when, ("steps", index))
            if matter.is_set_by_case(step.department):
                self.read(step.department, "value", ("steps", index, "department"))
        for index, result in enumerate(matter.results):
            where = ("results", index)
            self.when(result.when, where)
            self.texts(result.text, (*where, "text"), None, RESULT_WORDS)
            self.read(result.valid, "value", (*where, "valid"))
        for name, day in matter.as_of.items():
            self.day(day, ("as_of", name))
        for where, limit in matter.limits():
            if isinstance(limit, ByCase) and matter.is_set_by_case(limit.name):
                self.read(limit.name, "value", where)
        self.money(matter.award, ("award",))
        self.money(matter.fee.amount if matter.fee else None, ("fee", "amount"))

    def when(self, text: str | None, where: Where, group: str | None = None) -> None:
        """A condition; it must not ask for materials, whose own conditions depend on the same answers."""
        where = (*where, "when")
        self.read(text, "condition", where, group)
        rule = self.definition._rules.get((text or "", "condition", group))
        if rule is not None and rule.materials:
            message = f"条件里不能问材料「{'、'.join(sorted(rule.materials))}」交没交。"
            self.tell(where, 0, len(text or ""), "when_reads_material", message, "请改用字段或核验。")

    def money(self, text: str | None, where: Where) -> None:
        """An award or fee: a value in money."""
        self.read(text, "value", where)
        rule = self.definition._rules.get((text or "", "value", None))
        if rule is not None and text is not None and rule.type.kind != MONEY.kind:
            message = f"「{text}」不是金额，是{rule.type.kind}。"
            self.tell(where, 0, len(text), "not_money", message, "请写金额，或值为金额的参数、表、定义的名称。")

    def day(self, text: str, where: Where) -> None:
        """What `as_of` names: a date that the application states once."""
        found = self.definition.vocabulary.find(text, "field", "fact")
        if found is None or found.type.kind != "日期":
            what = "没有这样的字段" if found is None else f"是{found.type.kind}"
            message = f"「{text}」{what}，不能按它取值。"
            self.tell(where, 0, len(text), "not_a_day", message, "请写一个日期字段的名称。")

    def read(self, text: str | None, expects: str, where: Where, group: str | None = None) -> str | None:
        """One rule text, kept where it can be found again. Returns the 明细 whose rows a demand is about, if any."""
        if text is None:
            return None
        key = (text, expects, group)
        if key not in self.known:
            self.known[key] = read_rule(text, self.definition.vocabulary, expects, group)  # type: ignore[arg-type]
        rule, problems = self.known[key]
        if not any(name in text for name in self.broken):
            self.problems += [DefinitionProblem(where, problem) for problem in problems]
        if rule is None:
            groups = (one.name for one in self.definition.matter.fields if one.kind == "明细")
            return next((name for name in groups if text.lstrip().startswith(name)), None)
        self.definition._rules[key] = rule
        return rule.each_row

    def texts(self, text: str | None, where: Where, group: str | None, more: tuple[str, ...] = ()) -> None:
        """The 「name」 of a message or result text: each must be a value of the matter."""
        for found in PLACEHOLDER.finditer(text or ""):
            name = found[1]
            if name in more or (group is not None and (name == ROW_NUMBER or self._is_column(group, name))):
                continue
            if name not in self.broken and self.definition.placeholder(name) is None:
                message = f"「{name}」不是本事项里有值的名称，印出来还是「{name}」。"
                fix = "请写字段、参数、表、定义或核验的名称；要引用别的话，请用“ ”。"
                self.tell(where, found.start(), found.end(), "unknown_placeholder", message, fix)
        brace = (text or "").find("{")
        if brace >= 0:
            fix = "要填入的值请写成「名称」，里面不能有算式。"
            self.tell(where, brace, brace + 1, "brace", "文字里不能有「{」。", fix)

    def _is_column(self, group: str, name: str) -> bool:
        return self.definition.vocabulary.column(group, name) is not None

    def tell(self, where: Where, start: int, end: int, code: str, message: str, fix: str) -> None:
        """Note one problem."""
        self.problems.append(DefinitionProblem(where, Problem(start, end, code, message, fix)))


def _circles(definition: Definition) -> Iterator[DefinitionProblem]:
    found = circle_of(definition.matter, definition.rulebook, definition.facts, definition.condition)
    if found is not None:
        message = f"条件绕成了圈：{' → '.join(found.names)}，谁也判断不了。"
        problem = Problem(0, len(found.when), "cycle", message, "请去掉其中一个条件。")
        yield DefinitionProblem(found.where, problem)


def names_read(definition: Definition) -> frozenset[str]:
    """Every name that some rule, table, definition or text of the matter reads."""
    matter = definition.matter
    used: set[str] = set()
    for rule in definition.rules():
        used |= rule.uses | rule.materials
    used |= {name for name in (matter.award, matter.fee.amount if matter.fee else None) if name}
    used |= {one.name for _, one in matter.limits() if isinstance(one, ByCase)}
    used |= {step.department for step in matter.steps}
    for rule in definition.rulebook.definitions.values():
        used |= rule.uses
    for history in definition.rulebook.tables.values():
        for table in history.values():
            used |= table.uses
    for text in texts_of(matter):
        used |= {found[1] for found in PLACEHOLDER.finditer(text.text)}
    return frozenset(used)
