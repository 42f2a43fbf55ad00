"""What the national list of matters (实施清单) asks beside what the engine works with: codes, levels, topics, how and
how often one comes, what goes with the matter. All of it may be left out; what is there stands in the guide, in
`onewindow show` and among the national elements (`engine.matter.elements`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Codes:
    """The national codes: 基本编码 (12), 实施编码 (31), 业务办理项编码 (33 characters)."""

    basic: str = ""
    implementation: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Visits:
    """How often the applicant has to come (到办事现场次数), and why."""

    times: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A frequent question and its answer (常见问题)."""

    asks: str
    answer: str


@dataclass(frozen=True, slots=True)
class Intermediary:
    """A service somebody else has to give first (中介服务), and the law that asks for it."""

    name: str
    basis: str


@dataclass(frozen=True, slots=True)
class InForce:
    """The days from and until which the matter is offered (计划生效日期, 计划取消日期); None: no such day."""

    starts: date | None = None
    ends: date | None = None

    def obstacle(self, day: date) -> str:
        """Why nothing can be received on that day; '' where it can."""
        if self.starts is not None and day < self.starts:
            return f"本事项自{self.starts:%Y-%m-%d}起才办理，现在还不能收件。"
        if self.ends is not None and day > self.ends:
            return f"本事项办到{self.ends:%Y-%m-%d}为止，已经取消，不能再收件。"
        return ""


@dataclass(frozen=True, slots=True)
class Particulars:
    """Everything of one matter; empty where the file says nothing."""

    codes: Codes = Codes()
    in_force: InForce = InForce()
    power_source: str = ""
    entrusted_by: str = ""
    use_level: str = ""
    partners: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    quantity_limit: str = ""
    scope: str = ""
    online_depth: str = ""
    visits: Visits | None = None
    appointment: bool = False
    express: bool = False
    deliver_home: bool = False
    pay_online: bool = False
    devices: tuple[str, ...] = ()
    intermediaries: tuple[Intermediary, ...] = ()
    questions: tuple[Question, ...] = ()
    one_thing: tuple[str, ...] = ()
    lawful_basis: str = ""
    creates: str = ""


KEYS = tuple(one.name for one in fields(Particulars))


def particulars_from(data: Mapping[str, Any]) -> Particulars:
    """The particulars in resolved data."""
    found: dict[str, Any] = {key: tuple(v) if isinstance(v := data[key], list) else v for key in KEYS if key in data}
    if "codes" in found:
        found["codes"] = Codes(**found["codes"])
    if "in_force" in found:
        found["in_force"] = InForce(*(_day(found["in_force"].get(key)) for key in ("from", "until")))
    if "visits" in found:
        found["visits"] = Visits(int(found["visits"]["times"]), found["visits"].get("why", ""))
    for key, kind in (("intermediaries", Intermediary), ("questions", Question)):
        if key in found:
            found[key] = tuple(kind(**one) for one in found[key])
    return Particulars(**found)


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def particular_lines(own: Particulars, office: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    """What of it an applicant wants to know, as label and text; questions stand apart. `office` gives the name that a
    role has in the town."""
    visits = f"{own.visits.times} 次{f'（{own.visits.why}）' if own.visits.why else ''}" if own.visits else ""
    ways = (
        ("可以预约", own.appointment), ("可以邮寄结果", own.express), ("可以送证上门", own.deliver_home),
        ("可以网上缴费", own.pay_online),
    )  # fmt: skip
    until = f"办到 {own.in_force.ends:%Y-%m-%d} 为止" if own.in_force.ends else ""
    since = f"自 {own.in_force.starts:%Y-%m-%d} 起办理" if own.in_force.starts else ""
    lines = (
        ("要跑几次", visits),
        ("方便服务", "、".join(title for title, offered in ways if offered)),
        ("自助设备", "、".join(own.devices)),
        ("通办范围", own.scope),
        ("网上能办到", own.online_depth),
        ("数量限制", own.quantity_limit),
        ("先要办的中介服务", "；".join(f"{one.name}（{one.basis}）" for one in own.intermediaries)),
        ("联办机构", "、".join(map(office, own.partners))),
        ("委托部门", office(own.entrusted_by)),
        ("行使层级", own.use_level),
        ("权力来源", own.power_source),
        ("主题", "、".join(own.topics)),
        ("办理起止", "，".join(text for text in (since, until) if text)),
        ("处理个人信息的依据", own.lawful_basis),
        ("办成后新增", "市场主体" if own.creates == "market_entity" else ""),
        ("实施编码", own.codes.implementation),
        ("业务办理项编码", own.codes.item),
    )
    return tuple((label, text) for label, text in lines if text)
