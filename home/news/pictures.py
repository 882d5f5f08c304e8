"""Pictures of articles: small modern copies, made at publication and found again in one query."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.images.models import SourceImageIOError
from wagtail.signals import page_published

from home.news.models import Story
from portal.core.public_term import ended
from portal.library.models import PortalImage, PortalRendition

logger = logging.getLogger("portal.library")
SMALL_WIDTH = 640
SMALL, LARGE = f"max-{SMALL_WIDTH}x1600", "max-1280x1600"
AVIF = tuple(f"{size}|format-avif|avifquality-50" for size in (SMALL, LARGE))
WEBP = tuple(f"{size}|format-webp|webpquality-70" for size in (SMALL, LARGE))
FALLBACK = "max-960x1600|format-jpeg|jpegquality-78"
SPECS = (*AVIF, *WEBP, FALLBACK)


@dataclass(frozen=True, slots=True)
class Source:
    """A ``source`` of a picture: MIME type and srcset."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as ``news/_picture.html`` shows it. ``weight``: bytes of its plain copy."""

    src: str
    width: int
    height: int
    alt: str
    credit: str
    sources: tuple[Source, ...]
    weight: int


def connect() -> None:
    """Make the copies at publication, so that no reader waits for them."""
    page_published.connect(_published, dispatch_uid="news.pictures")


def _published(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Story):
        make(instance)


def make(page: Any) -> None:
    """Make the copies that a page's pictures lack, of sets too; a damaged one is noted and stops nothing."""
    from home.news.body import picture_keys

    for image in PortalImage.objects.filter(pk__in=picture_keys(page)):
        try:
            image.get_renditions(*SPECS)
        except (SourceImageIOError, OSError, ValueError):
            logger.warning("picture %s cannot be shown", image.pk)


def find(keys: Iterable[int]) -> dict[int, Picture]:
    """Pictures by their key, in one query once the copies exist; none for what is gone or has ended."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    rows: dict[int, dict[str, Any]] = {}
    images: dict[int, PortalImage] = {}
    found = PortalRendition.objects.filter(image__in=wanted, filter_spec__in=SPECS).select_related("image")
    for row in found:
        rows.setdefault(row.image_id, {})[row.filter_spec] = row
        images[row.image_id] = row.image
    short = [key for key in wanted if len(rows.get(key, {})) < len(SPECS)]
    for image in PortalImage.objects.filter(pk__in=short) if short else ():
        images[image.pk] = image
        try:
            rows[image.pk] = dict(image.get_renditions(*SPECS))
        except (SourceImageIOError, OSError, ValueError):
            rows.pop(image.pk, None)
    return {
        key: _picture(images[key], copies)
        for key, copies in rows.items()
        if len(copies) == len(SPECS) and not ended(images[key])
    }


def weights(keys: Iterable[int]) -> dict[int, int]:
    """Bytes of the copy that a telephone takes, by picture: of the copy if it was made, else estimated.

    The estimate: an original of the library shrinks with its area, and AVIF halves what is left.
    """
    wanted = {key for key in keys if key}
    made = PortalRendition.objects.filter(image__in=wanted, filter_spec=AVIF[0]) if wanted else ()
    found = {row.image_id: _size(row) for row in made}
    for image in PortalImage.objects.filter(pk__in=wanted - set(found)) if wanted - set(found) else ():
        share = min(1.0, (SMALL_WIDTH / max(image.width, 1)) ** 2)
        found[image.pk] = int((image.file_size or 0) * share / 2)
    return found


def _picture(image: PortalImage, copies: dict[str, Any]) -> Picture:
    fallback = copies[FALLBACK]
    return Picture(
        src=fallback.url,
        width=fallback.width,
        height=fallback.height,
        alt=image.description,
        credit=image.credit,
        sources=(_source("image/avif", AVIF, copies), _source("image/webp", WEBP, copies)),
        weight=_size(fallback),
    )


def _source(kind: str, specs: tuple[str, ...], copies: dict[str, Any]) -> Source:
    sizes = {copies[spec].width: copies[spec].url for spec in specs}
    return Source(kind, ", ".join(f"{url} {width}w" for width, url in sorted(sizes.items())))


def _size(copy: Any) -> int:
    try:
        return int(copy.file.size)
    except OSError:
        return 0
