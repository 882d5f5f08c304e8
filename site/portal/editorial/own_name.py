"""One's own account: the name as it is written in Việt Nam, in place of Wagtail's first and last name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import NameEmailSettingsPanel

from portal.accounts.models import User


class NameForm(forms.ModelForm[User]):
    """The name, which only the administrator of the unit changes, and the mail address."""

    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        help_text=_("Nhận việc mỗi sáng và liên kết đặt lại mật khẩu."),
    )

    class Meta:
        model = User
        fields = ["full_name", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The name is shown and stays."""
        super().__init__(*args, **kwargs)
        name = self.fields["full_name"]
        name.disabled = True
        name.help_text = _("Tên do quản trị đơn vị ghi. Sai thì báo để sửa.")


def show() -> None:
    """Have Wagtail's screen of one's own account use :class:`NameForm`; it has no setting for it."""
    panel: Any = NameEmailSettingsPanel
    panel.form_class = NameForm
