"""The viewset of records under the one policy: who may see and change which, and where a new one belongs."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from portal.core.record_views import RecordViewSet
from portal.editorial import access
from portal.editorial.access import OwnedPolicy


class OwnedRecordViewSet(RecordViewSet):
    """Records as :class:`RecordViewSet` shows them, narrowed by :mod:`portal.editorial.access`."""

    @property
    def permission_policy(self) -> OwnedPolicy:
        """The one policy."""
        return OwnedPolicy(self.model)

    def choosable_for(self, request: HttpRequest) -> QuerySet[Model]:
        """What may be pointed at: what one may read, and what is public of that which nobody owns."""
        everything: QuerySet[Any] = self.model._default_manager.all()
        return access.narrowed(request.user, everything, "choose")
