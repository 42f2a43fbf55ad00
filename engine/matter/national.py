"""What a national element is, the national code tables, and how codes follow from what a matter says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.calendar.limit import Limit
from engine.matter.records import Checkpoint, Material, Matter
from engine.matter.town import Town

KINDS = {
    "行政许可": "01", "行政给付": "05", "行政确认": "07", "行政奖励": "08", "行政裁决": "09", "其他行政权力": "20",
    "公共服务": "21",
}  # fmt: skip
APPLICANTS = {
    "个人": "1", "家庭": "1", "企业": "2", "农民专业合作社": "2", "事业单位": "3", "社会团体": "4", "社会服务机构": "4",
    "机关": "6", "个体工商户": "9", "村民委员会": "9", "农村集体经济组织": "9",
}  # fmt: skip
LEVELS = {"省": "2", "市": "3", "县": "4", "乡镇": "5", "村": "6"}
RESULTS = {"证照": "10", "批文": "20", "其他": "30"}
MATERIAL_TYPES = {"证件证书证明": "1", "申请表格文书": "2", "其他": "3"}
SOURCES = {"申请人自备": "10", "政府部门核发": "20", "其他": "99"}
CODE_TABLES = {
    "事项类型": KINDS, "服务对象": APPLICANTS, "行使层级": LEVELS, "结果类型": RESULTS, "材料类型": MATERIAL_TYPES,
    "来源渠道": SOURCES,
}  # fmt: skip
PAPER, ELECTRONIC, EITHER = "1", "2", "3"
NEEDED, NOT_NEEDED, LATER = "1", "2", "3"


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its group, national `column`, Chinese `title`, the `keys` of the files it comes from (town keys
    begin with `town.`), `how` it follows from them, and the text it has for a matter in a town. `read` None: only the
    store knows (which version, whether published)."""

    group: str
    column: str
    title: str
    keys: tuple[str, ...]
    how: str
    read: Callable[[Matter, Town], str] | None


def join(texts: Iterable[object]) -> str:
    """Several texts as one, in order; what has none keeps its place."""
    return "；".join(str(text) for text in texts)


def flag(value: bool) -> str:
    """是否 as the nation writes it."""
    return "1" if value else "0"


def number_and_unit(limit: object) -> tuple[str, str]:
    """Number and unit; a limit that the case decides is told by its name."""
    if not isinstance(limit, Limit):
        return str(limit or ""), ""
    return (
        ("0", "工作日") if limit.unit == "当日" else (str(limit.count), "自然日" if limit.unit == "日" else limit.unit)
    )


def project_type(matter: Matter, town: Town) -> str:
    """即办件 where the promise is the same day, else 承诺件."""
    return "即办件" if str(matter.time_limit.promised) == "当日" else "承诺件"


def format_of(one: Material) -> str:
    """材料形式: paper, electronic, or either."""
    electronic = "电子" in one.forms
    return EITHER if electronic and len(one.forms) > 1 else ELECTRONIC if electronic else PAPER


def need_of(one: Material) -> str:
    """必要性: needed, only sometimes, or 容缺后补."""
    return LATER if one.later else NOT_NEEDED if one.when or one.one_of or one.look_up else NEEDED


def papers(read: Callable[[Material], str]) -> Callable[[Matter, Town], str]:
    """What reads each material and joins the texts."""
    return lambda matter, town: join(read(one) for one in matter.materials)


def originals(one: Material) -> str:
    """How many originals are brought."""
    return str(one.copies) if {"原件", "原件核验", "收回"} & set(one.forms) else "0"


def copies(one: Material) -> str:
    """How many copies are brought."""
    return str(one.copies) if {"复印件", "复印件核原件"} & set(one.forms) else "0"


def kept(one: Material) -> str:
    """Whether the office keeps the paper."""
    return flag(one.forms != ("原件核验",))


def about(matter: Matter, one: Material) -> str:
    """The checkpoints that judge the material."""
    return "、".join(c.name for c in matter.checkpoints if c.about in (one.name, one.short))


def flow(matter: Matter, town: Town) -> str:
    """办理流程, with the steps every case has."""
    return join(("收件", "受理", *(step.name for step in matter.steps), "决定", "制证", "送达"))


def specials(matter: Matter, town: Town) -> str:
    """特别程序 with their days."""
    return join(f"{s.special.kind} {s.special.days or '至程序结束'}" for s in matter.steps if s.special)


def each_of(what: Callable[[Matter], Iterable[object]]) -> Callable[[Matter, Town], str]:
    """What reads a part of the matter and joins the texts."""
    return lambda matter, town: join(what(matter))


def extension_words(matter: Matter) -> str:
    """By how much the limit may be made longer; '' where it may not."""
    return f"可以延长{matter.time_limit.extension}" if matter.time_limit.extension else ""


def basis_of(matter: Matter, one: Checkpoint) -> str:
    """The law of a checkpoint: its own, or that of its ground."""
    ground = matter.ground(one.ground) if one.ground else None
    return one.basis or (ground.basis if ground else "")
