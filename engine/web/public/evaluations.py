"""好差评 on the public progress page, and the supervisor's list of those to call back. Nobody else of the office comes
here: a grade is given freely where the clerk cannot see it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from engine.case.events import CaseError
from engine.service.cases import evaluating, progress
from engine.web.public.progress import shown
from engine.web.server.showing import day
from engine.web.server.visits import SUPERVISORS, Page, Visit, see


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person to call back."""

    case: str
    title: str
    phone: str
    grade: str
    words: str
    due: str


@dataclass(frozen=True, slots=True)
class CallBacks:
    """Everybody to call back; `problem` is what was wrong with what was written about `about`, `kept` what it was."""

    waiting: tuple[Waiting, ...]
    problem: str = ""
    about: str = ""
    kept: str = ""


def evaluate(visit: Visit) -> Response:
    """A grade for the case of the token in the form; whatever comes of it is said on the progress page."""
    town = visit.service.town(visit.path("town"))
    token = visit.form.one("_token").strip()[:64]
    problem = "工作人员不能代申请人评价。请申请人用自己的手机扫码评价。" if visit.actor is not None else ""
    if not problem:
        try:
            evaluating.evaluate(visit.service, town.id, token, visit.form.one("评价"), visit.form.one("意见"))
        except CaseError as error:
            problem = str(error)
    found = progress.by_token(visit.service, town.id, token)
    return shown(town, found, problem, 422 if problem else 200)


def waiting(visit: Visit) -> Response:
    """Who is to be called back."""
    return _page(visit)


def called_back(visit: Visit) -> Response:
    """What the call came to."""
    about, words = visit.path("case"), visit.form.one("回访情况")
    try:
        evaluating.call_back(visit.service, visit.staff, about, words)
    except CaseError as error:
        return _page(visit, CallBacks((), str(error), about, words))
    return see("/desk/evaluations")


def _page(visit: Visit, refused: CallBacks = CallBacks(())) -> Response:
    found = tuple(
        Waiting(one.case, one.title, one.phone, one.grade, one.words, day(one.due))
        for one in evaluating.waiting(visit.service, visit.staff)
    )
    page = CallBacks(found, refused.problem, refused.about, refused.kept)
    return visit.show("evaluations.html", page, 422 if refused.problem else 200)


PAGES = (
    Page("POST", "/{town}/evaluation", evaluate, None),
    Page("GET", "/desk/evaluations", waiting, SUPERVISORS),
    Page("POST", "/desk/evaluations/{case}", called_back, SUPERVISORS),
)
