"""How to say that types do not go together, in the words of the commonest slips."""

from __future__ import annotations

import re

from rules_dsl.values.kinds import Type

_DAY = re.compile(r"([0-9]{4})[-/.]?([0-9]{1,2})(?:[-/.]?([0-9]{1,2}))?")  # a date that is not written as one


class Misfit(Exception):
    """Two types that do not go together: `code`, the Chinese `message` and its `fix`, which stands for the second of
    them, or for the `whole` comparison."""

    def __init__(self, code: str, message: str, fix: str | None = None, whole: bool = False) -> None:
        super().__init__(message)
        self.code, self.message, self.fix, self.whole = code, message, fix, whole


def label(type: Type) -> str:
    """A type as people call it."""
    return {"多行文本": "文本", "是否": "「是否」字段"}.get(type.kind, type.kind)


def not_ordered(type: Type, text: str) -> Misfit:
    """Why this cannot be compared by size."""
    if type.kind in ("选项", "多选"):
        some = "、".join(type.options[:2])
        return Misfit("unordered", f"「{text}」没有声明高低次序；请写「为 {some}」，或在选项上声明 ordered。")
    if type.kind == "名单":
        return Misfit("type", f"「{text}」是一列值；每一行都要的写「{text} 均 …」，合计的写「{text} 之和」。")
    return Misfit("type", f"「{text}」是{label(type)}，不能比大小。")


def not_comparable(left: Type, right: Type, left_text: str, right_text: str) -> Misfit:
    """Why these two cannot be compared, in the words of the commonest slips."""
    if left.kind == "金额" and right.is_number:
        if right.unit == "分":
            return Misfit("unit", f"「{left_text}」是金额；小于一元的金额写成 0.50元。", "0.50元")
        if right_text.replace(".", "").isdigit():
            return Misfit(
                "unit_missing",
                f"「{left_text}」是金额，{right_text} 没有单位，请写 {right_text}元。",
                f"{right_text}元",
            )
        return Misfit("type", f"「{left_text}」是金额，「{right_text}」是{label(right)}，不能比较。")
    if left.is_number and right.kind == "金额":
        return Misfit("type", f"「{left_text}」是{label(left)}，不能与金额比较，请去掉「元」。")
    if left.kind == "日期" and right.is_number:
        if day := _DAY.fullmatch(right_text.replace(" ", "")):
            written = "-".join(part.zfill(2) for part in day.groups() if part)
            hint = f"日期请写成 {written}。" if day[3] else f"日期要写到日，例如 {written}-01。"
            return Misfit("date_form", hint, written if day[3] else None)
        message = f"「{left_text}」是日期，{right_text} 是数字；要比年龄请写「{left_text} 满 {right_text}周岁」。"
        return Misfit("type", message, f"{left_text} 满 {right_text}周岁", whole=True)
    if left.kind == "日期" and right.kind == "期限":
        if re.fullmatch(r"(19|20)[0-9]{2}年", right_text):
            year = right_text[:-1]
            message = f"「{right_text}」是一段时间；年份请写「年份({left_text}) = {year}」，日期请写 {year}-01-01。"
            return Misfit("type", message)
        if right.unit == "周岁":
            message = f"「{left_text}」是日期，{right_text} 是年龄；请写「{left_text} 满 {right_text}」或「未满」。"
            return Misfit("type", message, f"{left_text} 满 {right_text}", whole=True)
        written = f"「{left_text} 满 {right_text}」或「在 申请日前{right_text}内」"
        message = f"「{left_text}」是日期，{right_text} 是期限；请写{written}。"
        return Misfit("type", message)
    if left.kind == "年月" and right.is_number and (day := _DAY.fullmatch(right_text.replace(" ", ""))):
        written = f"{day[1]}年{int(day[2])}月"
        return Misfit("date_form", f"年月请写成 {written}。", written)
    if left.kind == "年月" and right.kind == "日期":
        return Misfit("type", f"左边是年月，右边是日期，请写 年月({right_text})。", f"年月({right_text})")
    if left.kind == "日期" and right.kind == "年月":
        fix = f"首日({right_text})"
        return Misfit("type", f"左边是日期，右边是年月，请写 {fix} 或 末日({right_text})。", fix)
    if left.kind == "期限" and right.kind == "日期":
        message = f"日期写在前面，多长写在后面：「{right_text} 满 {left_text}」。"
        return Misfit("type", message, f"{right_text} 满 {left_text}", whole=True)
    if left.kind == "期限" and right.is_number:
        written = f"{right_text}日"
        return Misfit(
            "unit_missing",
            f"「{left_text}」是期限，{right_text} 没有单位，请写 {written} 或 {right_text}个月。",
            written,
        )
    if left.is_number and right.kind == "期限" and right.unit in ("周岁", "年"):
        number = right_text.removesuffix("周岁").removesuffix("年").strip()
        return Misfit("unit", f"「{left_text}」是{label(left)}，不带单位，请写 {number}。", number)
    if left.is_number and right.kind == "期限":
        return Misfit(
            "type",
            f"「{left_text}」是{label(left)}，{right_text} 是期限；几个月的数不与「{right_text}」比较，请去掉单位。",
        )
    if left.kind == "是否":
        return Misfit("type", "是否字段的值只有「是」「否」。")
    if left.is_text and right.is_number and right_text.endswith(("位", "字")):
        written = f"{left_text} 的 字数 为 {right_text.rstrip('位个字 ')}"
        return Misfit("length", f"要查有几{right_text[-1]}，请写「{written}」。", written)
    if left.is_text and (right.is_number or right.kind in ("日期", "年月", "金额")):
        return Misfit("text_quotes", f"「{left_text}」是{label(left)}，请加引号：“{right_text}”。", f"“{right_text}”")
    if left.kind == "选项" and right_text[:1].isdigit():
        listed = "、".join(left.options[:12]) + ("……" if len(left.options) > 12 else "")
        return Misfit("unknown_option", f"「{left_text}」没有选项「{right_text}」，可选：{listed}。")
    return Misfit("type", f"「{left_text}」是{label(left)}，「{right_text}」是{label(right)}，不能比较。")


