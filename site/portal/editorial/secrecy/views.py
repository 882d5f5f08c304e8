"""Refused files: what was refused, asking for a second look, deciding, and what the browser asks."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from portal.accounts.models import User
from portal.core import audit
from portal.core.models import AuditEntry
from portal.editorial import access
from portal.editorial.admin_views import RoleRequiredMixin
from portal.editorial.secrecy import decidable
from portal.library.models import SecrecyOverrule
from portal.library.secrets import LEVELS

SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
LOOK_BACK = timedelta(days=7)
SHOWN = 50


class ReasonForm(forms.Form):
    """A reason in words."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=400,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Ít nhất 10 chữ cái. Không chép nội dung của tệp vào đây."),
    )


class _View(RoleRequiredMixin, View):
    roles = RoleRequiredMixin.ANYONE
    request: HttpRequest

    def page(self, template: str, title: str = "", **context: Any) -> TemplateResponse:
        """A screen below "Tệp bị từ chối"."""
        way = [{"url": reverse("secrecy:index"), "label": _("Tệp bị từ chối")}]
        if title:
            way.append({"url": "", "label": title})
        context |= {
            "breadcrumbs_items": way,
            "page_title": title or _("Tệp bị từ chối"),
            "header_title": title or _("Tệp bị từ chối"),
            "header_icon": "lock",
        }
        return TemplateResponse(self.request, f"editorial/secrecy/{template}.html", context)


def refusals_of(user: Any) -> list[AuditEntry]:
    """What a person was refused in the last days, latest first, each file once."""
    lines = AuditEntry.objects.filter(
        event="file.refused", user_id=user.pk, at__gte=timezone.now() - LOOK_BACK
    ).order_by("-pk")[: SHOWN * 4]
    return list({line.detail.get("sha256", ""): line for line in reversed(lines)}.values())[::-1][:SHOWN]


class RefusedView(_View):
    """One's own refused files and requests; what others ask, for those who may allow it."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The lists."""
        mine = list(
            SecrecyOverrule.objects.filter(asked_by=request.user.pk).select_related("decided_by")[:SHOWN]
        )
        asked = {
            row.sha256 for row in mine if row.decided_at is None or (row.allowed and row.used_at is None)
        }
        return self.page(
            "index",
            refusals=[line for line in refusals_of(request.user) if line.detail.get("sha256") not in asked],
            mine=mine,
            waiting=decidable(request.user)[:SHOWN],
        )


class AskView(_View):
    """Ask a second person to look at a file that was refused by mistake; only what one was refused."""

    def get(self, request: HttpRequest, sha256: str) -> HttpResponseBase:
        """The form."""
        return self._form(ReasonForm(), self._refusal(sha256))

    def post(self, request: HttpRequest, sha256: str) -> HttpResponseBase:
        """Write the request down."""
        line = self._refusal(sha256)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._form(form, line)
        waiting = SecrecyOverrule.objects.waiting().filter(sha256=sha256, asked_by=request.user.pk)
        if not waiting.exists():
            row = SecrecyOverrule.objects.create(
                sha256=sha256,
                level=line.detail.get("level", ""),
                agency=access.active_agency(request.user),
                asked_by=cast(User, request.user),
                reason=form.cleaned_data["reason"],
            )
            audit.note("file.overrule-asked", request=request, obj=row)
        messages.success(request, _("Đã gửi đề nghị. Người thứ hai sẽ xem tệp và quyết định."))
        return redirect("secrecy:index")

    def _refusal(self, sha256: str) -> AuditEntry:
        for line in refusals_of(self.request.user):
            if line.detail.get("sha256") == sha256:
                return line
        raise Http404

    def _form(self, form: ReasonForm, line: AuditEntry) -> TemplateResponse:
        return self.page("ask", title=_("Đề nghị xem lại"), form=form, line=line)


class DecideView(_View):
    """The second person's decision on a request of somebody else."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """What is asked."""
        row = get_object_or_404(decidable(request.user), pk=pk)
        return self.page("decide", title=_("Quyết định"), row=row, form=ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Allow or decline, with a reason."""
        row = get_object_or_404(decidable(request.user), pk=pk)
        form = ReasonForm(request.POST)
        decision = request.POST.get("quyet-dinh")
        if not form.is_valid() or decision not in ("cho", "khong"):
            return self.page("decide", title=_("Quyết định"), row=row, form=form)
        try:
            row.decide(by=request.user, allowed=decision == "cho", reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.page("decide", title=_("Quyết định"), row=row, form=form)
        audit.note("file.overruled", request=request, obj=row, allowed=row.allowed)
        messages.success(
            request,
            _("Đã cho phép; tệp này được tải lên một lần.") if row.allowed else _("Đã không cho phép."),
        )
        return redirect("secrecy:index")


class NoteView(_View):
    """What the browser tells, by hash alone: it refused a file for its stamp; or, without a level, the person
    has looked through a file whose words cannot be read. 204."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Write the line."""
        sha256, level = request.POST.get("sha256", ""), request.POST.get("level", "")
        if not SHA256.fullmatch(sha256) or level not in ("", *LEVELS):
            return HttpResponseBadRequest()
        if level:
            audit.note(
                "file.refused", request=request, outcome="refused", sha256=sha256, level=level, door="browser"
            )
        else:
            audit.note("file.seen", request=request, sha256=sha256)
        return HttpResponse(status=204)


class AllowedView(_View):
    """Whether a second person has allowed these very bytes: ``?sha256=`` → ``{"allowed": true}``."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        sha256 = request.GET.get("sha256", "")
        allowed = bool(SHA256.fullmatch(sha256)) and SecrecyOverrule.objects.usable(sha256).exists()
        return JsonResponse({"allowed": allowed})
