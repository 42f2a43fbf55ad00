"""A case: what it is, what to do next, why nothing else is open, and everything that happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from starlette.responses import Response

from engine.calendar.working_days import Calendar
from engine.case.deadline import deadline
from engine.case.events import CaseError
from engine.case.lights import Clock, clocks, pressing
from engine.case.outcome import said_in
from engine.case.records import STATES, Case
from engine.case.roles import ROLES
from engine.case.routing import desk
from engine.definition.checked import Definition
from engine.fields import mask_identifier, mask_phone
from engine.procedure import ACTS, Possible
from engine.review.verdict import Finding
from engine.service.cases import desks
from engine.service.centre.context import NotFoundError
from engine.service.counter import drafting
from engine.service.office import acting
from engine.store.errors import SeparationError, StaleError, TokenReusedError
from engine.web.cases.acts import ActForm, Attempt, Shut, act_forms, shut_acts
from engine.web.cases.explained import Explained, explained
from engine.web.cases.files import ready_scans
from engine.web.cases.papers import PaperLine, done_papers, paper_lines
from engine.web.cases.rows import DECIDED, LIGHT_TONES, STATE_TONES, WITHOUT_DUE, left_of
from engine.web.cases.timeline import Moment, timeline
from engine.web.form.answers import Answer, answers_of
from engine.web.form.panel import OUTCOMES
from engine.web.form.scans import Scans, scans
from engine.web.server.faults import sentences, status_of
from engine.web.server.showing import day, instant
from engine.web.server.visits import CLERKS, STAFF, Page, Visit, see


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding of the verdict at 收件: its name, how it came out, and what it saw."""

    name: str
    status: str
    tone: str
    asks: str
    values: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A limit that runs: its light in words and tone, what is left of it, its last day."""

    name: str
    light: str
    tone: str
    left: str
    last_day: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the page of a case shows. `facts` are label and text; `done` is the act that just succeeded, with
    the papers it sent out; `defects` what a 补正通知书 asks, until `correction_due`; `notice` what stood in the way of
    an act that is no longer open, `kept` what was written for it; `waiting` says who has the case while this person has
    nothing to do."""

    number: str
    title: str
    state: str
    tone: str
    applicant: str
    facts: tuple[tuple[str, str], ...]
    due: Explained | None
    without_due: str
    light: str
    light_tone: str
    left: str
    clocks: tuple[ClockLine, ...]
    paused: str
    waiting: tuple[str, ...]
    next: ActForm | None
    others: tuple[ActForm, ...]
    shut: tuple[Shut, ...]
    expected: int
    may_reopen: str
    defects: tuple[str, ...]
    correction_due: str
    answers: tuple[Answer, ...]
    outcome: str
    outcome_tone: str
    findings: tuple[Judged, ...]
    passed: int
    materials: tuple[tuple[str, str], ...]
    files: tuple[Scans, ...]
    steps: tuple[tuple[str, str], ...]
    papers: tuple[PaperLine, ...]
    form: str
    cover: str
    package: str
    moments: tuple[Moment, ...]
    done: str
    done_papers: tuple[PaperLine, ...]
    notice: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]


_TONES = {"通过": "good", "不通过": "bad", "待补": "careful", "待核": "calm", "不适用": ""}
_STEPS = {"waiting": "未开始", "open": "办理中", "suspended": "特别程序中", "done": "已完成"}


def show(visit: Visit) -> Response:
    """The case as it is now."""
    case = desks.open_case(visit.service, visit.staff, visit.path("case"))
    return _page(visit, case)


def perform(visit: Visit) -> Response:
    """Do the act; whatever stands in the way is said on the same page, with everything that was typed."""
    act = visit.path("act")
    if act not in ACTS or ACTS[act].on_draft:
        raise NotFoundError("没有这个操作。")
    number, form = visit.path("case"), visit.form
    typed = {name: form.one(name) for name, _value in form.answers()}
    expected = form.one("_expected")
    try:
        done = acting.perform(
            visit.service, visit.staff, number, act, typed, form.one("_token"),
            int(expected) if expected.isascii() and expected.isdigit() and len(expected) < 16 else 0,
        )  # fmt: skip
    except NotFoundError:
        raise
    except (CaseError, SeparationError, StaleError, TokenReusedError) as error:
        case = desks.open_case(visit.service, visit.staff, number)
        status = 422 if isinstance(error, CaseError) else status_of(error)
        return _page(visit, case, Attempt(act, typed, sentences(error)), status=status)
    return see(f"/desk/cases/{quote(done.case.id)}?done={act}")


