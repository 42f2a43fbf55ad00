"""Three-valued logic with 不适用: what tests come to, and how they are joined (strong Kleene).

A test comes out True, False, NOT_APPLICABLE, or a Gap that says what it waits for. In a demand what does not apply
drops out of its 且 or 或; in a condition the callers have made it False before it gets here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rules_dsl.values.kinds import NOT_APPLICABLE, Absent, Value


@dataclass(frozen=True, slots=True)
class Gap:
    """No value yet, or none at all: `missing` answers, `unchecked` queries, and a `note` where that is not the reason.
    `soft`: nothing but optional fields left empty is to blame, so 缺省 may step in."""

    missing: frozenset[str] = frozenset()
    unchecked: frozenset[str] = frozenset()
    note: str = ""
    soft: bool = False

    def __or__(self, other: Gap) -> Gap:
        return Gap(
            self.missing | other.missing,
            self.unchecked | other.unchecked,
            self.note or other.note,
            self.soft and other.soft,
        )


Outcome = bool | Absent | Gap


def gaps(values: Iterable[Value]) -> Gap | None:
    """Everything these values wait for, together; None if nothing."""
    found: Gap | None = None
    for value in values:
        if isinstance(value, Gap):
            found = value if found is None else found | value
    return found


def absent(values: Iterable[Value]) -> Absent | Gap | None:
    """Why a result cannot be had from these values: one does not apply, or some are not there; None if all are."""
    found = tuple(values)
    return NOT_APPLICABLE if any(value is NOT_APPLICABLE for value in found) else gaps(found)


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """且: false if one is false, else undecided if one is; what does not apply drops out."""
    found = [outcome for outcome in outcomes if outcome is not NOT_APPLICABLE]
    if not found:
        return NOT_APPLICABLE
    if any(outcome is False for outcome in found):
        return False
    return gaps(found) or True


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    """或: true if one is true, else undecided if one is; what does not apply drops out."""
    found = [outcome for outcome in outcomes if outcome is not NOT_APPLICABLE]
    if not found:
        return NOT_APPLICABLE
    if any(outcome is True for outcome in found):
        return True
    return gaps(found) or False


def negated(outcome: Outcome) -> Outcome:
    """非: what is undecided or does not apply stays so."""
    return not outcome if isinstance(outcome, bool) else outcome


def implied(condition: Outcome, demand: Outcome, otherwise: Outcome = NOT_APPLICABLE) -> Outcome:
    """若 A 则 B 否则 C. While A is undecided the result is only what both branches agree on."""
    if condition is True:
        return demand
    if not isinstance(condition, Gap):
        return otherwise
    return agreed((demand, otherwise), condition)


def agreed(outcomes: Iterable[Outcome], cause: Gap) -> Outcome:
    """What several possible outcomes agree on: passing (true, or not asked) if all pass, false if all are false; else
    undecided, waiting for the `cause` and whatever the outcomes wait for."""
    found = tuple(outcomes)
    if all(outcome is True or outcome is NOT_APPLICABLE for outcome in found):
        return True if any(outcome is True for outcome in found) else NOT_APPLICABLE
    if all(outcome is False for outcome in found):
        return False
    open_ = gaps(found)
    return cause | open_ if open_ else cause


def counted(outcomes: Iterable[Outcome], holds: Callable[[int], bool]) -> Outcome:
    """Whether the number of true outcomes `holds`: decided as soon as every number still possible says the same."""
    found = tuple(outcomes)
    true, open_ = sum(outcome is True for outcome in found), sum(isinstance(outcome, Gap) for outcome in found)
    possible = {holds(number) for number in range(true, true + open_ + 1)}
    if len(possible) == 1:
        return possible.pop()
    return gaps(found) or False
