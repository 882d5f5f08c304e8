"""The audit trail as it is read: filters, words for codes, rows for the screen and for files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.core import audit_events
from portal.core.clock import ZONE
from portal.core.models import AuditEntry
from portal.core.tables import Cell
from portal.editorial.roles import ROLES

SIZE, CHUNK = 50, 1_000
# A workbook is made in one piece while the reader waits.
MOST_IN_WORKBOOK = 50_000
# More people than this fit a name: the name says too little to filter by.
MOST_PEOPLE = 200
HEADING = (
    "luc",
    "viec",
    "ma_viec",
    "ket_qua",
    "nguoi_lam",
    "tai_khoan",
    "vai_tro",
    "co_quan",
    "doi_tuong",
    "ma_doi_tuong",
    "mang_truy_cap",
    "chi_tiet",
)
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TrailFilter(forms.Form):
    """What the reader wants to see; all of it optional."""

    nguoi = forms.CharField(label=gettext_lazy("Người làm"), required=False, max_length=100)
    co_quan = forms.ChoiceField(label=gettext_lazy("Cơ quan"), required=False)
    viec = forms.ChoiceField(label=gettext_lazy("Việc"), required=False)
    ket_qua = forms.ChoiceField(label=gettext_lazy("Kết quả"), required=False)
    tu = forms.DateField(label=gettext_lazy("Từ ngày"), required=False, widget=_DAY)
    den = forms.DateField(label=gettext_lazy("Đến hết ngày"), required=False, widget=_DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the agencies and the events there are."""
        super().__init__(*args, **kwargs)
        events = sorted((audit_events.name_of(code), code) for code in audit_events.codes())
        offered: dict[str, list[tuple[str, Any]]] = {
            "co_quan": list(Agency.objects.order_by("sort_key").values_list("code", "name")),
            "viec": [(code, name) for name, code in events],
            "ket_qua": list(AuditEntry.Outcome.choices),
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = [("", _("Tất cả")), *choices]

    def entries(self) -> QuerySet[AuditEntry]:
        """The lines asked for, the newest first; none when the form is wrong."""
        found: QuerySet[AuditEntry] = AuditEntry.objects.order_by("-pk")
        if not self.is_valid():
            return found.none()
        asked = self.cleaned_data
        if asked["nguoi"]:
            named = Q(full_name__icontains=asked["nguoi"]) | Q(username__icontains=asked["nguoi"])
            people = User.objects.filter(named).values_list("pk", flat=True)[:MOST_PEOPLE]
            found = found.filter(user_id__in=list(people))
        if asked["co_quan"]:
            found = found.filter(agency_code=asked["co_quan"])
        if asked["viec"]:
            found = found.filter(Q(event=asked["viec"]) | Q(event__startswith=f"{asked['viec']}."))
        if asked["ket_qua"]:
            found = found.filter(outcome=asked["ket_qua"])
        if asked["tu"]:
            found = found.filter(at__gte=datetime.combine(asked["tu"], time.min, ZONE))
        if asked["den"] and asked["den"] < date.max:
            found = found.filter(at__lt=datetime.combine(asked["den"] + timedelta(days=1), time.min, ZONE))
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """A line in words. Only officers are named: the trail holds nobody else."""

    entry: AuditEntry
    event: str
    person: str
    account: str
    roles: str
    agency: str
    kind: str
    detail: str

    @property
    def refused(self) -> bool:
        """Whether somebody was turned away."""
        return self.entry.outcome == AuditEntry.Outcome.REFUSED

    def cells(self) -> tuple[Cell, ...]:
        """The line as a row of a file, in the order of :data:`HEADING`."""
        entry = self.entry
        return (
            entry.at,
            self.event,
            entry.event,
            str(AuditEntry.Outcome(entry.outcome).label),
            self.person,
            self.account,
            self.roles,
            self.agency,
            self.kind,
            entry.object_id,
            entry.client,
            self.detail,
        )


def lines(entries: Collection[AuditEntry]) -> list[Line]:
    """Lines in words: two queries for all of them."""
    people = User.objects.in_bulk({entry.user_id for entry in entries if entry.user_id})
    codes = {entry.agency_code for entry in entries if entry.agency_code}
    names = dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))
    return [_line(entry, people.get(entry.user_id or 0), names) for entry in entries]


def _line(entry: AuditEntry, user: User | None, agencies: dict[str, str]) -> Line:
    nobody = _("tài khoản không còn (số %(n)s)") % {"n": entry.user_id} if entry.user_id else ""
    return Line(
        entry,
        audit_events.name_of(entry.event),
        (user.get_full_name() or user.get_username()) if user else nobody,
        user.get_username() if user else "",
        ", ".join(
            str(ROLES[code].label) if code in ROLES else code for code in entry.role.split(",") if code
        ),
        agencies.get(entry.agency_code, entry.agency_code),
        _kind(entry.object_type),
        "; ".join(f"{audit_events.detail_name(key)}: {_said(value)}" for key, value in entry.detail.items()),
    )


def _kind(object_type: str) -> str:
    """What sort of thing it was about."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name) if object_type else ""
    except LookupError:
        return object_type


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, dict):
        return ", ".join(f"{key} {_said(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(_said(part) for part in value)
    if value in ROLES:
        return str(ROLES[value].label)
    return "" if value is None else str(value)


def every_line(found: QuerySet[AuditEntry]) -> Iterator[Line]:
    """All lines of a query in words, in chunks by key: memory does not grow with the file."""
    before: int | None = None
    while chunk := list((found if before is None else found.filter(pk__lt=before))[:CHUNK]):
        yield from lines(chunk)
        before = chunk[-1].pk


def cells(found: Iterable[Line]) -> Iterator[tuple[Cell, ...]]:
    """Rows of a file."""
    return (line.cells() for line in found)
