"""The one place where Wagtail's own lists are wrapped, each with the reason why.

What names an object in its address is asked by :mod:`portal.editorial.guard`; here are the lists that name
none. Every wrap calls the stock function first and only takes away; ``tests/permissions`` walks all of it.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest, JsonResponse
from taggit.models import Tag, TaggedItem
from wagtail.admin import filters
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.views import tags
from wagtail.admin.views.bulk_action.base_bulk_action import BulkAction
from wagtail.admin.views.reports.workflows import WorkflowTasksView, WorkflowView
from wagtail.documents import get_document_model
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images import get_image_model
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.views import chooser as image_chooser
from wagtail.models import ModelLogEntry, Page
from wagtail.models.audit_log import ModelLogEntryManager
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.views.report import TranslationsReportView

from portal.editorial import access

_ANY = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}


def install() -> None:
    """Wrap; called once when the application starts."""
    _explorer_begins_at_home()
    _bulk_actions_name_nothing_unreadable()
    _history_of_owned_things()
    _translations_of_readable_things()
    _files_of_the_admin_api()
    _people_in_filters()
    _no_popular_tags()
    for view, path in ((WorkflowView, ""), (WorkflowTasksView, "workflow_state__")):
        _workflows_of_readable_things(view, path)


def _explorer_begins_at_home() -> None:
    """With a home in two languages the stock explorer begins at the root and lists what lies between."""
    policy: Any = PagePermissionPolicy
    stock_root, stock_pages = policy.explorable_root_instance, policy.explorable_instances

    def explorable_root_instance(self: Any, user: Any) -> Any:
        found = access.standing(user)
        if user.is_superuser or found.central or not found.homes:
            return stock_root(self, user)
        if not hasattr(user, self._explorable_root_instance_cache_name):
            any_page = self.user_has_any_permission(user, _ANY)
            setattr(user, self._explorable_root_instance_cache_name, found.root if any_page else None)
        return getattr(user, self._explorable_root_instance_cache_name)

    def explorable_instances(self: Any, user: Any) -> Any:
        if user.is_superuser or not access.standing(user).homes:
            return stock_pages(self, user)
        return access.readable(user, self.model._default_manager.all())

    policy.explorable_root_instance = explorable_root_instance
    policy.explorable_instances = explorable_instances


def keep_root(user: Any, page: Any) -> None:
    """Spare the explorer's root its query when the guard has fetched that very page."""
    found = access.standing(user)
    one_root = not found.central or len(found.homes) == 1
    if one_root and found.homes and page.pk == found.homes[0][0]:
        setattr(user, PagePermissionPolicy._explorable_root_instance_cache_name, page)


def _bulk_actions_name_nothing_unreadable() -> None:
    """The confirmation names what one may not touch; for snippets Wagtail asks about the model alone."""
    action: Any = BulkAction
    stock = action.get_actionable_objects

    def get_actionable_objects(self: Any) -> Any:
        objects, others = stock(self)
        user = self.request.user
        readable = {
            key: [obj for obj in found if access.may_read(user, obj)] for key, found in others.items()
        }
        return [obj for obj in objects if access.may_read(user, obj)], readable

    action.get_actionable_objects = get_actionable_objects


def _history_of_owned_things() -> None:
    """The site's history asks about the model: lines about files and records of all agencies would show."""
    manager: Any = ModelLogEntryManager
    stock = manager.viewable_by_user

    def viewable_by_user(self: Any, user: Any) -> Any:
        found = stock(self, user)
        if user.is_superuser:
            return found
        where = Q(pk__in=[])
        kinds = ModelLogEntry.objects.order_by().values_list("content_type", flat=True).distinct()
        for kind in ContentType.objects.filter(pk__in=kinds):
            model = kind.model_class()
            if model is not None:
                where |= Q(content_type=kind, object_id__in=_keys_as_text(user, model))
        return found.filter(where)

    manager.viewable_by_user = viewable_by_user


def _translations_of_readable_things() -> None:
    """The report lists the translations of everything."""
    view: Any = TranslationsReportView
    stock = view.get_queryset

    def get_queryset(self: Any) -> Any:
        found, user = stock(self), self.request.user
        if user.is_superuser:
            return found
        where = Q(pk__in=[])
        for model in [Page, *_snippets()]:
            if hasattr(model, "translation_key"):
                keys = access.readable(user, model._default_manager.order_by())
                where |= Q(source__object__in=keys.values("translation_key"))
        return found.filter(where)

    view.get_queryset = get_queryset


def _workflows_of_readable_things(view: Any, path: str) -> None:
    """The reports list the workflows of every record that has one."""
    stock = view.get_queryset

    def get_queryset(self: Any) -> Any:
        found, user = stock(self), self.request.user
        if user.is_superuser:
            return found
        where = Q(pk__in=[])
        for model in [Page, *_snippets()]:
            kind = ContentType.objects.get_for_model(model)
            keys = _keys_as_text(user, model)
            where |= Q(**{f"{path}base_content_type": kind, f"{path}object_id__in": keys})
        return found.filter(where)

    view.get_queryset = get_queryset


def _files_of_the_admin_api() -> None:
    """The editors' API lists every picture and document with title, file name and tags."""
    for view in (ImagesAdminAPIViewSet, DocumentsAdminAPIViewSet):
        _narrow_to_readable(view)


def _narrow_to_readable(view: Any) -> None:
    stock = view.get_queryset

    def get_queryset(self: Any) -> Any:
        return access.readable(self.request.user, stock(self))

    view.get_queryset = get_queryset


def _people_in_filters() -> None:
    """Filters by person offer everybody who ever wrote something, by name."""
    narrowed: Any = MultipleUserFilter
    stock = narrowed.get_queryset

    def get_queryset(self: Any, request: HttpRequest) -> Any:
        found = stock(self, request)
        if found is None:
            found = self.extra.get("queryset")
        return found if found is None else access.colleagues(request.user, found)

    narrowed.get_queryset = get_queryset


def _no_popular_tags() -> None:
    """The most used tags of all agencies; the function knows no user, so it offers none."""

    def popular_tags_for_model(model: Any, count: int = 10) -> Any:
        return Tag.objects.none()

    filters.popular_tags_for_model = popular_tags_for_model
    image_chooser.popular_tags_for_model = popular_tags_for_model


def tag_autocomplete(request: HttpRequest) -> JsonResponse:
    """Tags that stand on files one may read; Wagtail's own list is of everybody's."""
    where = Q(pk__in=[])
    for model in (get_image_model(), get_document_model()):
        kind = ContentType.objects.get_for_model(model)
        keys = access.readable(request.user, model._default_manager.order_by()).values("pk")
        where |= Q(pk__in=TaggedItem.objects.filter(content_type=kind, object_id__in=keys).values("tag"))
    term = request.GET.get("term", "")
    found = Tag.objects.filter(where, name__istartswith=term) if term else Tag.objects.none()
    names = found.order_by("name").values_list("name", flat=True)
    return JsonResponse(list(names[: tags.TAGS_AUTOCOMPLETE_LIMIT]), safe=False)


def _snippets() -> list[Any]:
    return [model for model in apps.get_models() if hasattr(model, "snippet_viewset")]


def _keys_as_text(user: Any, model: Any) -> QuerySet[Any]:
    """The keys of what one may read of a model, in the form in which Wagtail's own tables keep them."""
    found: QuerySet[Any] = access.readable(user, model._default_manager.order_by())
    return found.annotate(_as_text=Cast("pk", CharField())).values("_as_text")