def again(visit: Visit) -> Response:
    """The case once more with what was typed: it was typed under a session that is over."""
    case = desks.open_case(visit.service, visit.staff, visit.path("case"))
    typed = {name: visit.form.one(name) for name, _value in visit.form.answers()}
    problems = ("您重新登录过，刚才的内容还没有提交。写过的都在，请再点一次。",)
    return _page(visit, case, Attempt(visit.path("act"), typed, problems), status=403)


def reopen(visit: Visit) -> Response:
    """Go on with 收件 after the applicant was advised and came back."""
    draft = drafting.reopen(visit.service, visit.staff, visit.path("case"))
    return see(f"/desk/drafts/{draft.id}?after=checked")


def _page(visit: Visit, case: Case, attempt: Attempt | None = None, status: int = 200) -> Response:
    service, town = visit.service, visit.town
    definition = service.pinned(case.definition)
    due = deadline(case, definition, service.calendar)
    today = service.today(town.id)
    running = clocks(case, definition, town, service.calendar)
    urgent = pressing(running)
    light = urgent.light(today)
    lines = tuple(_clock_line(clock, today, service.calendar) for clock in running)
    possible = acting.acts(service, visit.staff, case)
    uploads, waiting = ready_scans(visit, case, definition.matter, possible)
    forms = act_forms(possible, "、".join(t.step for t in case.open_tasks), attempt, uploads, waiting)
    onward = next((form for form in forms if not form.aside or (attempt and form.name == attempt.act)), None)
    refused = attempt is not None and all(form.name != attempt.act for form in forms)
    done = visit.query("done") if attempt is None else ""
    done = done if done in ACTS and any(e.kind == ACTS[done].event for e in case.history) else ""
    findings = _findings(case)
    return visit.show(
        "case.html",
        CasePage(
            number=case.id,
            title=case.title,
            state=STATES[case.state],
            tone=STATE_TONES.get(case.state, "calm"),
            applicant=case.applicant.name if case.applicant else "",
            facts=_facts(visit, case),
            due=explained(due, case.deadline_changes) if due else None,
            without_due=WITHOUT_DUE.get(case.state, DECIDED),
            light=light,
            light_tone=LIGHT_TONES.get(light, ""),
            left=next((line.left for line in lines if line.name == urgent.clock), ""),
            clocks=lines,
            paused=f"{case.paused.kind}，{day(case.paused.suspended_on)}起停止计时" if case.paused else "",
            waiting=_waiting(visit, case, definition, possible),
            next=onward,
            others=tuple(form for form in forms if form is not onward),
            shut=shut_acts(possible),
            expected=case.office_history[-1].sequence,
            defects=tuple(d.asks for d in case.corrections[-1].defects) if case.state == "correcting" else (),
            correction_due=day(case.corrections[-1].due) if case.corrections else "",
            may_reopen=case.state if case.state in drafting.REOPENED and visit.staff.role in CLERKS else "",
            answers=answers_of(definition.matter, said_in(case), case.verdict.get("unused", ())),
            outcome=case.verdict["outcome"],
            outcome_tone=OUTCOMES[case.verdict["outcome"]][0],
            findings=findings,
            passed=sum(1 for f in findings if f.status == "通过"),
            materials=_materials(case),
            files=scans(case.files, definition.matter, f"/desk/cases/{quote(case.id)}/files"),
            steps=tuple((f"{t.step} · {town.department_name(t.department)}", _STEPS[t.state]) for t in case.tasks),
            form=f"/desk/cases/{quote(case.id)}/form",
            cover=f"/desk/cases/{quote(case.id)}/cover" if case.received_at and case.state != "archived" else "",
            package=f"/desk/cases/{quote(case.id)}/package" if case.state == "archived" else "",
            papers=paper_lines(visit, case, tuple(reversed(case.documents))),
            moments=timeline(case, town),
            done=ACTS[done].title if done else "",
            done_papers=paper_lines(visit, case, done_papers(case, ACTS[done].event)) if done else (),
            notice=attempt.problems if attempt and refused else (),
            kept=tuple((n, text) for n, text in attempt.typed.items() if text) if attempt and refused else (),
        ),
        status,
    )


