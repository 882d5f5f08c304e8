"""Keeps groups in step: with memberships, and with the homes of agencies in every language."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page

from portal.accounts.models import Membership
from portal.editorial import roles
from portal.editorial.roles.groups import sync_agency


def membership_changed(sender: Any, instance: Membership, **kwargs: Any) -> None:
    """A role was given, changed or ended."""
    if not kwargs.get("raw"):
        roles.settle(instance.user)


def home_made(sender: Any, instance: Any, created: bool, **kwargs: Any) -> None:
    """An agency has a home in a further language: its groups reach it."""
    if created and isinstance(instance, Page) and getattr(instance, "agency_id", None):
        sync_agency(instance.agency)


def connect() -> None:
    """Listen; called once when the application starts."""
    post_save.connect(membership_changed, sender=Membership, dispatch_uid="roles.membership.saved")
    post_delete.connect(membership_changed, sender=Membership, dispatch_uid="roles.membership.deleted")
    post_save.connect(home_made, dispatch_uid="roles.home.made")
