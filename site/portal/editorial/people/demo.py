"""Fills the demonstration with people: every role at the province, two departments and two communes."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from portal.accounts import demo
from portal.accounts.models import Membership, User
from portal.agencies.models import Agency
from portal.core.clock import today
from portal.core.seeds import ALWAYS, SeedContext, register_seed
from portal.editorial import roles

# Codes of units of the demonstration's register, and the lĩnh vực of roles by field at the departments.
PLACES = ("40", "40-STP", "40-SXD", "17611", "17329")
FIELDS = {"40-STP": ("ho-tich", "chung-thuc"), "40-SXD": ("duong-bo", "nha-o-va-cong-so")}
DECISION = "Quyết định trình diễn, không có thật"
INSPECTION = timedelta(days=365)


def fill() -> int:
    """Make who is missing; gives how many people there are. Nobody outside a demonstration."""
    if not settings.PORTAL_DEMO:
        return 0
    for agency in Agency.objects.filter(code__in=PLACES, is_demo=True):
        for role in roles.ROLES.values():
            if agency.level in role.levels:
                _person(role, agency)
    return User.objects.filter(is_demo=True).count()


@transaction.atomic
def _person(role: roles.Role, agency: Agency) -> None:
    user = demo.make(role.code, str(role.label), agency)
    if Membership.objects.on(today()).filter(user=user, role=role.code, agency=agency).exists():
        return
    roles.give(
        user,
        role.code,
        agency,
        by=None,
        ends_on=today() + INSPECTION if role.reads_only else None,
        decision_number=DECISION if role.reads_only else "",
        fields=FIELDS.get(agency.code, ()) if role.by_field else (),
    )


def _run(context: SeedContext) -> None:
    fill()


def _version() -> str:
    return "1 " + " ".join(sorted(roles.ROLES))


def register() -> None:
    """Add the part to the seeds; after the agencies."""
    register_seed("demo-people", 50, None, _run, _version, demo=ALWAYS)
