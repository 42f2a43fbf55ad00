"""What is wrong with the limits of a matter: what gives one that the case decides must give limits, and no promise may
be longer than the law allows."""

from __future__ import annotations

from collections.abc import Iterator

from engine.calendar.limit import Limit, parse_limit
from engine.matter.possibilities import is_limit, possible
from engine.matter.records import ByCase, Matter
from engine.yaml_source.tree import Path_

_TITLES = {
    "promised": "承诺时限",
    "statutory": "法定时限",
    "extension": "延长的期限",
    "within": "步骤时限",
    "days": "特别程序的时间",
}
_WAYS = "5个工作日、15日、3个月、当日"
Told = tuple[Path_, str, str, str]


def limit_problems(matter: Matter) -> Iterator[Told]:
    """Each problem as place, code, message and fix."""
    limit = matter.time_limit
    for where, one in matter.limits():
        if isinstance(one, ByCase):
            yield from _by_case(matter, one.name, _TITLES[str(where[-1])], where)
    statutory = limit.statutory if isinstance(limit.statutory, Limit) else None
    longest = next((one for one in _lengths(matter, limit.promised) if statutory and one.is_longer(statutory)), None)
    if longest is not None:
        message = f"承诺时限 {longest} 比法定时限 {statutory} 还长。"
        yield ("time_limit", "promised"), "promised_too_long", message, "承诺时限不得长于法定时限。"
    whole = limit.statutory or limit.promised
    for index, step in enumerate(matter.steps):
        if step.within is None or not isinstance(whole, Limit):
            continue
        longest = next((one for one in _lengths(matter, step.within) if one.is_longer(whole)), None)
        if longest is not None:
            message = f"步骤时限 {longest} 比整个时限 {whole} 还长。"
            yield ("steps", index, "within"), "long_step", message, "请改短，或核对整个时限。"


def _by_case(matter: Matter, name: str, title: str, where: Path_) -> Iterator[Told]:
    if not matter.is_set_by_case(name):
        message = f"「{name}」不是期限，也没有这样的参数或表。"
        yield where, "unknown_name", message, f"请写成 {_WAYS}，或参数、表的名称。"
    for value in dict.fromkeys(value for _, value in possible(matter, name)):
        if not is_limit(value):
            message = f"「{name}」给出{title}，其中的「{value}」不是期限。"
            yield where, "not_a_limit", message, f"请写成 {_WAYS}。"


def _lengths(matter: Matter, limit: Limit | ByCase) -> Iterator[Limit]:
    if isinstance(limit, Limit):
        yield limit
    else:
        yield from (parse_limit(value) for _, value in possible(matter, limit.name) if is_limit(value))
