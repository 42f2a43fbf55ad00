"""`python -m benchmarks [SUITE …]`: run the named suites, or all of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import catalogue, growth, rules
from benchmarks.report import Report

SUITES: Mapping[str, Callable[[], Report]] = {"rules": rules.run, "catalogue": catalogue.run, "growth": growth.run}
BUILD = Path("build") / "bench"


def main(names: list[str]) -> int:
    """Run the suites, print their tables and write their reports below BUILD; 2 where there is no such suite."""
    unknown = [name for name in names if name not in SUITES]
    if unknown:
        print(f"no such suite: {', '.join(unknown)}; there are: {', '.join(SUITES)}", file=sys.stderr)
        return 2
    for name in names or SUITES:
        report = SUITES[name]()
        print(report.table())
        print(f"written: {report.write(BUILD)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
