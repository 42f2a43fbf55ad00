"""The words the procedure is written in: an act, what it asks of the person, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine.calendar.working_days import Calendar
from engine.case.attachments import Attachment
from engine.case.events import Actor, CaseError, Fact
from engine.case.records import Case
from engine.definition.checked import Definition
from engine.matter.town import Town

NEEDED = "请填写「{}」。"


@dataclass(frozen=True, slots=True)
class Input:
    """One thing an act asks for. `kind` is 选项 (with `options`), 勾选 (its one option is what a tick says), 多行文本,
    文本, 整数 or 日期."""

    name: str
    label: str
    kind: str = "文本"
    options: tuple[str, ...] = ()
    optional: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything an act may look at beside the case: who acts, now (UTC) and today (local date of the town), the
    definition the case is judged by, the town, the calendar, and `draw`: series → the next number of that series,
    written out, which a rolled-back transaction returns; `files`: the scans uploaded for the materials of the act."""

    actor: Actor
    now: datetime
    today: date
    definition: Definition
    town: Town
    calendar: Calendar
    draw: Callable[[str], str]
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Print:
    """A paper an act sends out: its type in `documents.registry`, what it is about where there are several, and its
    number where the act has drawn it already."""

    type: str
    subject: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What an act comes to: the facts to commit, in order, and the papers to issue with them."""

    facts: tuple[Fact, ...]
    prints: tuple[Print, ...] = ()


Answers = Mapping[str, Any]
Decide = Callable[[Case, Setting, Answers], Decided]
Guard = Callable[[Case, Setting], str]
Asks = Callable[[Case, Setting], tuple[Input, ...]]
Scans = Callable[[Case, Setting], tuple[str, ...]]


def never(case: Case, setting: Setting) -> str:
    """The guard of an act that only its state limits."""
    return ""


def nothing(case: Case, setting: Setting) -> tuple[Input, ...]:
    """The inputs of an act that asks for nothing."""
    return ()


def no_scans(case: Case, setting: Setting) -> tuple[str, ...]:
    """The materials of an act that takes none."""
    return ()


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the transition table.

    From `states` the act leads to one of `to`; `roles` says who may (`departments` names whose desk, where the role is
    审批); `event` is its fact, `part` the part of receive/approve/issue it takes; `prints` its papers; `clock` what it
    does to the clock (起算 停止 恢复 延长 重算 结束 or nothing). `closed` says in Chinese why it is not open now ('' =
    open); `asks` what the person must give, `scans` the materials that may come with files; `decide` makes the facts or
    raises CaseError. `on_draft`: it is done on a form being filled, not on the case page. `accepting`: it belongs to
    whoever accepts under the matter's `acceptance`, the counter or the department. `aside`: it leaves the ordinary
    course, so it is never what to do next.
    """

    title: str
    states: tuple[str, ...]
    to: tuple[str, ...]
    roles: tuple[str, ...]
    event: str
    decide: Decide
    part: str | None = None
    prints: tuple[str, ...] = ()
    clock: str = ""
    departments: Callable[[Case, Setting], Sequence[str]] | None = None
    closed: Guard = never
    asks: Asks = nothing
    scans: Scans = no_scans
    on_draft: bool = False
    accepting: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """The inputs of an act, read strictly: what is asked is there, an option is one of those offered."""

    values: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    def get(self, name: str) -> str:
        return self.values.get(name, "")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def read_inputs(asked: Sequence[Input], inputs: Answers) -> Given:
    """The values of what was asked, trimmed. CaseError with one sentence a line for everything missing or unreadable;
    what was not asked is ignored."""
    values: dict[str, str] = {}
    wrong: list[str] = []
    for one in asked:
        raw = inputs.get(one.name, "")
        text = raw.strip() if isinstance(raw, str) else ""
        if not text:
            if not one.optional:
                wrong.append(NEEDED.format(one.label))
        elif one.options and text not in one.options:
            wrong.append(f"「{one.label}」没有选项「{text[:20]}」，可选：{'、'.join(one.options)}。")
        elif one.kind == "日期" and not _is_day(text):
            wrong.append(f"「{one.label}」请写成年-月-日，例如 2026-03-02。")
        elif one.kind == "整数" and not (text.isascii() and text.isdigit() and len(text) <= 4):
            wrong.append(f"「{one.label}」请填整数。")
        elif len(text) > 2000:
            wrong.append(f"「{one.label}」太长，最多 2000 字。")
        values[one.name] = text
    if wrong:
        raise CaseError("\n".join(wrong))
    return Given(values)


def scans_of(setting: Setting, materials: Iterable[str]) -> dict[str, Any]:
    """The part of a payload that holds the scans of these materials; {} where there are none."""
    wanted = frozenset(materials)
    files = [one.to_json() for one in setting.files if one.material in wanted]
    return {"files": files} if files else {}


def fact(
    case: Case, setting: Setting, kind: str, part: str | None, payload: Answers, *, reason: str | None = None
) -> Fact:
    """The fact of an act on an existing case."""
    return Fact(case.id, kind, setting.now, setting.actor, setting.definition.identity, reason, part, payload)
