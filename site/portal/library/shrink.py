"""Pictures as they are stored: upright, at most 2,560 px, without what the camera wrote into them.

A photograph taken with a telephone holds the place where it was taken, the owner's name and more (EXIF, XMP).
Nothing of it reaches the store: the file is drawn anew at every door, before it is written. What cannot be
read as a picture is left to the form's own check, which refuses it.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models.signals import pre_save
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from portal.library.models import PortalImage

LONGEST_SIDE: Final = 2560
MOST_PIXELS: Final = 128_000_000
QUALITY: Final = {"JPEG": {"quality": 86, "optimize": True}, "WEBP": {"quality": 84}, "AVIF": {"quality": 70}}
DRAWN: Final = frozenset({"JPEG", "PNG", "WEBP", "AVIF"})


def clean(content: Any) -> bytes | None:
    """The picture drawn anew in its own format; None for what is no picture that Pillow can draw.

    Raises ValidationError for one of more than 128 million pixels, before any of them is read.
    """
    content.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(content)
        if picture.format not in DRAWN or getattr(picture, "n_frames", 1) > 1:
            return None
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(_("Ảnh quá lớn: tối đa 128 triệu điểm ảnh."))
        kind = picture.format
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        drawn = ImageOps.exif_transpose(picture)
        drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        drawn.info = {
            key: value for key, value in drawn.info.items() if key in ("icc_profile", "transparency")
        }
        held = BytesIO()
        drawn.save(held, kind, exif=b"", **QUALITY.get(kind, {}))
    except Image.DecompressionBombError:
        raise ValidationError(_("Ảnh quá lớn: tối đa 128 triệu điểm ảnh.")) from None
    except (OSError, SyntaxError, ValueError):
        return None
    finally:
        content.seek(0)
    return held.getvalue()


def _before_it_is_stored(sender: type[PortalImage], instance: PortalImage, **kwargs: Any) -> None:
    """Put the clean picture in the uploaded one's place."""
    if not instance.file or instance.file._committed:
        return
    drawn = clean(instance.file.file)
    if drawn is None:
        return
    instance.file = ContentFile(drawn, name=instance.file.name)
    instance._set_image_file_metadata()


def connect() -> None:
    """Listen; called once when the application starts."""
    pre_save.connect(_before_it_is_stored, sender=PortalImage, dispatch_uid="portal.library.shrink")
