"""A demonstration town: accounts and sample cases from a town's `demonstration.yaml`, made through the same use cases
as real ones, with a clock set to the instants written there. Only `onewindow serve --demonstration` calls this.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from engine.case.events import Actor, CaseError
from engine.case.records import Case
from engine.examples.running import examples_of
from engine.fields.choices import options_in
from engine.matter.records import Field, MatterError
from engine.matter.shared import Shared, load_shared
from engine.review.applicability import Situation
from engine.review.intake import FAILED, HANDED_IN, NOT_HANDED_IN, PASSED, PROMISED, Submission, read_submission
from engine.service.centre.accounts import add_account
from engine.service.centre.context import Service
from engine.service.counter.drafting import start_draft
from engine.service.counter.receiving import Done, advise, receive
from engine.service.office.acting import acts, perform
from engine.service.starting.recovering import recover
from engine.yaml_source.tree import read_source

FILE = "demonstration.yaml"
_WHEN = re.compile("([1-9][0-9]{0,2})个工作日前 ([0-9]{2}:[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Shown:
    """An account as the sign-in page of a demonstration lists it."""

    login: str
    password: str
    name: str
    role: str
    place: str


def read_demonstration(root: Path, town: str) -> Mapping[str, Any]:
    """The town's demonstration file. MatterError where there is none or it cannot be read."""
    path = f"towns/{town}/{FILE}"
    source, problems = read_source(root / path, path)
    if source is None or problems:
        raise MatterError("\n".join(str(problem) for problem in problems) or f"没有示范文件 {path}。")
    return source.plain()


def fill_demonstration(service: Service, root: Path, town: str) -> tuple[Shown, ...]:
    """The accounts to list; accounts and cases are made when the store holds no account of the town yet."""
    written = read_demonstration(root, town)
    shown = tuple(_shown(service, town, one, written["password"]) for one in written["accounts"])
    filled = bool(service.store.accounts(town))
    if service.store.behind(town) is not None:  # its data was thrown away: it promises nobody a number
        instants = [] if filled else [_instant(service, town, case["at"]) for case in written.get("cases", ())]
        recover(replace(service, now=partial(_same, min(instants, default=service.now()))), town, skip=1)
    if not filled:
        make_accounts(service, town, written)
        shared, _problems = load_shared(root)
        _make_cases(service, shared, town, written.get("cases", ()))
    service.rested_since = None  # a demonstration lies untouched for months, and promises nobody a day
    return shown


def make_accounts(service: Service, town: str, written: Mapping[str, Any]) -> None:
    """The accounts of a demonstration file."""
    for one in written["accounts"]:
        add_account(
            service,
            town,
            one["login"],
            written["password"],
            name=one["name"],
            role=one["role"],
            department=one.get("department", ""),
            windows=tuple(one.get("windows", ())),
        )


def _shown(service: Service, town: str, one: Mapping[str, Any], password: str) -> Shown:
    place = service.town(town)
    department = place.department_name(one["department"]) if "department" in one else ""
    where = "、".join(one.get("windows", ())) or department
    return Shown(one["login"], password, one["name"], one["role"], where)


def _make_cases(service: Service, shared: Shared, town: str, cases: Sequence[Mapping[str, Any]]) -> None:
    """Each case filed `at` by its clerk, then each of its `acts` at its instant; the cases go on side by side, in the
    order of their instants, for the log of a centre goes forward only. A case of a matter whose file is broken is left
    out: the server names the file. MatterError where a case cannot be made."""
    steps, catalogue = [], service.catalogues[town]
    for number, case in enumerate(cases, start=1):
        if case["matter"] in catalogue.loaded and case["matter"] not in catalogue.definitions:
            continue
        written = (case, *case.get("acts", ()))
        instants = [_instant(service, town, one["at"]) for one in written]
        if instants != sorted(instants):
            raise MatterError(f"示范文件里第{number}个办件的时间要从先到后写。")
        steps += [(at, number, step, one) for step, (at, one) in enumerate(zip(instants, written, strict=True))]
    made: dict[int, Done] = {}
    for at, number, step, one in sorted(steps, key=lambda each: each[:3]):
        then = replace(service, now=partial(_same, at), steady=None, rested_since=None)
        token = f"示范-{number}-{step}"
        try:
            made[number] = _act(then, made[number].case, one, token) if step else _file(then, shared, town, one, token)
        except CaseError as error:
            raise MatterError(f"示范文件里第{number}个办件（{cases[number - 1]['matter']}）做不成：{error}") from None


