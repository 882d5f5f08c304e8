"""What the province sets on the sites of agencies, and what an agency may choose on its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.agencies.models.agency import Agency
from portal.core.stamps import bump

# Empty: the sites of every level.
LEVELS = [("", _("mọi trang")), *Agency.Level.choices]


class _OnEverySite(models.Model):
    """Base of what public pages read with the routing map."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Let every process read the changed map."""
        super().save(*args, **kwargs)
        bump("routing")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Let every process read the changed map."""
        done = super().delete(*args, **kwargs)
        bump("routing")
        return done


class CentralBlockQuerySet(models.QuerySet["CentralBlock"]):
    """Questions about central blocks."""

    def on(self, day: date) -> CentralBlockQuerySet:
        """The blocks shown on a day: ``[starts_on, ends_on]``, open ends count as always."""
        return self.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=day)).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )


class CentralBlock(_OnEverySite):
    """Something that the province shows on the sites of all agencies or of one level; they cannot remove it.

    ``place``: a panel on homes, or a link in the menu. ``level`` empty means every level.
    """

    class Place(models.TextChoices):
        HOME = "home", _("khối trên trang chủ")
        MENU = "menu", _("liên kết trong thanh mục")

    place = models.CharField(_("nơi hiện"), max_length=4, choices=Place.choices, default=Place.HOME)
    level = models.CharField(_("hiện ở"), max_length=12, blank=True, choices=LEVELS)
    title = models.CharField(_("tiêu đề"), max_length=120)
    title_en = models.CharField(_("tiêu đề tiếng Anh"), max_length=120, blank=True)
    text = models.TextField(_("nội dung"), max_length=600, blank=True)
    text_en = models.TextField(_("nội dung tiếng Anh"), max_length=600, blank=True)
    link = models.CharField(_("liên kết"), max_length=500, blank=True)
    starts_on = models.DateField(_("hiện từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=10)
    is_demo = models.BooleanField(_("dữ liệu trình diễn"), default=False, editable=False)

    objects = CentralBlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("khối thông tin chung")
        verbose_name_plural = _("khối thông tin chung")
        ordering = ["place", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                name="central_block_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(place="menu") | ~Q(link=""), name="central_menu_item_has_a_link"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """A link is an address of this portal or an https one; a menu item needs one."""
        super().clean()
        if self.link and not self.link.startswith(("/", "https://")):
            raise ValidationError({"link": _("Liên kết bắt đầu bằng / hoặc https://.")})
        if self.link.startswith("//"):
            raise ValidationError({"link": _("Liên kết bắt đầu bằng / hoặc https://.")})
        if self.place == self.Place.MENU and not self.link:
            raise ValidationError({"link": _("Mục trong thanh mục cần một liên kết.")})
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Ngày cuối không được trước ngày đầu.")})


class SectionLock(_OnEverySite):
    """A section that the agencies of a level (empty: of every level) may not hide."""

    section = models.CharField(_("mục"), max_length=60)
    level = models.CharField(
        _("ở"), max_length=12, blank=True, choices=[("", _("mọi trang")), *Agency.Level.choices]
    )

    class Meta:
        verbose_name = _("mục bị khóa")
        verbose_name_plural = _("mục bị khóa")
        constraints = [models.UniqueConstraint(fields=["section", "level"], name="section_lock_once")]

    def __str__(self) -> str:
        return f"{self.section} {self.level}".strip()


class HiddenSection(_OnEverySite):
    """A section that an agency has taken out of its menu; its address still answers."""

    agency = models.ForeignKey(
        Agency, verbose_name=_("cơ quan"), on_delete=models.CASCADE, related_name="hidden_sections"
    )
    section = models.CharField(_("mục"), max_length=60)
    hidden_at = models.DateTimeField(_("ẩn lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("mục được ẩn")
        verbose_name_plural = _("mục được ẩn")
        constraints = [models.UniqueConstraint(fields=["agency", "section"], name="hidden_section_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} − {self.section}"
