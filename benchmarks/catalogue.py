"""The suite of the catalogue: loading all matters cold and from the cache, and finding one from what people say."""

from __future__ import annotations

import time
from statistics import quantiles

import yaml

from benchmarks import loading
from benchmarks.loading import ROOT
from benchmarks.report import Line, Report
from benchmarks.timing import ROUNDS, Figure
from engine.catalogue.town_catalogue import Catalogue, load_catalogue
from engine.matter.town import load_town

LONGEST_WAIT = 20.0  # milliseconds a question may take
PHRASINGS = ROOT / "tests" / "phrasings.yaml"


def run(rounds: int = ROUNDS, matters: int = loading.MATTERS) -> Report:
    """All lines of the suite."""
    town = sorted(file.parent.name for file in ROOT.glob("towns/*/town.yaml"))[0]
    catalogue = load_catalogue(ROOT, load_town(ROOT, town))
    phrases = [one for said in yaml.safe_load(PHRASINGS.read_text(encoding="utf-8")).values() for one in said]
    facts = (f"{len(catalogue.matters)} matters, {len(catalogue.problems)} problems", f"{len(phrases)} questions")
    return Report("catalogue", facts, (*loading.lines(rounds, matters), *_finding(catalogue, phrases, rounds)))


def _finding(catalogue: Catalogue, phrases: list[str], rounds: int) -> list[Line]:
    """A question, each asked once a round: the median of all, and the slowest of a hundred."""
    catalogue.search.find("")  # makes the index
    middle, slow = [], []
    for _ in range(rounds):
        spent = []
        for phrase in phrases:
            began = time.process_time()
            catalogue.search.find(phrase)
            spent.append((time.process_time() - began) * 1e3)
        hundredths = quantiles(spent, n=100)
        middle.append(hundredths[49])
        slow.append(hundredths[98])
    return [
        Line("a matter found from what somebody says", Figure(tuple(middle)), "ms", LONGEST_WAIT, "median question"),
        Line("the slowest question of a hundred", Figure(tuple(slow)), "ms", LONGEST_WAIT, ""),
    ]
