"""What the portal has about a person, for that person: as a page to read and print, or as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from feedback.models import Answer, Case, CaseEvent, DataRequest
from feedback.terms import terms
from portal.core import clock


def person_data(row: DataRequest, cases: Iterable[Case]) -> dict[str, Any]:
    """All that was given and answered, by case. Officers' remarks among themselves are no part of it."""
    return {
        "request": row.number,
        "received": clock.local(row.received_at).isoformat(),
        "made": clock.now().isoformat(),
        "agency": row.agency.name,
        "cases": [_case(case) for case in cases],
    }


def _case(case: Case) -> dict[str, Any]:
    end = case.closed_at or case.answered_at
    months = terms(case.stream).retention_months
    public = getattr(case, "public", None)
    return {
        "number": case.number,
        "stream": case.get_stream_display(),
        "state": case.get_state_display(),
        "agency": case.agency.name,
        "received": clock.local(case.received_at).isoformat(),
        "channel": case.get_channel_display(),
        "title": case.title,
        "text": case.text,
        "name": case.sender_name,
        "phone": case.sender_phone,
        "email": case.sender_email,
        "address": case.sender_address,
        "sector": case.sector,
        "page": case.page_path,
        "sent_elsewhere": " ".join(filter(None, (case.external_place, case.external_code))),
        "consent": case.get_consent_display(),
        "restricted": case.restricted,
        "published": public is not None and public.live,
        "erased_on": clock.add_months(clock.local(end).date(), months).isoformat() if end else None,
        "talk": [
            {"at": clock.local(event.at).isoformat(), "who": _who(event), "text": event.note.text}
            for event in case.events.select_related("note").order_by("pk")
            if hasattr(event, "note") and (event.note.to_sender or event.actor == CaseEvent.Actor.SENDER)
        ],
        "answers": [
            {
                "at": clock.local(answer.approved_at).isoformat() if answer.approved_at else "",
                "text": answer.text,
            }
            for answer in case.answers.filter(status=Answer.Status.APPROVED)
        ],
        "files": [
            {"name": file.original_name, "kind": file.kind, "size": file.size}
            for file in case.attachments.filter(from_officer=False)
        ],
    }


def _who(event: CaseEvent) -> str:
    return _("Ông, bà") if event.actor == CaseEvent.Actor.SENDER else _("Cơ quan")
