"""What a town says about roles, windows, matters and parameters that do not exist, and what it must not say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from engine.calendar.limit import Limit, parse_limit
from engine.catalogue.town_catalogue import Loaded
from engine.matter.records import Matter
from engine.matter.resolve import AS_OF, BEGINNING
from engine.matter.shared import Shared
from engine.matter.town import Town
from engine.yaml_source.tree import MatterProblem, Path_
from rules_dsl import Dated
from rules_dsl.text.problem import nearest


def town_problems(town: Town, loaded: Mapping[str, Loaded], shared: Shared) -> Iterator[MatterProblem]:
    """Every problem of one town, measured against the matters of the base that could be read."""
    source = town.source
    assert source is not None

    def problem(
        where: Path_, code: str, message: str, fix: str | None = None, severity: str = "error"
    ) -> MatterProblem:
        line, column = source.place(where, key=True)
        return MatterProblem(source.path, line, column, severity, code, message, fix)

    for role in sorted(shared.roles - set(town.departments)):
        yield problem(
            ("roles",), "no_department", f"没有说明「{role}」在{town.name}由哪个单位承担。", "请在 roles 里写上。"
        )
    for role in sorted(set(town.departments) - shared.roles):
        yield problem(("roles", role), "unknown_name", f"没有事项用到部门角色「{role}」。", None, "warning")
    matters = {one.id: one.compiled.matter for one in loaded.values() if one.compiled is not None}
    for window in sorted({matter.window for matter in matters.values()} - {window.name for window in town.windows}):
        yield problem(("windows",), "no_window", f"没有「{window}」窗口，有事项要在那里受理。")
    yield from _hall_problems(town, matters, problem)
    for matter_id, local in town.overrides.matters.items():
        where: Path_ = ("matters", matter_id)
        if matter_id not in loaded:
            like = nearest(matter_id, loaded)
            yield problem(where, "unknown_name", f"没有事项「{matter_id}」。", f"是不是「{like}」？" if like else None)
            continue
        statutory = matters[matter_id].time_limit.statutory if matter_id in matters else None
        promised = local.get("promised")
        if promised and isinstance(statutory, Limit) and parse_limit(promised).is_longer(statutory):
            message = f"承诺时限 {promised} 比法定时限 {statutory} 还长。"
            yield problem((*where, "promised"), "promised_too_long", message, "承诺时限不得长于法定时限。")
        for section in ("parameters", "tables"):
            for name, written in local.get(section, {}).items():
                base = getattr(matters[matter_id], section).get(name) if matter_id in matters else None
                if matter_id in matters and base is None:
                    yield problem((*where, section, name), "unknown_name", f"事项「{matter_id}」没有「{name}」。")
                elif base is not None and (newer := _newer([base], written)):
                    message = f"全县的「{name}」自 {newer} 起有新的值，本镇的还没有跟上。"
                    yield problem((*where, section, name), "base_is_newer", message, None, "warning")
    for section in ("parameters", "tables"):
        for name in getattr(town.overrides, section):
            bases = [getattr(matter, section)[name] for matter in matters.values() if name in getattr(matter, section)]
            if not bases:
                yield problem((section, name), "unknown_name", f"没有事项用到「{name}」。", None, "warning")
            elif newer := _newer(bases, getattr(town.overrides, section)[name]):
                message = f"全县的「{name}」自 {newer} 起有新的值，{town.name}的还没有跟上。"
                fix = f"请给{town.name}的值也加上 {newer} 这一天，或删去本镇的值。"
                yield problem((section, name), "base_is_newer", message, fix, "warning")


def _hall_problems(
    town: Town, matters: Mapping[str, Matter], problem: Callable[..., MatterProblem]
) -> Iterator[MatterProblem]:
    """Windows and devices stand in an area of the hall; what is offered at a terminal is on one, nothing else is."""
    places = [("windows", index, one.name, one.area) for index, one in enumerate(town.windows)]
    places += [("devices", index, one.name, one.area) for index, one in enumerate(town.devices)]
    for section, index, name, area in places:
        if town.areas and area and area not in town.areas:
            message = f"「{name}」所在的「{area}」不在 areas 里。"
            yield problem((section, index), "unknown_name", message, f"功能区有：{'、'.join(town.areas)}。")
    carried: set[str] = set()
    for index, device in enumerate(town.devices):
        carried |= set(device.matters)
        for number, matter_id in enumerate(device.matters):
            where: Path_ = ("devices", index, "matters", number)
            if matter_id not in matters:
                like = nearest(matter_id, matters)
                message = f"没有事项「{matter_id}」。"
                yield problem(where, "unknown_name", message, f"是不是「{like}」？" if like else None)
            elif "自助" not in _channels(town, matters[matter_id]):
                message = f"「{matters[matter_id].title}」的渠道里没有自助，不能放在「{device.name}」上。"
                yield problem(where, "not_by_terminal", message, "请从设备上拿掉，或在事项的 channels 里加上自助。")
    for matter in matters.values():
        if town.devices and "自助" in _channels(town, matter) and matter.id not in carried:
            message = f"「{matter.title}」（{matter.id}）可以自助办理，却不在任何一台设备上。"
            yield problem(("devices",), "no_device", message, "请放到一台设备的 matters 里。")


def _channels(town: Town, matter: Matter) -> Sequence[str]:
    return town.overrides.matters.get(matter.id, {}).get("channels", matter.channels)


def _newer(bases: Iterable[Dated], written: Any) -> str | None:
    """The latest date of the base's histories, if the town's own history ends before it; dates as ISO text."""
    latest = max((start.isoformat() for base in bases for start, _ in base.entries if start), default="")
    own = written if isinstance(written, dict) and "inputs" not in written else {}
    return latest if latest > max((start for start in own if start not in (BEGINNING, AS_OF)), default="") else None
