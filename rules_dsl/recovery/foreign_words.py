"""Words that people write and the language does not have, and what each was meant as: one table.

Reading goes on with what was meant, so that one wrong word does not hide the other mistakes of a rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules_dsl.text.keywords import by_first_sign

ANYWHERE, BEGINNING, ROWS, FIELD, UNIT, VALUE = "anywhere", "beginning", "rows", "field", "unit", "value"
SKIPPED = ""


@dataclass(frozen=True, slots=True)
class SlipWord:
    """A word and what was meant. `terminal` is what it is read as (SKIPPED: nothing). `where` says when it is a slip:
    ANYWHERE, at the BEGINNING of a condition, behind the name of a 明细 (ROWS), of a FIELD or a UNIT, or where a VALUE
    may stand."""

    typed: str
    meant: str
    terminal: str
    says: str
    where: str

    @property
    def code(self) -> str:
        """The code of its problem."""
        return "today" if self.says is _TODAY else "word"


_WRITE = "「{0}」请写「{1}」。"
_TODAY = "规则不能用「{0}」，请用「{1}」，否则以后重算结果会变。"
_NO_SIGN = "这里不要写「{0}」。"

_TABLE: tuple[tuple[str, str, str, str, str], ...] = (
    # typed (several: a space between), meant, read as, what is told, where
    ("并且 而且 同时 并 又 亦 以及 及 但 但是 && & and", "且", "_AND", _WRITE, ANYWHERE),
    ("或者 或是 要么 || | or", "或", "_OR", _WRITE, ANYWHERE),
    ("如果 假如 假若 倘若 要是 若是 当 凡 只要 只有 if", "若", "_IF", _WRITE, ANYWHERE),
    ("那么 那 就 才 便 then", "则", "_THEN", _WRITE, ANYWHERE),
    ("不然 否则的话 其他情况 其余 其他 else", "否则", "_ELSE", _WRITE, ANYWHERE),
    ("的话,", "的，", "_OF_CASE", _WRITE, ANYWHERE),
    ("时, 时", "的，", "_OF_CASE", "「…时，」请写「… 的，」，或「若 … 则 …」。", ANYWHERE),
    ("除外 例外", "除非", "_STRAY", "「{0}」请写成「…，除非 …」，除非后面写例外的条件。", ANYWHERE),
    ("=>", ">=", "_GE", "「{0}」写反了，大于或等于请写 {1}。", ANYWHERE),
    ("=<", "<=", "_LE", "「{0}」写反了，小于或等于请写 {1}。", ANYWHERE),
    ("=!", "!=", "_NE", "「{0}」写反了，不等于请写 {1} 或「不为」。", ANYWHERE),
    ("<>", "不为", "_NE", "「{0}」请写「{1}」或 !=。", ANYWHERE),
    ("≧ ⩾ 大于等于 大于或等于 大于或者等于 多于等于 不低于等于", "不少于", "_GE", "「{0}」请写「{1}」或 >=。",
     ANYWHERE),
    ("≦ ⩽ 小于等于 小于或等于 小于或者等于 少于等于", "不超过", "_LE", "「{0}」请写「{1}」或 <=。", ANYWHERE),
    ("最少 起码", "不少于", "_GE", _WRITE, ANYWHERE),
    ("最多 顶多", "不超过", "_LE", _WRITE, ANYWHERE),
    ("至少", "不少于", "_GE", "「{0}」只用于明细的行和「至少 2项 (…)」；数字请写「{1}」。", FIELD),
    ("至多", "不超过", "_LE", "「{0}」只用于明细的行；数字请写「{1}」。", FIELD),
    ("相同于 等同于 一致于 同", "等于", "_EQ", _WRITE, ANYWHERE),
    ("不一致于 不同", "不同于", "_NE", _WRITE, ANYWHERE),
    ("属于 位于 处于 坐落于 in", "在", "_IN", "「{0}」请写「{1}」；选项请写「为」。", ANYWHERE),
    ("不属于 不位于", "不在", "_NOT_IN", "「{0}」请写「{1}」；选项请写「不为」。", ANYWHERE),
    ("介于", "在", "_IN", "「{0}」请写「{1} … 至 … 之间」。", ANYWHERE),
    ("between", "", "_STRAY", "「{0}」请写「在 … 至 … 之间」。", ANYWHERE),
    ("像 类似 匹配 like", "含", "_HAS", _WRITE, ANYWHERE),
    ("占", "", "_STRAY", "「A 占 B 的 80%」请写「A 不少于 B的80%」这样的样子。", ANYWHERE),
    ("总和 合计 求和 总额 总计 加总", "之和", "AGGREGATE", _WRITE, ANYWHERE),
    ("平均 平均数 均值", "平均值", "AGGREGATE", _WRITE, ANYWHERE),
    ("最大 最高 最高值", "最大值", "AGGREGATE", _WRITE, ANYWHERE),
    ("最小 最低 最低值", "最小值", "AGGREGATE", _WRITE, ANYWHERE),
    ("从 自", "", SKIPPED, "不用写「{0}」。", BEGINNING),
    ("/月 /年 /日 /天 /人 /户 每月 每年 每日", "", SKIPPED, "单位后面不用写「{0}」。", UNIT),
    ("空 空值 空白 无 无值 null none nil", "", "_STRAY", "「{0}」不是值；请写「未填」或「已填」。", VALUE),
    ("包含 包括 含有", "含", "_HAS", _WRITE, ANYWHERE),
    ("不包含 不包括 不含有", "不含", "_HAS_NOT", _WRITE, ANYWHERE),
    ("到", "至", "_TO", _WRITE, ANYWHERE),
    ("~ ～ — –", "至", "_TO", "范围请写「在 … 至 … 之间」，不用「{0}」。", ANYWHERE),
    ("除于 除", "除以", "_OVER", _WRITE, ANYWHERE),
    ("乘上 x ✕ ✖ ·", "×", "_TIMES", _WRITE, ANYWHERE),
    ("加上", "加", "_PLUS", _WRITE, ANYWHERE),
    ("减掉 扣除 扣减 扣掉", "减", "_MINUS", _WRITE, ANYWHERE),
    ("** ^", "×", "_TIMES", "没有乘方；请用 × 连乘。", ANYWHERE),
    ("都 全 全都 皆 均都", "均", "_EACH", _WRITE, ANYWHERE),
    ("至少一项 至少一个 至少有一项 有一项 任意一个 任何一个 任意 之一", "任一", "_ANY", _WRITE, ANYWHERE),
    ("已满", "满", "_FULL", _WRITE, ANYWHERE),
    ("不到", "未满", "_NOT_FULL", "「{0}」请写「{1}」（日期）或「少于」（数）。", ANYWHERE),
    ("已填写 已经填写 已填报 已经填 填了 填写了 有值 非空 不为空 不是空 不能为空 不得为空 不可为空 必填 必须填写",
     "已填", "_FILLED", _WRITE, ANYWHERE),
    ("未填写 没填写 没有填 没填 未填报 无值 为空 是空", "未填", "_UNFILLED", _WRITE, ANYWHERE),
    ("应当 应该 应 必须 须 需 需要 要 可以 可", "", SKIPPED, "不用写「{0}」，规则写的就是应当成立的条件。", ANYWHERE),
    ("是", "为", "_EQ", "相等请写「为」；「是」只作是否字段的值。", ANYWHERE),
    ("申请 申报", "申请日", "FILED", "「{0}」请写「{1}」。", ANYWHERE),
    ("今天 今日 当前日期 现在 目前 当前 此时 当天 当日 today() now() today now", "申请日", "FILED", _TODAY, ANYWHERE),
    ("申请当天 申请之日 申请时 申报时 受理时", "申请日", "FILED", "「{0}」请写「{1}」。", ANYWHERE),
    ("明天 次日", "申请日后1日", "FILED", _TODAY, ANYWHERE),
    ("昨天 前一天", "申请日前1日", "FILED", _TODAY, ANYWHERE),
    ("今年 本年 本年度 当年", "年份(申请日)", "_STRAY", _TODAY, ANYWHERE),
    ("本月 当月", "年月(申请日)", "_STRAY", _TODAY, ANYWHERE),
    ("最近 近", "申请日前", "_STRAY", "「{0}」请写成「在 申请日前6个月内」这样的样子。", ANYWHERE),
    ("之前 以前 之后 以后", "", "_STRAY", "「{0}」不能这样用；请写「早于」「晚于」，或「D前30日」「D后30日」。",
     ANYWHERE),
    ("以内的 之内的", "内", "_WITHIN", _WRITE, ANYWHERE),
    ("过半 过半数", "超过 …的1/2", "_STRAY", "「{0}」请写「{1}」。", ANYWHERE),
    ("每一行 每个人 每一人 每名 每位 每一户 每一个 所有行 所有人 各行 全部行 每", "每行", "_EVERY", _WRITE, ROWS),
    ("任一行 任一人 任意一行 任意一人 有人 有行 有一名 有一位 至少有一行 至少有一人 至少有一户 至少有一个 存在 有",
     "有一行", "_SOME", _WRITE, ROWS),
    ("没有人 没有行 没有任何一行 无人 无一人 不存在 没有 无", "没有一行", "_NO_ROW", _WRITE, ROWS),
    ("中 里 里面 当中", "每行", "_EVERY", "明细后面要写「每行」「有一行」或「没有一行」，不能只写「{0}」。", ROWS),
    ("里 里面 里边 当中", "中", "_MIDDLE", _WRITE, ANYWHERE),
    ("not 并非 并不 不 !", "非(…)", SKIPPED, "否定请写「{1}」，不用「{0}」。", BEGINNING),
    ("一致 相同 相等 相符", "", "_STRAY", "「{0}」请写成「A 等于 B」。", ANYWHERE),
    ("%", "", "_STRAY", "「%」只能紧跟在数字后面，例如 50%；没有取余数的算法。", ANYWHERE),
    ("： :", "", SKIPPED, _NO_SIGN, ANYWHERE),
    ("! ？ ? …… …", "", SKIPPED, _NO_SIGN, ANYWHERE),
    ("[ 【 { ｛ ［ 〔 〈", "(", "_OPEN", "括号请用「(」「)」，不用「{0}」。", ANYWHERE),
    ("] 】 } ｝ ］ 〕 〉", ")", "_CLOSE", "括号请用「(」「)」，不用「{0}」。", ANYWHERE),
    ("。", "；", "_SEMICOLON", "「。」只能写在最后；两句之间请写「；」。", ANYWHERE),
)  # fmt: skip


def _by_spelling() -> dict[str, list[SlipWord]]:
    found: dict[str, list[SlipWord]] = {}
    for spellings, *rest in _TABLE:
        for typed in spellings.split(" "):
            found.setdefault(typed, []).append(SlipWord(typed, *rest))
    return found


_SLIPS = _by_spelling()
_BY_SIGN = by_first_sign(_SLIPS)


def slip_words_at(text: str, at: int) -> tuple[SlipWord, ...]:
    """The slips that begin at a place of a folded text, the longest first."""
    found = (each for each in _BY_SIGN.get(text[at : at + 1].lower(), ()) if _stands(each, text, at))
    return tuple(slip for each in found for slip in _SLIPS[each])


def _stands(typed: str, text: str, at: int) -> bool:
    """Whether it begins there: in letters of any case, and no part of a longer word of letters."""
    end = at + len(typed)
    if text[at:end].lower() != typed:
        return False
    return not (typed[-1].isascii() and typed[-1].isalnum() and text[end : end + 1].isalnum() and text[end].isascii())
