"""Limits and due dates, pure functions of dates, a limit and the calendar; every counted or skipped day is told.

The articles are those of 民法典: the first day is not counted (201), months are calendar months with a clamp at the
month's end (202), a last day on a holiday rolls forward to the next working day (203).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import groupby

from engine.calendar.limit import ClockError, Limit
from engine.calendar.working_days import Calendar

PROMISED, STATUTORY = "承诺时限", "法定时限"
_ONE_DAY = timedelta(days=1)
_WEEKDAYS = "一二三四五六日"
_EXCLUDED = "特别程序期间不计"
_ROLLED_TO = "顺延到这一天"
_SELF_EXPLAINING = ("不计", "顺延", _ROLLED_TO)


@dataclass(frozen=True, slots=True)
class Interval:
    """A suspension (特别程序): the days after `suspended_on` up to and including `resumed_on` do not count.

    `resumed_on` None: it has not ended.
    """

    suspended_on: date
    resumed_on: date | None

    def holds(self, day: date) -> bool:
        """Whether `day` is one that does not count."""
        return self.suspended_on < day and (self.resumed_on is None or day <= self.resumed_on)


@dataclass(frozen=True, slots=True)
class Day:
    """One day after the start: whether it counts towards the limit, and why it does or does not, in Chinese."""

    date: date
    counted: bool
    why: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A limit counted from `start`. `last_day` still belongs to it; None while an open suspension holds it up.

    `provisional` (暂定): a day counted or skipped lies in a year whose calendar is not published. `days` are all days
    after the start (当日: from the start) up to the last day, or up to the open suspension.
    """

    start: date
    last_day: date | None
    provisional: bool
    days: tuple[Day, ...]
    limit: Limit
    extension: Limit | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The day something is due: the earlier of both limits, `governed_by` 承诺时限 (also when equal) or 法定时限.

    `last_day` is None while an open suspension holds up both.
    """

    last_day: date | None
    provisional: bool
    governed_by: str
    promised: Counted
    statutory: Counted | None

    @property
    def governing(self) -> Counted:
        """The limit that decides, with its days."""
        return self.statutory if self.statutory and self.governed_by == STATUTORY else self.promised


def add_months(start: date, months: int) -> date:
    """`months` calendar months later (earlier if negative): the same day, or the month's last where it has none.

    OverflowError beyond the year 9999.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        raise OverflowError
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def count(start: date, limit: Limit, calendar: Calendar, excluded: Sequence[Interval] = ()) -> Counted:
    """Count `limit` from `start`, which is not counted itself; days inside `excluded` do not count.

    工作日 counts working days, make-up weekends included. 日 counts every day; 个月 runs to the same day of the month
    and is then moved by the number of excluded days; for both a last day on a holiday rolls forward to the next
    working day that is not excluded. 当日 is the start itself, or the next working day where the start is none.
    ClockError where the limit is not longer than nothing, or ends beyond the year 9999.
    """
    if limit.unit != "当日" and limit.count < 1:
        raise ClockError(f"期限「{limit}」的数字要大于0；当天办结请写 当日。")
    walk = _Walk(start, calendar, excluded)
    try:
        if limit.unit == "当日":
            finished = walk.same_day()
        elif limit.unit == "工作日":
            finished = walk.working_days(limit.count)
        elif limit.unit == "日":
            finished = walk.calendar_days(limit.count)
        elif limit.unit == "个月":
            finished = walk.calendar_days((add_months(start, limit.count) - start).days)
        else:
            raise ClockError(f"期限「{limit}」的单位不对，请用工作日、日、个月或当日。")
    except OverflowError:
        raise ClockError(f"从{_in_full(start)}起算{limit}，超出了能够计算的年份。") from None
    return Counted(
        start=start,
        last_day=walk.day if finished else None,
        provisional=any(calendar.is_provisional(day.date) for day in walk.days),
        days=tuple(walk.days),
        limit=limit,
    )


def extended(counted: Counted, extension: Limit, calendar: Calendar, excluded: Sequence[Interval] = ()) -> Counted:
    """The limit made longer: `extension` counts on from its last day (行政许可法第四十二条). An open suspension
    holds up both."""
    if counted.last_day is None:
        return replace(counted, extension=extension)
    longer = count(counted.last_day, extension, calendar, excluded)
    return replace(
        counted,
        last_day=longer.last_day,
        provisional=counted.provisional or longer.provisional,
        days=counted.days + longer.days,
        extension=extension,
    )


def due(
    promised: Limit,
    statutory: Limit | None,
    start: date,
    calendar: Calendar,
    suspensions: Sequence[Interval] = (),
    extension: Limit | None = None,
) -> Due:
    """Both limits counted from `start`, with the extension where there was one; the earlier one governs (seven working
    days can pass fifteen days)."""

    def counted(limit: Limit) -> Counted:
        plain = count(start, limit, calendar, suspensions)
        return extended(plain, extension, calendar, suspensions) if extension else plain

    by_promise = counted(promised)
    by_law = counted(statutory) if statutory else None
    law_first = by_law is not None and (by_law.last_day or date.max) < (by_promise.last_day or date.max)
    governing = by_law if by_law and law_first else by_promise
    return Due(
        last_day=governing.last_day,
        provisional=governing.provisional,
        governed_by=STATUTORY if law_first else PROMISED,
        promised=by_promise,
        statutory=by_law,
    )


def remaining(day: date, due: Due, calendar: Calendar) -> int | None:
    """Working days left on `day`: 0 on the last day, negative once it has passed, None while the clock stands still."""
    return None if due.last_day is None else calendar.working_days_between(day, due.last_day)


