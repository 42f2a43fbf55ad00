"""The kinds of field, in one table: how each is read, shown, masked, asked for, and typed in the rule language.

A new kind is a row of its module's tuple; everything else finds it here.
"""

from rules_dsl.identifiers import birth_date, sex

from .choices import CHOICE_KINDS
from .dates import DATE_KINDS, read_date
from .identifiers import IDENTIFIER_KINDS, mask_card, mask_identifier, mask_name, mask_phone
from .kinds import FieldError, FieldKind
from .numbers import NUMBER_KINDS
from .rows import ROW_KINDS
from .text import TEXT_KINDS

FIELD_KINDS: dict[str, FieldKind] = {
    kind.kind: kind for kind in (*TEXT_KINDS, *NUMBER_KINDS, *DATE_KINDS, *CHOICE_KINDS, *IDENTIFIER_KINDS, *ROW_KINDS)
}

__all__ = [
    "FIELD_KINDS",
    "FieldError",
    "FieldKind",
    "birth_date",
    "mask_card",
    "mask_identifier",
    "mask_name",
    "mask_phone",
    "read_date",
    "sex",
]
