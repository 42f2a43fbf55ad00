"""What a file could do besides being looked at: each way one file, made with a library or byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, Fit, NameObject, NumberObject, TextStringObject

from engine.case import active_content
from engine.case.attachments import AttachmentError, kind_of
from tests.support.scans import archive, pdf, picture

RUNS, OPENS, CARRIES, PLAYS = (
    "里面有程序",
    "里面会打开别的程序、文件或网址",
    "里面夹带了别的文件",
    "里面有影音或三维内容",
)


def made(change: Callable[[PdfWriter], object]) -> bytes:
    """A PDF of one page, changed."""
    writer = PdfWriter()
    writer.add_blank_page(width=72, height=72)
    change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def action(kind: str, **more: object) -> DictionaryObject:
    entries = {NameObject(f"/{key}"): value for key, value in more.items()}
    return DictionaryObject({NameObject("/S"): NameObject(kind), **entries})


def at_opening(kind: str, **more: object) -> bytes:
    return made(lambda w: w.root_object.update({NameObject("/OpenAction"): action(kind, **more)}))


def on_the_page(**entries: object) -> bytes:
    """A PDF with one annotation of these entries."""
    note = DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})
    return made(lambda w: w.pages[0].update({NameObject("/Annots"): ArrayObject([w._add_object(note)])}))


def byte_by_byte(catalog: str, *others: str, hidden: bytes = b"") -> bytes:
    """A PDF with that catalog, written plainly; the other objects follow the page, and what the table leaves out."""
    objects = [f"<< /Type /Catalog /Pages 2 0 R {catalog} >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] >>", *others]  # fmt: skip
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n".encode()
    out += hidden
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return out + f"trailer\n<< /Root 1 0 R /Size {len(objects) + 1} >>\nstartxref\n{table}\n%%EOF\n".encode()


def in_an_object_stream() -> bytes:
    """The action lies packed in a stream of objects, and the table of objects in another: nothing of it is in clear."""
    one = b"<< /S /JavaScript /JS (app.alert(1)) >>"
    within = zlib.compress(b"5 0 " + one)
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] >>",
        b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream"
        % (len(within), within),
    )  # fmt: skip
    out, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, text)
    rows = [(0, 0, 65535), *((1, place, 0) for place in places), (2, 4, 0), (1, len(out), 0)]
    table = zlib.compress(b"".join(struct.pack(">BHH", *row) for row in rows))
    head = b"<< /Type /XRef /Size 7 /W [1 2 2] /Root 1 0 R /Filter /FlateDecode /Length %d >>" % len(table)
    return out + b"6 0 obj\n%b\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (head, table, len(out))


NAME = TextStringObject("x.exe")
HOSTILE: dict[str, tuple[bytes, str]] = {
    "a program that runs when it is opened": (at_opening("/JavaScript", JS=TextStringObject("app.alert(1)")), RUNS),
    "a program of the whole file": (
        byte_by_byte("/Names << /JavaScript << /Names [(x) << /S /JavaScript /JS (app.alert(1)) >>] >> >>"), RUNS,
    ),
    "a program of a button": (on_the_page(Subtype=NameObject("/Widget"), A=action("/JavaScript")), RUNS),
    "a program without its kind": (on_the_page(A=DictionaryObject({NameObject("/JS"): NAME})), RUNS),
    "a form that computes": (
        made(lambda w: w.root_object.update(
            {NameObject("/AcroForm"): DictionaryObject({NameObject("/XFA"): ArrayObject()})}
        )),
        RUNS,
    ),
    "a program started": (at_opening("/Launch", F=NAME), OPENS),
    "another file opened": (at_opening("/GoToR", F=NAME), OPENS),
    "what was typed sent away": (on_the_page(A=action("/SubmitForm", F=NAME)), OPENS),
    "a file carried along": (made(lambda w: w.add_attachment("x.exe", b"MZ")), CARRIES),
    "a file pinned to the page": (on_the_page(Subtype=NameObject("/FileAttachment")), CARRIES),
    "a film": (on_the_page(Subtype=NameObject("/RichMedia")), PLAYS),
    "a sound": (on_the_page(A=action("/Sound")), PLAYS),
    "in an action after another": (at_opening("/GoTo", Next=action("/Launch", F=NAME)), OPENS),
    "in an array in an array": (
        made(lambda w: w.root_object.update({NameObject("/X"): ArrayObject([ArrayObject([action("/Launch")])])})),
        OPENS,
    ),
    "with a name that is spelled in numbers": (byte_by_byte("/OpenAction << /S /#4Aava#53cript /J#53 (x) >>"), RUNS),
    "in an object nobody refers to": (byte_by_byte("", "<< /S /GoToR /F (x) >>"), OPENS),
    "in an object the table leaves out": (
        byte_by_byte("", hidden=b"9 0 obj\n<< /S /Launch >>\nendobj\n"), OPENS,
    ),
    "in a stream of objects": (in_an_object_stream(), RUNS),
}  # fmt: skip


@pytest.mark.parametrize("content, what", HOSTILE.values(), ids=HOSTILE)
def test_a_pdf_that_does_more_than_lie_on_paper_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(AttachmentError) as refused:
        kind_of(content, "户口簿.pdf")
    assert str(refused.value) == (
        f"「户口簿.pdf」{what}，打开时可能出事，不能收。请用「打印」另存为 PDF，或者打印出来扫描，再上传。"
    )


HARMLESS = {
    "it opens at a page": made(
        lambda w: w.root_object.update({NameObject("/OpenAction"): ArrayObject([NumberObject(0), NameObject("/XYZ")])})
    ),
    "it jumps within itself": made(
        lambda w: w.add_annotation(0, Link(rect=(0, 0, 9, 9), target_page_index=0, fit=Fit.fit()))
    ),
    "it names an address": made(lambda w: w.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://example.org"))),
    "it has bookmarks": made(lambda w: w.add_outline_item(title="第一页", page_number=0)),
    "it was written plainly": byte_by_byte("/Lang (zh-CN)"),
}


@pytest.mark.parametrize("content", HARMLESS.values(), ids=HARMLESS)
def test_what_an_office_exports_is_taken(content: bytes) -> None:
    assert kind_of(content, "证明.pdf") == "PDF"


def test_a_pdf_of_more_objects_than_anybody_looks_through_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(active_content, "MOST_OBJECTS", 40)
    with pytest.raises(AttachmentError, match="太复杂，查不完里面有什么。请用「打印」另存为 PDF"):
        kind_of(pdf(60), "一本书.pdf")


def in_the_head(word: bytes) -> bytes:
    """A photograph with a comment before its points."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", comment=word)
    return file.getvalue()


