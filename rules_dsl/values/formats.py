"""Named formats of texts, for 格式正确 and 「符合 名」: those with a check digit here, patterns in `formats.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .folding import identifier_key
from .identifiers import CARD_NUMBER, MOBILE_NUMBER, is_credit_code, is_identity_number
from .provinces import SHORT_NAMES

_CLASSES = {
    "〔汉〕": "[〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]",
    "〔省〕": f"[{SHORT_NAMES}]",
}


@dataclass(frozen=True, slots=True)
class Format:
    """`check` is a pattern or a function for a text in the form in which identifiers are compared; `right` has the
    format, `wrong` has not."""

    name: str
    check: re.Pattern[str] | Callable[[str], bool]
    meaning: str
    right: str
    wrong: str

    def accepts(self, text: str) -> bool:
        """Whether a text has the format."""
        key = identifier_key(text)
        return self.check.fullmatch(key) is not None if isinstance(self.check, re.Pattern) else self.check(key)


def _patterns() -> Iterator[Format]:
    rows = tomllib.loads(Path(__file__).with_name("formats.toml").read_text(encoding="utf-8"))
    for name, row in rows.items():
        pattern = row.pop("pattern")
        for short, signs in _CLASSES.items():
            pattern = pattern.replace(short, signs)
        yield Format(name, re.compile(pattern), **row)


FORMATS: dict[str, Format] = {
    format.name: format
    for format in (
        Format(
            "身份证号",
            is_identity_number,
            "18位，出生日期真实，校验码正确（GB 11643）",
            "419999194603020013",
            "419999194603020014",
        ),
        Format(
            "统一社会信用代码",
            is_credit_code,
            "18位，校验码正确（GB 32100）",
            "91419999MA00000014",
            "91419999MA00000013",
        ),
        Format("手机号", MOBILE_NUMBER, "1开头的11位数字", "13800000000", "12800000000"),
        Format("银行卡号", CARD_NUMBER, "12至21位数字", "6222000000000000", "62220000"),
        *_patterns(),
    )
}
