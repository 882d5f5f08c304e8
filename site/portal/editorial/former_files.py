"""Replaced files on the editors' side: their lines in the log, and taking an old copy away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail import hooks

from portal.core import audit
from portal.core.audit_events import register_names
from portal.editorial import access
from portal.editorial.admin_views import RoleRequiredMixin
from portal.editorial.services.acting import actor
from portal.editorial.services.kinds import Acts, Happening, record_line
from portal.library.models import FormerFile, PortalDocument
from portal.library.public_use import is_public
from portal.library.signals import file_replaced
from portal.publication.services import Act, record_acts


def _line(document: PortalDocument, act: str, version: int, content: str) -> Act:
    role = actor().role_for(document)
    return replace(record_line(document).act(Happening(act, role), content=content), version=str(version))


def _replaced(sender: Any, instance: PortalDocument, former: FormerFile, **kwargs: Any) -> None:
    """Of a public file two lines: the old version is replaced, the next one stands in its place."""
    if is_public(instance):
        record_acts(
            [
                _line(instance, Acts.REPLACED, former.number, former.file_hash),
                _line(instance, Acts.CHANGED, former.number + 1, instance.file_hash),
            ]
        )
    audit.note("file.replaced", user=actor().user, obj=instance, number=former.number)


class WithdrawForm(forms.Form):
    """Which old copy goes, and why."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Lý do gỡ"),
        max_length=300,
        min_length=5,
        help_text=gettext_lazy("Ví dụ: có số điện thoại của người dân. Không chép lại dữ liệu ấy vào đây."),
    )


class FormerFilesView(RoleRequiredMixin, View):
    """The old copies of a document; whoever may change it takes one away, for good."""

    roles = RoleRequiredMixin.ANYONE
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may change the document."""
        self.document = get_object_or_404(PortalDocument, pk=kwargs["pk"])
        if not access.may_change(request.user, self.document):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The list, a form a line."""
        return self._show(None)

    @transaction.atomic
    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Take one away."""
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        row = get_object_or_404(FormerFile, document=self.document, number=form.cleaned_data["number"])
        if row.withdraw(form.cleaned_data["reason"]):
            audit.note("file.former-withdrawn", request=request, obj=self.document, number=row.number)
            messages.success(request, _("Đã gỡ bản cũ. Địa chỉ của nó chỉ còn ghi ngày gỡ."))
        return redirect("former_files_admin", pk=pk)

    def _show(self, bound: WithdrawForm | None) -> TemplateResponse:
        rows = []
        for row in self.document.former_files.all():
            mine = bound is not None and str(bound.data.get("number")) == str(row.number)
            form = (
                bound if mine else WithdrawForm(initial={"number": row.number}, auto_id=f"id_{row.number}_%s")
            )
            rows.append((row, form))
        title = _("Các bản cũ: %s") % self.document.title
        context = {
            "rows": rows,
            "document": self.document,
            "page_title": title,
            "header_title": title,
            "header_icon": "history",
            "back": reverse("wagtaildocs:edit", args=[self.document.pk]),
        }
        return TemplateResponse(self.request, "editorial/files/former.html", context)


def _urls() -> list[Any]:
    return [path("tep-ban-cu/<int:pk>/", FormerFilesView.as_view(), name="former_files_admin")]


def register() -> None:
    """Called once when the application starts."""
    hooks.register("register_admin_urls", _urls)
    file_replaced.connect(_replaced, dispatch_uid="portal.editorial.file_replaced")
    register_names(
        {
            "file.replaced": gettext_lazy("Thay tệp"),
            "file.former-withdrawn": gettext_lazy("Gỡ bản cũ của tệp"),
        }
    )
