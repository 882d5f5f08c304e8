"""What the library changes in Wagtail's serving of files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks

from portal.library import public_use


@hooks.register("before_serve_document", order=10)
def closed_to_the_public(document: Any, request: HttpRequest) -> None:
    """404 for a file that nothing public shows; after the hook that answers 410 for an ended term."""
    if not public_use.may_see(request, document):
        raise Http404
