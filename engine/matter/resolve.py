"""From a matter file to its canonical JSON: groups merged in, defaults filled, the town's overrides applied.

What is pinned leaves out examples, comments, contacts, desks and who the departments are. `origins` remembers where
each part came from, so that a problem of the resolved matter is told at its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.matter.canonical import FORMAT, LANGUAGE, to_bytes
from engine.matter.particulars import KEYS as PARTICULARS
from engine.matter.shared import LATER_PARAMETER, Group, Shared
from engine.matter.town import Town
from engine.yaml_source.tree import MatterProblem, Path_, Scalar, Source
from rules_dsl.text.problem import nearest

_GROUPED_LISTS = ("fields", "materials", "checkpoints")
_GROUPED_TABLES = ("parameters", "tables", "definitions")
_FLAGS = ("optional", "ordered", "promise", "appointment", "express", "deliver_home", "pay_online")
_NUMBERS = ("scale", "at_least", "at_most", "copies")
USUAL_RETENTION = "10年"
BEGINNING, ENDED, AS_OF = "起初", "停用", "as_of"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A resolved matter: its canonical bytes, and for each part of it the file and the place it came from."""

    canonical: bytes
    origins: Mapping[Path_, tuple[Source, Path_]]

    def locate(self, where: Path_, offset: int | None = None) -> tuple[str, int, int]:
        """File, line and column of a place of the resolved data, or of the character `offset` of its text."""
        for length in range(len(where), -1, -1):
            if where[:length] in self.origins:
                source, path = self.origins[where[:length]]
                line, column = source.place((*path, *_as_written(where[length:])), offset)
                return source.path, line, column
        raise KeyError(where)

    def text(self, where: Path_) -> str | None:
        """The text at a place of the resolved data as the file has it; None where it is no single text."""
        for length in range(len(where), -1, -1):
            if where[:length] in self.origins:
                source, path = self.origins[where[:length]]
                node = source.find((*path, *_as_written(where[length:])))
                return node.text if isinstance(node, Scalar) else None
        raise KeyError(where)


def _as_written(rest: Path_) -> Path_:
    """Keys that the resolved data calls otherwise than the file."""
    written = {"columns": "fields", "forms": "form"}
    return tuple(written.get(part, part) if isinstance(part, str) else part for part in rest)


def resolve(
    source: Source, matter_id: str, shared: Shared, town: Town | None = None
) -> tuple[Resolved | None, tuple[MatterProblem, ...]]:
    """The canonical JSON of a matter file that its schema allows, as the base or as `town` has it."""
    resolver = _Resolver(source, matter_id, shared, town)
    data = resolver.data()
    if any(problem.severity == "error" for problem in resolver.problems):
        return None, tuple(resolver.problems)
    return Resolved(to_bytes(data), resolver.origins), tuple(resolver.problems)


