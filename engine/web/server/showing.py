"""Templates and how values read on a page: dates, instants in the town's zone, money, marks for a state.

Every template is a file of ours and autoescaped; no label or answer is ever compiled as a template.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from engine.review.wording import in_case
from engine.web.server import statics

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the head line; `here` marks the page one is on."""

    href: str
    text: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands round every page: the centre's name, who is signed in, where they can go, the form token,
    and the mark of who types (`sessions.typist`)."""

    centre: str
    name: str = ""
    role: str = ""
    links: tuple[Link, ...] = ()
    csrf: str = ""
    typist: str = ""
    home: str = "/"
    phone: str = ""
    public: bool = False


def day(value: date | None) -> str:
    """2026年3月2日（星期一）; '' for none."""
    if value is None:
        return ""
    return f"{value.year}年{value.month}月{value.day}日（星期{WEEKDAYS[value.weekday()]}）"


def short_day(value: date | None) -> str:
    """3月2日; '' for none."""
    return "" if value is None else f"{value.month}月{value.day}日"


def instant(value: datetime | None, zone: tzinfo) -> str:
    """An instant as local date and time, 2026-03-02 09:15; '' for none."""
    return "" if value is None else f"{value.astimezone(zone):%Y-%m-%d %H:%M}"


def money(fen: int | None) -> str:
    """Whole 分 as 元: 50元, 1,234.56元; '' for none."""
    if fen is None:
        return ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}{f'.{rest:02d}' if rest else ''}元"


TONES = {"good": "✓", "careful": "!", "bad": "✕", "calm": "…", "": "–"}

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters |= {"day": day, "short_day": short_day, "money": money, "in_case": in_case}
_environment.globals |= {"asset": statics.address, "tones": TONES}


def text_of(template: str, **names: Any) -> str:
    """The text of a template; a name it uses and did not get is an error of ours, never an empty spot."""
    return _environment.get_template(template).render(**names)


def respond(template: str, frame: Frame, page: Any, status: int = 200) -> Response:
    """A page, or the part of one that htmx asked for, as an answer that varies by that question."""
    body = text_of(template, frame=frame, page=page)
    return HTMLResponse(body, status_code=status, headers={"Vary": "HX-Request"})
