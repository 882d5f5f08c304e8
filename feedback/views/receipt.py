"""The receipt: code, day, how it was counted, what comes next; one page of paper with a QR code."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from feedback import deadlines, tickets, typed
from feedback.models import Case
from feedback.presenters import counting_calendar
from feedback.states import State
from portal.core import clock, site_request
from portal.core.site_request import Crumb
from portal.editorial.people.screens import qr


@never_cache
def receipt(request: HttpRequest, page: Any) -> HttpResponse:
    """What this browser has sent; whoever comes later looks it up by the code."""
    portal = site_request.of(request)
    base = portal.section_url("hoi-dap")
    ticket = tickets.read(request)
    rows = Case.objects.filter(anonymised_at__isnull=True).select_related("agency")
    case = rows.filter(pk=ticket.case_id).first() if ticket else None
    if ticket is None or case is None:
        return redirect(f"{base}tra-cuu/")
    portal.extra_crumbs = [Crumb(_("Biên nhận"), f"{base}bien-nhan/")]
    due = deadlines.count(case)
    address = request.build_absolute_uri(f"{base}tra-cuu/")
    context = {
        "page": page,
        "case": case,
        "code": ticket.code,
        "aloud": typed.read_aloud(ticket.code) if portal.locale == "vi" else "",
        "due": due,
        "due_words": clock.date_words(due.day) if due else "",
        "received": clock.moment_words(case.received_at),
        "calendar": counting_calendar(due),
        "sealed": case.state == State.SEALED,
        "reached_by": _reached_by(case),
        "qr": qr(f"{address}#{ticket.code}"),
        "track_url": address,
        "base_url": base,
    }
    return TemplateResponse(request, "feedback/public/receipt.html", context)


def _reached_by(case: Case) -> str:
    """How the sender will be told, without showing it to whoever looks over a shoulder."""
    if case.sender_email:
        name, _at, host = case.sender_email.partition("@")
        return f"{name[:2]}•••@{host}"
    number = case.sender_phone
    return f"{number[:4]} ••• {number[-3:]}" if number else ""
