"""且 and 或 in generated code: strong Kleene with 不适用, over outcome codes (see `outcomes`)."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from . import python_tree as tree
from .outcomes import DECIDED, GAPS, HIDDEN, TRUE, Known, Outcome


class Joined(Outcome):
    """且 (`every`) or 或 of several outcomes. Where none of them can be hidden, truth and falsehood are looked for
    directly, without working out the codes."""

    def __init__(self, parts: Sequence[Outcome], every: bool, fresh: Callable[[], str]) -> None:
        self.parts, self.every, self.fresh = tuple(parts), every, fresh
        self.possible = self.reach(frozenset())
        sure = [part for part in parts if HIDDEN not in part.possible]
        if every:
            self.settled = frozenset().union(*(part.settled for part in sure))
        else:
            self.refuted = frozenset().union(*(part.refuted for part in sure))

    def reach(self, known: Known) -> frozenset[int]:
        first, rest, known = self._split(known)
        reaches = [part.reach(known) for part in rest]
        found = frozenset(DECIDED if first else ()).union(*reaches)
        return found if not first and all(HIDDEN in reach for reach in reaches) else found - {HIDDEN}

    def _split(self, known: Known) -> tuple[list[tuple[Outcome, Known]], list[Outcome], Known]:
        """The parts that are never undecided, each with what is known once those before it have not decided the whole;
        the other parts; and what is known when they are reached."""
        first: list[tuple[Outcome, Known]] = []
        rest = list(self.parts)
        while (part := next((each for each in rest if each.reach(known) <= DECIDED), None)) is not None:
            rest.remove(part)
            first.append((part, known))
            known |= part.settled if self.every else part.refuted
        return first, rest, known

    def _in_turn(self, rest: Sequence[Outcome], known: Known) -> list[tuple[Outcome, Known]]:
        """Each with what is known once those before it have come out true (`every`) or false."""
        turns = []
        for part in rest:
            turns.append((part, known))
            known |= part.settled if self.every else part.refuted
        return turns

    def code(self, known: Known) -> ast.expr:
        first, rest, known = self._split(known)
        join = tree.both if self.every else tree.either
        decided = [part.true(seen) for part, seen in first]
        if not rest:
            return join(decided)
        reach = frozenset().union(*(part.reach(known) for part in rest))
        gaps = reach & GAPS
        if len(rest) == 1 and (not first or HIDDEN not in reach):
            return join([*decided, rest[0].code(known)])
        if HIDDEN not in reach and len(gaps) == 1:
            return join([*decided, self._by_truth(rest, known, next(iter(gaps)))])
        codes = [part.code(known) for part in rest]
        return self._folded([join(decided), *codes] if first else codes)

    def _by_truth(self, rest: Sequence[Outcome], known: Known, gap: int) -> ast.expr:
        true, false = self._true(rest, known), self._false(rest, known)
        undecided = tree.choice(false, tree.constant(False), tree.constant(gap))
        return tree.choice(true, tree.constant(True), undecided)

    def _true(self, parts: Sequence[Outcome], known: Known) -> ast.expr:
        if self.every:
            return tree.both([part.true(seen) for part, seen in self._in_turn(parts, known)])
        return tree.either([part.true(known) for part in parts])

    def _false(self, parts: Sequence[Outcome], known: Known) -> ast.expr:
        if self.every:
            return tree.either([part.false(known) for part in parts])
        return tree.both([part.false(seen) for part, seen in self._in_turn(parts, known)])

    def _folded(self, codes: Sequence[ast.expr]) -> ast.expr:
        whole = codes[0]
        for code in codes[1:]:
            one, other = self.fresh(), self.fresh()
            held, more = tree.name(one), tree.name(other)
            larger = tree.choice(tree.compare(held, ">", more), held, more)
            left, right = tree.kept(one, whole), tree.kept(other, code)
            if self.every:
                whole = tree.both([left, right, larger])
            else:
                true = tree.constant(TRUE)
                found = tree.either([tree.compare(left, "==", true), tree.compare(right, "==", true)])
                whole = tree.choice(found, tree.constant(True), larger)
        return whole

    def _is_hidden(self, known: Known) -> bool:
        return any(HIDDEN in part.reach(known) for part in self.parts)

    def true(self, known: Known) -> ast.expr:
        if self._is_hidden(known):
            return tree.compare(self.code(known), "==", tree.constant(TRUE))
        first, rest, after = self._split(known)
        join = tree.both if self.every else tree.either
        decided = [part.true(seen) for part, seen in first]
        return join([*decided, *([self._true(rest, after)] if rest else [])])

    def false(self, known: Known) -> ast.expr:
        if self._is_hidden(known):
            return tree.negation(self.code(known))
        first, rest, after = self._split(known)
        if self.every:  # one false part is enough, so nothing is known of the others
            return tree.either([part.false(known) for part in self.parts])
        decided = [part.false(seen) for part, seen in first]
        return tree.both([*decided, *([self._false(rest, after)] if rest else [])])
