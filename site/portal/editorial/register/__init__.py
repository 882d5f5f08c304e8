"""The register on the editors' side: an agency keeps its contact, hours and places; the province all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.agencies.contacts import CONFIRMED_FOR, Confirmation
from portal.core import audit_events
from portal.core.jobs import register_job
from portal.editorial import access
from portal.editorial.register import scope
from portal.editorial.today import Item, Source, group_of, register_source


class _RegisterMenuItem(MenuItem):
    """Shown to those who keep the register, or their own agency's part of it."""

    def is_shown(self, request: Any) -> bool:
        """Whether this person keeps anything."""
        return scope.keeps_all(request.user) or scope.own(request.user) is not None


def _urls() -> list[Any]:
    from portal.editorial.register import exchange, hours_views, place_views, views

    own = [
        path("", views.IndexView.as_view(), name="index"),
        path("danh-sach/", views.ListView.as_view(), name="list"),
        path("nhap/", exchange.UploadView.as_view(), name="import"),
        path("nhap/<int:pk>/", exchange.ReportView.as_view(), name="upload"),
        path("nhap/<int:pk>/tep/", exchange.FileView.as_view(), name="upload_file"),
        path("xuat/<str:form>/", exchange.ExportView.as_view(), name="export"),
        path("<str:code>/", views.AgencyView.as_view(), name="agency"),
        path("<str:code>/lien-he/", views.ContactView.as_view(), name="contact"),
        path("<str:code>/xac-nhan/", views.ConfirmView.as_view(), name="confirm"),
        path("<str:code>/gio/", hours_views.HoursView.as_view(), name="hours"),
        path("<str:code>/nghi-hom-nay/", hours_views.ClosedTodayView.as_view(), name="closed_today"),
        path("<str:code>/ngay/", hours_views.ExceptionView.as_view(), name="exception_add"),
        path("<str:code>/ngay/<int:pk>/", hours_views.ExceptionView.as_view(), name="exception"),
        path("<str:code>/ngay/<int:pk>/bo/", hours_views.DropExceptionView.as_view(), name="exception_drop"),
        path("<str:code>/noi/", place_views.PointView.as_view(), name="point_add"),
        path("<str:code>/noi/<int:pk>/", place_views.PointView.as_view(), name="point"),
        path("<str:code>/noi/<int:pk>/bo/", place_views.DropPointView.as_view(), name="point_drop"),
    ]
    return [path("so-co-quan/", include((own, "register"), namespace="register"))]


def _menu_item() -> MenuItem:
    return _RegisterMenuItem(
        gettext_lazy("Liên hệ, giờ tiếp nhận"),
        reverse("register:index"),
        name="register",
        icon_name="mail",
        order=600,
    )


def unconfirmed(user: Any, agency: Any, day: date) -> Sequence[Item]:
    """What an agency's contact wants from those who keep it: to be confirmed, or soon again."""
    if agency is None or not access.roles_of(user) & scope.OWN:
        return []
    confirmation = Confirmation(agency.contact_confirmed_on, day)
    confirmed = confirmation.confirmed_on
    due = confirmed + CONFIRMED_FOR if confirmed is not None else None
    group = group_of(due, day) if due is not None else "today"
    if group is None:
        return []
    item = Item(
        group=group,
        icon="mail",
        title=_("Xác nhận liên hệ và giờ tiếp nhận"),
        detail=confirmation.words(),
        due=due,
        url=reverse("register:agency", args=[agency.code]),
        action=_("Xem và xác nhận"),
    )
    return [item]


def register() -> None:
    """Addresses, menu, "Việc hôm nay", audit names and the job; called once when the application starts."""
    from portal.editorial.register import uploads

    hooks.register("register_admin_urls", _urls)
    hooks.register("register_admin_menu_item", _menu_item)
    register_source(Source("register", gettext_lazy("Liên hệ, giờ tiếp nhận"), unconfirmed))
    register_job("register_uploads", uploads.run_waiting, 60)
    audit_events.register_names(
        {
            "agency.contact": gettext_lazy("Sửa liên hệ của cơ quan"),
            "agency.confirmed": gettext_lazy("Xác nhận liên hệ còn đúng"),
            "agency.hours": gettext_lazy("Sửa giờ tiếp nhận"),
            "agency.exception": gettext_lazy("Báo tạm dừng hoặc mở thêm"),
            "agency.exception-dropped": gettext_lazy("Bỏ báo tạm dừng hoặc mở thêm"),
            "agency.place": gettext_lazy("Sửa nơi tiếp nhận"),
            "agency.place-dropped": gettext_lazy("Bỏ nơi tiếp nhận"),
            "agency.register-imported": gettext_lazy("Nhập sổ cơ quan"),
            "agency.register-exported": gettext_lazy("Xuất sổ cơ quan"),
        }
    )
