"""After a test that committed the database is as migrations left it, whatever test comes next."""

import pytest
from django.test import TransactionTestCase
from wagtail.models import Locale, Page

from search import outbox
from search.backends.base import embedded
from search.models import SearchEntry
from tests.search import things


class Committed(TransactionTestCase):
    serialized_rollback = True

    def runTest(self) -> None:
        """Its end alone is wanted."""


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_migrations_made_is_given_back_and_nothing_else_stays() -> None:
    before = set(Page.objects.values_list("pk", "path")), set(Locale.objects.values_list("pk", flat=True))
    assert all(before)
    with things.things() as made:
        made.add("Đăng ký khai sinh")
        outbox.drain()
    assert embedded().held()
    Committed()._fixture_teardown()  # type: ignore[attr-defined]
    assert (
        set(Page.objects.values_list("pk", "path")),
        set(Locale.objects.values_list("pk", flat=True)),
    ) == before
    assert not SearchEntry.objects.exists()
    assert embedded().held() == set()
