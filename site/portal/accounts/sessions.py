"""Sessions of people who work in the portal: begin, go on, end.

A row of :class:`StaffSession` stands beside Django's session and decides: without it, or when it has ended,
been idle for ``PORTAL_SESSION_IDLE`` or lasted ``PORTAL_SESSION_LONGEST``, the browser is signed out with its
next request. What a page does of its own accord (the ping of an open editor) counts as no use of the portal.
"""

from __future__ import annotations

import re
from datetime import timedelta

from django.contrib.auth import SESSION_KEY, login
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import StaffSession, User
from portal.core.client_address import client_address

KEY = "staff_session"
BACKEND = "portal.accounts.backends.StaffBackend"
TOUCH_EVERY = timedelta(minutes=1)
# What an open page asks for by itself.
_BY_ITSELF = re.compile(r"^/admin/(editing-sessions/|jsi18n/|sprite/|dismissibles/)")
KEEP = timedelta(days=30)

_SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("ChromeOS", r"CrOS"),
    ("máy Mac", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux|X11"),
)
# Each names itself beside the ones it descends from: the later ones of this list come in the others' headers.
_BROWSERS = (
    ("Cốc Cốc", r"coc_coc_browser"),
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser"),
    ("Zalo", r"Zalo"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)


def device_words(user_agent: str) -> str:
    """ "Chrome trên Windows": what a person recognises of a browser's header."""
    browser = next((name for name, mark in _BROWSERS if re.search(mark, user_agent)), "")
    system = next((name for name, mark in _SYSTEMS if re.search(mark, user_agent)), "")
    if browser and system:
        return _("%(browser)s trên %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Thiết bị không rõ")


def begin(request: HttpRequest, user: User, factor: str) -> StaffSession:
    """Sign a person in who has shown both factors. The browser's session gets a new key.

    ``factor`` is a value of :class:`StaffSession.Factor`. The one place that calls Django's ``login``.
    """
    login(request, user, backend=BACKEND)
    row = current(request)
    assert row is not None  # noqa: S101 - made by opened() when login() told of itself
    row.factor = factor
    row.save(update_fields=["factor"])
    return row


def opened(request: HttpRequest, user: User) -> None:
    """Make the row of a sign-in; called for each ``login()``, whoever calls it."""
    now = timezone.now()
    old = request.session.get(KEY)
    if old is not None:
        StaffSession.objects.filter(pk=old, ended_at=None).update(
            ended_at=now, end_reason=StaffSession.End.REPLACED
        )
    row = StaffSession.objects.create(
        user=user,
        device=device_words(str(request.META.get("HTTP_USER_AGENT", "")))[:80],
        address=client_address(request),
        started_at=now,
        last_seen_at=now,
    )
    request.session[KEY] = row.pk
    request._staff_session = row  # type: ignore[attr-defined]


def current(request: HttpRequest) -> StaffSession | None:
    """The row of this request's session, read once a request; None for visitors."""
    if not hasattr(request, "_staff_session"):
        key = request.session.get(KEY)
        found = StaffSession.objects.filter(pk=key).first() if key is not None else None
        request._staff_session = found  # type: ignore[attr-defined]
    row: StaffSession | None = request._staff_session  # type: ignore[attr-defined]
    return row


def check(request: HttpRequest) -> str:
    """Let a signed-in browser go on, or sign it out; gives the reason when it was signed out now.

    A session without a confirmed second factor is nobody's: it is emptied like one that has run out.
    """
    claimed = request.session.get(SESSION_KEY)
    if claimed is None:
        return ""
    row, now = current(request), timezone.now()
    reason = StaffSession.End.SIGNED_OUT.value
    if row is not None and str(row.user_id) == str(claimed):
        reason = row.why_over(now)
        if not reason and not request.user.is_authenticated:
            reason = StaffSession.End.CLOSED
        if not reason and not row.factor:
            reason = StaffSession.End.SIGNED_OUT
    if not reason and row is not None:
        if row.last_seen_at + TOUCH_EVERY <= now and not _BY_ITSELF.match(request.path_info):
            StaffSession.objects.filter(pk=row.pk).update(last_seen_at=now)
        return ""
    if row is not None:
        row.end(reason)
    request.session.flush()
    request.user = AnonymousUser()
    return str(reason)


def closed(request: HttpRequest) -> None:
    """Note that a person has signed out here."""
    row = current(request)
    if row is not None:
        row.end(StaffSession.End.SIGNED_OUT)


def end_all(user: User, reason: str, *, but: StaffSession | None = None) -> int:
    """Sign a person out of all browsers, or all but one; gives how many."""
    rows = StaffSession.objects.filter(user=user, ended_at=None)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return rows.update(ended_at=timezone.now(), end_reason=reason)


def rotate(request: HttpRequest) -> None:
    """Give the browser's session a new key after a change of rights: a key seen before is worth nothing."""
    request.session.cycle_key()


def forget_old() -> int:
    """Delete rows whose session ended or ran out long ago; gives how many."""
    return StaffSession.objects.filter(last_seen_at__lt=timezone.now() - KEEP).delete()[0]
