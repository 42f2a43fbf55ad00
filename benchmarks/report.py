"""What a suite found: lines with their goals, as a table and as JSON."""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.timing import Figure


class Disagreement(Exception):
    """Two contenders do not give the same answers; nothing is timed then."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what was timed and what came out in `unit`. `goal` is the most the median may be, None where the row
    only stands beside others; `note` says what else a reader should know."""

    what: str
    figure: Figure
    unit: str
    goal: float | None = None
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the median keeps the goal; None without one."""
        return None if self.goal is None else self.figure.median <= self.goal

    def data(self) -> dict[str, Any]:
        """The row for the report."""
        return {
            "what": self.what,
            "unit": self.unit,
            "median": self.figure.median,
            "lowest": self.figure.lowest,
            "highest": self.figure.highest,
            "rounds": list(self.figure.rounds),
            "goal": self.goal,
            "met": self.is_met,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All rows of a suite, and `facts`: what was checked before anything was timed, and what else there is to know."""

    suite: str
    facts: tuple[str, ...]
    lines: tuple[Line, ...]

    def data(self) -> dict[str, Any]:
        """The report as plain data; `machine` says what it was measured on."""
        return {
            "suite": self.suite,
            "machine": {
                "python": platform.python_version(),
                "implementation": platform.python_implementation(),
                "processor": platform.machine(),
                "system": platform.system(),
            },
            "facts": list(self.facts),
            "lines": [line.data() for line in self.lines],
        }

    def write(self, folder: Path) -> Path:
        """Write `<suite>.json` into the folder, and say where."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.suite}.json"
        path.write_text(json.dumps(self.data(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return path

    def table(self, width: int = 150) -> str:
        """The rows for the screen."""
        table = Table(title=f"{self.suite}: medians of processor time, with the range of the rounds")
        for column, justify in (("what", "left"), ("median", "right"), ("range", "right"), ("unit", "left"),
                                ("goal", "right"), ("met", "left"), ("note", "left")):  # fmt: skip
            table.add_column(column, justify=justify)  # type: ignore[arg-type]
        for line in self.lines:
            figure = line.figure
            goal = "" if line.goal is None else f"≤ {_number(line.goal)}"
            met = {None: "", True: "yes", False: "NO"}[line.is_met]
            spread = f"{_number(figure.lowest)}–{_number(figure.highest)}"
            table.add_row(line.what, _number(figure.median), spread, line.unit, goal, met, line.note)
        screen = StringIO()
        console = Console(file=screen, width=width)
        console.print(table)
        for fact in self.facts:
            console.print(f"· {fact}")
        return screen.getvalue()


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
