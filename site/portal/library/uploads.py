"""Uploads that Wagtail keeps for a while because their form is not complete yet: guarded like documents."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from wagtail.models import UploadedFile

from portal.library.fields import guard


def _look(sender: type[UploadedFile], instance: UploadedFile, **kwargs: Any) -> None:
    """Before the file is written."""
    if instance.file and not instance.file._committed:
        guard(instance.file.file)


def connect() -> None:
    """Listen; called once when the application starts."""
    pre_save.connect(_look, sender=UploadedFile, dispatch_uid="portal.library.uploads")
