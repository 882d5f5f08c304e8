"""Pictures and a file for the news of the demonstration, made here: drawn, written, and marked as samples.

Nobody's photograph, nobody's document: hills, fields and water in the portal's own colours, and a sheet that
says at its head that it is a sample.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from math import pi, sin
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from docx import Document
from docx.shared import Pt
from PIL import Image, ImageDraw

from portal.agencies.models import Agency
from portal.core.slugs import slugify_vi
from portal.library.models import PortalDocument, PortalImage

CREDIT = "tranh vẽ cho bản trình diễn"
SHEET_MARK = "BẢN TRÌNH DIỄN – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
# Drawn twice as large and made smaller, so that edges are smooth.
WIDTH, HEIGHT, FINER = 1600, 900, 2

Colour = tuple[int, int, int]
PAPER, SAND, GOLD = (251, 249, 244), (244, 239, 228), (232, 182, 76)
FAR, MIDDLE, NEAR, DEEP = (158, 191, 176), (74, 135, 114), (11, 91, 73), (6, 56, 45)
WATER, FOAM, STORM = (205, 226, 221), (235, 244, 241), (43, 63, 70)


class _Sheet:
    """A drawing whose places are fractions of its width and height, from the upper left."""

    def __init__(self, above: Colour, below: Colour) -> None:
        self.wide, self.high = WIDTH * FINER, HEIGHT * FINER
        sky = Image.new("RGB", (1, 2))
        sky.putpixel((0, 0), above)
        sky.putpixel((0, 1), below)
        self.image = sky.resize((self.wide, self.high), Image.Resampling.BILINEAR)
        self.pen = ImageDraw.Draw(self.image)

    def sun(self, x: float, y: float, radius: float, colour: Colour = GOLD) -> None:
        """A disc within two thin rings."""
        for share in (1.0, 1.45, 1.9):
            r = radius * share * self.high
            box = (x * self.wide - r, y * self.high - r, x * self.wide + r, y * self.high + r)
            if share == 1.0:
                self.pen.ellipse(box, fill=colour)
            else:
                self.pen.ellipse(box, outline=colour, width=2 * FINER)

    def hill(self, y: float, swing: float, waves: float, shift: float, colour: Colour) -> None:
        """Land below a line of waves, down to the lower edge."""
        self.pen.polygon(
            [*self._line(y, swing, waves, shift), (self.wide, self.high), (0, self.high)], colour
        )

    def furrow(
        self, y: float, swing: float, waves: float, shift: float, colour: Colour, width: int = 2
    ) -> None:
        """A thin line of the same kind: fields, ripples."""
        self.pen.line(self._line(y, swing, waves, shift), fill=colour, width=width * FINER, joint="curve")

    def boat(self, x: float, y: float, length: float, colour: Colour) -> None:
        """A sampan with its sail."""
        w, cx, cy = length * self.wide, x * self.wide, y * self.high
        self.pen.polygon(
            [
                (cx - w / 2, cy),
                (cx + w / 2, cy),
                (cx + w * 0.32, cy + w * 0.13),
                (cx - w * 0.34, cy + w * 0.13),
            ],
            colour,
        )
        self.pen.line((cx - w * 0.05, cy, cx - w * 0.05, cy - w * 0.75), fill=colour, width=4 * FINER)
        self.pen.polygon([(cx, cy - w * 0.72), (cx + w * 0.36, cy - w * 0.1), (cx, cy - w * 0.1)], GOLD)

    def rain(self, colour: Colour) -> None:
        """Slanting lines, the same each time."""
        for number in range(150):
            x, y = (number * 0.7548777) % 1.0, (number * 0.5698403) % 1.0
            start = (x * self.wide, y * self.high)
            self.pen.line(
                (*start, start[0] - 0.012 * self.wide, start[1] + 0.05 * self.high), colour, 2 * FINER
            )

    def jpeg(self) -> bytes:
        """The finished picture."""
        held = BytesIO()
        self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(held, "JPEG", quality=88)
        return held.getvalue()

    def _line(self, y: float, swing: float, waves: float, shift: float) -> list[tuple[float, float]]:
        steps = 160
        return [
            (
                self.wide * step / steps,
                self.high
                * (
                    y
                    + swing
                    * (sin(2 * pi * waves * step / steps + shift) + 0.4 * sin(5.1 * step / steps + shift))
                ),
            )
            for step in range(steps + 1)
        ]


def _fields() -> bytes:
    sheet = _Sheet(SAND, PAPER)
    sheet.sun(0.72, 0.30, 0.13)
    sheet.hill(0.50, 0.07, 1.1, 0.4, FAR)
    sheet.hill(0.60, 0.05, 1.4, 2.2, MIDDLE)
    sheet.hill(0.72, 0.03, 0.8, 4.0, NEAR)
    for number in range(9):
        sheet.furrow(0.77 + number * 0.027, 0.028 - number * 0.0016, 0.8, 4.0, MIDDLE if number % 3 else GOLD)
    return sheet.jpeg()


def _river() -> bytes:
    sheet = _Sheet((226, 236, 228), PAPER)
    sheet.sun(0.26, 0.32, 0.10)
    sheet.hill(0.46, 0.06, 1.3, 1.0, FAR)
    sheet.hill(0.54, 0.03, 0.9, 3.4, NEAR)
    sheet.hill(0.60, 0.008, 0.7, 0.0, WATER)
    for number in range(10):
        sheet.furrow(0.64 + number * 0.033, 0.006, 1.6, number * 0.9, FOAM, 3)
    sheet.boat(0.64, 0.72, 0.15, DEEP)
    sheet.hill(0.93, 0.02, 1.1, 5.0, DEEP)
    return sheet.jpeg()


def _rain() -> bytes:
    sheet = _Sheet(STORM, (142, 160, 158))
    sheet.hill(0.58, 0.06, 1.2, 0.8, (66, 96, 92))
    sheet.hill(0.70, 0.04, 0.9, 2.6, (28, 66, 60))
    sheet.rain((186, 202, 200))
    sheet.hill(0.84, 0.02, 1.0, 4.4, DEEP)
    for number in range(4):
        sheet.furrow(0.88 + number * 0.03, 0.012, 1.3, number * 1.1, MIDDLE, 3)
    return sheet.jpeg()


# A picture's name in the file of news -> what it shows, for whoever does not see it, and how it is drawn.
SCENES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "dong-ruong": ("Tranh vẽ: mặt trời trên dãy đồi xanh, ruộng lúa ở chân đồi", _fields),
    "dong-song": ("Tranh vẽ: chiếc thuyền có buồm trên sông, đồi ở bờ xa", _river),
    "con-mua": ("Tranh vẽ: mưa xiên trên dãy đồi sẫm màu", _rain),
}


def picture(agency: Agency, scene: str) -> PortalImage:
    """An agency's copy of a drawing, made when it is not there yet. Raises KeyError for an unknown scene."""
    description, draw = SCENES[scene]
    found = PortalImage.objects.filter(agency=agency, title=description, credit=CREDIT).first()
    if found is not None:
        return found
    image = PortalImage(
        title=description, description=description, credit=CREDIT, collection_id=agency.collection_id
    )
    image.file = ImageFile(BytesIO(draw()), name=f"{scene}.jpg")
    image.save()
    return image


def sheet(agency: Agency, title: str, lines: Sequence[str]) -> PortalDocument:
    """An agency's sheet of paper as a text file, made when it is not there yet."""
    found = PortalDocument.objects.filter(agency=agency, title=title, source=CREDIT).first()
    if found is not None:
        return found
    document: Any = Document()
    document.styles["Normal"].font.size = Pt(14)
    document.add_paragraph(SHEET_MARK)
    document.add_heading(title, level=1)
    for line in lines:
        document.add_paragraph(line, style="List Bullet")
    held = BytesIO()
    document.save(held)
    stored = PortalDocument(title=title, source=CREDIT, collection_id=agency.collection_id)
    stored.file = ContentFile(held.getvalue(), name=f"{slugify_vi(title)}.docx")
    stored._set_document_file_metadata()
    stored.save()
    return stored
