"""Addresses of editors' screens for objects that are known only by type and key."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Page


def edit_address(content_type: ContentType, key: Any) -> str:
    """Where a page or record is edited; empty when the type is no longer in the portal. No query."""
    model = content_type.model_class()
    if model is None:
        return ""
    if issubclass(model, Page):
        return reverse("wagtailadmin_pages:edit", args=[key])
    viewset = getattr(model, "snippet_viewset", None)
    return reverse(viewset.get_url_name("edit"), args=[quote(key)]) if viewset else ""


def icon_of(content_type: ContentType) -> str:
    """The icon that the editors' side shows for the type."""
    model = content_type.model_class()
    viewset = getattr(model, "snippet_viewset", None)
    return str(viewset.icon) if viewset else "doc-empty"
