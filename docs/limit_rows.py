"""The limits on strangers, as the reference tells them; made by `docs/generate.py`."""

from __future__ import annotations

from collections.abc import Iterator

from engine.service.centre.limits import LIMITS, OF, TRIED, VISIT
from engine.web.server.connections import GRACE, HEAD_BYTES, HEAD_WITHIN, LOWEST, MOST_OPEN
from engine.web.server.pace import MOST_AT_ONCE

BEFORE_LIMITS = (
    "没有登录的人能试几次。数到了就等，页面和 `Retry-After` 说等多久；等的时候再试，不会等得更久。只数没试成的，"
    f"「{TRIED[VISIT]}」除外。IPv6 地址按 /64 算一个。\n"
)
BEFORE_CONNECTIONS = (
    f"\n一个网络地址最多同时开 {MOST_OPEN} 个连接（代理除外）、同时办 {MOST_AT_ONCE} 个请求。"
    f"请求头要在 {HEAD_WITHIN:.0f} 秒内、{HEAD_BYTES >> 10} KB 以内传完；"
    f"过了 {GRACE:.0f} 秒，提交的内容和取走的网页每秒都不能少于 {LOWEST >> 10} KB。\n"
)


def limit_rows() -> Iterator[tuple[str, str, str, str]]:
    """What is counted, by what, how many, in which time."""
    for limit in LIMITS:
        of = "加".join(OF[name] for name in limit.of)
        yield TRIED[limit.tried], of, f"{limit.most} 次", f"{limit.within // 60} 分钟"
