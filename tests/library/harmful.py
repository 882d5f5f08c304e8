"""Word files that mean harm, made here: bombs of blanks, of entities, of points."""

from __future__ import annotations

import io
import zipfile

import docx
from PIL import Image

from tests.library.manuscripts import TEXT, changed, plain, saved
from tests.library.test_shrink import bomb


def large_picture(width: int, height: int) -> bytes:
    """A file whose one picture says that it is this large."""
    huge = bomb(width, height).getvalue()
    document = docx.Document()
    document.add_paragraph(TEXT)
    held = io.BytesIO()
    Image.new("RGB", (30, 30)).save(held, "PNG")
    document.add_picture(io.BytesIO(held.getvalue()))
    return changed(saved(document), lambda name, data: huge if name.endswith(".png") else data)


def zip_bomb(size: int = 400_000_000) -> bytes:
    """A file whose text unpacks to ``size`` bytes of blanks."""
    out = io.BytesIO(saved(docx.Document()))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/more.xml", "w") as part,
    ):
        for _number in range(size // 1_000_000):
            part.write(b" " * 1_000_000)
    return out.getvalue()


def deep_bomb() -> bytes:
    """Entities that unfold to thousands of millions of letters."""
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    kind = f'<!DOCTYPE w [<!ENTITY l0 "ha">{rows}]>'.encode()

    def declare(name: str, data: bytes) -> bytes:
        if name != "word/document.xml":
            return data
        at = data.index(b"?>") + 2
        return (
            data[:at]
            + kind
            + data[at:].replace(b"<w:body>", b"<w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p>")
        )

    return changed(plain(), declare)
