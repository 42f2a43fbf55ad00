"""What the words of the rule language mean, for the tables of `rule-language.md`: by terminal, each with an example.

The words themselves come from `rules_dsl.text.keywords`; here stand only their meanings. The examples are rules about
the names of `NAMES`, and a test reads each.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules_dsl.text.keywords import (
    AGGREGATES,
    COUNTS,
    DEFAULT_OPENING,
    ENDS,
    HANDED_IN,
    JOINTS,
    PARTS,
    PARTS_WITHIN,
    PREDICATES,
    QUANTIFIERS,
    SPANS,
)

# The names that the examples are about, as the fields of a matter file.
NAMES = """
parameters: {定点机构名单: [县医院, 镇卫生院]}
fields:
  - {name: 床位数, kind: 整数}
  - {name: 面积, kind: 小数}
  - {name: 单价, kind: 金额}
  - {name: 总价, kind: 金额}
  - {name: 婚姻状况, kind: 选项, options: [未婚, 已婚, 离异]}
  - {name: 是否低保, kind: 是否}
  - {name: 是否残疾, kind: 是否}
  - {name: 出生日期, kind: 日期}
  - {name: 入伍日期, kind: 日期}
  - {name: 体检日期, kind: 日期}
  - {name: 儿童身份证号, kind: 身份证号}
  - {name: 残疾人证号, kind: 文本}
  - {name: 电话, kind: 文本}
  - {name: 户籍地, kind: 区划}
  - {name: 就诊机构, kind: 选项, options: [县医院, 镇卫生院, 外地医院]}
  - {name: 申请辅具, kind: 多选, options: [假肢, 轮椅]}
  - {name: 代步车数量, kind: 整数, optional: true}
  - name: 成员
    kind: 明细
    fields:
      - {name: 姓名, kind: 文本}
      - {name: 身份证号, kind: 身份证号}
      - {name: 关系, kind: 选项, options: [本人, 子女]}
      - {name: 月收入, kind: 金额}
      - {name: 床位数, kind: 整数}
materials:
  - {name: 户口簿, form: 原件}
  - {name: 授权委托书, form: 原件}
