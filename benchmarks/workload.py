"""The reference workload: one matter of twelve fields and ten checkpoints, and as many made-up submissions as asked.

Every checkpoint is passed by some submissions and failed by others, two fields may be empty, and no two submissions are
the same. In `texts` one answer in a hundred cannot be read, so that refusing is timed too.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from engine.calendar.working_days import Calendar, national_calendar
from engine.catalogue.town_catalogue import load_matter
from engine.definition.checked import Definition
from engine.matter.shared import Shared
from rules_dsl import UNANSWERED, Division, Rule, Scope, Value

FILED = date(2026, 3, 2)
SUBMISSIONS = 10_000
_FILE = Path(__file__).with_name("allowance.yaml")
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈", "桂兰建国秀英志强淑珍"
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Workload:
    """One matter and what came in for it. `answers` are typed as plain Python has them (dates as ISO text, money in 分,
    None where nothing was said); `texts` are the same answers as they are typed at a desk."""

    definition: Definition
    answers: Sequence[Answers]
    texts: Sequence[Mapping[str, str]]
    filed: date = FILED

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of the checkpoints, in their order."""
        found = (checkpoint.rule for checkpoint in self.definition.matter.checkpoints)
        return tuple(self.definition.demand(text) for text in found if text is not None)

    @cached_property
    def calendar(self) -> Calendar:
        """The working days of the country."""
        return national_calendar()

    @property
    def places(self) -> Mapping[str, Division]:
        """No rule asks for a place."""
        return {}

    def values(self, answers: Answers) -> dict[str, Value]:
        """Answers as the rule language wants them."""
        given = {name: UNANSWERED if value is None else value for name, value in answers.items()}
        return {**given, "出生日期": date.fromisoformat(answers["出生日期"])}

    def scope(self, values: Mapping[str, Value]) -> Scope:
        """One submission as the tree walk sees it."""
        return Scope(self.definition.rulebook, values, {}, self.filed, self.places, self.calendar)


def workload(number: int = SUBMISSIONS) -> Workload:
    """The matter with this many different submissions, always the same ones."""
    loaded = load_matter(_FILE, _FILE.name, "benchmarks/allowance", Shared(), None)
    assert loaded.definition is not None, loaded.problems
    dice = random.Random(60)
    answers = [_answers(dice, place) for place in range(number)]
    return Workload(loaded.definition, answers, [_texts(one, place) for place, one in enumerate(answers)])


def _answers(dice: random.Random, place: int) -> dict[str, Any]:
    """One submission; its number stands in the telephone number, so that no two are the same."""
    size = dice.randint(1, 6)
    born = date(1966, 3, 2) + timedelta(days=dice.randint(-9000, 3000))
    return {
        "姓名": dice.choice(_SURNAMES) + "".join(dice.choices(_GIVEN, k=dice.choice((0, 1, 2, 2, 2)))),
        "出生日期": born.isoformat(),
        "手机": f"1{dice.randint(30, 99) if dice.random() < 0.98 else 20}{place:08}",
        "申请类型": dice.choice(("首次申请", "首次申请", "续发申请")),
        "困难类型": dice.choice(("低保", "低收入", "特困", "一般")),
        "婚姻状况": dice.choice(("未婚", "已婚", "已婚", "离异", "丧偶")),
        "结婚证已出示": dice.random() < 0.7,
        "低收入证明已出示": dice.random() < 0.6,
        "家庭人数": size if dice.random() < 0.97 else 0,
        "月收入": dice.choice((None, dice.randint(0, 300000), dice.randint(0, 200000))),
        "护理评分": dice.choice((None, dice.randint(0, 120))),
        "申请金额": dice.randint(0, size * 100000),
    }


def _texts(answers: Answers, place: int) -> dict[str, str]:
    """The answers as typed; every hundredth submission has one that cannot be read."""
    texts = {name: _text(name, value) for name, value in answers.items() if value is not None}
    if place % 100 == 99:
        texts[("出生日期", "手机", "申请金额", "困难类型")[place // 100 % 4]] = "不知道"
    return texts


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if name in ("月收入", "申请金额"):
        return f"{value // 100}.{value % 100:02}" if value % 100 else str(value // 100)
    return str(value)
