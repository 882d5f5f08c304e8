"""The job behind the day, and how long a posting must stay: late, early and twice."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from wagtail.models import Page

from portal.core import clock, clock_file
from portal.core.public_term import PublicTerm
from portal.editorial import public_terms, requirements, services
from portal.editorial.services import PublishRefused
from portal.library.models import PortalDocument
from portal.publication.models import PublicationEntry
from portal.publication.postings import spells
from tests.people import person
from tests.world import World

pytestmark = pytest.mark.django_db
# Posted on a Monday; thirty days end on Wednesday 31/3/2027.
POSTED = datetime(2027, 3, 1, 9, 0, tzinfo=clock.ZONE)
END = date(2027, 4, 1)
LAST = datetime(2027, 3, 31, 23, 59, 59, tzinfo=clock.ZONE)
FIRST = datetime(2027, 4, 1, 0, 0, 0, tzinfo=clock.ZONE)


@pytest.fixture
def moment(world: World) -> Iterator[Any]:
    clock_file.load()
    with time_machine.travel(POSTED, tick=False) as traveller:
        yield traveller


@pytest.fixture
def notice(world: World, moment: Any) -> Page:
    """A commune's posting of thirty days, taken down and put up on Monday."""
    page = world.page("17950", "gioi-thieu")
    services.unpublish(page, actor_role="tests")
    moment.move_to(POSTED + timedelta(seconds=1))
    page.minimum_posting = PublicTerm.Posting.COMMUNE
    page.public_until, page.public_until_kind = END, PublicTerm.Kind.POOR_HOUSEHOLDS
    services.publish(page, actor_role="tests")
    return fresh(page)


def fresh(page: Page) -> Page:
    found: Page = Page.objects.get(pk=page.pk).specific
    return found


def acts(obj: Any) -> list[str]:
    kind, number = public_terms.identity(obj)
    lines = PublicationEntry.objects.filter(object_type=kind, object_id=number)
    return list(lines.order_by("sequence").values_list("act", flat=True))


def test_the_job_ends_a_posting_on_its_day_and_never_before_or_twice(notice: Page, moment: Any) -> None:
    moment.move_to(LAST)
    public_terms.end_what_is_over()
    assert fresh(notice).live, "early"
    moment.move_to(FIRST)
    assert "1" in public_terms.end_what_is_over()
    assert (fresh(notice).live, fresh(notice).expired) == (False, True)
    assert acts(notice)[-1] == "expired"
    lines = len(acts(notice))
    assert public_terms.end_what_is_over() == ""
    assert len(acts(notice)) == lines, "twice"


def test_a_late_job_writes_the_same_line(notice: Page, moment: Any) -> None:
    moment.move_to(FIRST + timedelta(days=3))
    public_terms.end_what_is_over()
    assert acts(notice)[-1] == "expired"
    assert not fresh(notice).live


def test_a_posting_stays_until_its_least_duration_is_over(notice: Page, moment: Any) -> None:
    moment.move_to(LAST)
    with pytest.raises(PublishRefused, match="30 ngày"):
        services.unpublish(notice, actor_role="tests")
    assert fresh(notice).live
    moment.move_to(FIRST)
    services.unpublish(fresh(notice), actor_role="tests")
    assert not fresh(notice).live


@pytest.mark.parametrize(("until", "allowed"), [(date(2027, 3, 31), False), (date(2027, 4, 1), True)])
def test_an_earlier_end_is_refused_at_its_field_with_the_article(
    notice: Page, until: date, allowed: bool
) -> None:
    notice.public_until = until
    if allowed:
        notice.clean()
        services.publish(notice, actor_role="tests")
        return
    with pytest.raises(ValidationError) as refused:
        notice.clean()
    (message,) = refused.value.message_dict["public_until"]
    assert "Điều 13 Luật Thực hiện dân chủ ở cơ sở" in message
    assert "31/03/2027" in message
    with pytest.raises(ValidationError):
        services.publish(notice, actor_role="tests")
    assert [failure.field for failure in requirements.failing(notice)] == ["public_until"]


def test_a_gap_starts_the_count_anew(notice: Page, moment: Any) -> None:
    floor = public_terms.floor_of(notice)
    assert floor is not None
    assert floor.day == END
    kind, number = public_terms.identity(notice)
    moment.move_to(POSTED + timedelta(days=9))
    tip = PublicationEntry.objects.filter(object_type=kind, object_id=number).count()
    notice.minimum_posting = ""
    notice.save(update_fields=["minimum_posting"])
    services.unpublish(fresh(notice), actor_role="tests")
    moment.move_to(POSTED + timedelta(days=9, seconds=1))
    again = fresh(notice)
    again.minimum_posting, again.public_until = PublicTerm.Posting.COMMUNE, None
    services.publish(again, actor_role="tests")
    assert PublicationEntry.objects.filter(object_type=kind, object_id=number).count() == tip + 2
    floor = public_terms.floor_of(fresh(notice))
    assert floor is not None
    assert floor.day == date(2027, 4, 10), "thirty days from 10/3, ending on Friday 9/4"
    assert [spell.end is None for spell in spells(kind, number)][-2:] == [False, True]


def test_nothing_is_published_with_an_end_that_is_over(world: World, moment: Any) -> None:
    page = world.page("17950", "lien-he")
    page.public_until, page.public_until_kind = POSTED.date(), PublicTerm.Kind.OTHER
    with pytest.raises(PublishRefused, match="sau hôm nay"):
        services.publish(page, actor_role="tests")


def test_a_files_end_is_noted_once_and_again_when_it_was_longer(world: World, moment: Any) -> None:
    document = PortalDocument.objects.create(title="x", public_until=END, public_until_kind="other")
    moment.move_to(FIRST)
    public_terms.end_what_is_over()
    document.refresh_from_db()
    noted = document.term_ended_at
    assert noted == FIRST
    moment.move_to(FIRST + timedelta(hours=1))
    public_terms.end_what_is_over()
    document.refresh_from_db()
    assert document.term_ended_at == noted
    PortalDocument.objects.filter(pk=document.pk).update(public_until=END + timedelta(days=9))
    public_terms.end_what_is_over()
    document.refresh_from_db()
    assert document.term_ended_at is None


def test_what_ends_within_a_week_waits_for_those_who_may_change_it(
    notice: Page, world: World, moment: Any
) -> None:
    day = date(2027, 3, 28)
    moment.move_to(datetime(2027, 3, 28, 8, tzinfo=clock.ZONE))
    (item,) = public_terms.ending_soon(person(world, "editor", "17950"), world.agencies["17950"], day)
    assert item.due == date(2027, 3, 31)
    assert item.personal
    stranger = person(world, "editor", "17951")
    assert list(public_terms.ending_soon(stranger, world.agencies["17951"], day)) == []
