"""From a Chinese sentence to compiled code: reading with types, and the function of a whole matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.report import Line
from benchmarks.timing import race, typical
from engine.catalogue.town_catalogue import load_matter, matter_files
from engine.definition.checked import Definition
from engine.matter.shared import load_shared
from rules_dsl import Rule, read_rule
from rules_dsl.compiler.matter_function import Compiled, compile_rules

ROOT = Path(__file__).resolve().parent.parent
GOAL = 250.0
MOST = 200


def compiled(definition: Definition) -> Compiled:
    """The automatic checkpoints of a matter as one function."""
    texts = (one.rule for one in definition.matter.checkpoints)
    rules = [definition.demand(text) for text in texts if text is not None]
    return compile_rules(rules, definition.vocabulary, definition.rulebook)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The rule of one automatic checkpoint, in words, with the matter whose words it uses."""

    text: str
    definition: Definition

    def read(self) -> Rule:
        """Cut, parsed, names and types checked."""
        rule, problems = read_rule(self.text, self.definition.vocabulary, "demand")
        assert rule is not None, problems
        return rule

    def compile(self) -> Compiled:
        """Read, and made a function of its own; in a matter all its rules share one."""
        return compile_rules([self.read()], self.definition.vocabulary, self.definition.rulebook)


def sentences(root: Path = ROOT) -> list[Sentence]:
    """The sentences of the matters of the base, evenly thinned out to MOST."""
    shared, _ = load_shared(root)
    found: list[Sentence] = []
    for matter_id, file in matter_files(root, ""):
        definition = load_matter(file, file.name, matter_id, shared, None).definition
        if definition is not None:
            found += [Sentence(one.rule, definition) for one in definition.matter.checkpoints if one.rule is not None]
    return found[:: len(found) // MOST + 1]


def lines(reference: Definition, chosen: Sequence[Sentence], rounds: int) -> list[Line]:
    """Microseconds a sentence: those of the reference workload with their one function, and the typical one of the
    matters, typed only and made a function of its own."""
    own = [Sentence(one.rule, reference) for one in reference.matter.checkpoints if one.rule is not None]

    def whole() -> None:
        compile_rules([one.read() for one in own], reference.vocabulary, reference.rulebook)

    made = race({"whole": whole}, rounds)["whole"].times(1e6 / len(own))
    read = race({str(place): one.read for place, one in enumerate(chosen)}, rounds)
    single = race({str(place): one.compile for place, one in enumerate(chosen)}, rounds)
    signs = sorted(len(one.text) for one in chosen)
    note = f"median of {len(chosen)} sentences of {signs[0]} to {signs[-1]} signs"
    return [
        Line(
            "Chinese sentences to one function", made, "µs", GOAL, f"a sentence, mean of the {len(own)} of the workload"
        ),
        Line("Chinese sentence to typed rule", typical(read.values()).times(1e6), "µs", GOAL, note),
        Line("Chinese sentence to a function of its own", typical(single.values()).times(1e6), "µs", None, note),
    ]
