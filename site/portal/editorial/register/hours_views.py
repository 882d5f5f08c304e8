"""When an agency, or one of its points, receives people: the week, and the days that differ."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from portal.agencies.models import Agency, HoursException, ServicePoint
from portal.core import clock
from portal.editorial.register.forms import ExceptionForm, HoursForm
from portal.editorial.register.screens import Screen


class HoursView(Screen):
    """The week of the agency, or of the point that ``?noi=`` names."""

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """The form."""
        return self._form(HoursForm(place=self._place()))

    @transaction.atomic
    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """Save; nothing typed is lost where something is wrong."""
        place = self._place()
        form = HoursForm(request.POST, place=place)
        if not form.is_valid():
            return self._form(form)
        if form.save():
            self.note("agency.hours", place)
        return self.back(_("Đã lưu giờ tiếp nhận. Các trang đã đổi theo."))

    def _place(self) -> Agency | ServicePoint:
        asked = self.request.GET.get("noi", "")
        if not asked:
            return self.agency
        return get_object_or_404(ServicePoint, agency=self.agency, pk=int(asked) if asked.isdecimal() else 0)

    def _form(self, form: HoursForm) -> HttpResponseBase:
        point = form.place if isinstance(form.place, ServicePoint) else None
        name = point.name if point else self.agency.name
        return self.page("hours", title=_("Giờ tiếp nhận: %s") % name, form=form, point=point)


class ClosedTodayView(Screen):
    """ "Hôm nay nghỉ đột xuất", and back: one tap each."""

    http_method_names = ["post"]

    @transaction.atomic
    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """Close for the rest of today, or open again."""
        today = clock.today()
        mine = HoursException.objects.filter(
            agency=self.agency, kind="tam-dung", first_day=today, last_day=today, opens=None
        )
        if request.POST.get("mo-lai") == "1":
            for row in mine:
                row.delete()
            self.note("agency.exception-dropped", self.agency, day=today.isoformat())
            return self.back(_("Đã bỏ báo nghỉ hôm nay. Trang hiện lại giờ thường ngày."))
        if not mine.exists():
            row = HoursException(agency=self.agency, first_day=today, last_day=today, reason=_("đột xuất"))
            row.save()
            self.note("agency.exception", row, day=today.isoformat())
        return self.back(
            _("Mọi trang đã báo nghỉ hôm nay, %s. Nếu có nơi thay thế, bấm vào dòng đó để ghi thêm.")
            % f"{today:%d/%m/%Y}"
        )


class ExceptionView(Screen):
    """Days on which the week does not hold: new ones, or ones that stand."""

    def get(self, request: HttpRequest, code: str, pk: int | None = None) -> HttpResponseBase:
        """The form."""
        return self._form(ExceptionForm(instance=self._row(pk), agency=self.agency))

    @transaction.atomic
    def post(self, request: HttpRequest, code: str, pk: int | None = None) -> HttpResponseBase:
        """Save."""
        form = ExceptionForm(request.POST, instance=self._row(pk), agency=self.agency)
        if not form.is_valid():
            return self._form(form)
        row = form.save()
        self.note("agency.exception", row, first=row.first_day.isoformat(), last=row.last_day.isoformat())
        return self.back(_("Đã lưu. Các trang báo ngay từ bây giờ, và tự hết khi qua ngày cuối."))

    def _row(self, pk: int | None) -> HoursException | None:
        return None if pk is None else own_exception(self.agency, pk)

    def _form(self, form: ExceptionForm) -> HttpResponseBase:
        title = _("Ngày tạm dừng hoặc mở thêm")
        return self.page("form", title=title, form=form, help="exception", drop=form.instance.pk)


def own_exception(agency: Agency, pk: int) -> HoursException:
    """An exception of the agency or of one of its points; 404 otherwise."""
    rows = HoursException.objects.filter(Q(agency=agency) | Q(service_point__agency=agency))
    return get_object_or_404(rows, pk=pk)


class DropExceptionView(Screen):
    """Take an exception away."""

    http_method_names = ["post"]

    @transaction.atomic
    def post(self, request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
        """Delete it."""
        row = own_exception(self.agency, pk)
        self.note("agency.exception-dropped", row)
        row.delete()
        return self.back(_("Đã bỏ. Trang hiện lại giờ thường ngày."))
