"""People of an agency: who works there, invitations, ends, handing over."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.editorial import access

# Who manages people: of the own agency, or of all.
ROLES = frozenset({"unit_admin", "operator"})


class _PeopleMenuItem(MenuItem):
    """Shown to those who manage people."""

    def is_shown(self, request: Any) -> bool:
        """Whether this person does."""
        return bool(request.user.is_superuser or access.roles_of(request.user) & ROLES)


def _urls() -> list[Any]:
    from portal.editorial.people import handover_views, own_views, person_views, views

    own = [
        path("", views.PeopleView.as_view(), name="index"),
        path("invite/", views.InviteView.as_view(), name="invite"),
        path("invitations/<int:pk>/", views.InvitationView.as_view(), name="invitation"),
        path("handover/", handover_views.HandoverView.as_view(), name="handover"),
        path("<int:pk>/", person_views.PersonView.as_view(), name="person"),
    ]
    return [
        path("people/", include((own, "people"), namespace="people")),
        path("switch-role/", own_views.SwitchRoleView.as_view(), name="switch_role"),
    ]


def _menu_item() -> MenuItem:
    return _PeopleMenuItem(_("Người dùng"), reverse("people:index"), name="people", icon_name="group")


def _switch_item(request: Any) -> MenuItem:
    return MenuItem(
        _("Đổi cơ quan, vai trò"), reverse("switch_role"), name="switch-role", icon_name="rotate", order=100
    )


def _security_item(request: Any) -> MenuItem:
    return MenuItem(
        _("Đăng nhập và bảo mật"), reverse("own_account"), name="security", icon_name="lock", order=200
    )


def register() -> None:
    """Addresses, menus, jobs; called once when the application starts."""
    from portal.core.jobs import register_job
    from portal.editorial.people import handover

    hooks.register("register_admin_urls", _urls)
    hooks.register("register_admin_menu_item", _menu_item)
    hooks.register("register_account_menu_item", _switch_item)
    hooks.register("register_account_menu_item", _security_item)
    register_job("handovers", handover.carry_out_due, 600)
    handover.register_own_parts()
