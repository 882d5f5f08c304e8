"""What this app adds to the editors' side."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from procedures_pages.models import AnnouncingDecision
from procedures_pages.services.publishing import EDITOR_ROLE, documents_moved
from procedures_pages.viewsets import CatalogueGroup

register_snippet(CatalogueGroup)


@hooks.register("after_edit_snippet")
def decision_edited(request: HttpRequest, instance: Any) -> None:
    """A corrected day or number of a decision reaches the pages of all its versions."""
    if isinstance(instance, AnnouncingDecision):
        with transaction.atomic():
            documents_moved([instance.pk], role=EDITOR_ROLE)
