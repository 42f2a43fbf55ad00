"""What goes wrong when people who are no programmers write YAML in Chinese, and the corrected line for each mistake.

Works on lines and on libyaml's complaints only; knows nothing of matters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import yaml

LONGEST_FILE = 256 * 1024
_KEY_WITH_WIDE_COLON = re.compile(
    r"^(\s*(?:-\s+)*(?:\{\s*)?)([A-Za-z_][A-Za-z_0-9]*|[\u4e00-\u9fff]{1,30})\s*：\s*(.*)$"
)
_KEY_WITHOUT_SPACE = re.compile(r"^(\s*(?:-\s+)*(?:\{\s*)?)([A-Za-z_][A-Za-z_0-9]*):(?=[^\s:/])(.*)$")
_KEY = re.compile(r"^(\s*(?:-\s+)*)([^\s:#\[\]{}'\"|>-][^:#\[\]{}]*):\s+(\S.*)$")
_FLOW_ITEM = re.compile(r"^(\s*(?:-\s+)+)[\[{]")
_WIDE_FLOW = str.maketrans({"［": "[", "］": "]", "｛": "{", "｝": "}"})
_DOCUMENT_MARKS = ("---", "...")
_LINE_BREAKS = "\u0085\u2028\u2029"  # libyaml ends a line here, editors do not


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake at `line` and `column` (from 1); `corrected` is the line as it should be, if that is certain."""

    line: int
    column: int
    code: str
    message: str
    fix: str | None = None
    corrected: str | None = None


def decode(data: bytes) -> tuple[str | None, tuple[Mistake, ...]]:
    """The text of a file, which must be UTF-8; a byte order mark is told and dropped."""
    fix = "请在编辑器里另存为 UTF-8（无 BOM）。"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, (Mistake(1, 1, "encoding", "文件是 UTF-16 编码，应当是 UTF-8。", fix),)
    mistakes: tuple[Mistake, ...] = ()
    if data.startswith(b"\xef\xbb\xbf"):
        mistakes = (Mistake(1, 1, "bom", "文件开头有看不见的标记（BOM）。", fix),)
        data = data[3:]
    try:
        return data.decode("utf-8"), mistakes
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        start = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[start : error.start].decode("utf-8", "replace")) + 1
        likely = "，像是 GBK 编码" if _is_gbk(data) else ""
        return None, (*mistakes, Mistake(line, column, "encoding", f"文件不是 UTF-8 编码{likely}。", fix))


