"""Model answers: an agency's own, and the province's for all (which only the province's desk changes)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from feedback.desk.screens import DeskScreen
from feedback.models import AnswerTemplate
from feedback.states import HEADS
from portal.agencies.models import Agency
from portal.editorial import access


class TemplateForm(forms.ModelForm[AnswerTemplate]):
    """A model answer."""

    class Meta:
        model = AnswerTemplate
        fields = ["title", "stream", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 9})}


class _Templates(DeskScreen):
    roles = HEADS

    def mine(self) -> QuerySet[AnswerTemplate]:
        """What this desk may change; for the province also what is everybody's."""
        agency = access.active_agency(self.request.user)
        where = Q(agency=agency)
        if agency is not None and agency.level == Agency.Level.PROVINCE:
            where |= Q(agency__isnull=True)
        return AnswerTemplate.objects.filter(where)


class ListView(_Templates):
    """All that this desk can use."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list."""
        agency = access.active_agency(request.user)
        rows = AnswerTemplate.objects.filter(Q(agency=agency) | Q(agency__isnull=True))
        own = set(self.mine().values_list("pk", flat=True))
        return self.page("templates", _("Mẫu câu trả lời"), rows=[(row, row.pk in own) for row in rows])


class EditView(_Templates):
    """A new one, or one of this desk's own."""

    def get(self, request: HttpRequest, template: int | None = None) -> HttpResponseBase:
        """The form."""
        return self._form(TemplateForm(instance=self._found(template)))

    def post(self, request: HttpRequest, template: int | None = None) -> HttpResponseBase:
        """Keep or delete it."""
        row = self._found(template)
        if "bo" in request.POST and template is not None:
            row.delete()
            messages.success(request, _("Đã bỏ mẫu câu trả lời."))
            return redirect("desk:templates")
        form = TemplateForm(request.POST, instance=row)
        if not form.is_valid():
            return self._form(form, 422)
        if template is None:
            row.agency = access.active_agency(request.user)
        form.save()
        messages.success(request, _("Đã lưu mẫu câu trả lời."))
        return redirect("desk:templates")

    def _found(self, pk: int | None) -> AnswerTemplate:
        if pk is None:
            return AnswerTemplate()
        row = self.mine().filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def _form(self, form: TemplateForm, status: int = 200) -> HttpResponseBase:
        return self.page("template", _("Mẫu câu trả lời"), status=status, form=form, row=form.instance)
