"""The other tables of the register: old units, service points, opening hours, exceptions.

Each is a sheet of the workbook or a CSV file of its own, known by its columns. An agency that a table names
has the rows of that table and no others; an agency that it does not name keeps what it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.agencies.cells import CellReader
from portal.agencies.models import Agency, FormerName, HoursException, MapPoint, OpeningHours, ServicePoint
from portal.core.imports import Line, Place

Key = tuple[Any, ...]
WEEKDAYS = {"2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5, "cn": 6}
_WEEKDAY_WORDS = {number: word.upper() for word, number in WEEKDAYS.items()}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row, checked: the agency's code, what tells it from the agency's other rows, its values."""

    place: Place
    code: str
    key: Key
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TableKind:
    """One of the tables. ``columns`` and ``required`` begin with ``ma_don_vi``.

    ``read`` gives key and values of a row; ``held`` all rows of agencies, with ``key_of``, ``values_of`` and
    ``cells`` (for export) of each; ``make`` a new one, unsaved.
    """

    sheet: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    read: Callable[[CellReader], tuple[Key, dict[str, Any]]]
    held: Callable[[], QuerySet[Any]]
    agency_of: Callable[[Any], str]
    key_of: Callable[[Any], Key]
    values_of: Callable[[Any], dict[str, Any]]
    make: Callable[[Agency, Key], models.Model]
    cells: Callable[[Any], list[Any]]
    # The column to name when a row is a second one of the same key.
    key_column: str
    # Whether rows may belong to a service point, which the first part of the key names.
    of_points: bool = False

    def row(self, place: Place, cells: dict[str, Any]) -> tuple[TableRow | None, list[Line]]:
        """One row of the table, or None, and everything that is wrong with it."""
        reader = CellReader(place, cells)
        code = reader.unit_code()
        key, values = self.read(reader)
        return (None if reader.problems else TableRow(place, code, key, values)), reader.problems


def _values(names: Iterable[str]) -> Callable[[Any], dict[str, Any]]:
    wanted = tuple(names)
    return lambda obj: {name: getattr(obj, name) for name in wanted}


def _mark(value: bool) -> str:
    return "x" if value else ""


def _clock(value: time | None) -> str:
    return f"{value:%H:%M}" if value else ""


# Old units


def _read_former(reader: CellReader) -> tuple[Key, dict[str, Any]]:
    since, until = reader.day("tu_ngay"), reader.day("den_truoc_ngay")
    if since and until and until <= since:
        reader.refuse("den_truoc_ngay", _("Ngày kết thúc phải sau ngày bắt đầu."))
    key = (reader.text("ten_cu", needed=True), reader.text("huyen_cu", most=100))
    return key, {
        "code": reader.text("ma_cu", most=30),
        "part_only": reader.yes("mot_phan"),
        "part": reader.text("phan_nao", most=300),
        "since": since,
        "until": until,
        "source": reader.text("nguon", most=255),
    }


FORMER = TableKind(
    sheet="ten_cu",
    columns=(
        "ma_don_vi",
        "ten_cu",
        "huyen_cu",
        "ma_cu",
        "mot_phan",
        "phan_nao",
        "tu_ngay",
        "den_truoc_ngay",
        "nguon",
    ),
    required=("ma_don_vi", "ten_cu"),
    read=_read_former,
    held=lambda: FormerName.objects.select_related("agency").order_by("agency__code", "pk"),
    agency_of=lambda row: row.agency.code,
    key_of=lambda row: (row.name, row.district),
    values_of=_values(("code", "part_only", "part", "since", "until", "source")),
    make=lambda agency, key: FormerName(agency=agency, name=key[0], district=key[1]),
    cells=lambda row: [
        row.agency.code,
        row.name,
        row.district,
        row.code,
        _mark(row.part_only),
        row.part,
        row.since,
        row.until,
        row.source,
    ],
    key_column="ten_cu",
)


# Service points


def _read_point(reader: CellReader) -> tuple[Key, dict[str, Any]]:
    latitude = reader.number("vi_do", MapPoint.SOUTH, MapPoint.NORTH)
    longitude = reader.number("kinh_do", MapPoint.WEST, MapPoint.EAST)
    if (latitude is None) != (longitude is None) and not reader.problems:
        reader.refuse("vi_do" if latitude is None else "kinh_do", _("Ghi cả vĩ độ và kinh độ."))
    begins, ends = reader.day("tu_ngay"), reader.day("den_truoc_ngay")
    if begins and ends and ends <= begins:
        reader.refuse("den_truoc_ngay", _("Ngày kết thúc phải sau ngày bắt đầu."))
    order = reader.number("thu_tu", low=_ZERO, high=_MOST_ORDER)
    kinds = {value: value for value in ServicePoint.Kind.values}
    return (reader.text("ten_noi", needed=True),), {
        "kind": reader.choice("loai_noi", kinds),
        "address": reader.text("dia_chi", most=300),
        "phone": reader.text("dien_thoai", most=40),
        "accepts": reader.lines("nhan_nhung_gi", most=1500),
        "directions": reader.lines("cach_den", most=600),
        "latitude": latitude,
        "longitude": longitude,
        "position": 100 if order is None else int(order),
        "valid_from": begins,
        "valid_to": ends,
    }


_ZERO, _MOST_ORDER = MapPoint.SOUTH * 0, MapPoint.SOUTH * 5000

