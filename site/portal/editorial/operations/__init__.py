"""The screens of sites: made, moved, dressed, and what the province sets on all of them."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.editorial import access

PROVINCE = frozenset({"operator", "chief_editor", "secretary"})
OWN = frozenset({"unit_admin"})


class _SitesMenuItem(MenuItem):
    """Shown to those who may open it: the province's list, or the own site."""

    def is_shown(self, request: Any) -> bool:
        """Whether this person keeps sites."""
        return bool(request.user.is_superuser or access.roles_of(request.user) & (PROVINCE | OWN))


def _urls() -> list[Any]:
    from portal.editorial.operations import views

    own = [
        path("", views.SitesView.as_view(), name="index"),
        path("lap/", views.ProvisionView.as_view(), name="provision"),
        path("<int:pk>/dia-chi/", views.MoveView.as_view(), name="move"),
        path("<int:pk>/nhan-dien/", views.IdentityView.as_view(), name="identity"),
        path("khoi-chung/", views.BlocksView.as_view(), name="blocks"),
        path("khoi-chung/them/", views.BlockView.as_view(), name="block_add"),
        path("khoi-chung/<int:pk>/", views.BlockView.as_view(), name="block"),
        path("khoi-chung/<int:pk>/bo/", views.BlockRemoveView.as_view(), name="block_remove"),
        path("muc/", views.SectionsView.as_view(), name="sections"),
        path("muc/an.xlsx", views.HiddenWorkbookView.as_view(), name="hidden_xlsx"),
    ]
    return [path("trang-co-quan/", include((own, "sites"), namespace="sites"))]


def _menu_item() -> MenuItem:
    return _SitesMenuItem(
        _("Trang của cơ quan"), reverse("sites:index"), name="operations", icon_name="desktop", order=900
    )


def register() -> None:
    """Addresses, menu and hand-over in mergers; called once when the application starts."""
    from portal.agencies.operations.merge import register_merge_hook
    from portal.core.audit_events import register_names
    from portal.editorial.operations import merging

    register_merge_hook("30-staff", merging.staff)
    register_merge_hook("35-waiting", merging.waiting)
    register_merge_hook("40-files", merging.files)
    register_merge_hook("45-calendar", merging.calendar)
    register_merge_hook("45-texts", merging.texts)
    register_merge_hook("50-log", merging.log)
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_admin_menu_item", _menu_item)
    register_names(
        {
            "agency.provisioned": _("Lập trang cho cơ quan"),
            "agency.identity": _("Sửa nhận diện trang"),
            "sites.block": _("Sửa khối thông tin chung"),
            "sites.locks": _("Khóa, mở khóa mục trên các trang"),
        }
    )
