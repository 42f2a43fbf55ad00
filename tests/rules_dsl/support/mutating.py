"""A fuzz target for reading rules: real rules and attempts to escape, cut, doubled, mixed. `make fuzz` runs it for a
minute; `make test` a short seeded run. Whatever is typed, reading gives a rule or problems, and never raises.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from rules_dsl import read_rule
from tests.rules_dsl.support.rule_sample import vocabulary

HERE = Path(__file__).parent
WORDS = vocabulary(
    {
        "床位数": "整数",
        "姓名": "文本",
        "出生日期": "日期",
        "家庭成员": {"年龄": "整数", "姓名": "文本"},
        "户口簿": "材料",
    }
)
RULES = (
    "床位数 不少于 10 且不超过 20",
    "出生日期 在 申请日前12个月内",
    "若 床位数 大于 1 则 已交(户口簿) 否则 姓名 已填",
    "家庭成员 每行 (年龄 不少于 16 或 本行的姓名 为 “甲”)",
    "家庭成员 的 年龄 之和 超过 床位数的2/3",
    "姓名 含 “甲”、“乙”，除非 床位数 = 0",
)


def escapes() -> tuple[str, ...]:
    """The corpus of `escapes.txt`: one attempt a line, as JSON text."""
    lines = (HERE / "escapes.txt").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines if not line.startswith("#"))


def mutants(seed: int) -> Iterator[str]:
    """Texts without end, the same for the same seed."""
    choose = random.Random(seed)
    corpus = [*RULES, *escapes()]
    signs = sorted({sign for text in corpus for sign in text})
    while True:
        text = choose.choice(corpus)
        for _ in range(choose.randint(1, 4)):
            at, end = sorted(choose.choices(range(len(text) + 1), k=2))
            text = choose.choice(
                (
                    text[:at] + text[end:],
                    text[:at] + text[at:end] * choose.randint(2, 5) + text[end:],
                    text[:at] + choose.choice(corpus) + text[end:],
                    text[:at] + "".join(choose.choices(signs, k=choose.randint(1, 6))) + text[at:],
                )
            )[:3000]
        yield text


def read(text: str) -> None:
    """Read it as a demand. AssertionError where it is neither a rule nor told in Chinese why not."""
    rule, problems = read_rule(text, WORDS, "demand")
    assert rule is not None or any(problem.severity == "error" for problem in problems), text
    assert all(any("一" <= sign <= "鿿" for sign in problem.message) for problem in problems), text


def main(seconds: float, seed: int) -> None:
    """Read mutants for so many seconds and say how many, and the text that took longest."""
    until, number, slowest = time.monotonic() + seconds, 0, (0.0, "")
    for text in mutants(seed):
        began = time.monotonic()
        if began > until:
            break
        read(text)
        slowest = max(slowest, (time.monotonic() - began, text))
        number += 1
    print(f"{number} texts, seed {seed}; the slowest took {slowest[0]:.3f} s: {slowest[1][:80]!r}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
