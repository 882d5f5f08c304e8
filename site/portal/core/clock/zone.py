"""The zone of every date of the portal: Asia/Ho_Chi_Minh, whatever zone the server runs in."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The moment, in Vietnamese time."""
    return timezone.now().astimezone(ZONE)


def today() -> date:
    """The day in Việt Nam."""
    return now().date()


def local(moment: datetime) -> datetime:
    """The moment in Vietnamese time; one without a zone is taken as Vietnamese time."""
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)


def start_of(day: date) -> datetime:
    """00:00:00 of a day in Việt Nam."""
    return datetime.combine(day, time.min, ZONE)


def end_of(day: date) -> datetime:
    """The last instant of a day in Việt Nam, its twenty-fourth hour (Bộ luật Dân sự Điều 148 khoản 7)."""
    return datetime.combine(day, time.max, ZONE)
