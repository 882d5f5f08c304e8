"""Users of the editors' side. A custom model from the first migration, so that it can grow."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


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

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")

    def get_full_name(self) -> str:
        """The name as it is written in Việt Nam: family name first."""
        return self.full_name or super().get_full_name() or self.username

    @property
    def given_name(self) -> str:
        """The last word of the name: Vietnamese lists of people are sorted by it."""
        return self.get_full_name().rsplit(" ", 1)[-1]
