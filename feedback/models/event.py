"""What happened to a case: lines that are written once, and apart from them the words, which can go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.crypto import EncryptedTextField
from feedback.models.case import Case
from feedback.states import Action, State
from portal.core.append_only import AppendOnly, AppendOnlyQuerySet


class CaseEvent(models.Model):
    """One act on a case. Holds no text that somebody typed and no name: officers by number and role.

    Lines are neither changed nor deleted (:mod:`portal.core.append_only`); ``detail`` takes codes and days.
    """

    class Actor(models.TextChoices):
        OFFICER = "officer", _("cán bộ")
        SENDER = "sender", _("người gửi")
        SYSTEM = "system", _("phần mềm")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(_("lúc"))
    action = models.CharField(_("việc"), max_length=20, choices=Action.choices)
    from_state = models.CharField(max_length=15, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=15, choices=State.choices)
    actor = models.CharField(_("ai"), max_length=7, choices=Actor.choices)
    user_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=200, blank=True)
    agency_code = models.CharField(max_length=30, blank=True)
    detail = models.JSONField(default=dict)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("diễn biến")
        verbose_name_plural = _("diễn biến")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """New lines only. Raises AppendOnly for one that is written already."""
        if not self._state.adding:
            raise AppendOnly("What happened to a case is not changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise AppendOnly("What happened to a case is not deleted.")


class CaseNote(models.Model):
    """What was written with an act: a reason, a question to the sender, the sender's reply, a remark.

    ``to_sender``: the sender reads it on the tracking page. It may name people, so it is encrypted and goes
    when the case is anonymised.
    """

    event = models.OneToOneField(CaseEvent, on_delete=models.PROTECT, related_name="note")
    text = EncryptedTextField(_("nội dung"))
    to_sender = models.BooleanField(_("người gửi đọc được"), default=False)

    class Meta:
        verbose_name = _("ghi chú")
        verbose_name_plural = _("ghi chú")

    def __str__(self) -> str:
        return f"#{self.event_id}"


class ReminderSent(models.Model):
    """A reminder or escalation, once for each case, kind and due day, however often the job runs."""

    class Kind(models.TextChoices):
        THREE_DAYS = "d-3", _("còn 3 ngày làm việc")
        ONE_DAY = "d-1", _("còn 1 ngày làm việc")
        OVERDUE = "d+1", _("quá hạn 1 ngày làm việc")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(_("loại"), max_length=4, choices=Kind.choices)
    due_day = models.DateField(_("hạn"))
    sent_at = models.DateTimeField(_("lúc"))
    # Whom it goes to: a role at an agency, never a mailbox; and the person who holds it, if known.
    role = models.CharField(_("chức vụ"), max_length=30)
    agency_code = models.CharField(_("cơ quan"), max_length=30)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("lần nhắc")
        verbose_name_plural = _("các lần nhắc")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "due_day"], name="reminded_once_of_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
