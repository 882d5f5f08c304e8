"""Who works in which role at which agency, and for how long."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.clock import today


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about memberships."""

    def on(self, day: date) -> MembershipQuerySet:
        """Those in force on a day: ``[starts_on, ends_on]``, both days included; none once it was ended."""
        return (
            self.filter(starts_on__lte=day)
            .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
            .filter(Q(ended_at__isnull=True) | Q(ended_at__date__gt=day))
        )


class Membership(models.Model):
    """One role of one person at one agency.

    ``role`` is a code of :data:`portal.editorial.roles.ROLES`. ``fields`` holds codes of lĩnh vực and narrows
    roles that work by field. ``ends_on`` is the last day, ``ended_at`` the moment when it was ended early.
    An inspection team always has a last day and the number of the decision that sends it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người dùng"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("cơ quan"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("vai trò"), max_length=30)
    fields = models.JSONField(_("lĩnh vực"), default=list, blank=True)
    starts_on = models.DateField(_("từ ngày"), default=today)
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)
    ended_at = models.DateTimeField(_("thôi giữ lúc"), null=True, blank=True, editable=False)
    decision_number = models.CharField(_("số quyết định"), max_length=100, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người giao"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    granted_at = models.DateTimeField(_("giao lúc"), default=timezone.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("vai trò tại cơ quan")
        verbose_name_plural = _("vai trò tại cơ quan")
        ordering = ["user", "agency", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "role", "starts_on"],
                condition=Q(ended_at__isnull=True),
                name="membership_once_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(role="inspector") | (Q(ends_on__isnull=False) & ~Q(decision_number="")),
                name="inspection_has_an_end_and_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.agency_id}"
