"""The editor's screen of a review: the day, and one button when the text was looked through."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminDateInput

from portal.editorial import access
from portal.editorial.models import Review
from portal.editorial.reviews import service
from portal.editorial.today.links import edit_address
from portal.editorial.workflow.views import Screen, thing


class ReviewDayForm(forms.ModelForm[Review]):
    """By when, and how often after that."""

    class Meta:
        model = Review
        fields = ["review_by", "every"]
        widgets = {"review_by": AdminDateInput}


class ReviewDayView(Screen):
    """ "Rà soát": set the day, or say that it was done."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: int) -> HttpResponseBase:
        """For whoever works with the thing."""
        self.thing = thing(kwargs["type_id"], kwargs["pk"])
        if not access.may_change(request.user, self.thing):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, type_id: int, pk: int) -> HttpResponseBase:
        """What is set."""
        return self._show(ReviewDayForm(instance=service.of(self.thing)), type_id, pk)

    def post(self, request: HttpRequest, type_id: int, pk: int) -> HttpResponseBase:
        """One press: done. Or a new day."""
        row = service.of(self.thing)
        if "da-ra-soat" in request.POST:
            try:
                row = service.done(self.thing, request.user)
            except ValidationError as refusal:
                self.tell(refusal)
                return redirect("review_day", type_id=type_id, pk=pk)
            words = _("Đã ghi rà soát hôm nay. Lần tới: trước ngày %s.")
            messages.success(request, words % f"{row.review_by:%d/%m/%Y}")
            return self.home()
        form = ReviewDayForm(request.POST, instance=row)
        if not form.is_valid():
            return self._show(form, type_id, pk)
        try:
            service.plan(self.thing, request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self._show(form, type_id, pk)
        messages.success(request, _("Đã ghi ngày rà soát."))
        return redirect(edit_address(ContentType.objects.get(pk=type_id), pk))

    def _show(self, form: ReviewDayForm, type_id: int, pk: int) -> TemplateResponse:
        title = _("Rà soát: %s") % self.thing
        context = {
            "form": form,
            "thing": self.thing,
            "live_url": (getattr(self.thing, "url", None) or "") if self.thing.live else "",
            "edit_url": edit_address(ContentType.objects.get(pk=type_id), pk),
            "page_title": title,
            "header_title": title,
            "header_icon": "calendar-check",
        }
        return TemplateResponse(self.request, "editorial/reviews/review.html", context)
