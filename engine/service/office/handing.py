"""Paper files of several cases from desk to desk: one 移交清单, one number, one commit, both signatures.

What happens to each case is the act of the table; here it is done to all of them or to none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.case.events import Actor, CaseError
from engine.case.fold import fold, foresee
from engine.case.records import STATES, Case
from engine.case.roles import may_see
from engine.procedure import ACTS, Decided, Setting, decide, obstacle
from engine.service.cases.desks import open_case
from engine.service.cases.issuing import commit, drawer
from engine.service.cases.settling import settle_if_waking
from engine.service.centre.context import NotFoundError, Service
from engine.service.centre.filing_clock import filing_instant
from engine.service.counter.receiving import digest_of
from engine.store.contract import Transaction
from engine.store.errors import TokenReusedError
from engine.store.kept import CaseRow, Used
from engine.store.worklists import Wanted

MOST = 50
_KEPT = tuple(state for state in STATES if state not in ("none", "advised", "archived"))
_NOT_THERE = "没有等您签收的这份移交清单：可能同事已经签收，或者已经退回移交人。"
Inputs = Mapping[str, Mapping[str, str]]  # by case number, what its act asks for


@dataclass(frozen=True, slots=True)
class Handed:
    """A list that went out, was signed or was refused: its number and its cases."""

    number: str
    cases: tuple[Case, ...]


def in_hand(service: Service, actor: Actor, page: int = 1) -> tuple[tuple[CaseRow, ...], bool]:
    """A page, from 1, of the cases whose paper file the actor has, the most pressing first, and whether there are more.
    Archived ones are left out."""
    skip = (max(page, 1) - 1) * MOST
    rows = service.store.rows(actor.town, Wanted(states=_KEPT, keeper=actor.person), limit=MOST + 1, skip=skip)
    return tuple(row for row in rows[:MOST] if _sees(service, actor, row)), len(rows) > MOST


def going(service: Service, actor: Actor) -> tuple[CaseRow, ...]:
    """The cases whose paper file the actor has handed over and nobody has signed for yet, list by list."""
    rows = service.store.rows(actor.town, Wanted(keeper=actor.person, leaving=True), limit=20 * MOST)
    return tuple(sorted((row for row in rows if _sees(service, actor, row)), key=lambda row: (row.list, row.case)))


def coming(service: Service, actor: Actor) -> tuple[CaseRow, ...]:
    """The cases whose paper file is on its way to the actor's desk, list by list."""
    rows = service.store.on_their_way(actor.town, actor.department or actor.role)
    return tuple(row for row in rows if actor.role != "窗口" or row.window in actor.windows)


def coming_on(service: Service, actor: Actor, number: str) -> tuple[Case, ...]:
    """The cases of one list on its way to the actor's desk. NotFoundError where there is none."""
    found = tuple(open_case(service, actor, row.case) for row in coming(service, actor) if row.list == number)
    if not number or not found:
        raise NotFoundError(_NOT_THERE)
    return found


def destinations(service: Service, actor: Actor, cases: Sequence[Case]) -> tuple[str, ...]:
    """The desks that all these cases can be handed over to together. CaseError says which case cannot be handed over,
    or that there is no such desk."""
    if not 1 <= len(cases) <= MOST:
        raise CaseError("请先勾选要移交的办件。" if not cases else f"一张移交清单最多{MOST}件，请分几次移交。")
    wrong, common = [], None
    for case in cases:
        setting = _setting(service, actor, case)
        if why := obstacle("hand_over", case, setting):
            wrong.append(f"{case.id}：{why}")
            continue
        options = ACTS["hand_over"].asks(case, setting)[0].options
        common = options if common is None else tuple(name for name in common if name in options)
    if wrong:
        raise CaseError("\n".join(wrong))
    if not common:
        raise CaseError("勾选的办件没有都能移交的岗位，请按部门分开移交。")
    return common


def hand_over(service: Service, actor: Actor, inputs: Inputs, token: str) -> Handed:
    """移交 of all these cases with one list, its number drawn once. CaseError with a sentence a line for each case that
    stands in the way; then nothing is handed over."""
    if not 1 <= len(inputs) <= MOST:
        raise CaseError("请先勾选要移交的办件。" if not inputs else f"一张移交清单最多{MOST}件，请分几次移交。")
    return _all(service, actor, "hand_over", inputs, token)


