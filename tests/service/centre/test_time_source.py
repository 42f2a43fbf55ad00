"""A configured time source: what it says is held against the clock before anything is filed."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from engine.service.centre.context import Service
from engine.service.centre.filing_clock import ClockOffError
from engine.service.centre.time_source import ahead, compare
from tests.support.counter import file_case
from tests.support.launcher import TOWN

EPOCH = 2_208_988_800  # seconds from 1900, where NTP begins, to 1970
Says = Callable[[float], int]


@pytest.fixture
def says() -> Iterator[Says]:
    """`says(seconds)`: a time server whose clock is that far ahead of this machine's; its port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        running: list[threading.Thread] = []

        def says(seconds: float) -> int:
            def answer() -> None:
                asked, who = listening.recvfrom(256)
                now = time.time() + EPOCH + seconds
                stamp = struct.pack("!II", int(now), int(now % 1 * 2**32))
                head = bytes([0x24, 2, 6, 0xEC]) + bytes(12)  # no leap, version 4, a server, stratum 2
                listening.sendto(head + stamp + asked[40:48] + stamp + stamp, who)

            running.append(threading.Thread(target=answer))
            running[-1].start()
            return int(listening.getsockname()[1])

        yield says
        for one in running:
            one.join()


@pytest.mark.parametrize("seconds", [0, 400 * 86400, -86400])
def test_how_far_the_clock_is_off(says: Says, seconds: int) -> None:
    assert abs(ahead("127.0.0.1", says(seconds)) - timedelta(seconds=-seconds)) < timedelta(seconds=5)


@pytest.mark.in_2026
def test_a_clock_that_differs_from_its_source_files_nothing_until_it_is_right(service: Service, says: Says) -> None:
    service.time_source = ("127.0.0.1", says(-400 * 86400))
    compare(service)
    with pytest.raises(ClockOffError) as refused:
        file_case(service, "clerk-wang")
    assert "服务器的时钟是2026-03-02 09:10:00，时间源说是2025-01-26 09:" in str(refused.value)
    assert service.store.head(TOWN).sequence == 0

    service.time_source = ("127.0.0.1", says(0))
    compare(service)
    assert file_case(service, "clerk-wang").case.state == "received"


def test_a_source_that_does_not_answer_is_logged_and_the_line_goes_on(
    service: Service, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.service.centre.time_source.WITHIN", 0.1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        service.time_source = ("127.0.0.1", silent.getsockname()[1])
        compare(service)
    assert "time source 127.0.0.1 does not answer" in caplog.text
    assert file_case(service, "clerk-wang").case.state == "received"