def _clock_line(clock: Clock, today: date, calendar: Calendar) -> ClockLine:
    light = pressing((clock,)).light(today)
    left = left_of(clock.last_day, today, calendar, clock.provisional)
    return ClockLine(clock.name, light, LIGHT_TONES[light], left, day(clock.last_day), clock.provisional)


def _waiting(visit: Visit, case: Case, definition: Definition, possible: Sequence[Possible]) -> tuple[str, ...]:
    """Whose turn it is, and until when a special procedure holds the case, for the department that has it."""
    at = desk(case, definition)
    if at is None or case.state == "advised":
        return ()
    if at.role != "审批":
        return (f"现在由{ROLES[at.role].title}办理。",)
    lines = [f"现在由{'、'.join(visit.town.department_name(name) for name in at.departments)}办理。"]
    if case.paused and visit.staff.department in at.departments:
        lines += [one.obstacle for one in possible if one.name == "resume" and one.obstacle]
    return tuple(lines)


def _facts(visit: Visit, case: Case) -> tuple[tuple[str, str], ...]:
    zone = visit.town.zone
    people = []
    for label, person in (("申请人", case.applicant), ("代办人", case.agent)):
        if person:
            phone = f"，{mask_phone(person.phone)}" if person.phone else ""
            people.append((label, f"{person.name}（{mask_identifier(person.identifier)}{phone}）"))
    facts = [
        *people,
        ("收件窗口", f"{case.window}窗口"),
        ("申请渠道", case.channel),
        ("村（社区）", case.village),
        ("纸质材料", _custody(visit, case)),
        ("一次性告知", instant(case.advised_at, zone)),
        ("收件", f"{instant(case.received_at, zone)} {case.receiver.name}" if case.receiver else ""),
        ("受理", day(case.accepted_on)),
        ("决定", _decision(case)),
        ("不予受理", f"{case.refusal['ground']}：{case.refusal['reasons']}" if case.refusal else ""),
        *(
            (c.name, f"{c.number}{f'，有效期至 {day(c.valid_until)}' if c.valid_until else ''}")
            for c in case.certificates
        ),
        ("送达", f"{case.delivery.receiver}（{case.delivery.relation}），{case.delivery.way}" if case.delivery else ""),
        ("档案编号", case.archive_number or ""),
    ]
    return tuple((label, text) for label, text in facts if text)


def _custody(visit: Visit, case: Case) -> str:
    """Who has the paper file, or where it is going."""
    if case.holder is None:
        return ""
    on_its_way = f"，正在移交给{visit.town.department_name(case.transit.to)}，等签收" if case.transit else ""
    return f"{case.holder.name}保管{on_its_way}"


def _decision(case: Case) -> str:
    if case.decision is None:
        return ""
    ground = f"（{case.decision.ground}）" if case.decision.ground else ""
    return f"{'准予' if case.decision.granted else '不予准予'}{ground}：{case.decision.reasons}"


def _materials(case: Case) -> tuple[tuple[str, str], ...]:
    found = [(t.name, "告知承诺" if t.promised else f"{t.form} {t.copies} 份") for t in case.taken]
    found += [(item.material, f"容缺，最迟{day(item.due)}补交") for item in case.outstanding]
    return tuple(found)


def _findings(case: Case) -> tuple[Judged, ...]:
    """What the verdict at 收件 found that applies, without the answers that were simply there; what an approver has
    judged since stands with that judgement."""
    found = []
    for raw in case.verdict.get("findings", ()):
        finding = Finding(**raw)
        if finding.kind != "要点" and finding.at is not None:  # asked at a step: it stands with the answers
            continue
        if (said := case.judged.get(finding.name)) is not None:
            finding = replace(finding, status=said["state"], remedy=said.get("note", ""))
        if finding.status != "不适用" and (finding.kind, finding.status) != ("字段", "通过"):
            found.append(_judged(finding))
    return tuple(found)


def _judged(finding: Finding) -> Judged:
    values = finding.why or "，".join(f"{name} {text}" for name, text in finding.values)
    remedy = finding.remedy if finding.status != "通过" else ""
    return Judged(finding.name, finding.status, _TONES[finding.status], finding.asks, values, remedy)


PAGES = (
    Page("GET", "/desk/cases/{case}", show, STAFF),
    Page("POST", "/desk/cases/{case}/acts/{act}", perform, STAFF, again),
    Page("POST", "/desk/cases/{case}/reopen", reopen, CLERKS),
)
