"""Forms of the screens of sites."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.widgets import AdminImageChooser

from portal.agencies import identity
from portal.agencies.identity import LEVELS as EVERY_LEVEL
from portal.agencies.models import Agency, CentralBlock
from portal.agencies.register_file import LEVELS, RegisterFile, read_agencies
from portal.core.imports.tables import Table
from portal.library.models import PortalImage, SitePicture

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ProvisionForm(forms.Form):
    """One row of the register, with the names of its columns: read by what reads the table."""

    ma_don_vi = forms.CharField(label=gettext_lazy("Mã đơn vị"), max_length=30)
    ten = forms.CharField(label=gettext_lazy("Tên đầy đủ"), max_length=200)
    loai = forms.ChoiceField(label=gettext_lazy("Loại"), choices=Agency.Kind.choices)
    cap = forms.ChoiceField(label=gettext_lazy("Cấp"))
    don_vi_cha = forms.ChoiceField(label=gettext_lazy("Đơn vị cha"), required=False)
    ma_dinh_danh_dien_tu = forms.CharField(
        label=gettext_lazy("Mã định danh điện tử"), max_length=40, required=False
    )
    ten_mien = forms.CharField(
        label=gettext_lazy("Tên miền riêng"),
        max_length=253,
        required=False,
        help_text=gettext_lazy("Để trống thì trang đứng dưới cổng của tỉnh; đổi sau được."),
    )
    dia_chi = forms.CharField(label=gettext_lazy("Địa chỉ"), max_length=300, required=False)
    dien_thoai = forms.CharField(label=gettext_lazy("Điện thoại"), max_length=40, required=False)
    thu_dien_tu = forms.CharField(label=gettext_lazy("Thư điện tử"), max_length=200, required=False)
    hieu_luc_tu = forms.CharField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "01/07/2026"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the levels, and the agencies that may be a parent."""
        super().__init__(*args, **kwargs)
        labels = dict(Agency.Level.choices)
        level: Any = self.fields["cap"]
        level.choices = [(word, labels[value]) for word, value in LEVELS.items()]
        parents = Agency.objects.exclude(level=Agency.Level.COMMUNE).filter(successions=None)
        parent: Any = self.fields["don_vi_cha"]
        parent.choices = [("", "—"), *parents.values_list("code", "name")]
        self.found = RegisterFile()

    def clean(self) -> dict[str, Any]:
        """Read the row as the table's reader does; each problem stands at its field."""
        values: dict[str, Any] = super().clean() or {}
        if self.errors:
            return values
        cells = [values[name] for name in self.fields]
        table = Table(_("biểu mẫu"), "", [(1, list(self.fields)), (2, cells)])
        self.found = read_agencies(table, Agency.objects.values_list("code", flat=True))
        for line in self.found.problems:
            self.add_error(line.column if line.column in self.fields else None, line.reason)
        if Agency.objects.filter(code=values.get("ma_don_vi", "")).exists():
            self.add_error("ma_don_vi", _("Mã này đã có trong sổ cơ quan."))
        return values


class MoveForm(forms.Form):
    """Another host name, or another part of the address below the province."""

    hostname = forms.CharField(
        label=gettext_lazy("Tên miền riêng"),
        max_length=253,
        required=False,
        help_text=gettext_lazy("Để trống thì trang đứng dưới cổng của tỉnh."),
    )
    slug = forms.CharField(
        label=gettext_lazy("Phần địa chỉ dưới cổng của tỉnh"),
        max_length=120,
        help_text=gettext_lazy("Ví dụ: xa-van-tu. Địa chỉ cũ chuyển hướng mãi mãi."),
    )


