"""The alarm when tracking codes are guessed from many addresses: written down, and told to the operator.

Nothing is opened by it and nobody is locked out: 66 bits are not guessed, and each code waits by itself.
"""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback import limits
from portal.core import audit, counters
from portal.core.models import AuditEntry
from portal.editorial import access
from portal.editorial.today import Item

logger = logging.getLogger("portal.feedback")
EVENT, SHOWN = "feedback.guessing", timedelta(days=7)


def count() -> None:
    """Count a wrong guess of all together; the first one too many of a window rings."""
    if counters.hit(limits.ALARM.key("all"), limits.ALARM.tries, limits.ALARM.seconds):
        return
    if not _rung(timedelta(seconds=limits.ALARM.seconds)):
        logger.error(
            "tracking codes are being guessed: more than %d wrong ones this hour", limits.ALARM.tries
        )
        audit.note(EVENT, count=limits.ALARM.tries)


def _rung(since: timedelta) -> int:
    return AuditEntry.objects.filter(event=EVENT, at__gt=timezone.now() - since).count()


def waiting(user: Any, agency: Any, day: date) -> list[Item]:
    """For "Việc hôm nay" of the operator: that it rang in the last seven days. One query."""
    if "operator" not in access.roles_of(user) or not (times := _rung(SHOWN)):
        return []
    return [
        Item(
            group="today",
            icon="warning",
            title=_("Có người dò mã theo dõi câu hỏi (%d lần báo động)") % times,
            detail=_(
                "Hơn %d lần gõ sai trong một giờ từ nhiều nơi. Không hồ sơ nào bị mở; xem nhật ký máy chủ."
            )
            % limits.ALARM.tries,
            due=None,
            url=reverse("oversight:trail"),
            action=_("Mở nhật ký"),
            main=True,
        )
    ]


def health() -> dict[str, Any]:
    """For ``/-/health``: wrong guesses of this hour, and whether it rang. The portal itself is well."""
    wrong = counters.count(limits.ALARM.key("all"), limits.ALARM.seconds)
    return {"ok": True, "wrong_this_hour": wrong, "alarm": wrong > limits.ALARM.tries}
