"""Strict YAML for matters, shared parts and towns: a tree of text scalars in which every node knows its place.

Every scalar stays text, so `no`, `010`, `12:30` and an 18-digit number are what they look like. Repeated keys, aliases,
anchors, tags, a second document, depth over 40 and files over 256 KB are refused. Nothing is constructed from the file.
A mistake that has one obvious correction is corrected in memory and reading goes on, so that one run tells everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml import AliasEvent, MappingEndEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from engine.yaml_source.characters import place_in
from engine.yaml_source.mistakes import LONGEST_FILE, Mistake, decode, explain_yaml_error, unreadable_characters

DEEPEST = 40
MOST_CORRECTIONS = 30
_DATE_KEY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMERIC = tuple("0123456789+-")
_NUMBER = re.compile(r"[-+]?[0-9][0-9_.]*")


@dataclass(frozen=True, slots=True)
class MatterProblem:
    """One thing wrong in a file: where (line and column from 1), what, why and how to mend it (`fix`).

    `severity` is error or warning; `code` a stable English word for programs; the sentences are Chinese.
    """

    path: str
    line: int
    column: int
    severity: str
    code: str
    message: str
    fix: str | None = None

    def __str__(self) -> str:
        kind = "错误" if self.severity == "error" else "提醒"
        return f"{self.path}:{self.line}:{self.column} {kind}：{self.message}" + (f" {self.fix}" if self.fix else "")


class Scalar(NamedTuple):
    """A piece of text as written. `style` is plain, quoted, block or folded; `end_line` the line of its last character.

    A tuple, because a file has hundreds of them.
    """

    text: str
    line: int
    column: int
    style: str = "plain"
    end_line: int = 0
    end_column: int = 0


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `flow` means it stands in [ ]."""

    nodes: tuple[Node, ...]
    line: int
    column: int
    flow: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """Keys with values, in the order of the file; `flow` means they stand in { }."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int
    flow: bool = False

    def get(self, key: str) -> Node | None:
        """The value under `key`, or None."""
        return next((value for name, value in self.pairs if name.text == key), None)


Node = Scalar | Items | Entries
Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One file, read: `path` as told to people, its tree and its lines. `sound` is False if it had to be corrected."""

    path: str
    root: Entries
    lines: tuple[str, ...]
    sound: bool = True

    def plain(self) -> dict[str, Any]:
        """The tree as dicts, lists and strings, for the schema."""
        return plain(self.root)

    def find(self, where: Path_, *, key: bool = False) -> Node:
        """The node at a path of keys and indices, or the nearest one above it; with `key`, the key itself."""
        node: Node = self.root
        found: Node = self.root
        for part in where:
            if isinstance(node, Entries) and isinstance(part, str):
                pair = next((pair for pair in node.pairs if pair[0].text == part), None)
                if pair is None:
                    return found
                found, node = pair if key else (pair[1], pair[1])
            elif isinstance(node, Items) and isinstance(part, int) and part < len(node.nodes):
                found = node = node.nodes[part]
            else:
                return found
        return found

    def place(self, where: Path_, offset: int | None = None, *, key: bool = False) -> tuple[int, int]:
        """Line and column of a node, or of the character `offset` of its text."""
        node = self.find(where, key=key)
        return position(node, offset, self.lines)


def position(node: Node, offset: int | None, lines: tuple[str, ...]) -> tuple[int, int]:
    """Line and column of a node, or of the character `offset` of its text."""
    if offset is None or not isinstance(node, Scalar):
        return node.line, node.column
    return place_in(node, offset, lines)


