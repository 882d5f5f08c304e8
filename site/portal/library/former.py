"""Public addresses of former files: a page that says "bản cũ", the old file itself, and the history.

A document keeps its address when its file is replaced. An address of the document that its file has left
(the name's ending changed) leads to the page of that former file. All of them pass Wagtail's hooks for the
document: restricted folders and ended terms hold for old copies as for the present one.
"""

from __future__ import annotations

import mimetypes
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents.views.serve import serve as stock_serve

from portal.core import site_request
from portal.core.site_request import Crumb
from portal.core.views_errors import gone
from portal.library.models import FormerFile, PortalDocument
from portal.library.public_use import may_see

# The greatest key that a database column holds.
MOST = 2**63 - 1


@require_safe
def document(request: HttpRequest, pk: str, name: str) -> HttpResponseBase:
    """Wagtail's serving; an address that the document has left leads to the former file."""
    try:
        answer: HttpResponseBase = stock_serve(request, pk, name)
    except Http404:
        rows = FormerFile.objects.filter(document=int(pk) if int(pk) <= MOST else None, name=name)
        row = rows.select_related("document").first()
        if row is None or not may_see(request, row.document):
            raise
        return redirect(row.url)
    return answer


@require_safe
def page(request: HttpRequest, pk: int, number: int, name: str) -> HttpResponseBase:
    """ "Bản cũ": since when it is old, why, where the present one is; 410 once it has been withdrawn."""
    row = _row(pk, number, name)
    if refused := _refused(row.document, request):
        return refused
    context = {"row": row, "document": row.document}
    return _shown(request, row.document, "former_file", context, status=410 if row.withdrawn_at else 200)


@require_safe
def content(request: HttpRequest, pk: int, number: int, name: str) -> HttpResponseBase:
    """The old file, named "ban-cu-…" on the reader's machine."""
    row = _row(pk, number, name)
    if refused := _refused(row.document, request):
        return refused
    if row.withdrawn_at or not row.file:
        return gone(request)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    answer = FileResponse(row.file.open("rb"), content_type=kind)
    marked = f"ban-cu-{row.number}-{row.name}"
    answer["Content-Disposition"] = content_disposition_header(True, marked) or "attachment"
    answer["Content-Security-Policy"] = "default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Link"] = f'<{row.document.url}>; rel="latest-version"'
    return _unkept(answer)


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All files that a document has had, the present one first; 404 where it was never replaced."""
    found = get_object_or_404(PortalDocument, pk=pk)
    if refused := _refused(found, request):
        return refused
    rows = list(found.former_files.all())
    if not rows:
        raise Http404
    return _shown(request, found, "former_files", {"rows": rows, "document": found})


def _row(pk: int, number: int, name: str) -> FormerFile:
    if pk > MOST:
        raise Http404
    return get_object_or_404(
        FormerFile.objects.select_related("document"), document=pk, number=number, name=name
    )


def _refused(found: PortalDocument, request: HttpRequest) -> HttpResponse | None:
    """What the hooks of the document answer instead: a restriction, an ended term."""
    for hook in hooks.get_hooks("before_serve_document"):
        answer = hook(found, request)
        if isinstance(answer, HttpResponse):
            return answer
    return None


def _shown(
    request: HttpRequest, found: PortalDocument, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponseBase:
    portal = site_request.of(request)
    portal.extra_crumbs.append(Crumb(found.title, request.path))
    return _unkept(TemplateResponse(request, f"library/{template}.html", context, status=status))


def _unkept(answer: HttpResponseBase) -> HttpResponseBase:
    """Asked for again each time, so that what is withdrawn is gone; never in search engines."""
    answer["Cache-Control"] = "no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer
