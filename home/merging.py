"""A merger hands pages over to the heir's site, section by section; each says whose it was."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from wagtail.models import Page, Site

from home.addresses import note_left_by_agency, note_left_by_page, place_of, tree_path
from home.models import HomePage
from portal.agencies.models import InheritedPage
from portal.agencies.operations.merge import Merge, register_merge_hook
from portal.core.pages import PortalPage
from portal.core.slugs import slugify_vi
from portal.editorial.services import Publication, acting_as, commit, publish_page, unpublish

ROLE = "merge"


def register() -> None:
    """Called once when the application starts."""
    register_merge_hook("10-pages", pages)


def pages(merge: Merge) -> dict[str, int]:
    """Hand the pages of an agency over and close its site.

    Pages below a section go below the heir's section of the same kind; a section that the heir lacks goes
    whole; a text of the agency's own goes beside the heir's. What then is left, and the home, is taken down.
    Every address leads on.
    """
    with translation.override(settings.LANGUAGE_CODE):
        homes = HomePage.objects.filter(agency=merge.predecessor).select_related("locale").order_by("pk")
        moved = closed = 0
        for home in homes:
            heir = HomePage.objects.filter(agency=merge.heir, locale=home.locale).first()
            if home.locale.language_code == settings.LANGUAGE_CODE:
                _note_addresses(merge, home)
            if heir is not None:
                moved += _Mover(merge, heir).sections_of(home)
            closed += _close(merge, home)
    return {"pages": moved, "pages_closed": closed}


def _note_addresses(merge: Merge, home: HomePage) -> None:
    """Every address of the old site that is public, then the site's own."""
    hosts = list(
        Site.objects.filter(root_page=home, is_default_site=False).values_list("hostname", flat=True)
    )
    below = tree_path(home)
    for url_path in (
        home.get_descendants(inclusive=True).live().order_by("path").values_list("url_path", flat=True)
    ):
        tail = url_path[len(home.url_path) :]
        for host in hosts:
            merge.left(host, "/" + tail)
        merge.left("", below + tail)
    for host in hosts:
        note_left_by_agency(merge.predecessor, host, "/")
    note_left_by_agency(merge.predecessor, "", below)


class _Mover:
    """Moves the pages of one home below another one of the same language."""

    def __init__(self, merge: Merge, heir: HomePage) -> None:
        self.merge = merge
        self.heir = heir
        self.moved = 0

    def sections_of(self, home: HomePage) -> int:
        """Move what is below a home; gives how many pages changed hands."""
        for section in home.get_children().specific():
            twin = self._twin(section)
            if twin is None:
                self._take(section, self.heir)
                continue
            for child in section.get_children().specific():
                self._take(child, twin)
            if _has_text(section):
                self._keep_text(section)
        return self.moved

    def _twin(self, section: Page) -> Page | None:
        """The heir's section of the same kind."""
        return self.heir.get_children().filter(slug=section.slug, content_type=section.content_type).first()

    def _keep_text(self, section: Page) -> None:
        """An old "Giới thiệu" beside the heir's: under its own name, no longer in any menu."""
        old = self.merge.predecessor
        section.title = section.draft_title = f"{section.title} {old.name}"[:255]
        self._take(section, self.heir, f"{section.slug}-{old.slug}", republish=True)

    def _take(self, page: Page, parent: Page, slug: str = "", *, republish: bool = False) -> None:
        """Move a page with all below it; a slug that is taken there gets the old agency's name."""
        old = self.merge.predecessor
        taken = set(Page.objects.child_of(Page.objects.get(pk=parent.pk)).values_list("slug", flat=True))
        wanted = slug or page.slug
        if wanted in taken:
            wanted = f"{wanted[:180]}-{slugify_vi(old.slug, 60)}"
        place = place_of(page.url_path) if page.locale.language_code == settings.LANGUAGE_CODE else None
        if wanted != page.slug:
            # The slug first: two pages of one name may not meet in one place.
            page.slug = wanted
            page.save()
        with acting_as(ROLE):
            page.move(Page.objects.get(pk=parent.pk), pos="last-child", user=self.merge.user)
        if place is not None:
            note_left_by_page(page, *place)
        fresh = Page.objects.get(pk=page.pk).specific
        if republish and fresh.live:
            publish_page(fresh, actor_role=ROLE, laid_out=True)
        self._mark(fresh)

    def _mark(self, page: Page) -> None:
        """Say on each page whose it was; the log says whose it is now, by the move."""
        for each in page.get_descendants(inclusive=True).specific():
            InheritedPage.objects.get_or_create(
                page_id=each.pk, defaults={"agency": self.merge.predecessor, "until": self.merge.on}
            )
            self.moved += 1


def _has_text(page: Page) -> bool:
    return isinstance(page, PortalPage) and page.own_text and bool(getattr(page, "body", None))


def _close(merge: Merge, home: HomePage) -> int:
    """Take down what is left of a site, and free its host and its part of the address."""
    home = HomePage.objects.get(pk=home.pk)
    publication = Publication()
    left: Iterable[Page] = home.get_descendants(inclusive=True).live().specific()
    closed = 0
    for page in left:
        unpublish(page, actor_role=ROLE, replacing=True)
        closed += 1
    for site in Site.objects.filter(root_page=home, is_default_site=False):
        site.delete()
    home = HomePage.objects.get(pk=home.pk)
    home.slug = f"{merge.predecessor.slug[:100]}-{slugify_vi(merge.predecessor.code, 18)}"
    home.save()
    publication.add([], kind="agency", ids=[merge.predecessor.pk, merge.heir.pk], stamps=["routing"])
    commit(publication)
    return closed
