"""What code is written into while the rules of a matter are compiled: its variables, what it reads of a submission,
what it needs of the filing day, the functions it calls, and the block it stands in."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from rules_dsl.text.vocabulary import Vocabulary
from rules_dsl.tree import nodes
from rules_dsl.tree.scope import Rulebook
from rules_dsl.values.kinds import Name, Type

from . import python_tree as tree
from .logic import Joined
from .outcomes import HIDDEN, MISSING, NOTHING_KNOWN, OPEN, Flipped, Guard, Outcome, Plain, Stored

Form = Literal["raw", "text", "identifier", "texts"]


MOST_DEPTH = 40  # of nodes in one rule, with what it names
MOST_STEPS = 2_000


class NotCompiled(Exception):
    """The rule has a form that is left to the tree walk."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a typed row. `role` is that of the name (a material is read as its number of copies); `form`: as it
    is, or as text, identifier or set of texts in the form in which it is compared. A `rows` slot holds its rows as
    typed rows of the slots of that `group`. None stands for an answer not given or a query not made, … for what does
    not apply, which only a `conditional` slot may hold."""

    name: str
    role: str
    form: Form = "raw"
    group: str | None = None
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class DayValue:
    """Something worked out once a filing day. `what`: the `value` of a node in a form, or its outcome `code`; the
    `members` of a list; the `setting` of functions; the `version` of a table; and of a period the first day that has
    not reached it (`unreached`) by the day that `more` gives, and the `latest` that reaches it within the calendar."""

    what: str
    node: nodes.Node | None = None
    form: Form = "raw"
    more: tuple[nodes.Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """Something passed in: a `runtime` function, the computation of a `function` of the language, the check of a
    `format`, or a `value` that cannot be written in code."""

    what: Literal["runtime", "function", "format", "value"]
    content: object


@dataclass(slots=True)
class Written:
    """A value as code: `value` is right where none of the `guards` holds."""

    value: ast.expr
    guards: tuple[Guard, ...] = ()


@dataclass(slots=True)
class Place:
    """A row at hand: the variable of each slot, and what has been read of it so far."""

    variables: dict[Slot, str] = field(default_factory=dict)
    written: dict[tuple[str | bool | None, ...], tuple[Slot, Written]] = field(default_factory=dict)


@dataclass(slots=True)
class Block:
    """Statements being written, and in the top block and in that of each loop what is already worked out there."""

    body: list[ast.stmt] = field(default_factory=list)
    known: dict[str, tuple[Written, frozenset[Slot]]] = field(default_factory=dict)


def _guarded(variable: str, slot: Slot, optional: bool) -> Written:
    """What a variable holds, with the reasons why it may hold nothing."""
    held = tree.name(variable)
    code = OPEN if slot.role in ("query", "material") else MISSING
    guards = [Guard(code, variable, tree.compare(held, "is", tree.constant(None)), optional and code == MISSING)]
    if slot.conditional:
        guards.append(Guard(HIDDEN, f"{variable}?", tree.compare(held, "is", tree.constant(...))))
    return Written(held, tuple(guards))


class Writer:
    """Collects one function."""

    def __init__(self, vocabulary: Vocabulary, rulebook: Rulebook, group: str | None = None) -> None:
        self.vocabulary, self.rulebook = vocabulary, rulebook
        self.own = group  # the 明细 in whose row the rules stand
        self.touched: set[Slot] = set()
        self.depth = self.steps = 0
        self.whole = Place()
        self.columns: dict[str, dict[Slot, None]] = {}
        self.day: dict[DayValue, str] = {}
        self.given: dict[Given, str] = {}
        self.top = self.block = Block()
        self.rows: dict[str, Place] = {}
        self.loops: list[tuple[ast.Tuple, str, Place]] = []
        self.bases: dict[str, Block] = {}
        self.chosen: str | None = None
        self._count = 0

    def fresh(self) -> str:
        """A variable not used before."""
        self._count += 1
        return f"v{self._count}"

    def enter(self) -> None:
        """One node deeper into a rule. NotCompiled where that is too deep, or the rule too long."""
        self.depth += 1
        self.steps += 1
        if self.depth > MOST_DEPTH or self.steps > MOST_STEPS:
            raise NotCompiled

    # -- what is read -------------------------------------------------------------------------------------------

    def entry(self, name: str, role: str, group: str | None) -> Name:
        """What the vocabulary says of a name."""
        for each in self.vocabulary.get(name):
            if each.role == role and each.group == group:
                return each
        return Name(name, role, Type("文本"), group, when="")

    def read(self, node: nodes.Read, form: Form = "raw") -> Written:
        """An answer, a query, or a cell of the current row."""
        return self.slot(node.name, node.role, node.group, form, node.optional)

    def slot(self, name: str, role: str, group: str | None, form: Form = "raw", optional: bool = False) -> Written:
        """The variable of a slot, with its guards."""
        in_row = group is not None and (group != self.own or group in self.rows)
        place = self.rows[group] if in_row else self.whole  # type: ignore[index]
        key = (name, role, group, form, optional)
        found = place.written.get(key)
        if found is None:
            conditional = role == "material" or self.entry(name, role, group).conditional
            slot = Slot(name, role, form, group, conditional)
            if in_row:
                self.columns.setdefault(group, {})[slot] = None  # type: ignore[arg-type]
            variable = place.variables.get(slot) or place.variables.setdefault(slot, self.fresh())
            found = place.written[key] = slot, _guarded(variable, slot, optional)
        self.touched.add(found[0])
        return found[1]

    def of_day(self, value: DayValue, codes: frozenset[int] = frozenset()) -> Written:
        """The parameter that holds a value of the filing day, which may be absent with these outcome codes."""
        held = self.parameter(value)
        if not codes:
            return Written(tree.name(held))
        code = self.parameter(DayValue("code", value.node))
        guards = tuple(
            Guard(each, f"{code}={each}", tree.compare(tree.name(code), "==", tree.constant(each))) for each in codes
        )
        return Written(tree.name(held), guards)

    def parameter(self, value: DayValue) -> str:
        """The name of the parameter that holds a value of the filing day."""
        name = self.day.get(value)
        if name is None:
            name = self.day[value] = f"k{len(self.day) + len(self.given)}"
        return name

    def passed(self, thing: Given) -> str:
        """The name of a function, or of a constant that cannot be written in code."""
        name = self.given.get(thing)
        if name is None:
            name = self.given[thing] = f"k{len(self.day) + len(self.given)}"
        return name

    # -- what is written ----------------------------------------------------------------------------------------

    def emit(self, statement: ast.stmt) -> None:
        """One more statement where we stand."""
        self.block.body.append(statement)

    def keep(self, value: ast.expr) -> str:
        """A variable that holds this from here on."""
        variable = self.fresh()
        self.emit(tree.assign(variable, value))
        return variable

    def store(self, outcome: Outcome) -> Stored:
        """The outcome, its code held by a variable."""
        if isinstance(outcome, Stored):
            return outcome
        return Stored(self.keep(outcome.code(NOTHING_KNOWN)), outcome.possible)

    def is_lean(self, outcome: Outcome) -> bool:
        """Whether asking the outcome twice costs no more than twice a comparison."""
        if isinstance(outcome, Joined):
            return all(HIDDEN not in part.possible for part in outcome.parts)
        return isinstance(outcome, Plain | Stored | Flipped) or len(outcome.possible) == 1

    def lean(self, outcome: Outcome) -> Outcome:
        """The outcome in a form that is lean."""
        return outcome if self.is_lean(outcome) else self.store(outcome)

    @contextmanager
    def inside(self, block: Block) -> Iterator[Block]:
        """Statements go into this block meanwhile."""
        before, self.block = self.block, block
        try:
            yield block
        finally:
            self.block = before

    @contextmanager
    def at_base(self, group: str | None) -> Iterator[Block]:
        """Statements go meanwhile to the top of the function, outside any row, or of the loop over this 明细."""
        before, rows, bases, chosen = self.block, self.rows, self.bases, self.chosen
        in_row = group is not None and group in rows  # else the row is that of the whole function
        self.block = bases[group] if in_row else self.top  # type: ignore[index]
        self.rows = {group: rows[group]} if in_row else {}  # type: ignore[index, dict-item]
        self.bases = {group: bases[group]} if in_row else {}  # type: ignore[index, dict-item]
        self.chosen = None
        try:
            yield self.block
        finally:
            self.block, self.rows, self.bases, self.chosen = before, rows, bases, chosen

    def start(self) -> Callable[[], None]:
        """Begin a rule; calling what comes back forgets what has been written of it."""
        length, known = len(self.top.body), dict(self.top.known)
        self.touched, self.depth, self.steps = set(), 0, 0

        def forget() -> None:
            del self.top.body[length:]
            self.top.known = known
            self.block, self.rows, self.bases, self.chosen = self.top, {}, {}, None

        return forget
