"""What the guard needs when the application starts."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from portal.core.audit import describe_with
from portal.core.jobs import register_job
from portal.editorial import access, form_checks, list_cost, narrowing, signals
from portal.editorial.roles.activation import settle_all


def only_readable(found: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Choosers offer what one may read; the stock page chooser offers every agency's drafts."""
    narrow = access.readable(request.user, found)
    match = request.resolver_match
    if match is not None and match.view_name == "wagtailadmin_choose_page_search":
        narrow = list_cost.with_what_lines_show(narrow)
    return narrow


def stamp_forms() -> SafeString:
    """Every form of the editors' side says for which agency it was opened (:data:`middleware.STAMP`)."""
    return format_html('<script src="{}" defer></script>', static("editorial/guard.js"))


def install() -> None:
    """Listen, wrap, register; called once."""
    for kind in ("page", "image", "document"):
        hooks.register(f"construct_{kind}_chooser_queryset", only_readable)
    hooks.register("insert_global_admin_js", stamp_forms)
    signals.connect()
    narrowing.install()
    list_cost.install()
    form_checks.register()
    describe_with(roles=access.role_codes, agency=access.agency_code)
    register_job("settle_roles", settle_all, 3600)
