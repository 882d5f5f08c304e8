"""What search holds of agencies and their pages: public things only, by old and new names."""

from pathlib import Path

import pytest
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from home import search
from home.models import ContactPage, HomePage
from portal.agencies.models import Agency
from portal.agencies.provisioning import provision_file
from portal.core import site_request
from search.index import rebuild
from search.models import SearchEntry
from search.registry import known
from tests.agencies.tables import table

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _province(tmp_path: Path) -> None:
    provision_file(table(tmp_path))


def document(code: str) -> search.SearchDocument:
    (found,) = search.agencies([Agency.objects.get(code=code).pk])
    return found


def test_an_agency_is_held_by_its_names_and_found_on_the_province_and_on_its_own_site() -> None:
    found = document("17623")
    assert found.name == "Xã Vân Tụ"
    assert {"Vân Tụ", "Xã Mỹ Thành", "Xã Liên Thành"} <= set(found.aliases)
    assert found.scopes == {"agency:40", "agency:17623"}


def test_a_site_that_is_not_public_is_not_held() -> None:
    home = HomePage.objects.get(agency__code="17623")
    home.unpublish()
    assert list(search.agencies([home.agency_id])) == []
    other = HomePage.objects.get(agency__code="16909")
    PageViewRestriction.objects.create(page=other, restriction_type=PageViewRestriction.LOGIN)
    contact = ContactPage.objects.get(path__startswith=other.path)
    assert list(search.agencies([other.agency_id])) == []
    assert list(search.pages([contact.pk])) == []


def test_a_page_is_found_on_its_own_site_only() -> None:
    contact = ContactPage.objects.get(path__startswith=HomePage.objects.get(agency__code="17623").path)
    (found,) = search.pages([contact.pk])
    assert found.scopes == {"agency:17623"}


def test_the_version_moves_with_the_names_and_only_then() -> None:
    before = document("17623").version
    assert document("17623").version == before
    Agency.objects.get(code="17623").former_names.create(name="Xã Khác", folded="xa khac")
    assert document("17623").version != before


def test_hits_lead_to_live_pages(rf: RequestFactory) -> None:
    rebuild([kind for name in ("agency", "page") if (kind := known(name))])
    request = rf.get("/")
    site_request.attach(request)
    entry = SearchEntry.objects.get(kind="agency", code="17623")
    hit = search.present_agencies([entry], request)[entry.object_id]
    assert (hit.title, hit.url) == ("Xã Vân Tụ", "/xa-phuong/xa-van-tu/")
    assert "Xã Mỹ Thành" in hit.summary
    pages = SearchEntry.objects.filter(kind="page")
    hits = search.present_pages(list(pages), request)
    assert len(hits) == pages.count() == 12
    assert any(hit.title == "Liên hệ – Xã Vân Tụ" for hit in hits.values())
