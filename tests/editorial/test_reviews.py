"""Rà soát: a day, one press, what is overdue; public where it was done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from home.models import AboutPage
from portal.accounts.models import User
from portal.core.clock import today
from portal.editorial import services
from portal.editorial.models import Review
from portal.editorial.oversight.board import Survey
from portal.editorial.reviews import service, shown
from tests.people import person
from tests.procedures_pages.factories import version
from tests.world import COMMUNE, World

pytestmark = pytest.mark.django_db
A, B = "17950", "17951"


@pytest.fixture
def editor(world: World) -> User:
    return person(world, "editor", A)


@pytest.fixture
def about(world: World) -> AboutPage:
    return AboutPage.objects.get(pk=world.page(A, "gioi-thieu").pk)


def test_months_are_counted_to_a_day_that_exists() -> None:
    assert service.months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert service.months_after(date(2026, 12, 15), 12) == date(2027, 12, 15)


def test_one_press_says_it_was_done_and_sets_the_next_day(
    client: Client, world: World, about: AboutPage, editor: User
) -> None:
    address = reverse("review_day", args=[ContentType.objects.get_for_model(about).pk, about.pk])
    client.force_login(editor)
    wrong = client.post(address, {"review_by": "01/01/2020", "every": "6"})
    assert "Chọn hôm nay hoặc một ngày sắp tới." in wrong.content.decode()
    soon = today() + timedelta(days=3)
    client.post(address, {"review_by": f"{soon:%d/%m/%Y}", "every": "6"})
    row = Review.objects.get()
    assert (row.review_by, row.every, row.agency) == (soon, 6, world.agencies[A])
    assert "Rà soát lần cuối" not in client.get(COMMUNE + "gioi-thieu/").content.decode()
    answer = client.post(address, {"da-ra-soat": "1"}, follow=True)
    assert "Đã ghi rà soát hôm nay." in answer.content.decode()
    row.refresh_from_db()
    assert (row.reviewed_on, row.reviewed_by) == (today(), editor)
    assert row.review_by == service.months_after(today(), 6)
    words = f"Rà soát lần cuối ngày {today():%d/%m/%Y}"
    assert words in Client().get(COMMUNE + "gioi-thieu/").content.decode()
    assert words not in Client().get("/gioi-thieu/").content.decode()


def test_what_is_overdue_is_todays_work_and_stands_on_the_board(
    world: World, about: AboutPage, editor: User, django_assert_max_num_queries: Any
) -> None:
    row = service.plan(about, editor, review_by=today(), every=12)
    agency, day = world.agencies[A], today() + timedelta(days=2)
    with django_assert_max_num_queries(8):
        (item,) = shown.due(editor, agency, day)
    assert item.group == "late"
    assert item.url.endswith(f"/{about.pk}/")
    assert shown.due(person(world, "editor", B), world.agencies[B], day) == []
    survey = Survey(list(world.agencies.values()), day)
    with django_assert_max_num_queries(1):
        found = shown.overdue(survey)
    assert (found[agency.pk].value, found[agency.pk].harm) == (1, 2)
    assert found[world.agencies[B].pk].harm == 0
    controller, province = person(world, "procedure_controller", "40"), world.agencies["40"]
    service.plan(version(), controller, review_by=today(), every=3)
    assert [found.group for found in shown.due(controller, province, day)] == ["late"]
    assert shown.overdue(survey)[province.pk].value == 1, "what is nobody's is the province's"
    services.unpublish(about, actor_role="kiem-thu")
    assert shown.due(editor, agency, day) == []
    assert shown.overdue(survey)[agency.pk].value == 0
    row.refresh_from_db()
    assert row.review_by == today(), "and comes back with the page"


def test_a_review_is_for_who_works_with_the_thing_and_of_what_is_public(
    client: Client, world: World, about: AboutPage, editor: User
) -> None:
    neighbour = person(world, "editor", B)
    with pytest.raises(PermissionDenied):
        service.done(about, neighbour)
    client.force_login(neighbour)
    address = reverse("review_day", args=[ContentType.objects.get_for_model(about).pk, about.pk])
    assert client.post(address, {"da-ra-soat": "1"}).status_code in (302, 403)
    assert not Review.objects.exists()
    services.unpublish(about, actor_role="kiem-thu")
    with pytest.raises(ValidationError):
        service.done(AboutPage.objects.get(pk=about.pk), editor)
