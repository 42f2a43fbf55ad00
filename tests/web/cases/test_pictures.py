"""Pictures drawn anew: the points, and nothing else of the file."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from engine.case.attachments import kind_of
from engine.web.cases.pictures import LONGEST_SIDE, drawn_anew

ORIENTATION, MAKER = 0x0112, 0x010F


def written(picture: Image.Image, kind: str, **more: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **more)  # type: ignore[arg-type]
    return file.getvalue()


def shown(content: bytes, kind: str) -> Image.Image:
    found = drawn_anew(content, kind)
    assert kind_of(found, "照片") == kind
    return Image.open(io.BytesIO(found))


def test_what_stands_beside_the_points_does_not_get_out() -> None:
    exif = Image.Exif()
    exif[MAKER] = "where it was taken"
    photograph = written(Image.new("RGB", (40, 20), "red"), "JPEG", exif=exif, comment=b"a secret word")
    found = drawn_anew(photograph + b"a film behind it" * 99, "JPEG")
    assert b"where it was taken" in photograph
    for secret in (b"where it was taken", b"a secret word", b"a film behind it"):
        assert secret not in found


def test_a_photograph_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # to be turned right by a quarter
    sideways = Image.new("RGB", (40, 20), "white")
    sideways.paste("black", (0, 0, 8, 20))  # its left edge is the top of what was seen
    upright = shown(written(sideways, "JPEG", exif=exif), "JPEG").convert("L")
    assert upright.size == (20, 40)
    assert upright.getpixel((10, 3)) < 40  # type: ignore[operator]
    assert upright.getpixel((10, 36)) > 215  # type: ignore[operator]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_keeps_its_points(mode: str) -> None:
    grey = Image.linear_gradient("L").resize((33, 17))
    given = grey.convert("RGBA").convert(mode) if mode in ("LA", "RGBA") else grey.convert(mode)
    found = shown(written(given, "PNG"), "PNG")
    assert found.size == (33, 17)
    assert found.convert("RGBA").tobytes() == given.convert("RGBA").tobytes()


def test_a_palette_with_transparency_keeps_both() -> None:
    given = Image.new("P", (4, 1))
    given.putpalette([255, 0, 0, 0, 255, 0])
    given.putdata([0, 1, 0, 1])
    found = shown(written(given, "PNG", transparency=b"\x80\xff"), "PNG").convert("RGBA")
    assert list(found.get_flattened_data()) == [(255, 0, 0, 128), (0, 255, 0, 255)] * 2


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "1"), ("PNG", "RGB")])
def test_a_picture_larger_than_a_page_is_made_smaller(kind: str, mode: str) -> None:
    found = shown(written(Image.new(mode, (LONGEST_SIDE * 2, 64)), kind), kind)
    assert found.size == (LONGEST_SIDE, 32)
