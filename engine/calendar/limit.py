"""A length of time as a law or a matter sets it: 5个工作日, 60日, 3个月, 当日. What days it comes to, `clock` says."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(r"([0-9]{1,9})(个?工作日|日|天|个月|年)", re.ASCII)
_FULL_WIDTH_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_UNITS = {"个工作日": "工作日", "工作日": "工作日", "日": "日", "天": "日", "个月": "个月", "年": "个月"}
_LONGEST = {"工作日": 2500, "日": 3650, "个月": 1200}  # ten years of days; a retention period may be a century


class ClockError(ValueError):
    """A limit or an instant that cannot be counted; the text is Chinese and says what to write instead."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A length of time: `count` of `unit`, one of 工作日 日 个月; 当日 is `Limit(0, '当日')`. As text: 5个工作日, 60日,
    3个月, 2年 (24 months), 当日."""

    count: int
    unit: str

    def __str__(self) -> str:
        if self.unit == "当日":
            return "当日"
        if self.unit == "工作日":
            return f"{self.count}个工作日"
        return f"{self.count // 12}年" if self.unit == "个月" and self.count % 12 == 0 else f"{self.count}{self.unit}"

    def is_longer(self, other: Limit) -> bool:
        """Whether this is surely longer: more of the same unit, more working days than days, anything but 当日."""
        if other.unit == "当日":
            return self.unit != "当日"
        if self.unit == other.unit or (self.unit, other.unit) == ("工作日", "日"):
            return self.count > other.count
        return False


def parse_limit(text: str) -> Limit:
    """Read 5个工作日, 5工作日, 60日, 3个月, 2年 (= 24个月) or 当日. ClockError for anything else."""
    typed = text.strip().translate(_FULL_WIDTH_DIGITS)
    if typed == "当日":
        return Limit(0, "当日")
    found = _FORM.fullmatch(typed)
    if not found:
        raise ClockError(f"「{typed}」不是期限，请写成 5个工作日、60日、3个月、2年 或 当日，数字用阿拉伯数字。")
    unit = _UNITS[found[2]]
    number = int(found[1]) * (12 if found[2] == "年" else 1)
    if number == 0:
        raise ClockError(f"期限「{typed}」的数字要大于0；当天办结请写 当日。")
    if number > _LONGEST[unit]:
        raise ClockError(f"期限「{typed}」太长，最多{Limit(_LONGEST[unit], unit)}。")
    return Limit(number, unit)
