"""Forms of signing in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.passwords import GuessableValidator, LengthValidator

WRONG = _("Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra phím Caps Lock và bộ gõ, rồi thử lại.")


class SignInForm(AuthenticationForm):
    """Name and password; one answer for a wrong password, an unknown name and a closed account."""

    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=254,
        widget=forms.TextInput(
            attrs={
                "autofocus": True,
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        max_length=1024,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {"invalid_login": WRONG, "inactive": WRONG}


class CodeForm(forms.Form):
    """Six digits of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Mã xác nhận"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autofocus": True,
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )


class EmailForm(forms.Form):
    """Whose password is to be reset."""

    email = forms.EmailField(
        label=_("Thư điện tử của tài khoản"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "email"}),
    )


class NewPasswordForm(forms.Form):
    """A new password, twice, held to the rules."""

    password = forms.CharField(
        label=_("Mật khẩu mới"),
        strip=False,
        max_length=1024,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Gõ lại mật khẩu mới"),
        strip=False,
        max_length=1024,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.rules = [LengthValidator().get_help_text(), GuessableValidator().get_help_text()]

    def clean(self) -> dict[str, Any]:
        """Both the same, and good enough."""
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password and "again" in cleaned:
            if password != cleaned["again"]:
                raise ValidationError({"again": _("Hai lần gõ chưa giống nhau.")})
            try:
                password_validation.validate_password(password, self.user)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned

    def save(self) -> None:
        """Give the account its password."""
        self.user.set_password(self.cleaned_data["password"])
        self.user.save(update_fields=["password"])
