"""The list of agencies, one agency's part of the register, its contact, and the word that it still holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.agencies import names
from portal.agencies.contacts import CONFIRMED_FOR, Confirmation
from portal.agencies.hours import exceptional, schedule_of
from portal.agencies.models import Agency, FormerName, HoursException, OpeningHours, ServicePoint
from portal.agencies.places import map_link
from portal.core import clock
from portal.editorial.register import scope
from portal.editorial.register.forms import ContactForm
from portal.editorial.register.screens import Screen

PER_PAGE = 50
LEVELS = {"tinh": "province", "so": "department", "xa": "commune"}
# The province, its departments, then the communes.
_BY_LEVEL = Case(*(When(level=level, then=number) for number, level in enumerate(LEVELS.values())))


class IndexView(Screen):
    """Where a person goes on: the list of the province, or the own agency."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Lead on."""
        mine = scope.own(request.user)
        if scope.keeps_all(request.user) or mine is None:
            return redirect("register:list")
        return redirect("register:agency", code=mine.code)


class ListView(Screen):
    """All agencies: ``?q=`` by any name or code, ``?cap=``, ``?tinh-trang=``, ``?trang=``."""

    roles = scope.ALL

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list; the same number of queries however many agencies there are."""
        today = clock.today()
        q = " ".join(request.GET.get("q", "").split())[: names.LONGEST_QUERY]
        level, state = request.GET.get("cap", ""), request.GET.get("tinh-trang", "")
        found = _in_state(scope.named(q), state, today)
        if level in LEVELS:
            found = found.filter(level=LEVELS[level])
        found = found.select_related("parent").order_by(_BY_LEVEL, "sort_key")
        rows = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
        return self.page(
            "list",
            title=_("Sổ cơ quan"),
            rows=rows,
            lines=[(row, Confirmation(row.contact_confirmed_on, today)) for row in rows],
            q=q,
            level=level,
            state=state,
            today=today,
        )


def _in_state(agencies: QuerySet[Agency], state: str, today: date) -> QuerySet[Agency]:
    if state == "da-het-hieu-luc":
        return agencies.filter(valid_to__lte=today)
    agencies = agencies.filter(Q(valid_to=None) | Q(valid_to__gt=today))
    if state == "chua-xac-nhan":
        return agencies.filter(
            Q(contact_confirmed_on=None) | Q(contact_confirmed_on__lt=today - CONFIRMED_FOR)
        )
    if state == "chua-co-gio":
        mine = Q(agency=OuterRef("pk")) | Q(service_point__agency=OuterRef("pk"))
        return agencies.filter(~Exists(OpeningHours.objects.filter(mine)))
    if state == "chua-co-dien-thoai":
        return agencies.filter(phone="")
    return agencies


class AgencyView(Screen):
    """Everything that people are told about an agency, with what can be done in one tap."""

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """The screen."""
        agency, today = self.agency, clock.today()
        schedule = schedule_of(agency)
        rows = HoursException.objects.filter(
            Q(agency=agency) | Q(service_point__agency=agency), last_day__gte=today
        ).select_related("service_point", "elsewhere_point")
        return self.page(
            "agency",
            title=agency.name,
            confirmation=Confirmation(agency.contact_confirmed_on, today),
            map_link=map_link(agency.latitude, agency.longitude),
            state=schedule.state(clock.now(), clock.WorkCalendar.current()),
            week=schedule.week.lines(today) if schedule.week else [],
            exceptions=[(row, exceptional(row).words()) for row in rows],
            closed_today=next((row for row in rows if _is_one_tap(row, today)), None),
            points=ServicePoint.objects.filter(agency=agency),
            former=FormerName.objects.filter(agency=agency).order_by("pk"),
            followers=[step.successor for step in agency.successions.select_related("successor")],
            today=today,
        )


def _is_one_tap(row: HoursException, today: date) -> bool:
    """Whether the agency itself is closed for the whole of this one day."""
    return (
        row.agency_id is not None
        and row.kind == HoursException.Kind.PAUSED
        and row.opens is None
        and row.first_day == row.last_day == today
    )


class ContactView(Screen):
    """The form of an agency's contact."""

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """The form."""
        return self._form(ContactForm(instance=self.agency))

    @transaction.atomic
    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """Save. Whoever changes the contact has looked at it: it counts as confirmed today."""
        form = ContactForm(request.POST, instance=self.agency)
        if not form.is_valid():
            return self._form(form)
        agency = form.save(commit=False)
        agency.contact_confirmed_on = clock.today()
        agency.save()
        self.note("agency.contact", agency, fields=", ".join(sorted(form.changed_data)))
        return self.back(_("Đã lưu. Trang chủ, trang liên hệ và các thủ tục đã đổi theo."))

    def _form(self, form: ContactForm) -> HttpResponseBase:
        return self.page("form", title=_("Sửa liên hệ"), form=form, help="contact")


class ConfirmView(Screen):
    """ "Tôi xác nhận thông tin còn đúng": one tap."""

    http_method_names = ["post"]

    @transaction.atomic
    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """Write the day down."""
        self.agency.contact_confirmed_on = clock.today()
        self.agency.save()
        self.note("agency.confirmed", self.agency)
        words: dict[str, Any] = {"day": f"{clock.today() + CONFIRMED_FOR:%d/%m/%Y}"}
        return self.back(_("Cảm ơn anh/chị. Lần xác nhận sau: trước ngày %(day)s.") % words)
