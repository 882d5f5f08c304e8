"""The desk: how officers of an agency work on what came in. Addresses, menu, today's work, events' names."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from feedback import guessing
from feedback.desk import work
from feedback.scope import READERS
from feedback.states import ENTERERS
from portal.core import audit_events
from portal.editorial import access
from portal.editorial.today import Source, register_source

WORKERS = READERS | ENTERERS


class _DeskMenuItem(MenuItem):
    """Shown to those who work at the desk."""

    def is_shown(self, request: Any) -> bool:
        """Whether this person has anything to do there."""
        return bool(access.roles_of(request.user) & WORKERS)


def _urls() -> list[Any]:
    from feedback.desk import (
        acting,
        case,
        entering,
        export,
        held,
        inbox,
        model_answers,
        publish,
        requests,
        terms,
    )

    own = [
        path("", inbox.InboxView.as_view(), name="index"),
        path("nhap/", entering.EnterView.as_view(), name="enter"),
        path("danh-sach.csv", export.ExportView.as_view(), name="export"),
        path("mau-tra-loi/", model_answers.ListView.as_view(), name="templates"),
        path("mau-tra-loi/them/", model_answers.EditView.as_view(), name="template_add"),
        path("mau-tra-loi/<int:template>/", model_answers.EditView.as_view(), name="template"),
        path("thoi-han/", terms.TermsView.as_view(), name="terms"),
        path("thoi-han/<slug:stream>/", terms.EditView.as_view(), name="term"),
        path("dang-giu/", held.HeldView.as_view(), name="held"),
        path("du-lieu-ca-nhan/", requests.ListView.as_view(), name="requests"),
        path("du-lieu-ca-nhan/nhap/", requests.EnterView.as_view(), name="request_add"),
        path("du-lieu-ca-nhan/<int:number>/", requests.RequestView.as_view(), name="request"),
        path("du-lieu-ca-nhan/<int:number>/viec/", requests.ActView.as_view(), name="request_act"),
        path("du-lieu-ca-nhan/<int:number>/tai-ve/", requests.ExportView.as_view(), name="request_export"),
        path("<int:case>/", case.CaseView.as_view(), name="case"),
        path("<int:case>/viec/", acting.ActView.as_view(), name="act"),
        path("<int:case>/nguoi-gui/", case.PersonView.as_view(), name="person"),
        path("<int:case>/dang/", publish.PublishView.as_view(), name="publish"),
        path("<int:case>/tep/<int:file>/", case.FileView.as_view(), name="file"),
    ]
    return [path("ban-hoi-dap/", include((own, "desk"), namespace="desk"))]


def _menu_item() -> MenuItem:
    return _DeskMenuItem(_("Bàn hỏi đáp"), reverse("desk:index"), name="feedback", icon_name="comment")


def register() -> None:
    """Called once when the application starts."""
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_admin_menu_item", _menu_item)
    register_source(Source("feedback", _("Hỏi đáp"), work.waiting))
    register_source(Source("feedback-guessing", _("An toàn tra cứu"), guessing.waiting))
    audit_events.register_names(
        {
            "feedback.read": _("Mở xem câu hỏi"),
            "feedback.person-read": _("Xem thông tin người gửi"),
            "feedback.bulk-reading": _("Xem quá nhiều câu hỏi trong một giờ"),
            "feedback.exported": _("Tải danh sách câu hỏi về"),
            "feedback.file-read": _("Tải tệp người dân gửi"),
            guessing.EVENT: _("Có người dò mã theo dõi"),
            "feedback.infected": _("Tệp có mã độc"),
            "feedback.unknown-mail": _("Đọc thư không rõ của câu nào"),
            "feedback.held-exported": _("Tải danh sách ai có dữ liệu, từ khi nào"),
            "feedback.data-request": _("Yêu cầu của người dân về dữ liệu của mình"),
            "feedback.terms": _("Sửa thời hạn hỏi đáp"),
        }
    )
    audit_events.register_details({"stream": _("loại câu hỏi")})
