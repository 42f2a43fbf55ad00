"""Papers as PDF/A: data and layout in, bytes out. The same `Issued` gives the same bytes on any machine.

The data reach typst as JSON, never as source, so whatever somebody typed stays text. Nothing here can undo a case:
rendering comes after the commit and may be repeated.
"""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

import pypdf
import segno
import typst

from engine.case.records import Issued
from engine.documents.glyphs import FONT_FOLDER, printable
from engine.documents.occasion import Occasion
from engine.documents.registry import LAYOUTS, PAPERS, data_for

UNNUMBERED = "（未编号）"
_ONE_AT_A_TIME = threading.Lock()  # a typst compiler keeps one world; two threads would mix their inputs


def render(issued: Issued) -> bytes:
    """The paper as PDF/A-2b, dated `issued_at`, with the place of its own event in the chain where it has one."""
    chain = f"{issued.sequence}:{issued.digest}" if issued.sequence else ""
    return _compile(issued.type, {**issued.data, "chain": chain}, issued.issued_at)


def render_again(original: bytes, mark: str, dated: datetime) -> bytes:
    """The original with `mark` (补打第1次 …) laid over every page; the bytes of the original stay as they were."""
    over = pypdf.PdfReader(io.BytesIO(_typeset("reprint.typ", {"mark": mark}, dated))).pages[0]
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(original))
    for page in writer.pages:
        page.merge_page(over)
    printed = io.BytesIO()
    writer.write(printed)
    return printed.getvalue()


def preview(type: str, occasion: Occasion) -> bytes:
    """The paper before it is issued, without a number and marked so: to be filled in by hand, or signed before 收件.
    One that never has a number is not marked."""
    number = UNNUMBERED if PAPERS[type].series else ""
    return _compile(type, {**data_for(type, occasion), "number": number, "chain": ""}, occasion.issued_at)


def _compile(type: str, data: Mapping[str, Any], dated: datetime) -> bytes:
    return _typeset(PAPERS[type].template, {**data, "qr": _qr(data.get("progress", ""))}, dated)


def _typeset(layout: str, data: Mapping[str, Any], dated: datetime) -> bytes:
    with _ONE_AT_A_TIME:
        pdf = _compiler().compile(
            input=LAYOUTS / layout,
            format="pdf",
            pdf_standards="a-2b",
            sys_inputs={"data": json.dumps(_printable(data), ensure_ascii=False)},
            timestamp=int(dated.timestamp()),
        )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=LAYOUTS, font_paths=[FONT_FOLDER], ignore_system_fonts=True)


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value


def _qr(address: str) -> str:
    """The QR code of a web address as SVG; '' where there is none. Level M: a folded paper still reads."""
    if not address:
        return ""
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", border=2, xmldecl=False)
    return drawing.getvalue().decode("utf-8")
