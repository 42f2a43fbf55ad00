"""Where each character of a YAML text stands in the file: past folded lines, doubled quotes, escapes and indentation.

libyaml gives only where a text begins and ends; a caret under the fourth word of a rule needs more.
"""

from __future__ import annotations

from typing import Protocol

_ESCAPES = {"x": 2, "u": 4, "U": 8}  # how many digits follow


class Written(Protocol):
    """A text as libyaml gives it: `line` and `column` from 1, `style` plain, quoted, block or folded."""

    @property
    def text(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def style(self) -> str: ...


def place_in(written: Written, offset: int, lines: tuple[str, ...]) -> tuple[int, int]:
    """Line and column, from 1, of the character `offset` of a text; beyond its end, the place behind the last one."""
    walk = _Walk(written, lines)
    for _ in range(min(offset, len(written.text))):
        walk.step()
    if walk.ends_line and offset < len(written.text) and written.text[walk.taken] not in " \n":
        walk.next_line()
    return walk.line + 1, walk.at + 1


class _Walk:
    """A walk along a text and its source side by side. `line` and `at` count from 0."""

    def __init__(self, written: Written, lines: tuple[str, ...]) -> None:
        self.text, self.lines = written.text, lines
        self.is_block = written.style in ("block", "folded")
        self.line, self.at = written.line - 1, written.column - 1
        self.quote = self.source[self.at : self.at + 1] if written.style == "quoted" else ""
        self.indent = 0
        self.taken = 0
        if self.is_block:
            self.line += 1
            self.indent = self._indent()
            self.at = min(self.indent, len(self.source))
        elif self.quote:
            self.at += 1

    @property
    def source(self) -> str:
        """The line that the walk is in."""
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def ends_line(self) -> bool:
        """Whether nothing of the text is left in this line though it goes on."""
        if self.line + 1 >= len(self.lines):
            return False
        rest = self.source[self.at :]
        return not rest if self.is_block else not rest.strip()

    def _indent(self) -> int:
        """How far a block is indented: what its first line that is not empty has, less what belongs to the text."""
        own = next((line for line in self.text.split("\n") if line.strip()), "")
        found = next((line for line in self.lines[self.line :] if line.strip()), "")
        return len(found) - len(found.lstrip(" ")) - (len(own) - len(own.lstrip(" ")))

    def step(self) -> None:
        """Past one character of the text."""
        sign = self.text[self.taken]
        self.taken += 1
        if self.ends_line and sign in " \n":
            if self.text[self.taken : self.taken + 1] != "\n" or sign != "\n":
                self.next_line()
            return
        if self.ends_line:
            self.next_line()
        if self.quote == '"' and self.source[self.at :].rstrip() == "\\":  # a line that goes on without a space
            self.next_line()
        if self.quote == '"' and self.source[self.at : self.at + 1] == "\\":
            self.at += 2 + _ESCAPES.get(self.source[self.at + 1 : self.at + 2], 0)
        elif self.quote == "'" and self.source.startswith("''", self.at):
            self.at += 2
        else:
            self.at += 1

    def next_line(self) -> None:
        """To the beginning of the text in the next line that has any."""
        self.line += 1
        while self.line + 1 < len(self.lines) and not self.source.strip():
            self.line += 1
        self.at = self.indent if self.is_block else len(self.source) - len(self.source.lstrip())
