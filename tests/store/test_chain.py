"""The chain by itself: the line that is hashed, and what a check finds at every place of a chain."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from engine.case.events import Fact
from engine.store.chain import START, Finding, Link, check_chain, digest_of, instant, read_head, read_line, write_line
from engine.store.errors import StoreError
from engine.store.kept import Head
from tests.store.support.samples import CLERK, DEFINITION, NOW, TOWN, course

PAYLOAD = digest_of(b"sealed")


def chain(length: int = 6) -> list[Link]:
    """An unbroken chain of a case's course, over and over."""
    links, previous = [], START
    for place in range(1, length + 1):
        line = write_line(place, previous, course("C1")[(place - 1) % 6], PAYLOAD)
        links.append(Link(place, "C1", line, PAYLOAD))
        previous = digest_of(line.encode())
    return links


def head_of(links: list[Link]) -> Head:
    return Head(links[-1].sequence, digest_of(links[-1].line.encode()))


def found(links: list[Link], kept: Head | None, given: Head | None = None) -> list[tuple[str, int | None]]:
    return [(f.code, f.sequence) for f in check_chain(TOWN, links, kept, given).findings]


def edited(link: Link, **changed: object) -> Link:
    return replace(link, line=json.dumps({**json.loads(link.line), **changed}, ensure_ascii=False))


def test_the_line_is_canonical_and_holds_no_name() -> None:
    fact = Fact("C1", "refused", NOW, CLERK, DEFINITION, "ineligible", "receive", {"reasons": "不符合"})
    line = write_line(7, "ab" * 32, fact, PAYLOAD)
    assert line == (
        '{"account":"clerk1","at":"2026-03-02T01:30:00.123456Z","case":"C1","channel":"窗口",'
        f'"definition":"{DEFINITION}","department":"","format":1,"kind":"refused","part":"receive",'
        f'"payload":"{hashlib.sha256(b"sealed").hexdigest()}","person":"P1","previous":"{"ab" * 32}",'
        '"reason":"ineligible","role":"窗口","sequence":7,"town":"baihe"}'
    )


def test_a_line_reads_back_as_its_event() -> None:
    fact = course("C1")[2]
    line = write_line(7, START, fact, PAYLOAD)
    event = read_line(line, fact.actor.name, dict(fact.payload))
    assert (event.sequence, event.digest, event.fact) == (7, hashlib.sha256(line.encode()).hexdigest(), fact)


def test_a_naive_instant_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="naive"):
        instant(NOW.replace(tzinfo=None))


def test_an_unbroken_chain_has_no_findings() -> None:
    links = chain()
    report = check_chain(TOWN, links, head_of(links), head_of(links))
    assert (report.events, report.head, report.findings) == (6, head_of(links), ())


def test_no_events_and_no_head_is_a_whole_chain() -> None:
    report = check_chain(TOWN, [], None)
    assert (report.events, report.head, report.findings) == (0, Head(0, START), ())


@pytest.mark.parametrize("place", range(1, 7))
@pytest.mark.parametrize("change", [{"kind": "denied"}, {"at": "2026-03-01T00:00:00.000000Z"}, {"person": "P9"}])
def test_an_edited_event_is_named_wherever_it_stands(place: int, change: dict[str, str]) -> None:
    links = chain()
    kept = head_of(links)
    links[place - 1] = edited(links[place - 1], **change)
    assert found(links, kept) == [("edited", place)]


@pytest.mark.parametrize("place", range(2, 7))
def test_a_rewritten_link_to_the_event_before_is_named_and_the_event_before_as_possible(place: int) -> None:
    links = chain()
    kept = head_of(links)
    links[place - 1] = edited(links[place - 1], previous="00" * 32)
    report = check_chain(TOWN, links, kept)
    assert [(f.code, f.sequence) for f in report.findings] == [("edited", place - 1), ("edited", place)]
    assert "可能" in report.findings[0].message
    assert "可能" not in report.findings[1].message


def test_a_first_event_that_follows_something_is_no_beginning() -> None:
    links = chain()
    links[0] = edited(links[0], previous="00" * 32)
    assert found(links, None)[0] == ("edited", 1)


@pytest.mark.parametrize("place", range(1, 6))
def test_a_deleted_event_is_named_wherever_it_stood(place: int) -> None:
    links = chain()
    kept = head_of(links)
    del links[place - 1]
    assert found(links, kept) == [("deleted", place)]


def test_a_run_of_deleted_events_is_one_finding() -> None:
    links = chain()
    kept = head_of(links)
    del links[1:4]
    assert check_chain(TOWN, links, kept).findings == (Finding("deleted", "第 2 至 4 号事件不见了：被删除。", 2),)


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 5), (5, 6), (1, 6)])
def test_two_swapped_events_are_both_named(one: int, other: int) -> None:
    links = chain()
    kept = head_of(links)
    first, second = links[one - 1], links[other - 1]
    links[one - 1] = replace(first, line=second.line)
    links[other - 1] = replace(second, line=first.line)
    assert found(links, kept) == [("swapped", one), ("swapped", other)]


