"""The screens of sharing: where a page is shown, and what others offer to one's own site."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from home.news import sharing
from home.news.listing import stories
from home.news.models import Share
from portal.agencies.models import Agency
from portal.editorial import access
from portal.editorial.admin_views import RoleRequiredMixin


class OfferForm(forms.Form):
    """To whom a page is offered."""

    to = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Hiện thêm trên trang của"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Chọn ít nhất một nơi.")},
    )
    everybody = forms.BooleanField(label=gettext_lazy("Mọi xã, phường"), required=False)

    def __init__(self, *args: Any, page: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = sharing.receivers(page)
        field.label_from_instance = lambda agency: agency.name
        if self.data.get("everybody"):
            field.required = False

    def agencies(self) -> list[Agency]:
        """Those ticked; all communes where that was asked for."""
        chosen = list(self.cleaned_data["to"])
        if self.cleaned_data["everybody"]:
            field: Any = self.fields["to"]
            chosen += list(field.queryset.filter(level=Agency.Level.COMMUNE))
        return list({agency.pk: agency for agency in chosen}.values())


class DecisionForm(forms.Form):
    """The receiver's sentence above a shared page, or why it is not shown."""

    intro = forms.CharField(
        label=gettext_lazy("Lời giới thiệu của nơi mình (không bắt buộc)"), max_length=300, required=False
    )
    reason = forms.CharField(label=gettext_lazy("Nếu không đăng: lý do"), max_length=300, required=False)


class _Screen(RoleRequiredMixin, View):
    roles = RoleRequiredMixin.ANYONE
    request: HttpRequest

    def screen(self, template: str, title: str, **context: Any) -> TemplateResponse:
        """A page with its title."""
        context |= {"page_title": title, "header_title": title, "header_icon": "redirect"}
        return TemplateResponse(self.request, f"news/admin/{template}.html", context)


class ShareView(_Screen):
    """One page: where it is shown, offering it, taking it back."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The list and the form."""
        page = _page(request, pk)
        return self._shown(page, OfferForm(page=page))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Offer, or take back from everywhere or from one site."""
        page = _page(request, pk)
        if "rut" in request.POST:
            return self._take_back(page, request.POST["rut"])
        form = OfferForm(request.POST, page=page)
        if not form.is_valid():
            return self._shown(page, form)
        try:
            shown = sharing.offer(page, form.agencies(), request.user)
        except ValidationError as refusal:
            form.add_error("to", refusal)
            return self._shown(page, form)
        said = _("Đã hiện trên %d trang.") % shown if shown else _("Đã gửi; hiện khi nơi nhận duyệt.")
        messages.success(request, said)
        return redirect("news_share", pk=pk)

    def _take_back(self, page: Any, receiver: str) -> HttpResponseBase:
        one = get_object_or_404(Agency, pk=int(receiver)) if receiver.isdigit() else None
        count = sharing.take_back(page, self.request.user, receiver=one)
        messages.success(self.request, _("Đã rút khỏi %d trang.") % count)
        return redirect("news_share", pk=page.pk)

    def _shown(self, page: Any, form: OfferForm) -> TemplateResponse:
        rows = Share.objects.filter(page=page.pk).select_related("receiver", "decided_by")
        return self.screen(
            "share",
            _("Chia sẻ: %s") % page.title,
            page=page,
            form=form,
            rows=list(rows.order_by("receiver__sort_key")),
            edit=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        )


def _page(request: HttpRequest, pk: int) -> Any:
    """An article or notice that the person may publish; 404 for anything else, 403 without the right."""
    for model in stories():
        page = model.objects.filter(pk=pk).first()
        if page is not None:
            if not access.may_publish(request.user, page):
                raise PermissionDenied
            return page
    raise Http404


class DecideView(_Screen):
    """What was offered to one's own site: read it, then show it or not."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The page's words and the two buttons; of what has gone no word any more."""
        share = self._share(pk)
        return self._shown(share, DecisionForm()) if sharing.can_be_read(share) else self._gone()

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Đăng or Không đăng."""
        share = self._share(pk)
        if not sharing.can_be_read(share):
            return self._gone()
        form = DecisionForm(request.POST)
        show = "dang" in request.POST
        if form.is_valid() and not show and not form.cleaned_data["reason"].strip():
            form.add_error("reason", _("Ghi lý do để nơi gửi biết."))
        if not form.is_valid():
            return self._shown(share, form)
        done = sharing.decide(share, request.user, show=show, **form.cleaned_data)
        if not done:
            return self._gone()
        messages.success(request, _("Đã đăng trên trang của mình.") if show else _("Đã trả lời nơi gửi."))
        return redirect("wagtailadmin_home")

    def _gone(self) -> HttpResponseBase:
        messages.info(self.request, _("Tin này đã có người quyết định hoặc đã rút."))
        return redirect("wagtailadmin_home")

    def _share(self, pk: int) -> Share:
        share = get_object_or_404(Share.objects.select_related("page", "receiver"), pk=pk)
        if not sharing.may_decide(self.request.user, share):
            raise PermissionDenied
        return share

    def _shown(self, share: Share, form: DecisionForm) -> TemplateResponse:
        page = share.page.specific
        return self.screen(
            "decide",
            _("Tin được chia sẻ: %s") % share.page.title,
            share=share,
            story=page,
            address=page.full_url,
            sender=access.owner(page),
            form=form,
        )
