"""The JSON schemas of matter, shared and town files: checked by jsonschema, told in Chinese with file:line:column.

The schema is also the editor's contract: every key has its Chinese `title` and `description`; `x-expects` says how a
value is written where a pattern cannot.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource

from engine.matter_file import Entries, Items, MatterProblem, Path_, Scalar, Source
from rules_dsl.problems import nearest

SCHEMAS = ("matter.schema.json", "shared.schema.json", "town.schema.json")
_FOLDER = Path(__file__).parent


@cache
def schema(name: str) -> dict[str, Any]:
    """One of SCHEMAS, as data."""
    return json.loads((_FOLDER / name).read_text(encoding="utf-8"))


@cache
def _validator(name: str) -> Draft202012Validator:
    registry: Registry = Registry().with_resources((one, Resource.from_contents(schema(one))) for one in SCHEMAS)
    return Draft202012Validator(schema(name), registry=registry)


def check_schema(source: Source, name: str) -> tuple[MatterProblem, ...]:
    """Everything in a file that its schema does not allow."""
    return tuple(_told(source, error) for error in _leaves(_validator(name).iter_errors(source.plain())))


def _leaves(errors: Iterator[ValidationError] | list[ValidationError]) -> Iterator[ValidationError]:
    """Each error; where several forms are allowed, the errors of the form the author meant."""
    for error in errors:
        if error.validator != "oneOf" or not error.context:
            yield error
            continue
        branches: dict[int, list[ValidationError]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        fitting = [
            inner
            for inner in branches.values()
            if not any(e.validator in ("type", "const", "enum") and not e.path for e in inner)
        ]
        if len(fitting) == 1:
            yield from _leaves(fitting[0])
        else:
            yield error


def _told(source: Source, error: ValidationError) -> MatterProblem:
    where: Path_ = tuple(error.absolute_path)
    title = error.schema.get("title", "")
    if error.validator == "additionalProperties":
        return _unknown_key(source, where, error)
    if error.validator == "required":
        return _missing_key(source, where, error)
    if error.validator == "propertyNames" or (error.parent is not None and error.parent.validator == "propertyNames"):
        return _bad_key(source, where, error)
    line, column = source.place(where)
    message, fix = _value_message(source, where, error, title)
    return MatterProblem(source.path, line, column, "error", _CODES.get(error.validator, "schema"), message, fix)


_CODES = {"enum": "not_an_option", "const": "not_an_option", "pattern": "wrong_form", "type": "wrong_shape",
          "oneOf": "wrong_shape", "minItems": "too_few", "minLength": "empty_value", "maxLength": "too_long",
          "uniqueItems": "repeated"}  # fmt: skip


def _key_of(where: Path_) -> str:
    return next((str(part) for part in reversed(where) if isinstance(part, str)), "文件")


def _unknown_key(source: Source, where: Path_, error: ValidationError) -> MatterProblem:
    known = error.schema.get("properties", {})
    unknown = next(key for key in error.instance if key not in known and _reported(error, key))
    line, column = source.place((*where, unknown), key=True)
    node, value = source.find(where), source.find((*where, unknown))
    message = f"不认识的键「{unknown}」。"
    if isinstance(node, Entries) and node.flow and isinstance(value, Scalar) and not value.text:
        message = f"「{unknown}」前面的逗号把一个值切断了：花括号里逗号分开的是不同的键。"
        fix = "请把这一项改写成一行一个键，或给这个值加引号。"
        return MatterProblem(source.path, line, column, "error", "cut_value", message, fix)
    like = nearest(unknown, known)
    titles = "、".join(f"{key}（{part.get('title', '')}）" if part.get("title") else key for key, part in known.items())
    fix = f"是不是「{like}」？" if like else f"这里可以写：{titles}。"
    return MatterProblem(source.path, line, column, "error", "unknown_key", message, fix)


def _reported(error: ValidationError, key: str) -> bool:
    return f"'{key}'" in error.message


def _missing_key(source: Source, where: Path_, error: ValidationError) -> MatterProblem:
    missing = re.search("'([^']+)' is a required", error.message)
    key = missing[1] if missing else ""
    line, column = source.place(where)
    part = error.schema.get("properties", {}).get(key, {})
    named = f"「{key}」（{part['title']}）" if part.get("title") else f"「{key}」"
    text = source.find(where)
    if isinstance(error.instance, str):
        message = f"这里应当是「键: 值」，现在是「{error.instance[:30]}」。"
        return MatterProblem(source.path, line, column, "error", "wrong_shape", message)
    of = "文件" if not where else f"这个{error.schema.get('title', '部分')}"
    fix = part.get("description")
    if isinstance(text, Entries) and text.pairs:
        line, column = text.line, text.column
    return MatterProblem(source.path, line, column, "error", "missing_key", f"{of}缺少{named}。", fix)


def _bad_key(source: Source, where: Path_, error: ValidationError) -> MatterProblem:
    line, column = source.place((*where, str(error.instance)), key=True)
    expects = error.schema.get("x-expects", "写一个名称")
    message = f"键「{error.instance}」的写法不对。"
    return MatterProblem(source.path, line, column, "error", "bad_key", message, f"请{expects}。")


def _value_message(source: Source, where: Path_, error: ValidationError, title: str) -> tuple[str, str | None]:
    name = title or _key_of(where)
    value = error.instance
    expects = error.schema.get("x-expects")
    if error.validator in ("enum", "const"):
        allowed = error.schema["enum"] if error.validator == "enum" else [error.schema["const"]]
        return _not_allowed(name, value, allowed)
    if error.validator == "minLength":
        return f"「{name}」是空的。", f"请{expects}。" if expects else "请写上内容，或删去这一行。"
    if error.validator == "maxLength":
        return f"「{name}」太长，最多 {error.schema['maxLength']} 个字。", None
    if error.validator == "minItems":
        return f"「{name}」至少要有 {error.schema['minItems']} 项。", None
    if error.validator == "uniqueItems":
        return f"「{name}」里有重复的项。", "请删去重复的。"
    if error.validator == "pattern":
        return f"「{name}」不能写成「{_short(value)}」。", f"请{expects}。" if expects else None
    if expects is None:
        expects = _wanted(error)
    colon = isinstance(value, str) and re.match("([^：]{1,30})：(.+)", value)
    if colon and error.validator in ("type", "oneOf"):
        return f"「{name}」里的冒号是全角的，读成了一段文字。", f"请改成：{colon[1]}: {colon[2]}"
    return f"「{name}」的写法不对，现在是{_shape(source.find(where))}。", f"请{expects}。" if expects else None


def _not_allowed(name: str, value: Any, allowed: list[str]) -> tuple[str, str]:
    choices = "、".join(allowed)
    if not isinstance(value, str):
        return f"「{name}」的写法不对。", f"可以写：{choices}。"
    if re.search("[，、；]", value):
        parts = ", ".join(part.strip() for part in re.split("[，、；]", value))
        return f"「{value}」被读成了一项：列表的各项要用半角逗号分开。", f"请改成：[{parts}]"
    like = nearest(value, allowed)
    return (
        f"「{name}」不能是「{_short(value)}」。",
        f"是不是「{like}」？可以写：{choices}。" if like else f"可以写：{choices}。",
    )


def _wanted(error: ValidationError) -> str | None:
    wanted = error.schema.get("type") if error.validator == "type" else None
    return {"object": "写成「键: 值」", "array": "写成列表，如 [甲, 乙]", "string": "写一段文字"}.get(str(wanted))


def _shape(node: Any) -> str:
    if isinstance(node, Items):
        return "一个列表"
    return f"「{_short(node.text)}」" if isinstance(node, Scalar) else "一组键值"


def _short(text: Any) -> str:
    text = str(text)
    return text if len(text) <= 40 else f"{text[:40]}…"