def not_a_place(type: Type, text: str, where: str) -> Misfit:
    """Why 在 `where` says nothing about a value of this type."""
    if "-" in where:
        return Misfit("range", "范围请写「在 18 至 60 之间」（两端都含）；「-」是减号。")
    if type.kind == "日期" and (dated := _in_calendar(text, where)):
        return dated
    if type.kind in ("日期", "年月") and re.search("[前后]", where):
        return Misfit("window", f"后面缺「内」：在 {where}内。", f"{where}内")
    if type.kind == "选项":
        message = f"「{text}」是选项，请写「{text} 为 {where}」；名单请写「在 {where} 中」。"
        return Misfit("inside", message, f"{text} 为 {where}", whole=True)
    message = f"「{text}」是{label(type)}，不是区划；名单请写「在 {where} 中」，日期请写「在 … 内」。"
    return Misfit("inside", message)


def not_a_window(type: Type, text: str, where: str) -> Misfit:
    """Why 在 `where` 内 says nothing about a value of this type."""
    if type.kind == "区划":
        return Misfit("window", f"地方后面不用写「内」：在 {where}。", where)
    if type.kind == "日期" and (dated := _in_calendar(text, where)):
        return dated
    message = f"「内」要写成「在 申请日前30日内」这样的样子，「{where}」里缺「前」「后」或「前后」。"
    return Misfit("window", message)


def _in_calendar(text: str, where: str) -> Misfit | None:
    """在 2026年 · 在 2026年3月, of a date."""
    match = re.fullmatch(r"([0-9]{4})年([0-9]{1,2}月)?", where.replace(" ", ""))
    if match is None:
        return None
    written = f"年月({text}) = {match[0]}" if match[2] else f"年份({text}) = {match[1]}"
    return Misfit("window", f"请写「{written}」。", written, whole=True)
