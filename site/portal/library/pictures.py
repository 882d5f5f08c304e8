"""The pictures of sites as public pages read them: beside the routing map, with renditions made once."""

from __future__ import annotations

import logging

from wagtail.images.models import AbstractRendition, SourceImageIOError

from portal.core import routing
from portal.core.site_request import SITE_PICTURES, SitePictures
from portal.library.models import PortalImage, SitePicture
from portal.library.public_use import register_always_public

EMBLEM, BANNER = "max-112x112", "fill-1280x240"
logger = logging.getLogger("portal.library")


def register() -> None:
    """Called once when the application starts."""
    routing.register_beside(SITE_PICTURES, site_pictures)
    register_always_public("library.SitePicture", "emblem", "banner")


def site_pictures() -> dict[int, SitePictures]:
    """``{agency's key: its pictures}``; few queries for all once the renditions exist."""
    rows = list(SitePicture.objects.exclude(emblem=None, banner=None))
    keys = [key for row in rows for key in (row.emblem_id, row.banner_id) if key]
    images = {
        image.pk: image
        for image in PortalImage.objects.filter(pk__in=keys).prefetch_renditions(EMBLEM, BANNER)
    }
    return {row.agency_id: _of(row, images) for row in rows}


def _of(row: SitePicture, images: dict[int, PortalImage]) -> SitePictures:
    emblem = _rendition(images.get(row.emblem_id or 0), EMBLEM)
    banner = _rendition(images.get(row.banner_id or 0), BANNER)
    return SitePictures(
        emblem=emblem.url if emblem else "",
        emblem_alt=row.emblem_alt,
        banner=banner.url if banner else "",
        banner_alt=row.banner_alt,
        banner_size=(banner.width, banner.height) if banner else (0, 0),
    )


def _rendition(image: PortalImage | None, spec: str) -> AbstractRendition | None:
    """A resized copy; none where the file is gone or its term has ended."""
    if image is None:
        return None
    try:
        found: AbstractRendition = image.get_rendition(spec)
    except (SourceImageIOError, OSError):
        logger.warning("picture %s cannot be shown", image.pk)
        return None
    return found
