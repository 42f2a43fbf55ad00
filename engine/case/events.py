"""The facts a case is made of: what kinds there are, who did them, and what each carries.

An event is past and never changed. `EVENT_KINDS` is the one place where a kind is added. The payload holds everything
that names or describes a person; the store seals it. Nothing here decides whether an event may happen (`procedure`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

RECEIVE, APPROVE, ISSUE = "receive", "approve", "issue"
PARTS = {RECEIVE: "收件受理", APPROVE: "审查决定", ISSUE: "出证送达"}


class CaseError(Exception):
    """Base of every refusal by the procedure; its text is Chinese and says what stands in the way and what to do."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account of one natural `person`, in a `role`, for a `department` (role name) through a `channel`.

    `person` is the same for all accounts of one human being; separation of parts is about persons. `windows` are the
    windows a clerk may serve. The system itself acts as `SYSTEM`.
    """

    account: str
    person: str
    name: str
    role: str
    town: str
    department: str = ""
    channel: str = "窗口"
    windows: tuple[str, ...] = ()


SYSTEM = "系统"


def system(town: str) -> Actor:
    """The actor of what happens without a hand: closing after delivery, papers going out."""
    return Actor(account=SYSTEM, person=SYSTEM, name=SYSTEM, role=SYSTEM, town=town, channel=SYSTEM)


@dataclass(frozen=True, slots=True)
class EventKind:
    """`title` is what the time line shows; `part` the part of receive/approve/issue that doing it takes, if any."""

    title: str
    part: str | None = None


EVENT_KINDS: dict[str, EventKind] = {
    "advised": EventKind("一次性告知", RECEIVE),
    "received": EventKind("收件", RECEIVE),
    "accepted": EventKind("受理"),  # the part depends on who accepts: see procedure.part_of
    "refused": EventKind("不予受理"),
    "correction_asked": EventKind("一次性通知补正"),  # its part, too, depends on who asks
    "correction_permitted": EventKind("同意再次通知补正"),
    "corrected": EventKind("补正", RECEIVE),
    "deemed_accepted": EventKind("视为受理"),
    "supplied": EventKind("补交容缺材料"),
    "step_finished": EventKind("完成审查步骤", APPROVE),
    "returned": EventKind("退回上一步", APPROVE),
    "suspended": EventKind("开始特别程序，停止计时", APPROVE),
    "resumed": EventKind("特别程序结束，恢复计时", APPROVE),
    "transferred": EventKind("转办", APPROVE),
    "extended": EventKind("延长办理期限", APPROVE),
    "deadline_changed": EventKind("期限按新公布的放假安排重算"),
    "granted": EventKind("准予决定", APPROVE),
    "denied": EventKind("不予决定", APPROVE),
    "certificate_made": EventKind("制证", ISSUE),
    "delivered": EventKind("送达", ISSUE),
    "promise_checked": EventKind("核查告知承诺", APPROVE),
    "promise_revoked": EventKind("撤销决定", APPROVE),
    "receipt_voided": EventKind("收件作废"),
    "withdrawn": EventKind("撤回申请"),
    "terminated": EventKind("终止办理"),
    "closed": EventKind("办结"),
    "archived": EventKind("归档"),
    "handed_over": EventKind("移交纸质材料"),
    "taken_over": EventKind("签收纸质材料"),
    "handed_back": EventKind("没有签收，纸质材料退回移交人"),
    "document_issued": EventKind("出具文书"),
    "document_reprinted": EventKind("补打文书"),
    "evaluated": EventKind("好差评"),
    "called_back": EventKind("回访"),
    "clock_corrected": EventKind("更正走错的时钟记下的时间"),
}

# What concerns no single case is filed under this name, which no case has as its number, and is never folded.
CENTRE = "中心"
CENTRE_KINDS: dict[str, EventKind] = {
    "recovered": EventKind("从旧副本恢复以后继续办理"),
    "clock_corrected": EventKind("更正走错的时钟记下的时间"),
}

# What applicants think of the office is for the supervisor alone: no list, time line or file of the office shows it.
CONFIDENTIAL = ("evaluated", "called_back")


@dataclass(frozen=True, slots=True)
class Fact:
    """An event before the store has given it a place in the chain.

    `case` is the case id (the case number); `at` an aware UTC instant; `definition` the identity (SHA-256, hex) of the
    matter definition the case is judged by; `reason` a reason code where the event refuses, delays or returns;
    `part` the part it takes, None for none.
    """

    case: str
    kind: str
    at: datetime
    actor: Actor
    definition: str
    reason: str | None = None
    part: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """A fact in its place: `sequence` from 1 in its town's chain, `digest` the hex hash that ends the chain there."""

    sequence: int
    digest: str
    fact: Fact

    @property
    def kind(self) -> str:
        return self.fact.kind

    @property
    def at(self) -> datetime:
        return self.fact.at

    @property
    def actor(self) -> Actor:
        return self.fact.actor

    @property
    def payload(self) -> Mapping[str, Any]:
        return self.fact.payload