class IdentityForm(forms.ModelForm[SitePicture]):
    """What an agency's site wears: palette, pictures, and which sections its menu leaves out."""

    palette = forms.ChoiceField(
        label=gettext_lazy("Bảng màu"),
        choices=Agency.Palette.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Bốn bảng màu đều đủ tương phản để đọc (ít nhất 4,5 : 1)."),
    )
    hidden = forms.MultipleChoiceField(
        label=gettext_lazy("Mục không hiện trong thanh mục"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Địa chỉ của mục vẫn mở được. Mục bắt buộc, mục tỉnh khóa không có ở đây."),
    )

    field_order = ["palette", "emblem", "emblem_alt", "banner", "banner_alt", "hidden"]

    class Meta:
        model = SitePicture
        fields = ["emblem", "emblem_alt", "banner", "banner_alt"]
        widgets = {"emblem": AdminImageChooser, "banner": AdminImageChooser}

    def __init__(self, agency: Agency, data: Any = None) -> None:
        """The state of the agency's site."""
        held = SitePicture.objects.filter(agency=agency).first() or SitePicture(agency=agency)
        super().__init__(data, instance=held)
        self.agency = agency
        locked = identity.locks()
        hidden: Any = self.fields["hidden"]
        hidden.choices = [
            (section.key, section.title)
            for section in identity.optional_sections(agency.level)
            if identity.may_hide(section.key, agency.level, locked)
        ]
        self.initial.setdefault("palette", agency.palette)
        self.initial.setdefault("hidden", list(agency.hidden_sections.values_list("section", flat=True)))
        for name in ("emblem", "banner"):
            field: Any = self.fields[name]
            field.queryset = PortalImage.objects.filter(Q(agency=agency) | Q(collection=agency.collection))
        if not hidden.choices:
            del self.fields["hidden"]

    def clean(self) -> dict[str, Any]:
        """A picture of somebody else is not this agency's."""
        values: dict[str, Any] = super().clean() or {}
        for name in ("emblem", "banner"):
            if name in self.errors:
                words = _("Chọn hình trong thư viện của chính cơ quan này.")
                self.errors[name] = self.error_class([words])
        return values

    def store(self) -> list[str]:
        """Save; gives the names of what changed."""
        changed = list(self.changed_data)
        self.save()
        if self.agency.palette != self.cleaned_data["palette"]:
            self.agency.palette = self.cleaned_data["palette"]
            self.agency.save(update_fields=["palette"])
        if "hidden" in self.fields:
            identity.hide_sections(self.agency, frozenset(self.cleaned_data["hidden"]))
        return changed


class BlockForm(forms.ModelForm[CentralBlock]):
    """A central block."""

    class Meta:
        model = CentralBlock
        fields = [
            "place",
            "level",
            "title",
            "text",
            "link",
            "title_en",
            "text_en",
            "starts_on",
            "ends_on",
            "order",
        ]
        widgets = {
            "starts_on": _DATE,
            "ends_on": _DATE,
            "text": forms.Textarea(attrs={"rows": 3}),
            "text_en": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "title_en": gettext_lazy("Để trống thì không hiện ở trang tiếng Anh."),
            "link": gettext_lazy("Bắt đầu bằng / hoặc https://."),
        }


class LocksForm(forms.Form):
    """Which optional sections nobody may hide, at which level."""

    locked = forms.MultipleChoiceField(
        label=gettext_lazy("Mục bị khóa"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Cơ quan không ẩn được mục bị khóa; mục đã ẩn hiện lại ngay."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Every optional section at every level, as it stands."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["locked"]
        field.choices = [
            (f"{section.key}:{level}", f"{section.title} – {label}")
            for section in identity.optional_sections()
            for level, label in EVERY_LEVEL
            if not level or level in section.levels
        ]
        self.initial.setdefault("locked", [f"{key}:{level}" for key, level in identity.locks()])

    def wanted(self) -> frozenset[tuple[str, str]]:
        """The chosen locks: (section, level)."""
        pairs = (value.partition(":") for value in self.cleaned_data["locked"])
        return frozenset((key, level) for key, _colon, level in pairs)
