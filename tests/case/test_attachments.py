"""What is taken as a file of a material, told by its content; all else is refused in words that say what to do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, NameObject

from engine.case.attachments import (
    MOST_BYTES,
    MOST_PAGES,
    Attachment,
    AttachmentError,
    attachment_from,
    clean_name,
    kind_of,
)
from tests.support.scans import HTML, SVG, _written, archive, pdf, picture, vast_png


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), "PDF"), (pdf(MOST_PAGES), "PDF"), (picture("JPEG"), "JPEG"), (picture("PNG"), "PNG"),
        (picture("JPEG", 3000), "JPEG"),
    ],
)  # fmt: skip
def test_scans_and_photographs_are_taken(content: bytes, kind: str) -> None:
    assert kind_of(content, "随便什么名字.exe") == kind


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "是空的.*重新扫描"),
    "too large": (b"%PDF-" + bytes(MOST_BYTES), "超过 20 MB.*分成几个文件"),
    "a PDF that is not one": (b"%PDF-1.7\nno more than that", "像 PDF，但读不出来"),
    "a PDF cut off": (pdf(3)[:200], "像 PDF，但读不出来"),
    "a PDF with a password": (pdf(1, "secret"), "是加了密码或者权限保护的 PDF.*「打印」另存"),
    "a PDF without pages": (pdf(0), "没有页的 PDF"),
    "a PDF of too many pages": (pdf(MOST_PAGES + 1), "超过 200 页.*分成几个 PDF"),
    "a photograph cut off": (picture("JPEG", 600)[:-4000], "像照片，但读不出来"),
    "a picture cut off": (picture("PNG", 600)[:-4000], "像照片，但读不出来"),
    "a picture that would unpack to gigabytes": (vast_png(), "超过 8000 万像素"),
    "a zip": (archive(), "压缩包.*解压"),
    "an SVG": (SVG, "SVG.*截图存为 PNG"),
    "a web page": (HTML, "HTML.*打印成 PDF"),
    "a GIF": (picture("GIF"), "GIF 图片.*另存为 JPEG"),
    "a TIFF": (picture("TIFF"), "TIFF 图片.*改选 PDF"),
    "a photograph of a telephone": (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC 照片.*兼容性最佳"),
    "a program": (b"MZ\x90\0" + bytes(100), "不是 PDF、JPEG 或 PNG，改了文件名也不行"),
}


@pytest.mark.parametrize("content, sentence", BAD.values(), ids=BAD)
def test_anything_else_is_refused_by_its_content(content: bytes, sentence: str) -> None:
    with pytest.raises(AttachmentError, match=f"「户口簿.pdf」.*{sentence}"):
        kind_of(content, "户口簿.pdf")


def test_a_tree_of_pages_that_leads_back_to_itself_has_an_end() -> None:
    writer = PdfWriter()
    writer.add_blank_page(width=72, height=72)
    pages = writer.root_object["/Pages"].get_object()
    pages[NameObject("/Kids")] = ArrayObject([pages.indirect_reference] * 2)
    with pytest.raises(AttachmentError, match="超过 200 页"):
        kind_of(_written(writer.write), "循环.pdf")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\扫描\\身份证 正面.jpg", "身份证 正面.jpg"), ("../../etc/passwd", "passwd"),
        ("a\u202egpj.exe", "agpj.exe"), ("甲" * 300, "甲" * 100), ("", "未命名"), ("\ud86a\n", "未命名"),
    ],
)  # fmt: skip
def test_a_name_is_only_shown(given: str, shown: str) -> None:
    assert clean_name(given) == shown


def test_a_record_comes_back_from_an_event() -> None:
    at = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    one = Attachment("d1", "f1", "身份证", 1, "正面.jpg", "JPEG", 1234, "ab" * 32, at)
    assert attachment_from(one.to_json()) == one
