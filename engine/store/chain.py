"""The chain of a town's events: the line that is hashed, what reading it back gives, and what a check finds.

A line is canonical JSON that says everything about an event but its payload, of which it holds the SHA-256 of the
sealed bytes; it also holds the hash of the line before. Checking needs no key. Nothing here reads a file.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from engine.case.events import CENTRE_KINDS, EVENT_KINDS, Actor, Event, Fact
from engine.store.errors import StoreError
from engine.store.kept import Head
from engine.store.sealing import canonical

START = "0" * 64
_HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{12,64})")


def digest_of(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def instant(at: datetime) -> str:
    """An aware instant as the store writes it: UTC, microseconds, Z. A naive one is a mistake of ours."""
    if at.tzinfo is None:
        raise ValueError(f"naive instant {at!r}")
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def write_line(sequence: int, previous: str, fact: Fact, payload_digest: str) -> str:
    """The text of an event in its place; its SHA-256 is the digest that ends the chain there."""
    actor = fact.actor
    return canonical(
        {
            "format": 1,
            "town": actor.town,
            "sequence": sequence,
            "previous": previous,
            "case": fact.case,
            "kind": fact.kind,
            "at": instant(fact.at),
            "account": actor.account,
            "person": actor.person,
            "role": actor.role,
            "department": actor.department,
            "channel": actor.channel,
            "definition": fact.definition,
            "reason": fact.reason,
            "part": fact.part,
            "payload": payload_digest,
        }
    )


def read_line(line: str, name: str, payload: dict[str, Any]) -> Event:
    """The event of a line, with the actor's name and the payload, which are kept sealed apart from it."""
    said = json.loads(line)
    actor = Actor(
        account=said["account"],
        person=said["person"],
        name=name,
        role=said["role"],
        town=said["town"],
        department=said["department"],
        channel=said["channel"],
    )
    fact = Fact(
        case=said["case"],
        kind=said["kind"],
        at=datetime.fromisoformat(said["at"]),
        actor=actor,
        definition=said["definition"],
        reason=said["reason"],
        part=said["part"],
        payload=payload,
    )
    return Event(said["sequence"], digest_of(line.encode()), fact)


def read_head(text: str) -> Head:
    """A head as printed on a receipt, SEQ:HASH; at least the first 12 hex digits of the hash. Raises StoreError."""
    match = _HEAD.fullmatch(text.strip().lower().replace("：", ":"))
    if match is None:
        raise StoreError(
            f"「{text}」不是链头：应写成 序号:哈希，例如 128:3fa9c1d2e4b5；哈希至少写前 12 位十六进制数字。"
        )
    return Head(int(match[1]), match[2])


@dataclass(frozen=True, slots=True)
class Link:
    """An event as it lies in a store: its columns, its line, and the digest of its sealed payload (None: not there)."""

    sequence: int
    case: str
    line: str
    payload_digest: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the check of a chain found; `sequence` and `case` where it is about one event."""

    code: str
    message: str
    sequence: int | None = None
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a check came to: how many events there are, where the chain really ends, and all findings."""

    events: int
    head: Head
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """An event the check has looked at. `previous` is the hash its line gives for the event before, None when its line
    is not the one of this place, so that it says nothing about its neighbours."""

    place: int
    case: str | None
    title: str
    digest: str
    previous: str | None


def check_chain(town: str, links: Iterable[Link], kept: Head | None, given: Head | None = None) -> Report:
    """Check all events of a town, which come in the order of their places.

    `kept` is the head the store keeps (None: none kept), `given` one printed on a receipt, which may be older than the
    end and shortened: an event with that hash must stand at that place.
    """
    findings: list[Finding] = []
    loose: list[_Seen] = []  # events whose hash is not the one recorded by what follows them
    events = 0
    at_given = START if given is not None and given.sequence == 0 else ""
    last = _Seen(0, None, "链的开头", START, "")
    for link in links:
        here, found = _look(town, link)
        if here.place > last.place + 1:
            findings.append(_gap(last.place + 1, here.place - 1))
        elif None not in (last.previous, here.previous) and here.previous != last.digest:
            loose.append(last)
        findings.extend(found)
        if given is not None and here.place == given.sequence:
            at_given = here.digest
        events += 1
        last = here
    end = Head(last.place, last.digest)
    if kept is not None and last.previous is not None and kept.sequence == end.sequence and kept.digest != end.digest:
        loose.append(last)
    findings.extend(_blame(loose))
    findings.extend(_check_kept(end, kept))
    if given is not None:
        findings.extend(_check_given(end, at_given, given))
    return Report(events, end, tuple(sorted(findings, key=lambda f: (f.sequence is None, f.sequence or 0))))


