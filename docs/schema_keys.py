"""The keys of the YAML files as Markdown tables, read out of the JSON Schemas. Part of `generate.py`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).resolve().parent.parent / "engine" / "yaml_source" / "schemas"
Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a schema: the node with its `$ref` followed, and the file whose `#` the references in it mean."""

    node: Node
    file: str

    def at(self, node: Node) -> Place:
        """A part below; what stands beside a `$ref` wins over what it points to."""
        if "$ref" not in node:
            return Place(node, self.file)
        file, pointer = node["$ref"].split("#")
        found = Place(schema(file or self.file), file or self.file)
        for step in pointer.strip("/").split("/"):
            found = Place(found.node[step], found.file)
        found = found.at(found.node)
        return Place(found.node | {key: value for key, value in node.items() if key != "$ref"}, found.file)


@cache
def schema(file: str) -> Node:
    """A schema by its file name."""
    return json.loads((SCHEMAS / file).read_text(encoding="utf-8"))


def key_tables(file: str, told: set[int]) -> Iterator[str]:
    """A heading and a table for the top of a file, then for every object below it. What `told` holds already stands in
    another table and is not repeated."""
    waiting = [("", Place(schema(file), file))]
    while waiting:
        path, place = waiting.pop(0)
        if id(place.node["properties"]) in told:
            continue
        told.add(id(place.node["properties"]))
        yield f"### {_heading(path, place)}\n"
        if place.node.get("description"):
            yield place.node["description"] + "\n"
        yield "| 键 | 名称 | 必填 | 写什么 | 说明 |\n| --- | --- | --- | --- | --- |"
        required = place.node.get("required", ())
        for key, node in place.node["properties"].items():
            below = place.at(node)
            yield "| " + " | ".join((
                f"`{key}`", cell(below.node.get("title", "")), "是" if key in required else "",
                cell(_expected(below)), cell(below.node.get("description", "")),
            )) + " |"  # fmt: skip
            waiting += [(f"{path}{key}{step}", found) for step, found in _objects(below)]
        yield ""


def cell(text: str) -> str:
    """Text that stays in its cell."""
    return text.replace("|", "\\|").replace("\n", " ")


def _heading(path: str, place: Place) -> str:
    title = place.node.get("title", "")
    return f"`{path.rstrip('.')}` {title}" if path else f"最外层：{title}"


def _objects(place: Place) -> Iterator[tuple[str, Place]]:
    """The objects with keys of their own below: `.` for a mapping, `[].` in a list, `.<名称>.` under a name."""
    node = place.node
    for one in node.get("oneOf", ()):
        yield from _objects(place.at(one))
    if "properties" in node:
        yield ".", place
    elif "items" in node:
        yield from ((f"[]{step}", below) for step, below in _objects(place.at(node["items"])))
    elif isinstance(node.get("additionalProperties"), dict):
        named = ((f".<名称>{step}", below) for step, below in _objects(place.at(node["additionalProperties"])))
        yield from ((step if "<名称>.<名称>" not in step else step.replace(".<名称>", "", 1), b) for step, b in named)


def _expected(place: Place) -> str:
    node = place.node
    if "enum" in node:
        return " · ".join(f"`{value}`" for value in node["enum"])
    if "const" in node:
        return f"`{node['const']}`"
    if "x-expects" in node:
        return node["x-expects"]
    if "oneOf" in node:
        return "，或".join(dict.fromkeys(_expected(place.at(one)) for one in node["oneOf"]))
    if "items" in node:
        below = place.at(node["items"])
        if "properties" in below.node:
            return f"列表，每项各键见「{below.node.get('title', '')}」"
        return f"列表，每项：{_expected(below)}"
    if "properties" in node:
        return "一组键"
    if isinstance(node.get("additionalProperties"), dict):
        return f"若干 `名称: 值`，值：{_expected(place.at(node['additionalProperties']))}"
    return "文字"
