"""Which cases a list shows, and what it is narrowed by: the same words for every store. No SQL, no page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Lying:
    """A case on the desk of a department (a role name): what waits there, by name; () where it only lay there
    before."""

    department: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed by; what is empty or None does not narrow.

    Whose list it is: `states`, `windows`, a `department` (its cases, or with `before` those that lay there and wait
    there no more), a `keeper` (the person with whom the paper file lies, or with `leaving` from whom it is on its way).
    What somebody looks for: `lights` (of `engine.case.lights`), `matter`, `step` (only with a department), `village`,
    `channel`, `due_by` (the last day is known and no later), `text`, a part of the case number or of the title, and
    `calling_back`: whoever gave a bad grade has not been called back yet."""

    states: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()
    department: str | None = None
    before: bool = False
    keeper: str = ""
    leaving: bool = False
    lights: tuple[str, ...] = ()
    matter: str = ""
    step: str = ""
    village: str = ""
    channel: str = ""
    due_by: date | None = None
    text: str = ""
    calling_back: bool = False


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from in a list: each with how many cases it would show."""

    matters: Mapping[tuple[str, str], int]  # id and title
    steps: Mapping[str, int]
    villages: Mapping[str, int]
    channels: Mapping[str, int]
