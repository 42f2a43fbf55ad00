"""The JSON schemas of matter, shared, town and calendar files: what is wrong is told in Chinese with file:line:column.

jsonschema-rs says at once whether a file is right; where it is not, jsonschema, a hundred times slower, says why.

The schema is also the editor's contract: every key has its Chinese `title` and `description`; `x-expects` says how a
value is written where a pattern cannot.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource

from engine.yaml_source.tree import Entries, Items, MatterProblem, Path_, Scalar, Source
from rules_dsl.text.problem import nearest

SCHEMAS = ("matter.schema.json", "shared.schema.json", "town.schema.json", "calendar.schema.json")
_FOLDER = Path(__file__).with_name("schemas")


@cache
def schema(name: str) -> dict[str, Any]:
    """One of SCHEMAS, as data."""
    return json.loads((_FOLDER / name).read_text(encoding="utf-8"))


@cache
def _validator(name: str) -> Draft202012Validator:
    registry: Registry = Registry().with_resources((one, Resource.from_contents(schema(one))) for one in SCHEMAS)
    return Draft202012Validator(schema(name), registry=registry)


@cache
def _quick_validator(name: str) -> jsonschema_rs.Draft202012Validator:
    registry = jsonschema_rs.Registry([(one, schema(one)) for one in SCHEMAS])
    return jsonschema_rs.Draft202012Validator(schema(name), registry=registry)


def is_allowed(content: Mapping[str, Any], name: str) -> bool:
    """Whether the plain content of a file is what its schema allows."""
    return _quick_validator(name).is_valid(content)


def check_schema(source: Source, name: str) -> tuple[MatterProblem, ...]:
    """Everything in a file that its schema does not allow."""
    content = source.plain()
    if is_allowed(content, name):
        return ()
    found: list[MatterProblem] = []
    for error in _leaves(_validator(name).iter_errors(content)):
        if error.validator == "additionalProperties":
            found += _unknown_keys(source, name, error)
        else:
            found.append(_told(source, name, error))
    return tuple(found)


def _leaves(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Each error; where several forms are allowed, the errors of the form the author meant."""
    for error in errors:
        if error.validator != "oneOf" or not error.context:
            yield error
            continue
        branches = _branches(error)
        best = min(map(_distance, branches))
        nearest_branches = [branch for branch in branches if _distance(branch) == best]
        if len(nearest_branches) == 1 and best[0] < _OTHER_SHAPE:
            yield from _leaves(nearest_branches[0])
        else:
            yield error


def _branches(error: ValidationError) -> list[list[ValidationError]]:
    branches: dict[int, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    return list(branches.values())


_OTHER_SHAPE = 2


def _distance(errors: list[ValidationError]) -> tuple[int, int]:
    """How far a value is from a form: 2 of another shape, 1 another word, 0 wrong only within; then how many errors."""
    worst = 0
    for error in errors:
        if error.validator == "oneOf" and error.context and not error.path:
            worst = max(worst, min(_distance(branch)[0] for branch in _branches(error)))
        elif error.validator == "type" and not error.path:
            worst = _OTHER_SHAPE
        elif error.validator in ("const", "enum") and not error.path:
            worst = max(worst, 1)
    return worst, len(errors)


def _title(name: str, where: Path_, word: str = "title") -> str:
    """The Chinese title (or description) that the schema gives to a place; '' where it has none."""
    nodes = _forms(schema(name), schema(name))
    for part in where:
        nodes = [form for node, root in nodes for child in _children(node, part) for form in _forms(child, root)]
    return next((node[word] for node, _ in nodes if word in node), "")


def _children(node: Mapping[str, Any], part: str | int) -> Iterator[Mapping[str, Any]]:
    if isinstance(part, int):
        found = [node.get("items")]
    else:
        found = [node.get("properties", {}).get(part) or node.get("additionalProperties")]
    yield from (child for child in found if isinstance(child, dict))


def _forms(node: Mapping[str, Any], root: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """A schema with everything it refers to or allows instead, each with the document it stands in."""
    found = [(node, root)]
    if "$ref" in node:
        file, _, pointer = node["$ref"].partition("#/")
        root = schema(file) if file else root
        target: Any = root
        for key in pointer.split("/"):
            target = target[key]
        found += _forms(target, root)
    for branch in node.get("oneOf", ()):
        found += _forms(branch, root)
    return found


def _told(source: Source, name: str, error: ValidationError) -> MatterProblem:
    where: Path_ = tuple(error.absolute_path)
    title = _title(name, where)
    if error.validator == "required":
        return _missing_key(source, name, where, error)
    if "propertyNames" in list(error.schema_path)[-3:]:
        return _bad_key(source, where, error)
    line, column = source.place(where)
    message, fix = _value_message(source, where, error, title)
    return MatterProblem(source.path, line, column, "error", _CODES.get(error.validator, "schema"), message, fix)


_CODES = {"enum": "not_an_option", "const": "not_an_option", "pattern": "wrong_form", "type": "wrong_shape",
          "oneOf": "wrong_shape", "minItems": "too_few", "minLength": "empty_value", "maxLength": "too_long",
          "uniqueItems": "repeated"}  # fmt: skip


_MOST_KEYS = 16


def _key_of(where: Path_) -> str:
    return next((str(part) for part in reversed(where) if isinstance(part, str)), "文件")


def _unknown_keys(source: Source, name: str, error: ValidationError) -> Iterator[MatterProblem]:
    known = error.schema.get("properties", {})
    for key in error.instance:
        if key not in known:
            yield _unknown_key(source, name, tuple(error.absolute_path), key, known)


def _unknown_key(source: Source, name: str, where: Path_, unknown: str, known: Mapping[str, Any]) -> MatterProblem:
    line, column = source.place((*where, unknown), key=True)
    node, value = source.find(where), source.find((*where, unknown))
    message = f"不认识的键「{unknown}」。"
    if isinstance(node, Entries) and node.flow and isinstance(value, Scalar) and not value.text:
        message = f"「{unknown}」前面的逗号把一个值切断了：花括号里逗号分开的是不同的键。"
        fix = "请把这一项改写成一行一个键，或给这个值加引号。"
        return MatterProblem(source.path, line, column, "error", "cut_value", message, fix)
    like = nearest(unknown, known)
    fix = f"是不是「{like}」（{_title(name, (*where, like))}）？" if like else _known_keys(name, where, list(known))
    return MatterProblem(source.path, line, column, "error", "unknown_key", message, fix)


def _known_keys(name: str, where: Path_, known: list[str]) -> str:
    if len(known) > _MOST_KEYS:
        return "这里没有这样的键，请删去这一行。"
    return "这里可以写：" + "、".join(f"{key}（{_title(name, (*where, key))}）" for key in known) + "。"


def _missing_key(source: Source, name: str, where: Path_, error: ValidationError) -> MatterProblem:
    missing = re.search("'([^']+)' is a required", error.message)
    key = missing[1] if missing else ""
    line, column = source.place(where)
    of = f"这个{_title(name, where) or '部分'}" if where else "文件"
    message = f"{of}缺少「{key}」（{_title(name, (*where, key))}）。"
    fix = _title(name, (*where, key), "description") or None
    return MatterProblem(source.path, line, column, "error", "missing_key", message, fix)


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
