"""Users of the editors' side. A custom model from the first migration, so that it can grow."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.passwords import normal
from portal.core.clock import today
from portal.core.text import fold, one_line, vietnamese_sort_key


def account_key(name: str) -> str:
    """The one form of an account's name, however it was typed: NFC, one line, small letters."""
    return one_line(name).lower()


class User(AbstractUser):
    """A person who works in the portal. Vietnamese names are one field, sorted by given name.

    ``ends_on`` closes the account of its own after that day (officers are moved, inspection teams leave).
    ``active_agency`` is the agency for which the person works right now; ``groups`` is derived from the
    memberships there and written by :mod:`portal.editorial.roles` alone (docs/adr/0009).
    """

    full_name = models.CharField(_("họ và tên"), max_length=150, blank=True)
    ends_on = models.DateField(_("hết hạn sau ngày"), null=True, blank=True)
    active_agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("cơ quan đang làm việc"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_demo = models.BooleanField(_("tài khoản trình diễn"), default=False, editable=False)
    closed_at = models.DateTimeField(_("đóng lúc"), null=True, blank=True, editable=False)
    closed_reason = models.CharField(_("lý do đóng"), max_length=200, blank=True, editable=False)
    reopened_at = models.DateTimeField(_("mở lại lúc"), null=True, blank=True, editable=False)
    dormant_warned_at = models.DateTimeField(null=True, blank=True, editable=False)
    folded = models.CharField(max_length=310, editable=False, default="")
    sort_key = models.CharField(max_length=530, editable=False, default="", db_index=True)

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the name's one form, the sort key (given name first) and the words for finding."""
        self.username = account_key(self.username)
        self.sort_key = vietnamese_sort_key(f"{self.given_name} {self.get_full_name()}")
        self.folded = fold(f"{self.get_full_name()} {self.username}")[:310]
        wanted = kwargs.get("update_fields")
        if wanted is not None and {"username", "full_name", "first_name", "last_name"} & set(wanted):
            kwargs["update_fields"] = {*wanted, "sort_key", "folded"}
        super().save(*args, **kwargs)

    def set_password(self, raw_password: str | None) -> None:
        """Hash the normal form: the same password from another keyboard is the same password."""
        super().set_password(raw_password if raw_password is None else normal(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Compare the normal form."""
        return super().check_password(raw_password if raw_password is None else normal(raw_password))

    def is_open(self, day: date | None = None) -> bool:
        """Whether the account may be used: not closed, within its days, a demonstration's only in one."""
        if not self.is_active or (self.is_demo and not settings.PORTAL_DEMO):
            return False
        return self.ends_on is None or (day or today()) <= self.ends_on

    @property
    def last_used_at(self) -> datetime:
        """Since when the account lies idle: the last sign-in, or its making, or its opening again."""
        moments = [self.last_login or self.date_joined, self.reopened_at]
        return max(moment for moment in moments if moment is not None)

    def get_full_name(self) -> str:
        """The name as it is written in Việt Nam: family name first."""
        return self.full_name or super().get_full_name() or self.username

    @property
    def given_name(self) -> str:
        """The last word of the name: Vietnamese lists of people are sorted by it."""
        return self.get_full_name().rsplit(" ", 1)[-1]
