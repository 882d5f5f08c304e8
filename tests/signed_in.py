"""`client.force_login` in tests is a whole sign-in: with a session's row, and the second factor shown."""

from typing import Any

import pytest
from django.test import Client

from portal.accounts import sessions
from portal.accounts.models import StaffSession


def make_force_login_whole(patch: pytest.MonkeyPatch) -> None:
    """Lets Django's test client confirm the second factor of whom it signs in without a password."""
    sign_in = Client._login  # type: ignore[attr-defined]

    def whole(self: Client, user: Any, backend: Any = None) -> None:
        sign_in(self, user, backend)
        row = StaffSession.objects.filter(pk=self.session[sessions.KEY])
        row.update(factor=StaffSession.Factor.TOTP)

    patch.setattr(Client, "_login", whole)
