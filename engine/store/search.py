"""What counts as the same identifier, phone or name when a case is looked for: exact match after normalising."""

from __future__ import annotations

from collections.abc import Iterator

from engine.store.kept import Keys

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_MIDDLE_DOTS = dict.fromkeys(map(ord, "•‧∙⋅・･．."), "·")


def _compact(value: str) -> str:
    return "".join(value.translate(_FULL_WIDTH).split())


def _identifier(value: str) -> str:
    return _compact(value).replace("-", "").upper()


def _phone(value: str) -> str:
    digits = "".join(c for c in _compact(value) if c in "0123456789")
    # +86 and 0086 before a mobile number are the same phone
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) == len(prefix) + 11:
            return digits[len(prefix) :]
    return digits


def _name(value: str) -> str:
    return _compact(value.translate(_MIDDLE_DOTS)).casefold()


def _token(value: str) -> str:
    return value.strip()


NORMALISERS = {"identifier": _identifier, "phone": _phone, "name": _name, "token": _token, "code": _identifier}


def normalise(kind: str, value: str) -> str:
    """The form of a value that is hashed and compared; '' when nothing is left, and then nothing is found by it."""
    return NORMALISERS[kind](value)


def search_terms(keys: Keys) -> Iterator[tuple[str, str]]:
    """Every (kind, normalised value) a case can be found by; what is empty after normalising is left out."""
    terms = [("identifier", value) for value in keys.identifiers]
    terms += [("phone", value) for value in keys.phones]
    terms += [("name", value) for value in keys.names]
    terms += [("token", keys.token or ""), ("code", keys.code or "")]
    for kind, value in terms:
        if normal := normalise(kind, value):
            yield kind, normal
