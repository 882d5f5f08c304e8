"""Accounts that end: by their last day, by lying idle, or because somebody closes them.

Nobody is closed silently: who has not signed in for ``PORTAL_DORMANT_DAYS`` is listed, gets a mail a week
before the account is closed, and can be let in again by the agency's administrator. The last open operator is
never closed by rule: somebody must be able to open the others.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts import mail, sessions
from portal.accounts.models import Membership, StaffSession, User
from portal.core import audit
from portal.core.clock import today

NOTICE = timedelta(days=7)


def dormant(at: datetime | None = None) -> QuerySet[User]:
    """Open accounts nobody has signed in to for ``PORTAL_DORMANT_DAYS``, the longest first."""
    return _unused_since((at or timezone.now()) - timedelta(days=settings.PORTAL_DORMANT_DAYS))


def _unused_since(moment: datetime) -> QuerySet[User]:
    people = User.objects.filter(is_active=True, is_demo=False)
    return (
        people.annotate(
            last_used=Greatest(Coalesce("last_login", "date_joined"), Coalesce("reopened_at", "date_joined"))
        )
        .filter(last_used__lt=moment)
        .order_by("last_used", "pk")
    )


@transaction.atomic
def close(user: User, *, by: User | None, reason: str, request: HttpRequest | None = None) -> None:
    """Close an account: no sign-in any more, all sessions end, all roles end. What the person wrote stays."""
    User.objects.filter(pk=user.pk).update(
        is_active=False, closed_at=timezone.now(), closed_reason=reason[:200]
    )
    user.refresh_from_db()
    sessions.end_all(user, StaffSession.End.CLOSED)
    ended = 0
    for row in Membership.objects.on(today()).filter(user=user):
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        ended += 1
    audit.note("account.closed", user=by, obj=user, request=request, reason=reason, roles=ended)


@transaction.atomic
def reopen(user: User, *, by: User, reason: str, request: HttpRequest | None = None) -> None:
    """Open a closed account again; roles have to be given anew."""
    ends_on = user.ends_on if user.ends_on is None or user.ends_on >= today() else None
    User.objects.filter(pk=user.pk).update(
        is_active=True,
        closed_at=None,
        closed_reason="",
        dormant_warned_at=None,
        ends_on=ends_on,
        reopened_at=timezone.now(),
    )
    audit.note("account.reopened", user=by, obj=user, request=request, reason=reason)


def last_operator(user: User) -> bool:
    """Whether nobody else could open accounts again."""
    operators = Membership.objects.on(today()).filter(role="operator", user__is_active=True)
    keys = {row.user_id for row in operators.select_related("user") if row.user.is_open()}
    return keys == {user.pk}


def close_what_has_ended() -> str:
    """The daily job: close past last days; warn, then close, what lies idle; forget old sessions."""
    now, day = timezone.now(), today()
    counts = {"ended": _close_ended(day), "warned": 0, "closed": 0}
    closing = timedelta(days=settings.PORTAL_DORMANT_CLOSE_DAYS)
    for user in _unused_since(now - closing + NOTICE):
        if last_operator(user):
            continue
        warned = user.dormant_warned_at
        last_used = user.last_used_at
        if warned is None or warned < last_used:
            _warn(user, now, day)
            counts["warned"] += 1
        elif now - warned >= NOTICE and last_used < now - closing:
            close(user, by=None, reason=_("lâu không dùng"))
            counts["closed"] += 1
    forgotten = sessions.forget_old()
    return _(
        "Hết hạn: %(ended)d. Đã báo: %(warned)d. Lâu không dùng, đã đóng: %(closed)d. Phiên cũ: %(old)d."
    ) % (counts | {"old": forgotten})


def _close_ended(day: date) -> int:
    gone = User.objects.filter(is_active=True, ends_on__lt=day)
    for user in gone:
        close(user, by=None, reason=_("hết ngày làm việc"))
    return len(gone)


def _warn(user: User, now: datetime, day: date) -> None:
    last_used = user.last_used_at
    earliest = last_used.date() + timedelta(days=settings.PORTAL_DORMANT_CLOSE_DAYS)
    told = mail.send(
        "dormant",
        user.email,
        user=user,
        days=(now - last_used).days,
        closes_on=max(day + NOTICE, earliest),
    )
    User.objects.filter(pk=user.pk).update(dormant_warned_at=now)
    audit.note("account.dormant", obj=user, by_mail=told)


def leaving(agency: Any, until: date) -> QuerySet[User]:
    """People of an agency whose last day comes soon: their work wants handing over."""
    members = Membership.objects.on(today()).filter(agency=agency).values("user")
    return User.objects.filter(Q(pk__in=members), is_active=True, ends_on__lte=until).order_by(
        "ends_on", "sort_key"
    )