class _Resolver:
    def __init__(self, source: Source, matter_id: str, shared: Shared, town: Town | None) -> None:
        self.source, self.id, self.shared, self.town = source, matter_id, shared, town
        self.content = source.plain()
        self.origins: dict[Path_, tuple[Source, Path_]] = {(): (source, ())}
        self.problems: list[MatterProblem] = []
        self.as_of: dict[str, str] = {}
        self.reading: tuple[Source, Path_] = (source, ())  # where what is being read stands
        self.groups = self._groups()
        self.local: Mapping[str, Any] = town.overrides.matters.get(matter_id, {}) if town else {}

    def data(self) -> dict[str, Any]:
        """The resolved matter as plain data."""
        content = self.content
        for key, day in content.get("in_force", {}).items():
            if not _is_date(day):
                self._tell(("in_force", key), "bad_date", f"没有「{day}」这一天。", "请核对日期。")
        same_day = content["time_limit"]["promised"] == "当日"
        materials = self._named("materials", self._material)
        steps = [self._step(step) for step in content.get("steps", ())]
        results = content["result"] if isinstance(content["result"], list) else [content["result"]]
        if not isinstance(content["result"], list):
            self.origins["results", 0] = (self.source, ("result",))
        else:
            self.origins |= {("results", i): (self.source, ("result", i)) for i in range(len(results))}
        queries = [self._query(one, n) for n, one in enumerate(content.get("queries", ()))]
        queries += [self._look_up(index, one) for index, one in enumerate(materials) if "look_up" in one]
        self._look_up_origins(len(content.get("queries", ())), materials)
        data = {
            "format": FORMAT,
            "language": LANGUAGE,
            "id": self.id,
            "title": content["title"],
            "kind": content["kind"],
            "applicants": content["applicants"],
            "window": content["window"],
            "channels": self.local.get("channels", content["channels"]),
            "approving_department": content["approving_department"],
            "acceptance": content.get("acceptance", "收件即受理" if same_day else "部门受理"),
            "legal_clock": content.get("legal_clock", "行政许可法" if content["kind"] == "行政许可" else "无"),
            "time_limit": self._time_limit(),
            "basis": content["basis"],
            "provenance": {key: text for key, text in content["provenance"].items() if text},
            "purpose": content.get("purpose", f"办理{content['title']}"),
            "retention": content.get("retention", USUAL_RETENTION),
            "fields": self._named("fields", self._field),
            "materials": materials,
            "queries": queries,
            "checkpoints": self._named("checkpoints", lambda one: self._checkpoint(one, steps)),
            "grounds": content.get("grounds", []),
            "steps": steps,
            "results": results,
            "parameters": self._histories("parameters", _values),
            "tables": self._histories("tables", _table),
            "definitions": self._merged("definitions"),
            "aliases": content.get("aliases", []),
            "keywords": content.get("keywords", []),
        }
        if content["fee"] != "无":
            data["fee"] = content["fee"]
        data |= {key: content[key] for key in ("award", "before_filing") if key in content}
        if self.as_of:
            data["as_of"] = self.as_of
        data |= {key: written for key, written in _typed(content).items() if key in PARTICULARS}
        return data

    # -- groups and the town ------------------------------------------------------------------------------------

    def _groups(self) -> list[tuple[str, Group]]:
        found = []
        for index, name in enumerate(self.content.get("include", ())):
            if name in self.shared.groups:
                found.append((name, self.shared.groups[name]))
                continue
            like = nearest(name, self.shared.groups)
            known = "、".join(sorted(self.shared.groups))
            fix = f"是不是「{like}」？" if like else f"matters/_shared 里有：{known or '（没有组）'}。"
            self._tell(("include", index), "unknown_group", f"没有名为「{name}」的组。", fix)
        return found

    def _named(self, section: str, read: Any) -> list[dict[str, Any]]:
        """A list of named things: those of the groups first, in the order of `include`, then the matter's own."""
        found: list[dict[str, Any]] = []
        for name, group in self.groups:
            for index, one in enumerate(group.content.get(section, ())):
                self.reading = self.origins[section, len(found)] = (group.source, ("groups", name, section, index))
                found.append(read(one))
        for index, one in enumerate(self.content.get(section, ())):
            self.reading = self.origins[section, len(found)] = (self.source, (section, index))
            found.append(read(one))
        return found

    def _merged(self, section: str) -> dict[str, Any]:
        """Names with values: groups, then the matter, then the town, whose entry replaces the whole history."""
        found: dict[str, Any] = {}
        for name, group in self.groups:
            for key, value in group.content.get(section, {}).items():
                self.origins[section, key] = (group.source, ("groups", name, section, key))
                found[key] = value
        for key, value in self.content.get(section, {}).items():
            if key in found:
                self._tell(
                    (section, key), "duplicate_name", f"「{key}」在引入的组里已经有了。", "请换个名字，或删去这里的。"
                )
            self.origins[section, key] = (self.source, (section, key))
            found[key] = value
        if self.town is not None and self.town.source is not None and section != "definitions":
            own, everywhere = self.local.get(section, {}), getattr(self.town.overrides, section)
            for key in found:
                if key in own:
                    self.origins[section, key] = (self.town.source, ("matters", self.id, section, key))
                    found[key] = own[key]
                elif key in everywhere:
                    self.origins[section, key] = (self.town.source, (section, key))
                    found[key] = everywhere[key]
        return found

    def _histories(self, section: str, read: Any) -> dict[str, list[list[Any]]]:
        """Parameters or tables as lists of [start or null, value or null]."""
        found: dict[str, list[list[Any]]] = {}
        for name, written in self._merged(section).items():
            source, path = self.origins[section, name]
            if not isinstance(written, dict) or "inputs" in written:
                self.origins[section, name, 0] = (source, path)
                found[name] = [[None, read(written)]]
                continue
            starts = [start for start in written if start != AS_OF]
            if AS_OF in written:
                self.as_of[name] = written[AS_OF]
                self.origins["as_of", name] = (source, (*path, AS_OF))
            self._check_starts(source, path, starts)
            entries = sorted(
                ((start, written[start]) for start in starts),
                key=lambda entry: "" if entry[0] == BEGINNING else entry[0],
            )
            for index, (start, _) in enumerate(entries):
                self.origins[section, name, index] = (source, (*path, start))
            found[name] = [
                [None if start == BEGINNING else start, None if value == ENDED else read(value)]
                for start, value in entries
            ]
        return found

    def _check_starts(self, source: Source, path: Path_, starts: list[str]) -> None:
        for start in starts:
            if start != BEGINNING and not _is_date(start):
                line, column = source.place((*path, start), key=True)
                message = f"没有「{start}」这一天。"
                self.problems.append(MatterProblem(source.path, line, column, "error", "bad_date", message))
        if starts[:1] != [BEGINNING]:
            line, column = source.place((*path, *starts[:1]), key=True)
            message = "按日期写的值，第一个键应当是「起初」，说明最早的值。"
            self.problems.append(MatterProblem(source.path, line, column, "error", "no_beginning", message))

    # -- parts --------------------------------------------------------------------------------------------------

    def _time_limit(self) -> dict[str, Any]:
        written = dict(self.content["time_limit"])
        written["from"] = written.get("from", "受理")
        if "promised" in self.local:
            written["promised"] = self.local["promised"]
        return written

    def _field(self, one: Mapping[str, Any]) -> dict[str, Any]:
        data: dict[str, Any] = self._listed({"label": one["name"], **_typed(one)})
        columns = data.pop("fields", None)
        if columns is not None:
            data["columns"] = [self._field(column) for column in columns]
        return data

    def _query(self, one: Mapping[str, Any], index: int) -> dict[str, Any]:
        self.reading = (self.source, ("queries", index))
        return self._listed(_typed(one))

    def _listed(self, data: dict[str, Any]) -> dict[str, Any]:
        """A field or look-up with its options listed, where it names a shared list."""
        name = data.get("options")
        if not isinstance(name, str):
            return data
        if name not in self.shared.lists:
            like = nearest(name, self.shared.lists)
            known = "、".join(sorted(self.shared.lists))
            fix = f"是不是「{like}」？" if like else f"matters/_shared 里的名单有：{known or '（没有）'}。"
            message = f"「{data['name']}」的 options 写了「{name}」，没有这个名单。"
            source, path = self.reading
            line, column = source.place((*path, "options"))
            self.problems.append(MatterProblem(source.path, line, column, "error", "unknown_list", message, fix))
        return data | {"options": self.shared.lists.get(name, [])}

    def _material(self, one: Mapping[str, Any]) -> dict[str, Any]:
        data = {"short": one["name"], **_typed(one)}
        form = data.pop("form")
        data["forms"] = form if isinstance(form, list) else [form]
        if data.get("later") == "true":
            if self.shared.later is None:
                fix = f"请在 matters/_shared 的 parameters 里写上 {LATER_PARAMETER}，或直接写期限。"
                self._tell(("materials",), "no_later", f"没有共用参数「{LATER_PARAMETER}」。", fix)
            data["later"] = self.shared.later
        return data

    def _look_up(self, index: int, material: Mapping[str, Any]) -> dict[str, Any]:
        """The query that a material's `look_up` declares: found means that the material is not asked for."""
        name = material["name"]
        query = {
            "name": f"{name}核验",
            "asks": f"「{material['short']}」所载的内容",
            "by": material["look_up"],
            "normal": "查到",
            "material": name,
        }
        return query | ({"when": material["when"]} if "when" in material else {})

    def _look_up_origins(self, first: int, materials: list[dict[str, Any]]) -> None:
        number = first
        for index, one in enumerate(materials):
            if "look_up" in one:
                self.origins["queries", number] = self.origins["materials", index]
                number += 1

    def _step(self, one: Mapping[str, Any]) -> dict[str, Any]:
        return {"department": self.content["approving_department"], **one}

    def _checkpoint(self, one: Mapping[str, Any], steps: list[dict[str, Any]]) -> dict[str, Any]:
        by = one.get("by", "系统")
        later = by == "审批" or (by == "系统" and "at" in one)
        data = {"by": by, "otherwise": "退回" if later else "补正", **one}
        if by == "审批" and "at" not in data and steps:
            data["at"] = steps[-1]["name"]
        return data

    def _tell(self, where: Path_, code: str, message: str, fix: str | None = None) -> None:
        line, column = self.source.place(where)
        self.problems.append(MatterProblem(self.source.path, line, column, "error", code, message, fix))


def _typed(one: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with its flags and numbers as such."""
    data = dict(one)
    data |= {key: data[key] == "true" for key in _FLAGS if key in data}
    data |= {key: int(data[key]) for key in _NUMBERS if key in data}
    return data


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _values(written: str | list[str]) -> str | list[str]:
    return written


def _table(written: Mapping[str, Any]) -> dict[str, Any]:
    return {"inputs": written["inputs"], "rows": written["rows"], "hit": written.get("hit", "唯一")}
