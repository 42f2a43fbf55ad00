"""What a matter (事项) is, once read: frozen records with the names of the matter file.

Nothing here reads files or evaluates rules. Rule texts stay text; `engine.definition.checked` compiles them.
A matter's id is its path below `matters/`: `<line>/<slug>`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.calendar.limit import Limit
from engine.matter.particulars import Particulars
from rules_dsl import Dated


class MatterError(Exception):
    """Base of every error in reading, resolving or finding a matter; its text is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class ByCase:
    """What the case decides: the `name` of the parameter or table that gives it."""

    name: str

    def __str__(self) -> str:
        return f"按「{self.name}」确定"


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `label` is what people read; `at` the step at which the approver answers it, None at intake;
    `purpose` what the answer is for, where no rule, condition or text shows it."""

    name: str
    label: str
    kind: str
    optional: bool = False
    when: str | None = None
    options: tuple[str, ...] = ()
    ordered: bool = False
    unit: str | None = None
    scale: int | None = None
    columns: tuple[Field, ...] = ()
    at_least: int = 0
    at_most: int = 50
    means: str | None = None
    help: str | None = None
    at: str | None = None
    purpose: str | None = None

    @property
    def takes_files(self) -> bool:
        """Whether it is answered by uploading, not by typing: its value is the names of the files."""
        return self.kind == "附件"

    @property
    def used_for(self) -> str:
        """The purpose as the people read it; '' where none is written."""
        return f"用于：{self.purpose}" if self.purpose else ""


@dataclass(frozen=True, slots=True)
class Material:
    """A paper to bring. `forms` are alternatives; `later` is the period of a 容缺 item; `promise` allows 告知承诺; `at`
    is the step to which it is brought, None at intake. `type`, `issued_by`, `size`, `fill`, `blank` and `sample` are of
    the national list: what sort of paper, who issues it, its format, how to fill it in, a blank and a filled form."""

    name: str
    short: str
    forms: tuple[str, ...]
    note: str | None = None
    copies: int = 1
    when: str | None = None
    later: Limit | None = None
    promise: bool = False
    one_of: str | None = None
    look_up: str | None = None
    basis: str | None = None
    source: str | None = None
    at: str | None = None
    type: str | None = None
    issued_by: str | None = None
    size: str | None = None
    fill: str | None = None
    blank: str | None = None
    sample: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A look-up (核验) by the window or an exchange. `normal` is 查到 or 查不到, or '' where a value is looked up (a
    remaining quota): `value` says of what kind. `material` names the material whose `look_up` declared it (查到 = the
    material is not asked)."""

    name: str
    asks: str
    by: str
    normal: str = ""
    when: str | None = None
    material: str | None = None
    value: Field | None = None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One 收件审核要点. `by` is 系统 (a rule), 窗口 or 审批; `otherwise` is already filled with its default; `at` is
    the step at which it is judged, None at intake."""

    name: str
    by: str
    otherwise: str
    rule: str | None = None
    says: str | None = None
    message: str | None = None
    when: str | None = None
    about: str | None = None
    ground: str | None = None
    basis: str | None = None
    at: str | None = None
    back_to: str | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason code of 不予受理 or 不予准予 with its legal basis."""

    name: str
    basis: str


@dataclass(frozen=True, slots=True)
class Special:
    """A 特别程序 (听证 公示 勘验 …) whose time is outside the limit; without `days` an event ends it."""

    kind: str
    days: Limit | ByCase | None
    basis: str


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of back-office work between 受理 and 决定. `department` is a role name; the town says who that is. It
    may also be the parameter or table that gives the role name (`Matter.is_set_by_case`).
    Steps of one `parallel` group that stand beside each other open together."""

    name: str
    department: str
    within: Limit | ByCase | None = None
    when: str | None = None
    special: Special | None = None
    parallel: str | None = None


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """Both limits, counted from 受理 or 收件. `statutory` None: the law sets none; `extension`: by how much the head of
    the department may make them longer, once."""

    promised: Limit | ByCase
    statutory: Limit | ByCase | None = None
    note: str | None = None
    starts: str = "受理"
    extension: Limit | ByCase | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """What the applicant pays; `amount` is the text of a literal, or the name of a parameter, table or definition;
    `name` what it is called in the list of fees, `waiver` when it is not or not wholly taken."""

    amount: str
    unit: str | None = None
    basis: str | None = None
    payer: str | None = None
    note: str | None = None
    name: str | None = None
    waiver: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What comes out: a 证照, a 批文 or something 其他; `text` holds 「name」 of the matter's vocabulary. `licence` is
    its kind in the catalogue of electronic licences, `sample` a picture of it."""

    name: str
    kind: str
    text: str
    when: str | None = None
    valid: str | None = None
    licence: str | None = None
    sample: str | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """How far the text was checked against its sources, and by whom."""

    confidence: str
    reviewed_by: str | None = None
    note: str | None = None

    @property
    def standing(self) -> str:
        """What readers must know of it: that nobody has signed for it yet; '' once somebody has."""
        return "" if self.reviewed_by else "示范数据，待核定"


