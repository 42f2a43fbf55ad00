"""What YAML reads without complaint, but otherwise than the author meant: each is an error with its line.

The loader compares what it got with the source line: a rule cut at ` #`, a rule that runs on into the next line, an
option list with 、 inside an item, a bracket that was left open by a comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.yaml_source.tree import Entries, Items, MatterProblem, Path_, Scalar, Source, walk

RULE_KEYS = ("rule", "when")
_PAIRS = {"（": "）", "(": ")", "「": "」", "“": "”", "《": "》", "[": "]", "【": "】", "〔": "〕"}
_BRACKETS = frozenset("".join((*_PAIRS, *_PAIRS.values())))
_LIST_MARK = re.compile(r"(?:^|[；。，、\s])[0-9一二三四五六七八九十]{1,2}[）)]")  # 1）… 2）… opens nothing
_PROSE = ("message", "text", "says", "note", "help", "asks", "purpose")


def misreadings(source: Source) -> tuple[MatterProblem, ...]:
    """Every silent misreading of one matter file."""
    return tuple(_Misreadings(source).all())


class _Misreadings:
    def __init__(self, source: Source) -> None:
        self.source = source

    def all(self) -> Iterator[MatterProblem]:
        """Node by node, in the order of the file."""
        parts = [(key.text, value) for key, value in self.source.root.pairs if key.text != "examples"]
        for where, node in (each for name, part in parts for each in walk(part, (name,))):
            if isinstance(node, Scalar):
                yield from self._scalar(where, node)
            elif isinstance(node, Items) and where[-1:] == ("options",):
                yield from self._options(node)

    def _scalar(self, where: Path_, node: Scalar) -> Iterator[MatterProblem]:
        is_rule = _is_rule(where)
        if is_rule:
            yield from self._rule(where, node)
        elif _is_prose(where) and node.style == "plain":
            rest = self._rest_of_line(node)
            if re.match(r" #\S", rest):
                message = f"「 #」后面的「{rest.strip()}」被当作注释丢掉了。"
                yield self._problem(node, "cut_text", message, "要写 # 请给整个值加引号；是注释的，# 后面空一格。")
        if not is_rule and where[-2:-1] != ("options",):
            yield from self._brackets(node)

    def _rule(self, where: Path_, node: Scalar) -> Iterator[MatterProblem]:
        if node.style == "folded":
            yield self._problem(node, "folded_rule", "规则不能用「>」折行。", "请写在一行里，或用「|」写成多行。")
        if node.style == "plain" and node.end_line > node.line:
            message = "规则接到了下一行：YAML 把下面的行也读进了这条规则。"
            yield self._problem(node, "long_rule", message, "请写在一行里，或用「|」写成多行；检查下一行的冒号和缩进。")
        if node.style == "plain":
            rest = self._rest_of_line(node)
            if re.match(r" #|\s+#\S", rest):  # two spaces and `# ` are a comment that was meant
                message = f"规则在「 #」处被切断，后面的「{rest.strip()}」当作注释丢掉了。"
                yield self._problem(node, "cut_rule", message, "规则里不能有 #；注释请另起一行。")
        parent = self.source.find(where[:-1])
        flow = isinstance(parent, Entries) and parent.flow
        if flow and where[-1] == "rule":
            message = "规则不能写在花括号里：逗号和括号会把它切断。"
            yield self._problem(node, "flow_rule", message, "请把这一项改写成一行一个键，rule 单独一行。")

    def _options(self, node: Items) -> Iterator[MatterProblem]:
        for item in node.nodes:
            if isinstance(item, Scalar) and re.search("[、，;；]", item.text):
                parts = ", ".join(part.strip() for part in re.split("[、，;；]", item.text))
                message = f"「{item.text}」被读成了一个选项。"
                yield self._problem(item, "joined_options", message, f"请用半角逗号分开：[{parts}]")
            elif isinstance(item, Scalar):
                yield from self._brackets(item)

    def _brackets(self, node: Scalar) -> Iterator[MatterProblem]:
        if _BRACKETS.isdisjoint(node.text):
            return
        text = _LIST_MARK.sub(lambda found: " " * len(found[0]), node.text)
        opened: list[tuple[str, int]] = []
        for offset, sign in enumerate(text):
            if sign in _PAIRS:
                opened.append((sign, offset))
            elif sign in _PAIRS.values():
                if not opened or _PAIRS[opened[-1][0]] != sign:
                    yield self._problem(
                        node, "bracket", f"「{sign}」没有与它配对的左括号。", "请检查是不是被逗号切断了。", offset
                    )
                    return
                opened.pop()
        if opened:
            sign, offset = opened[-1]
            fix = f"请补上「{_PAIRS[sign]}」；花括号里的半角逗号会切断值，请改用全角逗号或加引号。"
            yield self._problem(node, "bracket", f"「{sign}」没有配对。", fix, offset)

    def _rest_of_line(self, node: Scalar) -> str:
        line = self.source.lines[node.end_line - 1] if node.end_line else ""
        return line[node.end_column - 1 :]

    def _problem(self, node: Scalar | Items, code: str, message: str, fix: str, offset: int = 0) -> MatterProblem:
        line, column = node.line, node.column
        if isinstance(node, Scalar) and node.style == "plain":
            column += offset
        return MatterProblem(self.source.path, line, column, "error", code, message, fix)


def _is_rule(where: Path_) -> bool:
    if not where:
        return False
    return where[-1] in RULE_KEYS or where[-2:-1] == ("inputs",) or where[-2:-1] == ("definitions",)


def _is_prose(where: Path_) -> bool:
    return bool(where) and where[-1] in _PROSE
