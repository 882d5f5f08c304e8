"""Serving of resized pictures: to everybody while something public shows them, to editors before and after.

Wagtail gives out whatever lies in its media folder: the pictures of a draft, and those of an article that was
withdrawn because of them. Here a picture is public as long as a live page or record points at it, and is gone
with the first second after its public term.
"""

from __future__ import annotations

import mimetypes
from collections import defaultdict
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.models import ReferenceIndex

from portal.core import clock
from portal.core.public_term import PublicTerm, ended, in_term
from portal.core.views_errors import gone
from portal.library.models import PortalImage, PortalRendition, SitePicture

# Hook of callables ``(user, image) -> bool``: who sees pictures that nothing public shows. One is enough.
READERS = "may_see_draft_picture"
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
    elif any(reads(request.user, image) for reads in hooks.get_hooks(READERS)):
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


def is_public(image: PortalImage) -> bool:
    """Whether anything that is public today shows a picture: a live page or record, or a site's own head.

    One query, one for each model that points at it, one more where none of those is public.
    """
    uses: dict[int, list[str]] = defaultdict(list)
    for kind, key in ReferenceIndex.get_references_to(image).values_list("content_type", "object_id"):
        uses[kind].append(key)
    if any(_any_live(ContentType.objects.get_for_id(kind), keys) for kind, keys in uses.items()):
        return True
    return SitePicture.objects.filter(Q(emblem=image) | Q(banner=image)).exists()


def _any_live(kind: ContentType, keys: list[str]) -> bool:
    model: Any = kind.model_class()
    if model is None or not is_drafted(model):
        return False
    rows = model._base_manager.filter(pk__in=keys, live=True)
    if issubclass(model, PublicTerm):
        rows = rows.filter(in_term(clock.today()))
    return bool(rows.exists())


def is_drafted(model: type[Model]) -> bool:
    """Whether things of a model are drafts until they go live, as pages are."""
    return any(field.name == "live" for field in model._meta.get_fields())
