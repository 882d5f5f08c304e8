"""Reading is written down: who opened which case, who saw the sender's data and why, who reads in bulk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.models import Case
from portal.core import audit, counters
from portal.core.models import AuditEntry

WINDOW, MOST_CASES, MOST_PEOPLE = 3600, 120, 30
BULK = "feedback.bulk-reading"


class Why(models.TextChoices):
    """Why somebody wants to see who a sender is."""

    CONTACT = "contact", _("Liên hệ để làm rõ hoặc trả lời")
    VERIFY = "verify", _("Xác minh sự việc")
    REQUEST = "request", _("Người gửi yêu cầu xem, sửa hoặc xóa dữ liệu của mình")
    REDACT = "redact", _("Kiểm tra chỗ cần che trước khi đăng")


def opened(case: Case, request: HttpRequest) -> None:
    """A case was opened: by its handler, or by the desk."""
    why = "handler" if case.handler_id == getattr(request.user, "pk", None) else "desk"
    audit.note("feedback.read", obj=case, request=request, agency_code=case.agency.code, reason=why)
    _count("case", MOST_CASES, case, request)


def person_seen(case: Case, request: HttpRequest, why: Why) -> None:
    """Somebody looked at the sender's data and the text as it came."""
    audit.note("feedback.person-read", obj=case, request=request, agency_code=case.agency.code, reason=why)
    _count("person", MOST_PEOPLE, case, request)


def taken_away(request: HttpRequest, agency_code: str, rows: int) -> None:
    """A list left the portal as a file."""
    audit.note("feedback.exported", request=request, agency_code=agency_code, rows=rows)


def _count(kind: str, most: int, case: Case, request: HttpRequest) -> None:
    """Raise a flag, once an hour, when somebody reads more than any desk's work needs."""
    user: Any = request.user
    if counters.hit(f"feedback.{kind}:{user.pk}", most, WINDOW):
        return
    since = timezone.now() - timedelta(seconds=WINDOW)
    if not AuditEntry.objects.filter(event=BULK, user_id=user.pk, at__gt=since).exists():
        audit.note(BULK, request=request, agency_code=case.agency.code, scope=kind, count=most)


def flagged(agency_code: str, since: timedelta = timedelta(days=7)) -> int:
    """How many flags there are at an agency, for its leader's first screen."""
    rows = AuditEntry.objects.filter(event=BULK, agency_code=agency_code, at__gt=timezone.now() - since)
    return rows.count()
