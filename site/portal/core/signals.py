"""What moves the routing stamp. One line a signal; each is named in ``tests/core/test_routing.py``."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from portal.core.pages import PortalPage
from portal.core.stamps import bump


def _moved(sender: type[Model], **kwargs: Any) -> None:
    """The map of this installation has changed."""
    instance = kwargs.get("instance")
    if isinstance(instance, PortalPage) and not instance.structural:
        return
    bump("routing")


def connect() -> None:
    """Listen; called once when the application starts."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(_moved, dispatch_uid=f"portal.routing.{id(signal)}")
    for model in (Site, Locale, PageViewRestriction):
        post_save.connect(_moved, sender=model, dispatch_uid=f"portal.routing.save.{model.__name__}")
    for model in (Site, Locale, PageViewRestriction, Page):
        post_delete.connect(_moved, sender=model, dispatch_uid=f"portal.routing.delete.{model.__name__}")
