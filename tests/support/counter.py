"""The counter as tests use it: small matters from `small_matters/`, a verdict in one call, people and forms by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from engine.calendar.working_days import national_calendar
from engine.case.events import Actor, Event
from engine.case.fold import fold
from engine.case.records import Case
from engine.catalogue.town_catalogue import load_matter
from engine.definition.checked import Definition
from engine.examples.running import Example, examples_of
from engine.matter.shared import Shared, load_shared
from engine.matter.town import load_town
from engine.procedure import ACTS, Input, Setting, decide, obstacle
from engine.review.applicability import Situation
from engine.review.intake import Submission, read_submission
from engine.review.judging import review
from engine.review.parties import agent_of, applicant_of, taken_of
from engine.review.verdict import Finding, Verdict
from engine.service.centre.context import Service
from engine.service.counter.drafting import start_draft
from engine.service.counter.receiving import Done, advise, receive
from engine.service.office.acting import perform
from engine.service.starting.demonstration import posted
from tests.support.launcher import ROOT, TOWN

SMALL = Path(__file__).parents[1] / "small_matters"
MONDAY = date(2026, 3, 2)
CALENDAR = national_calendar()
PILOT = load_town(ROOT, TOWN)
SHARED, _ = load_shared(ROOT)
# Fictitious: region 419999 does not exist. The check digits are those of GB 11643.
MAN_1980 = "419999198001010019"

Data = Mapping[str, Any] | Sequence[tuple[str, str]]


@cache
def small(name: str) -> Definition:
    """The definition in `small_matters/<name>.yaml`; a mistake in the file fails the test that uses it."""
    loaded = load_matter(SMALL / f"{name}.yaml", f"{name}.yaml", f"small/{name}", Shared(), None)
    assert loaded.definition is not None, [str(problem) for problem in loaded.problems]
    return loaded.definition


def read(definition: Definition, data: Data, filed: date = MONDAY) -> Submission:
    return read_submission(definition, data, filed)


def verdict_of(definition: Definition, data: Data | Submission, filed: date = MONDAY) -> Verdict:
    """The verdict on a submission, a JSON tree or a posted form."""
    submission = data if isinstance(data, Submission) else read(definition, data, filed)
    return review(definition, submission, filed, PILOT.places, CALENDAR)


def situation_of(definition: Definition, data: Data | Submission, filed: date = MONDAY) -> Situation:
    submission = data if isinstance(data, Submission) else read(definition, data, filed)
    return Situation(definition, submission, filed, PILOT.places, CALENDAR)


def finding(verdict: Verdict, name: str) -> Finding:
    """The one finding of that name."""
    (found,) = [f for f in verdict.findings if f.name == name]
    return found


def full(answers: Mapping[str, Any], **parts: Any) -> dict[str, Any]:
    """A JSON submission with everything handed in, looked up and judged, but for `parts`."""
    return {"answers": dict(answers), "materials": "全部", "queries": "无问题", "attested": "全部"} | parts


def actor(service: Service, login: str) -> Actor:
    """The person behind a demonstration account."""
    account = service.store.account(login)
    assert account is not None, login
    return Actor(
        account.login, account.person, account.name, account.role, account.town, account.department,
        windows=account.windows,
    )  # fmt: skip


def example(service: Service, matter: str, name: str) -> Example:
    """The example of a matter by its name."""
    loaded = service.catalogues[TOWN].loaded[matter]
    return next(one for one in examples_of(loaded, SHARED) if one.name == name)


def form_of(service: Service, matter: str, name: str, filed: date = MONDAY) -> list[tuple[str, str]]:
    """The example as a clerk would have typed and ticked it."""
    definition = service.catalogues[TOWN].definitions[matter]
    return posted(situation_of(definition, example(service, matter, name).submission, filed))


# -- people of no particular account, for decisions without a store -----------------------------------------------

CLERK = Actor("zhang", "P1", "张秀兰", "窗口", TOWN, windows=("综合受理",))
POLICE_CLERK = Actor("sun", "P5", "孙敏", "窗口", TOWN, windows=("公安专项",))
TOWN_OFFICE = Actor("zhao", "P2", "赵建国", "审批", TOWN, "镇建设办")
COUNTY = Actor("qian", "P3", "钱卫东", "审批", TOWN, "县住建局")
OTHER_OFFICE = Actor("zhou", "P6", "周平", "审批", TOWN, "县民政局")
ISSUER = Actor("li", "P4", "李丽", "出证", TOWN)
SUPERVISOR = Actor("tao", "P7", "陶然", "监督", TOWN)
EVERYBODY = (CLERK, POLICE_CLERK, TOWN_OFFICE, COUNTY, OTHER_OFFICE, ISSUER, SUPERVISOR)
CASE_NUMBER = "411329102202603020100010"


class Story:
    """A case taken through the pure decisions: what each act makes of it, nothing stored and nothing printed."""

    def __init__(self, definition: Definition, on: date = MONDAY) -> None:
        self.definition = definition
        self.case = Case()
        self.on = on
        self.drawn: list[str] = []
        self.papers: list[str] = []

    def setting(self, who: Actor) -> Setting:
        """Ten in the morning of the day of the story."""
        return Setting(who, at_ten(self.on), self.on, self.definition, PILOT, CALENDAR, self._draw)

    def _draw(self, series: str) -> str:
        self.drawn.append(series)
        return f"{series}第{self.drawn.count(series)}号"

    def act(self, name: str, who: Actor, inputs: Mapping[str, Any] | None = None) -> Case:
        """Do an act; CaseError as `decide` raises it."""
        decided = decide(name, self.case, self.setting(who), inputs or {})
        place = len(self.case.history)
        events = [Event(place + n, f"{place + n:064x}", fact) for n, fact in enumerate(decided.facts, start=1)]
        self.case = fold(events, self.case)
        self.papers += [one.type for one in decided.prints]
        return self.case

    def file(self, name: str, data: Data, who: Actor = CLERK, *, signed: bool = False, mandated: bool = False) -> Case:
        """advise or receive what was said."""
        said = intake_of(self.definition, data, self.on)
        return self.act(name, who, said | {"signed": signed, "mandated": mandated})

    def asks(self, name: str, who: Actor) -> tuple[Input, ...]:
        return ACTS[name].asks(self.case, self.setting(who))

    def obstacle(self, name: str, who: Actor) -> str:
        return obstacle(name, self.case, self.setting(who))


def at_ten(day: date) -> datetime:
    """Ten in the morning in the pilot town, as an instant."""
    return datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)


def intake_of(definition: Definition, data: Data, filed: date) -> dict[str, Any]:
    """What the counter hands to `advise` and `receive`."""
    submission = read(definition, data, filed)
    verdict, situation = verdict_of(definition, submission, filed), situation_of(definition, submission, filed)
    return {
        "case": CASE_NUMBER,
        "applicant": applicant_of(situation),
        "agent": agent_of(situation),
        "form": [["申请人姓名", "王小明"]],
        "submission": submission.to_json(),
        "verdict": verdict.to_json(),
        "filed": filed.isoformat(),
        "counted_from": filed.isoformat(),
        "taken": taken_of(situation),
        "later": [{"material": name, "due": day.isoformat()} for name, day in verdict.later.items()],
        "token": "t" * 22,
        "code": "ABCDEFGH",
    }


# -- the whole line over a real service ---------------------------------------------------------------------------

ALLOWANCE = "civil_affairs/old_age_allowance"
PENSION = "social_security/resident_pension_enrolment"
INVOICE = "tax/vat_ordinary_invoice_issuing_on_behalf"
IDENTITY_CARD = "police/id_card_renew_expiry"
HOUSE = "natural_resources/homestead_house_first_registration"
FIRST_EXAMPLE = {
    ALLOWANCE: "今天满80周岁，材料齐全",
    PENSION: "四十多岁的本县村民选200元档，材料齐全",
    INVOICE: "村民卖大葱给饭店，金额不大，材料齐全",
    IDENTITY_CARD: "还有三个月到期，本人带原证来换",
    HOUSE: "本村村民批准建的房子，一人所有，材料齐全",
}


def file_case(
    service: Service, login: str, matter: str = ALLOWANCE, name: str = "", *, token: str = "", advising: bool = False
) -> Done:
    """A new draft filled as an example says, and received (or advised) at once."""
    clerk = actor(service, login)
    draft = start_draft(service, clerk, matter)
    form = form_of(service, matter, name or FIRST_EXAMPLE[matter], service.today(TOWN))
    if advising:
        return advise(service, clerk, draft.id, token or draft.id, form)
    return receive(service, clerk, draft.id, token or draft.id, form, signed=True)


def act(
    service: Service, login: str, case: str, name: str, inputs: Mapping[str, str] | None = None, token: str = ""
) -> Done:
    """Do an act as the page just opened would send it."""
    expected = fold(service.store.events(TOWN, case)).office_history[-1].sequence
    return perform(service, actor(service, login), case, name, inputs or {}, token or f"{name}-{expected}", expected)


GIVEN = {"领取人": "张桂兰", "关系": "本人", "方式": "窗口领取"}
INVOICE_LINE: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("clerk-wang", "accept", {}),
    ("tax-jiang", "finish_step", {"意见": "税款已缴清。"}),
    ("tax-jiang", "grant", {}),
    ("issuer-jin", "make_certificate", {}),
    ("issuer-jin", "deliver", GIVEN),
    ("clerk-wang", "archive", {}),
)


def take_on(service: Service, case: str, until: str) -> Done:
    """An invoice from 收件 through the acts of its line up to and including `until`."""
    for login, name, inputs in INVOICE_LINE:
        done = act(service, login, case, name, inputs)
        if name == until:
            return done
    raise AssertionError(until)