def zip_behind(content: bytes) -> bytes:
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr("x.exe", "MZ")
    return file.getvalue()


def zip_within(content: bytes) -> bytes:
    """The archive, and after its end the rest of the PDF as if it were a comment."""
    file = io.BytesIO(zip_behind(b"%PDF-1.7\n"))
    return file.getvalue() + content


TWO_TYPES: dict[str, tuple[bytes, str]] = {
    "a PDF with an archive behind": (zip_behind(pdf()), "压缩包"),
    "an archive inside a PDF": (zip_within(pdf()), "PDF|压缩包"),
    "a photograph with an archive behind": (picture("JPEG") + archive(), "压缩包"),
    "a picture with an archive behind": (picture("PNG") + archive(), "压缩包"),
    "a photograph that is a PDF": (in_the_head(b"%PDF-1.7 "), "PDF"),
    "a photograph that is a web page": (in_the_head(b"<SCRIPT>alert(1)</SCRIPT>"), "网页"),
    "a PDF that is a web page": (b"%PDF-1.7\n<html><script>" + pdf(), "PDF|网页"),
}


@pytest.mark.parametrize("content, also", TWO_TYPES.values(), ids=TWO_TYPES)
def test_a_file_that_is_two_types_at_once_is_refused(content: bytes, also: str) -> None:
    with pytest.raises(AttachmentError, match=f"「正面」既是照片或 PDF，又能当({also})打开，可能藏了东西，不能收"):
        kind_of(content, "正面")


def test_what_a_telephone_writes_behind_a_photograph_is_no_second_type() -> None:
    assert kind_of(picture("JPEG") + b"\0\0\0\x18ftypmp42" + bytes(5000), "动态照片.jpg") == "JPEG"
