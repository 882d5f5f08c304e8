"""The screen "Soát chữ": what was found in a draft, a button for each repair, one for all that are safe."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from home.news import lint
from home.news.models import Story
from home.news.word.views import place
from portal.editorial.admin_views import RoleRequiredMixin


class LintView(RoleRequiredMixin, View):
    """One draft."""

    roles = RoleRequiredMixin.ANYONE

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """What was found in the newest draft."""
        page = _story(request, pk)
        found = lint.finds(page.get_latest_revision_as_object())
        title = _("Soát chữ: %s") % page.title
        context = {
            "page_title": title,
            "header_title": title,
            "header_icon": "glasses",
            "finds": found,
            "safe": sum(find.mark.safe for find in found),
            "edit": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        }
        return TemplateResponse(request, "news/admin/lint.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Repair one, or all that are safe, in a new revision."""
        count = lint.repair(_story(request, pk), {request.POST.get("sua", "")}, request.user)
        if count:
            messages.success(request, _("Đã sửa %d chỗ trong bản nháp.") % count)
        else:
            messages.info(request, _("Chỗ này đã được sửa hoặc câu đã thay đổi."))
        return redirect("news_lint", pk=pk)


class TypedView(RoleRequiredMixin, View):
    """What was found in the form as it stands, which nobody has saved; nothing is written."""

    roles = RoleRequiredMixin.ANYONE

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The form's data as the form itself would send them."""
        draft = _story(request, pk).get_latest_revision_as_object()
        form_class = draft.get_edit_handler().get_form_class()
        parent = draft.get_parent().specific
        form = form_class(request.POST, instance=draft, parent_page=parent, for_user=request.user)
        form.defer_required_fields()
        if not form.is_valid():
            return TemplateResponse(request, "news/admin/_lint_finds.html", {"wrong": True})
        found = lint.finds(form.save(commit=False))
        context = {
            "finds": found,
            "count": len(found),
            "safe": sum(find.mark.safe for find in found),
        }
        return TemplateResponse(request, "news/admin/_lint_finds.html", context)


def _story(request: HttpRequest, pk: int) -> Any:
    """The draft, for who may change it; 404 for anything else."""
    found = place(request, pk)
    if not isinstance(found, Story):
        raise Http404
    return found
