"""How dates, instants, money and limits read on paper. Pure text; nothing here knows what a paper is."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from engine.calendar.limit import Limit

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
_MOST = 10 ** (4 * len(_GROUPS)) * 100


def day_text(day: date) -> str:
    """A day as official papers write it, Arabic figures without leading zeros (GB/T 9704-2012): 2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def instant_text(instant: datetime, zone: tzinfo) -> str:
    """An aware instant on the town's clock, to the minute: 2026年3月2日9时05分."""
    local = instant.astimezone(zone)
    return f"{day_text(local.date())}{local.hour}时{local.minute:02d}分"


def money_text(fen: int) -> str:
    """Whole 分 in figures: 12345600 → 123,456.00元."""
    return f"{fen // 100:,}.{fen % 100:02d}元"


def money_in_words(fen: int) -> str:
    """Whole 分 as 大写金额 (正确填写票据和结算凭证的基本规定): 640902 → 人民币陆仟肆佰零玖元零贰分.

    整 ends an amount without 角 and 分. ValueError for a negative amount or one of a 万亿 元 and more: no centre
    awards it, so it is a mistake elsewhere.
    """
    if not 0 <= fen < _MOST:
        raise ValueError(f"金额 {fen} 分不能写成大写")
    yuan, jiao, cents = fen // 100, fen // 10 % 10, fen % 10
    text = "人民币" + (f"{_whole(yuan)}元" if yuan or not fen else "")
    if not jiao and not cents:
        return text + "整"
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif yuan:
        text += "零"
    return text + (f"{_DIGITS[cents]}分" if cents else "")


def _whole(number: int) -> str:
    if not number:
        return "零"
    text, gap = "", False
    for group in reversed(range(len(_GROUPS))):
        part = number // 10 ** (4 * group) % 10**4
        if part and text and (gap or part < 1000):
            text += "零"
        text += _four(part) + _GROUPS[group] if part else ""
        gap = part % 10 == 0 if part else bool(text)
    return text


def _four(part: int) -> str:
    """One group of four digits: 6409 → 陆仟肆佰零玖; a run of zeros inside is one 零, zeros at its end are silent."""
    text, gap = "", False
    for place in reversed(range(4)):
        digit = part // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return text


def limit_text(limit: Limit | None) -> str:
    """A length of time: 5个工作日, 60日, 3个月, 10年, 当日; '' for None."""
    return str(limit) if limit is not None else ""
