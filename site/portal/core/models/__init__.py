"""Tables of the foundation: stamps, the calendar, rate counters, imports, jobs, seeds, the audit trail."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.append_only import AppendOnly, AppendOnlyQuerySet
from portal.core.models.calendar import CalendarChange, CalendarDay, ClockRule, DeadlineMove

__all__ = [
    "AuditEntry",
    "CalendarChange",
    "CalendarDay",
    "ClockRule",
    "DeadlineMove",
    "ImportRun",
    "JobRun",
    "RateCounter",
    "SeedState",
    "Stamp",
]


class Stamp(models.Model):
    """A number that grows when something that processes keep in memory has changed.

    One row a subject ("routing", "calendar", "catalogue"). Read once a request, so that every
    process sees a change with the next request and no message bus is needed.
    """

    name = models.CharField(max_length=40, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("dấu thay đổi")
        verbose_name_plural = _("dấu thay đổi")

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class RateCounter(models.Model):
    """How often something was tried in one window of time, counted over all processes."""

    key = models.CharField(max_length=120)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("bộ đếm lượt")
        verbose_name_plural = _("bộ đếm lượt")
        constraints = [
            models.UniqueConstraint(fields=["key", "window_start"], name="rate_counter_once_per_window")
        ]
        indexes = [models.Index(fields=["window_start"], name="rate_counter_window")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class ImportRun(models.Model):
    """One run of an importer: what it read, what it did, when. The report is the one of interfaces.md."""

    kind = models.CharField(_("loại"), max_length=40)
    source = models.CharField(_("nguồn"), max_length=500)
    started_at = models.DateTimeField(_("bắt đầu"))
    finished_at = models.DateTimeField(_("kết thúc"), null=True, blank=True)
    dry_run = models.BooleanField(_("chạy thử"), default=False)
    stopped_reason = models.TextField(_("lý do dừng"), blank=True)
    counts = models.JSONField(_("số lượng"), default=dict)
    report = models.JSONField(_("báo cáo"), default=dict)

    class Meta:
        verbose_name = _("lượt nhập dữ liệu")
        verbose_name_plural = _("các lượt nhập dữ liệu")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.started_at:%d/%m/%Y %H:%M}"


class JobRun(models.Model):
    """One run of a scheduled job, read by ``/-/health``."""

    name = models.CharField(_("việc"), max_length=80)
    started_at = models.DateTimeField(_("bắt đầu"))
    finished_at = models.DateTimeField(_("kết thúc"), null=True, blank=True)
    succeeded = models.BooleanField(_("thành công"), default=False)
    message = models.TextField(_("kết quả"), blank=True)

    class Meta:
        verbose_name = _("lượt chạy việc định kỳ")
        verbose_name_plural = _("các lượt chạy việc định kỳ")
        indexes = [models.Index(fields=["name", "-started_at"], name="job_run_latest")]

    def __str__(self) -> str:
        return f"{self.name} {self.started_at:%d/%m/%Y %H:%M}"


class SeedState(models.Model):
    """Which content of a seed has been loaded, so that a second start repeats nothing."""

    name = models.CharField(_("phần"), max_length=80, primary_key=True)
    fingerprint = models.CharField(_("dấu nội dung"), max_length=64)
    loaded_at = models.DateTimeField(_("lúc nạp"), auto_now=True)

    class Meta:
        verbose_name = _("phần dữ liệu đã nạp")
        verbose_name_plural = _("các phần dữ liệu đã nạp")

    def __str__(self) -> str:
        return self.name


class AuditEntry(models.Model):
    """One event of the audit trail: who did what, when; written by :func:`portal.core.audit.note` alone.

    ``user_id`` is a plain number, no foreign key: an account that is deleted takes no line along.
    ``client`` is the network of the address (IPv4 /24, IPv6 /48). No titles, no names, no citizens' data.
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("đã làm")
        REFUSED = "refused", _("bị từ chối")

    at = models.DateTimeField(_("lúc"), auto_now_add=True, db_index=True)
    event = models.CharField(_("việc"), max_length=60)
    user_id = models.BigIntegerField(_("người làm"), null=True)
    role = models.CharField(_("vai trò"), max_length=200, blank=True)
    agency_code = models.CharField(_("mã cơ quan"), max_length=30, blank=True)
    object_type = models.CharField(_("loại đối tượng"), max_length=60, blank=True)
    object_id = models.CharField(_("mã đối tượng"), max_length=64, blank=True)
    outcome = models.CharField(_("kết quả"), max_length=8, choices=Outcome.choices, default=Outcome.DONE)
    client = models.CharField(_("mạng truy cập"), max_length=50, blank=True)
    detail = models.JSONField(_("chi tiết"), default=dict)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng nhật ký kiểm tra")
        verbose_name_plural = _("nhật ký kiểm tra")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["event", "-id"], name="audit_of_event"),
            models.Index(fields=["user_id", "-id"], name="audit_of_user"),
            models.Index(fields=["agency_code", "-id"], name="audit_of_agency"),
            models.Index(fields=["object_type", "object_id"], name="audit_of_object"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.event}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """New lines only. Raises AppendOnly for a line that is written already."""
        if not self._state.adding:
            raise AppendOnly("A line of the audit trail is not changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise AppendOnly("A line of the audit trail is not deleted.")
