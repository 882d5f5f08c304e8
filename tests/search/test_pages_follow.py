"""What editors do to pages reaches the index: texts go in when they are public, and only then."""

import pytest
from wagtail.models import PageViewRestriction

from portal.agencies.models import Agency
from search.audit import audit
from search.models import IndexTask, SearchEntry
from search.outbox import drain
from tests.world import World

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def about(world: World) -> SearchEntry:
    """The entry of a commune's page of contacts; the commune can be reached, so its page may be public."""
    Agency.objects.filter(code="17950").update(address="Xóm 1", phone="0238 000 1234", email="xa@example.vn")
    while drain():
        pass
    return SearchEntry.objects.get(kind="page", object_id=world.page("17950", "lien-he").pk)


def settled(entry: SearchEntry) -> SearchEntry | None:
    while drain():
        pass
    return SearchEntry.objects.filter(kind=entry.kind, object_id=entry.object_id).first()


def test_a_draft_is_not_found_until_it_is_published(world: World, about: SearchEntry) -> None:
    page = world.page("17950", "lien-he")
    page.title = "Bản nháp kín"
    revision = page.save_revision()
    entry = settled(about)
    assert entry is not None
    assert "nháp" not in entry.name
    revision.publish()
    entry = settled(about)
    assert entry is not None
    assert entry.name == "Bản nháp kín"


def test_an_unpublished_page_is_gone(world: World, about: SearchEntry) -> None:
    world.page("17950", "lien-he").unpublish()
    assert settled(about) is None


def test_a_restriction_hides_all_below_it_and_taking_it_off_shows_them_again(
    world: World, about: SearchEntry
) -> None:
    lock = PageViewRestriction.objects.create(
        page=world.homes["17950"], restriction_type=PageViewRestriction.LOGIN
    )
    assert settled(about) is None
    lock.delete()
    assert settled(about) is not None


def test_a_deleted_page_is_gone(world: World, about: SearchEntry) -> None:
    world.page("17950", "lien-he").delete()
    assert settled(about) is None


def test_a_new_name_of_an_agency_is_found(world: World, about: SearchEntry) -> None:
    agency = Agency.objects.get(code="17950")
    agency.name = "Xã Tân Lập"
    agency.save()
    while drain():
        pass
    assert SearchEntry.objects.get(kind="agency", object_id=agency.pk).name == "Xã Tân Lập"
    assert audit().clean
    assert not IndexTask.objects.exists()
