"""What is stored of a picture: upright, small, and nothing that the camera wrote into it."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from PIL import Image

from portal.library import shrink
from portal.library.models import PortalImage

pytestmark = pytest.mark.django_db
MAKE, ORIENTATION, GPS = 0x010F, 0x0112, 0x8825


def photograph(kind: str = "JPEG", size: tuple[int, int] = (3000, 1000)) -> bytes:
    """A telephone's photograph, lying on its side, with its maker and its place."""
    picture = Image.new("RGB", size, "#0b5b49")
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = "Máy của bà Bưởi", 6
    exif.get_ifd(GPS)[1] = "N"
    held = BytesIO()
    picture.save(held, kind, exif=exif)
    return held.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_a_picture_is_stored_upright_small_and_without_its_place(
    kind: str, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    image = PortalImage(title="anh", file=ImageFile(BytesIO(photograph(kind)), name=f"anh.{kind.lower()}"))
    image.save()
    stored = image.file.path
    with Image.open(stored) as picture:
        assert not dict(picture.getexif())
        assert picture.format == kind
        assert picture.size == (image.width, image.height) == (853, 2560)
    with open(stored, "rb") as file:
        raw = file.read()
    assert "Bưởi".encode() not in raw
    assert (image.file_size, len(image.file_hash)) == (len(raw), 40)


def bomb(width: int, height: int) -> BytesIO:
    """A PNG of a few bytes that says it is this large."""
    found = b"\x89PNG\r\n\x1a\n"
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    for name, data in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")):
        found += struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return BytesIO(found)


def test_a_huge_picture_is_refused_before_it_is_read_and_a_broken_one_left_to_the_form() -> None:
    for size in ((50_000, 50_000), (12_000, 11_000)):
        with pytest.raises(ValidationError, match="128 triệu"):
            shrink.clean(bomb(*size))
    for content in (b"", b"<svg onload='x'/>", photograph()[:200], b"\0\0\0\x18ftypheic broken"):
        assert shrink.clean(BytesIO(content)) is None