def counted_from(instant_utc: datetime, calendar: Calendar, opens: time, closes: time, zone: tzinfo) -> date:
    """The date from which limits run for what came in at `instant_utc` (aware): the date in `zone`.

    After `closes`, or on a day that is not worked, it is the next working day (民法典 203: the day ends when business
    ends); before `opens`, and at the minute of closing itself, it is still the same day.
    """
    if opens >= closes:
        raise ClockError(f"办公时间不对：{opens:%H:%M}开门，{closes:%H:%M}关门，开门要早于关门。")
    local = instant_utc.astimezone(zone)
    day = local.date()
    too_late = local.time().replace(second=0, microsecond=0) > closes
    return calendar.next_working_day(day + _ONE_DAY if too_late else day)


def explain(counted: Counted) -> tuple[str, ...]:
    """How the last day came about, as Chinese sentences to be read one after the other.

    自2026年3月2日（周一）起算7个工作日，当日不计入。3月3日至3月6日：工作日，计入4天。3月7日至3月8日：周末，不计。…
    最后一天是3月11日（周三）。
    """
    start, year = counted.start, counted.start.year
    longer = f"，延长{counted.extension}" if counted.extension else ""
    how = f"当日办结{longer}" if counted.limit.unit == "当日" else f"起算{counted.limit}{longer}，当日不计入"
    sentences = [f"自{_in_full(start)}（{_weekday(start)}）{how}。"]
    for (is_counted, why), group in groupby(counted.days, key=lambda day: (day.counted, day.why)):
        days = [day.date for day in group]
        when = _short(days[0], year) if len(days) == 1 else f"{_short(days[0], year)}至{_short(days[-1], year)}"
        end = f"，计入{len(days)}天。" if is_counted else "。" if why.endswith(_SELF_EXPLAINING) else "，不计。"
        sentences.append(f"{when}：{why}{end}")
    if counted.last_day is None:
        sentences.append("特别程序还没有结束，结束后继续计算，最后一天现在不能确定。")
    else:
        sentences.append(f"最后一天是{_short(counted.last_day, year)}（{_weekday(counted.last_day)}）。")
    if counted.provisional:
        unpublished = counted.days[-1].date.year
        sentences.append(f"{unpublished}年的放假安排尚未公布，以上日期是暂定的，公布后重新计算。")
    return tuple(sentences)


def explain_due(due: Due) -> tuple[str, ...]:
    """Which limit decides and how each was counted, as Chinese sentences."""
    sentences = [f"{PROMISED}：", *explain(due.promised)]
    if due.statutory:
        sentences += [f"{STATUTORY}：", *explain(due.statutory)]
        if due.last_day:
            same = due.promised.last_day == due.statutory.last_day
            which = "两个时限同一天到期" if same else f"以先到的{due.governed_by}为准"
            sentences.append(f"{which}，应在{_in_full(due.last_day)}前（含当日）办结。")
    return tuple(sentences)


class _Walk:
    """Walks forward from a start day by day and notes each; every walk says whether it came to its end."""

    def __init__(self, start: date, calendar: Calendar, excluded: Sequence[Interval]) -> None:
        self.day = start
        self.days: list[Day] = []
        self.calendar = calendar
        self.excluded = excluded

    def same_day(self) -> bool:
        works = self.calendar.is_working_day(self.day)
        self.days.append(Day(self.day, works, self.calendar.why(self.day) if works else self._rolling()))
        return works or self._roll(counted=True)

    def working_days(self, number: int) -> bool:
        while number and self._next():
            works = self.calendar.is_working_day(self.day) and not self._is_excluded()
            number -= works
            self.days.append(Day(self.day, works, _EXCLUDED if self._is_excluded() else self.calendar.why(self.day)))
        return number == 0

    def calendar_days(self, number: int) -> bool:
        while number and self._next():
            counts = not self._is_excluded()
            number -= counts
            self.days.append(Day(self.day, counts, "自然日" if counts else _EXCLUDED))
        if number:
            return False
        if self.calendar.is_working_day(self.day):
            return True
        self.days[-1] = Day(self.day, True, f"期满，遇{self.calendar.why(self.day)}")
        return self._roll(counted=False)

    def _roll(self, counted: bool) -> bool:
        """On to the next working day that is not excluded."""
        while self._next():
            if self._is_excluded():
                self.days.append(Day(self.day, False, _EXCLUDED))
            elif self.calendar.is_working_day(self.day):
                why = self.calendar.why(self.day)
                self.days.append(Day(self.day, counted, why if counted else f"{why}，{_ROLLED_TO}"))
                return True
            else:
                self.days.append(Day(self.day, False, self._rolling()))
        return False

    def _rolling(self) -> str:
        return f"{self.calendar.why(self.day)}，顺延"

    def _next(self) -> bool:
        """One day on, unless a suspension without an end begins here."""
        if any(interval.resumed_on is None and interval.suspended_on <= self.day for interval in self.excluded):
            return False
        self.day += _ONE_DAY
        return True

    def _is_excluded(self) -> bool:
        return any(interval.holds(self.day) for interval in self.excluded)


def _weekday(day: date) -> str:
    return f"周{_WEEKDAYS[day.weekday()]}"


def _in_full(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _short(day: date, year: int) -> str:
    """Without the year where it is the one the reader has just seen."""
    return f"{day.month}月{day.day}日" if day.year == year else _in_full(day)
