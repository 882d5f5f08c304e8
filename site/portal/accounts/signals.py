"""What follows from Django's signals of signing in and out."""

from __future__ import annotations

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out

from portal.accounts import sessions
from portal.accounts.lockout import account_name
from portal.accounts.models import User
from portal.core import audit


def connect() -> None:
    """Listen; called once when the application starts."""
    user_logged_in.connect(_opened, dispatch_uid="portal.accounts.opened")
    user_logged_out.connect(_closed, dispatch_uid="portal.accounts.closed")
    user_locked_out.connect(_locked, dispatch_uid="portal.accounts.locked")


def _opened(request: Any, user: Any, **kwargs: Any) -> None:
    sessions.opened(request, user)


def _closed(request: Any, user: Any, **kwargs: Any) -> None:
    sessions.closed(request)


def _locked(request: Any, username: str | None = None, **kwargs: Any) -> None:
    name = account_name(request, {"username": username or ""})
    user = User.objects.filter(username=name).first()
    audit.note("locked", user=user, request=request, outcome="refused", known=user is not None)
