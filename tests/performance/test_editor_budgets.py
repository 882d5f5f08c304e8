"""What the first screen of the editors' side may cost on the large province, for each kind of person."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from home.models import HomePage
from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.core.stamps import bump
from portal.editorial import roles

pytestmark = [pytest.mark.big, pytest.mark.postgresql]

BUDGET = 25
PEOPLE = [
    ("editor", "commune"),
    ("approver", "commune"),
    ("unit_admin", "department"),
    ("operator", "province"),
]


def works(role: str, agency: Agency) -> User:
    user = User.objects.create(username=f"{role}-{agency.code}")
    roles.give(user, role, agency, by=None)
    roles.activate(User.objects.get(pk=user.pk), agency)
    return User.objects.get(pk=user.pk)


def asked(user: User) -> list[str]:
    """The SQL of the second look at the first screen."""
    client = Client()
    client.force_login(user)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/admin/").status_code == 200
    return [query["sql"][:200] for query in captured.captured_queries]


@pytest.mark.parametrize(("role", "level"), PEOPLE, ids=[role for role, _level in PEOPLE])
def test_the_first_screen_costs_the_same_with_fifteen_agencies_as_with_a_hundred_and_fifty(
    big_province_db: Any, role: str, level: str
) -> None:
    agency = Agency.objects.filter(level=level, home_pages__isnull=False).order_by("code").first()
    assert agency is not None
    user = works(role, agency)
    assert Agency.objects.count() >= 150
    many = asked(user)
    assert len(many) <= BUDGET, many
    others = HomePage.objects.exclude(agency=agency).exclude(agency__level="province").order_by("path")
    gone = list(others.filter(locale__language_code="vi")[:135])
    assert len(gone) == 135
    Page.objects.filter(pk__in=[home.pk for home in gone]).update(live=False)
    Agency.objects.filter(pk__in=[home.agency_id for home in gone]).update(
        valid_to="2020-01-01", valid_from=None
    )
    bump("routing")
    assert len(asked(user)) == len(many)
