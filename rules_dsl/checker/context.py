"""What the checker knows while it goes through a tree: the vocabulary, the rows it is in, what is known to be filled,
and the problems found; and what a name means there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rules_dsl.recovery.unknown_names import known_names, unknown_name
from rules_dsl.syntax.parser import Branch
from rules_dsl.text.mismatch import Misfit, label
from rules_dsl.text.problem import Problem, nearest
from rules_dsl.text.tokens import Word
from rules_dsl.text.vocabulary import Vocabulary
from rules_dsl.tree.node import Span
from rules_dsl.tree.nodes import Expression, FilingDate, Named, Node, Place, Read, Test
from rules_dsl.values.kinds import Name, Type

from .positivity import positive_in

Guard = tuple[str | None, str]  # (明细 or None, field)


def named(found: Name, vocabulary: Vocabulary, span: Span = (0, 0)) -> Named:
    """A parameter, table or definition where it is used: of the day its `as_of` names, else of the filing day."""
    of_day = vocabulary.find(found.as_of, "field", "fact") if found.as_of else None
    day = None
    if of_day is not None:
        day = Read(span=span, type=of_day.type, name=of_day.name, role=of_day.role, optional=of_day.optional)
    return Named(span=span, type=found.type, name=found.name, role=found.role, group=found.group, day=day)  # type: ignore[arg-type]


class Checking:
    """One rule being checked. `infers_group`: a bare column outside a row decides which 明细 the rule belongs to."""

    def __init__(self, text: str, vocabulary: Vocabulary, group: str | None, infers_group: bool = False) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.group = group
        self.infers_group = infers_group
        self.groups: list[str] = [group] if group else []
        self.guards: set[Guard] = set()
        self.positives: frozenset[Node] = frozenset()  # expressions known to be above 0
        self.problems: list[Problem] = []
        self.quantified: str | None = None  # the 明细 of a 每行 just before, in the same 且
        self.subject = ""  # what the predicate being checked speaks of, as typed

    def at(self, part: Branch | Word) -> Span:
        """Where a part stands."""
        return (part.start, part.end) if isinstance(part, Branch) else (part.start_pos or 0, part.end_pos or 0)

    def typed(self, part: Branch | Word) -> str:
        """A part as it was typed."""
        start, end = self.at(part)
        return self.text[start:end].strip()

    def report(
        self,
        part: Branch | Word,
        code: str,
        message: str,
        fix: str | None = None,
        severity: str = "error",
        since: int | None = None,
    ) -> None:
        """Note a problem of this part, once; `fix` stands for the part, or for all `since` an earlier place."""
        start, end = self.at(part)
        if fix is not None and "…" in fix:
            fix = None
        replaces = None if since is None else (since, end)
        problem = Problem(start, end, code, message, fix, severity, replaces=replaces)
        if problem not in self.problems:
            self.problems.append(problem)

    def misfit(self, part: Branch | Word, misfit: Misfit, since: int | None = None) -> None:
        """Note that types do not go together here; `since` is where the first of them begins."""
        if misfit.whole and since is not None:
            self.report(part, misfit.code, misfit.message, misfit.fix, since=since)
        else:
            self.report(part, misfit.code, misfit.message, None if misfit.whole else misfit.fix)

    @contextmanager
    def row_of(self, group: str, guards: Iterable[Guard] = (), where: Test | None = None) -> Iterator[None]:
        """Within a row of this 明细 for which `where` holds."""
        before, positives = self.guards, self.positives
        self.groups.append(group)
        self.guards = {guard for guard in before if guard[0] != group} | set(guards)
        outer = {each for each in positives if all(getattr(node, "group", None) != group for node in each.walk())}
        self.positives = frozenset(outer | positive_in(where)) if where is not None else frozenset(outer)
        try:
            yield
        finally:
            self.groups.pop()
            self.guards, self.positives = before, positives

    @contextmanager
    def holding(self, *tests: Test | None) -> Iterator[None]:
        """Where these conditions hold."""
        before = self.positives
        self.positives = before.union(*(positive_in(test) for test in tests if test is not None))
        try:
            yield
        finally:
            self.positives = before

    @contextmanager
    def knowing(self, guards: Iterable[Guard]) -> Iterator[None]:
        """Where these fields are known to be filled."""
        before = self.guards
        self.guards = before | set(guards)
        try:
            yield
        finally:
            self.guards = before

    def resolve(self, token: Word, qualifier: str = "", guarded: bool = True) -> Expression | None:
        """What a name means here; None if nothing, the problem being noted. `guarded`: an optional field must be known
        to be filled."""
        found = self.find(token, qualifier)
        if found is None:
            return None
        if found.role == "material":
            self.report(
                token,
                "material",
                f"「{token.content}」是材料，不是字段；请写 已交({token.content})。",
            )
            return None
        if found.role in ("parameter", "table", "definition"):
            return named(found, self.vocabulary, self.at(token))
        group = found.group if found.role == "column" else None
        if guarded and found.optional and (group, found.name) not in self.guards:
            name = found.name
            message = f"「{name}」可以不填，直接使用时没有值；请写「若 {name} 已填 则 …」，或用 缺省({name}, …)。"
            self.report(token, "unguarded", message)
        return Read(
            span=self.at(token),
            type=found.type,
            name=found.name,
            role=found.role,
            group=group,
            optional=found.optional,
            qualifier=qualifier if (qualifier and group is None) or qualifier == "本行的" else "",  # type: ignore[arg-type]
        )

    def find(self, token: Word, qualifier: str = "") -> Name | None:
        """The vocabulary's entry for a name, seen from the rows we are in; None and a problem if there is none."""
        spelled = str(token.content)
        names = self.vocabulary.get(spelled)
        if not names:
            self.unknown(token)
            return None
        outside = [
            name for name in names if name.role != "column" and (name.group is None or name.group in self.groups)
        ]
        inside = next(
            (
                name
                for group in reversed(self.groups)
                for name in names
                if name.role == "column" and name.group == group
            ),
            None,
        )
        if qualifier == "外层的":
            inside = None
        elif qualifier == "本行的":
            outside = []
        if inside and any(name.role in ("field", "fact", "rows", "query") for name in outside):
            message = f"「{inside.group}」的行和事项都有「{spelled}」，请写「本行的{spelled}」或「外层的{spelled}」。"
            self.report(token, "two_scopes", message)
            return None
        found = inside or (outside[0] if outside else None)
        return found or self.out_of_row(token, names)

    def out_of_row(self, token: Word, names: tuple[Name, ...]) -> Name | None:
        """A name that only has a meaning in a row, used outside it."""
        groups = [name.group for name in names if name.group]
        if self.infers_group and not self.groups and len(set(groups)) == 1:
            self.group = groups[0]
            self.groups.append(groups[0])
            return names[0]
        spelled, group = token.content, groups[0] if groups else ""
        if self.quantified in groups:
            self.report(token, "one_condition", "「每行」只管一个条件，两个要加括号：每行 (… 且 …)。")
        elif names[0].role == "column":
            use = (
                f"{group}的{spelled}之和"
                if names[0].type.kind in ("整数", "小数", "金额")
                else f"{group} 有一行 {spelled} …"
            )
            self.report(token, "in_rows", f"「{spelled}」在明细「{group}」里，请写「{use}」。")
        else:
            self.report(token, "in_rows", f"「{spelled}」要用在明细「{group}」的行里，请写「{group} 每行 …」。")
        return None

    def unknown(self, token: Word, among: Iterable[str] | None = None, what: str = "字段") -> None:
        """Note that there is no such name, with the nearest one there is."""
        problem = unknown_name(token, among if among is not None else known_names(self.vocabulary), what)
        if problem not in self.problems:
            self.problems.append(problem)

    def group_named(self, token: Word) -> Name | None:
        """The 明细 of that name; None and a problem if it is something else."""
        spelled = str(token.content)
        names = self.vocabulary.get(spelled)
        found = next((name for name in names if name.role == "rows"), None)
        if found is None and names:
            self.report(token, "not_rows", f"「{spelled}」是{label(names[0].type)}，不是明细，没有行和列。")
        elif found is None:
            self.unknown(token, (name.name for name in self.vocabulary.names if name.role == "rows"), "明细")
        return found

    def column_named(self, group: str, token: Word) -> Read | None:
        """The column of a 明细, read in its row; None and a problem if there is none."""
        found = self.vocabulary.column(group, str(token.content))
        if found is None:
            columns = [name.name for name in self.vocabulary.columns(group)]
            near = nearest(str(token.content), columns)
            hint = f"是不是「{near}」？" if near else f"它的列有：{'、'.join(columns)}。"
            self.report(token, "unknown_name", f"明细「{group}」没有「{token.content}」这一列，{hint}", near)
            return None
        if found.optional and (group, found.name) not in self.guards:
            message = (
                f"「{found.name}」可以不填；请先筛选「{group} 其中 ({found.name} 已填)」，或写 缺省({found.name}, …)。"
            )
            self.report(token, "unguarded", message)
        return Read(
            span=self.at(token), type=found.type, name=found.name, role="column", group=group, optional=found.optional
        )

    def language_word(self, token: Word) -> Expression:
        """申请日 and the places."""
        if token.type == "FILED":
            return FilingDate(span=self.at(token), type=Type("日期"))
        return Place(span=self.at(token), type=Type("区划"), name=str(token.content))
