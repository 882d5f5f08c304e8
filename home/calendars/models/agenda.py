"""A week of an agency's leaders: one record a week, one row an engagement."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PublishingPanel

from portal.core import clock
from portal.core.records import Record

WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def this_monday() -> date:
    """The Monday of this week in Việt Nam."""
    return monday_of(clock.today())


class AgendaWeek(Record):
    """Lịch công tác of one week. Approved once; moved and cancelled rows stay and say so."""

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("cơ quan"), on_delete=models.CASCADE, related_name="+"
    )
    monday = models.DateField(_("tuần bắt đầu từ thứ Hai"), default=this_monday)
    note = models.CharField(_("ghi chú của cả tuần"), max_length=300, blank=True)

    # Shown only between others on the section's page; what it says is on the form.
    preview_modes: list[tuple[str, str]] = []

    panels = [
        FieldPanel("agency"),
        FieldPanel("monday", help_text=_("Ngày thứ Hai của tuần.")),
        InlinePanel("entries", heading=_("Việc trong tuần"), label=_("việc")),
        FieldPanel("note", help_text=_("Ví dụ: Lịch có thể thay đổi khi có mưa bão.")),
        PublishingPanel(),
    ]

    class Meta:
        verbose_name = _("lịch công tác tuần")
        verbose_name_plural = _("lịch công tác tuần")
        constraints = [models.UniqueConstraint(fields=["agency", "monday"], name="agenda_one_a_week")]

    def __str__(self) -> str:
        return gettext("Lịch công tác tuần %(first)s–%(last)s") % {
            "first": f"{self.monday:%d/%m}",
            "last": f"{self.last_day:%d/%m/%Y}",
        }

    @property
    def last_day(self) -> date:
        """The Sunday."""
        return self.monday + WEEK - timedelta(days=1)

    def clean(self) -> None:
        """A week begins on a Monday."""
        super().clean()
        if self.monday and self.monday.weekday():
            raise ValidationError(
                {
                    "monday": gettext("Tuần bắt đầu từ thứ Hai: nhập %s.")
                    % f"{monday_of(self.monday):%d/%m/%Y}"
                }
            )


class AgendaEntry(models.Model):
    """One engagement of a leader. ``leader`` is an office; a name stands beside it where it is known.

    ``key`` names the engagement for calendars of readers as long as it stands. A moved one holds its new day
    and hours, and in ``moved_from`` the day on which it was announced.
    """

    class Kind(models.TextChoices):
        MEETING = "hop", _("họp")
        FIELD = "co-so", _("đi cơ sở")
        GUESTS = "tiep-khach", _("tiếp khách")
        OFFICE = "tru-so", _("làm việc tại trụ sở")
        OTHER = "khac", _("việc khác")

    class State(models.TextChoices):
        PLANNED = "du-kien", _("theo lịch")
        MOVED = "doi", _("dời")
        CANCELLED = "hoan", _("hoãn")

    week = ParentalKey(AgendaWeek, on_delete=models.CASCADE, related_name="entries")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    day = models.DateField(_("ngày"))
    starts = models.TimeField(_("từ giờ"))
    ends = models.TimeField(_("đến giờ"), null=True, blank=True)
    leader = models.CharField(_("lãnh đạo (chức vụ)"), max_length=150)
    leader_name = models.CharField(_("họ tên"), max_length=100, blank=True)
    what = models.CharField(_("nội dung"), max_length=300)
    kind = models.CharField(_("loại việc"), max_length=12, choices=Kind.choices, default=Kind.MEETING)
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    state = models.CharField(_("tình trạng"), max_length=8, choices=State.choices, default=State.PLANNED)
    moved_from = models.DateField(_("dời từ ngày"), null=True, blank=True)
    stand_in = models.CharField(_("người đi thay (chức vụ)"), max_length=150, blank=True)
    reason = models.CharField(_("lý do dời, hoãn, thay"), max_length=200, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("day"), FieldPanel("starts"), FieldPanel("ends")]),
        FieldRowPanel(
            [
                FieldPanel("leader", help_text=_("Ví dụ: Chủ tịch UBND xã.")),
                FieldPanel("leader_name", help_text=_("Không bắt buộc.")),
            ]
        ),
        FieldPanel("what", help_text=_("Nói ngắn; không ghi việc mật, việc nội bộ.")),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("place")]),
        FieldRowPanel([FieldPanel("state"), FieldPanel("moved_from"), FieldPanel("stand_in")]),
        FieldPanel("reason", help_text=_("Ghi khi dời, hoãn hoặc có người đi thay.")),
    ]

    class Meta:
        verbose_name = _("việc trong lịch công tác")
        verbose_name_plural = _("việc trong lịch công tác")
        ordering = ["day", "starts", "pk"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.starts:%H:%M} {self.what}"

    def clean(self) -> None:
        """Within its week; ends after it begins; says why it was moved, cancelled or given away."""
        super().clean()
        errors: dict[str, Any] = {}
        week = self.week if self.week_id or "week" in self._state.fields_cache else None
        if week and week.monday and self.day and not week.monday <= self.day <= week.last_day:
            errors["day"] = gettext("Ngày này ngoài tuần. Dời sang tuần khác: ghi hoãn và lý do ở đây.")
        if self.starts and self.ends and self.ends <= self.starts:
            errors["ends"] = gettext("Giờ kết thúc phải sau giờ bắt đầu.")
        if self.state == self.State.MOVED and not self.moved_from:
            errors["moved_from"] = gettext("Ghi ngày đã thông báo trước khi dời.")
        if (self.state != self.State.PLANNED or self.stand_in) and not self.reason.strip():
            errors["reason"] = gettext("Ghi lý do dời, hoãn hoặc thay.")
        if errors:
            raise ValidationError(errors)
