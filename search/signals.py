"""Changes outside the one publish service: any save, deletion or move of a watched row asks for its entry.

Kinds name what they watch (``SearchKind.watch``). Asking once too often does no harm: the entry is made
from what is live and public when the task is worked off.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from search import registry
from search.outbox import request_index


def _touched(instance: Model) -> None:
    label = instance._meta.label_lower
    for kind in registry.kinds():
        ids = kind.watch.get(label)
        if ids is not None:
            request_index(kind.kind, ids(instance))


def _changed(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        _touched(instance)


def _below(path: str) -> None:
    """Everything at or below a page."""
    for page in Page.objects.filter(path__startswith=path).specific():
        _touched(page)


def _restricted(sender: type[Model], instance: PageViewRestriction, **kwargs: Any) -> None:
    _below(instance.page.path)


def _moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    _below(instance.path)


def connect() -> None:
    """Listen; called once when the application starts."""
    post_save.connect(_changed, dispatch_uid="search.saved")
    post_delete.connect(_changed, dispatch_uid="search.deleted")
    post_save.connect(_restricted, sender=PageViewRestriction, dispatch_uid="search.restricted")
    pre_delete.connect(_restricted, sender=PageViewRestriction, dispatch_uid="search.freed")
    post_page_move.connect(_moved, dispatch_uid="search.moved")
