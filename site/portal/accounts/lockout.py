"""Lock-out after wrong passwords, by account and by address, counted in the database over all processes.

Built on django-axes. An account is locked after ``PORTAL_LOCKOUT_TRIES`` wrong passwords from anywhere; an
address after ``PORTAL_LOCKOUT_ADDRESS_TRIES`` against any accounts (more, since an office stands behind one
address). Both open again ``PORTAL_LOCKOUT_MINUTES`` after the last counted try; tries while locked do not
count. Accounts that do not exist are locked in the same way.
"""

from __future__ import annotations

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts.models import account_key


def account_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The account that a try is counted for: as typed, in its one normal form."""
    typed = (credentials or {}).get("username") or request.POST.get("username") or ""
    return account_key(str(typed))[:255]


class Handler(AxesDatabaseHandler):
    """Two limits, for the account and for the address; a success forgets the account's tries alone."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Failures to be held against the account's limit; at the address's limit, that limit itself."""
        by_account, by_address = (
            attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        if by_address >= settings.PORTAL_LOCKOUT_ADDRESS_TRIES:
            return max(by_account, settings.PORTAL_LOCKOUT_TRIES)
        return int(by_account)

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Forget the tries of the account that has signed in; guessing others' is not cleared by it."""
        name = account_name(request, credentials)
        return int(AccessAttempt.objects.filter(username=name).delete()[0])


def unlock(username: str) -> int:
    """Open a locked account before its time; gives the number of rows forgotten."""
    return int(AccessAttempt.objects.filter(username=account_key(username)).delete()[0])


def locked_response(
    request: HttpRequest, original: HttpResponse, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The page that says what has happened and what to do; the same for any account, known or not."""
    minutes = round(get_cool_off(request).total_seconds() / 60)
    return render(request, "accounts/locked.html", {"minutes": minutes}, status=429)
