"""Staff accounts. A login is one in the whole store, because signing in names no town; names are sealed."""

from __future__ import annotations

import json
from typing import Any

from engine.store.errors import StoreError
from engine.store.kept import Account
from engine.store.keys import Keyring
from engine.store.sealing import canonical, seal, unseal
from engine.store.sqlite.file.connection import Connection

_COLUMNS = "town, login, person, sealed, role, department, windows, password, active"


def save(connection: Connection, keyring: Keyring, town: str, account: Account) -> None:
    """Insert or replace an account. Raises StoreError when another town has the login."""
    if account.town != town:
        raise StoreError(f"账号 {account.login} 属于「{account.town}」，不能存在「{town}」。")
    other = connection.one("SELECT town FROM accounts WHERE login = ? AND town <> ?", (account.login, town))
    if other:
        raise StoreError(f"登录名 {account.login} 已被别的乡镇使用，请换一个登录名。")
    connection.change(
        f"INSERT OR REPLACE INTO accounts ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            town,
            account.login,
            account.person,
            seal(keyring.accounts, account.name.encode(), _place(town, account.login)),
            account.role,
            account.department,
            canonical(list(account.windows)),
            account.password,
            int(account.active),
        ),
    )


def account(connection: Connection, keyring: Keyring, login: str) -> Account | None:
    """The account of that login, or None."""
    row = connection.one(f"SELECT {_COLUMNS} FROM accounts WHERE login = ?", (login,))
    return _read(keyring, row) if row else None


def accounts(connection: Connection, keyring: Keyring, town: str) -> tuple[Account, ...]:
    """All accounts of a town by login."""
    rows = connection.all(f"SELECT {_COLUMNS} FROM accounts WHERE town = ? ORDER BY login", (town,))
    return tuple(_read(keyring, row) for row in rows)


def _place(town: str, login: str) -> tuple[str, ...]:
    return ("account", town, login)


def _read(keyring: Keyring, row: tuple[Any, ...]) -> Account:
    town, login, person, sealed, role, department, windows, password, active = row
    return Account(
        login=login,
        person=person,
        name=unseal(keyring.accounts, sealed, _place(town, login), f"账号 {login} 的姓名").decode(),
        role=role,
        town=town,
        department=department,
        windows=tuple(json.loads(windows)),
        password=password,
        active=bool(active),
    )
