"""The service points of an agency."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from portal.agencies.models import ServicePoint
from portal.editorial.register.forms import PointForm
from portal.editorial.register.screens import Screen


class PointView(Screen):
    """A point: a new one, or one that stands."""

    def get(self, request: HttpRequest, code: str, pk: int | None = None) -> HttpResponseBase:
        """The form."""
        return self._form(PointForm(instance=self._row(pk), agency=self.agency))

    @transaction.atomic
    def post(self, request: HttpRequest, code: str, pk: int | None = None) -> HttpResponseBase:
        """Save."""
        form = PointForm(request.POST, instance=self._row(pk), agency=self.agency)
        if not form.is_valid():
            return self._form(form)
        point = form.save()
        self.note("agency.place", point)
        return self.back(_("Đã lưu nơi tiếp nhận."))

    def _row(self, pk: int | None) -> ServicePoint | None:
        return None if pk is None else get_object_or_404(ServicePoint, agency=self.agency, pk=pk)

    def _form(self, form: PointForm) -> HttpResponseBase:
        point = form.instance if form.instance.pk else None
        title = point.name if point else _("Thêm nơi tiếp nhận")
        return self.page("form", title=title, form=form, help="point", point=point)


class DropPointView(Screen):
    """Take a point away, with its hours; asked before."""

    def get(self, request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
        """Ask."""
        point = get_object_or_404(ServicePoint, agency=self.agency, pk=pk)
        return self.page("drop_point", title=_("Bỏ nơi tiếp nhận"), point=point)

    @transaction.atomic
    def post(self, request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
        """Delete it."""
        point = get_object_or_404(ServicePoint, agency=self.agency, pk=pk)
        self.note("agency.place-dropped", point)
        point.delete()
        return self.back(_("Đã bỏ nơi tiếp nhận."))
