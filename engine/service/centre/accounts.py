"""Staff accounts and signed-in browsers. Passwords are argon2id; only hashes of session tokens are kept.

How often somebody may try stands in `limits`; an unknown name takes as long and gets the same answer. A session ends
after fifteen idle minutes or twelve hours, and at once when its account is stopped.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

from argon2.exceptions import InvalidHashError, VerificationError

from engine.case.events import Actor, CaseError
from engine.case.roles import ROLES
from engine.service.centre.context import Service
from engine.service.centre.limits import RETURN, SIGN_IN, Counted, count
from engine.store.kept import Account, Session

IDLE, ABSOLUTE = timedelta(minutes=15), timedelta(hours=12)
SHORTEST, LONGEST = 8, 128
_SEEN_EVERY = timedelta(minutes=1)
_REFUSED = "账号或密码不对，请重新输入。输错几次以后，要等几分钟才能再试。"


class AccountError(CaseError):
    """An account that cannot be made, or a sign-in that is refused."""


def add_account(
    service: Service, town: str, login: str, password: str, *, name: str, role: str, person: str = "",
    department: str = "", windows: tuple[str, ...] = (),
) -> Account:  # fmt: skip
    """A new account. `person` identifies the human being (the login where it is not given): two accounts of one person
    name the same. AccountError lists everything that is wrong."""
    place = service.town(town)
    wrong = []
    if not (2 <= len(login) <= 40) or not login.isascii() or not login.replace("-", "").replace("_", "").isalnum():
        wrong.append("账号用2至40个字母、数字、「-」或「_」。")
    elif service.store.account(login) is not None:
        wrong.append(f"账号「{login}」已经有了，请换一个。")
    if not SHORTEST <= len(password) <= LONGEST:
        wrong.append(f"密码要{SHORTEST}至{LONGEST}个字符，可以用一句话。")
    elif login.lower() in password.lower():
        wrong.append("密码里不要含有账号。")
    if role not in ROLES:
        wrong.append(f"没有岗位「{role}」，可用：{'、'.join(ROLES)}。")
    else:
        if ROLES[role].needs == "department" and department not in place.departments:
            wrong.append(f"{role}岗位要写明部门（--department），可用：{'、'.join(place.departments)}。")
        known = tuple(window.name for window in place.windows)
        if ROLES[role].needs == "window" and (not windows or not set(windows) <= set(known)):
            wrong.append(f"{role}岗位要写明窗口（--window），可用：{'、'.join(known)}。")
    if not name.strip():
        wrong.append("请写明姓名（--name）。")
    if wrong:
        raise AccountError("\n".join(wrong))
    account = Account(
        login, person or login, name.strip(), role, town, department, windows, service.hasher.hash(password)
    )
    with service.store.transaction(town) as tx:
        tx.save_account(account)
    return account


def sign_in(service: Service, login: str, password: str, address: str = "", browser: str = "") -> tuple[str, Session]:
    """A new session and its token. `address` is where the browser is; `browser` the mark of one that has signed in to
    this account before, '' for none: no stranger's tries hold it up.

    AccountError with one and the same sentence, whatever was wrong; LimitError after too many tries, whether there is
    such an account or not. A try is counted before the password is looked at, so that many at once are no more than
    one after the other."""
    account, tried = _known(service, login, password, address, browser)
    now = service.now()
    token = secrets.token_urlsafe(32)
    session = Session(account.login, account.town, secrets.token_urlsafe(32), now, now)
    with service.store.transaction(account.town) as tx:
        current = tx.account(account.login) or account
        if not current.active:  # stopped while its password was looked at
            raise AccountError(_REFUSED)
        tx.save_session(token, session)
    tried.take_back()
    return token, session


def vouch(service: Service, login: str, password: str) -> Actor:
    """Whoever has this password, to put their name to something at the machine itself. Errors as of `sign_in`."""
    account, tried = _known(service, login, password, "", "")
    tried.take_back()
    return _actor(account)


def _known(service: Service, login: str, password: str, address: str, browser: str) -> tuple[Account, Counted]:
    login = login.strip()
    origin = {"address": address, "browser": browser, "account": login}
    tried = count(service, RETURN if browser else SIGN_IN, origin)
    account = service.store.account(login)
    good = _verifies(service, account.password if account else service.nobody(), password[: LONGEST + 1])
    if account is None or not account.active or not good:
        raise AccountError(_REFUSED)
    return account, tried


def _actor(account: Account) -> Actor:
    return Actor(
        account.login, account.person, account.name, account.role, account.town, account.department,
        windows=account.windows,
    )  # fmt: skip


def _verifies(service: Service, hashed: str, password: str) -> bool:
    try:
        return service.hasher.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def who(service: Service, token: str) -> tuple[Actor, Session] | None:
    """Who the session belongs to, as an actor; None when it is unknown, over, or its account is stopped."""
    session = service.store.session(token)
    if session is None:
        return None
    now = service.now()
    account = service.store.account(session.account)
    if account is None or not account.active or now - session.seen_at > IDLE or now - session.opened_at > ABSOLUTE:
        sign_out(service, token, session.town)
        return None
    if now - session.seen_at > _SEEN_EVERY:
        session = replace(session, seen_at=now)
        with service.store.transaction(session.town) as tx:
            tx.save_session(token, session)
    return _actor(account), session


def sign_out(service: Service, token: str, town: str) -> None:
    """End the session."""
    with service.store.transaction(town) as tx:
        tx.end_session(token)
