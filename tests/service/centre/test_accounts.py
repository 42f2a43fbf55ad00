"""Accounts and sessions: who may have one, one sentence for every refusal, and when a session ends."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from argon2 import PasswordHasher

from engine.service.centre.accounts import AccountError, add_account, sign_in, sign_out, who
from engine.service.centre.context import Service
from tests.conftest import Clock
from tests.support.launcher import TOWN

PASSWORD = "一窗演示2026"
REFUSED = "账号或密码不对，请重新输入。输错几次以后，要等几分钟才能再试。"


def refusal(service: Service, login: str, password: str) -> str:
    with pytest.raises(AccountError) as refused:
        sign_in(service, login, password)
    return str(refused.value)


def test_signing_in_says_who_one_is(service: Service) -> None:
    token, session = sign_in(service, " clerk-wang ", PASSWORD)
    found = who(service, token)
    assert found is not None
    actor, kept = found
    assert (actor.account, actor.person, actor.name, actor.role, actor.town, actor.windows) == (
        "clerk-wang", "clerk-wang", "王芳", "窗口", "shayan", ("综合受理",),
    )  # fmt: skip
    assert kept == session
    assert len(token) >= 43 and len(session.csrf) >= 43  # 256 random bits each
    assert token != session.csrf


def test_two_sessions_of_one_account_are_two(service: Service) -> None:
    first, _ = sign_in(service, "clerk-wang", PASSWORD)
    second, _ = sign_in(service, "clerk-wang", PASSWORD)
    sign_out(service, first, TOWN)
    assert who(service, first) is None
    assert who(service, second) is not None


def test_every_refusal_is_the_same_sentence(service: Service) -> None:
    account = service.store.account("clerk-li")
    assert account is not None
    with service.store.transaction(TOWN) as tx:
        tx.save_account(replace(account, active=False))
    for login, password in (
        ("nobody", PASSWORD), ("clerk-wang", "wrong"), ("clerk-wang", ""), ("", ""), ("clerk-li", PASSWORD),
        ("clerk-wang", PASSWORD + "x"), ("x" * 5000, "y" * 100000),
    ):  # fmt: skip
        assert refusal(service, login, password) == REFUSED


def test_an_account_stopped_while_its_password_is_looked_at_stays_stopped(service: Service) -> None:
    hasher = service.hasher

    class Stopping:
        """Looks at the password, and meanwhile an administrator stops the account."""

        def verify(self, hashed: str, password: str) -> bool:
            account = service.store.account("clerk-wang")
            assert account is not None
            with service.store.transaction(TOWN) as tx:
                tx.save_account(replace(account, active=False))
            return hasher.verify(hashed, password)

    service.hasher = cast(PasswordHasher, Stopping())
    said = refusal(service, "clerk-wang", PASSWORD)
    account = service.store.account("clerk-wang")

    assert said == REFUSED
    assert account is not None
    assert not account.active


def test_a_session_ends_after_a_quarter_of_an_hour_of_rest(service: Service, clock: Clock) -> None:
    token, _ = sign_in(service, "clerk-wang", PASSWORD)
    clock.move(minutes=15)
    assert who(service, token) is not None  # and that was a sign of life
    clock.move(minutes=15)
    assert who(service, token) is not None
    clock.move(minutes=15, seconds=1)
    assert who(service, token) is None
    clock.move(minutes=-1)
    assert who(service, token) is None  # over is over


def test_a_session_ends_after_twelve_hours_however_busy(service: Service, clock: Clock) -> None:
    token, _ = sign_in(service, "clerk-wang", PASSWORD)
    for _ in range(72):
        clock.move(minutes=10)
        assert who(service, token) is not None
    clock.move(seconds=1)
    assert who(service, token) is None


def test_a_stopped_account_is_out_at_once(service: Service) -> None:
    token, _ = sign_in(service, "clerk-wang", PASSWORD)
    account = service.store.account("clerk-wang")
    assert account is not None
    with service.store.transaction(TOWN) as tx:
        tx.save_account(replace(account, active=False))
    assert who(service, token) is None


def test_a_change_of_post_holds_at_once(service: Service) -> None:
    token, _ = sign_in(service, "clerk-wang", PASSWORD)
    account = service.store.account("clerk-wang")
    assert account is not None
    with service.store.transaction(TOWN) as tx:
        tx.save_account(replace(account, windows=("公安专项",)))
    found = who(service, token)
    assert found is not None and found[0].windows == ("公安专项",)


@pytest.mark.parametrize("token", ["", "x", "x" * 43])
def test_a_token_nobody_has_is_nobody(service: Service, token: str) -> None:
    assert who(service, token) is None


def test_a_new_account_names_its_person_and_post(service: Service) -> None:
    account = add_account(
        service, TOWN, "chen-2", "correct horse", name=" 陈静 ", role="审批", person="social-chen",
        department="镇社会事务办",
    )  # fmt: skip
    assert (account.person, account.name, account.active) == ("social-chen", "陈静", True)
    assert account.password.startswith("$argon2id$")
    token, _ = sign_in(service, "chen-2", "correct horse")
    found = who(service, token)
    assert found is not None and found[0].person == "social-chen"


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"login": "x"}, "账号用2至40个字母"),
        ({"login": "王芳"}, "账号用2至40个字母"),
        ({"login": "a b"}, "账号用2至40个字母"),
        ({"login": "clerk-wang"}, "账号「clerk-wang」已经有了"),
        ({"password": "short"}, "密码要8至128个字符"),
        ({"password": "x" * 129}, "密码要8至128个字符"),
        ({"password": "my New-Clerk pass"}, "密码里不要含有账号"),
        ({"role": "局长"}, "没有岗位「局长」"),
        ({"role": "审批", "department": "没有的局"}, "审批岗位要写明部门"),
        ({"windows": ()}, "窗口岗位要写明窗口"),
        ({"windows": ("综合受理", "没有的窗口")}, "窗口岗位要写明窗口"),
        ({"name": "  "}, "请写明姓名"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said(service: Service, changed: dict[str, object], complaint: str) -> None:
    asked: dict[str, object] = {
        "login": "new-clerk", "password": "correct horse", "name": "新人", "role": "窗口", "windows": ("综合受理",),
    }  # fmt: skip
    asked |= changed
    login, password = str(asked.pop("login")), str(asked.pop("password"))
    with pytest.raises(AccountError, match=complaint):
        add_account(service, TOWN, login, password, **asked)  # type: ignore[arg-type]
    assert login == "clerk-wang" or service.store.account(login) is None


def test_everything_wrong_is_said_at_once(service: Service) -> None:
    with pytest.raises(AccountError) as refused:
        add_account(service, TOWN, "x", "short", name="", role="审批")
    assert len(str(refused.value).splitlines()) == 4
