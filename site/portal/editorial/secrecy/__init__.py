"""Files that were refused for a stamp of secrecy: what was refused, and false alarms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.editorial import access
from portal.editorial.today import Item, Source, register_source
from portal.library.models import SecrecyOverrule

# Who may allow what others ask for: at their own agency, the central ones everywhere.
LOCAL = frozenset({"approver"})
CENTRAL = frozenset({"chief_editor", "secretary"})


def decidable(user: Any) -> QuerySet[SecrecyOverrule]:
    """The requests that a person may decide: never those of his or her own."""
    waiting = SecrecyOverrule.objects.waiting().exclude(asked_by=user).select_related("agency", "asked_by")
    roles = access.roles_of(user)
    if user.is_superuser or roles & CENTRAL:
        return waiting
    agency = access.active_agency(user)
    return waiting.filter(agency=agency) if agency is not None and roles & LOCAL else waiting.none()


def waiting_items(user: Any, agency: Any, day: date) -> Sequence[Item]:
    """Requests that wait for this person."""
    count = decidable(user).count()
    if not count:
        return []
    return [
        Item(
            group="waiting",
            icon="lock",
            title=_("Xem đề nghị về tệp bị từ chối"),
            detail=_("%(count)d đề nghị chờ người thứ hai.") % {"count": count},
            due=None,
            url=reverse("secrecy:index"),
            action=_("Xem"),
        )
    ]


def _urls() -> list[Any]:
    from portal.editorial.secrecy import views

    own = [
        path("", views.RefusedView.as_view(), name="index"),
        path("de-nghi/<slug:sha256>/", views.AskView.as_view(), name="ask"),
        path("<int:pk>/", views.DecideView.as_view(), name="decide"),
        path("da-chan/", views.NoteView.as_view(), name="note"),
        path("duoc-phep/", views.AllowedView.as_view(), name="allowed"),
    ]
    return [path("tep-bi-tu-choi/", include((own, "secrecy"), namespace="secrecy"))]


def _menu_item() -> MenuItem:
    return MenuItem(
        gettext_lazy("Tệp bị từ chối"),
        reverse("secrecy:index"),
        name="refused-files",
        icon_name="lock",
        order=900,
    )


def _script() -> SafeString:
    """The check in the browser, on every page of the editors' side that may have a file field; pictures that
    pass are made smaller on the way."""
    return format_html(
        '<script src="{}" defer></script>'
        '<script src="{}" data-refused="{}" data-note="{}" data-allowed="{}" data-message="{}" data-how="{}"'
        ' data-unread="{}" data-close="{}" defer></script>',
        static("library/shrink.js"),
        static("library/secrecy.js"),
        reverse("secrecy:index"),
        reverse("secrecy:note"),
        reverse("secrecy:allowed"),
        _("Tệp có dấu chỉ độ mật. Không tải lên. Báo văn thư cơ quan."),
        _("Báo nhầm? Đề nghị người thứ hai xem"),
        _("Máy không đọc được chữ trong tệp này. Anh/chị đã xem từng trang và không có dấu chỉ độ mật?"),
        _("Đã hiểu"),
    )


def register() -> None:
    """Addresses, menu, script and "Việc hôm nay"; called once when the application starts."""
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_reports_menu_item", _menu_item)
    hooks.register("insert_global_admin_js", _script)
    register_source(Source("secrecy", gettext_lazy("Tệp bị từ chối"), waiting_items))
