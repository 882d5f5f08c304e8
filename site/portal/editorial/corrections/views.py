"""The editor's screen of a correction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.editorial import access
from portal.editorial.corrections import service
from portal.editorial.models import Correction
from portal.editorial.today.links import edit_address
from portal.editorial.workflow.views import Screen, thing


class CorrectionForm(forms.ModelForm[Correction]):
    """Wrong, right, ground; a note needs what changed alone."""

    class Meta:
        model = Correction
        fields = ["kind", "wrong", "right", "basis"]
        widgets = {"wrong": forms.Textarea(attrs={"rows": 2}), "right": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "wrong": gettext_lazy("Chép đúng chỗ đã ghi sai. Bỏ trống nếu chỉ ghi chú thay đổi."),
            "right": gettext_lazy("Ghi chỗ đã sửa, hoặc tóm tắt thay đổi trong một câu."),
            "basis": gettext_lazy("Văn bản, phản ánh hoặc lý do."),
        }

    def clean(self) -> dict[str, Any]:
        """A correction quotes its error."""
        found = super().clean() or {}
        if found.get("kind") == Correction.Kind.CORRECTION and not found.get("wrong", "").strip():
            self.add_error("wrong", _("Chép chỗ đã ghi sai vào đây, hoặc chọn “ghi chú thay đổi”."))
        return found


class CorrectionView(Screen):
    """ "Đính chính": waits, and appears with the next publication of the thing."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: int) -> HttpResponseBase:
        """For whoever works with the thing."""
        self.thing = thing(kwargs["type_id"], kwargs["pk"])
        if not access.may_change(request.user, self.thing):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, type_id: int, pk: int) -> HttpResponseBase:
        """The form."""
        return self._show(CorrectionForm())

    def post(self, request: HttpRequest, type_id: int, pk: int) -> HttpResponseBase:
        """Note it; back to the text."""
        form = CorrectionForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        try:
            service.prepare(self.thing, request.user, **form.cleaned_data)
        except ValidationError as refusal:
            self.tell(refusal)
            return self._show(form)
        messages.success(request, _("Đã ghi. Hiện ra cùng lần công khai tới của mục này."))
        return redirect(edit_address(ContentType.objects.get(pk=type_id), pk))

    def _show(self, form: CorrectionForm) -> HttpResponseBase:
        hint = _(
            "Sửa nội dung trong bản nháp, ghi đính chính ở đây, rồi gửi duyệt hoặc công khai như thường."
        )
        return self.screen("form", _("Đính chính: %s") % self.thing, form=form, hint=hint, button=_("Ghi"))
