"""What a kind of field must be able to do, and the one error reading can end in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.matter.records import Field
from rules_dsl import Type, Value

Typed = str | Sequence[str | Mapping[str, object]]
"""What comes from a form or a file: text, a list of texts (多选), or a list of rows (明细)."""

UNUSUAL = (ValueError, LookupError, TypeError, AttributeError)


class FieldError(ValueError):
    """An answer that cannot be read. The text is Chinese, stands beside the field and says what to enter.

    It never repeats what was typed: an answer may be sensitive, and the page still shows it.
    """


@dataclass(frozen=True, slots=True)
class FieldKind:
    """One kind of field.

    `read(typed, field, filed)` gives the value (see `rules_dsl.values.kinds`) or raises FieldError; an empty answer
    is never read, it is 未填. `filed` is the filing date. `show(value, field)` is the text on pages and papers, and
    reads back as the same value. `mask(value, field)` is the text for those who need not see it in full (个人信息保护法
    28): where the kind is `sensitive` it needs no field, elsewhere it says what `show` says. `widget` names the
    template `fields/<widget>.html`. `usual(field)` is a quick reader of the plainest spelling: it gives what `read`
    gives, or raises one of UNUSUAL for everything that needs a closer look.
    """

    widget: str
    read: Callable[[Typed, Field, date], Value]
    show: Callable[[Value, Field], str]
    mask: Callable[..., str]
    sensitive: bool = False
    usual: Callable[[Field], Callable[[str], Value]] | None = None

    def type(self, field: Field) -> Type:
        """The type the rule language gives to answers of `field`."""
        return Type(field.kind, options=field.options, ordered=field.ordered, unit=field.unit, scale=field.scale)
