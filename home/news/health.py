"""What the province's site-health board asks of news: months in which a site published nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _

from home.news.models import ListEntry
from portal.editorial.oversight.board import Finding, Survey

LOOKED_BACK = 6


def months_without_news(survey: Survey) -> Mapping[int, Finding]:
    """Of the six whole months before this one, those without a single article on the site: one query."""
    wanted = _months_before(survey.day.year * 12 + survey.day.month - 1)
    held: defaultdict[int, set[int]] = defaultdict(set)
    rows = ListEntry.objects.filter(kind=ListEntry.Kind.NEWS, month__in=wanted, page__live=True)
    for agency_id, month in rows.order_by().values_list("agency_id", "month").distinct():
        held[agency_id].add(month)
    return {
        agency.pk: _finding([month for month in wanted if month not in held[agency.pk]])
        for agency in survey.agencies
    }


def _months_before(month: int) -> list[int]:
    return [one // 12 * 100 + one % 12 + 1 for one in range(month - LOOKED_BACK, month)]


def _finding(missing: list[int]) -> Finding:
    if not missing:
        return Finding(_("không"), "")
    words = ", ".join(f"{month % 100:02d}/{month // 100}" for month in missing)
    return Finding(words, words)
