"""Materials as files: what a file uploaded at the counter must be, and the record kept of it. Pure.

What a file is, its content says: neither its name nor what the browser calls it is believed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from engine.case.active_content import TooManyObjectsError, active_content, second_type
from engine.case.events import CaseError

PDF, JPEG, PNG = "PDF", "JPEG", "PNG"
MEDIA_TYPES = {PDF: "application/pdf", JPEG: "image/jpeg", PNG: "image/png"}
SUFFIXES = {PDF: "pdf", JPEG: "jpg", PNG: "png"}

MOST_BYTES = 20 * 1024 * 1024  # of one file
MOST_FILES = 60  # of one draft
MOST_IN_ALL = 200 * 1024 * 1024  # bytes of one draft
MOST_PAGES = 200  # of one PDF
MOST_PIXELS = 80_000_000  # of one picture: A3 at 600 dots an inch has 70 million
_NAME_LENGTH = 100
_MOST_NODES = 20 * MOST_PAGES  # of the tree of pages


class AttachmentError(CaseError):
    """A file that is not taken; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a material: `place` the id of the draft it was uploaded into, `page` its place in the order of the
    draft's files, `name` as it was called, `kind` of MEDIA_TYPES, `size` in bytes, `digest` the SHA-256 (hex) of the
    sealed bytes as they lie on disk."""

    place: str
    id: str
    material: str
    page: int
    name: str
    kind: str
    size: int
    digest: str
    at: datetime

    def to_json(self) -> dict[str, Any]:
        """As events carry it."""
        return asdict(self) | {"at": self.at.isoformat()}


def attachment_from(data: Mapping[str, Any]) -> Attachment:
    """The record an event carries."""
    return Attachment(**{**data, "at": datetime.fromisoformat(data["at"])})


def names_of(files: Iterable[Attachment], belonging_to: str) -> str:
    """The names of the files of one material or field, as its answer; '' where there are none."""
    return "、".join(one.name for one in files if one.material == belonging_to)


def clean_name(name: str) -> str:
    """What a file was called, as a name to show: no folders, nothing invisible, no more than 100 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[:_NAME_LENGTH] or "未命名"


def kind_of(content: bytes, name: str) -> str:
    """PDF, JPEG or PNG, wholly readable. AttachmentError naming the file for anything else; `name` is only shown."""
    if not content:
        raise _refused(name, "是空的，没有内容。请重新扫描或拍照后再上传")
    if len(content) > MOST_BYTES:
        raise _refused(name, f"超过 {MOST_BYTES >> 20} MB。请调低扫描清晰度，或者分成几个文件再上传")
    kind = next((kind for kind, beginning in _BEGINNINGS.items() if content.startswith(beginning)), None)
    if kind is None:
        raise _refused(name, _instead(content))
    if also := second_type(content):
        raise _refused(name, f"既是照片或 PDF，又能当{also}打开，可能藏了东西，不能收。请重新扫描或拍照后再上传")
    if kind == PDF:
        _check_pdf(content, name)
    else:
        _check_picture(content, name, kind)
    return kind


_BEGINNINGS = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}
# How what people bring by mistake begins (at an offset), and what they can do.
_OTHERS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"PK", "是压缩包或者 Office 文档。请解压，或者在 Office 里另存为 PDF，再上传"),
    (0, b"Rar!", "是压缩包。请解压后上传里面的 PDF 或照片"),
    (0, b"7z\xbc\xaf", "是压缩包。请解压后上传里面的 PDF 或照片"),
    (0, b"\xd0\xcf\x11\xe0", "是旧版 Office 文档。请打开后另存为 PDF，再上传"),
    (4, b"ftyphei", "是 HEIC 照片。请在手机的相机设置里把格式改为「兼容性最佳」（JPEG）后重拍，或者转成 JPEG 再上传"),
    (0, b"GIF8", "是 GIF 图片。请另存为 JPEG 或 PNG 再上传"),
    (8, b"WEBP", "是 WebP 图片。请另存为 JPEG 或 PNG 再上传"),
    (0, b"BM", "是 BMP 图片。请另存为 JPEG 或 PNG 再上传"),
    (0, b"II*\0", "是 TIFF 图片。请在扫描仪上改选 PDF 或 JPEG，重新扫描后上传"),
    (0, b"MM\0*", "是 TIFF 图片。请在扫描仪上改选 PDF 或 JPEG，重新扫描后上传"),
)


