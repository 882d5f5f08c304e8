"""What the guard needs when the application starts."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks

from portal.core.audit import describe_with
from portal.core.jobs import register_job
from portal.editorial import access, form_checks, narrowing, signals
from portal.editorial.roles.activation import settle_all
from portal.editorial.switching import SwitchAgency

CHOOSERS = (
    "construct_page_chooser_queryset",
    "construct_image_chooser_queryset",
    "construct_document_chooser_queryset",
)


def only_readable(found: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Choosers offer what one may read; the stock page chooser offers every agency's drafts."""
    return access.readable(request.user, found)


def own_addresses() -> list[URLPattern]:
    """The address to which the menu posts."""
    return [path("doi-co-quan/", SwitchAgency.as_view(), name="switch_agency")]


def install() -> None:
    """Listen, wrap, register; called once."""
    for name in CHOOSERS:
        hooks.register(name, only_readable)
    hooks.register("register_admin_urls", own_addresses)
    signals.connect()
    narrowing.install()
    form_checks.register()
    describe_with(roles=access.role_codes, agency=access.agency_code)
    register_job("settle_roles", settle_all, 3600)
