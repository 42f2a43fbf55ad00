"""What the fourteen lines of business (行业口线) are called; a matter's line is the first part of its id."""

from __future__ import annotations

LINES: dict[str, str] = {
    "civil_affairs": "民政",
    "social_security": "社会保障",
    "medical_insurance": "医疗保障",
    "health": "卫生健康",
    "disabled_persons": "残联",
    "veterans": "退役军人事务",
    "police": "公安",
    "tax": "税务",
    "market_regulation": "市场监管",
    "natural_resources": "自然资源",
    "housing_construction": "住房和城乡建设",
    "agriculture": "农业农村",
    "justice": "司法行政",
    "emergency_management": "应急管理与综合执法",
}


def line_title(line: str) -> str:
    """The name of a line; a line this table does not know keeps its id."""
    return LINES.get(line, line)
