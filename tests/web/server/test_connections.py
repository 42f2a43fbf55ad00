"""What a stranger holds open is broken off, over a real socket; the times are shortened, the rules are not."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from engine.web.server import connections, faults, pace
from engine.web.server.bodies import BodyError, read_form
from engine.web.server.connections import bounded, too_slow
from engine.web.server.pace import Pace

KIND = b"Content-Type: application/x-www-form-urlencoded\r\n"
PATIENCE = 20.0  # seconds a test waits for what should take one


async def large(request: Request) -> Response:
    return PlainTextResponse("一" * 8_000_000)


async def told(request: Request) -> Response:
    form = await read_form(request, 1 << 20, 100)
    return PlainTextResponse(f"{len(form.items)} fields from {request.client.host if request.client else ''}")


def app() -> Starlette:
    found = Starlette(
        routes=[Route("/large", large), Route("/told", told, methods=["POST"])],
        exception_handlers={BodyError: faults.explain},
    )
    found.add_middleware(Pace)
    return found


@contextlib.contextmanager
def serving(proxies: tuple[str, ...] = ()) -> Iterator[int]:
    """A server on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    config = uvicorn.Config(
        app(), port=port, http=bounded(proxies), ws="none", log_level="critical", proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies), timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield port
    server.should_exit = True
    thread.join()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("HEAD_WITHIN", 0.4), ("GRACE", 0.4), ("_LOOK_EVERY", 0.05)):
        monkeypatch.setattr(connections, name, value)
    monkeypatch.setattr(pace, "GRACE", 0.4)


@pytest.fixture
def port(quick: None) -> Iterator[int]:
    with serving() as port:
        yield port


def opened(port: int, sent: bytes = b"") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    connection.sendall(sent)
    return connection


def answered(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    found = b""
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(65536):
            found += part
    return found


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_a_head_that_does_not_come_ends_the_connection(port: int, sent: bytes) -> None:
    with opened(port, sent) as connection:
        assert answered(connection) == b""


def test_a_head_that_dribbles_in_ends_the_connection(port: int) -> None:
    with opened(port, b"GET / HTTP/1.1\r\n") as connection, pytest.raises(OSError):
        for number in range(int(PATIENCE / 0.05)):
            connection.sendall(f"X-{number}: y\r\n".encode())
            time.sleep(0.05)


def test_a_head_without_end_is_refused(port: int) -> None:
    with opened(port, b"GET / HTTP/1.1\r\n") as connection:
        with contextlib.suppress(OSError):
            for _ in range(3):
                connection.sendall(b"X-Long: " + b"y" * 65000 + b"\r\n")
        answer = answered(connection)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 431 ")


def test_a_body_that_dribbles_in_is_refused_with_a_page_and_the_connection_ends(port: int) -> None:
    head = b"POST /told HTTP/1.1\r\nHost: x\r\n" + KIND + b"Content-Length: 100000\r\n\r\n"
    with opened(port, head) as connection:
        reader = threading.Thread(target=_dribble, args=(connection,))
        reader.start()
        answer = answered(connection)
        reader.join()
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert "网络太慢，提交的内容没有在时限内传完，没有保存。".encode() in answer


def _dribble(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        for _ in range(int(PATIENCE / 0.05)):
            connection.sendall(b"a")
            time.sleep(0.05)


def test_a_body_that_is_refused_and_goes_on_coming_slowly_ends_the_connection(port: int) -> None:
    head = b"POST /told HTTP/1.1\r\nHost: x\r\n" + KIND + b"Content-Length: 99000000\r\n\r\n"
    with opened(port, head) as connection:
        reader = threading.Thread(target=_dribble, args=(connection,))
        reader.start()
        assert answered(connection).startswith(b"HTTP/1.1 413 ")
        reader.join()


def test_an_answer_that_nobody_fetches_ends_the_connection(port: int) -> None:
    with opened(port, b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n") as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        time.sleep(1.5)
        assert len(answered(connection)) < 24_000_000


def test_who_fetches_and_sends_in_time_is_served(port: int) -> None:
    with opened(port, b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") as connection:
        assert len(answered(connection)) > 24_000_000
    body = b"a=1&b=2"
    head = b"POST /told HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + KIND + b"Content-Length: 7\r\n\r\n"
    with opened(port, head) as connection:
        time.sleep(0.2)
        connection.sendall(body)
        assert answered(connection).endswith(b"2 fields from 127.0.0.1")


def test_a_connection_is_used_again_and_again(port: int) -> None:
    with opened(port) as connection:
        for _ in range(8):  # longer together than one head may take
            connection.sendall(b"POST /told HTTP/1.1\r\nHost: x\r\n" + KIND + b"Content-Length: 3\r\n\r\na=1")
            assert b"1 fields" in connection.recv(65536)
            time.sleep(0.1)


def test_three_hundred_half_sent_bodies_of_one_origin_leave_room_for_others() -> None:
    head = b"POST /told HTTP/1.1\r\nHost: x\r\n" + KIND + b"Content-Length: 100000\r\n\r\na=1"
    with serving() as port, contextlib.ExitStack() as held:
        for _ in range(300):
            with contextlib.suppress(OSError):
                held.enter_context(opened(port, head))
        other = held.enter_context(socket.socket())
        other.bind(("127.0.0.9", 0))
        other.settimeout(PATIENCE)
        other.connect(("127.0.0.1", port))
        other.sendall(
            b"POST /told HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + KIND + b"Content-Length: 3\r\n\r\na=1"
        )
        assert answered(other).endswith(b"1 fields from 127.0.0.9")
        same = held.enter_context(opened(port))
        with contextlib.suppress(OSError):
            same.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answered(same) == b""


def test_a_proxy_opens_as_many_as_it_likes_and_those_behind_it_are_told_apart() -> None:
    def head(client: str) -> bytes:
        return f"POST /told HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {client}\r\n".encode() + KIND

    with serving(("127.0.0.1",)) as port, contextlib.ExitStack() as held:
        for _ in range(pace.MOST_AT_ONCE):
            held.enter_context(opened(port, head("192.0.2.7") + b"Content-Length: 9\r\n\r\na=1"))
        time.sleep(0.5)
        whole = b"Connection: close\r\nContent-Length: 3\r\n\r\na=1"
        crowded = answered(held.enter_context(opened(port, head("192.0.2.7") + whole)))
        other = answered(held.enter_context(opened(port, head("192.0.2.8") + whole)))
    assert crowded.startswith(b"HTTP/1.1 503 ")
    assert "同一个网络地址同时打开的网页太多".encode() in crowded
    assert other.endswith(b"1 fields from 192.0.2.8")


def test_whoever_is_no_proxy_is_not_believed_about_where_he_comes_from() -> None:
    with serving(("192.0.2.1",)) as port:
        head = b"POST /told HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.7\r\nConnection: close\r\n" + KIND
        with opened(port, head + b"Content-Length: 3\r\n\r\na=1") as connection:
            assert answered(connection).endswith(b"1 fields from 127.0.0.1")


@pytest.mark.parametrize(
    ("seconds", "transferred", "slow"),
    [(20, 0, False), (20.1, 0, True), (21, 4096, False), (21.1, 4096, True), (3620, 4096 * 3600, False)],
)
def test_the_lowest_rate_is_four_kilobytes_a_second_after_twenty_seconds(
    seconds: float, transferred: int, slow: bool
) -> None:
    assert too_slow(seconds, transferred) is slow