def _instead(content: bytes) -> str:
    for offset, beginning, sentence in _OTHERS:
        if content[offset:].startswith(beginning):
            return sentence
    if content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "是网页或者矢量图（HTML、SVG），里面可以藏程序，不能收。请打印成 PDF，或者截图存为 PNG 再上传"
    return "不是 PDF、JPEG 或 PNG，改了文件名也不行。请用扫描仪存为 PDF，或者拍照存为 JPEG，再上传"


def _check_pdf(content: bytes, name: str) -> None:
    try:
        reader = PdfReader(io.BytesIO(content))
        encrypted = reader.is_encrypted
        pages = 0 if encrypted else _count_pages(reader)
        active = "" if encrypted or pages > MOST_PAGES else active_content(content, reader)
    except TooManyObjectsError:
        raise _refused(name, "太复杂，查不完里面有什么。请用「打印」另存为 PDF，或者打印出来扫描，再上传") from None
    except Exception:  # whatever the parser stumbles over, the file is not one that others can read
        raise _refused(name, "像 PDF，但读不出来，可能没有传完或者已经损坏。请重新导出或扫描后再上传") from None
    if encrypted:
        raise _refused(name, "是加了密码或者权限保护的 PDF，以后可能打不开。请用「打印」另存为没有保护的 PDF，再上传")
    if active:
        raise _refused(name, f"里面{active}，打开时可能出事，不能收。请用「打印」另存为 PDF，或者打印出来扫描，再上传")
    if pages == 0:
        raise _refused(name, "是没有页的 PDF。请重新导出或扫描后再上传")
    if pages > MOST_PAGES:
        raise _refused(name, f"超过 {MOST_PAGES} 页。请分成几个 PDF 再上传")


def _count_pages(reader: PdfReader) -> int:
    """How many pages the tree has, or more than MOST_PAGES. Not what the file says: that may be a lie, and a tree that
    leads back to itself has no end."""
    pages, waiting = 0, [reader.root_object["/Pages"]]
    for _ in range(_MOST_NODES):
        if not waiting or pages > MOST_PAGES:
            return pages
        node = waiting.pop().get_object()
        if not isinstance(node, DictionaryObject):
            raise ValueError("a page that is none")
        if "/Kids" in node:
            kids = node["/Kids"].get_object()
            if not isinstance(kids, ArrayObject):
                raise ValueError("a tree of pages that is none")
            waiting += kids
        else:
            pages += 1
    return MOST_PAGES + 1


def _check_picture(content: bytes, name: str, kind: str) -> None:
    large = f"尺寸太大，超过 {MOST_PIXELS // 10_000} 万像素。请调低扫描清晰度再上传"
    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as picture:
            pixels = picture.width * picture.height
            if pixels <= MOST_PIXELS:
                if kind == PNG:
                    picture.verify()  # every block against its check sum, without unpacking it
                else:
                    picture.draft(None, (1, 1))  # an eighth of its size is enough to see whether it is all there
                    picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refused(name, large) from None
    except Exception:  # whatever the parser stumbles over, the file is not one that others can read
        raise _refused(name, "像照片，但读不出来，可能没有传完或者已经损坏。请重新拍照或扫描后再上传") from None
    if pixels > MOST_PIXELS:
        raise _refused(name, large)


def _refused(name: str, why: str) -> AttachmentError:
    return AttachmentError(f"「{clean_name(name)}」{why}。")
