"""The screen of results: each page's versions side by side, for the agency for which the person works now."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views import View

from home.votes import services
from portal.core import clock, site_request
from portal.editorial import access
from portal.editorial.admin_views import RoleRequiredMixin
from portal.publication import registry

READERS = frozenset(
    {"editor", "approver", "province_editor", "chief_editor", "secretary", "procedure_officer"}
)
LOOKED_BACK = timedelta(days=365)


class ResultsView(RoleRequiredMixin, View):
    """A year's votes, the least clear first."""

    roles = READERS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """What readers said."""
        agency = access.active_agency(request.user)
        if agency is None:
            raise PermissionDenied
        found = services.results(agency.pk, clock.now() - LOOKED_BACK)
        shown = registry.shown(list(found), site_request.of(request))
        rows = [
            {"thing": shown.get(key), "kind": registry.type_name(key[0]), "versions": versions}
            for key, versions in sorted(found.items(), key=lambda row: row[1][0].mean)
        ]
        title = _("Độ dễ hiểu")
        context = {"page_title": title, "header_title": title, "header_icon": "help", "rows": rows}
        return TemplateResponse(request, "votes/admin/results.html", context)
