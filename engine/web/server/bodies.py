"""Reading a posted form: bounded before it is parsed, and refused with a reason a person can act on."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from engine.case.attachments import MOST_BYTES
from engine.service.counter.keeping import Upload

URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"


class BodyError(Exception):
    """A body that cannot be taken; `status` is the answer's, the text is Chinese and says what to do; `back` is the
    page to do it on, '' for where the person came from."""

    def __init__(self, status: int, text: str, back: str = "") -> None:
        super().__init__(text)
        self.status, self.back = status, back


@dataclass(frozen=True, slots=True)
class Form:
    """A posted form as typed, in the order of the page. Names beginning with `_` steer the page itself. `files`
    are those chosen, on the pages that take any."""

    items: tuple[tuple[str, str], ...] = ()
    files: tuple[Upload, ...] = ()

    def one(self, name: str) -> str:
        """The value of a name that stands once, '' where it is missing. BodyError where it stands twice."""
        values = self.many(name)
        if len(values) > 1:
            raise BodyError(400, "表单里有的栏目出现了两次，没有保存。请回到上一页，重新打开后再提交。")
        return values[0] if values else ""

    def many(self, name: str) -> tuple[str, ...]:
        """All values of a name, in order."""
        return tuple(value for key, value in self.items if key == name)

    def answers(self) -> tuple[tuple[str, str], ...]:
        """What the person filled in: everything but the names that steer the page."""
        return tuple((name, value) for name, value in self.items if not name.startswith("_"))

    def repeated(self) -> tuple[str, ...]:
        """The names that stand more than once."""
        return tuple(name for name, times in Counter(name for name, _ in self.items).items() if times > 1)


async def read_form(request: Request, limit: int, most_fields: int, most_files: int = 0) -> Form:
    """The posted form, at most `limit` bytes, `most_fields` fields and `most_files` files. Nothing is kept of one that
    is refused; a file is never written to disk here.

    Raises BodyError: 415 for another content type or a file, 413 when too large, 400 when it cannot be read.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in (URLENCODED, MULTIPART):
        raise BodyError(415, "这里只收网页表单。请在本系统的页面上填写，再按页面上的按钮提交。")
    too_large = _too_much_to_upload(limit, request.url.path) if most_files else _too_large(limit)
    if request.headers.get("content-length", "0").isdigit() and int(request.headers.get("content-length", "0")) > limit:
        raise too_large
    if kind == MULTIPART:
        return await _multipart(request, limit, most_fields, most_files, too_large)
    body = b"".join([chunk async for chunk in _bounded(request, limit, too_large)])
    return Form(_urlencoded(body, most_fields))


async def _bounded(request: Request, limit: int, too_large: BodyError) -> AsyncGenerator[bytes]:
    read = 0
    async for chunk in request.stream():
        read += len(chunk)
        if read > limit:
            raise too_large
        yield chunk


def _urlencoded(body: bytes, most_fields: int) -> tuple[tuple[str, str], ...]:
    if body.count(b"&") >= most_fields:
        raise _too_many(most_fields)
    try:
        return tuple(parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict"))
    except ValueError:
        raise BodyError(400, "表单里有读不出来的字符，没有保存。请回到上一页，重新打开后再提交。") from None


async def _multipart(request: Request, limit: int, most_fields: int, most_files: int, too_large: BodyError) -> Form:
    parser = MultiPartParser(
        request.headers,
        _bounded(request, limit, too_large),
        max_files=most_files,
        max_fields=most_fields,
        max_part_size=limit,
    )
    parser.spool_max_size = limit  # what a person brought is not left unsealed in a temporary file
    try:
        data = await parser.parse()
    except MultiPartException as error:
        if error.message.startswith("Too many fields"):
            raise _too_many(most_fields) from None
        if error.message.startswith("Too many files") and most_files:
            text = f"一次最多上传 {most_files} 个文件，没有上传。请分几次上传。"
            raise BodyError(413, text, request.url.path) from None
        if error.message.startswith("Too many files"):
            raise BodyError(415, "这里不收文件。请去掉附件，只填写页面上的栏目再提交。") from None
        raise BodyError(400, "表单读不出来，没有保存。请回到上一页，重新打开后再提交。") from None
    items = tuple((name, value) for name, value in data.multi_items() if isinstance(value, str))
    return Form(items, await _chosen(data))


async def _chosen(data: FormData) -> tuple[Upload, ...]:
    """The files of a form; where none was chosen browsers send an empty one without a name."""
    found = []
    for _name, value in data.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            await value.close()
            if value.filename or content:
                found.append(Upload(value.filename or "", content))
    return tuple(found)


def _too_large(limit: int) -> BodyError:
    return BodyError(413, f"提交的内容超过 {limit // 1024} KB，没有保存。请回到上一页，删减过长的内容后再提交。")


def _too_much_to_upload(limit: int, back: str) -> BodyError:
    return BodyError(
        413,
        f"这次选的文件加起来超过 {limit >> 20} MB，没有上传。请分几次上传；单个文件最多 {MOST_BYTES >> 20} MB，"
        "太大的请调低扫描清晰度（200 DPI 就够），或者分成几个 PDF。",
        back,
    )


def _too_many(most: int) -> BodyError:
    return BodyError(413, f"提交的栏目超过 {most} 个，没有保存。请回到上一页，只填写页面上有的栏目后再提交。")
