"""What is local: the departments behind the role names, windows, villages, hours, phones, seals, own parameters.

Read from `towns/<id>/town.yaml` with the same strict loader as matters. Nothing here says what a matter asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.calendar.limit import Limit, parse_limit
from engine.matter.records import MatterError
from engine.matter.shared import DatedRemedy, Remedy, Shared, load_shared
from engine.yaml_source.schema import check_schema
from engine.yaml_source.tree import MatterProblem, Source, read_source
from rules_dsl import Division


@dataclass(frozen=True, slots=True)
class Department:
    """Who a role name is in this town: the office's full name, its desk in the hall, its phone, its 18-digit code."""

    name: str
    desk: str = ""
    phone: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """A receiving window: `code` stands in case numbers, `area` and `counters` say where it is."""

    name: str
    code: str
    area: str = ""
    counters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Device:
    """A self-service device, the area of the hall it stands in, and the ids of the matters it carries."""

    name: str
    area: str
    matters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Periods:
    """What the centre sets where the law leaves it open: how long an applicant has to answer a 补正通知书, and how long
    an advice is kept for one who took the papers back."""

    correction: Limit = field(default_factory=lambda: Limit(15, "工作日"))
    advice: Limit = field(default_factory=lambda: Limit(90, "日"))


@dataclass(frozen=True, slots=True)
class Warnings:
    """When a case turns 预警: at most so many working days left, or at most so many hundredths of its working time."""

    working_days: int = 1
    percent: int = 25


@dataclass(frozen=True, slots=True)
class Overrides:
    """What this town changes of the base, by name or by matter; as plain content of the file."""

    parameters: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=dict)
    matters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Town:
    """One town. `zone` is its time zone, `opens` to `closes` the working day, `places` 本镇 本县 本市 本省."""

    id: str
    name: str
    code: str
    zone: ZoneInfo
    places: Mapping[str, Division]
    centre: str
    address: str
    phone: str
    supervision_phone: str
    hours: str
    opens: time
    closes: time
    document_prefix: str
    departments: Mapping[str, Department]
    windows: tuple[Window, ...]
    villages: tuple[Division, ...]
    areas: tuple[str, ...] = ()
    devices: tuple[Device, ...] = ()
    seals: Mapping[str, str] = field(default_factory=dict)
    remedies: tuple[DatedRemedy, ...] = ()
    remedy_bodies: Mapping[str, str] = field(default_factory=dict)
    periods: Periods = field(default_factory=Periods)
    warnings: Warnings = field(default_factory=Warnings)
    overrides: Overrides = field(default_factory=Overrides)
    source: Source | None = field(default=None, repr=False, compare=False)

    def department_name(self, role: str) -> str:
        """The office behind a role name; the role name itself where the town has not said."""
        found = self.departments.get(role)
        return found.name if found else role

    def department_phone(self, role: str) -> str:
        """The phone of the office behind a role name; that of the centre where the town has not said."""
        found = self.departments.get(role)
        return (found.phone if found else "") or self.phone

    def window(self, name: str) -> Window:
        """The window of that name. MatterError where the town has none."""
        found = next((window for window in self.windows if window.name == name), None)
        if found is None:
            raise MatterError(f"{self.name}没有「{name}」窗口，请在 town.yaml 的 windows 里写上。")
        return found

    def window_code(self, name: str) -> str:
        """The two digits of a window in case numbers."""
        return self.window(name).code

    def place_of(self, name: str) -> str:
        """Where to find a window: 沙堰镇行政审批服务中心综合受理区（1号窗口、2号窗口）."""
        window = self.window(name)
        counters = f"（{'、'.join(window.counters)}）" if window.counters else ""
        return f"{self.centre}{window.area}{counters}"

    def devices_for(self, matter_id: str) -> tuple[Device, ...]:
        """The devices that carry a matter."""
        return tuple(device for device in self.devices if matter_id in device.matters)

    def remedies_on(self, day: date) -> tuple[Remedy, ...]:
        """The ways to contest a decision made on `day`, with the bodies of this town."""
        found = (remedy.on(day, self.remedy_bodies.get(remedy.name, "")) for remedy in self.remedies)
        return tuple(remedy for remedy in found if remedy is not None)


def load_town(root: Path, town: str) -> Town:
    """The town of that id below `root`. MatterError with every problem where its file cannot be read."""
    shared, _ = load_shared(root)
    found, problems = read_town(root, town, shared)
    if found is None:
        raise MatterError(f"读不出乡镇「{town}」：\n" + "\n".join(map(str, problems)))
    return found


def read_town(root: Path, town: str, shared: Shared) -> tuple[Town | None, tuple[MatterProblem, ...]]:
    """Read `towns/<town>/town.yaml` below `root`; the remedies come from what is shared."""
    file = root / "towns" / town / "town.yaml"
    path = file.relative_to(root).as_posix()
    source, problems = read_source(file, path)
    if source is None:
        return None, problems
    problems += check_schema(source, "town.schema.json")
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    data = source.plain()
    if data["id"] != town:
        line, column = source.place(("id",))
        message = f"标识「{data['id']}」与文件夹「{town}」不同名。"
        return None, (MatterProblem(path, line, column, "error", "wrong_id", message, f"请改成：id: {town}"),)
    try:
        zone = ZoneInfo(data["zone"])
    except ZoneInfoNotFoundError:
        line, column = source.place(("zone",))
        message = f"没有时区「{data['zone']}」。"
        return None, (MatterProblem(path, line, column, "error", "wrong_zone", message, "请写 Asia/Shanghai。"),)
    return _town(data, zone, shared, source), problems


def _town(data: Mapping[str, Any], zone: ZoneInfo, shared: Shared, source: Source) -> Town:
    places = {word: Division(place["name"], place["code"]) for word, place in data["places"].items()}
    here = places["本镇"].name
    return Town(
        id=data["id"],
        name=data["name"],
        code=data["code"],
        zone=zone,
        places=places,
        centre=data["centre"],
        address=data.get("address", ""),
        phone=data["phone"],
        supervision_phone=data["supervision_phone"],
        hours=data["hours"],
        opens=time.fromisoformat(data["opens"]),
        closes=time.fromisoformat(data["closes"]),
        document_prefix=data["document_prefix"],
        departments={
            role: Department(one["department"], one.get("desk", ""), one.get("phone", ""), one.get("code", ""))
            for role, one in data["roles"].items()
        },
        windows=tuple(
            Window(one["name"], one["code"], one.get("area", ""), tuple(one.get("counters", ())))
            for one in data["windows"]
        ),
        villages=tuple(Division(here + one["name"], one["code"]) for one in data["villages"]),
        areas=tuple(one["name"] for one in data.get("areas", ())),
        devices=tuple(Device(one["name"], one["area"], tuple(one["matters"])) for one in data.get("devices", ())),
        seals=dict(data.get("seals", {})),
        remedies=shared.remedies,
        remedy_bodies=dict(data.get("remedy_bodies", {})),
        periods=Periods(**{name: parse_limit(text) for name, text in data.get("periods", {}).items()}),
        warnings=Warnings(**{name: int(number) for name, number in data.get("warnings", {}).items()}),
        overrides=Overrides(data.get("parameters", {}), data.get("tables", {}), data.get("matters", {})),
        source=source,
    )
