"""What a good programmer would write for this one matter, in plain Python: the limit that engines are measured by.

Nothing here is general: a changed rule is a changed program. `judge_on` is two-valued and takes answers already typed;
`read` makes them of the texts of a submission and says which of them cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

_PHONE = re.compile(r"1[3-9][0-9]{9}").fullmatch
_WHOLE = re.compile(r"[0-9]{1,12}").fullmatch
_MONEY = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?").fullmatch
_TYPES = frozenset(("首次申请", "续发申请"))
_GROUPS = frozenset(("低保", "低收入", "特困", "一般"))
_STATES = frozenset(("未婚", "已婚", "离异", "丧偶"))
_POOR = ("低保", "低收入", "特困")
_YES_NO = {"是": True, "否": False}


def judge_on(filed: date) -> Callable[[Mapping[str, Any]], tuple[bool, ...]]:
    """The function that says of the answers of one submission whether each of the ten checkpoints lets it pass; dates
    are ISO texts, amounts whole 分."""
    latest = filed.replace(year=filed.year - 60).isoformat()

    def judge(answers: Mapping[str, Any]) -> tuple[bool, ...]:
        income, score, group = answers["月收入"], answers["护理评分"], answers["困难类型"]
        return (
            answers["出生日期"] <= latest,
            answers["申请类型"] == "首次申请",
            group in _POOR,
            income is None or income <= 200000,
            _PHONE(answers["手机"]) is not None,
            2 <= len(answers["姓名"]) <= 20,
            answers["婚姻状况"] != "已婚" or answers["结婚证已出示"],
            group != "低收入" or (answers["低收入证明已出示"] and answers["家庭人数"] >= 1),
            score is None or 0 <= score <= 100,
            answers["申请金额"] <= answers["家庭人数"] * 80000,
        )

    return judge


def read(texts: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The typed answers of a submission, and the names of those that cannot be read."""
    unreadable: list[str] = []
    name = texts.get("姓名", "").strip()
    if not name or len(name) > 200 or "\n" in name:
        unreadable.append("姓名")
    born = texts.get("出生日期", "").strip()
    try:
        date.fromisoformat(born)
    except ValueError:
        unreadable.append("出生日期")
    phone = texts.get("手机", "").strip()
    if not _PHONE(phone):
        unreadable.append("手机")
    kind = texts.get("申请类型", "").strip()
    if kind not in _TYPES:
        unreadable.append("申请类型")
    group = texts.get("困难类型", "").strip()
    if group not in _GROUPS:
        unreadable.append("困难类型")
    state = texts.get("婚姻状况", "").strip()
    if state not in _STATES:
        unreadable.append("婚姻状况")
    married = _YES_NO.get(texts.get("结婚证已出示", "").strip())
    if married is None:
        unreadable.append("结婚证已出示")
    poor = _YES_NO.get(texts.get("低收入证明已出示", "").strip())
    if poor is None:
        unreadable.append("低收入证明已出示")
    size = _whole(texts.get("家庭人数", "").strip())
    if size is None:
        unreadable.append("家庭人数")
    income = score = None
    if written := texts.get("月收入", "").strip():
        income = _fen(written)
        if income is None:
            unreadable.append("月收入")
    if written := texts.get("护理评分", "").strip():
        score = _whole(written)
        if score is None:
            unreadable.append("护理评分")
    amount = _fen(texts.get("申请金额", "").strip())
    if amount is None:
        unreadable.append("申请金额")
    answers = {
        "姓名": name,
        "出生日期": born,
        "手机": phone,
        "申请类型": kind,
        "困难类型": group,
        "婚姻状况": state,
        "结婚证已出示": married,
        "低收入证明已出示": poor,
        "家庭人数": size,
        "月收入": income,
        "护理评分": score,
        "申请金额": amount,
    }
    return answers, unreadable


def _whole(text: str) -> int | None:
    return int(text) if _WHOLE(text) else None


def _fen(text: str) -> int | None:
    found = _MONEY(text)
    if found is None:
        return None
    whole, places = found.groups()
    return int(whole) * 100 + (int(places.ljust(2, "0")) if places else 0)
