"""What every store promises, of each store in `store_table.STORES`."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, timedelta, timezone

import pytest

from engine.calendar.working_days import Ruling
from engine.case.events import APPROVE, ISSUE, RECEIVE, Actor, Fact
from engine.case.lights import LIGHTS, light_on
from engine.store.contract import Store
from engine.store.errors import BusyError, SeparationError, StaleError, StoreError, TokenReusedError
from engine.store.kept import Head, Notice, Used
from engine.store.worklists import Choices, Lying, Wanted
from tests.store.support.samples import (
    APPROVER,
    CLERK,
    CLERK_AGAIN,
    DEFINITION,
    IDENTIFIER,
    ISSUER,
    KEYS,
    NAME,
    NOW,
    OTHER_TOWN,
    PHONE,
    SYSTEM,
    TOWN,
    account,
    course,
    draft,
    fact,
    row,
    session,
)

Reopen = Callable[..., Store]


def lying(*departments: str) -> tuple[Lying, ...]:
    """A case that waits for 受理 with each of the departments."""
    return tuple(Lying(name, ("受理",)) for name in departments)


def put(store: Store, *facts: Fact) -> None:
    with store.transaction(TOWN) as tx:
        tx.append(facts)


# Events


def test_events_come_back_as_they_were_put_in(store: Store, reopen: Reopen) -> None:
    clerk = Actor("clerk1", "P1", "钱多多", "窗口", TOWN, department="民政", channel="村级代办")
    given = Fact("C1", "refused", NOW, clerk, DEFINITION, "ineligible", RECEIVE, {"甲": ["𬱖", {"空": None, "数": 3}]})
    with store.transaction(TOWN) as tx:
        (appended,) = tx.append([given])
    assert appended.fact == given
    assert appended.sequence == 1
    assert store.events(TOWN, "C1") == (appended,)
    assert reopen().events(TOWN, "C1") == (appended,)


def test_the_latest_instant_is_that_of_the_last_event_of_any_town(store: Store, reopen: Reopen) -> None:
    assert store.latest() is None
    put(store, replace(fact("C1"), at=NOW))
    with store.transaction(OTHER_TOWN) as tx:
        assert tx.latest() == NOW
        tx.append([replace(fact("C1", actor=replace(CLERK, town=OTHER_TOWN)), at=NOW + timedelta(microseconds=1))])
        assert tx.latest() == NOW + timedelta(microseconds=1)
        assert store.latest() == NOW
    assert reopen().latest() == NOW + timedelta(microseconds=1)


def test_the_last_beat_of_any_town_is_kept_and_only_the_last(store: Store, reopen: Reopen) -> None:
    assert store.last_beat() is None
    with store.transaction(TOWN) as tx:
        tx.beat(NOW + timedelta(hours=2))
    with store.transaction(TOWN) as tx:
        tx.beat(NOW + timedelta(hours=1))  # a clock put right: what it said before counts no longer
    with store.transaction(OTHER_TOWN) as tx:
        tx.beat(NOW)
    assert reopen().last_beat() == NOW + timedelta(hours=1)


def test_instants_of_any_zone_come_back_as_the_same_instant_in_utc(store: Store) -> None:
    put(store, replace(fact("C1"), at=NOW.astimezone(timezone(timedelta(hours=8)))))
    (event,) = store.events(TOWN, "C1")
    assert event.at == NOW
    assert event.at.tzinfo == UTC


def test_an_actor_comes_back_without_windows(store: Store) -> None:
    put(store, fact("C1", actor=replace(CLERK, windows=("综合受理",))))
    assert store.events(TOWN, "C1")[0].actor == CLERK


def test_events_of_cases_share_one_chain_and_keep_their_order(store: Store) -> None:
    put(store, fact("C1"), fact("C2"))
    put(store, fact("C1", "accepted"))
    assert [(e.sequence, e.kind) for e in store.events(TOWN, "C1")] == [(1, "received"), (3, "accepted")]
    assert [(e.sequence, e.kind) for e in store.events(TOWN, "C2")] == [(2, "received")]


def test_the_head_is_the_last_event(store: Store, reopen: Reopen) -> None:
    assert store.head(TOWN) == Head(0, "0" * 64)
    put(store, *course("C1"))
    last = store.events(TOWN, "C1")[-1]
    assert store.head(TOWN) == Head(6, last.digest)
    assert reopen().head(TOWN) == Head(6, last.digest)


def test_towns_have_chains_of_their_own(store: Store) -> None:
    put(store, fact("C1"))
    with store.transaction(OTHER_TOWN) as tx:
        tx.append([fact("C1", actor=replace(CLERK, town=OTHER_TOWN))])
    assert store.head(TOWN).sequence == store.head(OTHER_TOWN).sequence == 1
    assert store.head(TOWN).digest != store.head(OTHER_TOWN).digest


def test_an_actor_of_another_town_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="钱多多属于「qingshi」，不能办理「baihe」的案件 C1"):
        put(store, fact("C1", actor=replace(CLERK, town=OTHER_TOWN)))
    assert store.head(TOWN).sequence == 0


def test_no_such_case_has_no_events(store: Store) -> None:
    put(store, fact("C1"))
    assert store.events(TOWN, "C9") == ()
    assert store.events(OTHER_TOWN, "C1") == ()


def test_a_payload_too_large_is_refused_and_the_transaction_goes_on(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        with pytest.raises(StoreError, match="本次提交的内容太大：5121 KB，最多 4096 KB"):
            tx.append([fact("C1"), fact("C2", text="x" * (5 * 1024 * 1024))])
        tx.append([fact("C3")])
    assert [len(store.events(TOWN, case)) for case in ("C1", "C2", "C3")] == [0, 0, 1]


def test_half_a_surrogate_pair_is_refused_in_words(store: Store) -> None:
    with pytest.raises(StoreError, match="无法保存的字符"):
        put(store, fact("C1", text="\ud86a"))


# One commit, or nothing


def test_an_exception_in_the_middle_leaves_nothing(store: Store) -> None:
    before = store.head(TOWN)
    with pytest.raises(ZeroDivisionError), store.transaction(TOWN) as tx:
        tx.next_number("case", 2026)
        tx.append(course("C1"))
        tx.index(row("C1"), KEYS)
        tx.use("token", Used("digest", "C1", "1"))
        tx.save_draft(draft())
        tx.publish(hashlib.sha256(b"{}").hexdigest(), "line/matter", b"{}", NOW)
        tx.keep_original("C1", "N1", b"%PDF")
        tx.save_account(account())
        tx.save_session("secret", session())
        tx.load_calendar(notice(1))
        raise ZeroDivisionError
    assert store.head(TOWN) == before
    assert store.events(TOWN, "C1") == ()
    assert store.parts(TOWN, "C1") == {}
    assert store.row(TOWN, "C1") is None
    assert store.notices() == ()
    assert store.find(TOWN, "name", NAME) == ()
    assert store.draft(TOWN, "d1") is None
    assert store.definition(hashlib.sha256(b"{}").hexdigest()) is None
    assert store.original(TOWN, "C1", "N1") is None
    assert store.account("clerk1") is None
    assert store.session("secret") is None
    with store.transaction(TOWN) as tx:
        assert tx.used("token") is None
        assert tx.next_number("case", 2026) == 1


def test_reading_inside_sees_what_was_written_and_outside_does_not(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        tx.append([fact("C1")])
        tx.save_draft(draft())
        tx.use("token", Used("digest", "C1", "1"))
        assert len(tx.events("C1")) == 1
        assert tx.draft("d1") == draft()
        assert tx.used("token") == Used("digest", "C1", "1")
        assert store.events(TOWN, "C1") == ()
        assert store.draft(TOWN, "d1") is None
        assert store.head(TOWN).sequence == 0
    assert len(store.events(TOWN, "C1")) == 1


def test_a_transaction_is_over_when_its_block_is_left(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        pass
    with pytest.raises(AssertionError, match="the transaction is over"):
        tx.append([fact("C1")])


def test_a_transaction_inside_a_transaction_is_our_mistake(store: Store) -> None:
    with store.transaction(TOWN), pytest.raises(AssertionError, match="inside"), store.transaction(TOWN):
        pass
    put(store, fact("C1"))
    assert store.head(TOWN).sequence == 1


def test_who_waits_too_long_for_the_turn_is_told_so(reopen: Reopen) -> None:
    store = reopen(patience=0.05)
    with store.transaction(TOWN) as tx, ThreadPoolExecutor(1) as pool:
        tx.append([fact("C1")])
        with pytest.raises(BusyError, match="系统正忙，本次操作没有保存"):
            pool.submit(put, store, fact("C2")).result()
    assert store.head(TOWN).sequence == 1


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="数据已关闭"):
        store.head(TOWN)
    with pytest.raises(StoreError, match="数据已关闭"):
        put(store, fact("C1"))


def test_threads_append_without_gap_or_loss(store: Store) -> None:
    start = threading.Barrier(4)

    def clerk(number: int) -> list[str]:
        start.wait()
        cases = []
        for _ in range(10):
            with store.transaction(TOWN) as tx:
                case = f"C{tx.next_number('case', 2026)}"
                tx.append([fact(case, clerk=number), fact(case, "accepted")])
                tx.index(row(case))
            assert [e.kind for e in store.events(TOWN, case)] == ["received", "accepted"]
            assert store.row(TOWN, case) == row(case)
            cases.append(case)
        return cases

    with ThreadPoolExecutor(4) as pool:
        made = [case for cases in pool.map(clerk, range(4)) for case in cases]
    assert sorted(made) == sorted(f"C{n}" for n in range(1, 41))
    sequences = sorted(e.sequence for case in made for e in store.events(TOWN, case))
    assert sequences == list(range(1, 81))
    assert store.head(TOWN).sequence == 80


# Numbers


def test_numbers_run_from_one_by_town_series_and_year(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        assert [tx.next_number("case", 2026) for _ in range(3)] == [1, 2, 3]
        assert tx.next_number("case", 2027) == 1
        assert tx.next_number("receipt", 2026) == 1
    with store.transaction(OTHER_TOWN) as tx:
        assert tx.next_number("case", 2026) == 1
    with store.transaction(TOWN) as tx:
        assert tx.next_number("case", 2026) == 4


def test_a_rolled_back_transaction_returns_its_numbers(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction(TOWN) as tx:
        assert [tx.next_number("case", 2026) for _ in range(2)] == [1, 2]
        raise ZeroDivisionError
    with store.transaction(TOWN) as tx:
        assert tx.next_number("case", 2026) == 1


# Parts

OTHER_PARTS = [
    (RECEIVE, APPROVE, "「收件受理」，不能再办「审查决定」"),
    (RECEIVE, ISSUE, "「收件受理」，不能再办「出证送达」"),
    (APPROVE, RECEIVE, "「审查决定」，不能再办「收件受理」"),
    (APPROVE, ISSUE, "「审查决定」，不能再办「出证送达」"),
    (ISSUE, RECEIVE, "「出证送达」，不能再办「收件受理」"),
    (ISSUE, APPROVE, "「出证送达」，不能再办「审查决定」"),
]


@pytest.mark.parametrize(("had", "wanted", "told"), OTHER_PARTS)
def test_one_person_takes_no_second_part_of_a_case(store: Store, had: str, wanted: str, told: str) -> None:
    put(store, fact("C1", part=had))
    with pytest.raises(SeparationError, match=f"钱多多已在案件 C1 办过{told}"):
        put(store, fact("C1", actor=CLERK_AGAIN, part=wanted))
    assert store.head(TOWN).sequence == 1
    assert store.parts(TOWN, "C1") == {"P1": had}


def test_two_parts_of_one_person_in_one_append_are_refused_together(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        with pytest.raises(SeparationError):
            tx.append([fact("C1"), fact("C1", "granted", CLERK_AGAIN, APPROVE)])
        tx.append([fact("C2")])
    assert store.events(TOWN, "C1") == ()
    assert store.parts(TOWN, "C1") == {}
    assert store.parts(TOWN, "C2") == {"P1": RECEIVE}


def test_the_same_part_again_another_person_or_another_case_is_allowed(store: Store) -> None:
    put(store, *course("C1"))
    put(store, fact("C1", "supplied"))
    put(store, fact("C2", "granted", CLERK_AGAIN, APPROVE))
    assert store.parts(TOWN, "C1") == {"P1": RECEIVE, "P2": APPROVE, "P3": ISSUE}
    assert store.parts(TOWN, "C2") == {"P1": APPROVE}


def test_the_system_and_acts_without_a_part_take_none(store: Store) -> None:
    put(store, fact("C1", "accepted", SYSTEM, RECEIVE), fact("C1", "archived", SYSTEM, ISSUE))
    put(store, fact("C1", "document_issued", ISSUER, None))
    assert store.parts(TOWN, "C1") == {}


def test_people_with_one_person_id_in_two_towns_are_apart(store: Store) -> None:
    put(store, fact("C1"))
    with store.transaction(OTHER_TOWN) as tx:
        tx.append([fact("C1", "granted", replace(CLERK_AGAIN, town=OTHER_TOWN), APPROVE)])
    assert store.parts(OTHER_TOWN, "C1") == {"P1": APPROVE}


# Form tokens


def submit(store: Store, token: str, digest: str) -> str:
    """What a submission does with its token; the case it led to."""
    with store.transaction(TOWN) as tx:
        used = tx.used(token)
        if used is not None:
            return used.case
        case = f"C{tx.next_number('case', 2026)}"
        tx.append([fact(case)])
        tx.use(token, Used(digest, case, "1,2"))
    return case


def test_a_token_is_remembered_with_what_it_led_to(store: Store, reopen: Reopen) -> None:
    assert submit(store, "t1", "d1") == "C1"
    with reopen().transaction(TOWN) as tx:
        assert tx.used("t1") == Used("d1", "C1", "1,2")
        assert tx.used("t2") is None
    with reopen().transaction(OTHER_TOWN) as tx:
        assert tx.used("t1") is None


def test_a_token_is_used_once(store: Store) -> None:
    submit(store, "t1", "d1")
    with pytest.raises(TokenReusedError, match="已经提交过"), store.transaction(TOWN) as tx:
        tx.append([fact("C9")])
        tx.use("t1", Used("d2", "C9", ""))
    assert store.events(TOWN, "C9") == ()


def five_at_once(store: Store, token: str) -> set[str]:
    start = threading.Barrier(5)

    def click(_: int) -> str:
        start.wait()
        return submit(store, token, "d")

    with ThreadPoolExecutor(5) as pool:
        return set(pool.map(click, range(5)))


def test_five_clicks_at_once_make_one_case(store: Store) -> None:
    answers = [five_at_once(store, f"t{n}") for n in range(8)]
    assert answers == [{f"C{n}"} for n in range(1, 9)]
    assert store.head(TOWN).sequence == 8


def test_without_the_token_table_five_clicks_make_five_cases(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.transaction(TOWN) as tx:
        kind = type(tx)
    monkeypatch.setattr(kind, "used", lambda self, token: None)
    monkeypatch.setattr(kind, "use", lambda self, token, used: None)
    assert five_at_once(store, "t1") == {"C1", "C2", "C3", "C4", "C5"}


# Searching rows and keys


def test_a_row_is_replaced_whole(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        tx.index(row("C1"))
        tx.index(row("C1", state="advised", desks=(), received_at=None, due=""))
    assert store.row(TOWN, "C1") == row("C1", state="advised", desks=(), received_at=None, due="")
    assert store.rows(TOWN) == (store.row(TOWN, "C1"),)


def test_rows_come_earliest_due_first_and_unknown_last(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        for case, due in (("C1", ""), ("C2", "2026-04-01"), ("C3", "2026-03-09"), ("C4", "2026-04-01")):
            tx.index(row(case, due=due))
    assert [r.case for r in store.rows(TOWN)] == ["C3", "C2", "C4", "C1"]
    assert [r.case for r in store.rows(TOWN, limit=2)] == ["C3", "C2"]


def test_rows_are_narrowed_by_state_window_and_department(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        tx.index(row("C1", state="in_review", desks=lying("民政", "税务")))
        tx.index(row("C2", state="in_review", desks=lying("税务"), window="公安专项"))
        tx.index(row("C3", state="closed", desks=()))
    with store.transaction(OTHER_TOWN) as tx:
        tx.index(row("C4", town=OTHER_TOWN))

    def found(**narrow: object) -> list[str]:
        return [r.case for r in store.rows(TOWN, Wanted(**narrow))]  # type: ignore[arg-type]

    assert found() == ["C1", "C2", "C3"]
    assert found(states=("in_review",)) == ["C1", "C2"]
    assert found(states=("in_review", "closed"), windows=("综合受理",)) == ["C1", "C3"]
    assert found(department="税务") == ["C1", "C2"]
    assert found(department="民政") == ["C1"]
    assert found(department="") == []
    assert found(department="' OR 1=1 --") == []


def test_a_department_lists_what_waits_or_what_it_had_before(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        tx.index(row("C1", desks=(Lying("税务", ("初审", "勘验")), Lying("民政"))))
        tx.index(row("C2", desks=(Lying("民政", ("决定",)), Lying("税务"))))
        tx.index(row("C3", desks=(Lying("民政"),)))
        tx.index(row("C3", desks=(Lying("民政", ("初审",)),)))

    def found(department: str, **narrow: object) -> list[str]:
        return [r.case for r in store.rows(TOWN, Wanted(department=department, **narrow))]  # type: ignore[arg-type]

    assert (found("税务"), found("民政")) == (["C1"], ["C2", "C3"])
    assert (found("税务", before=True), found("民政", before=True)) == (["C2"], ["C1"])
    assert (found("税务", step="勘验"), found("民政", step="勘验"), found("民政", step="初审")) == (["C1"], [], ["C3"])
    assert store.rows(TOWN)[0].departments == ("税务",)


def test_rows_are_narrowed_by_what_somebody_looks_for(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        tx.index(
            row("4113C1", matter="a/one", title="高龄津贴申领", village="东河村", channel="窗口", due="2026-03-09")
        )
        tx.index(
            row("4113C2", matter="a/two", title="残疾人证办理", village="西湾村", channel="网上", due="2026-03-10")
        )
        tx.index(row("4113C3", matter="a/two", title="残疾人证办理", channel="窗口", due="", keeper="P7"))

    def found(**narrow: object) -> list[str]:
        return [r.case for r in store.rows(TOWN, Wanted(**narrow))]  # type: ignore[arg-type]

    assert (found(matter="a/two"), found(village="东河村"), found(channel="网上")) == (
        ["4113C2", "4113C3"], ["4113C1"], ["4113C2"],
    )  # fmt: skip
    assert (found(due_by=date(2026, 3, 9)), found(due_by=date(2026, 3, 8))) == (["4113C1"], [])
    assert (found(text="津贴"), found(text="13C2"), found(text="%"), found(text="' OR 1=1 --")) == (
        ["4113C1"], ["4113C2"], [], [],
    )  # fmt: skip
    assert (found(keeper="P7"), found(matter="a/two", channel="窗口")) == (["4113C3"], ["4113C3"])
    assert store.choices(TOWN, Wanted()) == Choices(
        {("a/one", "高龄津贴申领"): 1, ("a/two", "残疾人证办理"): 2},
        {},
        {"东河村": 1, "西湾村": 1},
        {"窗口": 2, "网上": 1},
    )
    assert store.choices(TOWN, Wanted(department="民政")).steps == {"受理": 3}


def test_pages_of_a_list_hold_every_case_once(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        for number in range(25):
            tx.index(row(f"C{number:02}", due=f"2026-03-{number % 4 + 1:02}"))
    pages = [store.rows(TOWN, Wanted(department="民政"), limit=10, skip=skip) for skip in (0, 10, 20, 30)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    listed = [one for page in pages for one in page]
    assert [(one.due, one.case) for one in listed] == sorted((one.due, one.case) for one in listed)
    assert len({one.case for one in listed}) == 25


def test_lights_are_counted_for_a_list_and_for_every_department(store: Store) -> None:
    on = date(2026, 3, 9)
    with store.transaction(TOWN) as tx:
        tx.index(row("C1", warns="2026-03-01", presses="2026-03-06", desks=lying("民政", "税务")))
        tx.index(row("C2", warns="2026-03-01", presses="2026-03-09"))
        tx.index(row("C3", warns="2026-03-20", presses="2026-03-24"))
        tx.index(row("C4"))
        tx.index(row("C5", warns="2026-03-01", presses="2026-03-06", desks=(Lying("税务"),)))
    assert store.tally(TOWN, Wanted(department="民政"), on) == {"红牌": 1, "黄牌": 1, "绿灯": 1, "": 1}
    assert store.tally(TOWN, Wanted(department="税务", lights=("绿灯",)), on) == {"红牌": 1}
    assert store.tally(TOWN, Wanted(), on)["红牌"] == 2
    assert store.loads(TOWN, on) == {"民政": {"红牌": 1, "黄牌": 1, "绿灯": 1, "": 1}, "税务": {"红牌": 1}}
    assert store.loads(OTHER_TOWN, on) == {}


def test_what_is_on_its_way_to_a_desk_stands_list_by_list(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        tx.index(row("C1", bound_for="民政", list="移2号", keeper="P1"))
        tx.index(row("C2", bound_for="民政", list="移1号", keeper="P2"))
        tx.index(row("C3", bound_for="窗口", list="移3号"))
        tx.index(row("C5", keeper="P1"))
        tx.index(row("C4"))
    assert [(one.list, one.case) for one in store.on_their_way(TOWN, "民政")] == [("移1号", "C2"), ("移2号", "C1")]
    assert (store.on_their_way(TOWN, ""), store.on_their_way(OTHER_TOWN, "民政")) == ((), ())
    with_the_keeper, leaving = (store.rows(TOWN, Wanted(keeper="P1", leaving=leaving)) for leaving in (False, True))
    assert ([one.case for one in with_the_keeper], [one.case for one in leaving]) == (["C5"], ["C1"])


def test_rows_come_the_most_pressing_first(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        tx.index(row("C1", due="2026-03-10"))
        tx.index(row("C2", due="2026-03-30", presses="2026-03-12"))
        tx.index(row("C3", due="", presses="2026-03-05"))
    assert [one.case for one in store.rows(TOWN)] == ["C3", "C2", "C1"]


@pytest.mark.parametrize("day", range(1, 13))
def test_rows_are_narrowed_by_their_light_on_a_day(store: Store, day: int) -> None:
    on = date(2026, 3, day)
    dates = {"C1": ("", ""), "C2": ("2026-03-03", ""), "C3": ("2026-03-04", "2026-03-06"), "C4": ("2026-03-10",) * 2}
    with store.transaction(TOWN) as tx:
        for case, (warns, presses) in dates.items():
            tx.index(row(case, warns=warns, presses=presses))
    expected: dict[str, list[str]] = {light: [] for light in LIGHTS}
    for case, (warns, presses) in dates.items():
        light = light_on(
            on, date.fromisoformat(warns) if warns else None, date.fromisoformat(presses) if presses else None
        )
        expected.get(light, []).append(case)
    found = {light: sorted(one.case for one in store.rows(TOWN, Wanted(lights=(light,)), on=on)) for light in LIGHTS}
    assert found == expected
    assert {one.case for one in store.rows(TOWN, Wanted(lights=LIGHTS), on=on)} == {"C2", "C3", "C4"}


def test_a_case_wakes_on_its_day_or_when_its_days_were_counted_by_something_else(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        tx.index(row("C1", wakes="2026-03-10", basis="1"))
        tx.index(row("C2", wakes="2026-03-05", basis="1"))
        tx.index(row("C3", wakes="", basis="1"))
        tx.index(row("C4", wakes="", basis=""))
    assert store.waking(TOWN, date(2026, 3, 4), "1") == ()
    assert store.waking(TOWN, date(2026, 3, 5), "1") == ("C2",)
    assert store.waking(TOWN, date(2026, 3, 10), "1") == ("C2", "C1")
    assert sorted(store.waking(TOWN, date(2026, 3, 4), "2")) == ["C1", "C2", "C3"]
    assert store.waking(OTHER_TOWN, date(2026, 3, 10), "2") == ()


def test_an_effect_of_the_calendar_happens_once(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        assert tx.fall_due("C1", "deem_accepted", "2026-03-10")
        assert not tx.fall_due("C1", "deem_accepted", "2026-03-10")
        assert tx.fall_due("C1", "deem_accepted", "2026-03-20")
    with pytest.raises(ZeroDivisionError), store.transaction(TOWN) as tx:
        assert tx.fall_due("C2", "deem_accepted", "2026-03-10")
        raise ZeroDivisionError
    with store.transaction(TOWN) as tx:
        assert not tx.fall_due("C1", "deem_accepted", "2026-03-10")
        assert tx.fall_due("C2", "deem_accepted", "2026-03-10")
    with store.transaction(OTHER_TOWN) as tx:
        assert tx.fall_due("C1", "deem_accepted", "2026-03-10")


def test_a_row_of_another_town_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="属于「qingshi」"), store.transaction(TOWN) as tx:
        tx.index(row("C1", town=OTHER_TOWN))


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("identifier", IDENTIFIER),
        ("identifier", " ４１９９９９１９９００１０１１２３９ "),
        ("phone", PHONE),
        ("phone", "+86 138-0013-8000"),
        ("name", NAME),
        ("name", "𬱖卡依•买买提 "),
        ("token", "q7Zt-secret-token_0123"),
        ("code", "7k4m-9xq2"),
    ],
)
def test_a_case_is_found_by_what_is_known_of_it(store: Store, kind: str, asked: str) -> None:
    with store.transaction(TOWN) as tx:
        tx.index(row("C1"), KEYS)
    assert store.find(TOWN, kind, asked) == ("C1",)
    assert store.find(OTHER_TOWN, kind, asked) == ()


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("name", "买买提"),
        ("identifier", IDENTIFIER[:-1]),
        ("phone", "3800138000"),
        ("name", IDENTIFIER),
        ("phone", ""),
        ("name", " "),
        ("token", "Q7ZT-SECRET-TOKEN_0123"),
    ],
)
def test_a_part_another_kind_or_nothing_finds_nothing(store: Store, kind: str, asked: str) -> None:
    with store.transaction(TOWN) as tx:
        tx.index(row("C1"), KEYS)
    assert store.find(TOWN, kind, asked) == ()


def test_one_person_has_many_cases_and_a_row_without_keys_loses_none(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        tx.index(row("C2"), KEYS)
        tx.index(row("C1"), KEYS)
        tx.index(row("C1", state="closed"))
    assert store.find(TOWN, "identifier", IDENTIFIER) == ("C1", "C2")


# Calendars


def notice(version: int, year: int = 2027) -> Notice:
    rulings = {date(year, 1, 1): Ruling(False, "元旦假期"), date(year, 1, 3): Ruling(True, "调休上班")}
    return Notice(version, year, f"国办发明电〔{year - 1}〕{version}号", rulings, NOW)


def test_calendars_come_back_in_their_order_for_every_town(store: Store, reopen: Reopen) -> None:
    assert (store.calendar_version(), store.notices()) == (0, ())
    with store.transaction(TOWN) as tx:
        tx.load_calendar(notice(1))
        tx.load_calendar(notice(2, 2026))
    with store.transaction(OTHER_TOWN) as tx:
        tx.load_calendar(notice(3))
    opened = reopen()
    assert opened.notices() == (notice(1), notice(2, 2026), notice(3))
    assert opened.calendar_version() == 3


@pytest.mark.parametrize("version", [0, 1, 3])
def test_a_calendar_that_does_not_follow_the_last_is_refused(store: Store, version: int) -> None:
    with store.transaction(TOWN) as tx:
        tx.load_calendar(notice(1))
    with pytest.raises(StoreError, match="日历刚被别人载入过（现在是第 1 次）"), store.transaction(TOWN) as tx:
        tx.load_calendar(notice(version))
    assert store.notices() == (notice(1),)


# Drafts


def test_a_draft_is_saved_read_listed_and_dropped(store: Store, reopen: Reopen) -> None:
    with store.transaction(TOWN) as tx:
        tx.save_draft(draft("d1"))
        tx.save_draft(draft("d2", changed_at=NOW + timedelta(minutes=1), case="C1"))
        tx.save_draft(draft("d3", owner="clerk2"))
    store = reopen()
    assert store.draft(TOWN, "d1") == draft("d1")
    assert store.drafts(TOWN, "clerk1") == (draft("d2", changed_at=NOW + timedelta(minutes=1), case="C1"), draft("d1"))
    assert store.draft(OTHER_TOWN, "d1") is None
    assert store.drafts(OTHER_TOWN, "clerk1") == ()
    with store.transaction(TOWN) as tx:
        tx.clear("d1")
        tx.clear("d1")
    assert store.draft(TOWN, "d1") is None


def test_a_draft_remembers_the_page_that_saved_it_last(store: Store, reopen: Reopen) -> None:
    with store.transaction(TOWN) as tx:
        tx.save_draft(draft())
        tx.save_draft(draft(version=2, page="mark", turn=7))
    assert reopen().draft(TOWN, "d1") == draft(version=2, page="mark", turn=7)


def test_a_draft_is_replaced_by_its_next_version_only(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        tx.save_draft(draft())
        tx.save_draft(draft(version=2, form=(("姓名", "新"),)))
    for version in (1, 2, 4):
        with pytest.raises(StaleError, match="这次没有保存"), store.transaction(TOWN) as tx:
            tx.save_draft(draft(version=version, form=(("姓名", "迟"),)))
    assert store.draft(TOWN, "d1") == draft(version=2, form=(("姓名", "新"),))


def test_a_dropped_draft_cannot_be_saved_on(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        tx.save_draft(draft())
        tx.clear("d1")
    with pytest.raises(StaleError), store.transaction(TOWN) as tx:
        tx.save_draft(draft(version=2))


def test_what_is_untouched_since_an_instant_is_told_of_drafts_of_this_town(store: Store, reopen: Reopen) -> None:
    with store.transaction(TOWN) as tx:
        tx.save_draft(draft("d2"))
        tx.save_draft(draft("d1", owner="clerk2"))
        tx.save_draft(draft("d3", changed_at=NOW + timedelta(minutes=1)))
    store = reopen()
    assert store.untouched(TOWN, NOW, NOW) == store.untouched(OTHER_TOWN, NOW + timedelta(days=1), NOW) == ()
    assert store.untouched(TOWN, NOW + timedelta(minutes=1), NOW) == ("d1", "d2")
    with store.transaction(TOWN) as tx:
        tx.save_draft(draft("d2", version=2, changed_at=NOW + timedelta(minutes=1)))
        assert tx.untouched(NOW + timedelta(minutes=1), NOW) == ("d1",)


def test_a_draft_too_large_or_of_another_town_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="草稿太大"), store.transaction(TOWN) as tx:
        tx.save_draft(draft(form=(("备注", "长" * 1_000_000),)))
    with pytest.raises(StoreError, match="草稿属于「qingshi」"), store.transaction(TOWN) as tx:
        tx.save_draft(draft(town=OTHER_TOWN))


# Definitions and originals


def test_a_definition_is_kept_under_its_hash(store: Store, reopen: Reopen) -> None:
    text = '{"title":"高龄津贴"}'.encode()
    identity = hashlib.sha256(text).hexdigest()
    for town in (TOWN, TOWN, OTHER_TOWN):
        with store.transaction(town) as tx:
            tx.publish(identity, "line/matter", text, NOW)
    assert reopen().definition(identity) == text
    assert reopen().definition("0" * 64) is None


def test_a_definition_under_a_hash_not_its_own_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="与它的标识"), store.transaction(TOWN) as tx:
        tx.publish("0" * 64, "line/matter", b"{}", NOW)


def test_the_first_original_stays(store: Store, reopen: Reopen) -> None:
    with store.transaction(TOWN) as tx:
        tx.append([fact("C1"), fact("C2")])
        tx.keep_original("C1", "N1", b"%PDF first")
    with store.transaction(TOWN) as tx:
        tx.keep_original("C1", "N1", b"%PDF second")
    assert reopen().original(TOWN, "C1", "N1") == b"%PDF first"
    assert reopen().original(TOWN, "C1", "N2") is None
    assert reopen().original(TOWN, "C2", "N1") is None
    assert reopen().original(OTHER_TOWN, "C1", "N1") is None


def test_an_original_needs_a_case_and_a_bearable_size(store: Store) -> None:
    put(store, fact("C1"))
    with pytest.raises(StoreError, match="没有案件 C9"), store.transaction(TOWN) as tx:
        tx.keep_original("C9", "N1", b"%PDF")
    with pytest.raises(StoreError, match="文书 N1 太大"), store.transaction(TOWN) as tx:
        tx.keep_original("C1", "N1", bytes(21 * 1024 * 1024))


# Accounts, sessions


def test_accounts_are_saved_replaced_and_listed_by_town(store: Store, reopen: Reopen) -> None:
    locked = account(active=False, windows=())
    with store.transaction(TOWN) as tx:
        tx.save_account(account("zhou", name="周"))
        tx.save_account(account())
        tx.save_account(locked)
        assert (tx.account("clerk1"), tx.account("nobody")) == (locked, None)
    store = reopen()
    assert store.account("clerk1") == locked
    assert store.accounts(TOWN) == (locked, account("zhou", name="周"))
    assert store.accounts(OTHER_TOWN) == ()
    assert store.account("nobody") is None


def test_a_login_belongs_to_one_town(store: Store) -> None:
    with store.transaction(TOWN) as tx:
        tx.save_account(account())
    with pytest.raises(StoreError, match="登录名 clerk1 已被别的乡镇使用"), store.transaction(OTHER_TOWN) as tx:
        tx.save_account(account(town=OTHER_TOWN))
    with pytest.raises(StoreError, match="属于「qingshi」"), store.transaction(TOWN) as tx:
        tx.save_account(account(town=OTHER_TOWN))


def test_sessions_are_saved_renewed_and_ended(store: Store, reopen: Reopen) -> None:
    later = session(seen_at=NOW + timedelta(minutes=5))
    with store.transaction(TOWN) as tx:
        for token in ("a", "b", "c"):
            tx.save_session(token, session())
        tx.save_session("d", session(account="clerk2"))
        tx.save_session("a", later)
        tx.end_session("b")
    assert reopen().session("a") == later
    assert reopen().session("b") is None
    store = reopen()
    with store.transaction(OTHER_TOWN) as tx:
        tx.end_sessions_of("clerk1")
        tx.end_session("a")
    assert store.session("a") == later
    with store.transaction(TOWN) as tx:
        tx.end_sessions_of("clerk1")
    assert [store.session(token) for token in ("a", "c")] == [None, None]
    assert store.session("d") == session(account="clerk2")


def test_the_course_of_a_case_by_four_hands(store: Store) -> None:
    put(store, *course("C1"))
    assert [e.fact for e in store.events(TOWN, "C1")] == course("C1")
    assert store.events(TOWN, "C1")[3].actor == APPROVER
