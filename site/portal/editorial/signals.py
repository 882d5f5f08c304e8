"""Keeps groups in step: with memberships, with homes in every language; gives files their owner."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from portal.accounts.models import Membership
from portal.editorial import access, roles
from portal.editorial.roles.groups import sync_agency


def membership_changed(sender: Any, instance: Membership, **kwargs: Any) -> None:
    """A role was given, changed or ended."""
    if not kwargs.get("raw"):
        roles.settle(instance.user)


def home_made(sender: Any, instance: Any, created: bool, **kwargs: Any) -> None:
    """An agency has a home in a further language: its groups reach it."""
    if created and isinstance(instance, Page) and getattr(instance, "agency_id", None):
        sync_agency(instance.agency)


def file_saved(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A picture or document belongs to the agency in whose collection it lies."""
    if not kwargs.get("raw"):
        instance.agency = access.owner(instance.collection)


def connect() -> None:
    """Listen; called once when the application starts."""
    post_save.connect(membership_changed, sender=Membership, dispatch_uid="roles.membership.saved")
    post_delete.connect(membership_changed, sender=Membership, dispatch_uid="roles.membership.deleted")
    for model in (get_image_model(), get_document_model()):
        pre_save.connect(file_saved, sender=model, dispatch_uid=f"files.owner.{model.__name__}")
    post_save.connect(home_made, dispatch_uid="roles.home.made")