def _same(at: datetime) -> datetime:
    return at


def _file(service: Service, shared: Shared, town: str, case: Mapping[str, Any], token: str) -> Done:
    """The `example` of a `matter`, received, or advised where the file says so."""
    clerk = _actor(service, case["by"])
    draft = start_draft(service, clerk, case["matter"])
    definition = service.current(town, case["matter"])
    filed = service.today(town)
    loaded = service.catalogues[town].loaded[case["matter"]]
    example = next((e for e in examples_of(loaded, shared) if e.name == case["example"]), None)
    if example is None:
        raise MatterError(f"示范文件里写的示例「{case['example']}」，事项 {case['matter']} 里没有。")
    submission = read_submission(definition, example.submission, filed)
    form = posted(Situation(definition, submission, filed, service.town(town).places, service.calendar))
    if case.get("act") == "advise":
        return advise(service, clerk, draft.id, token, form)
    return receive(service, clerk, draft.id, token, form, signed=True)


def _act(service: Service, case: Case, one: Mapping[str, Any], token: str) -> Done:
    """An act on a case, each choice that the file leaves open made as the page offers it first."""
    actor = _actor(service, one["by"])
    possible = {p.name: p for p in acts(service, actor, case)}
    if one["act"] not in possible:
        raise MatterError(f"示范文件里的环节「{one['act']}」，「{case.title}」办到这里还不能办。")
    inputs = {i.name: i.options[0] for i in possible[one["act"]].inputs if i.options and not i.optional}
    inputs |= one.get("inputs", {})
    return perform(service, actor, case.id, one["act"], inputs, token, case.history[-1].sequence)


def _instant(service: Service, town: str, text: str) -> datetime:
    """`3个工作日前 09:10`: so many working days before today, or before the end of the last published year."""
    written = _WHEN.fullmatch(text)
    if written is None:
        raise MatterError(f"示范文件里的时间「{text}」要写成：3个工作日前 09:10，至少1个工作日。")
    day = min(service.today(town), date(max(service.calendar.years), 12, 31))
    left = int(written[1])
    while left or not service.calendar.is_working_day(day):
        left -= service.calendar.is_working_day(day)
        day -= timedelta(days=1)
    return datetime.combine(day, time.fromisoformat(written[2]), service.town(town).zone)


def _actor(service: Service, login: str) -> Actor:
    account = service.store.account(login)
    if account is None:
        raise MatterError(f"示范文件里没有账号「{login}」。")
    return Actor(
        account.login, account.person, account.name, account.role, account.town, account.department,
        windows=account.windows,
    )  # fmt: skip


def posted(situation: Situation) -> list[tuple[str, str]]:
    """The submission as the form page would post it: what a clerk would have typed and ticked."""
    said: Submission = situation.submission
    matter = situation.definition.matter
    form = [(f"事实.{name}", value) for name, value in said.facts.items()]
    for one in matter.fields:
        if one.at is not None:
            continue
        typed = said.typed.get(one.name)
        if one.kind == "明细":
            columns = {column.name: column for column in one.columns}
            for number, row in enumerate(typed or (), start=1):
                form.append((f"{one.name}.行", f"r{number}"))
                for name, text in row.items():
                    form += [(f"{one.name}.r{number}.{name}", each) for each in _listed(text, columns.get(name))]
        elif typed:
            form += [(one.name, each) for each in _listed(typed, one)]
    for material in matter.materials:
        if material.at is not None or situation.asks_material(material) is False:
            continue
        handed = situation.handed(material)
        if not handed.judged:
            continue
        state = PROMISED if handed.promised else HANDED_IN if handed.copies else NOT_HANDED_IN
        form.append((f"材料.{material.name}", state))
        if state == HANDED_IN:
            form += [(f"材料.{material.name}.形式", handed.form), (f"材料.{material.name}.份数", str(handed.copies))]
    form += [(f"核验.{query.name}", said.queries.get(query.name, query.normal)) for query in matter.queries]
    for name, judged in said.attested.items():
        if judged.state in (PASSED, FAILED):
            form += [(f"要点.{name}", judged.state), (f"要点.{name}.说明", judged.note)]
    return form


def _listed(typed: str | list[str], field: Field | None) -> list[str]:
    """A 多选 is posted once for each option, also where it was written as one text."""
    if isinstance(typed, list):
        return typed
    return options_in(typed, field) if field is not None and field.kind == "多选" else [typed]
