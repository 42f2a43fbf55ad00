"""Random values in the rule language, in any spelling, right by construction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rules_dsl.text.keywords import JOINTS, PREDICATES
from tests.rules_dsl.support.random.matter import TEXTS, WORDS, names_of

PLACES = ("本镇", "本县", "本市", "本省", "“河南省”", '"河北省"')
MOST_ROWS_DEEP = 2


class Values:
    """Writes values. `choose` gives a number from 0 up to but not including its argument; `rows` are the 明细 whose
    row the text stands in."""

    def __init__(self, choose: Callable[[int], int]) -> None:
        self.choose = choose
        self.rows: list[str] = []

    def pick(self, *choices: Any) -> Any:
        return choices[self.choose(len(choices))]

    def one(self, *makers: Callable[[], str]) -> str:
        return self.pick(*makers)()

    def some(self, make: Callable[[], str], least: int = 2, most: int = 3) -> list[str]:
        return [make() for _ in range(least + self.choose(most - least + 1))]

    def word(self, terminal: str) -> str:
        """One of the spellings of an operator or joint."""
        return self.pick(*(PREDICATES | JOINTS)[terminal])

    def quoted(self, name: str) -> str:
        plain = name.isalnum() and not name[0].isdigit() and name not in WORDS.options
        return name if plain and self.pick(True, True, False) else f"「{name}」"

    def name(self, kind: str, optional: bool = False) -> str:
        """A name of this kind that can be read here; in a row, mostly one of its columns."""
        found = [(None, name) for name in names_of(kind, None, optional)]
        for place, group in enumerate(self.rows):
            if group not in self.rows[place + 1 :]:
                found += 2 * [(group, name) for name in names_of(kind, group, optional)]
        group, name = self.pick(*found)
        if len({other for other, same in found if same.name == name.name}) > 1:
            return f"{'本行的' if group else '外层的'}{self.quoted(name.name)}"
        return self.quoted(name.name)

    # values

    def value(self, kind: str, depth: int) -> str:
        """An expression of this kind."""
        leaves = [lambda: self.name(kind)]
        if kind not in ("选项", "次序", "是否"):
            leaves.append(lambda: self.literal(kind))
        makers = getattr(self, f"_values_{kind}", lambda depth: [])(depth - 1) if depth > 0 else []
        return self.one(*leaves, *makers)

    def literal(self, kind: str) -> str:
        count = self.choose(41)
        if kind == "数":
            return self.pick(f"{count}", f"{count}.50", f"{count}%", f"{count}㎡", f"{count}平方米", "零", "１２")
        if kind == "金额":
            return self.pick(f"{count}元", f"{count}.05元", "1.5万元", "0.001元", "2亿元")
        if kind == "日期":
            return self.pick(f"2026年{count % 12 + 1}月{count % 28 + 1}日", "2024-02-29", f"{count % 12 + 1}月8日")
        if kind == "年月":
            return f"2026年{count % 12 + 1}月"
        if kind == "期限":
            return str(count) + self.pick("日", "个工作日", "工作日", "个月", "年", "周岁")
        return f"“{self.pick(*TEXTS[:2], *TEXTS[3:])}”" if kind == "文本" else self.pick(*PLACES)

    def amount(self, kind: str, depth: int) -> list[Callable[[], str]]:
        """The forms that numbers and money share."""

        def of() -> str:
            return self.value(kind, depth)

        def number() -> str:
            return self.value("数", depth)

        return [
            lambda: f"{self.operand(of())} {self.word('_PLUS')} {self.operand(of())}",
            lambda: f"{of()} {self.word('_MINUS')} {of()} {self.word('_PLUS')} {of()}",
            lambda: f"{self.operand(of())} {self.word('_TIMES')} {self.operand(number())}",
            lambda: f"{self.operand(of())} {self.word('_OVER')} {self.operand(number())}",
            lambda: f"-({of()})",
            lambda: f"{self.name(kind)}的{self.pick('80%', '2')}",
            lambda: f"绝对值({of()})",
            lambda: f"{self.pick('较大', '较小')}({', '.join(self.some(of))})",
            lambda: f"{self.pick('四舍五入', '舍去', '进位')}({of()}, {of()})",
            lambda: self.fallback(kind, depth),
            *[lambda: self.aggregate(kind, depth)] * 2,
            lambda: f"费用发票 中 已作废 为 否 的 {'金额' if kind == '金额' else '数量'} 之和",
        ]

    def operand(self, text: str) -> str:
        return self.pick(f"({text})", f"（{text}）") if " " in text or self.pick(False, False, True) else text

    def _values_数(self, depth: int) -> list[Callable[[], str]]:
        def day() -> str:
            return self.value("日期", depth)

        return [
            *self.amount("数", depth),
            lambda: f"({self.value('金额', depth)}) ÷ ({self.value('金额', depth)})",
            lambda: f"周岁({day()})",
            lambda: f"周岁({day()}, {day()})",
            lambda: f"{self.pick('年数', '月数', '日数', '工作日数')}({day()}, {day()})",
            lambda: f"{self.pick('年数', '月数')}({day()}, {day()}, 进位)",
            lambda: f"月数({self.value('年月', depth)}, {self.value('年月', depth)})",
            lambda: f"({day()}) 至 ({day()}) 的 {self.pick('年数', '月数', '日数', '工作日数')}",
            lambda: self.pick("申请人年龄", "监护人年龄"),
            lambda: f"{self.name('日期')}{self.pick('所在年', '所在年份')}",
            lambda: self.pick("成员中关系为本人的人数", "费用发票中 数量 大于 1 且 已作废 为 否 的 行数"),
            lambda: f"{self.pick('年份', '月份', '日号')}({day()})",
            lambda: f"{self.name('日期')}的{self.pick('年份', '月份', '日号')}",
            lambda: f"{self.pick('长度', '字数')}({self.value('文本', depth)})",
            lambda: f"{self.filtered(depth)} 的 {self.pick('行数', '人数', '户数', '个数')}",
            lambda: f"已交份数({self.quoted(self.pick('户口簿', '委托书（原件）'))})",
        ]

    def _values_金额(self, depth: int) -> list[Callable[[], str]]:
        return [*self.amount("金额", depth), lambda: f"参数(低保标准, {self.value('日期', depth)})"]

    def _values_日期(self, depth: int) -> list[Callable[[], str]]:
        def number() -> str:
            return self.value("数", depth)

        return [
            lambda: self.pick("申请日", "申请当日", "申报日", "「申请日」"),
            lambda: self.shifted("日期", self.value("期限", depth)),
            lambda: f"{self.value('日期', depth)} {self.pick('+', '-', '加', '减去')} {self.value('期限', depth)}",
            lambda: f"出生日期({self.name('文本')})",
            lambda: f"按{self.quoted('证号')}" if not self.rows else "申请日",
            lambda: f"{self.pick('首日', '末日')}({self.value('年月', depth)})",
            lambda: f"日期({number()}, {number()}, {number()})",
            lambda: f"({number()}){self.choose(12) + 1}月8日",
            lambda: f"{self.name('日期')}所在年{self.choose(12) + 1}月8日",
            lambda: self.fallback("日期", depth),
            lambda: self.aggregate("日期", depth),
        ]

    def _values_年月(self, depth: int) -> list[Callable[[], str]]:
        return [
            lambda: f"年月({self.value('日期', depth)})",
            lambda: f"{self.name('日期')} 的 年月",
            lambda: f"{self.name('日期')}{self.pick('所在月', '所在年月')}",
            lambda: self.shifted("年月", self.pick("3个月", "1年", "个月(人数)")),
            lambda: self.fallback("年月", depth),
            lambda: self.aggregate("年月", depth),
        ]

    def _values_期限(self, depth: int) -> list[Callable[[], str]]:
        return [lambda: f"{self.pick('天', '工作日', '个月', '年')}({self.value('数', depth)})"]

    def _values_选项(self, depth: int) -> list[Callable[[], str]]:
        return []

    def _values_文本(self, depth: int) -> list[Callable[[], str]]:
        return [
            lambda: self.fallback("文本", depth),
            lambda: f"{self.name('文本')} 的 {self.pick('前', '后')}{self.choose(18) + 1}位",
        ]

    def shifted(self, kind: str, period: str) -> str:
        side = self.pick("前", "后")
        return f"{self.name(kind)}{side}{self.operand(period)}"

    def fallback(self, kind: str, depth: int) -> str:
        optional = names_of(kind, None, optional=True)
        value = self.name(kind, optional=True) if optional else self.name(kind)
        default = self.literal(kind)
        return self.pick(f"缺省({value}, {default})", f"{value}（没有填的按{default}）")

    def group(self) -> str:
        return self.pick("成员", "费用发票")

    def filtered(self, depth: int) -> str:
        group = self.group()
        if depth <= 0 or len(self.rows) >= MOST_ROWS_DEEP or self.pick(True, False):
            return self.quoted(group)
        return f"{self.quoted(group)} 其中 ({self.in_row(group, depth)})"

    def in_row(self, group: str, depth: int, clauses: bool = False) -> str:
        self.rows.append(group)
        text = self.clauses(depth - 1) if clauses else self.test(depth - 1)
        self.rows.pop()
        return text

    def aggregate(self, kind: str, depth: int) -> str:
        group = self.pick(*[each for each in ("成员", "费用发票") if names_of(kind, each)])
        how = ("最早值", "最晚值") if kind in ("日期", "年月") else ("之和", "最大值", "最小值", "平均值")
        if len(self.rows) >= MOST_ROWS_DEEP:
            return self.name(kind)
        if depth <= 0 or kind in ("日期", "年月") or self.pick(True, False):
            column = self.pick(*(name.name for name in names_of(kind, group) if name.role == "column"))
            return f"{self.quoted(group)}{self.pick('的', ' 的 ')}{self.quoted(column)} {self.pick(*how)}"
        self.rows.append(group)
        item = self.value(kind, depth - 1)
        self.rows.pop()
        return f"{self.quoted(group)} 的 ({item}) {self.pick(*how)}"

    def clauses(self, depth: int) -> str:
        """What may stand at the top or in the brackets of a row condition."""
        raise NotImplementedError

    def test(self, depth: int) -> str:
        """A condition."""
        raise NotImplementedError
