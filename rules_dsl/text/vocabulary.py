"""A matter's own words: fields, columns, parameters, tables, definitions, materials, queries, facts, and their aliases.

Which words exist is all that cutting a text needs; what type they have is the checker's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from rules_dsl.values.folding import digest_of, fold
from rules_dsl.values.kinds import Name

FILING_DATE = "申请日"
FILING_DATE_ALIASES = ("申请日期", "申请当日", "申报日", "申报当日")
PLACES = ("本镇", "本县", "本市", "本省")


class Vocabulary:
    """The names a rule may use. `aliases` maps another spelling (a material's short name, a common name) to a name.

    One name may stand for a field and for columns of several 明细; where it is read decides. The language's own words
    (申请日, 本镇 …) are not listed here; a field of the name 申请日期 wins over that alias of 申请日.
    """

    def __init__(self, names: Iterable[Name] = (), aliases: Mapping[str, str] | None = None) -> None:
        self.names: tuple[Name, ...] = tuple(names)
        self.aliases: dict[str, str] = dict(aliases or {})
        self._by_name: dict[str, list[Name]] = {}
        for name in self.names:
            self._by_name.setdefault(name.name, []).append(name)

    def get(self, word: str) -> tuple[Name, ...]:
        """Every name this word stands for, aliases resolved; empty if unknown."""
        if word in self._by_name:
            return tuple(self._by_name[word])
        return tuple(self._by_name.get(self.aliases.get(word, ""), ()))

    def find(self, word: str, *roles: str) -> Name | None:
        """The first name of one of these roles, or None."""
        return next((name for name in self.get(word) if name.role in roles), None)

    def columns(self, group: str) -> tuple[Name, ...]:
        """The columns of a 明细, in their order."""
        return tuple(name for name in self.names if name.role == "column" and name.group == group)

    def column(self, group: str, word: str) -> Name | None:
        """The column of that name in that 明细, or None."""
        return next((name for name in self.get(word) if name.role == "column" and name.group == group), None)

    def with_names(self, names: Iterable[Name]) -> Vocabulary:
        """A vocabulary with these names added; a name already there (same role and group) is replaced."""
        added = tuple(names)
        replaced = {(name.name, name.role, name.group) for name in added}
        kept = (name for name in self.names if (name.name, name.role, name.group) not in replaced)
        return Vocabulary((*kept, *added), self.aliases)

    @cached_property
    def words(self) -> dict[str, str]:
        """Every spelling as it looks in a folded text, with the spelling as declared."""
        return {fold(word): word for word in (*self.aliases, *self._by_name)}

    @cached_property
    def options(self) -> dict[str, str]:
        """Every option of every field and list as it looks in a folded text, with the option as declared."""
        found: dict[str, str] = {}
        for name in self.names:
            for type in (name.type, name.type.of):
                for option in type.options if type else ():
                    found.setdefault(fold(option), option)
        return found

    @cached_property
    def units(self) -> frozenset[str]:
        """Every unit that a number field or parameter declares."""
        types = (type for name in self.names for type in (name.type, name.type.of) if type)
        return frozenset(fold(type.unit) for type in types if type.unit)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all names and aliases."""
        names = (
            f"{one.name}|{one.role}|{one.group}|{one.optional}|{one.when}|{one.means}|{one.type}" for one in self.names
        )
        return digest_of(*names, *(f"{word}={name}" for word, name in self.aliases.items()))
