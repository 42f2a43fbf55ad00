"""`review(definition, submission, filed) → verdict`: every checkpoint and every material, nothing stops at the first.

The law asks for one complete notice (行政许可法第三十二条). Pure: the same submission and definition give the same
verdict on any machine; dates are relative to `filed`, never to now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from engine.applicability import Situation
from engine.calendar import Calendar
from engine.clock import count, due
from engine.definition import Definition
from engine.intake import FAILED, PASSED, UNJUDGED, Submission
from engine.matter import Checkpoint, Field, Material, Query
from engine.verdict import Finding, Verdict
from engine.wording import fill, shown_or_masked
from rules_dsl import (
    NOT_APPLICABLE,
    UNANSWERED,
    UNCHECKED,
    Division,
    Judgement,
    Rule,
    Undecided,
    Value,
    describe,
    judge,
    remedy,
    value_of,
    why,
)

INCOMPLETE, UNVERIFIED, OUTSIDE = "待补", "待核", "不适用"
_UNMOVED = ("提示", "不予准予")


def review(
    definition: Definition,
    submission: Submission,
    filed: date,
    places: Mapping[str, Division],
    calendar: Calendar,
) -> Verdict:
    """The verdict on a submission filed on the local day `filed`; `places` maps 本镇 本县 本市 本省."""
    situation = Situation(definition, submission, filed, places, calendar)
    reviewer = _Review(situation)
    findings = (*reviewer.fields(), *reviewer.materials(), *reviewer.queries(), *reviewer.checkpoints())
    outcome, because = _outcome(findings, reviewer.told_by_look_up)
    matter = definition.matter
    start = calendar.next_working_day(filed)
    told = tuple(f.name for f in findings if f.otherwise in _UNMOVED and f.status == FAILED)
    payable = outcome in ("通过", "容缺受理") and not any(
        f.otherwise == "不予准予" and f.status == FAILED for f in findings
    )
    late = {
        m.name: count(start, m.later, calendar).last_day
        for m in matter.materials
        if m.later is not None and m.name in because
    }
    days = due(matter.time_limit.promised, matter.time_limit.statutory, start, calendar)
    return Verdict(
        outcome=outcome,
        findings=findings,
        because=because,
        told=told,
        missing_answers=tuple(f.name for f in findings if f.kind == "字段" and f.status in (INCOMPLETE, FAILED)),
        missing_materials=tuple(f.name for f in findings if f.kind == "材料" and f.status in (INCOMPLETE, FAILED)),
        unknown=submission.unknown,
        unused=situation.unused(),
        award=_fen(matter.award, situation) if payable else None,
        fee=_fen(matter.fee.amount if matter.fee else None, situation) if payable else None,
        due_date=days.last_day,
        due_provisional=days.provisional,
        later={name: day for name, day in late.items() if day is not None},
        filed=filed,
        definition=definition.identity,
    )


def _fen(text: str | None, situation: Situation) -> int | None:
    """An award or fee in whole 分; None where it has no value."""
    if text is None:
        return None
    value = value_of(situation.definition.value(text), situation.scope)
    return int(value) if not isinstance(value, bool) and value == value and hasattr(value, "numerator") else None


def _outcome(findings: Iterable[Finding], told_by_look_up: set[str]) -> tuple[str, tuple[str, ...]]:
    """The gravest row of the table in `FORMAT` 3, and the exact names behind it.

    A material that only waits for its own look-up is named through that query.
    """
    rows: dict[str, list[str]] = {"不予受理": [], "补正": [], "待核": [], "容缺受理": []}
    for f in findings:
        if f.otherwise in _UNMOVED or f.by == "审批" or f.at is not None or f.name in told_by_look_up:
            continue
        if f.status == FAILED and f.otherwise == "不予受理":
            rows["不予受理"].append(f.name)
        elif f.status == FAILED and f.otherwise == "容缺":
            rows["容缺受理"].append(f.name)
        elif f.status in (FAILED, INCOMPLETE):
            rows["补正"].append(f.name)
        elif f.status == UNVERIFIED:
            rows["待核"].append(f.name)
    for outcome, behind in rows.items():
        if behind:
            return outcome, tuple(dict.fromkeys(behind))
    return "通过", ()


class _Review:
    """One pass over one situation. `told_by_look_up` are the materials that wait for nothing but their own query."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.scope = situation.scope
        self.matter = situation.definition.matter
        self.told_by_look_up: set[str] = set()

    # -- fields -------------------------------------------------------------------------------------------------

    def fields(self) -> Iterable[Finding]:
        """The facts that cannot be read, then each field asked at intake, a 明细 with its cells."""
        said = self.situation.submission
        for name in ("渠道", "申请人类型", "由他人代办"):
            if name in said.unreadable:
                yield Finding(name, "字段", FAILED, "补正", remedy=said.unreadable[name])
        for one in self.matter.fields:
            if one.at is None:
                yield from self._field(one, one.name, self.situation[one.name])

    def _field(self, one: Field, path: str, value: Value) -> Iterable[Finding]:
        waiting = value if isinstance(value, Undecided) else None
        inner = waiting.value if waiting else value
        label = f"「{one.label}」"
        if inner is NOT_APPLICABLE:
            yield Finding(path, "字段", OUTSIDE, "补正", asks=label)
            return
        if path in self.situation.submission.unreadable:
            sentence = self.situation.submission.unreadable[path]
            typed = "（填写的内容无法识别）"
            yield Finding(path, "字段", FAILED, "补正", ((path, typed),), label, sentence)
        elif inner is UNANSWERED and not one.optional:
            yield self._missing_answer(one, path, waiting)
        elif one.kind == "明细" and not one.at_least <= len(self.situation.rows(one.name)) <= one.at_most:
            wanted = f"至少填 {one.at_least} 行" if one.at_least else ""
            wanted += ("，" if wanted else "") + f"最多填 {one.at_most} 行"
            yield Finding(path, "字段", FAILED, "补正", (), label, f"{label}{wanted}。")
        else:
            yield Finding(path, "字段", PASSED, "补正", asks=label)
        if one.kind == "明细":
            for number, row in enumerate(self.situation.rows(one.name), start=1):
                for column in one.columns:
                    yield from self._field(column, f"{one.name}.{number}.{column.name}", row[column.name])

    def _missing_answer(self, one: Field, path: str, waiting: Undecided | None) -> Finding:
        wanted = (
            f"请填写「{one.label}」。"
            if one.kind != "明细"
            else f"请填写「{one.label}」，至少 {one.at_least or 1} 行。"
        )
        if "." in path:
            wanted = f"请填写第{path.split('.')[1]}行的「{one.label}」。"
        if waiting is not None:
            wanted = f"若{self._condition(one.when, path)}，还需填写「{one.label}」。"
        status = INCOMPLETE if waiting is None or waiting.missing else UNVERIFIED
        return Finding(path, "字段", status, "补正", asks=f"「{one.label}」", remedy=wanted)

    def _condition(self, when: str | None, path: str = "") -> str:
        if when is None:
            return ""
        group = path.split(".")[0] if "." in path else None
        return describe(self.situation.definition.condition(when, group)).rstrip("。")

    # -- materials ----------------------------------------------------------------------------------------------

    def materials(self) -> Iterable[Finding]:
        """Each material asked for at intake; where any one of a group will do, the group is one finding."""
        groups = dict.fromkeys(m.one_of for m in self.matter.materials if m.one_of and m.at is None)
        for one in self.matter.materials:
            if one.at is None and one.one_of is None:
                yield self._material(one)
        for group in groups:
            yield from self._one_of(group, [m for m in self.matter.materials if m.one_of == group])

    def _one_of(self, group: str | None, members: list[Material]) -> Iterable[Finding]:
        each = [self._material(m) for m in members]
        asked = [f for f in each if f.status != OUTSIDE]
        good = next((f for f in asked if f.status == PASSED), None)
        for f in each:
            yield f if f.status == PASSED else replace(f, status=OUTSIDE)
        names = "、".join(m.name for m in members)
        asks = f"「{names}」任交一种"
        if good is not None or not asked:
            yield Finding(group or "", "材料", PASSED if good else OUTSIDE, "补正", asks=asks)
            return
        first = min(asked, key=lambda f: (INCOMPLETE, UNVERIFIED, FAILED).index(f.status))
        if first.name in self.told_by_look_up:
            self.told_by_look_up.add(group or "")
        yield Finding(group or "", "材料", first.status, first.otherwise, asks=asks, remedy=f"请交{asks}。")

    def _material(self, one: Material) -> Finding:
        asked = self.situation.asks_material(one)
        handed = self.situation.handed(one)
        otherwise = "容缺" if one.later is not None else "补正"
        forms = "或".join(one.forms)
        asks = f"「{one.name}」{forms} {one.copies} 份" + (f"（{one.note}）" if one.note else "")
        found = Finding(one.name, "材料", PASSED, otherwise, asks=asks, basis=one.basis)
        if asked is False:
            return replace(found, status=OUTSIDE)
        if handed.promised:
            return replace(found, values=((one.name, "告知承诺"),))
        if handed.judged and handed.copies:
            return self._handed(one, found, handed.form, handed.copies)
        if isinstance(asked, Undecided):
            query = self.matter.look_up_of(one)
            if query is not None and not asked.missing and asked.unchecked == {query.name}:
                self.told_by_look_up.add(one.name)
            status = INCOMPLETE if asked.missing else UNVERIFIED
            return replace(found, status=status, otherwise="补正", remedy=self._either(one, asked, asks))
        if not handed.judged:
            return replace(found, status=UNVERIFIED, remedy=f"请核对是否已交{asks}。")
        later = f"可以先受理，{one.later}内补交" if one.later is not None else "请补交"
        promise = "；也可以签告知承诺书代替" if one.promise else ""
        status = FAILED if one.later is not None else INCOMPLETE
        return replace(found, status=status, remedy=f"{later}{asks}{promise}。")

    def _handed(self, one: Material, found: Finding, form: str, copies: int) -> Finding:
        seen = ((one.name, f"{form} {copies} 份"),)
        if form not in one.forms:
            if one.forms == ("原件核验",):
                return replace(found, status=UNVERIFIED, values=seen, remedy=f"请带「{one.name}」原件到窗口核验。")
            return replace(
                found,
                status=FAILED,
                otherwise="补正",
                values=seen,
                remedy=f"「{one.name}」要交{'或'.join(one.forms)}。",
            )
        if copies < one.copies:
            short = one.copies - copies
            return replace(
                found, status=FAILED, otherwise="补正", values=seen, remedy=f"「{one.name}」还缺 {short} 份。"
            )
        return replace(found, values=seen)

    def _either(self, one: Material, asked: Undecided, asks: str) -> str:
        query = self.matter.look_up_of(one)
        if query is not None and not asked.missing:
            return f"若{query.asks}查不到，还需交{asks}；查到的不用交。"
        return f"若{self._condition(one.when)}，还需交{asks}。"

    # -- queries ------------------------------------------------------------------------------------------------

    def queries(self) -> Iterable[Finding]:
        """Each look-up; one that stands for a material is not needed once the material is there."""
        for one in self.matter.queries:
            yield self._query(one)

    def _query(self, one: Query) -> Finding:
        value = self.situation[one.name]
        waiting = value if isinstance(value, Undecided) else None
        inner = waiting.value if waiting else value
        asks = one.asks or f"查询「{one.name}」"
        found = Finding(one.name, "核验", PASSED, "补正", asks=asks, by=one.by)
        material = self.matter.material(one.material) if one.material else None
        if material is not None:
            handed = self.situation.handed(material)
            if handed.promised or (handed.judged and handed.copies and "materials" not in self._everything()):
                return replace(found, status=OUTSIDE)
        if inner is NOT_APPLICABLE or (waiting is not None and inner is UNCHECKED):
            return replace(found, status=OUTSIDE)
        if inner is UNCHECKED:
            return replace(found, status=UNVERIFIED, remedy=f"请查询：{asks}。")
        return replace(found, values=((one.name, str(inner)),))

    def _everything(self) -> frozenset[str]:
        return self.situation.submission.everything

    # -- checkpoints --------------------------------------------------------------------------------------------

    def checkpoints(self) -> Iterable[Finding]:
        """Each checkpoint: a rule judged, or what a person ticked; those of later desks are listed as 待核."""
        for one in self.matter.checkpoints:
            yield self._checkpoint(one)

    def _checkpoint(self, one: Checkpoint) -> Finding:
        found = Finding(
            one.name, "要点", PASSED, one.otherwise, asks=self._asks(one), basis=one.basis, ground=one.ground,
            by=one.by, at=one.at,
        )  # fmt: skip
        if found.basis is None and one.ground and (ground := self.matter.ground(one.ground)):
            found = replace(found, basis=ground.basis)
        applies = self.situation.applies(one.when)
        about = self.matter.material(one.about) if one.about else None
        if about is not None and applies is not False:
            handed = self.situation.handed(about)
            here = self.situation.asks_material(about) is not False and bool(handed.copies or not handed.judged)
            applies = applies if here else False
        if applies is False:
            return replace(found, status=OUTSIDE)
        found = self._judge_rule(one, found) if one.rule is not None else self._attested(one, found)
        if isinstance(applies, Undecided) and found.status not in (PASSED, OUTSIDE):
            status = INCOMPLETE if applies.missing else UNVERIFIED
            branch = f"若{self._condition(one.when)}：" if one.when else ""
            return replace(found, status=status, remedy=branch + found.remedy)
        return found

    def _asks(self, one: Checkpoint) -> str:
        if one.says:
            return fill(one.says, self.situation)
        return describe(self.situation.definition.demand(one.rule)) if one.rule else one.name

    def _attested(self, one: Checkpoint, found: Finding) -> Finding:
        if one.by == "审批":
            return replace(found, status=UNVERIFIED)
        said = self.situation.submission.attested.get(one.name)
        state = said.state if said else UNJUDGED
        if state == PASSED:
            return found
        if state == FAILED:
            note = f"（{said.note}）" if said and said.note else ""
            return replace(
                found, status=FAILED, remedy=fill(one.message or one.says or one.name, self.situation) + note
            )
        return replace(found, status=UNVERIFIED, remedy=f"请核对：{found.asks}。")

    def _judge_rule(self, one: Checkpoint, found: Finding) -> Finding:
        rule = self.situation.definition.demand(one.rule or "")
        judged = judge(rule, self.scope)
        values = tuple((name, shown_or_masked(name, value, self.situation)) for name, value in judged.seen)
        found = replace(found, status=judged.status, values=values, rows=judged.rows)
        if judged.status in (INCOMPLETE, UNVERIFIED):
            return replace(found, remedy=self._pending(one, rule, judged))
        if judged.status == FAILED:
            return replace(found, remedy=self._message(one, rule, judged))
        return found

    def _pending(self, one: Checkpoint, rule: Rule, judged: Judgement) -> str:
        names = "、".join(f"「{name}」" for name in sorted(judged.missing | judged.unchecked))
        note = f"（{judged.note}）" if judged.note else ""
        return f"{names or '有关内容'}填写或查明后再核对{note}。"

    def _message(self, one: Checkpoint, rule: Rule, judged: Judgement) -> str:
        if one.message is None:
            return f"{why(rule, self.scope)}{remedy(rule, self.scope)}"
        if not judged.rows:
            return fill(one.message, self.situation)
        group = next(iter(rule.uses & {f.name for f in self.matter.fields if f.kind == "明细"}), None)
        texts = [fill(one.message, self.situation, None, group, row) for row in judged.rows]
        return "\n".join(dict.fromkeys(texts))
