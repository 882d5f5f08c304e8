"""The lists of news: one row for each page on each site that shows it, derived and written anew at will."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from home.news.models.topics import BAR

if TYPE_CHECKING:
    from portal.core.routing import Node
    from portal.core.site_request import PortalRequest


class ListEntryQuerySet(models.QuerySet["ListEntry"]):
    """What a site shows."""

    def public(self, portal: PortalRequest) -> Self:
        """Rows of pages that are public now: live, unrestricted, within their term, whatever the rows say."""
        restricted = Q(pk__in=[])
        for path in portal.map.restricted_paths:
            restricted |= Q(page__path__startswith=path)
        term = Q(public_until=None) | Q(public_until__gt=portal.today)
        found = self.filter(term, page__live=True)
        return found.exclude(restricted) if portal.map.restricted_paths else found

    def of_site(self, portal: PortalRequest) -> Self:
        """The public rows of a site in the request's language, of all its sections."""
        agency = portal.agency.pk if portal.agency else None
        return self.public(portal).filter(agency=agency, language=portal.locale)

    def on(self, portal: PortalRequest, kind: str) -> Self:
        """The public rows of one section of a site, the newest first."""
        return self.of_site(portal).filter(kind=kind).order_by("-month", "-shown_at", "-page_id")

    def in_force(self, day: date) -> Self:
        """Notices that are not over on a day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def over(self, day: date) -> Self:
        """Notices whose last day has passed."""
        return self.filter(ends_on__lt=day)

    def about(self, topic: str) -> Self:
        """Articles of a topic, whatever else they are about."""
        return self.filter(topics__contains=f"{BAR}{topic}{BAR}")

    def within(self, year: int, month: int | None = None, day: int | None = None) -> Self:
        """Those of a year, a month or a day of Việt Nam. ValueError for a day that no calendar has."""
        if day is not None and month is not None:
            return self.filter(day=date(year, month, day), month=year * 100 + month)
        if month is not None:
            return self.filter(month=year * 100 + month)
        return self.filter(month__gte=year * 100, month__lt=(year + 1) * 100)


# Which section shows which kind.
SECTIONS = {"news": "tin-tuc", "notice": "thong-bao"}


class ListIndex:
    """Mixin of sections that list pages, their own and those that others share; first in the bases."""

    list_kind: ClassVar[str] = ""
    leaf_model: ClassVar[str]

    @classmethod
    def leaf(cls, node: Node, slug: str) -> Page | None:
        """The page of this site at an address, or the one that another agency shares with it: one query."""
        home = node.home()
        agency = home.agency.pk if home is not None and home.agency is not None else None
        listed = ListEntry.objects.filter(agency=agency, kind=cls.list_kind, language=node.locale, slug=slug)
        model: Any = apps.get_model(cls.leaf_model)
        own = Page.objects.filter(
            slug=slug, path__startswith=node.path, depth=len(node.path) // Page.steplen + 1
        )
        # A union and no OR: each half finds its few rows in an index of its own.
        either = own.order_by().values("pk").union(listed.exclude(origin="").values("page"))
        pages = model.objects.filter(pk__in=either, live=True)
        pages = pages.annotate(
            shared_by=Subquery(listed.values("origin")[:1]), shared_intro=Subquery(listed.values("intro")[:1])
        )
        found: Page | None = pages.order_by("path").first()
        return found


class ListEntry(models.Model):
    """A page in the list of one site (:mod:`home.news.listing` writes it).

    ``slug`` is the last part of its address there; ``month`` is year × 100 + month of ``day``, so that an
    archive is counted without asking for parts of dates. ``topics`` as
    :func:`home.news.models.topics.packed` writes them. Of a notice, ``ends_on`` is the last day in force.
    """

    class Kind(models.TextChoices):
        NEWS = "news", _("tin tức")
        NOTICE = "notice", _("thông báo")

    # Derived: who uses a page is not asked of its lists.
    wagtail_reference_index_ignore = True

    agency = models.ForeignKey("agencies.Agency", on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="list_entries")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    language = models.CharField(max_length=10)
    slug = models.SlugField(max_length=255)
    title = models.CharField(max_length=255)
    lead = models.TextField(blank=True)
    unit = models.CharField(max_length=200, blank=True)
    topics = models.CharField(max_length=80, blank=True)
    notice_kind = models.CharField(max_length=20, blank=True)
    ends_on = models.DateField(null=True)
    shown_at = models.DateTimeField()
    day = models.DateField()
    month = models.PositiveIntegerField()
    public_until = models.DateField(null=True)
    # Of a page that another agency wrote: whose it is, and what this site says above it.
    origin = models.CharField(max_length=255, blank=True)
    intro = models.CharField(max_length=300, blank=True)

    objects = ListEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng trong danh sách tin")
        verbose_name_plural = _("dòng trong danh sách tin")
        constraints = [models.UniqueConstraint(fields=["agency", "page"], name="news_list_once")]
        indexes = [
            models.Index(
                fields=["agency", "kind", "language", "-month", "-shown_at", "-page"], name="news_list_newest"
            ),
            models.Index(fields=["agency", "kind", "language", "slug"], name="news_list_slug"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.slug}"
