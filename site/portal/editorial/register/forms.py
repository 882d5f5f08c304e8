"""The forms of the register, with help in plain words; what is wrong is said beside the field."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.hours import weekday_name
from portal.agencies.models import Agency, HoursException, OpeningHours, ServicePoint
from portal.core import clock
from portal.core.text import normalise, one_line

# Typed, not picked: a browser's own field shows days and times in its own language (11/30/2026, 01:30 PM).
_DAY = forms.DateInput(
    attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "30/11/2026", "size": 12},
    format="%d/%m/%Y",
)
_TIME = forms.TimeInput(
    attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "7:30", "size": 6}, format="%H:%M"
)
# Among seven days an example would look like hours that are there.
_TIME_IN_A_WEEK = forms.TimeInput(
    attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6}, format="%H:%M"
)
DAY_FORMS = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"]
TIME_FORMS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hg%M", "%H giờ %M", "%H.%M", "%Hh", "%H giờ", "%H"]


class _Composed:
    """Brings every text into normal form, on one line where the field has one."""

    cleaned_data: dict[str, Any]
    fields: dict[str, forms.Field]

    def composed(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values with their texts composed."""
        for name, value in values.items():
            if isinstance(value, str):
                many = isinstance(self.fields[name].widget, forms.Textarea)
                values[name] = normalise(value) if many else one_line(value)
        return values


class _OnTheMap(_Composed):
    """Both halves of a map point, or none."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Given by Django's forms."""
        super().add_error(field, error)  # type: ignore[misc]

    def check_point(self, values: dict[str, Any]) -> None:
        """Say which half is missing."""
        latitude, longitude = values.get("latitude"), values.get("longitude")
        if (latitude is None) != (longitude is None):
            missing = "latitude" if latitude is None else "longitude"
            if missing not in self.errors:  # type: ignore[attr-defined]
                self.add_error(missing, _("Ghi cả vĩ độ và kinh độ, hoặc để trống cả hai."))


_MAP_HELP = gettext_lazy(
    "Giữ ngón tay trên bản đồ ở điện thoại tới khi hiện hai số, số thứ nhất là vĩ độ, ví dụ 18.679585."
)


class ContactForm(_OnTheMap, forms.ModelForm[Agency]):
    """How to reach an agency."""

    class Meta:
        model = Agency
        fields = ["address", "phone", "email", "latitude", "longitude", "site_responsible", "identifier_code"]
        help_texts = {
            "address": gettext_lazy(
                "Nơi dân đến làm thủ tục: số nhà hoặc xóm, thôn; xã, phường. Ví dụ: Xóm 5, xã Vân Tụ."
            ),
            "phone": gettext_lazy("Số có người nghe trong giờ làm việc. Ví dụ: 0238 000 1234."),
            "email": gettext_lazy("Hộp thư công vụ có người đọc hằng ngày."),
            "latitude": _MAP_HELP,
            "longitude": gettext_lazy("Số thứ hai trên bản đồ, ví dụ 105.681335."),
            "identifier_code": gettext_lazy(
                "Mã dùng khi gửi văn bản điện tử, ví dụ 000.00.12.H41. Chưa có thì để trống."
            ),
        }

    def clean(self) -> dict[str, Any]:
        """Compose texts; check the point."""
        values = self.composed(super().clean() or {})
        self.check_point(values)
        return values


