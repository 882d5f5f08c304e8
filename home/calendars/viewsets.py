"""The editors' side of calendars."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import UpdatedAtColumn

from home.calendars.models import AgendaWeek, Reception
from portal.editorial.record_views import OwnedRecordViewSet


class _CalendarViewSet(OwnedRecordViewSet):
    icon = "calendar"
    add_to_admin_menu = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the agency of each line."""
        return super().get_queryset(request).select_related("agency")


class AgendaViewSet(_CalendarViewSet):
    """Leaders' weeks, the newest first."""

    model = AgendaWeek
    menu_label = _("Lịch công tác")
    menu_order = 165
    list_display = ["__str__", "agency", UpdatedAtColumn()]
    ordering = ["-monday", "agency"]


class ReceptionViewSet(_CalendarViewSet):
    """Receptions."""

    model = Reception
    menu_label = _("Tiếp công dân")
    menu_order = 166
    list_display = ["__str__", "agency", UpdatedAtColumn()]
    search_fields = ["leader"]
    ordering = ["agency", "pk"]
