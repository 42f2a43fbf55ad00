"""工作日历: the years that are known, and loading the notice of a new or corrected one while the server runs. A file is
first shown with all that it would change; what is loaded on the second press is that very file, or nothing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from engine.calendar.notice import YearCalendar, read_calendar
from engine.calendar.working_days import Calendar, told_by_reason
from engine.service.counter.keeping import Upload
from engine.service.office.calendars import CalendarError, Foreseen, foresee, load
from engine.web.form.sheets import Notice
from engine.web.server.bodies import BodyError
from engine.web.server.showing import day, instant
from engine.web.server.visits import SUPERVISORS, Page, Visit, see
from engine.yaml_source.tree import MatterProblem, parse_source

ADDRESS = "/desk/calendar"
_AGAIN = Notice("careful", "您重新登录过", ("刚才的操作没有办成，请再做一次。",))
_MOST_SHOWN = 200  # last days that move; more are counted
_LONGEST_NUMBER = 60  # characters of a notice number, as in a file


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year: whether its notice is known, from where, how many days are worked, and the days it rules on."""

    year: int
    published: bool
    basis: str
    working_days: int
    days: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The known years, the newest first, and what is wrong with a file that was not taken, a line a mistake."""

    address: str
    years: tuple[YearLine, ...]
    notice: Notice | None
    mistakes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A last day that moves."""

    case: str
    title: str
    clock: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class LoadPage:
    """What loading a file would change; `content` is the file itself (base64), `version` what was known meanwhile."""

    address: str
    year: YearLine
    days: tuple[tuple[str, str, str], ...]
    moved: tuple[MovedLine, ...]
    more: int
    settled: int
    elsewhere: int
    name: str
    number: str
    content: str
    version: int


def show(visit: Visit) -> Response:
    """The known years."""
    return _page(visit, _loaded(visit))


def look(visit: Visit) -> Response:
    """What the chosen file would change, or everything that is wrong with it."""
    if not visit.form.files:
        return _page(
            visit, Notice("bad", "没有载入", ("还没有选择文件。请先选择放假安排的文件，再点按钮。",)), status=422
        )
    file = visit.form.files[0]
    return _offer(visit, file, visit.form.one("_number"))


def confirm(visit: Visit) -> Response:
    """Load the file that was shown."""
    file, number = _sent_back(visit), visit.form.one("_number")
    version = visit.form.one("_version")
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise _unreadable()
    calendar, problems = _read(file)
    if calendar is None:
        return _mistakes(visit, file, problems)
    try:
        done = load(visit.service, calendar, number[:_LONGEST_NUMBER], by=visit.staff.account, version=int(version))
    except CalendarError as error:
        return _page(visit, Notice("bad", "没有载入", (str(error),)), status=422)
    return see(f"{ADDRESS}?year={done.notice.year}&recounted={done.recounted}&changed={done.changed}")


def again(visit: Visit) -> Response:
    """The page once more: what was sent came under a session that is over."""
    return _page(visit, _AGAIN, status=403)


def _loaded(visit: Visit) -> Notice | None:
    """What a load came to, from the address it led to."""
    year, recounted, changed = (visit.query(name) for name in ("year", "recounted", "changed"))
    if not all(one.isascii() and one.isdigit() and len(one) < 8 for one in (year, recounted, changed)):
        return None
    counted = f"重新计算了{int(recounted)}件办件，其中{int(changed)}件的到期日有变化，变化记在办理过程里。"
    return Notice("good", f"已载入{int(year)}年的放假安排", (counted if int(recounted) else "没有在办件要重新计算。",))


def _read(file: Upload) -> tuple[YearCalendar | None, tuple[MatterProblem, ...]]:
    source, problems = parse_source(file.content, file.name)
    if source is None or not source.sound:
        return None, problems
    return read_calendar(source)


def _offer(visit: Visit, file: Upload, number: str) -> Response:
    calendar, problems = _read(file)
    if calendar is None:
        return _mistakes(visit, file, problems)
    version = visit.service.store.calendar_version()
    try:
        would = foresee(visit.service, visit.staff.town, calendar, number[:_LONGEST_NUMBER])
    except CalendarError as error:
        return _page(visit, Notice("bad", "没有载入", (str(error),)), status=422)
    return visit.show("calendar_load.html", _load_page(visit, file, calendar, would, version))


def _load_page(visit: Visit, file: Upload, calendar: YearCalendar, would: Foreseen, version: int) -> LoadPage:
    after = visit.service.calendar.with_year(calendar.year, calendar.rulings)
    return LoadPage(
        address=ADDRESS,
        year=_line(after, calendar.year, would.number),
        days=tuple((day(one.day), one.before, one.after) for one in would.days),
        moved=tuple(
            MovedLine(one.case, one.title, one.clock, day(one.old), day(one.new)) for one in would.moved[:_MOST_SHOWN]
        ),
        more=max(0, len(would.moved) - _MOST_SHOWN),
        settled=would.settled,
        elsewhere=would.elsewhere,
        name=file.name,
        number=would.number,
        content=base64.b64encode(file.content).decode(),
        version=version,
    )


def _sent_back(visit: Visit) -> Upload:
    """The file as the page that showed it sends it back."""
    try:
        content = base64.b64decode(visit.form.one("_content"), validate=True)
    except (binascii.Error, ValueError):
        raise _unreadable() from None
    return Upload(visit.form.one("_name"), content)


def _unreadable() -> BodyError:
    return BodyError(400, "要载入的文件没有完整地传回来，什么也没有载入。请重新选择文件。", ADDRESS)


def _mistakes(visit: Visit, file: Upload, problems: Sequence[MatterProblem]) -> Response:
    found = Notice("bad", "没有载入", (f"「{file.name}」有{len(problems)}处要改，改好以后再上传：",))
    lines = tuple(f"第{one.line}行第{one.column}列：{one.message}{one.fix or ''}" for one in problems)
    return _page(visit, found, lines, status=422)


def _page(visit: Visit, notice: Notice | None, mistakes: tuple[str, ...] = (), status: int = 200) -> Response:
    calendar, today = visit.service.calendar, visit.service.today(visit.staff.town)
    newest = max(*calendar.years, today.year + 1)
    years = tuple(_line(calendar, year, _basis(visit, year)) for year in range(newest, today.year - 2, -1))
    return visit.show("calendar.html", CalendarPage(ADDRESS, years, notice, mistakes), status)


def _line(calendar: Calendar, year: int, basis: str) -> YearLine:
    days = tuple(told_by_reason(calendar, year))
    return YearLine(year, year in calendar.years, basis, calendar.working_days_of(year), days)


def _basis(visit: Visit, year: int) -> str:
    """Where the days of a year come from: its last notice, when and by whom it was loaded, or the program itself."""
    notice = next((one.notice for one in reversed(visit.service.loaded) if one.notice.year == year), None)
    if notice is None:
        return "程序自带的放假安排"
    account = visit.service.store.account(notice.by) if notice.by else None
    who = f"，{account.name}" if account is not None and account.town == visit.staff.town else ""
    return f"{notice.number}，{instant(notice.loaded_at, visit.town.zone)}载入{who}"


PAGES = (
    Page("GET", ADDRESS, show, SUPERVISORS),
    Page("POST", ADDRESS, look, SUPERVISORS, again, most_files=1),
    Page("POST", f"{ADDRESS}/load", confirm, SUPERVISORS, again),
)