class PointForm(_OnTheMap, forms.ModelForm[ServicePoint]):
    """A service point."""

    class Meta:
        model = ServicePoint
        fields = [
            "kind",
            "name",
            "address",
            "phone",
            "accepts",
            "directions",
            "latitude",
            "longitude",
            "position",
            "valid_from",
            "valid_to",
        ]
        widgets = {
            "accepts": forms.Textarea(attrs={"rows": 5}),
            "directions": forms.Textarea(attrs={"rows": 3}),
            "valid_from": _DAY,
            "valid_to": _DAY,
        }
        help_texts = {
            "name": gettext_lazy("Tên ghi trên biển, ví dụ: Bưu điện – Văn hóa xã Vân Tụ."),
            "latitude": _MAP_HELP,
            "longitude": gettext_lazy("Số thứ hai trên bản đồ, ví dụ 105.681335."),
            "position": gettext_lazy("Số nhỏ đứng trước."),
            "valid_from": gettext_lazy("Để trống nếu nơi này đang hoạt động."),
            "valid_to": gettext_lazy(
                "Ngày đầu tiên không còn tiếp nhận. Qua ngày đó trang không hiện nơi này nữa."
            ),
        }

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        """``agency``: whose point it is."""
        super().__init__(*args, **kwargs)
        self.instance.agency = agency
        for name in ("valid_from", "valid_to"):
            self.fields[name].input_formats = DAY_FORMS  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Compose texts; check point, days and the name."""
        values = self.composed(super().clean() or {})
        self.check_point(values)
        begins, ends = values.get("valid_from"), values.get("valid_to")
        if begins and ends and ends <= begins:
            self.add_error("valid_to", _("Ngày kết thúc phải sau ngày bắt đầu."))
        others = ServicePoint.objects.filter(agency=self.instance.agency, name=values.get("name"))
        if others.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("Cơ quan đã có nơi tên này. Ghi thêm thôn, tổ để phân biệt."))
        return values


class ExceptionForm(_Composed, forms.ModelForm[HoursException]):
    """Days on which the week does not hold."""

    place = forms.ModelChoiceField(
        label=gettext_lazy("Ở đâu"), queryset=ServicePoint.objects.none(), required=False
    )

    field_order = [
        "kind",
        "place",
        "first_day",
        "last_day",
        "opens",
        "closes",
        "reason",
        "elsewhere_point",
        "elsewhere",
    ]

    class Meta:
        model = HoursException
        fields = [
            "kind",
            "first_day",
            "last_day",
            "opens",
            "closes",
            "reason",
            "elsewhere_point",
            "elsewhere",
        ]
        widgets = {"first_day": _DAY, "last_day": _DAY, "opens": _TIME, "closes": _TIME}
        help_texts = {
            "opens": gettext_lazy("Để trống nếu nghỉ cả ngày."),
            "reason": gettext_lazy("Ví dụ: họp Hội đồng nhân dân xã. Không ghi tên, bệnh tật của ai."),
            "elsewhere_point": gettext_lazy(
                "Dân đến đâu trong những ngày đó. Chọn nếu là nơi đã có trong danh sách."
            ),
            "elsewhere": gettext_lazy("Ghi tên và địa chỉ nếu là nơi khác."),
        }

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        """``agency``: whose days they are; its service points are offered."""
        super().__init__(*args, **kwargs)
        self.agency = agency
        points = ServicePoint.objects.filter(agency=agency)
        for name in ("place", "elsewhere_point"):
            self.fields[name].queryset = points  # type: ignore[attr-defined]
        self.fields["place"].empty_label = agency.name  # type: ignore[attr-defined]
        self.initial.setdefault("place", self.instance.service_point_id)
        self.fields["last_day"].required = False
        self.fields["last_day"].help_text = _("Để trống nếu chỉ một ngày.")
        for name in ("first_day", "last_day"):
            self.fields[name].input_formats = DAY_FORMS  # type: ignore[attr-defined]
        for name in ("opens", "closes"):
            self.fields[name].input_formats = TIME_FORMS  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Check days and times."""
        values = self.composed(super().clean() or {})
        first = values.get("first_day")
        last = values["last_day"] = values.get("last_day") or first
        opens, closes = values.get("opens"), values.get("closes")
        if first and last and last < first:
            self.add_error("last_day", _("Ngày cuối phải từ ngày đầu trở đi."))
        elif last and last < clock.today():
            self.add_error("last_day", _("Những ngày này đã qua."))
        if (opens is None) != (closes is None) and not {"opens", "closes"} & self.errors.keys():
            missing = "opens" if opens is None else "closes"
            self.add_error(missing, _("Ghi cả giờ bắt đầu và giờ kết thúc, hoặc để trống cả hai."))
        elif opens and closes and closes <= opens:
            self.add_error("closes", _("Giờ kết thúc phải sau giờ bắt đầu."))
        elif values.get("kind") == HoursException.Kind.EXTRA and opens is None:
            self.add_error("opens", _("Mở thêm thì ghi rõ từ giờ nào đến giờ nào."))
        point = values.get("place")
        self.instance.service_point = point
        self.instance.agency = None if point else self.agency
        return values


