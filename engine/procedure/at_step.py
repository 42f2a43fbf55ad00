"""What a matter asks at a step of the back office instead of at intake (`at:`): the fields the approver answers, the
materials brought there, and the rules judged on both when the step is finished."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.case.attachments import names_of
from engine.case.events import CaseError
from engine.case.outcome import situation_of
from engine.case.records import Case, Taken
from engine.matter.records import Field, Material
from engine.procedure.act import Given, Input, Setting, scans_of
from engine.review.applicability import Situation
from engine.review.judging import findings_at
from engine.review.verdict import FAILED, INCOMPLETE, OUTSIDE, PASSED, UNVERIFIED, Finding
from engine.review.wording import condition_text, with_parameters
from rules_dsl import NOT_APPLICABLE

NOT_BROUGHT = "还没有交"
_INPUT_KINDS = {"选项": "选项", "是否": "选项", "多行文本": "多行文本", "日期": "日期"}
_HINTS = {"日期": "写成 2026-03-02", "年月": "写成 2026-03", "金额": "写到分，如 1200.50"}


@dataclass(frozen=True, slots=True)
class Found:
    """What the step came to: what of it goes into the event, and how its rules judged."""

    payload: Mapping[str, Any]
    judged: dict[str, dict[str, str]]


def asked(case: Case, setting: Setting, step: str) -> tuple[Input, ...]:
    """An input for each field and material asked at the step that may apply to the case."""
    fields, materials = _of(setting, step)
    if not fields and not materials:
        return ()
    situation = situation_of(case, setting.definition, setting.town, setting.calendar)
    return (*_field_inputs(fields, situation), *_material_inputs(materials, situation))


def scanned(case: Case, setting: Setting, step: str) -> tuple[str, ...]:
    """The materials and 附件 fields asked at the step that may apply to the case."""
    if not setting.definition.matter.may_have_files(step):
        return ()
    fields, materials = _of(setting, step)
    situation = situation_of(case, setting.definition, setting.town, setting.calendar)
    brought = (one.name for one in materials if situation.asks_material(one) is not False)
    return (*brought, *(one.name for one in fields if one.takes_files and situation.applies(one.when) is not False))


def _of(setting: Setting, step: str) -> tuple[list[Field], list[Material]]:
    matter = setting.definition.matter
    return [one for one in matter.fields if one.at == step], [one for one in matter.materials if one.at == step]


def _field_inputs(fields: Iterable[Field], situation: Situation) -> Iterator[Input]:
    for one in fields:
        applies = situation.applies(one.when)
        if applies is False or one.takes_files:  # what is uploaded is the answer
            continue
        condition = "" if applies is True else f"{condition_text(situation, one.when)}的才填"
        unit = f"单位：{one.unit}" if one.unit else ""
        said = with_parameters(situation.definition, one.help, situation.scope.filed)
        help = "；".join(text for text in (said, unit, _HINTS.get(one.kind), condition, one.used_for) if text)
        options = ("是", "否") if one.kind == "是否" else one.options
        kind = _INPUT_KINDS.get(one.kind, "文本")
        yield Input(_answer(one), one.label, kind, options, one.optional or applies is not True, help)


def _material_inputs(materials: Iterable[Material], situation: Situation) -> Iterator[Input]:
    for one in materials:
        asked = situation.asks_material(one)
        if asked is False:
            continue
        condition = "" if asked is True else f"{condition_text(situation, one.when)}的才交"
        note = with_parameters(situation.definition, one.note, situation.scope.filed)
        help = "；".join(text for text in (f"{one.copies} 份", note, condition) if text)
        yield Input(_paper(one), f"收到的「{one.name}」", "选项", (*one.forms, NOT_BROUGHT), asked is not True, help)


def _answer(one: Field) -> str:
    return f"答案.{one.name}"


def _typed(one: Field, setting: Setting, given: Given) -> str:
    """The answer as typed, or the names of the files uploaded for it."""
    return names_of(setting.files, one.name) if one.takes_files else given.get(_answer(one))


def _paper(one: Material) -> str:
    return f"材料.{one.name}"


def found(case: Case, setting: Setting, step: str, given: Given) -> Found:
    """What was given at the step, judged. CaseError with a sentence for everything missing, unreadable or undecided."""
    fields, materials = _of(setting, step)
    rules = [one for one in setting.definition.matter.checkpoints if one.at == step and one.rule is not None]
    if not fields and not materials and not rules:
        return Found({}, {})
    typed = {one.name: _typed(one, setting, given) for one in fields}
    answers = {name: text for name, text in typed.items() if text}
    forms = {one.name: given.get(_paper(one)) for one in materials}
    copies = {one.name: one.copies for one in materials}
    papers = {name: form for name, form in forms.items() if form not in ("", NOT_BROUGHT)}
    _match_scans(setting, forms, papers)
    kept = [one for one in case.taken if one.name not in forms]
    after = replace(
        case,
        answered={**case.answered, step: answers},
        taken=(*kept, *(Taken(name, form, copies[name]) for name, form in papers.items())),
    )
    situation = situation_of(after, setting.definition, setting.town, setting.calendar)
    findings = findings_at(situation, step)
    _complain(findings)
    given_here = {
        "answers": {name: text for name, text in answers.items() if situation[name] is not NOT_APPLICABLE},
        "materials": {name: {"form": form, "copies": copies[name]} for name, form in papers.items()},
    }
    uploaded = [one.name for one in fields if one.takes_files and one.name in answers]
    for name in (name for name in uploaded if situation[name] is NOT_APPLICABLE):
        raise CaseError(f"「{name}」这次不用交，却上传了文件。请先到上传页删去它的文件。")
    payload = {key: value for key, value in given_here.items() if value} | scans_of(setting, [*papers, *uploaded])
    judged = {f.name: _judgement(f, step) for f in findings if f.kind == "要点" and f.status in (PASSED, FAILED)}
    return Found(payload, judged)


def _match_scans(setting: Setting, asked_here: Iterable[str], papers: Mapping[str, str]) -> None:
    """CaseError where files lie ready for a material that is said not to be there: nothing uploaded is lost unseen."""
    ready = dict.fromkeys(one.material for one in setting.files if one.material in asked_here)
    for name in (name for name in ready if name not in papers):
        raise CaseError(f"「{name}」已经上传了文件，请选收到的是哪一种；没有收到的，先到上传页删去它的文件。")


def _complain(findings: Iterable[Finding]) -> None:
    wrong = [
        f.remedy or f.asks
        for f in findings
        if f.kind != "要点" and f.status in (INCOMPLETE, FAILED, UNVERIFIED) and f.status != OUTSIDE
    ]
    wrong += [
        f"「{f.name}」还判断不了：{f.remedy}"
        for f in findings
        if f.kind == "要点" and f.status in (INCOMPLETE, UNVERIFIED) and not wrong
    ]
    if wrong:
        raise CaseError("\n".join(wrong))


def _judgement(found: Finding, step: str) -> dict[str, str]:
    return {
        "state": found.status,
        "note": found.remedy if found.status == FAILED else "",
        "otherwise": found.otherwise,
        "ground": found.ground or "",
        "step": step,
    }
