"""Where reviews show: on public pages when done; in "Việc hôm nay" and on the board when overdue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.agencies.models import Agency
from portal.core import site_request, slots
from portal.editorial import access
from portal.editorial.models import Review
from portal.editorial.oversight.board import Finding, Survey
from portal.editorial.reviews.service import STAMP
from portal.editorial.today import Item, group_of
from portal.editorial.today.registry import WEEK

MOST = 50


@lru_cache(maxsize=2)
def reviewed(stamp: int) -> dict[tuple[str, str], date]:
    """When what was reviewed last, as the log names things; one query a process and change."""
    rows = Review.objects.filter(reviewed_on__isnull=False)
    named = rows.values_list("object_type", "object_key", "reviewed_on")
    return {(kind, key): day for kind, key, day in named if day is not None}


def of_page(context: slots.SlotContext) -> slots.SlotContent | None:
    """ "Rà soát lần cuối …" of what a page shows; no query but the first of a process."""
    portal = site_request.of(context.request)
    known = reviewed(portal.stamps.get(STAMP, 0))
    if not known:
        return None
    keys = portal.shown_keys
    page = context.page
    if page is not None and not keys:
        keys = [(type(page)._meta.label_lower, f"{page.translation_key}:{portal.locale}")]
    day = next((known[key] for key in keys if key in known), None)
    return slots.SlotContent("editorial/public/_reviewed.html", {"day": day}) if day else None


def due(user: Any, agency: Any, day: date) -> Sequence[Item]:
    """Public texts of the person's agency whose day is near or past: a query, and one for each type."""
    if agency is None:
        return []
    whose = Q(agency=agency)
    if agency.level == Agency.Level.PROVINCE:
        # What is written once for all is nobody's: the province looks after it.
        whose |= Q(agency=None)
    rows = Review.objects.filter(whose, is_public=True, review_by__lte=day + WEEK)
    found = []
    for row in rows.order_by("review_by", "pk").prefetch_related("content_object")[:MOST]:
        thing = row.content_object
        group = group_of(row.review_by, day) if row.review_by is not None else None
        if thing is None or group is None or not access.may_change(user, thing):
            continue
        kind = ContentType.objects.get_for_id(row.content_type_id)
        found.append(
            Item(
                group=group,
                icon="calendar-check",
                title=_("Rà soát: %s") % thing,
                detail=_("Đọc lại; còn đúng thì bấm “Đã rà soát”"),
                due=row.review_by,
                url=reverse("review_day", args=[kind.pk, thing.pk]),
                action=_("Đọc lại"),
                personal=getattr(thing, "public_until", None) is not None,
            )
        )
    return found


def overdue(survey: Survey) -> Mapping[int, Finding]:
    """How many public texts of each agency are overdue; the province's with what is nobody's: one query."""
    rows = Review.objects.filter(is_public=True, review_by__lt=survey.day)
    counts = dict(rows.order_by().values_list("agency").annotate(count=Count("pk")))
    found = {}
    for agency in survey.agencies:
        count = counts.get(agency.pk, 0)
        if agency.level == Agency.Level.PROVINCE:
            count += counts.get(None, 0)
        words = _("%d mục") % count if count else _("không")
        found[agency.pk] = Finding(words, count, min(2 * count, 16))
    return found


def forget() -> None:
    """Drop the process's copy (tests, after a rolled-back database)."""
    reviewed.cache_clear()
