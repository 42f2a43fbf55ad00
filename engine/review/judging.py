"""`review(definition, submission, filed) → verdict`: every checkpoint and every material, nothing stops at the first.

The law asks for one complete notice (行政许可法第三十二条). Pure: the same submission and definition give the same
verdict on any machine; dates are relative to `filed`, never to now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from engine.calendar.clock import count, due
from engine.calendar.working_days import Calendar
from engine.definition.checked import Definition
from engine.matter.records import Checkpoint, Field
from engine.review.applicability import Situation
from engine.review.evidence import Evidence
from engine.review.intake import UNJUDGED, Submission
from engine.review.terms import terms_of
from engine.review.verdict import FAILED, INCOMPLETE, OUTSIDE, PASSED, UNVERIFIED, Finding, Verdict
from engine.review.wording import condition_text, fill, labelled, rule_text, shown_or_masked, without_identities
from rules_dsl import (
    NOT_APPLICABLE,
    UNANSWERED,
    Division,
    Judgement,
    Rule,
    Undecided,
    Value,
    judge,
    passing_days,
    remedy,
    value_of,
    why,
)

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
    evidence = Evidence(situation)
    every = (*reviewer.fields(), *evidence.materials(), *evidence.queries(), *reviewer.checkpoints())
    findings = tuple(_unidentified(_waiting_for_its_step(one)) for one in every)
    outcome, because = _outcome(findings, evidence.told_by_look_up)
    matter = definition.matter
    start = calendar.next_working_day(filed)
    told = tuple(
        f.name
        for f in findings
        if f.status == FAILED and (f.otherwise in _UNMOVED or (f.kind == "要点" and f.at is not None))
    )
    payable = outcome in ("通过", "容缺受理") and not any(
        f.otherwise == "不予准予" and f.status == FAILED for f in findings
    )
    # A checkpoint that lets something follow waits for the material it is about, put right.
    awaited = {one.about for one in matter.checkpoints if one.otherwise == "容缺" and one.name in because}
    late = {
        m.name: count(start, m.later, calendar).last_day
        for m in matter.materials
        if m.later is not None and (m.name in because or m.name in awaited)
    }
    terms = terms_of(situation)
    days = due(terms.promised, terms.statutory, start, calendar) if terms.promised else None
    return Verdict(
        outcome=outcome,
        findings=findings,
        because=because,
        told=told,
        missing_answers=_missing(findings, "字段"),
        missing_materials=_missing(findings, "材料"),
        unknown=submission.unknown,
        unused=situation.unused(),
        award=fen(matter.award, situation) if payable else None,
        fee=fen(matter.fee.amount if matter.fee else None, situation) if payable else None,
        due_date=days.last_day if days else None,
        due_provisional=days is not None and days.provisional,
        later={name: day for name, day in late.items() if day is not None},
        filed=filed,
        definition=definition.identity,
        terms=terms,
    )


def findings_at(situation: Situation, step: str) -> tuple[Finding, ...]:
    """What the fields, materials and rules asked at a step of the back office come to."""
    reviewer = _Review(situation)
    every = (*reviewer.fields(), *Evidence(situation).materials(), *reviewer.checkpoints())
    return tuple(f for f in every if f.at == step and f.by != "审批")


def _waiting_for_its_step(found: Finding) -> Finding:
    """What is asked at a step is not missing before it."""
    if found.at is None or found.kind == "要点" or found.status not in (INCOMPLETE, UNVERIFIED):
        return found
    return replace(found, status=UNVERIFIED, remedy=f"到「{found.at}」这一步{_LATER[found.kind]}。")


def _unidentified(found: Finding) -> Finding:
    """No finding holds an identity number in full, wherever it was typed."""
    texts = (found.remedy, found.why, *(text for _, text in found.values))
    if all(text == without_identities(text) for text in texts):
        return found
    values = tuple((name, without_identities(text)) for name, text in found.values)
    return replace(found, remedy=without_identities(found.remedy), why=without_identities(found.why), values=values)


_LATER = {"字段": "填写", "材料": "交"}


def _missing(findings: Iterable[Finding], kind: str) -> tuple[str, ...]:
    return tuple(f.name for f in findings if f.kind == kind and f.at is None and f.status in (INCOMPLETE, FAILED))


def fen(text: str | None, situation: Situation) -> int | None:
    """An award or fee in whole 分; None where it has no value."""
    if text is None:
        return None
    value = value_of(situation.definition.value(text), situation.scope)
    return int(value) if isinstance(value, int | Fraction) else None


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
    """One pass over the fields and checkpoints of one situation."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.scope = situation.scope
        self.matter = situation.definition.matter

    # -- fields -------------------------------------------------------------------------------------------------

    def fields(self) -> Iterable[Finding]:
        """The facts that cannot be read, then each field asked at intake, a 明细 with its cells."""
        said = self.situation.submission
        for name in ("渠道", "申请人类型", "由他人代办"):
            if name in said.unreadable:
                yield Finding(name, "字段", FAILED, "补正", remedy=said.unreadable[name])
        for one in self.matter.fields:
            for found in self._field(one, one.name, self.situation[one.name]):
                yield found if one.at is None else replace(found, at=one.at)

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
        elif inner is not UNANSWERED and not self._row_count_is_right(one):
            wanted = f"至少填 {one.at_least} 行" if one.at_least else ""
            wanted += ("，" if wanted else "") + f"最多填 {one.at_most} 行"
            yield Finding(path, "字段", FAILED, "补正", (), label, f"{label}{wanted}。")
        elif one.means == "agent_id" and inner == self._applicant_id():
            remedy = f"{label}与申请人的一样：本人来办的，由他人代办请选否；别人来办的，请填代办人自己的。"
            yield Finding(path, "字段", FAILED, "补正", (), label, remedy)
        else:
            yield Finding(path, "字段", PASSED, "补正", asks=label)
        if one.kind == "明细":
            for number, row in enumerate(self.situation.rows(one.name), start=1):
                for column in one.columns:
                    yield from self._field(column, f"{one.name}.{number}.{column.name}", row[column.name])

    def _applicant_id(self) -> Value:
        """The applicant's identifier; None where the matter asks for none."""
        field = self.matter.meaning("applicant_id")
        return self.situation[field.name] if field is not None else None

    def _row_count_is_right(self, one: Field) -> bool:
        return one.kind != "明细" or one.at_least <= len(self.situation.rows(one.name)) <= one.at_most

    def _missing_answer(self, one: Field, path: str, waiting: Undecided | None) -> Finding:
        verb = "上传" if one.takes_files else "填写"
        wanted = (
            f"请{verb}「{one.label}」。"
            if one.kind != "明细"
            else f"请填写「{one.label}」，至少 {one.at_least or 1} 行。"
        )
        if "." in path:
            wanted = f"请填写第{path.split('.')[1]}行的「{one.label}」。"
        if waiting is not None:
            wanted = f"若{condition_text(self.situation, one.when, path)}，还需{verb}「{one.label}」。"
        status = INCOMPLETE if waiting is None or waiting.missing else UNVERIFIED
        return Finding(path, "字段", status, "补正", asks=f"「{one.label}」", remedy=wanted)

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
            waits = found.status == INCOMPLETE  # says itself what it waits for
            branch = f"若{condition_text(self.situation, one.when)}：" if one.when and not waits else ""
            return replace(found, status=status, remedy=branch + found.remedy)
        return found

    def _asks(self, one: Checkpoint) -> str:
        if one.says:
            return fill(one.says, self.situation, masked=True)
        if one.rule is None:
            return one.name
        return rule_text(self.situation.definition, self.situation.definition.demand(one.rule), self.scope.filed)

    def _attested(self, one: Checkpoint, found: Finding) -> Finding:
        if one.by == "审批":
            return replace(found, status=UNVERIFIED)
        said = self.situation.submission.attested.get(one.name)
        state = said.state if said else UNJUDGED
        if state == PASSED:
            return found
        if state == FAILED:
            note = f"（{said.note}）" if said and said.note else ""
            text = fill(one.message or one.says or one.name, self.situation, masked=True)
            return replace(found, status=FAILED, remedy=text + note)
        return replace(found, status=UNVERIFIED, remedy=f"请核对：{found.asks}。")

    def _judge_rule(self, one: Checkpoint, found: Finding) -> Finding:
        rule = self.situation.definition.demand(one.rule or "")
        judged = judge(rule, self.scope)
        values = tuple((name, shown_or_masked(name, value, self.situation)) for name, value in judged.seen)
        found = replace(found, status=judged.status, values=values, rows=judged.rows)
        if judged.status in (PASSED, OUTSIDE):
            return found
        found = replace(found, why=labelled(self.situation.definition, why(rule, self.scope)))
        if judged.status == FAILED:
            return replace(found, remedy=self._message(one, rule, judged))
        return replace(found, remedy=labelled(self.situation.definition, remedy(rule, self.scope)))

    def _message(self, one: Checkpoint, rule: Rule, judged: Judgement) -> str:
        """The matter's own words, with the day from which it would pass; else what would make it pass."""
        if one.message is None:
            return labelled(self.situation.definition, remedy(rule, self.scope))
        rows = judged.rows or (0,)
        texts = [fill(one.message, self.situation, None, rule.each_row, row, masked=True) for row in rows]
        days = passing_days(rule, self.scope)
        return "\n".join(dict.fromkeys([*texts, f"{days}。"] if days else texts))
