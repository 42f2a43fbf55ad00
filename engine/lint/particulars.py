"""What is wrong with the particulars of a matter: codes that do not fit together, services nothing stands behind."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from engine.matter.records import Matter
from engine.yaml_source.tree import Path_
from rules_dsl.text.problem import nearest

Told = tuple[Path_, str, str, str]


def particular_problems(matter: Matter) -> Iterator[Told]:
    """Each problem of one matter as place, code, message and fix."""
    own = matter.particulars
    codes = own.codes
    if codes.implementation and codes.basic and not codes.implementation.endswith(codes.basic):
        message = "实施编码的最后12位与基本编码不同。"
        yield ("codes", "implementation"), "wrong_code", message, "请按赋码的文件核对。"
    if codes.item and codes.implementation and not codes.item.startswith(codes.implementation):
        message = "业务办理项编码的前31位与实施编码不同。"
        yield ("codes", "item"), "wrong_code", message, "请按赋码的文件核对。"
    days = own.in_force
    if days.starts and days.ends and days.starts > days.ends:
        yield ("in_force", "until"), "wrong_day", "取消日期早于生效日期，没有一天能办。", "请核对两个日期。"
    if (own.power_source == "委托") != bool(own.entrusted_by):
        where: Path_ = ("entrusted_by",) if own.entrusted_by else ("power_source",)
        message = "权力来源为委托的，要写明委托部门；不是委托的不写。"
        yield where, "odd_key", message, "请同时写 power_source: 委托 和 entrusted_by。"
    if own.visits and own.visits.times > 1 and not own.visits.why:
        yield ("visits", "times"), "no_reason", "要跑两次以上的，要写明原因。", "请写 why，或改成一次办成。"
    if own.devices and "自助" not in matter.channels:
        yield ("devices",), "odd_key", "渠道里没有自助，不写自助设备。", "请在 channels 里加上自助，或删去 devices。"
    if own.online_depth and "网上" not in matter.channels:
        yield ("online_depth",), "odd_key", "渠道里没有网上，不写网上办理深度。", "请在 channels 里加上网上，或删去。"
    if own.pay_online and matter.fee is None:
        yield ("pay_online",), "odd_key", "不收费的事项，没有网上支付。", "请删去 pay_online。"


def unknown_matters(matter: Matter, known: Collection[str]) -> Iterator[Told]:
    """The matters of 一件事 that do not exist."""
    for index, name in enumerate(matter.particulars.one_thing):
        if name not in known or name == matter.id:
            like = nearest(name, sorted(known))
            message = f"没有事项「{name}」。" if name != matter.id else "一件事里不用写本事项自己。"
            yield ("one_thing", index), "unknown_name", message, f"是不是「{like}」？" if like else "请核对事项的标识。"