def test_two_swapped_events_with_their_numbers_mended_are_found_as_edited() -> None:
    links = chain()
    kept = head_of(links)
    second, third = json.loads(links[1].line), json.loads(links[2].line)
    links[1] = replace(links[1], line=json.dumps({**third, "sequence": 2}, ensure_ascii=False))
    links[2] = replace(links[2], line=json.dumps({**second, "sequence": 3}, ensure_ascii=False))
    assert found(links, kept) == [("edited", 1), ("edited", 2), ("edited", 3)]


def test_events_of_another_town_are_not_taken_for_this_one() -> None:
    links = chain()
    kept = head_of(links)
    links[2] = edited(links[2], town="qingshi")
    assert found(links, kept) == [("swapped", 3)]


def test_an_event_hung_on_another_case_is_named() -> None:
    links = chain()
    links[2] = replace(links[2], case="C2")
    assert found(links, head_of(links)) == [("edited", 3)]


@pytest.mark.parametrize("line", ["", "{", "[]", "null", "{}", '"x"'])
def test_an_unreadable_line_is_an_edited_event(line: str) -> None:
    links = chain()
    kept = head_of(links)
    links[2] = replace(links[2], line=line)
    assert found(links, kept) == [("edited", 3)]


@pytest.mark.parametrize(("digest", "code"), [(digest_of(b"other"), "payload_edited"), (None, "payload_missing")])
@pytest.mark.parametrize("place", [1, 4, 6])
def test_a_touched_payload_is_named(place: int, digest: str | None, code: str) -> None:
    links = chain()
    links[place - 1] = replace(links[place - 1], payload_digest=digest)
    assert found(links, head_of(links)) == [(code, place)]


@pytest.mark.parametrize("left", range(0, 6))
def test_a_cut_tail_is_found_by_the_kept_head(left: int) -> None:
    links = chain()
    report = check_chain(TOWN, links[:left], head_of(links))
    assert [(f.code, f.sequence) for f in report.findings] == [("cut", left + 1)]
    assert f"事件只到第 {left} 号，链头记着应到第 6 号" in report.findings[0].message


@pytest.mark.parametrize("left", range(1, 6))
def test_a_cut_tail_with_its_head_mended_is_found_by_a_printed_head_only(left: int) -> None:
    links = chain()
    rest = links[:left]
    assert found(rest, head_of(rest)) == []
    assert found(rest, head_of(rest), head_of(links)) == [("not_reached", left + 1)]


def test_everything_gone_is_found_by_a_printed_head() -> None:
    assert found([], None, head_of(chain())) == [("not_reached", 1)]


def test_a_head_that_lags_behind_its_events_is_found() -> None:
    links = chain()
    assert found(links, head_of(links[:4])) == [("head_edited", 5)]
    assert found(links, None) == [("head_edited", None)]


@pytest.mark.parametrize("at", range(1, 7))
def test_a_printed_head_may_be_older_than_the_end_and_shortened(at: int) -> None:
    links = chain()
    printed = head_of(links[:at])
    assert found(links, head_of(links), printed) == []
    assert found(links, head_of(links), replace(printed, digest=printed.digest[:12])) == []


@pytest.mark.parametrize("at", range(3, 7))
def test_a_chain_rewritten_from_the_third_event_on_is_found_by_any_later_printed_head(at: int) -> None:
    links = chain()
    forged, previous = links[:2], digest_of(links[1].line.encode())
    for link in links[2:]:
        forged.append(edited(link, previous=previous, person="P9"))
        previous = digest_of(forged[-1].line.encode())
    assert found(forged, head_of(forged)) == []
    assert found(forged, head_of(forged), head_of(links[:at])) == [("rewritten", at)]
    assert found(forged, head_of(forged), head_of(links[:2])) == []


def test_the_printed_head_of_an_event_that_was_deleted_is_not_met() -> None:
    links = chain()
    kept, printed = head_of(links), head_of(links[:3])
    del links[2]
    assert found(links, kept, printed) == [("deleted", 3), ("rewritten", 3)]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("12:" + "ab" * 32, Head(12, "ab" * 32)),
        (" 12：ABCDEF012345\n", Head(12, "abcdef012345")),
        ("0:" + "0" * 64, Head(0, "0" * 64)),
    ],
)
def test_a_head_is_read_as_printed(text: str, head: Head) -> None:
    assert read_head(text) == head
    assert read_head(str(head)) == head


@pytest.mark.parametrize(
    "text", ["", "12", "12:", "12:abcdef01234", "12:" + "a" * 65, "x:abcdef012345", "1:abcdef01234g"]
)
def test_what_is_not_a_head_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(StoreError, match="不是链头：应写成 序号:哈希，例如"):
        read_head(text)
