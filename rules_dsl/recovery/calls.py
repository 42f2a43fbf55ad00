"""Slips of functions and of materials: names of other programs' functions, forgotten brackets, 已提交 for 已交."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules_dsl.text.keywords import HANDED_IN
from rules_dsl.text.problem import nearest
from rules_dsl.text.tokens import State
from rules_dsl.values.functions import FUNCTION_NAMES

from .cursor import STRAY, Spot
from .foreign_words import slip_words_at

_CALLED = re.compile(r"([A-Za-z_]{1,20}|[\u4e00-\u9fff]{1,8})( ?)([(\[{【〔])")
_HANDED_WORDS = (
    "齐全",
    "已备",
    "提交",
    "提供",
    "出示",
    "持有",
    "附有",
    "需要",
    "须交",
    "应交",
    "有",
    "已提交",
    "已上传",
    "已提供",
    "已递交",
    "已附",
    "提交了",
    "已经交",
    "已收",
    "交了",
)
_NOT_HANDED_WORDS = ("未交", "没交", "没有交", "未提交", "没提交", "未附", "未提供")


@dataclass(frozen=True, slots=True)
class _Foreign:
    """A function of other programs: what to write here, and the function of the language that does the same."""

    says: str
    function: str = ""


_COLUMN = "没有函数「{0}」；请写「明细 的 列 %s」，例如「家庭成员 的 月收入 %s」。"
_SAME = "没有函数「{0}」，请写「{1}(…)」。"
_SENTENCE = "没有函数「{0}」，请写「%s」。"
_FOREIGN = {
    spelled: _Foreign(says, function)
    for spellings, says, function in (
        ("sum 求和 合计 总和 之和", _COLUMN.replace("%s", "之和"), ""),
        ("avg average mean 平均 平均值", _COLUMN.replace("%s", "平均值"), ""),
        ("count counta 计数 个数 行数", "没有函数「{0}」；请写「明细 的 行数」，例如「家庭成员 的 行数」。", ""),
        ("max 最大值 最大", "没有函数「{0}」，几个数中最大的请写「{1}(…)」，明细请写「明细 的 列 最大值」。", "较大"),
        ("min 最小值 最小", "没有函数「{0}」，几个数中最小的请写「{1}(…)」，明细请写「明细 的 列 最小值」。", "较小"),
        ("round 取整", _SAME, "四舍五入"),
        ("ceil ceiling roundup 向上取整", _SAME, "进位"),
        ("floor trunc rounddown 向下取整", _SAME, "舍去"),
        ("abs", _SAME, "绝对值"),
        ("len length strlen 字符数", _SAME, "长度"),
        ("year", _SAME, "年份"),
        ("month", _SAME, "月份"),
        ("day", _SAME, "日号"),
        ("date", _SAME, "日期"),
        ("age 年龄 年纪 岁数 年岁", _SAME, "周岁"),
        ("datedif datediff days 天数 相差天数", _SAME, "日数"),
        ("networkdays workdays 工作天数", _SAME, "工作日数"),
        ("生日", _SAME, "出生日期"),
        ("sex gender", _SAME, "性别"),
        ("if iif 如果", _SENTENCE % "若 … 则 … 否则 …", ""),
        ("and", _SENTENCE % "… 且 …", ""),
        ("or", _SENTENCE % "… 或 …", ""),
        ("not 不 并非 不是", "否定请写「非(…)」，不用「{0}(…)」。", ""),
        ("非非", "两个「非」互相抵消，请都去掉。", ""),
        ("isnull isblank isempty 是否为空", _SENTENCE % "… 未填", ""),
        ("exists any some", _SENTENCE % "明细 有一行 …", ""),
        ("all every", _SENTENCE % "明细 每行 …", ""),
        ("contains like match", _SENTENCE % "… 含 …", ""),
    )
    for spelled in spellings.split(" ")
}  # fmt: skip


def past_call(spot: Spot, longest: int) -> State | None:
    """Past a function or a word about materials that is none, taken as what was meant; None if it is no such slip."""
    for past in (_copies, _handed, _called):
        state = past(spot, longest)
        if state is not None:
            return state
    return (_behind(spot) or _bracketless(spot)) if not longest else None


def _copies(spot: Spot, longest: int) -> State | None:
    """户口簿 份数 is 已交份数(户口簿)."""
    typed = spot.starts("份数", "的份数", "数量", "的数量")
    state = spot.state
    if not typed or state.last != "NAME" or spot.lexicon.vocabulary.find(state.last_name, "material") is None:
        return None
    name, end = state.tokens[-1], spot.at + len(typed)
    problem = spot.told(end, "handed_in", f"请写「已交份数({name})」。", f"已交份数({name})", name.start_pos)
    opening = spot.word("HANDED_COPIES", name.start_pos, name.start_pos, "已交份数")
    state = state._replace(tokens=state.tokens[:-1]).push(opening, problem).push(name)
    return state.push(spot.word("_CLOSE", end, end))


def _handed(spot: Spot, longest: int) -> State | None:
    """已提交(户口簿) · 未交(户口簿) · 提交 户口簿 · 户口簿 已交 (已交 户口簿 is right)."""
    spelled = spot.starts(*_HANDED_WORDS, *_NOT_HANDED_WORDS, *HANDED_IN)
    end = spot.at + len(spelled)
    if not spelled or (len(spelled) <= longest and spelled not in HANDED_IN):
        return None
    after = spot.past_spaces(end)
    opening = spot.text[after : after + 1]
    if spelled in HANDED_IN and opening and opening in "[【{〔":
        problem = spot.told(after + 1, "brackets", f"括号请用「(」「)」，不用「{opening}」。", f"{spelled}(")
        return spot.read_as(HANDED_IN[spelled], problem, spelled)
    opens = opening == "("
    if opens and spelled not in HANDED_IN:
        refused = spelled in _NOT_HANDED_WORDS
        message = f"没有「{spelled}(…)」，请写 {'非(已交(…))' if refused else '已交(…)'}。"
        problem = spot.told(after + 1, "handed_in", message, None if refused else "已交(")
        return spot.read_as("HANDED_ALL", problem, "已交")
    if opens:
        return None
    vocabulary = spot.lexicon.vocabulary
    state, before = spot.state, spot.state.tokens[-1:]
    if state.last == "NAME" and vocabulary.find(state.last_name, "material"):
        return _as_handed(spot, spelled, before[0].start_pos, end, before[0], state._replace(tokens=state.tokens[:-1]))
    names = spot.lexicon.names_at(spot.text, after)
    material = next((name for name in names if vocabulary.find(spot.lexicon.words[name], "material")), None)
    if material is None or longest > len(spelled) or spelled == "已交":
        return None
    name = spot.word("NAME", after, after + len(material), spot.lexicon.words[material])
    return _as_handed(spot, spelled, spot.at, after + len(material), name, state)


def _as_handed(spot: Spot, spelled: str, start: int, end: int, material: str, state: State) -> State:
    refused = spelled in _NOT_HANDED_WORDS
    copies = spelled == "已交份数"
    written = f"非(已交({material}))" if refused else f"{'已交份数' if copies else '已交'}({material})"
    problem = spot.told(end, "handed_in", f"材料要写在括号里：{written}。", written, start)
    terminal = "HANDED_COPIES" if copies else "HANDED_ALL"
    opening, closing = spot.word(terminal, start, start, spelled), spot.word("_CLOSE", end, end)
    return state.push(opening, problem).push(material).push(closing)  # type: ignore[arg-type]


def _called(spot: Spot, longest: int) -> State | None:
    """A word directly before a bracket that is no function."""
    match = _CALLED.match(spot.text, spot.at)
    if match is None or spot.text[match.end() - 2] in "且或则若" or len(match[1]) < longest:
        return None
    spelled, vocabulary = match[1], spot.lexicon.vocabulary
    is_word = any(len(slip.typed) == len(spelled) for slip in slip_words_at(spot.text, spot.at))
    if is_word and spelled.lower() not in _FOREIGN:
        return None
    if spelled.lower() in ("today", "now") or (match[3] != "(" and spelled not in FUNCTION_NAMES):
        return None
    if spelled in FUNCTION_NAMES:
        if (not match[2] and match[3] == "(") or vocabulary.get(spelled):
            return None
        message = f"「{spelled}」后面直接写「(」：{spelled}(…)。"
        return spot.read_as("FUNCTION", spot.told(match.end(), "brackets", message, f"{spelled}("), spelled)
    foreign = _FOREIGN.get(spelled.lower())
    if foreign is not None and not vocabulary.get(spelled):
        typed = spot.typed[spot.at : match.end(1)]
        message = foreign.says.format(typed, foreign.function)
        if foreign.function:
            problem = spot.told(match.end(), "unknown_function", message, f"{foreign.function}(")
            return spot.read_as("FUNCTION", problem, foreign.function)
        return spot.read_as(STRAY, spot.told(match.end(1), "unknown_function", message))
    if longest:
        return None
    near = nearest(spelled, (name for name in FUNCTION_NAMES if len(name) > 1))
    hint = f"，是不是「{near}」？" if near else "。"
    problem = spot.told(match.end(1), "unknown_function", f"没有函数「{spelled}」{hint}", near)
    if near is None:
        return spot.read_as(STRAY, problem)
    return spot.read_as("FUNCTION", spot.told(match.end(), problem.code, problem.message, f"{near}("), near)


def _behind(spot: Spot) -> State | None:
    """姓名 长度 and 姓名的长度: a function behind its argument."""
    spelled, state = spot.starts(*FUNCTION_NAMES), spot.state
    name = state.tokens[-2] if state.last == "_OF" and len(state.tokens) > 1 else (state.tokens or (None,))[-1]
    end = spot.at + len(spelled)
    if len(spelled) < 2 or name is None or name.type != "NAME" or not spot.stops(end):
        return None
    if spot.lexicon.vocabulary.find(str(name.content), "rows") is not None:
        return None
    written = f"{spelled}({name})"
    problem = spot.told(end, "brackets", f"请写「{written}」。", written, name.start_pos)
    kept = state.tokens[: -2 if state.last == "_OF" else -1]
    state = state._replace(tokens=kept).push(spot.word("FUNCTION", name.start_pos, name.start_pos, spelled), problem)
    return state.push(name).push(spot.word("_CLOSE", end, end))


def _bracketless(spot: Spot) -> State | None:
    """周岁出生日期: a function without its brackets, before a name."""
    spelled = spot.starts(*FUNCTION_NAMES)
    after = spot.past_spaces(spot.at + len(spelled))
    names = spot.lexicon.names_at(spot.text, after) if spelled else []
    if not names or len(spelled) < 2:
        return None
    end = after + len(names[0])
    written = f"{spelled}({names[0]})"
    problem = spot.told(end, "brackets", f"函数后面要有括号：{written}。", written)
    opening = spot.word("FUNCTION", spot.at, spot.at, spelled)
    name = spot.word("NAME", after, end, spot.lexicon.words[names[0]])
    return spot.state.push(opening, problem).push(name).push(spot.word("_CLOSE", end, end))
