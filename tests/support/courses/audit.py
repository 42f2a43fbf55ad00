"""What must be true of a centre whatever was done in it: each case where its model says, the chain whole, the numbers
without a gap."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from engine.case.deadline import deadline
from engine.case.fold import fold
from engine.case.records import OPEN_STATES, Case
from engine.case.routing import desk
from engine.service.cases.desks import worklist
from engine.service.cases.issuing import row_of
from engine.service.centre.context import Service
from engine.store.sqlite import verify
from tests.support.counter import CALENDAR
from tests.support.courses.model import HANDS, Model
from tests.support.launcher import TOWN
from tests.support.small_town import SmallTown


class Audit:
    """Holds cases against their models; `last` is the last sequence of each case when it was looked into."""

    def __init__(self, service: Service, town: SmallTown) -> None:
        self.service, self.town = service, town
        self.last: dict[str, int] = {}
        self.events: dict[str, int] = {}
        self.numbers: dict[str, list[tuple[str, int]]] = {}

    def look_into(self, case_id: str, model: Model) -> None:
        """The case is where its model is, and every invariant of one case holds."""
        store = self.service.store
        events = store.events(TOWN, case_id)
        self.last[case_id], self.events[case_id] = events[-1].sequence, len(events)
        case = fold(events)
        definition = self.service.pinned(case.definition)
        kinds = [event.kind for event in case.history if event.kind != "document_issued"]
        assert (case.state, kinds) == (model.state, model.kinds)
        assert store.parts(TOWN, case_id) == model.parts
        assert [item.due for item in case.outstanding] == ([model.plan_by] if model.plan_by else [])
        self._tasks(case, model)
        # at most one decision, and exactly one before 制证
        assert kinds.count("granted") + kinds.count("denied") <= 1
        if "certificate_made" in kinds:
            assert kinds.index("granted") < kinds.index("certificate_made")
        # the paper file lies with one person, or is on its way from that person
        assert (case.holder.person if case.holder else None) == model.holder
        assert (case.transit.to if case.transit else "") == model.going_to
        assert case.transit is None or case.transit.by.person == model.holder
        # days come from events and calendar alone; the searching row from the case alone
        row = store.row(TOWN, case_id)
        assert row is not None and row == row_of(case, definition, self.service)
        due, again = model.due(), deadline(fold(events), definition, CALENDAR)
        assert row.due == (due.isoformat() if due else "")
        assert due is None or (again is not None and again.last_day == due)
        fall = model.fall()
        assert row.wakes == (fall[1].isoformat() if fall else "")
        # every change says who, when, by which definition, and why where it refuses, delays or returns
        for event in events:
            fact = event.fact
            assert fact.actor.role and fact.actor.channel and fact.at and len(fact.definition) == 64
            assert fact.reason or fact.kind not in (
                "receipt_voided", "refused", "returned", "suspended", "extended", "transferred", "denied", "withdrawn",
                "terminated", "promise_revoked", "correction_permitted", "handed_back",
            )  # fmt: skip
        model.papers = [issued.number for issued in case.documents]
        self.numbers[case_id] = [
            (series, int(serial)) for issued in case.documents
            for series, _, serial in [issued.number.removesuffix("号").partition("第")]
        ]  # fmt: skip

    def _tasks(self, case: Case, model: Model) -> None:
        """Each open task lies on one desk, and an open case on somebody's."""
        found = [(task.department, task.state, task.held) for task in case.tasks]
        assert found == [(task.department, task.state, task.held) for task in model.tasks]
        holder = desk(case, self.service.pinned(case.definition))
        if case.state in OPEN_STATES:
            assert holder is not None and (holder.role != "审批" or holder.departments)
            assert bool(case.open_tasks) == (case.state in ("in_review", "suspended"))
            people = [self.town.people[login] for login, hand in HANDS.items() if hand.role == holder.role]
            listed = [row.case for person in people for row in worklist(self.service, person).rows]
            assert case.id in listed

    def look_into_the_chain(self, data: Path) -> None:
        """The chain on disk is whole, holds every event, and its numbers have no gap and no second."""
        report = verify(data, TOWN, self.service.store.head(TOWN))
        assert report.findings == ()
        assert report.events == sum(self.events.values())
        found: dict[str, list[int]] = defaultdict(list)
        for case_id, numbers in self.numbers.items():
            found[case_id[9:19]].append(int(case_id[19:23]))
            for series, serial in numbers:
                found[series].append(serial)
        for serials in found.values():
            assert sorted(serials) == list(range(1, len(serials) + 1))
