"""Posted forms: what is too large, too many, of the wrong kind or twice is refused with a page, and nothing is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from engine.web.server.bodies import BodyError, Form
from engine.web.server.visits import MOST_FIELDS
from tests.web.support.browsers import Browser

URLENCODED = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
LIMIT = 1024 * 1024


def multipart(parts: list[tuple[str, str]], filename: str = "") -> tuple[bytes, dict[str, str]]:
    """A multipart body and its headers; with `filename` the last part is a file."""
    lines = []
    for number, (name, value) in enumerate(parts, start=1):
        file = f'; filename="{filename}"' if filename and number == len(parts) else ""
        lines += ["--border", f'Content-Disposition: form-data; name="{name}"{file}', "", value]
    body = "\r\n".join([*lines, "--border--", ""]).encode()
    return body, {"Content-Type": "multipart/form-data; boundary=border", "Sec-Fetch-Site": "same-origin"}


def test_a_form_may_come_as_multipart(clerk: Browser) -> None:
    body, headers = multipart([("_csrf", clerk.csrf), ("_text", "王建军")])
    answer = clerk.post("/desk/find", content=body, headers=headers)
    assert answer.status_code == 200 and "找到 1 件" in answer.text


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", ""])
def test_another_content_type_is_refused(clerk: Browser, kind: str) -> None:
    headers = {"Content-Type": kind, "Sec-Fetch-Site": "same-origin"}
    answer = clerk.post("/desk/find", content=b'{"_text": "x"}', headers=headers)
    assert answer.status_code == 415
    assert "这里只收网页表单" in answer.text


def test_a_file_is_refused(clerk: Browser) -> None:
    body, headers = multipart([("_csrf", clerk.csrf), ("_text", "x")], filename="a.pdf")
    answer = clerk.post("/desk/find", content=body, headers=headers)
    assert answer.status_code == 415 and "这里不收文件" in answer.text


def test_too_large_a_body_is_refused_before_it_is_read(clerk: Browser) -> None:
    answer = clerk.post("/desk/find", content=b"_text=" + b"x" * LIMIT, headers=URLENCODED)
    assert answer.status_code == 413
    assert "超过 1024 KB，没有保存" in answer.text


def test_a_body_that_hides_its_length_is_cut_off_too(clerk: Browser) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 65536

    answer = clerk.post("/desk/find", content=chunks(), headers=URLENCODED)
    assert answer.status_code == 413


@pytest.mark.parametrize("encoding", ["urlencoded", "multipart"])
def test_too_many_fields_are_refused(clerk: Browser, encoding: str) -> None:
    if encoding == "urlencoded":
        body, headers = b"&".join([b"a=1"] * 100_000), URLENCODED
    else:
        body, headers = multipart([("a", "1")] * (MOST_FIELDS + 1))
    answer = clerk.post("/desk/find", content=body, headers=headers)
    assert answer.status_code == 413
    assert f"超过 {MOST_FIELDS} 个" in answer.text


@pytest.mark.parametrize("body", [b"_text=%ff%fe", b"\xff\xfe=1", b"_text=%E4%B8"])
def test_bytes_that_are_no_text_are_refused(clerk: Browser, body: bytes) -> None:
    answer = clerk.post("/desk/find", content=body, headers=URLENCODED)
    assert answer.status_code == 400
    assert "读不出来的字符" in answer.text


def test_a_broken_multipart_body_is_refused(clerk: Browser) -> None:
    headers = {"Content-Type": "multipart/form-data", "Sec-Fetch-Site": "same-origin"}
    assert clerk.post("/desk/find", content=b"--x\r\n", headers=headers).status_code == 400


def test_a_steering_field_twice_is_refused(clerk: Browser) -> None:
    answer = clerk.send("/desk/find", [("_csrf", clerk.csrf), ("_text", "a"), ("_text", "b")])
    assert answer.status_code == 400 and "出现了两次" in answer.text


def test_form_keeps_order_and_knows_what_steers_the_page() -> None:
    form = Form((("b", "1"), ("_csrf", "x"), ("a", "2"), ("b", "3")))
    assert form.answers() == (("b", "1"), ("a", "2"), ("b", "3"))
    assert form.many("b") == ("1", "3")
    assert form.repeated() == ("b",)
    assert (form.one("a"), form.one("missing")) == ("2", "")
    with pytest.raises(BodyError):
        form.one("b")
