"""What a test comes to in generated code, and how outcomes are joined there: `evaluator/logic.py` as code.

An outcome is a small integer: 0 false, 1 true, -1 不适用, and 2 3 4 for a gap that waits for nothing an answer could
give, for queries only, and for an answer. A union of gaps is their maximum, so 且 is `0 if any is 0, else the maximum`
and 或 `1 if any is 1, else the maximum`. A plain test is a bool, which is 0 or 1 too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rules_dsl.tree.scope import FAILED, INCOMPLETE, OUTSIDE, PASSED, UNVERIFIED

from . import python_tree as tree

HIDDEN, FALSE, TRUE, NOTHING, OPEN, MISSING = -1, 0, 1, 2, 3, 4
STATUSES = (FAILED, PASSED, INCOMPLETE, UNVERIFIED, INCOMPLETE, OUTSIDE)  # the last is number -1
GAPS = frozenset({NOTHING, OPEN, MISSING})
DECIDED = frozenset({FALSE, TRUE})
Known = frozenset[str]  # guards that are false where the code stands
NOTHING_KNOWN: Known = frozenset()


@dataclass(slots=True)
class Guard:
    """A reason why there is no value: `test` is true where it holds. `code` says what is lost, `soft` that only an
    optional answer is (None: that is not known here); guards of one `key` are the same. `after`: it means something
    only where those do not hold, and holds as well where they do."""

    code: int
    key: str
    test: ast.expr
    soft: bool | None = False
    after: tuple[Guard, ...] = ()

    @property
    def alone(self) -> ast.expr:
        """Whether it holds of itself."""
        return tree.both([*(tree.negation(guard.test) for guard in self.after), self.test])


def ordered(guards: Iterable[Guard]) -> tuple[Guard, ...]:
    """Each guard once, in the order in which they decide: what is hidden first, then the gravest gap."""
    found = {guard.key: guard for guard in guards}
    return tuple(sorted(found.values(), key=_rank)) if len(found) > 1 else tuple(found.values())


def _rank(guard: Guard) -> int:
    return -guard.code if guard.code != HIDDEN else -MISSING - 1


def absence(guards: Iterable[Guard]) -> ast.expr:
    """Whether one of the guards holds."""
    return tree.either([guard.test for guard in ordered(guards)])


def lost(guards: Iterable[Guard], otherwise: int | None = None) -> ast.expr:
    """The outcome code of what the guards say; `otherwise` where none of them holds, which without it cannot be."""
    found = list(ordered(guards))
    code = tree.constant(found.pop().code if otherwise is None else otherwise)
    for guard in reversed(found):
        code = tree.choice(guard.test, tree.constant(guard.code), code)
    return code


class Outcome:
    """A test as code. `possible` are the codes it can have, `settled` and `refuted` the guards known to be false where
    it is true, and where it is false."""

    possible: frozenset[int] = DECIDED
    settled: Known = frozenset()
    refuted: Known = frozenset()

    def code(self, known: Known) -> ast.expr:
        """The code of the outcome; a bool where nothing but true and false is possible."""
        raise NotImplementedError

    def true(self, known: Known) -> ast.expr:
        """Whether it is true."""
        raise NotImplementedError

    def false(self, known: Known) -> ast.expr:
        """Whether it is false."""
        raise NotImplementedError

    def reach(self, known: Known) -> frozenset[int]:
        """The codes still possible where these guards are false."""
        return self.possible


class Plain(Outcome):
    """A comparison behind guards. In a condition (`demand` false) what is hidden is false, negated or not. `late` is a
    guard that cannot hold where the comparison is true."""

    def __init__(self, answer: ast.expr, guards: Iterable[Guard], demand: bool, late: Guard | None = None) -> None:
        self.answer, self.demand, self.late = answer, demand, late
        self.guards = ordered(guards)
        self.possible = self.reach(NOTHING_KNOWN)

    @property
    def settled(self) -> Known:  # type: ignore[override]
        return frozenset([guard.key for guard in self.guards])

    @property
    def refuted(self) -> Known:  # type: ignore[override]
        if not self.demand and any(guard.code == HIDDEN for guard in self.guards):
            return NOTHING_KNOWN  # false may mean that something is hidden, whatever else is lost
        return frozenset([guard.key for guard in self.guards])

    @property
    def is_guarded_only(self) -> bool:
        """Whether it is true or false wherever none of its guards holds, and undecided where one does."""
        return self.late is None and (self.demand or all(guard.code != HIDDEN for guard in self.guards))

    def _left(self, known: Known) -> Sequence[Guard]:
        return [guard for guard in self.guards if guard.key not in known] if known else self.guards

    def reach(self, known: Known) -> frozenset[int]:
        codes = {FALSE, TRUE}
        for guard in self._left(known):
            if self.demand or guard.code != HIDDEN:
                codes.add(guard.code)
        if self.late is not None:
            codes.add(self.late.code)
        return frozenset(codes)

    def code(self, known: Known) -> ast.expr:
        result = self.answer
        if self.late is not None:
            gap = tree.choice(self.late.test, tree.constant(self.late.code), tree.constant(False))
            result = tree.either([result, gap]) if _is_bool(result) else tree.choice(result, tree.constant(True), gap)
        for code, guards in groupby(reversed(self._left(known)), _code):  # the last to decide stands innermost
            lost = FALSE if code == HIDDEN and not self.demand else code
            tests = [guard.test for guard in guards]
            result = tree.choice(tree.either(tests[::-1]), tree.constant(lost), result)
        return result

    def true(self, known: Known) -> ast.expr:
        return tree.both([*(tree.negation(guard.test) for guard in self._left(known)), self.answer])

    def false(self, known: Known) -> ast.expr:
        left = self._left(known)
        hidden = [] if self.demand else [guard.test for guard in left if guard.code == HIDDEN]
        late = [tree.negation(self.late.test)] if self.late else []
        parts = [tree.negation(guard.test) for guard in left if guard.code != HIDDEN or self.demand]
        return tree.either([*hidden, tree.both([*parts, tree.negation(self.answer), *late])])


def _code(guard: Guard) -> int:
    return guard.code


def _is_bool(expression: ast.expr) -> bool:
    return isinstance(expression, ast.Compare)


class Stored(Outcome):
    """An outcome whose code a variable holds."""

    def __init__(self, variable: str, possible: frozenset[int]) -> None:
        self.variable, self.possible = variable, possible

    def code(self, known: Known) -> ast.expr:
        return tree.name(self.variable)

    def true(self, known: Known) -> ast.expr:
        held = tree.name(self.variable)
        return held if self.possible <= DECIDED else tree.compare(held, "==", tree.constant(TRUE))

    def false(self, known: Known) -> ast.expr:
        return tree.negation(tree.name(self.variable))


class Always(Outcome):
    """An outcome that is known when the code is made."""

    def __init__(self, code: int) -> None:
        self.possible, self._code = frozenset({code}), code

    def code(self, known: Known) -> ast.expr:
        return tree.constant(bool(self._code) if self._code in DECIDED else self._code)

    def true(self, known: Known) -> ast.expr:
        return tree.constant(self._code == TRUE)

    def false(self, known: Known) -> ast.expr:
        return tree.constant(self._code == FALSE)


class Coded(Outcome):
    """An outcome worked out by an expression of code; to ask it more than once, store it."""

    def __init__(self, code: ast.expr, possible: frozenset[int]) -> None:
        self._code, self.possible = code, possible

    def code(self, known: Known) -> ast.expr:
        return self._code

    def true(self, known: Known) -> ast.expr:
        return self._code if self.possible <= DECIDED else tree.compare(self._code, "==", tree.constant(TRUE))

    def false(self, known: Known) -> ast.expr:
        return tree.negation(self._code)


class Flipped(Outcome):
    """非 of an outcome that a variable holds: what is undecided or hidden stays so."""

    def __init__(self, inner: Stored) -> None:
        self.inner = inner
        self.possible = frozenset(1 - code if code in DECIDED else code for code in inner.possible)

    def code(self, known: Known) -> ast.expr:
        if self.possible <= DECIDED:
            return self.inner.false(known)
        held = self.inner.code(known)
        stays = tree.either([
            tree.compare(held, ">", tree.constant(TRUE)),
            *([tree.compare(held, "<", tree.constant(FALSE))] if HIDDEN in self.possible else []),
        ])  # fmt: skip
        return tree.choice(stays, held, tree.negation(held))

    def true(self, known: Known) -> ast.expr:
        return self.inner.false(known)

    def false(self, known: Known) -> ast.expr:
        return self.inner.true(known)


class Asked(Outcome):
    """An outcome, that a variable holds, as a condition: what is hidden is false."""

    def __init__(self, inner: Stored | Flipped) -> None:
        self.inner, self.possible = inner, inner.possible - {HIDDEN} | {FALSE}

    def code(self, known: Known) -> ast.expr:
        hidden = tree.compare(self._held(known), "<", tree.constant(FALSE))
        return tree.choice(hidden, tree.constant(False), self.inner.code(known))

    def _held(self, known: Known) -> ast.expr:
        inner = self.inner.inner if isinstance(self.inner, Flipped) else self.inner
        return inner.code(known)

    def true(self, known: Known) -> ast.expr:
        return self.inner.true(known)

    def false(self, known: Known) -> ast.expr:
        hidden = tree.compare(self._held(known), "<", tree.constant(FALSE))
        return tree.either([hidden, self.inner.false(known)])
