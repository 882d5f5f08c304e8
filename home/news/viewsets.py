"""The editors' side of banners and of the areas at which they are aimed."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from home.news.banner_form import CommuneChoices
from home.news.models import AlertArea, EmergencyBanner
from portal.editorial.access import OwnedPolicy
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


class AreaViewSet(SnippetViewSet):
    """Areas: plain rows without drafts, kept by the province."""

    model = AlertArea
    icon = "site"
    menu_label = _("Vùng cảnh báo")
    menu_order = 160
    add_to_admin_menu = True
    ordering = ["sort_key"]
    copy_view_enabled = False
    list_display = ["name", "kind", Column("size", label=_("Số xã, phường"), accessor="size"), "source"]
    list_filter = ["kind"]
    list_per_page = 50
    search_fields = ["name"]
    panels = [
        FieldPanel("name", help_text=_("Ví dụ: Lưu vực sông Lam.")),
        FieldPanel("kind"),
        FieldPanel("communes", widget=CommuneChoices),
        FieldPanel("note", help_text=_("Điều người ra cảnh báo cần biết về vùng này.")),
        FieldPanel("source", help_text=_("Văn bản hoặc danh sách nêu các xã, phường của vùng.")),
    ]

    @property
    def permission_policy(self) -> OwnedPolicy:
        """The one policy."""
        return OwnedPolicy(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of communes of each line."""
        return AlertArea.objects.annotate(size=Count("communes"))
