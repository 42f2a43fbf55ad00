"""The fixed words of the language and the terminals they become. A matter's own names win over them (see `lexer`)."""

from __future__ import annotations

from collections.abc import Iterable

PREDICATES = {
    "_EQ": ("为", "等于", "="),
    "_NE": ("不为", "不是", "不等于", "不同于", "≠", "!="),
    "_GE": ("不低于", "不少于", "不小于", "不早于", "达到", "≥", ">="),
    "_LE": ("不高于", "不多于", "不大于", "不超过", "不晚于", "≤", "<="),
    "_GT": ("大于", "高于", "多于", "超过", "晚于", ">"),
    "_LT": ("小于", "低于", "少于", "早于", "未达到", "<"),
    "_FULL": ("满", "年满"),
    "_NOT_FULL": ("未满", "不满", "不足"),
    "_FILLED": ("已填",),
    "_UNFILLED": ("未填",),
    "_HAS": ("含",),
    "_HAS_NOT": ("不含",),
    "_HAS_ALL": ("含全部",),
    "_HAS_ONLY": ("只含",),
    "_IN": ("在",),
    "_NOT_IN": ("不在",),
    "_WELL_FORMED": ("格式正确",),
    "_CONFORMS": ("符合",),
}
JOINTS = {
    "_IF": ("若",),
    "_THEN": ("则",),
    "_ELSE": ("否则",),
    "_UNLESS": ("除非",),
    "_EACH": ("均",),
    "_ANY": ("任一",),
    "_TO": ("至",),
    "_BETWEEN": ("之间",),
    "_WITHIN": ("内", "以内", "之内"),
    "_UP": ("以上",),
    "_DOWN": ("以下",),
    "_BEFORE": ("前",),
    "_AFTER": ("后",),
    "_AROUND": ("前后",),
    "_WITH": ("与",),
    "_DIFFERENCE": ("相差",),
    "_JOIN": ("和",),
    "_BY": ("按",),
    "_WHERE": ("其中",),
    "_DISTINCT": ("不重复",),
    "_OWN": ("本行的",),
    "_OUTER": ("外层的",),
    "_AT_LEAST": ("至少",),
    "_AT_MOST": ("至多",),
    "_EXACTLY": ("恰好",),
    "_PLUS": ("加", "+"),
    "_MINUS": ("减", "减去", "-"),
    "_TIMES": ("乘", "乘以", "×", "*"),
    "_OVER": ("除以", "÷", "/"),
}
ROW_WORDS = ("行", "人", "户", "个")
QUANTIFIERS = {
    "_EVERY": tuple(f"每{word}" for word in ROW_WORDS),
    "_SOME": tuple(f"有一{word}" for word in ROW_WORDS),
    "_NO_ROW": tuple(f"没有一{word}" for word in ROW_WORDS),
}
AGGREGATES = ("之和", "最大值", "最小值", "平均值", "最早值", "最晚值")
COUNTS = ("行数", "人数", "户数", "个数")
HANDED_IN = {"已交": "HANDED_ALL", "已交任一": "HANDED_ANY", "已交份数": "HANDED_COPIES"}
PARTS = ("出生日期", "性别", "年份", "月份", "日号", "年月", "首日", "末日", "字数")  # also written 「D 的 年份」
PARTS_WITHIN = {"所在年份": "年份", "所在年": "年份", "所在年月": "年月", "所在月": "年月"}  # and 「D 所在年」
SPANS = ("工作日数", "年数", "月数", "日数")  # also written 「D1 至 D2 的 月数」
ENDS = {"前": "前几位", "后": "后几位"}  # functions written 「号码 的 前18位」
FORMAT_WORD = "格式"  # 符合 手机号（格式）
DEFAULT_OPENING = "没有填的按"  # X（没有填的按0）

KEYWORDS: dict[str, str] = {
    word: terminal for table in (PREDICATES, JOINTS, QUANTIFIERS) for terminal, words in table.items() for word in words
} | dict.fromkeys(AGGREGATES, "AGGREGATE")

VALUE_OPENERS = frozenset(
    {"_EQ", "_NE", "_GE", "_LE", "_GT", "_LT", "_IN", "_NOT_IN", "_HAS", "_HAS_NOT", "_HAS_ALL", "_HAS_ONLY"}
    | {"_OR_VALUE"}
)
PREDICATE_TERMINALS = frozenset(PREDICATES)

MONEY_UNITS = ("亿元", "万元", "元")
PERIOD_UNITS = {"个工作日": "工作日", "工作日": "工作日", "个月": "个月", "周岁": "周岁", "日": "日", "年": "年"}
MEASURES = (
    *("人", "户", "个", "名", "行", "项", "位", "件", "份", "张", "本", "套", "间", "层", "栋", "幢", "亩", "公顷"),
    *("平方米", "㎡", "立方米", "米", "公里", "千米", "吨", "千克", "公斤", "克", "升", "千瓦", "辆", "台", "次", "分"),
    *("株", "头", "只", "羽", "床", "条", "处", "家", "组", "批", "发", "枚", "支", "小时", "分钟"),
)
SAME_UNIT = {"㎡": "平方米", "公斤": "千克", "千米": "公里", "名": "人", "位": "人"}


def unit_key(unit: str) -> str:
    """The form in which units are compared: ㎡ is 平方米, 名 and 位 are 人."""
    return SAME_UNIT.get(unit, unit)


def by_first_sign(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words by their first sign, the longest first."""
    index: dict[str, list[str]] = {}
    for each in words:
        index.setdefault(each[:1], []).append(each)
    return {sign: tuple(sorted(found, key=len, reverse=True)) for sign, found in index.items()}
