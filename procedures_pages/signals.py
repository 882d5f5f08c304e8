"""What moves the lists' stamp when reference data is saved on the editors' side, in whatever way."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from portal.core.stamps import bump
from portal.library.models import PortalDocument
from procedures_pages.models import PerformerException, ProcedureField


def _lists(sender: Any, **kwargs: Any) -> None:
    bump("catalogue")


def connect() -> None:
    """Listen; called once when the application starts."""
    for name, signal in (("save", post_save), ("delete", post_delete)):
        for model in (PerformerException, ProcedureField, PortalDocument):
            signal.connect(_lists, sender=model, dispatch_uid=f"procedures.{name}.{model.__name__}")
