"""What sources promise, and how a day becomes a group."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from portal.editorial.today import Source, group_of, register_source, registered_sources
from portal.editorial.today.registry import _sources

DAY = date(2026, 10, 7)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("days", "group"), [(-1, "late"), (0, "today"), (1, "week"), (7, "week"), (8, None), (90, None)]
)
def test_a_day_falls_into_its_group(days: int, group: str | None) -> None:
    assert group_of(DAY + timedelta(days=days), DAY) == group


def test_a_minute_that_is_past_is_late_on_its_own_day() -> None:
    with time_machine.travel(datetime(2026, 10, 7, 17, 1, tzinfo=ZONE), tick=False):
        assert group_of(datetime(2026, 10, 7, 17, 0, tzinfo=ZONE), DAY) == "late"
        assert group_of(datetime(2026, 10, 7, 17, 30, tzinfo=ZONE), DAY) == "today"


def test_the_day_is_the_one_in_vietnam() -> None:
    """20:00 in London is the next day here."""
    with time_machine.travel(datetime(2026, 10, 7, 8, 0, tzinfo=ZONE), tick=False):
        assert group_of(datetime(2026, 10, 7, 19, 0, tzinfo=ZoneInfo("UTC")), DAY) == "week"


def test_the_same_key_again_replaces_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.editorial.today.registry._sources", dict(_sources))
    first = Source("test", "Thử", lambda user, agency, day: [])
    second = Source("test", "Thử lại", lambda user, agency, day: [])
    register_source(first)
    register_source(second)
    assert [source for source in registered_sources() if source.key == "test"] == [second]
