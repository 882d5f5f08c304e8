"""System check: nothing that is published can be forgotten by search."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from wagtail.models import get_page_models

from portal.core.pages import PortalPage
from portal.core.records import Record
from search import registry


def published_types_are_searchable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every page and record type belongs to a kind, or stands with a reason in PORTAL_SEARCH_EXCUSED."""
    covered = {label.lower() for kind in registry.kinds() for label in (kind.model_label, *kind.also)}
    excused = {label.lower() for label, reason in settings.PORTAL_SEARCH_EXCUSED.items() if reason.strip()}
    pages = [model for model in get_page_models() if issubclass(model, PortalPage)]
    records = [model for model in apps.get_models() if issubclass(model, Record)]
    return [
        Error(
            f"{model._meta.label} is published, but no search kind covers it.",
            hint="Register a search.registry.SearchKind, or give the reason in PORTAL_SEARCH_EXCUSED.",
            obj=model,
            id="search.E001",
        )
        for model in (*pages, *records)
        if model._meta.label_lower not in covered | excused
    ]
