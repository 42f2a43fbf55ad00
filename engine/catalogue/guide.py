"""办事指南: what people need to know of a matter before there is a case, in words, all from its definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from engine.definition.checked import Definition
from engine.matter.particulars import particular_lines
from engine.matter.possibilities import department_words, limit_words
from engine.matter.records import Material, Matter, Step
from engine.matter.town import Town
from engine.review.explanation import Explanation, Standard, explain, fee_words, standards_in
from engine.review.wording import in_case, supposition, with_parameters

_MOST_READ = 400  # signs that explain the names in one condition


@dataclass(frozen=True, slots=True)
class Brought:
    """A paper to bring: in which form and how many, what to know about it, when it is asked ('' for always)."""

    name: str
    asks: str
    notes: tuple[str, ...]
    when: str


@dataclass(frozen=True, slots=True)
class Guide:
    """One matter. `facts` are label and text; `standing` says that nobody has signed for the content, '' otherwise."""

    title: str
    facts: tuple[tuple[str, str], ...]
    before: str
    materials: tuple[Brought, ...]
    conditions: tuple[str, ...]
    steps: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]
    basis: tuple[str, ...]
    standing: str


def guide_of(definition: Definition, town: Town, today: date) -> Guide:
    """The guide as it reads in a town on a day."""
    matter = definition.matter
    return Guide(
        title=matter.title,
        facts=tuple(_facts(definition, town, today)),
        before=with_parameters(definition, matter.before_filing, today),
        materials=tuple(_brought(definition, one, today) for one in sorted(matter.materials, key=_sometimes)),
        conditions=tuple(
            _condition(definition, one, today)
            for one in explain(definition, today)
            if one.became and one.checkpoint.otherwise in ("补正", "不予受理", "不予准予")
        ),
        steps=("收件", "受理", *(_step(definition, one, town, today) for one in matter.steps), "决定", "制证", "送达"),
        questions=tuple(
            (one.asks, with_parameters(definition, one.answer, today)) for one in matter.particulars.questions
        ),
        basis=matter.basis,
        standing=matter.provenance.standing,
    )


def allowances(matter: Matter, material: Material) -> Iterator[str]:
    """What else will do in place of the material in time: later, a promise, another of its group."""
    if material.later is not None:
        yield f"可容缺，{material.later}内补交"
    if material.promise:
        yield "可以告知承诺代替"
    if material.one_of is not None:
        others = [one.name for one in matter.materials if one.one_of == material.one_of and one is not material]
        yield f"与「{'、'.join(others)}」任交一种"


def _facts(definition: Definition, town: Town, today: date) -> Iterator[tuple[str, str]]:
    matter = definition.matter
    yield "谁可以办", "、".join(matter.applicants)
    yield "在哪里办", f"{town.place_of(matter.window)}，{town.address}"
    yield "什么时候办", town.hours
    yield "怎么办", "、".join(matter.channels)
    yield "多久办好", _limits(definition, today)
    yield "收费", fee_words(definition, today)
    yield "办成以后给什么", "；".join(_results(definition, today))
    yield from particular_lines(matter.particulars, town.department_name)
    yield "由谁决定", town.department_name(matter.approving_department)
    yield "咨询电话", town.phone
    yield "监督电话", town.supervision_phone


def _limits(definition: Definition, today: date) -> str:
    """承诺 5个工作日（法定 20个工作日），从受理起算; the extension and the note behind it, a sentence each."""
    matter, limit = definition.matter, definition.matter.time_limit
    text = f"承诺 {limit_words(matter, limit.promised, today)}"
    text += f"（法定 {limit_words(matter, limit.statutory, today)}）" if limit.statutory else ""
    text += f"，从{limit.starts}起算"
    text += f"。经批准可以延长一次，{limit_words(matter, limit.extension, today)}" if limit.extension else ""
    note = with_parameters(definition, limit.note, today).rstrip("。")
    return text + (f"。{note}" if note else "")


def _results(definition: Definition, today: date) -> Iterator[str]:
    """Each paper once; with its condition where there is but one of that name, made only then."""
    results = definition.matter.results
    for name in dict.fromkeys(one.name for one in results):
        whens = [one.when for one in results if one.name == name]
        yield name + (f"（{_when(definition, whens[0], today)}）" if len(whens) == 1 and whens[0] else "")


def _sometimes(one: Material) -> bool:
    """Whether only some have to bring it: what everybody brings stands first."""
    return one.when is not None


def _brought(definition: Definition, one: Material, today: date) -> Brought:
    notes = [with_parameters(definition, one.note, today)] if one.note else []
    notes += [one.fill] if one.fill else []
    source = [text for text in (one.issued_by, one.source) if text and text != "其他"]
    notes += [f"来源：{'，'.join(source)}"] if source else []
    notes += [f"空白表格：{one.blank}" if one.blank else "", f"样表：{one.sample}" if one.sample else ""]
    notes += ["系统查到的不用交"] if one.look_up else []
    notes += allowances(definition.matter, one)
    notes += [f"到「{one.at}」这一步交"] if one.at else []
    said = tuple(note.rstrip("。") for note in notes if note)
    return Brought(
        one.name, f"{'或'.join(one.forms)}，{one.copies} 份", said, _when_in_full(definition, one.when, today)
    )


def _condition(definition: Definition, one: Explanation, today: date) -> str:
    """What a checkpoint asks, behind the case in which it does."""
    text = one.asks + _meanings(definition, one.asks, one.standards, today)
    when = _when_in_full(definition, one.checkpoint.when, today)
    return f"{when}：{text}" if when else text


def _meanings(definition: Definition, text: str, standards: Iterable[Standard], today: date) -> str:
    """What the tables and definitions that a text names come to, to stand behind it; '' for none, and where it would be
    more than people read."""
    told = ""
    for one in standards:  # those that one of them names in turn come later
        if one.role != "参数" and one.meaning and f"「{one.name}」" in text + told:
            told += f"；其中「{one.name}」：{one.meaning}"
    return with_parameters(definition, told, today) if len(told) <= _MOST_READ else ""


def _step(definition: Definition, step: Step, town: Town, today: date) -> str:
    """A step with who does it, within which time, what of it does not count, and when it is taken."""
    matter, offices = definition.matter, {role: town.department_name(role) for role in town.departments}
    words = [department_words(matter, step, offices)]
    words += [f"{limit_words(matter, step.within, today)}内"] if step.within else []
    if step.special:
        kind = "" if step.special.kind == "其他" else step.special.kind
        days = limit_words(matter, step.special.days, today)
        words.append("，".join(text for text in (kind, days, "不计入办理时限") if text))
    words += [f"{_when_in_full(definition, step.when, today)}才有"] if step.when else []
    return f"{step.name}（{'；'.join(words)}）"


def _when(definition: Definition, when: str | None, today: date) -> str:
    """当…时, '' for always."""
    return in_case(supposition(definition, definition.condition(when), today)) if when else ""


def _when_in_full(definition: Definition, when: str | None, today: date) -> str:
    """The same; what a definition in it means stands behind it in brackets."""
    text = _when(definition, when, today)
    standards = standards_in(definition, [definition.condition(when).root], today) if when else ()
    told = _meanings(definition, text, standards, today).removeprefix("；其中")
    return f"{text}（{told}）" if told else text