class HoursForm(forms.Form):
    """A week: two stretches a day (more where the place has more), as times."""

    like_monday = forms.BooleanField(
        label=gettext_lazy("Thứ Ba đến thứ Sáu như thứ Hai"),
        required=False,
        help_text=gettext_lazy("Đánh dấu thì chỉ cần ghi giờ của thứ Hai."),
    )

    def __init__(self, *args: Any, place: Agency | ServicePoint, **kwargs: Any) -> None:
        """``place``: whose hours they are."""
        self.place = place
        self.owner = {"agency": place} if isinstance(place, Agency) else {"service_point": place}
        held: list[list[OpeningHours]] = [[] for _weekday in range(7)]
        for row in OpeningHours.objects.filter(**self.owner).order_by("opens"):
            held[row.weekday].append(row)
        self.stretches = max(2, *(len(day) for day in held))
        super().__init__(*args, **kwargs)
        for weekday, day in enumerate(held):
            for number in range(self.stretches):
                stretch = day[number] if number < len(day) else None
                for end in ("opens", "closes"):
                    self.fields[f"{weekday}-{number}-{end}"] = forms.TimeField(
                        required=False,
                        widget=_TIME_IN_A_WEEK,
                        input_formats=TIME_FORMS,
                        initial=getattr(stretch, end) if stretch else None,
                        label=self._label(weekday, number, end),
                    )
            self.fields[f"{weekday}-only"] = forms.BooleanField(
                required=False,
                initial=bool(day) and all(row.receives_only for row in day),
                label=_("Chỉ nhận hồ sơ"),
            )

    def _label(self, weekday: int, number: int, end: str) -> str:
        name = weekday_name(date(2026, 11, 23 + weekday))
        part = (_("sáng"), _("chiều"))[number] if number < 2 else _("đợt %d") % (number + 1)
        return f"{name}, {part}, {_('từ') if end == 'opens' else _('đến')}"

    def days(self) -> list[dict[str, Any]]:
        """The week for the template: name, pairs of fields, the mark of the day."""
        found = []
        for weekday in range(7):
            name = weekday_name(date(2026, 11, 23 + weekday))
            pairs = [
                (self[f"{weekday}-{number}-opens"], self[f"{weekday}-{number}-closes"])
                for number in range(self.stretches)
            ]
            found.append(
                {"name": name[:1].upper() + name[1:], "pairs": pairs, "only": self[f"{weekday}-only"]}
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Pairs are whole, in order and apart from each other."""
        values: dict[str, Any] = super().clean() or {}
        for weekday in range(7):
            if values.get("like_monday") and 1 <= weekday <= 4:
                continue
            last: time | None = None
            for number in range(self.stretches):
                opens, closes = (f"{weekday}-{number}-{end}" for end in ("opens", "closes"))
                if {opens, closes} & self.errors.keys():
                    continue
                first, end = values.get(opens), values.get(closes)
                if (first is None) != (end is None):
                    self.add_error(opens if first is None else closes, _("Ghi cả giờ mở và giờ đóng."))
                elif first is not None and end is not None:
                    if end <= first:
                        self.add_error(closes, _("Giờ đóng phải sau giờ mở."))
                    elif last is not None and first < last:
                        self.add_error(opens, _("Giờ này trùng với đợt trước trong ngày."))
                    last = end
        return values

    def week(self) -> dict[tuple[int, time], tuple[time, bool]]:
        """The hours asked for: (weekday, opens) -> (closes, receives only)."""
        values = self.cleaned_data
        found = {}
        for weekday in range(7):
            source = 0 if values["like_monday"] and 1 <= weekday <= 4 else weekday
            for number in range(self.stretches):
                opens, closes = values[f"{source}-{number}-opens"], values[f"{source}-{number}-closes"]
                if opens is not None:
                    found[weekday, opens] = (closes, values[f"{source}-only"])
        return found

    def save(self) -> bool:
        """Bring the rows in line; says whether anything changed."""
        wanted = self.week()
        held = {(row.weekday, row.opens): row for row in OpeningHours.objects.filter(**self.owner)}
        changed = False
        for key, row in held.items():
            if key not in wanted:
                row.delete()
                changed = True
        for (weekday, opens), (closes, only) in wanted.items():
            row = held.get((weekday, opens)) or OpeningHours(weekday=weekday, opens=opens, **self.owner)
            if (row.closes, row.receives_only) != (closes, only):
                row.closes, row.receives_only = closes, only
                row.save()
                changed = True
        return changed


LARGEST_UPLOAD = 5_000_000


class UploadForm(forms.Form):
    """A file of the register."""

    file = forms.FileField(
        label=gettext_lazy("Tệp .xlsx hoặc .csv"),
        help_text=gettext_lazy(
            "Nhiều nhất 5 MB. Hệ thống chỉ xem trước; chưa ghi gì cho tới khi bấm “Áp dụng”."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> Any:
        """Nothing secret, nothing huge."""
        from portal.library.fields import guard

        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_UPLOAD:
            raise ValidationError(_("Tệp lớn hơn 5 MB."))
        if not upload.name.lower().endswith((".xlsx", ".csv")):
            raise ValidationError(_("Chỉ nhận tệp .xlsx hoặc .csv."))
        guard(upload)
        upload.seek(0)
        return upload
