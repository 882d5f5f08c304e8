"""The screens of the working-day calendar: for operators, the chief editor and the secretary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.core import calendar_changes, health
from portal.editorial import access
from portal.editorial.today import Item, Source, register_source

ROLES = frozenset({"operator", "chief_editor", "secretary"})


class _CalendarMenuItem(MenuItem):
    """Shown to those who may open it."""

    def is_shown(self, request: Any) -> bool:
        """Whether this person keeps the calendar."""
        return bool(request.user.is_superuser or access.roles_of(request.user) & ROLES)


def _urls() -> list[Any]:
    from portal.editorial.calendar import views

    own = [
        path("", views.CalendarView.as_view(), name="index"),
        path("them/", views.EditView.as_view(), name="add"),
        path("<int:pk>/", views.EditView.as_view(), name="edit"),
        path("<int:pk>/bo/", views.RemoveView.as_view(), name="remove"),
        path("lich-su/", views.HistoryView.as_view(), name="history"),
    ]
    return [path("lich-lam-viec/", include((own, "working_calendar"), namespace="working_calendar"))]


def _menu_item() -> MenuItem:
    return _CalendarMenuItem(
        gettext_lazy("Lịch làm việc"),
        reverse("working_calendar:index"),
        name="working-calendar",
        icon_name="calendar",
        order=700,
    )


def warnings(user: Any, agency: Any, day: date) -> Sequence[Item]:
    """What the calendar wants, for those who keep it: by 31 December for the next year."""
    if not (getattr(user, "is_superuser", False) or access.roles_of(user) & ROLES):
        return []
    found = []
    for state in calendar_changes.incomplete_years(day):
        found.append(
            Item(
                group="week" if state.year > day.year else "waiting",
                icon="calendar",
                title=_("Cập nhật lịch làm việc năm %(year)d") % {"year": state.year},
                detail=state.words(),
                due=date(day.year, 12, 31) if state.year > day.year else None,
                url=f"{reverse('working_calendar:index')}?nam={state.year}",
                action=_("Mở lịch"),
            )
        )
    return found


def register() -> None:
    """Addresses, menu, health and "Việc hôm nay"; called once when the application starts."""
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_settings_menu_item", _menu_item)
    health.register_check("calendar", calendar_changes.health)
    register_source(Source("calendar", gettext_lazy("Lịch làm việc"), warnings))
