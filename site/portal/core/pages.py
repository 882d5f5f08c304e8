"""What every page type shares: an abstract mixin over Wagtail's own page model (docs/adr/0001)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.fields import SynchronizedField

from portal.core.public_term import PublicTerm, ended

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PortalPage(PublicTerm):
    """Mixin of page types; place it before :class:`wagtail.models.Page` in the bases.

    ``structural``: the page is held in the in-process map of :mod:`portal.core.routing` (homes, index and
    section pages: few, visited by every request). Other pages are leaves and are read by one typed query;
    their parent names their type in ``leaf_model``. ``paged``: the page reads ``trang`` itself; on any other
    page a page number beyond 1 is 404. ``own_text``: a section page whose text is worth keeping when its
    agency is merged into another one (:mod:`home.merging`).
    """

    listing_text = models.CharField(_("câu giới thiệu trong danh sách"), max_length=250, blank=True)

    structural: ClassVar[bool] = False
    leaf_model: ClassVar[str] = ""
    paged: ClassVar[bool] = False
    own_text: ClassVar[bool] = False
    search_kind: ClassVar[str] = ""
    override_translatable_fields: ClassVar[list[Any]] = [SynchronizedField("slug")]

    content_panels = [FieldPanel("title")]
    promote_panels = [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")]
    settings_panels = [
        PublishingPanel(),
        MultiFieldPanel([FieldPanel(name) for name in PublicTerm.term_fields], _("Thời hạn công khai")),
    ]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Wagtail's save; a live translation must be whole (:mod:`portal.core.translations`).

        A mirror of an untranslated page, which wagtail-localize makes above a translation, stays a draft.
        """
        if self.locale_id is not None and not kwargs.get("update_fields"):  # type: ignore[attr-defined]
            from portal.core.translations import refuse_half_translated

            if self.alias_of_id and self.alias_of.locale_id != self.locale_id:  # type: ignore[attr-defined]
                self.live = False
            refuse_half_translated(self)
        super().save(*args, **kwargs)

    # Set by portal.core.serve when the in-process map knows that no restriction covers this page.
    known_unrestricted: bool = False

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Wagtail's restrictions; without a query where the routing map knows that there are none."""
        if self.known_unrestricted:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()  # type: ignore[misc]

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Wagtail's entry for the sitemap; none once the term has ended."""
        if ended(self):
            return []
        found: list[dict[str, Any]] = super().get_sitemap_urls(request)  # type: ignore[misc]
        return found

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context; navigation comes from ``portal`` (:mod:`portal.core.context`)."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        return context


class PortalRoutablePage(RoutablePageMixin, PortalPage):
    """Mixin of section pages that show records under their own addresses."""

    class Meta:
        abstract = True


def concrete_portal_pages() -> list[type[Page]]:
    """All page types of the portal."""
    from wagtail.models import get_page_models

    return [model for model in get_page_models() if issubclass(model, PortalPage)]