def take_over(service: Service, actor: Actor, number: str, inputs: Inputs, token: str) -> Handed:
    """签收 of the cases of a list, each material counted. CaseError where one is not; then nothing is signed for."""
    return _all(service, actor, "take_over", inputs, token, number)


def hand_back(service: Service, actor: Actor, number: str, cases: Sequence[str], reasons: str, token: str) -> Handed:
    """The whole list goes back to whoever handed it over, with the reason."""
    return _all(service, actor, "hand_back", {case: {"理由": reasons} for case in cases}, token, number)


def _all(service: Service, actor: Actor, act: str, inputs: Inputs, token: str, number: str = "") -> Handed:
    """One act on several cases in one transaction; a retry of the same form gets the same answer."""
    digest = digest_of(
        actor.account, act, number, sorted((case, sorted(given.items())) for case, given in inputs.items())
    )
    for case in inputs:
        settle_if_waking(service, actor.town, case)
    with service.store.transaction(actor.town) as tx:
        used = tx.used(token)
        if used is not None:
            if used.digest != digest:
                raise TokenReusedError("这张表单已经提交过一次，内容却不同。请重新打开页面，看到最新情况后再办理。")
            return Handed(used.outcome, tuple(fold(tx.events(case)) for case in inputs))
        before = tuple(_seen(service, tx, actor, case) for case in inputs)
        if not before or (number and any(case.transit is None or case.transit.list != number for case in before)):
            raise NotFoundError(_NOT_THERE)
        town = service.town(actor.town)
        now = filing_instant(service, tx, town)
        draw = _once(drawer(tx, town, now))
        settings = [replace(_setting(service, actor, case), now=now, draw=draw) for case in before]
        decided = _decided(act, before, settings, inputs)
        after = tuple(foresee(case, made.facts) for case, made in zip(before, decided, strict=True))
        cases = tuple(
            commit(service, tx, case, setting, made, together=after)[0]
            for case, setting, made in zip(before, settings, decided, strict=True)
        )
        number = number or (cases[0].transit.list if cases[0].transit else "")
        tx.use(token, Used(digest, cases[0].id, number))
    return Handed(number, cases)


def _decided(act: str, cases: Sequence[Case], settings: Sequence[Setting], inputs: Inputs) -> list[Decided]:
    decided, wrong = [], []
    for case, setting in zip(cases, settings, strict=True):
        try:
            decided.append(decide(act, case, setting, inputs[case.id]))
        except CaseError as error:
            wrong += [f"{case.id}：{line}" if len(cases) > 1 else line for line in str(error).splitlines()]
    if wrong:
        raise CaseError("\n".join(dict.fromkeys(wrong)))
    return decided


def _once(draw: Callable[[str], str]) -> Callable[[str], str]:
    """A number is drawn when it is first asked for, and is the same ever after."""
    drawn: dict[str, str] = {}

    def same(series: str) -> str:
        if series not in drawn:
            drawn[series] = draw(series)
        return drawn[series]

    return same


def _setting(service: Service, actor: Actor, case: Case) -> Setting:
    def draw(series: str) -> str:
        raise AssertionError("looking at a case draws no number")

    town = service.town(actor.town)
    definition = service.pinned(case.definition)
    return Setting(actor, service.now(), service.today(actor.town), definition, town, service.calendar, draw)


def _seen(service: Service, tx: Transaction, actor: Actor, case_id: str) -> Case:
    case = fold(tx.events(case_id))
    if not case.id or not may_see(actor, case, service.pinned(case.definition)):
        raise NotFoundError(f"没有办件{case_id[:30]}，或者您的岗位看不到它。")
    return case


def _sees(service: Service, actor: Actor, row: CaseRow) -> bool:
    """Another account of the same person may have taken the papers; this one shows what its own role may see."""
    case = fold(service.store.events(actor.town, row.case))
    return may_see(actor, case, service.pinned(case.definition))
