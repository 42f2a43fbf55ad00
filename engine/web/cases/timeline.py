"""What happened to a case, event by event: who, for which department, when, and what was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from engine.case.events import EVENT_KINDS, Event
from engine.case.records import Case
from engine.matter.town import Town
from engine.web.server.showing import instant

# The parts of a payload that people read on the time line, in this order; papers have a list of their own.
DETAILS = {
    "step": "步骤",
    "kind": "程序",
    "material": "材料",
    "list": "移交清单",
    "found": "清点",
    "note": "说明",
    "opinion": "意见",
    "reasons": "理由",
    "outcome": "结果",
    "receiver": "领取人",
    "relation": "与申请人的关系",
    "way": "方式",
    "place": "地点",
    "clock": "期限",
    "old": "原来的最后一天",
    "new": "现在的最后一天",
    "notice": "依据",
}


# Where to, in the words of each event that leads somewhere; a desk is shown by its name in the town.
WHERE_TO = {"returned": "退回到", "transferred": "转到", "handed_over": "移交给"}


@dataclass(frozen=True, slots=True)
class Moment:
    """One event as people read it."""

    title: str
    at: str
    who: str
    details: tuple[tuple[str, str], ...]


def timeline(case: Case, town: Town) -> tuple[Moment, ...]:
    """The events of a case, the newest first, without the papers that went out with them."""
    shown = [_moment(event, town, town.zone) for event in case.office_history if event.kind != "document_issued"]
    return tuple(reversed(shown))


def _moment(event: Event, town: Town, zone: tzinfo) -> Moment:
    actor = event.actor
    where = town.department_name(actor.department) if actor.department else actor.role
    reason = event.fact.reason
    details = [("情形", reason)] if reason and event.kind in ("refused", "denied") else []
    to = event.payload.get("to")
    details += [(WHERE_TO[event.kind], to if event.kind == "returned" else town.department_name(to))] if to else []
    if event.kind == "clock_corrected":
        papers = (f"{title}（{number}）" if number else title for _place, title, number in event.payload["papers"])
        details += [("同签", event.payload["beside"]["name"]), ("要收回重出的文书", "、".join(papers) or "无")]
    details += [(label, str(event.payload[key])) for key, label in DETAILS.items() if event.payload.get(key)]
    return Moment(
        title=EVENT_KINDS[event.kind].title,
        at=instant(event.at, zone),
        who=actor.name if actor.role == "系统" else f"{actor.name}（{where}）",
        details=tuple(details),
    )