@dataclass(frozen=True, slots=True)
class TableSource:
    """A table as written: input expressions, rows of cells (the last is the value), hit policy 唯一 首条 汇总."""

    inputs: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    hit: str = "唯一"


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter, resolved: shared groups merged in, defaults filled, the town's overrides applied. `as_of` names, for
    parameters and tables not taken of the filing day, the date field whose day counts."""

    id: str
    title: str
    kind: str
    applicants: tuple[str, ...]
    window: str
    channels: tuple[str, ...]
    approving_department: str
    time_limit: TimeLimit
    acceptance: str
    legal_clock: str
    fee: Fee | None
    basis: tuple[str, ...]
    provenance: Provenance
    purpose: str
    retention: Limit
    fields: tuple[Field, ...]
    materials: tuple[Material, ...]
    queries: tuple[Query, ...]
    checkpoints: tuple[Checkpoint, ...]
    grounds: tuple[Ground, ...]
    steps: tuple[Step, ...]
    results: tuple[Result, ...]
    parameters: dict[str, Dated] = field(default_factory=dict)
    tables: dict[str, Dated] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    as_of: dict[str, str] = field(default_factory=dict)
    award: str | None = None
    before_filing: str | None = None
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    particulars: Particulars = field(default_factory=Particulars)

    @property
    def line(self) -> str:
        """The department line, the first part of the id."""
        return self.id.split("/", 1)[0]

    @property
    def result_names(self) -> tuple[str, ...]:
        """What may come out, each name once: one paper may have several texts."""
        return tuple(dict.fromkeys(result.name for result in self.results))

    def is_set_by_case(self, name: str) -> bool:
        """Whether a text is the name of a parameter or table, so that the case decides what it comes to."""
        return name in self.parameters or name in self.tables

    def limits(self) -> Iterator[tuple[tuple[str | int, ...], Limit | ByCase]]:
        """Every limit that the matter sets, with its place: of the whole, of a step, of a special procedure."""
        found: list[tuple[tuple[str | int, ...], Limit | ByCase | None]] = [
            (("time_limit", key), getattr(self.time_limit, key)) for key in ("promised", "statutory", "extension")
        ]
        for index, step in enumerate(self.steps):
            found.append((("steps", index, "within"), step.within))
            found.append((("steps", index, "special", "days"), step.special.days if step.special else None))
        yield from ((where, limit) for where, limit in found if limit is not None)

    def field(self, name: str) -> Field | None:
        """The field of that name, or None."""
        return next((f for f in self.fields if f.name == name), None)

    def meaning(self, means: str) -> Field | None:
        """The field tied to what the engine must know, such as `applicant_name`, or None."""
        return next((f for f in self.fields if f.means == means), None)

    def may_have_files(self, step: str | None) -> tuple[str, ...]:
        """What can be uploaded at intake (None) or at a step: the materials asked there, and the 附件 fields."""
        materials = (one.name for one in self.materials if one.at == step)
        return (*materials, *(one.name for one in self.fields if one.takes_files and one.at == step))

    def material(self, name: str) -> Material | None:
        """The material of that name or short name, or None."""
        return next((m for m in self.materials if name in (m.name, m.short)), None)

    def look_up_of(self, material: Material) -> Query | None:
        """The query that the material's `look_up` declared, or None."""
        return next((q for q in self.queries if q.material == material.name), None)

    def checkpoint(self, name: str) -> Checkpoint | None:
        """The checkpoint of that name, or None."""
        return next((c for c in self.checkpoints if c.name == name), None)

    def step(self, name: str) -> Step | None:
        """The step of that name, or None."""
        return next((s for s in self.steps if s.name == name), None)

    def ground(self, name: str) -> Ground | None:
        """The reason code of that name, or None."""
        return next((g for g in self.grounds if g.name == name), None)