def plain(node: Node) -> Any:
    """A node as dicts, lists and strings."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [plain(item) for item in node.nodes]
    return {key.text: plain(value) for key, value in node.pairs}


def walk(node: Node, where: Path_ = ()) -> Iterator[tuple[Path_, Node]]:
    """Every node below and including `node`, with its path, in the order of the file."""
    pending = [(where, node)]
    while pending:
        where, node = pending.pop()
        yield where, node
        if isinstance(node, Items):
            pending += [((*where, index), item) for index, item in enumerate(node.nodes)][::-1]
        elif isinstance(node, Entries):
            pending += [((*where, key.text), value) for key, value in reversed(node.pairs)]


def read_source(file: Path, path: str) -> tuple[Source | None, tuple[MatterProblem, ...]]:
    """Read one file. `path` is how it is told to people. Returns the tree, or None if nothing can be said about it."""
    try:
        data = file.read_bytes()
    except OSError as error:
        return None, (MatterProblem(path, 1, 1, "error", "unreadable", f"文件读不出来：{error.strerror}。"),)
    return parse_source(data, path)


def parse_source(data: bytes, path: str) -> tuple[Source | None, tuple[MatterProblem, ...]]:
    """Read the bytes of one file; see `read_source`."""
    if len(data) > LONGEST_FILE:
        size = f"文件有 {len(data) // 1024} KB，超过 {LONGEST_FILE // 1024} KB。"
        return None, (MatterProblem(path, 1, 1, "error", "too_large", size, "请把大的名单移到单独的文件。"),)
    text, mistakes = decode(data)
    if text is None:
        return None, tuple(_problem(path, mistake) for mistake in mistakes)
    problems = [_problem(path, mistake) for mistake in mistakes]
    lines = text.replace("\r\n", "\n").split("\n")
    for mistake in unreadable_characters(lines):
        problems.append(_problem(path, mistake))
        if mistake.corrected is not None:
            lines[mistake.line - 1] = mistake.corrected
    root: Node | None = None
    for _ in range(MOST_CORRECTIONS):
        try:
            reader = _Reader(path)
            root = reader.read("\n".join(lines))
            problems.extend(reader.problems)
            break
        except yaml.YAMLError as error:
            mistake = explain_yaml_error(error, lines)
            problems.append(_problem(path, mistake))
            if mistake.corrected is None or lines[mistake.line - 1] == mistake.corrected:
                break
            lines[mistake.line - 1] = mistake.corrected
        except _TooDeep as error:
            problems.append(MatterProblem(path, error.line, 1, "error", "too_deep", f"嵌套超过 {DEEPEST} 层。"))
            break
    if root is None:
        if not problems:
            problems.append(MatterProblem(path, 1, 1, "error", "empty", "文件是空的。"))
        return None, tuple(problems)
    if not isinstance(root, Entries):
        message = "文件的最外层应当是「键: 值」，一行一个。"
        return None, (*problems, MatterProblem(path, root.line, root.column, "error", "not_a_mapping", message))
    sound = not any(problem.severity == "error" for problem in problems)
    return Source(path, root, tuple(lines), sound), tuple(problems)


def _problem(path: str, mistake: Mistake) -> MatterProblem:
    fix = mistake.fix
    if fix is None and mistake.corrected is not None:
        fix = f"请改成：{mistake.corrected.strip()}"
    return MatterProblem(path, mistake.line, mistake.column, "error", mistake.code, mistake.message, fix)


class _TooDeep(Exception):
    def __init__(self, line: int) -> None:
        self.line = line


_STYLES = {"": "plain", None: "plain", "|": "block", ">": "folded"}


class _Reader:
    """Turns libyaml's events into nodes; no constructor and no resolver ever runs."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[MatterProblem] = []
        self.next: Callable[[], yaml.Event]

    def read(self, text: str) -> Node | None:
        """The tree of the first document. yaml.YAMLError where the text is no YAML."""
        self.next = yaml.CSafeLoader(text).get_event
        root: Node | None = None
        documents = 0
        while not isinstance(event := self.next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if event.version or event.tags:
                    self._tell(event, "directive", "不能用 % 开头的指令。", "请删去这一行。")
            elif isinstance(event, yaml.NodeEvent):
                node = self._node(event, 1)
                root = node if documents == 1 else root
        if isinstance(root, Scalar) and not root.text:
            return None
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        start = event.start_mark
        line, column = start.line + 1, start.column + 1
        if depth > DEEPEST:
            raise _TooDeep(line)
        if event.anchor is not None:
            if isinstance(event, AliasEvent):
                self._tell(
                    event, "alias", f"不能用「*{event.anchor}」引用别处的内容。", "请把内容写在这里，或做成共用的组。"
                )
                return Scalar("", line, column)
            self._tell(
                event, "anchor", f"不能用「&{event.anchor}」给内容起别名。", "请删去「&…」；以 & 开头的文字请加引号。"
            )
        if event.tag is not None:
            self._tell(event, "tag", f"不能用「{event.tag}」这样的标签。", "请删去「!…」；以 ! 开头的文字请加引号。")
        if isinstance(event, ScalarEvent):
            end = event.end_mark
            style = _STYLES.get(event.style, "quoted")
            return Scalar(event.value, line, column, style, end.line + 1, end.column + 1)
        if isinstance(event, SequenceStartEvent):
            nodes = []
            while not isinstance(inner := self.next(), SequenceEndEvent):
                nodes.append(self._node(inner, depth + 1))
            return Items(tuple(nodes), line, column, bool(event.flow_style))
        return self._entries(event, depth)

    def _entries(self, event: yaml.Event, depth: int) -> Entries:
        pairs: list[tuple[Scalar, Node]] = []
        seen: dict[str, int] = {}
        while not isinstance(inner := self.next(), MappingEndEvent):
            key = self._node(inner, depth + 1)
            value = self._node(self.next(), depth + 1)
            if not isinstance(key, Scalar):
                self._tell(inner, "key", "键应当是一个名称，不能是列表或键值。", "以 [ 或 { 开头的文字请加引号。")
                continue
            if key.text == "<<":
                self._tell(inner, "merge", "不能用「<<」合并别处的内容。", "请用 include 引入共用的组。")
                continue
            if key.text.startswith(_NUMERIC) and _NUMBER.fullmatch(key.text) and not _DATE_KEY.fullmatch(key.text):
                message = f"键「{key.text}」是数字，键应当是名称。"
                self._tell(inner, "number_key", message, "选项或名称以数字开头的请加引号写在值里。")
                continue
            if key.text in seen:
                message = f"「{key.text}」写了两次，第一次在第 {seen[key.text]} 行；只有一次会算数。"
                self._tell(inner, "duplicate_key", message, "请删去一个，或合并成一个。")
                continue
            seen[key.text] = key.line
            pairs.append((key, value))
        mark = event.start_mark
        return Entries(tuple(pairs), mark.line + 1, mark.column + 1, bool(event.flow_style))

    def _tell(self, event: yaml.Event, code: str, message: str, fix: str) -> None:
        mark = event.start_mark
        self.problems.append(MatterProblem(self.path, mark.line + 1, mark.column + 1, "error", code, message, fix))
