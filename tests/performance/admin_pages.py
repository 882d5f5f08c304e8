"""What the editors' side may cost, and the large province's pages that it is counted on."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from home.models import AboutPage, HomePage

LIST, EXPLORER = 25, 70


def budgets(home: Page) -> dict[str, int]:
    """The most queries that an address may ask, for somebody who works below ``home``."""
    return {
        f"/admin/choose-page/{home.pk}/": LIST,
        "/admin/choose-page/search/?q=trang": LIST,
        "/admin/images/chooser/": LIST,
        "/admin/documents/chooser/": LIST,
        "/admin/snippets/choose/procedures_pages/procedureversion/": LIST,
        "/admin/snippets/procedures_pages/localfields/": EXPLORER,
        "/admin/": LIST,
        f"/admin/pages/{home.pk}/": EXPLORER,
        "/admin/pages/search/?q=trang": EXPLORER,
    }


def asked(client: Client, home: Page) -> dict[str, int]:
    """How many queries each address asks, on the second request of a process."""
    found = {}
    for address in budgets(home):
        assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        found[address] = len(captured)
    return found


def dear(found: dict[str, int], home: Page) -> dict[str, int]:
    """The addresses that ask more than they may."""
    return {address: count for address, count in found.items() if count > budgets(home)[address]}


def fill_with_pages(an_agency: int) -> int:
    """Give every agency that many pages below its home, in a few statements; gives how many were made."""
    kind = ContentType.objects.get_for_model(AboutPage)
    pages: list[Page] = []
    homes = list(HomePage.objects.filter(locale__language_code="vi").order_by("path"))
    for home in homes:
        first = home.numchild + 1
        for number in range(first, first + an_agency):
            values: dict[str, Any] = {"title": f"Trang số {number}", "slug": f"trang-so-{number}"}
            values |= {"path": Page._get_path(home.path, home.depth + 1, number), "depth": home.depth + 1}
            values |= {"url_path": f"{home.url_path}trang-so-{number}/", "draft_title": values["title"]}
            pages.append(Page(content_type=kind, locale=home.locale, live=False, **values))
        Page.objects.filter(pk=home.pk).update(numchild=home.numchild + an_agency)
    made = Page.objects.bulk_create(pages, batch_size=1_000)
    rows = [AboutPage(page_ptr_id=page.pk) for page in made]
    for start in range(0, len(rows), 1_000):
        AboutPage._base_manager._insert(
            rows[start : start + 1_000], fields=AboutPage._meta.local_concrete_fields, using="default"
        )
    return len(made)
