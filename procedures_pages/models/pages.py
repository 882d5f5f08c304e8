"""The section "Thủ tục" of a site: one page an agency, no copies of procedures below it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from portal.core.pages import PortalRoutablePage
from wagtail.models import Page

from procedures_pages.views import ProcedureRoutes


class ProcedureIndexPage(ProcedureRoutes, PortalRoutablePage, Page):
    """Catalogue and procedure pages of one agency; the routes are in :mod:`procedures_pages.views`."""

    structural = True
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "procedures_pages/catalogue.html"

    class Meta:
        verbose_name = _("danh mục thủ tục")
        verbose_name_plural = _("danh mục thủ tục")
