"""Serving of resized pictures: to everybody while something public shows them, to editors before and after.

One whose public term has ended is gone with the first second (:mod:`portal.library.public_use`).
"""

from __future__ import annotations

import mimetypes
from datetime import timedelta

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from portal.core import clock
from portal.core.public_term import ended
from portal.core.views_errors import gone
from portal.library.models import PortalRendition
from portal.library.public_use import is_open_to, is_public

# Seconds for which caches in front of the portal need not ask again; browsers keep their copy until midnight.
SHARED_FOR = 60


@require_safe
def rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """A resized picture by its file's name: 404 where neither the public nor this visitor may see it.

    Browsers may keep it until the coming midnight, no longer: there public terms end. Shared caches ask again
    after :data:`SHARED_FOR` seconds, so that what was withdrawn leaves them.
    """
    found = PortalRendition.objects.filter(file=f"images/{name}").select_related("image").first()
    if found is None:
        raise Http404
    image = found.image
    if ended(image):
        return gone(request)
    if is_public(image):
        left = int((clock.start_of(clock.today() + timedelta(days=1)) - clock.now()).total_seconds())
        kept = f"public, max-age={left}, s-maxage={min(left, SHARED_FOR)}"
    elif is_open_to(request, image):
        kept = "private, no-cache"
    else:
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    etag = f'"{found.pk}-{image.file_hash}"'
    unchanged: HttpResponse | None = get_conditional_response(request, etag=etag)
    answer = unchanged or FileResponse(found.file.open("rb"), content_type=kind)
    answer["ETag"] = etag
    answer["Cache-Control"] = kept
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
