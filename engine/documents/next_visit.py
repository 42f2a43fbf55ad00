"""What an applicant needs for coming again: what to bring, what to put right, what he will be asked, what he need not
bring. Told from the stored verdict, to him and not to the clerk; the complete list of the law stands behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.documents.occasion import Occasion
from engine.documents.rows import OPEN, condition, findings, seen, why
from engine.documents.wording import limit_text
from engine.matter.records import Material
from engine.review.verdict import FAILED, INCOMPLETE, UNVERIFIED
from engine.review.wording import with_parameters

Row = dict[str, Any]
_HANDED_BACK = "复印件核原件"


def next_visit(occasion: Occasion) -> Row:
    """`bring`: one row for each paper, or for each group of which one will do (`any_of`); `perhaps`: papers that hang
    on an answer not given yet, with their condition; `looked_up`: papers the window looks up first; `correct`: what was
    wrong, with the value seen and what would be right; `asked`: what is still to be said at the window, by label."""
    open_papers = [f for f in findings(occasion) if f["kind"] == "材料" and f["status"] in OPEN and not f.get("at")]
    sure = [f for f in open_papers if not _hangs_on_more(f)]
    return {
        "bring": [_bring(occasion, f) for f in sure],
        "perhaps": [
            {"name": material.name, "when": condition(occasion, material.when)}
            for f in open_papers
            if _hangs_on_more(f)
            for material in _materials(occasion, f["name"])
            if material.when and not _looked_up_first(occasion, material)
        ],
        "looked_up": [
            material.name
            for f in open_papers
            if _hangs_on_more(f)
            for material in _materials(occasion, f["name"])
            if _looked_up_first(occasion, material)
        ],
        "correct": list(_corrections(occasion)),
        "asked": _asked(occasion),
    }


def _hangs_on_more(found: Mapping[str, Any]) -> bool:
    """Whether a paper is only asked for if something not known yet turns out so: its remedy is told by branches."""
    return not found["values"] and found["remedy"].startswith("若")


def _materials(occasion: Occasion, name: str) -> list[Material]:
    """The material of that name, or the members of the group of that name that are asked for here or may be."""
    matter = occasion.matter
    return [m for m in matter.materials if m.one_of == name] or [m for m in matter.materials if m.name == name]


def _looked_up_first(occasion: Occasion, material: Material) -> bool:
    """Whether the window has a look-up for it that nobody has made yet."""
    query = occasion.matter.look_up_of(material)
    made = occasion.case.submission.get("queries", {}).get(query.name, "未查") if query else ""
    return query is not None and made == "未查"


def _bring(occasion: Occasion, found: Mapping[str, Any]) -> Row:
    members = _materials(occasion, found["name"])
    return {
        **_paper(occasion, members[0]),
        "name": members[0].name if len(members) == 1 else found["name"],
        "any_of": [_paper(occasion, m) for m in members] if len(members) > 1 else [],
        "later": limit_text(members[0].later) if found["otherwise"] == "容缺" else "",
        "wrong": f"上次交的是{found['values'][0][1]}。{found['remedy']}" if found["values"] else "",
    }


def _paper(occasion: Occasion, material: Material) -> Row:
    return {
        "name": material.name,
        "how": how(material),
        "promise": material.promise,
        "note": with_parameters(occasion.definition, material.note, occasion.local_day) or "",
        "source": material.source or "",
    }


def how(material: Material) -> str:
    """In what shape a paper is brought, told to who brings it: 原件, 看过当场还您；复印件 2 份, 并带原件核对."""
    return "，或者".join(dict.fromkeys(_shape(form, material.copies) for form in material.forms))


def _shape(form: str, copies: int) -> str:
    if form == "原件核验":
        return "原件，看过当场还您"
    if form == _HANDED_BACK:
        return f"复印件{copies}份，带上原件核对"
    if form == "收回":
        return "原件，办理时收回"
    if form == "电子":
        return "电子文件"
    return f"{form}{copies}份" if copies > 1 or form == "复印件" else form


def _corrections(occasion: Occasion) -> Iterator[Row]:
    """What is wrong and not merely missing: a sentence, the value seen, and whether it decides against him."""
    for f in findings(occasion):
        if f["status"] != FAILED or f["kind"] not in ("字段", "要点") or f.get("by") == "审批" or f.get("at"):
            continue
        yield {
            "what": f["remedy"] or why(occasion, f) or f["asks"],
            "seen": seen(f),
            "otherwise": f["otherwise"],
            "name": f["name"],
        }


def _asked(occasion: Occasion) -> list[str]:
    """What nobody has answered yet, by the label of its field, each once."""
    labels = {field.name: field.label for field in occasion.matter.fields}
    return list(
        dict.fromkeys(
            labels.get(f["name"].partition(".")[0], f["name"])
            for f in findings(occasion)
            if f["kind"] == "字段" and f["status"] in (INCOMPLETE, UNVERIFIED) and not f.get("at")
        )
    )
