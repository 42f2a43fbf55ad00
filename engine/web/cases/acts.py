"""The acts of a case as forms: what each asks, with what was typed before, and why the others are not open."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.procedure import Possible
from engine.procedure.act import Input
from engine.web.form.boxes import Option
from engine.web.form.scans import Scans

GRAVE = ("refuse", "deny", "terminate", "revoke_promise")  # shown in red: they take something from the applicant
CLOCKS = {
    "停止": "时限停止计算",
    "恢复": "时限恢复计算",
    "起算": "时限从受理起算",
    "延长": "时限延长",
    "结束": "时限不再计算",
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One input of an act. `kind` is the engine's: 选项, 多行文本, 文本, 整数 or 日期."""

    name: str
    id: str
    label: str
    kind: str
    value: str
    options: tuple[Option, ...]
    as_list: bool
    optional: bool
    help: str
    error: str


@dataclass(frozen=True, slots=True)
class ActForm:
    """An open act with its inputs and the token that makes it happen once; `about` is the step it is about. `problems`
    are what was wrong with it, each with the element it is about, '' for the act as a whole. `uploads` is where scans
    are made `ready` for it, '' where it takes none."""

    name: str
    title: str
    about: str
    grave: bool
    aside: bool
    clock: str
    asks: tuple[Ask, ...]
    token: str
    problems: tuple[tuple[str, str], ...]
    uploads: str
    ready: tuple[Scans, ...]


@dataclass(frozen=True, slots=True)
class Shut:
    """An act that is not open, and why."""

    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was posted and refused: the act, what was typed, what stood in the way."""

    act: str
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def act_forms(
    possible: Sequence[Possible], step: str, attempt: Attempt | None, uploads: str, ready: Sequence[Scans]
) -> tuple[ActForm, ...]:
    """The open acts; the one that was tried before stands first and holds what was typed. `step` is open now. The files
    that lie `ready` were uploaded at the address `uploads`."""
    forms = [
        _form(one, step, attempt if attempt and attempt.act == one.name else None, uploads, ready)
        for one in possible
        if one.open
    ]
    return tuple(sorted(forms, key=lambda form: attempt is None or form.name != attempt.act))


def shut_acts(possible: Sequence[Possible]) -> tuple[Shut, ...]:
    """The acts that are not open, each with why."""
    return tuple(Shut(one.act.title, one.obstacle) for one in possible if not one.open)


def _form(one: Possible, step: str, attempt: Attempt | None, uploads: str, ready: Sequence[Scans]) -> ActForm:
    typed, problems = (attempt.typed, attempt.problems) if attempt else ({}, ())
    asks = tuple(_ask(one.name, number, asked, typed, problems) for number, asked in enumerate(one.inputs, start=1))
    beside = {ask.error: ask.id for ask in asks if ask.error}
    return ActForm(
        name=one.name,
        title=one.act.title,
        about=step if one.act.departments is not None else "",
        grave=one.name in GRAVE,
        aside=one.act.aside,
        clock=CLOCKS.get(one.act.clock, ""),
        asks=asks,
        token=secrets.token_urlsafe(16),
        problems=tuple((problem, beside.get(problem, "")) for problem in problems),
        uploads=uploads if one.scans else "",
        ready=tuple(files for files in ready if files.name in one.scans),
    )


def _ask(act: str, number: int, asked: Input, typed: Mapping[str, str], problems: Sequence[str]) -> Ask:
    element, value = f"{act}-{number}", typed.get(asked.name, "")
    return Ask(
        name=asked.name,
        id=element,
        label=asked.label,
        kind=asked.kind,
        value=value,
        options=tuple(Option(o, o, f"{element}-{n}", o == value) for n, o in enumerate(asked.options, start=1)),
        as_list=len(asked.options) > 5,
        optional=asked.optional,
        help=asked.help,
        error=next((problem for problem in problems if f"「{asked.label}」" in problem), ""),
    )
