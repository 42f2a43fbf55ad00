"""Files as people bring them to the counter: good scans, and what only looks like one. Made here, of nobody."""

from __future__ import annotations

import io
import zipfile
import zlib

from PIL import Image
from pypdf import PdfWriter


def pdf(pages: int = 1, password: str = "") -> bytes:
    """A PDF of empty pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=72, height=72)
    if password:
        writer.encrypt(password)
    return _written(writer.write)


def picture(kind: str = "JPEG", side: int = 64) -> bytes:
    """A grey square."""
    image = Image.effect_noise((side, side), 40)
    return _written(lambda file: image.save(file, format=kind))


def archive() -> bytes:
    """A zip with a PDF in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("身份证.pdf", pdf())
    return packed.getvalue()


def vast_png() -> bytes:
    """A picture of 900 million points in a few hundred bytes: its first block says so."""
    small = picture("PNG")
    header = small.index(b"IHDR")
    said = b"IHDR" + (30_000).to_bytes(4, "big") * 2 + small[header + 12 : header + 17]
    return small[:header] + said + zlib.crc32(said).to_bytes(4, "big") + small[header + 21 :]


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def _written(write) -> bytes:  # type: ignore[no-untyped-def]
    file = io.BytesIO()
    write(file)
    return file.getvalue()
