"""Serving of resized pictures, so that one whose public term has ended is gone with the first second."""

from __future__ import annotations

import mimetypes
from datetime import timedelta

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from portal.core import clock
from portal.core.public_term import ended
from portal.core.views_errors import gone
from portal.library.models import PortalRendition


@require_safe
def rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """A resized picture by its file's name; caches may keep it until the coming midnight, no longer."""
    found = PortalRendition.objects.filter(file=f"images/{name}").select_related("image").first()
    if found is None:
        raise Http404
    if ended(found.image):
        return gone(request)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    answer = FileResponse(found.file.open("rb"), content_type=kind)
    midnight = clock.start_of(clock.today() + timedelta(days=1))
    answer["Cache-Control"] = f"public, max-age={int((midnight - clock.now()).total_seconds())}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
