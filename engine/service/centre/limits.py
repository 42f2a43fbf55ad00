"""How often a stranger may try: one table, counted in the store before anything is looked at.

What is tried is counted for each address, and for each account or case number. The counts of one address are smaller,
so that whoever floods an account or a number is held before he holds others up; a browser that has signed in to an
account before has a count of its own, which no stranger can fill.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.case.events import CaseError
from engine.service.centre.context import Service
from engine.store.kept import Bound

MINUTE, HOUR = 60, 3600
SIGN_IN, RETURN, CODE, VISIT = "sign_in", "return", "code", "visit"
TRIED = {SIGN_IN: "密码输错", RETURN: "密码输错", CODE: "查询码输错", VISIT: "没有登录就打开网页"}
OF = {"address": "网络地址", "account": "账号", "browser": "这个账号用过的浏览器", "number": "办件编号"}


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` of what is `tried` within so many seconds, for each combination of what `of` names (keys of OF).
    Only what failed counts, except that of VISIT all do. RETURN is signing in with a browser that the account used."""

    tried: str
    of: tuple[str, ...]
    most: int
    within: int


LIMITS = (
    Limit(SIGN_IN, ("address",), 10, MINUTE),
    Limit(SIGN_IN, ("address",), 60, HOUR),
    Limit(SIGN_IN, ("address", "account"), 3, MINUTE),
    Limit(SIGN_IN, ("address", "account"), 6, HOUR),
    Limit(SIGN_IN, ("account",), 5, 5 * MINUTE),
    Limit(RETURN, ("browser", "account"), 5, 5 * MINUTE),
    Limit(RETURN, ("browser", "account"), 20, HOUR),
    Limit(CODE, ("address",), 10, MINUTE),
    Limit(CODE, ("address",), 60, HOUR),
    Limit(CODE, ("address", "number"), 5, HOUR),
    Limit(CODE, ("number",), 100, HOUR),
    Limit(VISIT, ("address",), 600, MINUTE),
)


class LimitError(CaseError):
    """Tried too often; `seconds` until there is room again."""

    def __init__(self, tried: str, seconds: float) -> None:
        self.seconds = max(1, -int(-seconds // 1))
        minutes = -(-self.seconds // 60)
        super().__init__(f"{TRIED[tried]}的次数太多了，请等{minutes}分钟再试。")


@dataclass(frozen=True, slots=True)
class Counted:
    """A try that was counted, a failure until it is taken back."""

    service: Service
    keys: tuple[str, ...]
    at: float

    def take_back(self) -> None:
        """It was none."""
        self.service.store.take_back(self.keys, self.at)


def count(service: Service, tried: str, origin: Mapping[str, str]) -> Counted:
    """Count one try of that origin (by keys of OF).

    LimitError where a limit is full: then nothing is counted, and whoever is held is not held longer by trying on."""
    at = service.reading().steady
    bounds = tuple(
        Bound("\x1f".join((tried, *(f"{of}={origin[of]}" for of in limit.of))), limit.most, limit.within)
        for limit in LIMITS
        if limit.tried == tried
    )
    if wait := service.store.admit(bounds, at):
        raise LimitError(tried, wait)
    return Counted(service, tuple(dict.fromkeys(bound.key for bound in bounds)), at)
