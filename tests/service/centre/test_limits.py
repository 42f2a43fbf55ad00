"""How often a stranger may try: by address, by account and by number; and that he holds nobody up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.service.centre.accounts import AccountError, sign_in
from engine.service.centre.context import Service
from engine.service.centre.limits import CODE, LIMITS, OF, RETURN, SIGN_IN, TRIED, VISIT, LimitError, count
from tests.conftest import Clock

PASSWORD = "一窗演示2026"


def tried(service: Service, login: str, address: str, browser: str = "") -> str:
    """What became of one wrong password: 'looked at' or 'held'."""
    try:
        sign_in(service, login, "wrong", address, browser)
    except LimitError:
        return "held"
    except AccountError:
        return "looked at"
    raise AssertionError("a wrong password opened an account")


def test_two_thousand_guesses_at_once_on_one_account_let_five_through(service: Service) -> None:
    with ThreadPoolExecutor(16) as guessing:
        said = list(guessing.map(lambda n: tried(service, "clerk-wang", f"10.0.{n // 250}.{n % 250}"), range(2000)))
    assert (said.count("looked at"), said.count("held")) == (5, 1995)


def test_two_thousand_guesses_at_once_on_two_hundred_accounts_let_five_through_each(service: Service) -> None:
    def guess(n: int) -> tuple[str, str]:
        login = f"clerk-{n % 200}"
        return login, tried(service, login, f"10.0.{n // 250}.{n % 250}")

    with ThreadPoolExecutor(16) as guessing:
        said = list(guessing.map(guess, range(2000)))
    assert {said.count((f"clerk-{n}", "looked at")) for n in range(200)} == {5}


def test_one_address_is_held_after_ten_guesses_a_minute_whatever_the_accounts(service: Service, clock: Clock) -> None:
    assert [tried(service, f"clerk-{n}", "192.0.2.7") for n in range(12)] == ["looked at"] * 10 + ["held"] * 2
    assert tried(service, "clerk-0", "192.0.2.8") == "looked at"
    clock.move(minutes=1)
    assert tried(service, "clerk-13", "192.0.2.7") == "looked at"


def test_whoever_goes_on_waits_longer(service: Service, clock: Clock) -> None:
    passed = 0
    for _ in range(60):  # a guess a minute for an hour, from one address
        passed += tried(service, "clerk-wang", "192.0.2.7") == "looked at"
        clock.move(minutes=1)
    assert passed == 6


def test_a_flood_from_one_address_leaves_an_account_open_to_others(service: Service, clock: Clock) -> None:
    refused = 0
    for _ in range(60):
        for _ in range(20):
            tried(service, "clerk-wang", "192.0.2.7")
        clock.move(minutes=1)
        try:
            sign_in(service, "clerk-wang", PASSWORD, "198.51.100.4")
        except LimitError:
            refused += 1
    assert refused <= 4  # the first minutes, until the address has used up its hour


def test_a_flood_from_everywhere_does_not_hold_a_browser_that_was_here_before(service: Service) -> None:
    for n in range(200):
        tried(service, "clerk-wang", f"10.0.0.{n}")
    with pytest.raises(LimitError, match="密码输错的次数太多了，请等5分钟再试。"):
        sign_in(service, "clerk-wang", PASSWORD, "192.0.2.7")
    sign_in(service, "clerk-wang", PASSWORD, "10.0.0.1", "a browser of hers")


def test_a_browser_that_was_here_before_is_counted_too(service: Service) -> None:
    said = [tried(service, "clerk-wang", f"10.0.0.{n}", "a stolen browser") for n in range(7)]
    assert said == ["looked at"] * 5 + ["held"] * 2
    sign_in(service, "clerk-wang", PASSWORD, "192.0.2.7")  # and holds up nobody else
    sign_in(service, "clerk-li", PASSWORD, "10.0.0.1", "a stolen browser")


def test_a_right_password_counts_against_nobody(service: Service) -> None:
    for _ in range(20):
        sign_in(service, "clerk-wang", PASSWORD, "192.0.2.7")
    assert tried(service, "clerk-wang", "192.0.2.7") == "looked at"


def test_whoever_is_held_is_not_held_longer_by_trying_on(service: Service, clock: Clock) -> None:
    for n in range(5):
        tried(service, "clerk-wang", f"10.0.0.{n}")
    for _ in range(30):
        assert tried(service, "clerk-wang", "10.0.0.9") == "held"
        clock.move(seconds=10)
    sign_in(service, "clerk-wang", PASSWORD, "10.0.0.9")


def test_an_account_that_does_not_exist_is_held_like_one_that_does(service: Service) -> None:
    for login in ("clerk-wang", "nobody-at-all"):
        said = [tried(service, login, f"10.0.0.{n}") for n in range(6)]
        assert said == ["looked at"] * 5 + ["held"], login


@pytest.mark.parametrize(
    ("moved", "seconds", "sentence"),
    [
        (0, 60, "没有登录就打开网页的次数太多了，请等1分钟再试。"),
        (59.5, 1, "没有登录就打开网页的次数太多了，请等1分钟再试。"),
    ],
)
def test_how_long_to_wait_is_told(service: Service, clock: Clock, moved: float, seconds: int, sentence: str) -> None:
    for _ in range(600):
        count(service, VISIT, {"address": "192.0.2.7"})
    clock.move(seconds=moved)
    with pytest.raises(LimitError) as held:
        count(service, VISIT, {"address": "192.0.2.7"})
    assert (held.value.seconds, str(held.value)) == (seconds, sentence)


def test_the_table_speaks_of_what_it_knows() -> None:
    assert {limit.tried for limit in LIMITS} == set(TRIED) == {SIGN_IN, RETURN, CODE, VISIT}
    assert {name for limit in LIMITS for name in limit.of} == set(OF)
    assert max(limit.within for limit in LIMITS) <= 3600  # the store remembers no longer
