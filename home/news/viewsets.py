"""The editors' side of banners."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import UpdatedAtColumn

from home.news.models import EmergencyBanner
from portal.editorial.record_views import OwnedRecordViewSet


class BannerViewSet(OwnedRecordViewSet):
    """Emergency banners."""

    model = EmergencyBanner
    icon = "warning"
    menu_label = _("Cảnh báo khẩn cấp")
    menu_order = 160
    add_to_admin_menu = True
    list_display = ["title", "agency", "expires_at", UpdatedAtColumn()]
    search_fields = ["title"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the agency of each line."""
        return super().get_queryset(request).select_related("agency")
