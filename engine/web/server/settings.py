"""What the operator decides about the pages when the server starts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemonstrationAccount:
    """An account of the demonstration town, shown on the sign-in page: `role` and `place` as people read them."""

    login: str
    password: str
    name: str
    role: str
    place: str


@dataclass(frozen=True, slots=True)
class Settings:
    """`secret` (at least 32 bytes) signs what the browser keeps before there is a session. `secure_cookies` is False
    only for the demonstration on loopback, where the browser speaks plain HTTP. `demonstration` names the accounts
    the sign-in page lists; a real server lists none. `body_limit` is the largest posted form in bytes,
    `upload_limit` that of one with files."""

    secret: bytes
    secure_cookies: bool = True
    demonstration: tuple[DemonstrationAccount, ...] = ()
    body_limit: int = 1024 * 1024
    upload_limit: int = 64 * 1024 * 1024

    def __post_init__(self) -> None:
        if len(self.secret) < 32:
            raise ValueError("secret 至少要有 32 个字节")
