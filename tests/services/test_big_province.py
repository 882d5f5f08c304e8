"""The prepared large province is there for every test, and no test changes it for the next."""

import psycopg
import pytest
from django.db import connection
from wagtail.models import Page

pytestmark = [pytest.mark.big, pytest.mark.postgresql]


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_deletes_is_there_for_the_next(big_province_db: object, turn: str) -> None:
    assert Page.objects.count() > 150
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET title = 'gone'")
    assert Page.objects.exclude(title="gone").count() == 0


def test_a_copy_holds_the_same_and_may_be_written_to(
    big_province_url: str, big_province_template: str, postgres_url: str
) -> None:
    template_url = postgres_url.rsplit("/", 1)[0] + "/" + big_province_template
    count = "SELECT count(*) FROM wagtailcore_page"
    with psycopg.connect(big_province_url) as session:
        copied = session.execute(count).fetchone()
        session.execute("DELETE FROM wagtailcore_pageviewrestriction")
    with psycopg.connect(template_url) as session:
        assert session.execute(count).fetchone() == copied
