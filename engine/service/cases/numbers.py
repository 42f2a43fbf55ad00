"""Numbers people type: the case number with its check digit, and the code that opens its progress page."""

from __future__ import annotations

import secrets
from datetime import date

from engine.matter.town import Town
from engine.store.contract import Transaction

_CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that are mistaken for another


def check_digit(digits: str) -> str:
    """The ISO 7064 MOD 11,10 check digit of a string of digits: any single slip and swap of neighbours is caught."""
    remainder = 10
    for digit in digits:
        remainder = (remainder + int(digit)) % 10 or 10
        remainder = remainder * 2 % 11
    return str((11 - remainder) % 10)


def is_case_number(text: str) -> bool:
    """Whether it is 24 digits with the right check digit."""
    return len(text) == 24 and text.isascii() and text.isdigit() and check_digit(text[:-1]) == text[-1]


def case_number(tx: Transaction, town: Town, window: str, today: date) -> str:
    """The next case number: town code 9, date 8, window 2, serial 4, check digit 1. Drawn inside the transaction."""
    serial = tx.next_number(case_series(town, window, today), today.year)
    body = f"{town.code}{today:%Y%m%d}{town.window_code(window)}{serial:04d}"
    return body + check_digit(body)


def case_series(town: Town, window: str, today: date) -> str:
    """The series case numbers of a window are drawn from on a day."""
    return f"办件{today:%Y%m%d}{town.window_code(window)}"


def progress_code() -> str:
    """Eight characters to type by hand beside the case number (over 39 random bits)."""
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(8))
