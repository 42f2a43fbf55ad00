"""Sealing: canonical JSON, and AES-GCM over it with what it belongs to as associated data.

A sealed value is one byte for the method (1 = AES-256-GCM), 12 random bytes, the ciphertext with its tag. Whoever
moves it to another place than the one it was sealed for cannot open it there.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.store.errors import StoreError

_METHOD = b"\x01"
_NONCE_BYTES = 12
_KIB = 1024


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, text as itself. Raises StoreError for text that no file
    can hold (half of a surrogate pair); TypeError or ValueError for what is not JSON is a mistake of ours."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise StoreError(
            f"内容里有无法保存的字符（第 {error.start + 1} 个字符附近）。请删去该字符后重新填写。"
        ) from None
    return text


def pack(value: Any, limit: int, what: str) -> bytes:
    """The canonical JSON of a value as bytes, refused with StoreError when longer than `limit` bytes."""
    return bounded(canonical(value).encode(), limit, what)


def bounded(data: bytes, limit: int, what: str) -> bytes:
    """`data` itself, or StoreError naming `what` and both sizes when it is longer than `limit` bytes."""
    if len(data) > limit:
        raise StoreError(f"{what}太大：{-(-len(data) // _KIB)} KB，最多 {limit // _KIB} KB。请减少内容后再试。")
    return data


def seal(key: bytes, data: bytes, belongs: tuple[str, ...]) -> bytes:
    """`data` sealed for the place named by `belongs`."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _METHOD + nonce + AESGCM(key).encrypt(nonce, data, _associated(belongs))


def unseal(key: bytes, sealed: bytes, belongs: tuple[str, ...], what: str) -> bytes:
    """The data sealed for that place. Raises StoreError naming `what` when it was changed or moved."""
    try:
        if sealed[:1] != _METHOD:
            raise InvalidTag
        nonce = sealed[1 : 1 + _NONCE_BYTES]
        return AESGCM(key).decrypt(nonce, sealed[1 + _NONCE_BYTES :], _associated(belongs))
    except (InvalidTag, ValueError):
        raise StoreError(
            f"{what}打不开：内容被改动或调换过，或不是用这把主密钥密封的。"
            "请运行 onewindow verify 核对，并联系系统管理员。"
        ) from None


def _associated(belongs: tuple[str, ...]) -> bytes:
    # A JSON list: no choice of names can make two different places look the same.
    return canonical(list(belongs)).encode()
