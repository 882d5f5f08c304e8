"""Who may sign in, and who is thrown out with the next request."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.accounts.models import User, account_key


class StaffBackend(ModelBackend):
    """Accounts by their name in any letter case.

    Django asks ``user_can_authenticate`` at the sign-in and, through ``get_user``, with every request: an
    account that was closed or has passed its last day is nobody from that moment on. An unknown name costs
    the same hash as a known one (``ModelBackend.authenticate``).
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """The account for name and password, or None."""
        if username is None or password is None:
            return None
        found = super().authenticate(request, username=account_key(username), password=password, **kwargs)
        return found if isinstance(found, User) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Open, within its days, and a demonstration's account only in a demonstration."""
        return isinstance(user, User) and user.is_open()

    def _get_user_permissions(self, user_obj: Any) -> QuerySet[Permission]:
        """None beside those of the roles: a permission given to one account is not heard, nor asked for."""
        return Permission.objects.none()
