"""A file or picture is public while something public shows it; before and after it is its own agency's."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction, ReferenceIndex, Revision

from home.news.models import ArticlePage
from portal.core import clock
from portal.editorial.models import Approval
from portal.editorial.services import publish
from portal.library.models import FormerFile, PortalDocument, PortalImage, PortalRendition, SitePicture
from portal.library.public_use import always_public, is_drafted, is_public
from portal.publication.models import PublicationEntry
from procedures_pages.models import AnnouncingDecision, Form, ProcedureVersion
from tests.home.news.stories import ROLE, article, draft, picture
from tests.library import files
from tests.people import person, signed_in
from tests.world import World

pytestmark = pytest.mark.django_db
A, B = "17950", "17951"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def image(world: World) -> PortalImage:
    return picture(collection=world.agencies[A].collection)


def copy_of(image: PortalImage) -> str:
    return str(image.get_rendition("width-320").url)


def seen(address: str, *clients: Client) -> list[int]:
    return [client.get(address).status_code for client in (*clients, Client())]


def test_pictures_of_drafts_and_of_withdrawn_articles_are_closed(world: World, image: PortalImage) -> None:
    own, other = (signed_in(person(world, "editor", code)) for code in (A, B))
    central = signed_in(person(world, "chief_editor", "40"))
    address = copy_of(image)
    assert seen(address, own, central, other) == [200, 200, 404, 404]

    page = draft(world, "Ngày hội", A, lead_image=image)
    assert seen(address, own, central, other) == [200, 200, 404, 404]
    kept = own.get(address)
    assert kept["Cache-Control"] == "private, no-cache"

    publish(page, actor_role=ROLE)
    assert seen(address, own, central, other) == [200, 200, 200, 200]
    answer = Client().get(address)
    assert "s-maxage=60" in answer["Cache-Control"]
    assert answer["Cache-Control"].startswith("public, max-age=")
    assert Client().get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304

    ArticlePage.objects.get(pk=page.pk).unpublish()
    assert seen(address, own, central, other) == [200, 200, 404, 404]
    gone = Client().get(address, headers={"if-none-match": answer["ETag"]})
    assert gone.status_code == 404
    assert "public" not in gone["Cache-Control"] or "max-age=0" in gone["Cache-Control"]


def test_a_picture_that_only_a_new_draft_of_a_public_article_has_waits_for_its_approval(
    world: World, image: PortalImage
) -> None:
    page = article(world, "Ngày hội", A)
    page.body = [("picture", {"image": image})]
    revision: Revision = page.save_revision()
    assert seen(copy_of(image)) == [404]
    revision.publish()
    assert seen(copy_of(image)) == [200]


def test_a_page_whose_term_is_over_shows_its_picture_no_longer(world: World, image: PortalImage) -> None:
    end = clock.today() + timedelta(days=3)
    article(world, "Niêm yết", A, lead_image=image, public_until=end, public_until_kind="other")
    address = copy_of(image)
    first = clock.start_of(end)
    with time_machine.travel(first - timedelta(seconds=1), tick=False):
        assert seen(address) == [200]
        assert Client().get(address)["Cache-Control"] == "public, max-age=1, s-maxage=1"
    with time_machine.travel(first, tick=False):
        assert seen(address) == [404]


def test_behind_a_view_restriction_files_are_open_to_whom_the_page_is(
    world: World, image: PortalImage, django_assert_num_queries: Any
) -> None:
    agency = world.agencies[A]
    paper = PortalDocument(title="Biên bản", agency=agency, collection=agency.collection)
    paper.file.save("bien-ban.docx", ContentFile(files.word("Biên bản")), save=False)
    paper.save()
    page = article(world, "Ngày hội", A, lead_image=image, body=[("file", {"document": paper, "name": ""})])
    doors = (copy_of(image), str(paper.url))
    other = signed_in(person(world, "editor", B))
    assert [seen(door) for door in doors] == [[200]] * 2

    kinds = PageViewRestriction
    groups = kinds.objects.create(page=page, restriction_type=kinds.GROUPS)
    section = kinds.objects.create(page=page.get_parent(), restriction_type=kinds.LOGIN)
    assert [seen(door, other) for door in doors] == [[404, 404]] * 2
    groups.delete()
    assert [seen(door, other) for door in doors] == [[200, 404]] * 2
    assert other.get(doors[0])["Cache-Control"] == "private, no-cache"
    assert other.get(doors[1])["Cache-Control"].startswith("private")
    with django_assert_num_queries(3):
        assert not is_public(image)

    elsewhere = article(world, "Ngày hội xã bạn", B, lead_image=image)
    assert [seen(door) for door in doors] == [[200], [404]]
    elsewhere.unpublish()
    assert seen(doors[0]) == [404]
    section.delete()
    assert [seen(door) for door in doors] == [[200]] * 2


def test_the_emblem_of_a_site_is_public_and_asks_few_queries(
    world: World, image: PortalImage, django_assert_max_num_queries: Any
) -> None:
    SitePicture.objects.create(agency=world.agencies[A], banner=image, banner_alt="Cổng xã")
    address = copy_of(image)
    with django_assert_max_num_queries(3):
        assert seen(address) == [200]


def test_a_file_is_closed_until_an_approved_page_has_it(world: World) -> None:
    agency = world.agencies[A]
    document = PortalDocument(title="Dự thảo", agency=agency, collection=agency.collection)
    document.file.save("du-thao.docx", ContentFile(files.word("Dự thảo")), save=False)
    document.save()
    own, other = (signed_in(person(world, "editor", code)) for code in (A, B))
    screen = reverse("wagtaildocs:edit", args=[document.pk])
    assert seen(document.url, own, other) == [200, 404, 404]
    assert "Người dân chưa xem được" in own.get(screen).content.decode()

    values = {"title": "Dự thảo", "collection": str(document.collection_id), "tags": "", "source": ""}
    values["replacement_note"] = "Sửa câu đầu"
    new: Any = {"file": SimpleUploadedFile("moi.docx", files.word("Dự thảo hai"))}
    assert own.post(screen, values | new).status_code == 302
    former = FormerFile.objects.get()
    history = reverse("former_files", args=[document.pk])
    doors = (former.url, former.file_url, history)
    assert [seen(door) for door in doors] == [[404]] * 3
    assert not PublicationEntry.objects.filter(object_id=str(document.pk), act="replaced").exists()

    page = draft(world, "Lấy ý kiến", A, body=[("file", {"document": document, "name": ""})])
    assert seen(document.url, own, other) == [200, 404, 404]
    publish(page, actor_role=ROLE)
    assert seen(document.url, own, other) == [200, 200, 200]
    assert [seen(door) for door in doors] == [[200]] * 3
    assert "Người dân đang xem được" in own.get(screen).content.decode()
    ArticlePage.objects.get(pk=page.pk).unpublish()
    assert seen(document.url, *[Client()] * 2) == [404] * 3


def test_whatever_points_at_a_file_is_asked_whether_it_is_public(world: World) -> None:
    holders = {
        model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model in (PortalImage, PortalDocument)
    }
    never = {PortalRendition, FormerFile, Approval}
    by_version = {Form}
    assert {ArticlePage, SitePicture, AnnouncingDecision} | never | by_version <= holders
    assert {SitePicture, AnnouncingDecision} == set(always_public())
    drafted = holders - never - by_version - set(always_public()) | {ProcedureVersion}
    assert [model for model in drafted if not (is_drafted(model) and ReferenceIndex.is_indexed(model))] == []
    assert not is_drafted(Revision)