def _look(town: str, link: Link) -> tuple[_Seen, list[Finding]]:
    """One event by itself: does it say what its place says, and does its payload agree with it?"""
    place, findings = link.sequence, []
    said = _said(link.line)
    kind = (EVENT_KINDS | CENTRE_KINDS).get(str(said.get("kind")))
    title = f"第 {place} 号事件（案件 {link.case}{'，' + kind.title if kind else ''}）"
    previous = said.get("previous")
    if not said:
        previous = None
        findings.append(Finding("edited", f"{title}的记录被改动：已不是可读的事件。", place, link.case))
    elif said.get("town") != town or said.get("sequence") != place:
        previous = None
        other = f"第 {said.get('sequence')} 号事件"
        if said.get("town") != town:
            other = f"「{said.get('town')}」{other}"
        findings.append(Finding("swapped", f"{title}的位置上放着{other}的记录：被调换或改号。", place, link.case))
    elif said.get("case") != link.case:
        moved = f"{title}被改挂：它的记录里写的是案件 {said.get('case')}。"
        findings.append(Finding("edited", moved, place, link.case))
    if link.payload_digest is None:
        findings.append(Finding("payload_missing", f"{title}的内容不见了：被删除。", place, link.case))
    elif said and said.get("payload") != link.payload_digest:
        message = f"{title}的内容被改动或调换：与记录里的哈希不符。"
        findings.append(Finding("payload_edited", message, place, link.case))
    return _Seen(place, link.case, title, digest_of(link.line.encode()), previous), findings


def _said(line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _gap(first: int, last: int) -> Finding:
    which = f"第 {first} 号事件" if first == last else f"第 {first} 至 {last} 号事件"
    return Finding("deleted", f"{which}不见了：被删除。", first)


def _blame(loose: list[_Seen]) -> Iterator[Finding]:
    """Which of two neighbours that do not fit was edited: the later one when it does not fit its own successor either,
    else the earlier one. In a row of misfits only the last is sure; the others are named as possible."""
    places = {seen.place for seen in loose}
    for seen in loose:
        if seen.place + 1 not in places:
            message = f"{seen.title}的记录被改动：它的哈希不是后面记下的那个。"
            if seen.place == 0:
                message = "第 1 号事件不是链的开头：它前面的事件被删除，或它的记录被改动。"
            yield Finding("edited", message, seen.place or 1, seen.case)
        elif seen.place:
            message = f"{seen.title}的记录可能被改动：它与第 {seen.place + 1} 号事件接不上。"
            yield Finding("edited", message, seen.place, seen.case)


def _check_kept(end: Head, kept: Head | None) -> Iterator[Finding]:
    if kept is None:
        if end.sequence:
            yield Finding("head_edited", "链头的记录不见了：被删除。")
    elif kept.sequence > end.sequence:
        message = f"链尾被截：事件只到第 {end.sequence} 号，链头记着应到第 {kept.sequence} 号。"
        yield Finding("cut", message, end.sequence + 1)
    elif kept.sequence < end.sequence:
        message = (
            f"链头只记到第 {kept.sequence} 号，事件却到第 {end.sequence} 号：链头被改动，或后面的事件是另外塞入的。"
        )
        yield Finding("head_edited", message, kept.sequence + 1)


def _check_given(end: Head, at_given: str, given: Head) -> Iterator[Finding]:
    if given.sequence > end.sequence:
        message = (
            f"凭证上印着第 {given.sequence} 号事件，这里的事件只到第 {end.sequence} 号："
            "链尾被截，或数据被换成了旧的副本。"
        )
        yield Finding("not_reached", message, end.sequence + 1)
    elif not at_given.startswith(given.digest):
        message = f"第 {given.sequence} 号事件与凭证上印的不符：该处的记录被改动或删除，或此前的事件被重写。"
        yield Finding("rewritten", message, given.sequence)
