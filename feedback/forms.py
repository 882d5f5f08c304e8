"""The public forms: what a visitor types, and what each error says to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback import contacts, doors, spam, typed
from feedback.doors import Door
from feedback.refusals import Refused
from portal.core.text import normalise, one_line

LONGEST_TEXT, SHORTEST_TEXT = 5_000, 10
SECTORS = (
    ("nong-nghiep", gettext_lazy("Nông, lâm, ngư nghiệp")),
    ("cong-nghiep", gettext_lazy("Công nghiệp, chế biến")),
    ("xay-dung", gettext_lazy("Xây dựng, bất động sản")),
    ("thuong-mai", gettext_lazy("Thương mại, xuất nhập khẩu")),
    ("du-lich", gettext_lazy("Du lịch, dịch vụ")),
    ("nang-luong", gettext_lazy("Năng lượng")),
    ("cong-nghe", gettext_lazy("Công nghệ, giáo dục, y tế")),
    ("khac", gettext_lazy("Ngành khác")),
)


class _Text(forms.CharField):
    """A text in NFC without invisible characters; nothing that was typed is lost on an error."""

    def to_python(self, value: Any) -> str:
        return normalise(str(super().to_python(value) or ""))


class _Line(forms.CharField):
    """The same on one line."""

    def to_python(self, value: Any) -> str:
        return one_line(str(super().to_python(value) or ""))


class AskForm(forms.Form):
    """The whole form of a door; ``clean`` asks for what the door needs.

    ``mark`` and ``website`` are no fields for people: the signed mark and the trap. The view reads
    ``is_robot``; a robot is told the same as anybody and nothing is kept.
    """

    content = _Text(required=False)
    page_address = _Line(required=False, max_length=500)
    business_name = _Line(required=False, max_length=200)
    sector = forms.ChoiceField(required=False, choices=[("", ""), *SECTORS])
    name = _Line(required=False)
    phone = _Line(required=False)
    email = _Line(required=False)
    address = _Line(required=False, max_length=300)
    national_code = _Line(required=False, max_length=60)
    allow_processing = forms.BooleanField(required=False)
    allow_publishing = forms.BooleanField(required=False)
    procedure = _Line(required=False, max_length=40)
    mark = forms.CharField(required=False)
    website = forms.CharField(required=False)

    def __init__(self, data: Any, *, door: Door) -> None:
        super().__init__(data, auto_id="%s")
        self.door = door

    @property
    def stamped(self) -> spam.Mark | None:
        """The mark as it came back."""
        return spam.read_mark(self.data.get("mark", ""))

    @property
    def is_robot(self) -> bool:
        """Whether the trap is filled, or the form came back faster than anybody types."""
        found = self.stamped
        return bool(self.data.get("website")) or (found is not None and found.age < spam.FASTEST_SECONDS)

    def clean_content(self) -> str:
        """The text: long enough to be answered, short enough to be read, no number of an identity card."""
        text = str(self.cleaned_data["content"])
        if len(text) < SHORTEST_TEXT:
            raise forms.ValidationError(
                _("Ghi nội dung, ít nhất một câu. Ví dụ: Khai sinh cho con cần giấy tờ gì?")
            )
        if len(text) > LONGEST_TEXT:
            raise forms.ValidationError(
                _("Nội dung dài %(length)d chữ cái; rút còn %(most)d, hoặc gửi làm hai lần.")
                % {"length": len(text), "most": LONGEST_TEXT}
            )
        if spam.is_advertising(text):
            raise forms.ValidationError(
                _("Nội dung giống quảng cáo nên chưa gửi được. Bỏ địa chỉ trang, từ quảng cáo rồi gửi lại.")
            )
        return _without_identity_number(text)

    def clean_name(self) -> str:
        """One field, never split."""
        typed_name = str(self.cleaned_data["name"])
        if not typed_name and doors.NAME in self.door.needs:
            raise forms.ValidationError(_("Ghi họ và tên, từ 2 đến 80 chữ cái, ví dụ Nguyễn Thị Mẫu."))
        return _taken(contacts.name, typed_name)

    def clean_phone(self) -> str:
        """The number in its one form."""
        return _taken(contacts.phone, _without_identity_number(str(self.cleaned_data["phone"])))

    def clean_email(self) -> str:
        """An address that mail can reach."""
        return _taken(contacts.email, str(self.cleaned_data["email"]))

    def clean_allow_processing(self) -> bool:
        """Nothing is sent without consent; it is never ticked beforehand (Luật 91/2025/QH15, Điều 9)."""
        if not self.cleaned_data["allow_processing"]:
            raise forms.ValidationError(
                _("Đánh dấu vào ô đồng ý để chúng tôi được dùng thông tin này mà trả lời.")
            )
        return True

    def clean(self) -> dict[str, Any]:
        """What the door needs besides."""
        values: dict[str, Any] = super().clean() or {}
        needs = self.door.needs
        told = {"phone", "email"} & (self.errors.keys() | {name for name, value in values.items() if value})
        if doors.CONTACT in needs and not told:
            self.add_error(
                "phone", _("Ghi số điện thoại hoặc thư điện tử: để báo khi có trả lời và để tra cứu.")
            )
        wanted = {
            "address": (doors.ADDRESS, _("Ghi địa chỉ: thôn, xóm hoặc đường, và xã, phường.")),
            "business_name": (doors.BUSINESS, _("Ghi tên doanh nghiệp, hộ kinh doanh hoặc nhà đầu tư.")),
            "sector": (doors.BUSINESS, _("Chọn một ngành; không rõ thì chọn “Ngành khác”.")),
            "page_address": (doors.PAGE, _("Dán địa chỉ của trang, hoặc ghi tên trang có thông tin sai.")),
        }
        for field, (group, words) in wanted.items():
            if group in needs and field not in self.errors and not values.get(field):
                self.add_error(field, words)
        return values


def _taken(check: Callable[[str], str], text: str) -> str:
    """What a check of the desk makes of a text, its refusal told as the form's own."""
    try:
        return check(text)
    except Refused as refused:
        raise forms.ValidationError(refused.messages) from refused


def _without_identity_number(text: str) -> str:
    if typed.holds_identity_number(text):
        raise forms.ValidationError(
            _("Trong này có số giống số căn cước. Xin bỏ đi: chúng tôi không cần và không nhận số căn cước.")
        )
    return text


class LookUpForm(forms.Form):
    """A tracking code and its second check."""

    code = _Line(required=False, max_length=60)
    check_word = _Line(required=False, max_length=254)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="%s")

    def clean_code(self) -> str:
        """Whatever was typed."""
        code = str(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("Nhập mã theo dõi in trên biên nhận, ví dụ HĐ-7K4P-29TX-QM3C."))
        return code

    def clean_check_word(self) -> str:
        """Whatever was typed."""
        word = str(self.cleaned_data["check_word"])
        if not word:
            raise forms.ValidationError(
                _("Nhập bốn số cuối điện thoại đã ghi, hoặc phần thư điện tử trước dấu @.")
            )
        return word
