"""Any order of what a centre does with a store leaves what a plain dict says it should, and a whole chain."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from engine.case.events import APPROVE, ISSUE, RECEIVE, Actor
from engine.store.errors import SeparationError, StaleError, TokenReusedError
from engine.store.kept import Keys, Used
from engine.store.sqlite import verify
from tests.store.support.kinds import STORES
from tests.store.support.samples import OTHER_TOWN, TOWN, draft, fact, row

TOWNS = st.sampled_from([TOWN, OTHER_TOWN])
CASES = st.sampled_from(["C1", "C2", "C3"])
PERSONS = st.sampled_from(["P1", "P2"])
PARTS = st.sampled_from([RECEIVE, APPROVE, ISSUE, None])
TOKENS = st.sampled_from(["t1", "t2", "t3"])
DRAFTS = st.sampled_from(["d1", "d2"])
TEXTS = st.text(max_size=12)


class Crash(Exception):
    """Something of the caller's goes wrong inside a transaction."""


class Centre(RuleBasedStateMachine):
    """The store beside a model of it: dicts by (town, …)."""

    kind = ""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = STORES[self.kind](Path(self.folder.name) / "data", 5.0)
        self.events: dict[tuple[str, str], list[Any]] = defaultdict(list)
        self.parts: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        self.numbers: dict[str, int] = defaultdict(int)
        self.tokens: dict[tuple[str, str], Used] = {}
        self.drafts: dict[tuple[str, str], Any] = {}
        self.names: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.places: dict[str, int] = defaultdict(int)

    def facts(self, town: str, case: str, hands: list[tuple[str, str | None]], note: str) -> list[Any]:
        return [
            fact(case, actor=Actor(f"{p}-account", p, f"人{p}", "窗口", town), part=part, note=note)
            for p, part in hands
        ]

    @rule(
        town=TOWNS,
        case=CASES,
        hands=st.lists(st.tuples(PERSONS, PARTS), min_size=1, max_size=3),
        note=TEXTS,
        name=TEXTS,
    )
    def act(self, town: str, case: str, hands: list[tuple[str, str | None]], note: str, name: str) -> None:
        after, clash = dict(self.parts[town, case]), False
        for person, part in hands:
            clash |= part is not None and after.setdefault(person, part) != part
        facts = self.facts(town, case, hands, note)
        try:
            with self.store.transaction(town) as tx:
                number = tx.next_number("case", 2026)
                events = tx.append(facts)
                tx.index(row(case, town=town), Keys(names=(name,)))
                assert tx.events(case)[-len(facts) :] == events
        except SeparationError:
            assert clash
            return
        assert not clash
        self.numbers[town] += 1
        assert number == self.numbers[town]
        for event in events:
            self.places[town] += 1
            assert event.sequence == self.places[town]
        self.events[town, case] += events
        self.parts[town, case] = after
        self.names[town, name].add(case)
        assert [event.fact for event in events] == facts

    @rule(town=TOWNS, case=CASES, token=TOKENS, draft_id=DRAFTS)
    def crash(self, town: str, case: str, token: str, draft_id: str) -> None:
        with pytest.raises(Crash), self.store.transaction(town) as tx:
            tx.next_number("case", 2026)
            tx.append(self.facts(town, case, [("P9", ISSUE)], "lost"))
            tx.index(row(case, town=town, state="lost"), Keys(names=("lost",)))
            if tx.used(token) is None:
                tx.use(token, Used("lost", case, ""))
            tx.clear(draft_id)
            raise Crash

    @rule(town=TOWNS, case=CASES, hands=st.just([("P1", RECEIVE), ("P1", APPROVE)]))
    def go_on_after_a_refused_part(self, town: str, case: str, hands: list[tuple[str, str | None]]) -> None:
        with self.store.transaction(town) as tx:
            with pytest.raises(SeparationError):
                tx.append(self.facts(town, case, hands, "refused"))
            tx.next_number("case", 2026)
        self.numbers[town] += 1

    @rule(town=TOWNS, token=TOKENS, digest=TEXTS, case=CASES)
    def use_a_token(self, town: str, token: str, digest: str, case: str) -> None:
        used, before = Used(digest, case, "1"), self.tokens.get((town, token))
        try:
            with self.store.transaction(town) as tx:
                assert tx.used(token) == before
                tx.use(token, used)
        except TokenReusedError:
            assert before is not None
        else:
            assert before is None
            self.tokens[town, token] = used

    @rule(town=TOWNS, draft_id=DRAFTS, version=st.integers(1, 4), text=TEXTS)
    def save_a_draft(self, town: str, draft_id: str, version: int, text: str) -> None:
        new, kept = draft(draft_id, version, town=town, form=(("甲", text),)), self.drafts.get((town, draft_id))
        try:
            with self.store.transaction(town) as tx:
                tx.save_draft(new)
        except StaleError:
            assert version != (kept.version + 1 if kept else 1)
        else:
            assert version == (kept.version + 1 if kept else 1)
            self.drafts[town, draft_id] = new

    @rule(town=TOWNS, draft_id=DRAFTS)
    def drop_a_draft(self, town: str, draft_id: str) -> None:
        with self.store.transaction(town) as tx:
            tx.clear(draft_id)
        self.drafts.pop((town, draft_id), None)

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = STORES[self.kind](Path(self.folder.name) / "data", 5.0)

    @rule(town=TOWNS)
    @precondition(lambda self: self.kind.startswith("sqlite"))
    def verify(self, town: str) -> None:
        report = verify(Path(self.folder.name) / "data", town, self.store.head(town))
        assert (report.events, report.head, report.findings) == (self.places[town], self.store.head(town), ())

    @invariant()
    def everything_is_as_the_model_says(self) -> None:
        for town in (TOWN, OTHER_TOWN):
            assert self.store.head(town).sequence == self.places[town]
            for case in ("C1", "C2", "C3"):
                assert list(self.store.events(town, case)) == self.events[town, case]
                assert self.store.parts(town, case) == self.parts[town, case]
                assert (self.store.row(town, case) is not None) == bool(self.events[town, case])
            for draft_id in ("d1", "d2"):
                assert self.store.draft(town, draft_id) == self.drafts.get((town, draft_id))
            assert self.store.find(town, "name", "lost") == ()

    @rule(town=TOWNS, name=TEXTS)
    def find_by_name(self, town: str, name: str) -> None:
        known = {case for (t, n), cases in self.names.items() if t == town and n == name for case in cases}
        found = set(self.store.find(town, "name", name))
        # Two spellings may be one name; none may be forgotten. A name of nothing but space finds nothing.
        assert known <= found or (not name.strip() and not found)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()


@pytest.mark.parametrize("kind", STORES)
def test_any_order_of_acts_leaves_what_the_model_says(kind: str) -> None:
    machine = type("CentreOn", (Centre,), {"kind": kind})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