def _is_gbk(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def unreadable_characters(lines: list[str]) -> list[Mistake]:
    """Tabs, wide spaces, invisible characters and the marks of a second document, each with its line corrected."""
    found: list[Mistake] = []
    before = ""
    odd = {sign for sign in set("".join(lines)) if sign in "\t\u3000\u00a0" or _is_hidden(sign)}
    if not odd and not any(line.startswith(_DOCUMENT_MARKS) for line in lines):
        return []  # as in nearly every file
    for number, line in enumerate(lines, 1):
        mistake = None if odd.isdisjoint(line) else _unreadable(number, line, before)
        mistake = mistake or _document_mark(number, line, before)
        if mistake is not None:
            found.append(mistake)
            line = mistake.corrected or ""
        before = line if line.strip() and not line.lstrip().startswith(("#", "%")) else before
    return found


def _unreadable(number: int, line: str, before: str) -> Mistake | None:
    indent = len(line) - len(line.lstrip())
    tab, wide = line.find("\t"), re.search("[\u3000\u00a0]", line[:indent])
    hidden = next((i for i, c in enumerate(line) if _is_hidden(c)), None)
    if tab < 0 and wide is None and hidden is None:
        return None
    head = line[:indent].replace("\u3000", "  ").replace("\u00a0", " ")
    if "\t" in head:
        head = _indent_after(before) if not head.strip("\t") else head.replace("\t", "  ")
    body = "".join(c for c in line[indent:].replace("\t", " ").replace("\u00a0", " ") if not _is_hidden(c))
    corrected = head + body
    if tab >= 0:
        return Mistake(number, tab + 1, "tab", "这里有制表符（Tab 键），缩进和分隔只能用空格。", None, corrected)
    if wide is not None:
        return Mistake(number, wide.start() + 1, "wide_space", "缩进用了全角空格，只能用半角空格。", None, corrected)
    message = "这里有看不见的字符，可能是从网页或文档粘贴来的。"
    return Mistake(number, (hidden or 0) + 1, "hidden_character", message, None, corrected)


def _indent_after(before: str) -> str:
    """How far a line is probably indented that follows `before`."""
    indent = len(before) - len(before.lstrip())
    if before.lstrip().startswith("- "):
        indent += 2
    return " " * (indent + 2 if before.rstrip().endswith(":") else indent)


def _document_mark(number: int, line: str, before: str) -> Mistake | None:
    """A line `---` or `...` below the first content: YAML would end the document there."""
    if not line.startswith(_DOCUMENT_MARKS) or line[3:4].strip() or not before:
        return None
    message = "一个文件里只能有一份内容，不能再有「---」。"
    return Mistake(number, 1, "two_documents", message, "请删去这一行。", "")


@lru_cache(maxsize=8192)
def _is_hidden(character: str) -> bool:
    if character in _LINE_BREAKS or character == "\ufeff":
        return True
    return character != "\t" and unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co")


def explain_yaml_error(error: yaml.YAMLError, lines: list[str]) -> Mistake:
    """libyaml's complaint as a Chinese sentence, with the corrected line where the mistake is one of the usual ones."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    number = min(mark.line + 1, len(lines)) if mark else 1
    column = mark.column + 1 if mark else 1
    context = getattr(error, "context_mark", None)
    usual = _usual_mistake(number, lines[number - 1])
    for near in _lines_before(number, context.line + 1 if context else number):
        usual = usual or _mistake_of_an_earlier_line(near, lines[near - 1])
    if usual is not None:
        return usual
    problem = str(getattr(error, "problem", "") or error)
    for words, message, fix in _COMPLAINTS:
        if words in problem:
            return Mistake(number, column, "yaml", message, fix)
    return Mistake(number, column, "yaml", "这里的写法读不懂。", "请检查这一行和上一行的缩进、冒号后的空格和括号。")


def _lines_before(number: int, context: int) -> list[int]:
    """The lines where a mistake told at `number` may really be: a few before it, and where its list or map began."""
    return [n for n in dict.fromkeys([number - 1, number - 2, context]) if n >= 1]


def _mistake_of_an_earlier_line(number: int, line: str) -> Mistake | None:
    """The mistakes of which YAML complains only further down."""
    if line.lstrip().startswith("#"):
        return None
    usual = _usual_mistake(number, line)
    return usual if usual is not None and usual.code in ("wide_colon", "colon_space", "bracket", "quote") else None


def _usual_mistake(number: int, line: str) -> Mistake | None:
    if line.lstrip().startswith("#"):
        return None
    found = _KEY_WITH_WIDE_COLON.match(line)
    if found and ": " not in line[: found.end(2)]:
        corrected = f"{found[1]}{found[2]}: {found[3]}".rstrip()
        return Mistake(
            number, found.end(2) + 1, "wide_colon", "键后面的冒号是全角的，应当是半角冒号加空格。", None, corrected
        )
    found = _KEY_WITHOUT_SPACE.match(line)
    if found:
        corrected = f"{found[1]}{found[2]}: {found[3]}"
        return Mistake(number, found.end(2) + 2, "colon_space", "冒号后面缺一个空格。", None, corrected)
    if re.search("[［］｛｝]", line):
        column = re.search("[［］｛｝]", line).start() + 1  # type: ignore[union-attr]
        return Mistake(
            number, column, "wide_bracket", "括号是全角的，应当是半角的 [ ] { }。", None, line.translate(_WIDE_FLOW)
        )
    found = _FLOW_ITEM.match(line)
    if found:
        return _unclosed(number, line, line[found.end(1) :], found.end(1) + 1)
    found = _KEY.match(line)
    return _usual_value_mistake(number, line, found) if found else None


def _usual_value_mistake(number: int, line: str, found: re.Match[str]) -> Mistake | None:
    value, column = found[3], found.start(3) + 1
    head = line[: found.start(3)]
    if value.startswith(("[", "{")):
        return _unclosed(number, line, value, column)
    if value.startswith(">") and value.rstrip() not in (">", ">-", ">+"):
        message = "值不能以「>」开头，YAML 会当成折行的文字。"
        return Mistake(
            number, column, "leading_sign", message, "请把比较的对象写在前面，例如：床位数 >= 10。", f"{head}'{value}'"
        )
    if value[0] in "@`%&*!":
        return Mistake(
            number, column, "leading_sign", f"值不能以「{value[0]}」开头。", None, f"{head}'{_quoted(value)}'"
        )
    if value[0] not in "'\"" and ": " in value:
        column += value.index(": ")
        message = "值里面又有半角冒号加空格，YAML 会当成另一个键。"
        return Mistake(number, column, "inner_colon", message, None, head + value.replace(": ", "："))
    if value[0] in "'\"" and value.count(value[0]) % 2:
        return Mistake(number, column, "quote", "引号没有成对。", None, f"{line.rstrip()}{value[0]}")
    if value[0] in "'\"" and not value.rstrip().endswith(value[0]):
        rest = value.rstrip()
        message = "值以半角引号开头，引号后面还有字；YAML 会把引号当成整个值的边界。"
        return Mistake(number, column, "quote", message, None, f"{head}'{_quoted(rest)}'")
    return None


def _quoted(value: str) -> str:
    return value.rstrip().replace("'", "''")


def _unclosed(number: int, line: str, value: str, column: int) -> Mistake | None:
    pairs = {"[": "]", "{": "}"}
    opened: list[str] = []
    for character in value:
        if character in pairs:
            opened.append(pairs[character])
        elif opened and character == opened[-1]:
            opened.pop()
    if not opened:
        return None
    missing = "".join(reversed(opened))
    return Mistake(number, column, "bracket", f"括号没有配对，少了「{missing}」。", None, line.rstrip() + missing)


_COMPLAINTS = (
    (
        "mapping values are not allowed",
        "这里多了一个半角冒号，YAML 会当成另一个键。",
        "值里的冒号请用全角「：」，或给整个值加引号。",
    ),
    ("could not find expected ':'", "这一行缺半角冒号加空格，读不出键和值。", "请写成「键: 值」。"),
    ("did not find expected ',' or ']'", "方括号里少了逗号或右括号。", "请检查 [ ] 是否成对，各项之间用半角逗号。"),
    (
        "did not find expected ',' or '}'",
        "花括号里少了逗号或右括号。",
        "请检查 { } 是否成对，各项之间用半角逗号；规则请另起一行写。",
    ),
    ("did not find expected key", "缩进不对，或上一行没有写完。", "同一组的键要左对齐。"),
    ("did not find expected '-' indicator", "缩进不对：列表的各项要左对齐，以「- 」开头。", "请检查缩进。"),
    ("block sequence entries are not allowed", "「- 」不能写在这里。", "列表请从下一行写起。"),
    (
        "did not find expected comment or line break",
        "「|」或「>」后面不能再写字。",
        "文字请从下一行写起；比较请把对象写在前面。",
    ),
    ("found unexpected end of stream", "引号没有成对，到文件末尾还没有结束。", "请补上引号。"),
    ("unknown escape character", "双引号里的「\\」有特殊含义。", "请改用单引号。"),
    ("cannot start any token", "值不能以这个符号开头。", "请给整个值加单引号。"),
    ("alphabetic or numeric character", "「*」「&」开头的文字 YAML 会当成引用。", "请给整个值加单引号。"),
    ("did not find expected node content", "这里少了一个值。", "请检查逗号和括号。"),
    ("did not find expected <document start>", "文件最外层的写法前后不一致。", "请检查缩进。"),
    ("did not find the expected", "这里的写法不完整。", "请检查括号和引号。"),
)
