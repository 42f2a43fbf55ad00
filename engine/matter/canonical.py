"""The canonical JSON of a resolved matter: its bytes, its identity, and the way back to a `Matter`.

`format` counts the shape of this JSON and `language` the rule language; both are supported for ever, because a case is
judged, printed and opened by the JSON it was received under.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from engine.calendar.limit import ClockError, Limit, parse_limit
from engine.matter.particulars import particulars_from
from engine.matter.records import (
    ByCase,
    Checkpoint,
    Fee,
    Field,
    Ground,
    Material,
    Matter,
    MatterError,
    Provenance,
    Query,
    Result,
    Special,
    Step,
    TableSource,
    TimeLimit,
)
from rules_dsl import Dated

FORMAT = 1
LANGUAGE = 1
_OF_A_VALUE = ("kind", "options", "ordered", "unit", "scale")  # keys of a look-up that say what value it gives


def to_bytes(data: Mapping[str, Any]) -> bytes:
    """The canonical bytes: keys sorted, compact, UTF-8; equal content gives equal bytes on any machine."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def identity_of(canonical: bytes) -> str:
    """The identity of a definition: the SHA-256 of its canonical bytes, in hex."""
    return hashlib.sha256(canonical).hexdigest()


def from_bytes(canonical: bytes) -> dict[str, Any]:
    """The data of canonical bytes. MatterError where they are of a format or language this program does not know."""
    try:
        data = json.loads(canonical)
    except ValueError as error:
        raise MatterError("存下来的事项版本读不出来，可能已损坏，请联系系统管理员。") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT or data.get("language") != LANGUAGE:
        raise MatterError("这个事项版本的格式比本程序新，请升级程序后再打开。")
    return data


def matter_from(data: Mapping[str, Any]) -> Matter:
    """The matter that resolved data describes; rule texts stay text."""
    return Matter(
        id=data["id"],
        title=data["title"],
        kind=data["kind"],
        applicants=tuple(data["applicants"]),
        window=data["window"],
        channels=tuple(data["channels"]),
        approving_department=data["approving_department"],
        time_limit=_time_limit(data["time_limit"]),
        acceptance=data["acceptance"],
        legal_clock=data["legal_clock"],
        fee=_fee(data.get("fee")),
        basis=tuple(data["basis"]),
        provenance=Provenance(**data["provenance"]),
        purpose=data["purpose"],
        retention=parse_limit(data["retention"]),
        fields=tuple(map(_field, data["fields"])),
        materials=tuple(map(_material, data["materials"])),
        queries=tuple(map(_query, data["queries"])),
        checkpoints=tuple(Checkpoint(**checkpoint) for checkpoint in data["checkpoints"]),
        grounds=tuple(Ground(**ground) for ground in data["grounds"]),
        steps=tuple(map(_step, data["steps"])),
        results=tuple(Result(**result) for result in data["results"]),
        parameters={name: _dated(entries, _values) for name, entries in data["parameters"].items()},
        tables={name: _dated(entries, _table) for name, entries in data["tables"].items()},
        definitions=dict(data["definitions"]),
        as_of=dict(data.get("as_of", {})),
        award=data.get("award"),
        before_filing=data.get("before_filing"),
        aliases=tuple(data["aliases"]),
        keywords=tuple(data["keywords"]),
        particulars=particulars_from(data),
    )


def _limit(text: str | None) -> Limit | None:
    return None if text is None else parse_limit(text)


def _time_limit(data: Mapping[str, Any]) -> TimeLimit:
    extension, statutory = (_set_or_none(data.get(name)) for name in ("extension", "statutory"))
    return TimeLimit(_set(data["promised"]), statutory, data.get("note"), data["from"], extension)


def _set(text: str) -> Limit | ByCase:
    """A limit, or the name of what gives it."""
    try:
        return parse_limit(text)
    except ClockError:
        return ByCase(text)


def _set_or_none(text: str | None) -> Limit | ByCase | None:
    return None if text is None else _set(text)


def _fee(data: Mapping[str, Any] | None) -> Fee | None:
    return None if data is None else Fee(**data)


def _field(data: Mapping[str, Any]) -> Field:
    columns = tuple(map(_field, data.get("columns", ())))
    return Field(**{**data, "options": tuple(data.get("options", ())), "columns": columns})


def _query(data: Mapping[str, Any]) -> Query:
    """A look-up; what makes its value stands flat beside the rest."""
    own = {key: data[key] for key in data if key not in _OF_A_VALUE}
    if "kind" not in data:
        return Query(**own)
    value = {key: data[key] for key in _OF_A_VALUE if key in data}
    return Query(**own, value=_field({"name": data["name"], "label": data["name"], **value}))


def _material(data: Mapping[str, Any]) -> Material:
    return Material(**{**data, "forms": tuple(data["forms"]), "later": _limit(data.get("later"))})


def _step(data: Mapping[str, Any]) -> Step:
    special = data.get("special")
    if special is not None:
        special = Special(special["kind"], _set_or_none(special.get("days")), special["basis"])
    return Step(**{**data, "within": _set_or_none(data.get("within")), "special": special})


def _dated(entries: list[list[Any]], read: Callable[[Any], Any]) -> Dated:
    """Entries are [start or null, value or null]: a null start is 起初, a null value 停用."""
    return Dated(
        tuple(
            (None if start is None else date.fromisoformat(start), None if value is None else read(value))
            for start, value in entries
        )
    )


def _values(value: str | list[str]) -> str | tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else value


def _table(data: Mapping[str, Any]) -> TableSource:
    return TableSource(tuple(data["inputs"]), tuple(tuple(row) for row in data["rows"]), data["hit"])
