"""Visits of the demonstration: one starting value a site, which the page of the method calls a sample."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from home.visits.models import VisitCorrection
from home.visits.services import STAMP
from portal.agencies.models import Agency
from portal.core.seeds import ALWAYS, SeedContext, register_seed
from portal.core.stamps import bump

NOTE = "Số mẫu của bản trình diễn, không phải lượt xem thật."
AMOUNTS = {
    Agency.Level.PROVINCE: 48_000,
    Agency.Level.DEPARTMENT: 6_000,
    Agency.Level.COMMUNE: 1_200,
}


def _run(context: SeedContext) -> None:
    """A round number by the level of the agency; a site whose count was begun or corrected stays as it is."""
    others = Agency.objects.filter(is_demo=True, successions=None)
    others = others.exclude(pk__in=VisitCorrection.objects.values("agency")).order_by("pk")
    made = [
        VisitCorrection(
            agency=agency,
            kind=VisitCorrection.Kind.START,
            amount=AMOUNTS[Agency.Level(agency.level)],
            note=NOTE,
            made_at=timezone.now(),
        )
        for agency in others
    ]
    VisitCorrection.objects.bulk_create(made)
    if made:
        bump(STAMP)
    context.say(_("%d trang có số lượt xem mẫu") % len(made))


register_seed("visits", 74, None, _run, demo=ALWAYS)
