"""What was handed in and what was looked up: the findings on materials and queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.matter.records import Material, Query
from engine.review.applicability import Situation
from engine.review.verdict import FAILED, INCOMPLETE, OUTSIDE, PASSED, UNVERIFIED, Finding
from engine.review.wording import condition_text, shown_or_masked, with_parameters
from rules_dsl import NOT_APPLICABLE, UNCHECKED, Undecided


class Evidence:
    """One pass over the materials, then the queries, of one situation. `told_by_look_up` are the materials that wait
    for nothing but their own query."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.matter = situation.definition.matter
        self.told_by_look_up: set[str] = set()

    # -- materials ----------------------------------------------------------------------------------------------

    def materials(self) -> Iterable[Finding]:
        """Each material asked for at intake; where any one of a group will do, the group is one finding, and it cannot
        come later: nobody could say which of them is awaited."""
        groups = dict.fromkeys(m.one_of for m in self.matter.materials if m.one_of is not None)
        for one in self.matter.materials:
            if one.one_of is None:
                yield self._material(one)
        for group in groups:
            yield from self._one_of(group, [m for m in self.matter.materials if m.one_of == group])

    def _one_of(self, group: str, members: list[Material]) -> Iterable[Finding]:
        each = [self._material(m) for m in members]
        asked = [f for f in each if f.status != OUTSIDE]
        good = next((f for f in asked if f.status == PASSED), None)
        for f in each:
            yield f if f.status == PASSED else replace(f, status=OUTSIDE)
        asks = f"「{'、'.join(m.name for m in members)}」任交一种"
        if good is not None or not asked:
            yield Finding(group, "材料", PASSED if good else OUTSIDE, "补正", asks=asks)
            return
        # Any one will do: nothing is missing while one of them has not been looked at.
        open_ = next((f for f in asked if f.status == UNVERIFIED), None)
        if open_ is not None:
            if open_.name in self.told_by_look_up:
                self.told_by_look_up.add(group)
            yield Finding(group, "材料", UNVERIFIED, "补正", open_.values, asks, open_.remedy)
            return
        wrong = next((f for f in asked if f.values), None)
        if wrong is not None:
            yield Finding(group, "材料", FAILED, "补正", wrong.values, asks, f"{wrong.remedy}{asks}。")
            return
        branches = [f.remedy for f in asked if f.remedy.startswith("若")]
        remedy = "".join(branches) if len(branches) == len(asked) else f"请交{asks}。"
        yield Finding(group, "材料", INCOMPLETE, "补正", asks=asks, remedy=remedy)

    def _material(self, one: Material) -> Finding:
        asked = self.situation.asks_material(one)
        handed = self.situation.handed(one)
        otherwise = "容缺" if one.later is not None else "补正"
        forms = "或".join(one.forms)
        note = with_parameters(self.situation.definition, one.note, self.situation.scope.filed)
        asks = f"「{one.name}」{forms} {one.copies} 份" + (f"（{note}）" if note else "")
        found = Finding(one.name, "材料", PASSED, otherwise, asks=asks, basis=one.basis, at=one.at)
        if asked is False:
            return replace(found, status=OUTSIDE)
        unreadable = self.situation.submission.unreadable.get(f"材料.{one.name}.份数")
        if unreadable is not None:
            return replace(found, status=FAILED, otherwise="补正", remedy=unreadable)
        if handed.promised:
            return replace(found, values=((one.name, "告知承诺"),))
        if handed.judged and handed.copies:
            return self._handed(one, found, handed.form, handed.copies)
        if isinstance(asked, Undecided):
            query = self.matter.look_up_of(one)
            if query is not None and not asked.missing and asked.unchecked == {query.name}:
                self.told_by_look_up.add(one.name)
            status = INCOMPLETE if asked.missing else UNVERIFIED
            return replace(found, status=status, otherwise="补正", remedy=self._either(one, asked, asks))
        if not handed.judged:
            return replace(found, status=UNVERIFIED, remedy=f"请核对是否已交{asks}。")
        later = f"可以先受理，{one.later}内补交" if one.later is not None else "请补交"
        promise = "；也可以签告知承诺书代替" if one.promise else ""
        status = FAILED if one.later is not None else INCOMPLETE
        return replace(found, status=status, remedy=f"{later}{asks}{promise}。")

    def _handed(self, one: Material, found: Finding, form: str, copies: int) -> Finding:
        seen = ((one.name, f"{form} {copies} 份"),)
        if form not in one.forms:
            if one.forms == ("原件核验",):
                return replace(found, status=UNVERIFIED, values=seen, remedy=f"请带「{one.name}」原件到窗口核验。")
            return replace(
                found,
                status=FAILED,
                otherwise="补正",
                values=seen,
                remedy=f"「{one.name}」要交{'或'.join(one.forms)}。",
            )
        if copies < one.copies:
            short = one.copies - copies
            return replace(
                found, status=FAILED, otherwise="补正", values=seen, remedy=f"「{one.name}」还缺 {short} 份。"
            )
        return replace(found, values=seen)

    def _either(self, one: Material, asked: Undecided, asks: str) -> str:
        query = self.matter.look_up_of(one)
        open_ = isinstance(self.situation.applies(one.when), Undecided)
        branch = f"若{condition_text(self.situation, one.when)}，" if open_ else ""
        if query is not None and query.name in asked.unchecked:
            return f"{branch}若{query.asks}查不到，还需交{asks}；查到的不用交。"
        return f"{branch}还需交{asks}。"

    # -- queries ------------------------------------------------------------------------------------------------

    def queries(self) -> Iterable[Finding]:
        """Each look-up; one that stands for a material need not be made once the material is there, and is told with
        the material while its condition is undecided."""
        for one in self.matter.queries:
            yield self._query(one)

    def _query(self, one: Query) -> Finding:
        value = self.situation[one.name]
        waiting = value if isinstance(value, Undecided) else None
        inner = waiting.value if waiting else value
        asks = one.asks or f"查询「{one.name}」"
        found = Finding(one.name, "核验", PASSED, "补正", asks=asks, by=one.by)
        if inner is NOT_APPLICABLE:
            return replace(found, status=OUTSIDE)
        if inner is not UNCHECKED:
            return replace(found, values=((one.name, shown_or_masked(one.name, inner, self.situation)),))
        material = self.matter.material(one.material) if one.material else None
        if material is not None:
            handed = self.situation.handed(material)
            if waiting is not None or handed.promised or (handed.judged and handed.copies):
                return replace(found, status=OUTSIDE)
        if waiting is not None:
            status = INCOMPLETE if waiting.missing else UNVERIFIED
            return replace(
                found, status=status, remedy=f"若{condition_text(self.situation, one.when)}，还需查询：{asks}。"
            )
        unreadable = self.situation.submission.unreadable.get(f"核验.{one.name}")
        return replace(found, status=UNVERIFIED, remedy=unreadable or f"请查询：{asks}。")
