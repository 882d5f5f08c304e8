"""What every own view of the editors' side starts from."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.editorial import access


class RoleRequiredMixin:
    """Lets in people who hold one of ``roles`` at the agency for which they work now; others get 403.

    Place it first in the bases. ``roles`` may not be empty: a view that everybody may see says so with
    ``ANYONE``. Whether an object may be read or changed is asked of :mod:`portal.editorial.access` besides.
    """

    roles: ClassVar[frozenset[str]] = frozenset()
    ANYONE: ClassVar[frozenset[str]] = frozenset({"*"})

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role, then go on."""
        if not self.roles:
            raise ImproperlyConfigured(f"{type(self).__name__} names no roles.")
        user: Any = request.user
        if not user.is_active or not user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        if not (self.roles == self.ANYONE or user.is_superuser or access.roles_of(user) & self.roles):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response
