"""Names of people where everybody can see them: on public pages and in lists."""

from __future__ import annotations

import unicodedata


def mask_name(name: str) -> str:
    """张* for two characters, 欧*娜 for more; one character alone is hidden."""
    # A variation selector belongs to the character before it and is none of its own.
    signs = [sign for sign in name.strip() if unicodedata.category(sign) != "Mn"]
    if len(signs) < 2:
        return "*" * len(signs)
    return f"{signs[0]}*{signs[-1] if len(signs) > 2 else ''}"
