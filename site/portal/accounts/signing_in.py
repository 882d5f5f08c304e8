"""Between the password and the second factor: who is half signed in, for ten minutes at most.

Until both factors have been shown, the browser's session names nobody: Django's ``login()`` comes last
(:func:`portal.accounts.sessions.begin`), so that no page can mistake a half sign-in for a whole one.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from portal.accounts import sessions
from portal.accounts.models import User

KEY = "half_signed_in"
LASTS = timedelta(minutes=10)
MOST_WRONG_CODES = 6


def remember(request: HttpRequest, user: User, next_url: str = "") -> None:
    """Note whose password was right; the session's key changes."""
    request.session.cycle_key()
    request.session[KEY] = {
        "user": user.pk,
        "password": user.get_session_auth_hash(),
        "until": (timezone.now() + LASTS).timestamp(),
        "next": next_url,
        "wrong": 0,
    }


def whose(request: HttpRequest) -> User | None:
    """The account that waits for its second factor; None when it took too long or the account has changed."""
    held = request.session.get(KEY)
    if not held or held["until"] < timezone.now().timestamp():
        return None
    user = User.objects.filter(pk=held["user"]).first()
    if user is None or not user.is_open():
        return None
    return user if constant_time_compare(held["password"], user.get_session_auth_hash()) else None


def next_url(request: HttpRequest) -> str:
    """Where the person wanted to go."""
    return str((request.session.get(KEY) or {}).get("next", ""))


def count_wrong(request: HttpRequest) -> bool:
    """Count a wrong code; False when there were so many that the password has to be given again."""
    held = request.session.get(KEY)
    if not held:
        return False
    held["wrong"] += 1
    request.session[KEY] = held
    if held["wrong"] < MOST_WRONG_CODES:
        return True
    forget(request)
    return False


def forget(request: HttpRequest) -> None:
    """Drop the half sign-in."""
    request.session.pop(KEY, None)


def finish(request: HttpRequest, user: User, factor: str) -> str:
    """Sign the person in for good; gives where to go (empty: the first page)."""
    there = next_url(request)
    forget(request)
    sessions.begin(request, user, factor)
    return there
