"""Random rules about one made-up matter: every form of the language, in any of its spellings, right by construction.

`rules` gives rules, `rule_texts` their texts, `random_matter.submissions` what they may be judged against, all to
hypothesis; `seeded_texts` gives many texts quickly. A new form of the language is a line in `Writer` or `Values`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from hypothesis import strategies as st

from rules_dsl import Rule, read_rule
from tests.rules_dsl.support.random.matter import TEXTS, WORDS, names_of
from tests.rules_dsl.support.random.values import MOST_ROWS_DEEP, PLACES, Values


class Writer(Values):
    """Writes tests and whole rules."""

    def clauses(self, depth: int) -> str:
        """What may stand at the top or in the brackets of a row condition."""
        if depth <= 0:
            return self.test(0)

        def test() -> str:
            return self.test(depth - 1)

        return self.one(
            lambda: f"若 {test()} 则 {test()}",
            lambda: f"若 {test()} 则 {test()} 否则 {test()}",
            lambda: f"若 {test()} 则 ({self.clauses(depth - 1)}) 否则 {test()}",
            lambda: f"{test()} 的，{test()}",
            lambda: f"{test()} 的，{test()} 否则 {test()}",
            lambda: f"{test()} 的，若 {test()} 则 {test()} 否则 {test()}",
            lambda: f"{test()}，除非 {test()}",
            lambda: f"({self.clauses(depth - 1)})，除非 {test()}",
            lambda: f"若 {test()} 则 {test()}，除非 {test()}",
            lambda: self.pick("；", ";", " ；").join(self.some(lambda: f"({self.clauses(depth - 1)})")),
            lambda: "；".join(self.some(test)),
            test,
        )

    def test(self, depth: int) -> str:
        """A condition."""
        if depth <= 0:
            return self.one(self.truth, self.filled, self.handed_in, self.option_test, self.quick)
        return self.one(
            lambda: self.comparison(depth),
            lambda: self.comparison(depth),
            lambda: " 且 ".join(f"({self.test(depth - 1)})" for _ in range(2)),
            lambda: "，且 ".join(self.some(lambda: self.comparison(0))),
            lambda: " 或 ".join(self.some(lambda: f"({self.test(depth - 1)})")),
            lambda: f"非({self.test(depth - 1)})",
            lambda: self.quantified(depth),
            lambda: self.elapsed(depth),
            lambda: self.ranged(depth),
            lambda: self.windowed(depth),
            lambda: self.same_subject(depth),
            lambda: self.difference(depth),
            lambda: f"至少 2{self.pick('项', '个')} ({'；'.join(self.some(lambda: self.test(depth - 1)))})",
            self.several,
            self.filled,
            self.handed_in,
            self.option_test,
            self.choices,
            self.place_test,
            self.text_test,
            lambda: self.member(depth),
            self.distinct,
            self.column_test,
        )

    def truth(self) -> str:
        return self.pick(self.name("是否"), f"{self.name('是否')} {self.word('_EQ')} {self.pick('是', '否')}")

    def quick(self) -> str:
        kind = self.pick("数", "金额", "日期", "年月")
        return f"{self.name(kind)} {self.ordering()} {self.literal(kind)}"

    def ordering(self) -> str:
        return self.word(self.pick("_EQ", "_NE", "_GE", "_LE", "_GT", "_LT"))

    def filled(self) -> str:
        optional = self.pick(True, False)
        kind = self.pick("金额", "文本", "日期") if optional else self.pick("数", "金额", "日期", "是否")
        if optional and self.rows:
            kind = "金额"
        name = self.field(kind, optional)
        return self.pick(f"{name} 已填", f"{name} 未填", f"已填 {name}", f"未填 {name}")

    def field(self, kind: str, optional: bool = False) -> str:
        """A name that is answered, not laid down."""
        found = [
            name for name in names_of(kind, None, optional) if name.role == "field" and len(WORDS.get(name.name)) == 1
        ]
        return self.quoted(self.pick(*found).name)

    def handed_in(self) -> str:
        papers = [self.quoted(name) for name in ("户口簿", "委托书（原件）")]
        return self.pick(
            f"已交({papers[0]})",
            f"已交{'、'.join(papers)}",
            f"已交({'、'.join(papers)})",
            f"已交任一({', '.join(papers)})",
            f"已交({papers[1]})",
        )

    def option_test(self) -> str:
        return self.pick(
            "户口性质 为 农业户口",
            "户口性质 不为 “18周岁以上”",
            "户口性质 为 农业户口、未满16周岁首领或“18周岁以上”",
            "户口性质 不是 农业户口、非农业户口",
            f"原户口性质 {self.pick('等于', '≠', '为 「农业户口」、非农业户口、')} 户口性质",
            f"户口性质 {self.word('_EQ')} 「农业户口」",
            f"户口性质 为 农业户口、“18周岁以上” 或 {self.quoted('本人')}",
            "缺省(备选性质, “农业户口”) 为 农业户口",
            "备选性质（没有填的按「农业户口」） 为 农业户口",
            f"残疾等级 {self.ordering()} {self.pick('一级', '三级', '“4级”')}",
            "残疾等级 在 一级 至 三级 之间",
            "残疾等级 在 二级 以上",
            f"户籍核验 为 {self.pick('查到', '查不到')}",
            "渠道 为 窗口",
            "性别(证号) 为 男" if not self.rows else "渠道 不为 网上",
        )

    def choices(self) -> str:
        return self.pick(
            f"准驾车型 {self.word('_HAS')} A1",
            "准驾车型 不含 B2、“3轮”",
            "准驾车型 含全部 A1、“3轮”",
            "准驾车型 只含 A1或C1",
            f"准驾车型 {self.word('_EACH')} 为 A1、C1",
            f"准驾车型 {self.word('_ANY')} 不为 “3轮”",
            "准驾车型 均 不为 A1 且不为 C1",
            "准驾车型 任一 为 A1 或为 C1",
            "姓名 含 “中国”、“全国”",
            '姓名 不含 "若"',
        )

    def place_test(self) -> str:
        places = "、".join(self.some(lambda: self.pick(*PLACES), least=1))
        return self.pick(f"住址 在 {places}", f"住址 不在 {places}", "住址 在 试点区划 中", "住址 不在 试点区划 中")

    def text_test(self) -> str:
        return self.pick(
            f"姓名 {self.word('_EQ')} {self.literal('文本')}",
            f'姓名 为 "{self.pick(*TEXTS)}"',
            f"姓名 不为 {self.literal('文本')}、{self.literal('文本')}",
            "信用代码 格式正确",
            f"姓名 符合 汉字姓名{self.pick('', '格式')}",
            f"{self.name('文本')} {self.pick('等于', '不同于')} {self.name('文本')}",
        )

    def comparison(self, depth: int) -> str:
        kind = self.pick("数", "金额", "日期", "年月")
        left, right = self.operand(self.value(kind, depth)), self.value(kind, depth)
        return self.one(
            lambda: f"{left} {self.ordering()} {right}",
            lambda: f"{left} {self.word('_EQ')} {'、'.join(self.some(lambda: self.operand(self.value(kind, 0))))}",
            lambda: f"{left} {self.word('_NE')} {right}",
            lambda: f"{left} 在 {right} {self.pick('以上', '以下')}",
        )

    def elapsed(self, depth: int) -> str:
        start, word = self.operand(self.value("日期", depth - 1)), self.word(self.pick("_FULL", "_NOT_FULL"))
        start = self.pick(start, start, "申请人", "监护人", "监护人按身份证号", "申请人年龄")
        to = self.pick("至", "在") if start not in ("申请人", "监护人", "监护人按身份证号", "申请人年龄") else "在"
        until = self.pick("", f" {to} {self.operand(self.value('日期', depth - 1))}")
        return f"{start}{until} {word} {self.operand(self.value('期限', depth - 1))}"

    def ranged(self, depth: int) -> str:
        kind = self.pick("数", "金额", "日期", "年月")
        low, high = self.value(kind, depth - 1), self.value(kind, depth - 1)
        return f"{self.operand(self.value(kind, depth - 1))} 在 {self.operand(low)} 至 {self.operand(high)} 之间"

    def windowed(self, depth: int) -> str:
        kind = self.pick("日期", "日期", "年月")
        period = self.operand(self.value("期限", depth - 1)) if kind == "日期" else "3个月"
        day = self.operand(self.value(kind, depth - 1))
        return f"{self.name(kind)} 在 {day}{self.pick('前', '后', '前后')}{period}{self.pick('内', '以内')}"

    def same_subject(self, depth: int) -> str:
        kind, joint = self.pick("数", "金额", "日期"), self.pick("且", "或")
        tests = [f"{self.ordering()} {self.value(kind, depth - 1)}" for _ in range(2)]
        return f"{self.name(kind)} {f' {joint}'.join(tests)}"

    def difference(self, depth: int) -> str:
        kind = self.pick("数", "金额")
        one, other = (self.operand(self.value(kind, depth - 1)) for _ in range(2))
        return f"{one} 与 {other} 相差 {self.word('_LE')} {self.value(kind, 0)}"

    def several(self) -> str:
        kind = self.pick("金额", "数", "是否")
        names = self.pick("、", " 和 ").join(self.some(lambda: self.field(kind)))
        test = f"{self.ordering()} {self.literal(kind)}" if kind != "是否" else "为 是"
        return self.pick(f"{names} 均 {test}", f"{names} 任一 {test}", f"{names} 已填", f"未填 {names}")

    def quantified(self, depth: int) -> str:
        if len(self.rows) >= MOST_ROWS_DEEP:
            return self.truth()
        group, measure = self.group(), self.pick("行", "人", "户", "个")
        where = f" 其中 ({self.in_row(group, depth)})" if self.pick(False, False, True) else ""
        how = self.pick(
            f"每{measure}", f"有一{measure}", f"没有一{measure}", f"至少 2{measure}", "至多 3", f"恰好 1{measure}"
        )
        if self.pick(False, False, False, True):
            return f"成员 中 关系 为 本人 的，每{measure} ({self.in_row('成员', depth, clauses=True)})"
        return f"{self.quoted(group)}{where} {how} ({self.in_row(group, depth, clauses=True)})"

    def member(self, depth: int) -> str:
        if len(self.rows) < MOST_ROWS_DEEP and self.pick(True, False):
            return f"人数 {self.pick('在', '不在')} 成员 其中 ({self.in_row('成员', depth)}) 的 年龄 中"
        return self.pick(
            "户口性质 在 定点名单 中",
            "原户口性质 不在 定点名单 中",
            "姓名 在 成员 的 别名 中",
            "信用代码 不在 费用发票的发票号 中",
        )

    def distinct(self) -> str:
        return self.pick(
            "成员 的 证号 不重复", "成员 的 关系、出生 不重复", "费用发票 其中 (数量 > 1) 的 发票号、金额 不重复"
        )

    def column_test(self) -> str:
        return self.pick(
            "成员 的 出生 均 不晚于 申请日",
            "成员的年龄均在 1 至 99 之间",
            "成员 的 关系 任一 为 本人、父母",
            "费用发票的金额均大于0元",
        )


def _written(write: Callable[[Writer], str]) -> st.SearchStrategy[str]:
    return st.composite(lambda draw: write(Writer(lambda count: draw(st.integers(0, count - 1)))))()


def rule_texts(depth: int = 3) -> st.SearchStrategy[str]:
    """Texts of demands."""
    return _written(lambda writer: writer.clauses(depth))


def condition_texts(depth: int = 2) -> st.SearchStrategy[str]:
    """Texts of conditions."""
    return _written(lambda writer: writer.test(depth))


def value_texts() -> st.SearchStrategy[str]:
    """Texts of values."""
    return _written(lambda writer: writer.value(writer.pick("数", "金额", "日期", "年月", "期限", "文本"), 3))


def seeded_texts(count: int, seed: int, depth: int = 3) -> Iterator[str]:
    """That many texts of demands, the same for the same seed."""
    random = Random(seed)
    for _ in range(count):
        yield Writer(random.randrange).clauses(depth)


def read_random(text: str, expects: Any = "demand") -> Rule | None:
    """The rule of a random text; None where it passes a limit of size."""
    rule, problems = read_rule(text, WORDS, expects)
    if any(problem.code in ("too_long", "cost") for problem in problems):
        return None
    assert rule is not None, (text, [problem.message for problem in problems])
    return rule


def rules(depth: int = 3) -> st.SearchStrategy[Rule]:
    """Demands, read."""
    return rule_texts(depth).map(read_random).filter(bool)


def values() -> st.SearchStrategy[Rule]:
    """Values, read."""
    return value_texts().map(lambda text: read_random(text, "value")).filter(bool)


def seeded_rules(count: int, seed: int, depth: int = 3) -> Iterator[Rule]:
    """The rules of `seeded_texts`."""
    return filter(None, map(read_random, seeded_texts(count, seed, depth)))
