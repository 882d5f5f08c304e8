"""What the province looks at: how the sites are doing, and who did what. Nothing here changes anything."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from portal.core import audit
from portal.core.audit_events import register_names
from portal.editorial import access
from portal.editorial.oversight import measures

AUDIT_ROLES = frozenset({"inspector", "operator", "chief_editor"})
BOARD_ROLES = frozenset({"inspector", "operator", "chief_editor", "secretary"})


class _RoleItem(MenuItem):
    """A menu item for those who may open what it leads to."""

    def __init__(self, *args: Any, roles: frozenset[str], **kwargs: Any) -> None:
        self.roles = roles
        super().__init__(*args, **kwargs)

    def is_shown(self, request: Any) -> bool:
        """Whether this person may open it."""
        return bool(request.user.is_superuser or access.roles_of(request.user) & self.roles)


def _urls() -> list[Any]:
    from portal.editorial.oversight import views

    own = [
        path("", views.BoardView.as_view(), name="board"),
        path("suc-khoe.xlsx", views.BoardWorkbookView.as_view(), name="board_xlsx"),
        path("nhat-ky/", views.TrailView.as_view(), name="trail"),
        path("nhat-ky.csv", views.TrailCsvView.as_view(), name="trail_csv"),
        path("nhat-ky.xlsx", views.TrailWorkbookView.as_view(), name="trail_xlsx"),
    ]
    return [path("giam-sat/", include((own, "oversight"), namespace="oversight"))]


def _menu_item() -> MenuItem:
    board = _RoleItem(
        _("Sức khỏe các trang"), reverse("oversight:board"), icon_name="clipboard-list", roles=BOARD_ROLES
    )
    trail = _RoleItem(
        _("Nhật ký kiểm tra"), reverse("oversight:trail"), icon_name="history", roles=AUDIT_ROLES, order=200
    )
    return SubmenuMenuItem(_("Giám sát"), Menu(items=[board, trail]), name="oversight", icon_name="view")


def roles_in_words(user: Any) -> str:
    """The codes of the roles that a person holds where he or she works now, as the audit trail keeps them."""
    return ",".join(sorted(access.roles_of(user)))[:200]


def agency_concerned(obj: Any, user: Any) -> str:
    """The code of the agency that an event concerns: the object's owner's, else that of the person."""
    found = access.owner(obj) if obj is not None else None
    if found is None and user is not None:
        found = access.active_agency(user)
    return found.code if found is not None else ""


def register() -> None:
    """Addresses, menu, the board's own measures, and what the audit trail asks; called once at the start."""
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_admin_menu_item", _menu_item)
    audit.describe_with(roles=roles_in_words, agency=agency_concerned)
    register_names({"audit.exported": _("Tải nhật ký kiểm tra về")})
    measures.register()
