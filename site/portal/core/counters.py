"""Rate counters in the database: they hold over all processes and survive a restart."""

from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from portal.core.models import RateCounter


def hit(key: str, limit: int, window_seconds: int) -> bool:
    """Count one try under this key; True while the window's tries stay within ``limit``."""
    start = _window_start(window_seconds)
    counter = RateCounter.objects.filter(key=key, window_start=start)
    if not counter.update(count=F("count") + 1):
        try:
            with transaction.atomic():
                RateCounter.objects.create(key=key, window_start=start, count=1)
        except IntegrityError:
            counter.update(count=F("count") + 1)
    return counter.values_list("count", flat=True)[0] <= limit


def forget_old(older_than: timedelta = timedelta(days=2)) -> int:
    """Delete counters of windows long past; returns how many."""
    return RateCounter.objects.filter(window_start__lt=timezone.now() - older_than).delete()[0]


def count(key: str, window_seconds: int) -> int:
    """How many tries the window of now holds under this key; counts none."""
    start = _window_start(window_seconds)
    found = RateCounter.objects.filter(key=key, window_start=start).values_list("count", flat=True).first()
    return found or 0


def _window_start(window_seconds: int) -> datetime:
    return datetime.fromtimestamp(timezone.now().timestamp() // window_seconds * window_seconds, tz=UTC)
