"""Notes the addresses that homes and pages leave, whoever moves them (docs/operations.md)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail.signals import page_slug_changed, post_page_move

from home.models import HomePage
from portal.agencies.models import Agency, FormerAddress


def connect() -> None:
    """Listen; called once when the application starts."""
    page_slug_changed.connect(_slug_changed, dispatch_uid="home.addresses.slug")
    post_page_move.connect(_moved, dispatch_uid="home.addresses.move")


def place_of(url_path: str) -> tuple[str, str] | None:
    """Host (empty for the default site) and path of a place in the tree; None outside every site."""
    sites = Site.objects.values_list("hostname", "is_default_site", "root_page__url_path")
    for host, is_default, root in sorted(sites, key=lambda site: -len(site[2])):
        if url_path.startswith(root):
            return ("" if is_default else host), "/" + url_path[len(root) :]
    return None


def tree_path(home: HomePage) -> str:
    """The path of a home below the province, whether or not it has a host of its own; empty outside."""
    root = Site.objects.filter(is_default_site=True).values_list("root_page__url_path", flat=True).first()
    return "/" + home.url_path[len(root) :] if root and home.url_path.startswith(root) else ""


def note_left_by_agency(agency: Agency, host: str, path: str) -> bool:
    """An agency's site stood here until now; says whether the row is new or had another owner."""
    _row, created = FormerAddress.objects.update_or_create(
        host=host,
        path=path,
        defaults={"agency": agency, "page": None, "since": agency.valid_from, "until": timezone.now()},
    )
    return created


def note_left_by_page(page: Page, host: str, path: str) -> None:
    """A page stood here until now, with all that is below it."""
    FormerAddress.objects.update_or_create(
        host=host, path=path, defaults={"agency": None, "page": page, "until": timezone.now()}
    )


def _slug_changed(sender: type[Page], instance: Page, instance_before: Page, **kwargs: Any) -> None:
    _note(instance, instance_before.url_path)
    if isinstance(instance, HomePage) and _is_source(instance) and instance.agency.slug != instance.slug:
        instance.agency.slug = instance.slug
        instance.agency.save(update_fields=["slug"])


def _moved(
    sender: type[Page], instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any
) -> None:
    if url_path_before != url_path_after:
        _note(instance.specific, url_path_before)


def _note(page: Page, url_path: str) -> None:
    """Translations stand at the same path under their language, so that the source page's row is enough."""
    place = place_of(url_path) if _is_source(page) else None
    if place is None or place[1] == "/":
        return
    if isinstance(page, HomePage):
        note_left_by_agency(page.agency, *place)
    else:
        note_left_by_page(page, *place)


def _is_source(page: Page) -> bool:
    return bool(page.locale.language_code == settings.LANGUAGE_CODE)
