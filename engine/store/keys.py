"""The master key and what is derived from it: keys of cases, drafts, accounts, attached files, and keyed hashes to
search by.

The master key lies apart from the data, in a file of its own. Losing it loses every sealed content; the chain of
events can still be verified without it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.store.durable import make_folder, sync_folder
from engine.store.errors import StoreError
from engine.store.sealing import seal, unseal

KEY_BYTES = 32


def read_key(path: Path) -> bytes:
    """The 32 bytes of a key file (base64 text, one line).

    Raises StoreError when it is missing, readable by others than its owner, or malformed.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise StoreError(
            f"找不到主密钥文件 {path}。主密钥与数据分开保管；请从保管处放回原位，或用 --key 指明它在哪里。"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"读不出主密钥文件 {path}（{error}）。请确认它是一窗生成的密钥文件，且当前用户可读。"
        ) from None
    if mode & 0o077:
        raise StoreError(f"主密钥文件 {path} 其他用户也能读写，不安全。请执行：chmod 600 {path}")
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise StoreError(
            f"主密钥文件 {path} 的内容不对：应是一行 base64 文字，解出来正好 {KEY_BYTES} 字节。请换回原来的密钥文件。"
        )
    return key


def make_key(path: Path) -> bytes:
    """Write a new random key file, mode 0600, durable when this returns, its folder made if need be. Raises StoreError
    when there is one."""
    if path.exists():
        raise StoreError(f"主密钥文件 {path} 已经存在，不会覆盖。")
    key = secrets.token_bytes(KEY_BYTES)
    try:
        make_folder(path.parent)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(key) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"写不了主密钥文件 {path}（{error}）。请检查该文件夹是否可写、磁盘是否已满。") from None
    return key


class Keyring:
    """All keys that follow from one master key; each purpose has its own, so none can stand in for another."""

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_BYTES:
            raise StoreError(f"主密钥必须是 {KEY_BYTES} 字节，收到的是 {len(master)} 字节。")
        self._master = master
        self._wrapping = self._derive("case keys")
        self._searching = self._derive("search keys")
        self._trying = self._derive("tries")
        self._giving = self._derive("given out")
        self.pages = self._derive("pages")
        self.drafts = self._derive("drafts")
        self.accounts = self._derive("accounts")
        self.attachments = self._derive("attachments")
        self.check = hmac.digest(self._derive("check"), b"onewindow", "sha256")
        self.identity = hashlib.sha256(self.check).hexdigest()[:16]

    def _derive(self, purpose: str) -> bytes:
        info = f"onewindow {purpose}".encode()
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(self._master)

    def make_case_key(self, town: str, case: str) -> tuple[bytes, bytes]:
        """A new key of a case: itself, and wrapped as it is kept."""
        key = secrets.token_bytes(KEY_BYTES)
        return key, seal(self._wrapping, key, ("case key", town, case))

    def unwrap(self, town: str, case: str, wrapped: bytes) -> bytes:
        """The key of a case from its kept form. Raises StoreError when it was changed or belongs to another case."""
        return unseal(self._wrapping, wrapped, ("case key", town, case), f"案件 {case} 的密钥")

    def search_hash(self, town: str, kind: str, value: str) -> bytes:
        """The keyed hash a normalised value is found by; the same value in two towns has two hashes."""
        return hmac.digest(self._searching, "\x1f".join((town, kind, value)).encode(), "sha256")

    def given_mark(self, *said: str) -> bytes:
        """The mark under what was given out, which nobody makes without the master key."""
        return hmac.digest(self._giving, "\x1f".join(said).encode(), "sha256")

    def try_hash(self, key: str) -> bytes:
        """The keyed hash tries of an address or an account are counted under; 128 bits tell them apart."""
        return hmac.digest(self._trying, key.encode("utf-8", "surrogatepass"), "sha256")[:16]
