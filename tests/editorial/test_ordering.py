"""Lists by title follow the alphabet."""

import re

import pytest
from django.test import Client

from portal.core.text import vietnamese_sort_key
from portal.library.models import PortalDocument
from tests.people import person
from tests.world import World

TITLES = ["Âm lịch", "An ninh", "Ăn uống", "Dân số", "Đất đai", "Địa chính", "Đông y", "Em bé"]
ALPHABETICAL = ["An ninh", "Ăn uống", "Âm lịch", "Dân số", "Đất đai", "Địa chính", "Đông y", "Em bé"]


@pytest.mark.django_db
@pytest.mark.parametrize(("ordering", "wanted"), [("title", ALPHABETICAL), ("-title", ALPHABETICAL[::-1])])
def test_files_by_title(world: World, client: Client, ordering: str, wanted: list[str]) -> None:
    agency = world.agencies["17950"]
    for title in reversed(TITLES):
        PortalDocument.objects.create(title=title, file="x.pdf", collection=agency.collection, agency=agency)
    client.force_login(person(world, "editor", "17950"))
    page = client.get("/admin/documents/", {"ordering": ordering}).content.decode()
    shown = re.findall("|".join(TITLES), re.sub(r"<[^>]*>", "\n", page))
    assert list(dict.fromkeys(shown)) == wanted


@pytest.mark.django_db
def test_the_explorer_by_title(world: World, client: Client) -> None:
    client.force_login(person(world, "editor", "17950"))
    home = world.homes["17950"]
    page = client.get(f"/admin/pages/{home.pk}/", {"ordering": "title"}).content.decode()
    titles = {str(child.pk): child.title for child in home.get_children()}
    shown = [
        pk for pk in re.findall(r"/admin/pages/(\d+)/edit/", page.partition("<tbody")[2]) if pk in titles
    ]
    assert [titles[pk] for pk in dict.fromkeys(shown)] == sorted(titles.values(), key=vietnamese_sort_key)
