"""What is wrong with one matter beyond schema and rules: names, references, limits, who must be known, what is paid,
what nobody uses. Nothing is judged here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.calendar.limit import Limit
from engine.definition.checked import Definition, names_read
from engine.lint.limits import limit_problems
from engine.lint.particulars import particular_problems
from engine.lint.steps import step_problems
from engine.lint.texts import text_problems
from engine.matter.possibilities import possible_departments
from engine.matter.records import Checkpoint, Field, Matter
from engine.matter.resolve import Resolved
from engine.matter.shared import Shared
from engine.yaml_source.tree import MatterProblem, Path_
from rules_dsl.text.problem import nearest
from rules_dsl.text.vocabulary import FILING_DATE, FILING_DATE_ALIASES, PLACES

LONGEST_CHECKPOINT_NAME = 8
REFUSING = ("不予受理", "不予准予")
FIXED_STEPS = ("受理", "决定", "制证", "发放")
PERSONS = ("个人", "家庭")
_PERSON, _ORGANISATION = ("applicant_name", "applicant_id"), ("organisation_name", "organisation_code")
_RESERVED = {FILING_DATE, *FILING_DATE_ALIASES, *PLACES, "渠道", "申请人类型", "由他人代办", "代办人类别"}
_AWKWARD_ENDINGS = ("为", "是", "在", "的")
_ROUNDINGS = ("四舍五入", "舍去", "进位")
_SHARE, _PRODUCT = re.compile("[÷/%％]|除以|平均值"), re.compile("[×*]|乘")
_OPERATORS = re.compile(r"[×*+＋\-－]|乘以|加|减去|减")
_WHOLE = re.compile(r"[0-9]+|[0-9]+(\.[0-9]{1,2})?元")
_OPTION_KINDS, _NUMBER_KINDS = ("选项", "多选"), ("整数", "小数")


def matter_problems(resolved: Resolved, definition: Definition, shared: Shared) -> Iterator[MatterProblem]:
    """Every problem of one matter that could be resolved; its schema and rules have been told before."""
    return _Linter(resolved, definition, shared).all()


class _Linter:
    """One pass over one resolved matter."""

    def __init__(self, resolved: Resolved, definition: Definition, shared: Shared) -> None:
        self.resolved, self.definition, self.shared = resolved, definition, shared
        self.matter: Matter = definition.matter

    def all(self) -> Iterator[MatterProblem]:
        """Everything, in the order of the checks."""
        yield from self._names()
        yield from self._people()
        yield from self._fields()
        yield from self._queries()
        yield from self._materials()
        yield from self._checkpoints()
        yield from self._steps()
        yield from (self.problem(*told) for told in step_problems(self.definition))
        yield from (self.problem(*told) for told in particular_problems(self.matter))
        yield from (self.problem(*told, severity="warning") for told in text_problems(self.definition))
        yield from self._limits()
        yield from self._money()
        yield from self._departments()
        yield from self._unused()

    # -- names --------------------------------------------------------------------------------------------------

    def _names(self) -> Iterator[MatterProblem]:
        """One name space for everything a rule or a verdict may name; columns only within their 明细."""
        seen: dict[str, str] = {}
        for name, what, where in self._named():
            if name in seen:
                message = f"名称「{name}」重复：已经是{seen[name]}的名称。"
                yield self.problem(where, "duplicate_name", message, "字段、材料、核验、要点、参数、表、定义不能同名。")
            elif name in _RESERVED:
                yield self.problem(where, "reserved_name", f"「{name}」是规则里固定的名称，不能另作{what}名。")
            seen.setdefault(name, what)
            if what == "字段" and name.endswith(_AWKWARD_ENDINGS):
                message = f"名称「{name}」以「{name[-1]}」结尾，写进规则读不顺。"
                yield self.problem(where, "awkward_name", message, "请换个名称。")
        for index, one in enumerate(self.matter.fields):
            names = [column.name for column in one.columns]
            for number, name in enumerate(names):
                if name in names[:number]:
                    place: Path_ = ("fields", index, "columns", number, "name")
                    yield self.problem(place, "duplicate_name", f"明细「{one.name}」里有两列叫「{name}」。")
        for index, step in enumerate(self.matter.steps):
            if step.name in [other.name for other in self.matter.steps[:index]]:
                yield self.problem(("steps", index, "name"), "duplicate_name", f"有两个步骤叫「{step.name}」。")
        grounds = [ground.name for ground in self.matter.grounds]
        for index, name in enumerate(grounds):
            if name in grounds[:index]:
                yield self.problem(("grounds", index, "name"), "duplicate_name", f"理由「{name}」写了两次。")

    def _named(self) -> Iterator[tuple[str, str, Path_]]:
        matter = self.matter
        for index, field in enumerate(matter.fields):
            yield field.name, "字段", ("fields", index, "name")
        for index, material in enumerate(matter.materials):
            yield material.name, "材料", ("materials", index, "name")
            if material.short != material.name:
                yield material.short, "材料简称", ("materials", index, "short")
        for index, query in enumerate(matter.queries):
            yield query.name, "核验", ("queries", index, "name")
        for index, checkpoint in enumerate(matter.checkpoints):
            yield checkpoint.name, "要点", ("checkpoints", index, "name")
        for section, title in (("parameters", "参数"), ("tables", "表"), ("definitions", "定义")):
            for name in getattr(matter, section):
                yield name, title, (section, name)

    # -- who it is about ----------------------------------------------------------------------------------------

    def _people(self) -> Iterator[MatterProblem]:
        """Each kind of applicant has a name and an identifier; no meaning is claimed twice."""
        means = [field.means for field in self.matter.fields if field.means]
        for number, applicant in enumerate(self.matter.applicants):
            person = applicant in PERSONS
            wanted = _PERSON if person else _ORGANISATION
            missing = [one for one in wanted if one not in means]
            # What the matter brings into being has no code yet: its founders are who applies.
            founded = self.matter.particulars.creates and not set(_PERSON) - set(means)
            if missing and not founded:
                message = f"服务对象有「{applicant}」，却没有字段写明 means: {'、'.join(missing)}。"
                fix = f"请引入共用的组，或给{'姓名和身份证号' if person else '名称和统一社会信用代码'}字段写上 means。"
                yield self.problem(("applicants", number), "no_applicant", message, fix)
        for index, field in enumerate(self.matter.fields):
            earlier = [one.means for one in self.matter.fields[:index]]
            if field.means and field.means in earlier:
                message = f"有两个字段写了 means: {field.means}。"
                yield self.problem(("fields", index, "means"), "duplicate_meaning", message, "请只留一个。")

    # -- parts --------------------------------------------------------------------------------------------------

    def _fields(self) -> Iterator[MatterProblem]:
        for index, field in enumerate(self.matter.fields):
            yield from self._field(field, ("fields", index))
            for number, column in enumerate(field.columns):
                where: Path_ = ("fields", index, "columns", number)
                if column.kind == "明细":
                    yield self.problem((*where, "kind"), "nested_rows", "明细里面不能再有明细。")
                elif column.takes_files:
                    message = f"「{column.name}」是附件，不能是明细的列：上传的文件不跟着哪一行。"
                    fix = "请改成一项材料，或者移到明细外面。"
                    yield self.problem((*where, "kind"), "files_in_rows", message, fix)
                else:
                    yield from self._field(column, where)

    def _field(self, field: Field, where: Path_) -> Iterator[MatterProblem]:
        if field.kind not in _OPTION_KINDS and field.options:
            yield self.problem((*where, "options"), "odd_key", f"「{field.name}」是{field.kind}，不用写 options。")
        if field.kind != "明细" and field.columns:
            yield self.problem((*where, "columns"), "odd_key", f"「{field.name}」不是明细，不能有 fields。")
        if field.at_least > field.at_most:
            yield self.problem((*where, "at_least"), "rows_limits", "最少的行数比最多的还多。")
        if field.unit and field.kind not in _NUMBER_KINDS:
            yield self.problem((*where, "unit"), "odd_key", f"「{field.name}」是{field.kind}，没有单位。")
        if field.scale is not None and field.kind != "小数":
            yield self.problem((*where, "scale"), "odd_key", "只有小数可以写 scale。")

    def _queries(self) -> Iterator[MatterProblem]:
        """A look-up ends in 查到 or 查不到, or in a value; never both."""
        for index, query in enumerate(self.matter.queries):
            where: Path_ = ("queries", index)
            if query.value is None:
                continue
            yield from self._field(query.value, where)
            if query.value.kind == "选项" and not query.value.options:
                yield self.problem(
                    where, "missing_key", f"核验「{query.name}」查的是选项，缺少 options。", "请列出选项。"
                )
            if query.normal:
                message = f"核验「{query.name}」查的是一个值，没有正常不正常。"
                yield self.problem((*where, "normal"), "odd_key", message, "请删去 normal，正常与否写成要点。")

    def _materials(self) -> Iterator[MatterProblem]:
        groups = [material.one_of for material in self.matter.materials]
        for index, material in enumerate(self.matter.materials):
            if material.one_of and groups.count(material.one_of) == 1:
                message = f"「{material.one_of}」几选一里只有这一份材料。"
                yield self.problem(("materials", index, "one_of"), "lonely_choice", message)
            if material.one_of and material.later:
                message = f"「{material.name}」是「{material.one_of}」几选一里的，不能容缺：说不准要等的是哪一份。"
                fix = "请删去 later；或者不用 one_of，另写一份材料，在 note 里说明有哪几种都行，再写 later。"
                yield self.problem(("materials", index, "later"), "later_choice", message, fix)
            promised = self.matter.time_limit.promised
            # What may follow at all follows the next working day, also where the rest is done on the same day.
            longest = Limit(1, "工作日") if promised == Limit(0, "当日") else promised
            if material.later and isinstance(longest, Limit) and material.later.is_longer(longest):
                message = f"容缺补齐期限 {material.later} 比承诺时限 {promised} 还长。"
                yield self.problem(("materials", index, "later"), "long_later", message, "请改短。", "warning")

    def _checkpoints(self) -> Iterator[MatterProblem]:
        for index, one in enumerate(self.matter.checkpoints):
            where: Path_ = ("checkpoints", index)
            if len(one.name) > LONGEST_CHECKPOINT_NAME:
                message = f"要点名称「{one.name}」有 {len(one.name)} 个字，最多 {LONGEST_CHECKPOINT_NAME} 个。"
                yield self.problem((*where, "name"), "long_name", message)
            yield from self._judged_by(one, where)
            yield from self._consequence(one, where)
            if one.about and self.matter.material(one.about) is None:
                yield self.unknown((*where, "about"), "材料", one.about, [m.name for m in self.matter.materials])
            names = [step.name for step in self.matter.steps]
            for key, step in (("at", one.at), ("back_to", one.back_to)):
                if step is not None and step not in names:
                    yield self.unknown((*where, key), "步骤", step, names)
            if one.at in names and one.back_to in names and names.index(one.back_to) >= names.index(one.at):
                yield self.problem((*where, "back_to"), "back_to", f"「{one.back_to}」不在「{one.at}」之前，退不回去。")

    def _judged_by(self, one: Checkpoint, where: Path_) -> Iterator[MatterProblem]:
        if one.by == "系统" and one.rule is None:
            fix = "请写 rule，或写 by: 窗口（审批）。"
            yield self.problem(where, "no_rule", f"要点「{one.name}」没有规则，系统判断不了。", fix)
        if one.by != "系统" and one.rule is not None:
            fix = "由人判断的，把要求写在 says 里。"
            yield self.problem((*where, "rule"), "odd_key", f"要点「{one.name}」由{one.by}判断，不能有 rule。", fix)
        if one.by != "系统" and one.says is None:
            yield self.problem(where, "no_says", f"要点「{one.name}」由{one.by}判断，要用 says 写明要求。")
        if one.by == "窗口" and one.at is not None:
            fix = "请删去 at，或写 by: 审批。"
            yield self.problem((*where, "at"), "odd_key", f"要点「{one.name}」由窗口在收件时审，不写 at。", fix)

    def _consequence(self, one: Checkpoint, where: Path_) -> Iterator[MatterProblem]:
        later = one.by == "审批" or (one.by == "系统" and one.at is not None)
        allowed = ("退回", "不予准予", "提示") if later else ("补正", *REFUSING, "容缺", "提示")
        if one.otherwise not in allowed:
            when = "在步骤里" if later and one.by == "系统" else ""
            message = f"{one.by}{when}判断的要点，后果不能是「{one.otherwise}」。"
            yield self.problem((*where, "otherwise"), "wrong_consequence", message, f"可以写：{'、'.join(allowed)}。")
        if one.otherwise in REFUSING and one.ground is None:
            message = f"要点「{one.name}」的后果是{one.otherwise}，要写明 ground（理由）。"
            yield self.problem(
                where, "no_ground", message, "不予受理、不予准予必须说明理由和依据（行政许可法第三十八条）。"
            )
        grounds = [ground.name for ground in self.matter.grounds]
        if one.ground is not None and one.ground not in grounds:
            yield self.unknown((*where, "ground"), "理由", one.ground, grounds)
        if one.otherwise == "容缺" and "容缺" in allowed:
            awaited = self.matter.material(one.about) if one.about else None
            if awaited is None or awaited.later is None:
                message = f"要点「{one.name}」的后果是容缺，却没有写明等哪一份材料、等到哪天。"
                fix = "请写 about: 材料名，并给那份材料写 later；不是等材料的，后果写补正。"
                yield self.problem((*where, "otherwise"), "nothing_awaited", message, fix)
        if one.back_to is not None and one.otherwise != "退回":
            yield self.problem((*where, "back_to"), "odd_key", "只有后果是退回的才写 back_to。")

    def _steps(self) -> Iterator[MatterProblem]:
        for index, step in enumerate(self.matter.steps):
            where: Path_ = ("steps", index)
            if step.name in FIXED_STEPS:
                message = f"「{step.name}」每个事项都有，不用写在 steps 里。"
                yield self.problem((*where, "name"), "fixed_step", message)

    def _limits(self) -> Iterator[MatterProblem]:
        for where, code, message, fix in limit_problems(self.matter):
            yield self.problem(where, code, message, fix)
        fee = self.matter.fee
        if fee is not None and not fee.basis and fee.amount != "0元":
            yield self.problem(("fee",), "no_fee_basis", "收费没有写依据。", "请写 basis；不收费的写 fee: 无。")

    def _money(self) -> Iterator[MatterProblem]:
        """What is paid must come out in whole 分: a share or a quotient is rounded, outermost."""
        fee = self.matter.fee
        for text, where in ((self.matter.award, ("award",)), (fee.amount if fee else None, ("fee", "amount"))):
            for expression in self._expressions(text, frozenset()):
                if not expression.startswith(_ROUNDINGS) and self._may_be_uneven(expression):
                    message = f"「{expression}」可能不到一分，付不出来。"
                    fix = f"请写成 四舍五入({expression}, 0.01元)，或用 舍去、进位。"
                    yield self.problem(self._place_of(text, expression, where), "not_whole", message, fix)

    def _expressions(self, text: str | None, seen: frozenset[str]) -> Iterator[str]:
        """The expressions from which an amount may come: itself, the definition or the values of the table it names."""
        name = (text or "").strip()
        if not name or name in seen:
            return
        seen |= {name}
        if name in self.matter.definitions:
            yield from self._expressions(self.matter.definitions[name], seen)
        elif name in self.matter.tables:
            for table in self.matter.tables[name].values():
                for row in table.rows:
                    yield from self._expressions(row[-1], seen)
        else:
            yield name

    def _may_be_uneven(self, expression: str) -> bool:
        if _SHARE.search(expression):
            return True
        if not _PRODUCT.search(expression):
            return False
        for operand in _OPERATORS.split(expression):
            operand = operand.strip("「」（）() ")
            type = self.definition.type_of(operand)
            whole = type.kind in ("整数", "金额") if type else _WHOLE.fullmatch(operand) is not None
            if operand and not whole:
                return True
        return False

    def _place_of(self, text: str | None, expression: str, where: Path_) -> Path_:
        for name, written in self.matter.definitions.items():
            if written.strip() == expression:
                return ("definitions", name)
        return ("tables", text) if text in self.matter.tables else where

    def _departments(self) -> Iterator[MatterProblem]:
        roles = self.shared.roles
        if self.matter.approving_department not in roles:
            yield self.unknown(("approving_department",), "部门角色", self.matter.approving_department, roles)
        for index, step in enumerate(self.matter.steps):
            for name in possible_departments(self.matter, step):
                if name != self.matter.approving_department and name not in roles:
                    yield self.unknown(("steps", index, "department"), "部门角色", name, roles)

    def _unused(self) -> Iterator[MatterProblem]:
        """Parameters, tables, definitions of the matter's own file that nothing reads; those of groups may rest."""
        if any(self.definition.vocabulary.get(name) == () for name in self.matter.tables | self.matter.definitions):
            return  # one of them could not be read, so what it uses is not known
        read = names_read(self.definition)
        for section, title in (("parameters", "参数"), ("tables", "表"), ("definitions", "定义")):
            for name in getattr(self.matter, section):
                own = self.resolved.origins[section, name][1][0] == section
                if own and name not in read:
                    message = f"{title}「{name}」没有被任何规则、表或文字用到。"
                    yield self.problem(
                        (section, name), "unused", message, "请删去，或检查用它的地方名称是否写对。", "warning"
                    )

    # -- telling ------------------------------------------------------------------------------------------------

    def problem(
        self, where: Path_, code: str, message: str, fix: str | None = None, severity: str = "error"
    ) -> MatterProblem:
        """A finding at a place of the resolved matter."""
        path, line, column = self.resolved.locate(where)
        return MatterProblem(path, line, column, severity, code, message, fix)

    def unknown(self, where: Path_, what: str, name: str, known: Iterable[str]) -> MatterProblem:
        """A name that stands for nothing, with the nearest one that does."""
        known = sorted(known)
        like = nearest(name, known)
        fix = f"是不是「{like}」？" if like else f"现有：{'、'.join(known) or '（没有）'}。"
        return self.problem(where, "unknown_name", f"没有名为「{name}」的{what}。", fix)
