"""The page where scans are uploaded, without JavaScript; each file opens for whoever may see it, and runs nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup

from engine.case.attachments import MOST_FILES, kind_of
from engine.case.fold import fold
from engine.service.centre.context import Service
from engine.service.counter.receiving import receive
from engine.store.contract import Store
from engine.web.app import make_app
from engine.web.server.settings import Settings
from tests.support.counter import ALLOWANCE, actor, form_of, small
from tests.support.scans import HTML, SVG, archive, pdf, picture
from tests.web.support.browsers import (
    APPROVER,
    CLERK,
    OTHER_CLERK,
    POLICE_CLERK,
    SUPERVISOR,
    TOWN,
    Browser,
    fields,
    filled,
)

OWN = {"Sec-Fetch-Site": "same-origin"}
CARD, BOOK = "老人居民身份证", "户口簿本人页"
BOOKLET = "police/hukou_booklet_reissue"
Files = Sequence[tuple[str, bytes]]


@pytest.fixture
def draft(clerk: Browser) -> str:
    """The address of a new draft."""
    answer = clerk.send("/desk/drafts", [("_csrf", clerk.csrf), ("_matter", ALLOWANCE)])
    return answer.headers["location"]


def upload(  # type: ignore[no-untyped-def]
    browser: Browser, draft: str, material: str, files: Files, csrf: str | None = None, to: str = "files"
):
    """Choose a material and files on the page, and send them."""
    data = {"_csrf": browser.csrf if csrf is None else csrf, "_material": material}
    sent = [("_file", (name, content)) for name, content in files]
    return browser.post(f"{draft}/{to}", data=data, files=sent, headers=OWN)


def listed(page: str) -> dict[str, list[str]]:
    """The names of the files under each material."""
    sections = BeautifulSoup(page, "html.parser").select("section:has(ol)")
    return {s.h2.get_text(): [a.get_text() for a in s.select("ol a")] for s in sections}  # type: ignore[union-attr]


def first_address(page: str) -> str:
    return str(BeautifulSoup(page, "html.parser").select("ol a")[0]["href"])


def press(browser: Browser, page: str, label: str):  # type: ignore[no-untyped-def]
    """Press a button of the list by what a screen reader says of it."""
    button = BeautifulSoup(page, "html.parser").find("button", {"aria-label": label})
    assert button is not None, label
    action = str(button.find_parent("form")["action"])  # type: ignore[index]
    return browser.send(action, [("_csrf", browser.csrf), ("_do", str(button["value"]))])  # type: ignore[index]


def test_the_form_is_saved_before_going_to_the_files_and_tells_how_many_there_are(clerk: Browser, draft: str) -> None:
    sent = filled(fields(clerk.get(draft).text, draft), {"申请人姓名": "李大勇", "_do": "files"})
    answer = clerk.send(draft, sent)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{draft}/files")
    page = clerk.get(f"{draft}/files").text
    assert "还没有上传文件" in page and 'enctype="multipart/form-data"' in page and f'href="{draft}"' in page
    answer = upload(clerk, draft, CARD, [("正面.jpg", picture()), ("反面.png", picture("PNG"))])
    assert (answer.status_code, answer.headers["location"]) == (303, f"{draft}/files?added=2")
    page = clerk.get(f"{draft}/files?added=2").text
    assert "已上传 2 个文件" in page
    assert listed(page) == {CARD: ["正面.jpg", "反面.png"]}
    form = clerk.get(draft).text
    assert form.count("已上传 2 个文件") == 1 and "李大勇" in form


def test_files_are_moved_and_deleted_by_buttons(clerk: Browser, draft: str) -> None:
    upload(clerk, draft, CARD, [("1.jpg", picture()), ("2.jpg", picture()), ("3.jpg", picture())])
    page = clerk.get(f"{draft}/files").text
    assert press(clerk, page, "「3.jpg」上移").status_code == 303
    page = clerk.get(f"{draft}/files").text
    assert listed(page) == {CARD: ["1.jpg", "3.jpg", "2.jpg"]}
    press(clerk, page, "「1.jpg」下移")
    page = clerk.get(f"{draft}/files").text
    assert listed(page) == {CARD: ["3.jpg", "1.jpg", "2.jpg"]}
    press(clerk, page, "删除「1.jpg」")
    assert listed(clerk.get(f"{draft}/files").text) == {CARD: ["3.jpg", "2.jpg"]}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("户口簿.pdf", b"%PDF-1.7 no more", "像 PDF，但读不出来"),
        ("户口簿.pdf", archive(), "是压缩包"),
        ("户口簿.jpg", SVG, "SVG"),
        ("户口簿.png", HTML, "HTML"),
        ("户口簿.pdf", pdf(1, "secret"), "加了密码"),
        ("户口簿.pdf", b"", "是空的"),
    ],
)
def test_a_bad_file_is_refused_on_the_same_page(
    clerk: Browser, draft: str, name: str, content: bytes, sentence: str
) -> None:
    answer = upload(clerk, draft, BOOK, [("好的.jpg", picture()), (name, content)])
    assert answer.status_code == 422
    assert "没有上传" in answer.text and sentence in answer.text
    assert f'<option value="{BOOK}" selected>' in answer.text
    assert listed(answer.text) == {}


def test_nothing_chosen_says_what_to_choose(clerk: Browser, draft: str) -> None:
    assert "请先选择文件属于哪一项材料" in upload(clerk, draft, "", [("1.jpg", picture())]).text
    answer = upload(clerk, draft, CARD, [("", b"")])  # as a browser sends an empty choice
    assert answer.status_code == 422 and "还没有选择文件" in answer.text


def test_200_mb_are_refused_without_being_read(clerk: Browser, draft: str) -> None:
    read = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal read
        yield b'--b\r\nContent-Disposition: form-data; name="_file"; filename="a.pdf"\r\n\r\n'
        for _ in range(200):
            read += 1
            yield bytes(1024 * 1024)

    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    told = clerk.post(f"{draft}/files", content=chunks(), headers=OWN | kind | {"Content-Length": str(200 << 20)})
    assert (told.status_code, read) == (413, 0)
    silent = clerk.post(f"{draft}/files", content=chunks(), headers=OWN | kind)
    assert silent.status_code == 413 and read <= 65
    for answer in (told, silent):
        assert "加起来超过 64 MB，没有上传。请分几次上传；单个文件最多 20 MB" in answer.text
        assert f'href="{draft}/files"' in answer.text
    assert listed(clerk.get(f"{draft}/files").text) == {}


def test_too_many_files_at_once_are_refused(clerk: Browser, draft: str) -> None:
    answer = upload(clerk, draft, CARD, [(f"{n}.jpg", b"x") for n in range(MOST_FILES + 1)])
    assert answer.status_code == 413 and "一次最多上传 60 个文件" in answer.text


def test_other_pages_take_no_files(clerk: Browser, draft: str) -> None:
    sent = [("_file", ("a.pdf", pdf()))]
    answer = clerk.post(draft, data={"_csrf": clerk.csrf, "_version": "1"}, files=sent, headers=OWN)
    assert answer.status_code == 415 and "这里不收文件" in answer.text


@pytest.mark.parametrize(
    ("name", "content", "kind", "how", "saved"),
    [
        ("正面.exe", picture(), "image/jpeg", "inline", "正面.jpg"),
        ("正面", picture("PNG"), "image/png", "inline", "正面.png"),
        ("a; x.html", pdf(), "application/pdf", "attachment", "a; x.pdf"),
    ],
)
def test_a_picture_is_shown_a_pdf_is_downloaded_and_neither_runs_anything(
    clerk: Browser, draft: str, name: str, content: bytes, kind: str, how: str, saved: str
) -> None:
    upload(clerk, draft, CARD, [(name, content)])
    page = clerk.get(f"{draft}/files").text
    assert 'target="_blank" rel="noopener"' in page
    answer = clerk.get(first_address(page))
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert kind_of(answer.content, saved) == kind_of(content, name)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert policy.endswith("; sandbox")
    assert answer.headers["content-disposition"] == f"{how}; filename*=UTF-8''{quote(saved, safe='')}"


def test_a_file_of_a_draft_is_there_for_its_owner_alone(
    clerk: Browser, visitor: Browser, signed_in: dict[str, Browser], draft: str
) -> None:
    upload(clerk, draft, CARD, [("1.jpg", picture())])
    address = first_address(clerk.get(f"{draft}/files").text)
    for login in (OTHER_CLERK, POLICE_CLERK, APPROVER, SUPERVISOR):
        other = signed_in[login]
        for path in (address, f"{draft}/files"):
            assert other.get(path).status_code == 404, login
        assert upload(other, draft, CARD, [("2.jpg", picture())]).status_code == 404
        assert other.send(address, [("_csrf", other.csrf), ("_do", "drop")]).status_code == 404
    assert visitor.get(address).headers["location"].startswith("/sign-in")
    assert clerk.get(f"{draft}/files/another").status_code == 404
    assert listed(clerk.get(f"{draft}/files").text) == {CARD: ["1.jpg"]}


def test_a_form_of_another_session_uploads_nothing_and_says_so(clerk: Browser, draft: str) -> None:
    answer = upload(clerk, draft, CARD, [("1.jpg", picture())], csrf="of another session")
    assert answer.status_code == 403 and "您重新登录过" in answer.text
    assert listed(answer.text) == {}


@pytest.fixture
def case(clerk: Browser, service: Service, draft: str) -> tuple[str, str]:
    """A case with a scan: its address, and that of the scan."""
    upload(clerk, draft, CARD, [("正面.jpg", picture())])
    id = draft.rsplit("/", 1)[1]
    form = form_of(service, ALLOWANCE, "今天满80周岁，材料齐全")
    number = receive(service, actor(service, CLERK), id, id, form, signed=True).case.id
    (one,) = service.store.attachments(TOWN, id)
    return f"/desk/cases/{number}", f"/desk/cases/{number}/files/{one.id}"


def test_the_case_shows_its_scans_to_whoever_may_see_it(
    clerk: Browser, signed_in: dict[str, Browser], case: tuple[str, str]
) -> None:
    page, scan = case
    shown = BeautifulSoup(signed_in[SUPERVISOR].get(page).text, "html.parser").find("a", href=scan)
    assert shown is not None and shown["target"] == "_blank" and shown.get_text() == "正面.jpg"
    assert signed_in[SUPERVISOR].get(scan).content == picture_of(clerk, scan)
    assert signed_in[POLICE_CLERK].get(scan).status_code == 404
    assert clerk.get(f"{page}/files/another").status_code == 404


def picture_of(browser: Browser, address: str) -> bytes:
    answer = browser.get(address)
    assert answer.headers["content-type"] == "image/jpeg"
    return answer.content


def test_one_byte_flipped_is_told_and_not_shown(clerk: Browser, service: Service, case: tuple[str, str]) -> None:
    _page, scan = case
    path = path_of(service.store, scan)
    sealed = bytearray(path.read_bytes())
    sealed[99] ^= 1
    path.write_bytes(sealed)
    answer = clerk.get(scan)
    assert answer.status_code == 503
    assert "文件打不开" in answer.text and "附件「正面.jpg」在磁盘上被改动或已损坏，不能打开" in answer.text


def path_of(store: Store, scan: str) -> Path:
    """Where the file of a scan lies."""
    number, id = scan.split("/")[3], scan.rsplit("/", 1)[1]
    (one,) = [file for file in fold(store.events(TOWN, number)).files if file.id == id]
    return store._file.parent / "attachments" / TOWN / one.place / one.digest  # type: ignore[attr-defined]


def test_a_form_whose_first_page_is_the_uploads_keeps_the_rows_it_must_have(signed_in: dict[str, Browser]) -> None:
    police = signed_in[POLICE_CLERK]
    draft = police.send("/desk/drafts", [("_csrf", police.csrf), ("_matter", BOOKLET)]).headers["location"]
    rows = ("户内成员核对.行", "1")
    assert rows in fields(police.get(draft).text, draft)
    assert upload(police, draft, "申请人居民身份证", [("1.jpg", picture())]).status_code == 303  # by its address
    assert rows in fields(police.get(draft).text, draft)


@pytest.fixture
def sign(service: Service) -> Browser:
    """The clerk in a town that has a matter beside its own which asks for photographs."""
    pilot, definition = service.catalogues[TOWN], small("attached")
    matters = {**pilot.matters, definition.matter.id: definition.matter}
    definitions = {**pilot.definitions, definition.matter.id: definition}
    more = replace(pilot, matters=matters, definitions=definitions)
    browser = Browser(make_app(replace(service, catalogues={TOWN: more}), Settings(secret=b"s" * 32)))
    assert browser.sign_in(CLERK).status_code == 303
    return browser


def test_a_field_is_answered_by_what_is_uploaded_for_it(sign: Browser) -> None:
    draft = sign.send("/desk/drafts", [("_csrf", sign.csrf), ("_matter", "small/attached")]).headers["location"]
    page = BeautifulSoup(sign.get(draft).text, "html.parser")
    button = page.find("button", {"aria-label": "上传「门头现状照片」"})
    assert button is not None and page.find("input", {"name": "门头照片"}) is None
    sent = filled(fields(str(page), draft), {"申请人姓名": "王小明", "_do": str(button["value"])})  # type: ignore[index]
    there = sign.send(draft, sent).headers["location"]
    upload_page = BeautifulSoup(sign.get(there).text, "html.parser")
    assert [o.get_text() for o in upload_page.select("option[selected]")] == ["门头现状照片"]
    answer = upload(sign, draft, "门头照片", [("正面.jpg", picture())])
    assert answer.status_code == 303
    assert listed(sign.get(f"{draft}/files").text) == {"门头现状照片": ["正面.jpg"]}
    box = BeautifulSoup(sign.get(draft).text, "html.parser").find("fieldset", id="f3")
    assert [a.get_text() for a in box.select("a")] == ["正面.jpg"]  # type: ignore[union-attr]
    checked = sign.send(draft, [*fields(sign.get(draft).text, draft), ("门头照片", "别的.jpg"), ("_do", "check")])
    assert checked.status_code == 303
    told = sign.get(f"{draft}?after=checked").text
    assert "别的.jpg" not in told and "请上传" not in told
