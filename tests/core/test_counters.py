"""Rate counters in the database."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from portal.core import counters
from portal.core.models import RateCounter

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_tries_beyond_the_limit_are_refused_until_the_window_ends() -> None:
    with time_machine.travel("2026-11-24T08:00:01Z", tick=False) as clock:
        assert [counters.hit("login:a", 3, 60) for _ in range(5)] == [True, True, True, False, False]
        assert counters.hit("login:b", 3, 60)
        clock.shift(timedelta(seconds=60))
        assert counters.hit("login:a", 3, 60)


def test_counters_of_windows_long_past_are_forgotten() -> None:
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        counters.hit("old", 1, 60)
    with time_machine.travel("2026-11-24T08:00:00Z", tick=False):
        counters.hit("new", 1, 60)
        assert counters.forget_old() == 1
    assert list(RateCounter.objects.values_list("key", flat=True)) == ["new"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_try_is_lost_when_many_come_at_once() -> None:
    answers: list[bool] = []

    def try_often() -> None:
        try:
            answers.extend(counters.hit("crowd", 12, 3600) for _ in range(10))
        finally:
            connection.close()

    threads = [threading.Thread(target=try_often) for _ in range(4)]
    with time_machine.travel("2026-11-24T08:00:00Z", tick=False):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert RateCounter.objects.get(key="crowd").count == 40
    assert answers.count(True) <= 12
