"""What the province's site-health board asks of calendars: receptions that the law wants, and their results.

Luật Tiếp công dân 42/2013/QH13: the chairman of a commune receives people at least one day a week, the
chairman of a province and the head of an agency at least one day a month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _

from home.calendars.days import without_result
from home.calendars.models import Reception
from portal.agencies.models import Agency
from portal.core import clock
from portal.editorial.oversight.board import Finding, Survey


def receptions(survey: Survey) -> Mapping[int, Finding]:
    """Whether the head's days are announced as often as the law wants, and past days without a result: three
    queries."""
    held: defaultdict[int, list[Reception]] = defaultdict(list)
    rows = Reception.objects.filter(live=True, starts_on__lte=survey.day).prefetch_related("days")
    for row in rows:
        if row.ends_on is None or row.ends_on >= survey.day:
            held[row.agency_id].append(row)
    calendar = clock.WorkCalendar.current()
    return {agency.pk: _finding(agency, held[agency.pk], survey, calendar) for agency in survey.agencies}


def _finding(agency: Agency, rows: list[Reception], survey: Survey, calendar: clock.WorkCalendar) -> Finding:
    heads = [row for row in rows if row.is_head]
    if not heads:
        words = _("chưa công bố lịch của người đứng đầu")
        return Finding(words, words)
    if agency.level == Agency.Level.COMMUNE and all(row.rhythm != Reception.Rhythm.WEEKLY for row in heads):
        words = _("ít hơn 1 ngày mỗi tuần")
        return Finding(words, words)
    missing = sum(len(without_result(row, list(row.days.all()), survey.day, calendar)) for row in rows)
    if missing:
        return Finding(_("%d ngày chưa ghi kết quả") % missing, missing)
    return Finding(_("đủ"), "")
