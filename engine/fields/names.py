"""Names of people where everybody can see them: on public pages and in lists."""

from __future__ import annotations

import unicodedata

# Spaces, punctuation (the dot of minority names), variation selectors and control signs are no part of a name to show.
# Unassigned code points are: Python's tables are older than the newest Han characters.
_NO_LETTER = ("Z", "P", "M", "Cc", "Cf", "Cs")


def mask_name(name: str) -> str:
    """张* for two characters, 欧*娜 for more; one character alone is hidden."""
    letters = [sign for sign in name if not unicodedata.category(sign).startswith(_NO_LETTER)]
    if len(letters) < 2:
        return "*" * len(letters)
    return f"{letters[0]}*{letters[-1] if len(letters) > 2 else ''}"
