"""A submission in a file, as the commands that judge one read it."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from engine.matter.records import MatterError

LARGEST_SUBMISSION = 1024 * 1024
FROM_INPUT = "-"


def day(text: str) -> date:
    """The day of an option. MatterError where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MatterError(f"「{text}」不是日期，请写成 2026-03-02。") from None


def read_file(file: Path) -> dict[str, Any]:
    """The JSON of a submission; `-` is the standard input. MatterError says what is wrong with it, and where."""
    try:
        data = sys.stdin.buffer.read(LARGEST_SUBMISSION + 1) if str(file) == FROM_INPUT else file.read_bytes()
    except OSError as error:
        raise MatterError(f"读不出 {file}：{error.strerror}。") from None
    if len(data) > LARGEST_SUBMISSION:
        raise MatterError(f"{file} 超过 1 MB，不是一份申请。")
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise MatterError(f"{file} 不是 UTF-8 编码，请另存为 UTF-8。") from None
    except json.JSONDecodeError as error:
        raise MatterError(
            f"{file} 第 {error.lineno} 行第 {error.colno} 列不是 JSON，请检查引号、逗号和括号。"
        ) from None
    except RecursionError:
        raise MatterError(f"{file} 嵌套太深。") from None
    if not isinstance(found, dict):
        raise MatterError(f"{file} 的最外层应当是 {{ }}，里面写 channel、answers、materials 等。")
    return found
