"""The one viewset of records: Wagtail's snippet views with their leaks and losses closed.

Closed here, each held by ``tests/core/test_every_record.py`` over every registered record:

1. the copy view, whose second POST overwrites the original, is off;
2. a ``pk`` in any address of the viewset or its chooser must be among what the user may work with, else 404;
3. lists show only that set;
4. choosers offer only that set;
5. bulk delete (the only bulk action, it wrote no log entry) is off: records are withdrawn, not deleted in bulk;
6. a record type without PublishingPanel fails ``manage.py check`` (core.E003): without the panel a posted
   "go live at" is ignored and the draft is public at once;
7. choosing and listing read through ``Record``, which keeps the rows of a revision.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

ACTIONS = {"add", "change", "delete", "publish", "view", "lock", "unlock", "choose"}


def _guarded(
    view: Callable[..., Any], allowed: Callable[[HttpRequest], QuerySet[Model]]
) -> Callable[..., Any]:
    """The view, answering 404 for a ``pk`` that is not among what the user may work with."""

    def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        pk = kwargs.get("pk", args[0] if args else None)
        if pk is not None and not allowed(request).filter(pk=_unquoted(pk)).exists():
            raise Http404
        return view(request, *args, **kwargs)

    for name in ("view_class", "view_initkwargs"):
        if hasattr(view, name):
            setattr(guarded_view, name, getattr(view, name))
    return guarded_view


def _unquoted(pk: Any) -> Any:
    from django.contrib.admin.utils import unquote

    value = unquote(str(pk))
    if not value.isdigit():
        raise Http404
    return value


class RecordChooserViewSet(SnippetChooserViewSet):
    """A chooser that offers a user only what the record's policy lets that user work with."""

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., Any]:
        """Guard every chooser view that takes a ``pk``, and narrow the list."""
        view = super().construct_view(_narrowed(view_class, self.permission_policy), **kwargs)
        policy = self.permission_policy
        return _guarded(
            view,
            lambda request: policy.instances_user_has_any_permission_for(
                request.user, ["change", "view", "choose"]
            ),
        )


def _narrowed(view_class: type, policy: Any) -> type:
    if not hasattr(view_class, "get_object_list"):
        return view_class

    class Narrowed(view_class):  # type: ignore[misc, valid-type]
        def get_object_list(self) -> Any:
            allowed = policy.instances_user_has_any_permission_for(
                self.request.user, ["change", "view", "choose"]
            )
            return super().get_object_list().filter(pk__in=allowed.values("pk"))

    Narrowed.__name__ = f"Narrowed{view_class.__name__}"
    return Narrowed


class RecordViewSet(SnippetViewSet):
    """Base viewset of records; subclasses say model, panels, columns and menu place."""

    copy_view_enabled = False
    chooser_viewset_class = RecordChooserViewSet
    list_per_page = 50

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., Any]:
        """Guard every view that takes a ``pk``."""
        view = super().construct_view(view_class, **kwargs)
        return _guarded(view, lambda request: self.allowed_for(request))

    def allowed_for(self, request: HttpRequest) -> QuerySet[Model]:
        """What this user may work with in any way; the record's policy decides."""
        return self.permission_policy.instances_user_has_any_permission_for(
            request.user, ["change", "publish", "view", "lock", "unlock", "delete"]
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """The list: the same set."""
        return self.allowed_for(request)
