"""The emergency banner: a few words above everything, on chosen sites, until an hour fixed beforehand."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, PublishingPanel

from home.news.banner_form import AreaChoices, BannerForm, CommuneChoices, ReachPanel
from portal.core.records import Record

# Of all words together, in UTF-8: with its markup a banner stays below one kilobyte.
MOST_BYTES = 560


class EmergencyBanner(Record):
    """What people must do now. Words alone, so that it arrives where the network is weak.

    Shown from publication to ``expires_at``. ``reach``: the site of the agency that issues it; all sites of
    the province; or those of the communes and areas chosen, besides the agency's own. Only the province
    reaches beyond its own site. What an area holds is read whenever the banner is: one that gains a commune
    while the banner stands reaches that commune's site too.
    """

    base_form_class = BannerForm

    class Reach(models.TextChoices):
        OWN = "own", _("chỉ trang của cơ quan ban hành")
        ALL = "all", _("mọi trang trong tỉnh")
        CHOSEN = "chosen", _("những nơi được chọn")

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("cơ quan"), on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(_("việc khẩn cấp"), max_length=120)
    text = models.CharField(_("phải làm gì ngay"), max_length=240)
    phone = models.CharField(_("số gọi ngay"), max_length=20, blank=True)
    issuer = models.CharField(_("nơi ban hành"), max_length=100)
    expires_at = models.DateTimeField(_("có giá trị đến"), null=True, blank=True)
    reach = models.CharField(_("hiện ở đâu"), max_length=8, choices=Reach.choices, default=Reach.OWN)
    areas = ParentalManyToManyField(
        "news.AlertArea", verbose_name=_("vùng"), blank=True, related_name="banners"
    )
    communes = ParentalManyToManyField(
        "agencies.Agency",
        verbose_name=_("xã, phường"),
        blank=True,
        related_name="+",
        limit_choices_to={"level": "commune", "valid_to": None},
    )

    # Above every page: its preview is the page itself.
    preview_modes: list[tuple[str, str]] = []

    panels = [
        FieldPanel("expires_at", help_text=_("Hết giờ này cảnh báo tự tắt. Ví dụ: 06:00 ngày mai.")),
        FieldPanel("title", help_text=_("Việc gì, ở đâu. Ví dụ: Mưa rất lớn ở 14 xã lưu vực sông Lam.")),
        FieldPanel("text", help_text=_("Một, hai câu bảo người dân làm gì. Chỉ có chữ.")),
        FieldPanel("phone", help_text=_("Ví dụ: 112.")),
        FieldPanel("issuer", help_text=_("Ví dụ: Ban Chỉ huy Phòng thủ dân sự tỉnh.")),
        FieldPanel("agency"),
        FieldPanel("reach"),
        FieldPanel("areas", widget=AreaChoices, help_text=_("Chọn một hay nhiều vùng.")),
        FieldPanel("communes", widget=CommuneChoices, help_text=_("Thêm từng xã, phường ngoài các vùng.")),
        ReachPanel(),
        PublishingPanel(),
    ]

    class Meta:
        verbose_name = _("cảnh báo khẩn cấp")
        verbose_name_plural = _("cảnh báo khẩn cấp")

    def __str__(self) -> str:
        return self.title

    def reaches(self) -> set[int] | None:
        """Whose sites show it, by the agencies' keys; None for all."""
        if self.reach == self.Reach.ALL:
            return None
        reached = {self.agency_id}
        if self.reach == self.Reach.CHOSEN:
            reached.update(agency.pk for agency in self.communes.all())
            for area in self.areas.all():
                reached.update(area.communes.values_list("pk", flat=True))
        return reached

    def clean(self) -> None:
        """Short enough for a weak network; and an agency speaks for its own site alone."""
        super().clean()
        size = sum(len(word.encode()) for word in (self.title, self.text, self.phone, self.issuer))
        errors: dict[str, Any] = {}
        if size > MOST_BYTES:
            errors["text"] = gettext("Dài quá: rút gọn để cảnh báo dưới 1 KB.")
        if self.agency_id and self.reach != self.Reach.OWN and self.agency.level != "province":
            errors["reach"] = gettext("Chỉ tỉnh cảnh báo trên trang của cơ quan khác.")
        if errors:
            raise ValidationError(errors)
