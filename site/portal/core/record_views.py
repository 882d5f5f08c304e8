"""The one viewset of records: Wagtail's snippet views with their leaks and losses closed.

Closed here, each held by ``tests/core/test_every_record.py`` over every registered record:

1. the copy view, whose second POST overwrites the original, is off;
2. a ``pk`` in any address of the viewset or its chooser must be among what the user may work with, else 404;
3. lists show only that set;
4. choosers offer only that set;
5. bulk delete (it wrote no log entry) is off: records are withdrawn, not deleted in bulk;
6. a record type without PublishingPanel fails ``manage.py check`` (core.E003): without the panel a posted
   "go live at" is ignored and the draft is public at once;
7. choosing and listing read through ``Record``, which keeps the rows of a revision.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.db.models import Model, Prefetch, QuerySet
from django.http import Http404, HttpRequest
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Revision, WorkflowState
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.core.records import Record


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
    value = unquote(str(pk))
    if not value.isdigit():
        raise Http404
    return value


class RecordChooserViewSet(SnippetChooserViewSet):
    """A chooser that offers a user only what the record's policy lets that user work with."""

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., Any]:
        """Guard every chooser view that takes a ``pk``, and narrow the lists."""
        view = super().construct_view(_narrowed(view_class), **kwargs)
        return _guarded(view, self.allowed_for)

    def allowed_for(self, request: HttpRequest) -> QuerySet[Model]:
        """What this user may point at: what the record's own viewset lets the user see."""
        return _choosable(self.model, request)


def _choosable(model: Any, request: HttpRequest) -> QuerySet[Model]:
    allowed: QuerySet[Model] = model.snippet_viewset.choosable_for(request)
    return allowed


def _narrowed(view_class: Any) -> Any:
    """A chooser view whose candidates, and whose several chosen ones, are only what the user may point at."""
    names = [name for name in ("get_object_list", "get_objects") if hasattr(view_class, name)]
    if not names:
        return view_class

    class Narrowed(view_class):
        def _only_choosable(self, found: QuerySet[Model]) -> QuerySet[Model]:
            return found.filter(pk__in=_choosable(self.model, self.request).values("pk"))

        if "get_object_list" in names:

            def get_object_list(self) -> Any:
                return with_state(self._only_choosable(super().get_object_list()))

        if "get_objects" in names:

            def get_objects(self, pks: list[str]) -> Any:
                return self._only_choosable(super().get_objects(pks))

    Narrowed.__name__ = f"Narrowed{view_class.__name__}"
    return Narrowed


def with_state(records: QuerySet[Any]) -> QuerySet[Any]:
    """The records with schedule and workflow, which each line of a list shows: two queries for all lines."""
    if not issubclass(records.model, Record):
        return records
    scheduled = Revision.objects.filter(approved_go_live_at__isnull=False)
    waiting = WorkflowState.objects.active().select_related("current_task_state__task")
    return records.prefetch_related(
        Prefetch("_revisions", queryset=scheduled, to_attr="_scheduled_revisions"),
        Prefetch("_workflow_states", queryset=waiting, to_attr="_current_workflow_states"),
    )


class RecordViewSet(SnippetViewSet):
    """Base viewset of records; subclasses say model, panels, columns and menu place."""

    copy_view_enabled = False
    chooser_viewset_class = RecordChooserViewSet
    list_per_page = 50

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., Any]:
        """Guard every view that takes a ``pk``."""
        view = super().construct_view(view_class, **kwargs)
        return _guarded(view, self.allowed_for)

    def allowed_for(self, request: HttpRequest) -> QuerySet[Model]:
        """What this user may work with in any way; the record's policy decides."""
        allowed: QuerySet[Model] = self.permission_policy.instances_user_has_any_permission_for(
            request.user, ["change", "publish", "view", "lock", "unlock", "delete"]
        )
        return allowed

    def choosable_for(self, request: HttpRequest) -> QuerySet[Model]:
        """What this user may point at from elsewhere; the same set unless a policy knows better."""
        return self.allowed_for(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """The list: the same set."""
        return self.allowed_for(request)


def remove_bulk_delete() -> None:
    """Take Wagtail's bulk delete away from records.

    Wagtail has no switch for it, so the registry's scan is wrapped here, in this one place: it asks
    ``has_perm`` of the model instead of the object, and deletes without a line in the log.
    """
    registry: Any = bulk_action_registry
    scan = registry._scan_for_bulk_actions

    def scan_without_bulk_delete_of_records() -> None:
        scan()
        for model in apps.get_models():
            if issubclass(model, Record):
                actions = registry.actions.get(model._meta.app_label, {}).get(model._meta.model_name, {})
                actions.pop("delete", None)

    registry._scan_for_bulk_actions = scan_without_bulk_delete_of_records
