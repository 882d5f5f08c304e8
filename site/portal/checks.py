"""Project-wide system checks: conventions that a new page or record type cannot forget."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import NoReverseMatch, reverse
from wagtail.admin.panels import PublishingPanel
from wagtail.models import Page, TranslatableMixin, get_page_models

from portal.core.pages import PortalPage
from portal.core.records import Record


def _ours(model: type) -> bool:
    label = model._meta.app_label  # type: ignore[attr-defined]
    return apps.get_app_config(label).path.startswith(str(settings.BASE_DIR)) and ".venv" not in (
        apps.get_app_config(label).path
    )


@register(Tags.models)
def page_types_follow_the_rules(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A page type uses the portal's mixin and says where it may stand and what may stand below it."""
    found: list[CheckMessage] = []
    for model in get_page_models():
        if model is Page or not _ours(model):
            continue
        label = model._meta.label
        if not issubclass(model, PortalPage):
            found.append(
                Error(f"{label} does not use portal.core.pages.PortalPage.", obj=model, id="core.E001")
            )
        for rule in ("parent_page_types", "subpage_types"):
            if rule not in vars(model):
                found.append(Error(f"{label} does not state {rule}.", obj=model, id="core.E002"))
    return found


@register(Tags.models)
def record_types_follow_the_rules(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A record has a PublishingPanel: without it a scheduled draft goes live at once."""
    found: list[CheckMessage] = []
    for model in apps.get_models():
        if not issubclass(model, Record) or not _ours(model):
            continue
        panels = getattr(model, "panels", [])
        if not any(isinstance(panel, PublishingPanel) for panel in panels):
            found.append(Error(f"{model._meta.label} has no PublishingPanel.", obj=model, id="core.E003"))
        if issubclass(model, TranslatableMixin) and not hasattr(model, "translatable_fields"):
            found.append(
                Error(f"{model._meta.label} does not state translatable_fields.", obj=model, id="core.E004")
            )
    return found


@register(Tags.security)
def demonstration_stays_on_loopback(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The demonstration answers loopback names only."""
    if not settings.PORTAL_DEMO:
        return []
    loopback = {"127.0.0.1", "localhost", "[::1]", ".localhost", "testserver"}
    open_to = [host for host in settings.ALLOWED_HOSTS if host not in loopback]
    if open_to:
        return [Error(f"PORTAL_DEMO is set while ALLOWED_HOSTS names {open_to}.", id="portal.E001")]
    return []


@register(Tags.security)
def entry_without_password_is_routed_in_a_demonstration_alone(
    app_configs: Any, **kwargs: Any
) -> list[CheckMessage]:
    """The demonstration's sign-in has no address anywhere else."""
    if settings.PORTAL_DEMO:
        return []
    try:
        reverse("demo_login")
    except NoReverseMatch:
        return []
    return [Error("The demonstration's sign-in is routed without PORTAL_DEMO.", id="portal.E002")]