"""

MEANINGS: dict[str, tuple[str, str]] = {
    "_EQ": ("相等；后面可以是几个值，任一个都行", "婚姻状况 为 未婚、离异"),
    "_NE": ("不等；后面几个值，一个都不是", "婚姻状况 不为 未婚、离异"),
    "_GE": ("至少，含这个数；日期用 不早于", "床位数 不少于 10"),
    "_LE": ("至多，含这个数；日期用 不晚于", "体检日期 不晚于 申请日"),
    "_GT": ("比它大，不含这个数", "床位数 大于 10"),
    "_LT": ("比它小，不含这个数", "床位数 少于 10"),
    "_FULL": ("到申请日（或「至」后面的日期）够这么久；数则是至少", "出生日期 满 16周岁"),
    "_NOT_FULL": ("还不够这么久；数则是少于", "出生日期 未满 18周岁"),
    "_FILLED": ("填了", "电话 已填"),
    "_UNFILLED": ("没有填", "电话 未填"),
    "_HAS": ("多选里选了其中任一项；文本里有其中任一段", "申请辅具 含 假肢、轮椅"),
    "_HAS_NOT": ("一项也没有选，一段也没有", "电话 不含 “转”、“#”"),
    "_HAS_ALL": ("都选了", "申请辅具 含全部 假肢、轮椅"),
    "_HAS_ONLY": ("没有选别的", "申请辅具 只含 假肢"),
    "_IN": ("在范围、名单、地方、时间段里", "户籍地 在 本镇"),
    "_NOT_IN": ("不在里面", "就诊机构 不在 定点机构名单 中"),
    "_WELL_FORMED": ("合这种字段自己的格式", "儿童身份证号 格式正确"),
    "_CONFORMS": ("合一种有名称的格式", "电话 符合 固定电话"),
    "_IF": ("前面成立才要求后面；也写成「…的，…」", "若 是否低保 为 是 则 床位数 大于 0"),
    "_THEN": ("见 若", "若 是否低保 为 是 则 床位数 大于 0"),
    "_ELSE": ("前面不成立时的要求", "若 是否低保 为 是 则 床位数 大于 0 否则 床位数 大于 9"),
    "_UNLESS": ("后面成立就不要求前面", "床位数 大于 9，除非 是否低保 为 是"),
    "_EACH": ("前面几个字段都要；明细的一列每行都要；多选的每一项都要", "是否低保、是否残疾 均 为 是"),
    "_ANY": ("前面几个里有一个就行", "是否低保、是否残疾 任一 为 是"),
    "_TO": ("从一个日期到另一个；范围的两头", "出生日期 至 入伍日期 满 17周岁"),
    "_BETWEEN": ("范围，两头都含", "床位数 在 18 至 60 之间"),
    "_WITHIN": ("时间段，两头都含", "体检日期 在 申请日前6个月内"),
    "_UP": ("含这个数，往上", "床位数 在 10 以上"),
    "_DOWN": ("含这个数，往下", "床位数 在 10 以下"),
    "_BEFORE": ("往前推", "体检日期 不早于 申请日前30日"),
    "_AFTER": ("往后推", "体检日期 不晚于 入伍日期后3个月"),
    "_AROUND": ("前后都算", "体检日期 在 入伍日期前后7日内"),
    "_WITH": ("与「相差」连用", "总价 与 单价 × 床位数 相差 不超过 0.01元"),
    "_DIFFERENCE": ("两个数的差，不管谁大", "总价 与 单价 × 床位数 相差 不超过 0.01元"),
    "_JOIN": ("连接字段，不连接值", "是否低保 和 是否残疾 均 为 是"),
    "_BY": ("按身份证号里的出生日期算", "按儿童身份证号 未满 18周岁"),
    "_WHERE": ("先挑出合条件的行", "成员 其中 (关系 为 子女) 的 行数 不超过 3"),
    "_DISTINCT": ("各行互不相同；几列则是不同时相同", "成员 的 身份证号 不重复"),
    "_OWN": ("行里和行外同名时，指行里的", "成员 每行 本行的床位数 大于 0"),
    "_OUTER": ("行里和行外同名时，指行外的", "成员 每行 本行的床位数 不超过 外层的床位数"),
    "_AT_LEAST": ("够这么多行；括号前则是几项里够这么多项", "成员 至少 2人 关系 为 子女"),
    "_AT_MOST": ("不超过这么多行", "成员 至多 2行 关系 为 子女"),
    "_EXACTLY": ("正好这么多行", "成员 恰好 1行 关系 为 本人"),
    "_PLUS": ("加；日期加期限", "体检日期 + 30日 不早于 申请日"),
    "_MINUS": ("减；日期减期限", "床位数 - 1 大于 0"),
    "_TIMES": ("乘", "总价 等于 单价 × 床位数"),
    "_OVER": ("除，除得尽除不尽都准", "面积 ÷ 2 大于 2/3"),
    "_EVERY": ("每一行都要；后面只管一个条件，几个加括号", "成员 每行 月收入 不超过 1000元"),
    "_SOME": ("至少有一行", "成员 有一人 关系 为 本人"),
    "_NO_ROW": ("一行也没有", "成员 没有一行 关系 为 子女"),
}

OTHERS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("且", "或"), "都成立；有一个成立。混用要加括号", "床位数 大于 0 且 (是否低保 为 是 或 是否残疾 为 是)"),
    (("非( )",), "括号里的不成立", "非(是否低保 为 是 且 床位数 大于 9)"),
    (("；",), "几句都要成立", "床位数 大于 0；面积 大于 0"),
    (("、",), "连接几个字段或几个值", "婚姻状况 为 未婚、离异"),
    (("的，", "的"), "「…的，」是若；「明细 的 列」「总数的80%」「日期 的 年份」", "是否低保 为 是 的，床位数 大于 0"),
    (("中",), "「在 名单 中」；「明细 中 条件 的 行数」", "就诊机构 在 定点机构名单 中"),
    (("「 」",), "整个是一个名称", "「床位数」 大于 0"),
    (("“ ”",), "整个是一个值：文本，或不能直接写的选项", "电话 不同于 “0377”"),
    (AGGREGATES, "一列的和、最大、最小、平均、最早、最晚；列可以是算式", "成员 的 月收入 之和 不超过 1000元"),
    (COUNTS, "有几行", "成员 的 人数 不少于 1"),
    (tuple(HANDED_IN), "都交了；交了任一份；交了几份", "已交任一(户口簿、授权委托书)"),
    (tuple(dict.fromkeys((*PARTS, *PARTS_WITHIN))), "写在「的」后面，就是同名的函数", "体检日期 的 年份 为 2026"),
    (SPANS, "「起 至 止 的 …」，就是同名的函数", "出生日期 至 入伍日期 的 年数 不少于 18"),
    (tuple(f"{end}N位" for end in ENDS), "号码开头、末尾的几位", "残疾人证号 的 前18位 = 儿童身份证号"),
    ((f"（{DEFAULT_OPENING}0）",), "就是 缺省(X, 0)", "代步车数量（没有填的按0） 少于 2"),
)  # fmt: skip


def words() -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Every word of the language: how it may be written, what it means, an example."""
    for terminal, spellings in (PREDICATES | JOINTS | QUANTIFIERS).items():
        meaning, example = MEANINGS[terminal]
        yield spellings, meaning, example
    yield from OTHERS
