"""Uploaded pictures as a browser is given them: drawn anew from their points, so that nothing else gets out.

What a telephone writes beside the points (where and when it was taken) goes with it. The file itself stays sealed as it
came, and goes out only in the archive package.
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from engine.case.attachments import JPEG

LONGEST_SIDE = 4096  # points: A4 at 300 dots an inch, and a telephone's photograph, are shown as they are
_QUALITY = 88


def drawn_anew(content: bytes, kind: str) -> bytes:
    """The picture (JPEG or PNG, of its own kind again), upright, at most LONGEST_SIDE points long."""
    with Image.open(io.BytesIO(content), formats=(kind,)) as given:
        if kind == JPEG:
            given.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
        picture = ImageOps.exif_transpose(given)
        if max(picture.size) > LONGEST_SIDE:
            picture = picture.convert({"1": "L", "P": "RGBA"}.get(picture.mode, picture.mode))
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        picture = picture.convert("RGBA") if picture.mode == "P" else picture
        points = Image.new(picture.mode, picture.size)
        points.paste(picture)
    out = io.BytesIO()
    if kind == JPEG:
        points.convert("RGB").save(out, JPEG, quality=_QUALITY)
    else:
        points.save(out, kind, compress_level=1)
    return out.getvalue()