POINTS = TableKind(
    sheet="noi_tiep_nhan",
    columns=(
        "ma_don_vi",
        "ten_noi",
        "loai_noi",
        "dia_chi",
        "dien_thoai",
        "nhan_nhung_gi",
        "cach_den",
        "vi_do",
        "kinh_do",
        "thu_tu",
        "tu_ngay",
        "den_truoc_ngay",
    ),
    required=("ma_don_vi", "ten_noi", "loai_noi"),
    read=_read_point,
    held=lambda: ServicePoint.objects.select_related("agency").order_by("agency__code", "position", "pk"),
    agency_of=lambda row: row.agency.code,
    key_of=lambda row: (row.name,),
    values_of=_values(
        (
            "kind",
            "address",
            "phone",
            "accepts",
            "directions",
            "latitude",
            "longitude",
            "position",
            "valid_from",
            "valid_to",
        )
    ),
    make=lambda agency, key: ServicePoint(agency=agency, name=key[0]),
    cells=lambda row: [
        row.agency.code,
        row.name,
        row.kind,
        row.address,
        row.phone,
        row.accepts,
        row.directions,
        row.latitude,
        row.longitude,
        row.position,
        row.valid_from,
        row.valid_to,
    ],
    key_column="ten_noi",
)


# Hours and exceptions: of the agency, or of the service point that the column "ten_noi" names


def _owner(agency: Agency, point: str) -> dict[str, Any]:
    """Whose row it is; the importer has made sure that the point exists."""
    if not point:
        return {"agency": agency}
    return {"service_point": ServicePoint.objects.get(agency=agency, name=point)}


def _point_name(row: Any) -> str:
    return row.service_point.name if row.service_point else ""


def _read_hours(reader: CellReader) -> tuple[Key, dict[str, Any]]:
    weekday = reader.choice("thu", {word: str(number) for word, number in WEEKDAYS.items()})
    opens, closes = reader.time("mo_cua", needed=True), reader.time("dong_cua", needed=True)
    if opens and closes and closes <= opens:
        reader.refuse("dong_cua", _("Giờ đóng cửa phải sau giờ mở cửa."))
    key = (reader.text("ten_noi"), int(weekday or 0), opens)
    return key, {"closes": closes, "receives_only": reader.yes("chi_nhan_ho_so")}


HOURS = TableKind(
    sheet="gio_tiep_nhan",
    columns=("ma_don_vi", "ten_noi", "thu", "mo_cua", "dong_cua", "chi_nhan_ho_so"),
    required=("ma_don_vi", "thu", "mo_cua", "dong_cua"),
    read=_read_hours,
    held=lambda: OpeningHours.objects.select_related("agency", "service_point__agency").order_by("pk"),
    agency_of=lambda row: row.owner.code,
    key_of=lambda row: (_point_name(row), row.weekday, row.opens),
    values_of=_values(("closes", "receives_only")),
    make=lambda agency, key: OpeningHours(weekday=key[1], opens=key[2], **_owner(agency, key[0])),
    cells=lambda row: [
        row.owner.code,
        _point_name(row),
        _WEEKDAY_WORDS[row.weekday],
        _clock(row.opens),
        _clock(row.closes),
        _mark(row.receives_only),
    ],
    key_column="mo_cua",
    of_points=True,
)


def _read_exception(reader: CellReader) -> tuple[Key, dict[str, Any]]:
    kinds = {value: value for value in HoursException.Kind.values}
    kind = reader.choice("loai_ngay", kinds)
    first = reader.day("tu_ngay", needed=True)
    last = reader.day("den_het_ngay") or first
    opens, closes = reader.time("tu_gio"), reader.time("den_gio")
    if first and last and last < first:
        reader.refuse("den_het_ngay", _("Ngày cuối phải từ ngày đầu trở đi."))
    if (opens is None) != (closes is None):
        reader.refuse("den_gio" if closes is None else "tu_gio", _("Ghi cả giờ bắt đầu và giờ kết thúc."))
    elif opens and closes and closes <= opens:
        reader.refuse("den_gio", _("Giờ kết thúc phải sau giờ bắt đầu."))
    elif kind == HoursException.Kind.EXTRA and opens is None:
        reader.refuse("tu_gio", _("Mở thêm thì ghi rõ từ giờ nào đến giờ nào."))
    key = (reader.text("ten_noi"), kind, first or date.min, opens)
    return key, {
        "last_day": last,
        "closes": closes,
        "reason": reader.text("ly_do"),
        "elsewhere": reader.text("noi_thay_the", most=300),
    }


EXCEPTIONS = TableKind(
    sheet="tam_dung",
    columns=(
        "ma_don_vi",
        "ten_noi",
        "loai_ngay",
        "tu_ngay",
        "den_het_ngay",
        "tu_gio",
        "den_gio",
        "ly_do",
        "noi_thay_the",
    ),
    required=("ma_don_vi", "loai_ngay", "tu_ngay"),
    read=_read_exception,
    held=lambda: HoursException.objects.select_related(
        "agency", "service_point__agency", "elsewhere_point"
    ).order_by("pk"),
    agency_of=lambda row: row.owner.code,
    key_of=lambda row: (_point_name(row), row.kind, row.first_day, row.opens),
    values_of=lambda row: {
        "last_day": row.last_day,
        "closes": row.closes,
        "reason": row.reason,
        "elsewhere": row.elsewhere_point.name if row.elsewhere_point else row.elsewhere,
    },
    make=lambda agency, key: HoursException(
        kind=key[1], first_day=key[2], last_day=key[2], opens=key[3], **_owner(agency, key[0])
    ),
    cells=lambda row: [
        row.owner.code,
        _point_name(row),
        row.kind,
        row.first_day,
        row.last_day,
        _clock(row.opens),
        _clock(row.closes),
        row.reason,
        row.elsewhere_point.name if row.elsewhere_point else row.elsewhere,
    ],
    key_column="tu_ngay",
    of_points=True,
)

# In the order in which they are written: hours and exceptions name service points.
KINDS = (FORMER, POINTS, HOURS, EXCEPTIONS)
