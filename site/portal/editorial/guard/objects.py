"""Finds the objects that an address of the editors' side names, whatever its part is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.http import Http404
from django.urls import ResolverMatch
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, Revision, TaskState, UploadedFile, WorkflowState
from wagtail_localize.models import OverridableSegment, StringSegment, Translation, TranslationSource

from portal.editorial.guard.rules import snippet_namespaces

OWN_REVISIONS = frozenset({"live", "earliest", "latest"})
Resolver = Callable[[Any, ResolverMatch], Any]


def _get(model: Any, value: Any) -> Any:
    """The object, or 404: for a number that is none, and for one that nothing has."""
    key = unquote(str(value))
    if not key.isdigit() or len(key) > 18:
        raise Http404
    found = model._default_manager.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _content(obj: Any) -> Any:
    """What a revision or a workflow state is about."""
    found = obj.content_object
    if found is None:
        raise Http404
    return found


def _revision(value: Any, match: ResolverMatch) -> Any:
    """What a revision is about; None for the words that name one of the object's own."""
    return None if value in OWN_REVISIONS else _content(_get(Revision, value))


def _source(source: TranslationSource) -> Any:
    try:
        return source.get_source_instance()
    except Exception as gone:
        raise Http404 from gone


def _file(value: Any, match: ResolverMatch) -> Any:
    documents = "document" in match.view_name or "wagtaildocs" in match.view_name
    return _get(get_document_model() if documents else get_image_model(), value)


def _snippet(value: Any, match: ResolverMatch) -> Any:
    return _get(snippet_namespaces()[match.view_name.rpartition(":")[0]], value)


def _by_label(value: Any, match: ResolverMatch) -> Any:
    try:
        model = apps.get_model(match.kwargs["app_label"], match.kwargs["model_name"])
    except LookupError as unknown:
        raise Http404 from unknown
    return _get(model, value)


def _key(value: Any, match: ResolverMatch) -> Any:
    """``pk``: of a page, a file or a snippet, as the part of the editors' side says."""
    if match.view_name.startswith("wagtailadmin_api:pages"):
        return _get(Page, value)
    if match.view_name.rpartition(":")[0] in snippet_namespaces():
        return _snippet(value, match)
    if "app_label" in match.kwargs:
        return _by_label(value, match)
    return _file(value, match)


RESOLVERS: dict[str, Resolver] = {
    "page": lambda value, match: _get(Page, value),
    "file": _file,
    "collection": lambda value, match: _get(Collection, value),
    "snippet": _snippet,
    "bulk": _by_label,
    "key": _key,
    "revision": _revision,
    "task_state": lambda value, match: _content(_get(TaskState, value).workflow_state),
    "workflow_state": lambda value, match: _content(_get(WorkflowState, value)),
    "translation_source": lambda value, match: _source(_get(TranslationSource, value)),
    "translation": lambda value, match: _source(_get(Translation, value).source),
    "string_segment": lambda value, match: _source(_get(StringSegment, value).source),
    "overridable_segment": lambda value, match: _source(_get(OverridableSegment, value).source),
    # Wagtail's views ask for the uploader themselves; an upload has no other owner.
    "upload": lambda value, match: _get(UploadedFile, value),
}

# Parts of addresses, and what they name; "" for those that name nothing of anybody's.
PARTS: dict[str, str] = {
    "page_id": "page",
    "parent_page_id": "page",
    "page_to_move_id": "page",
    "destination_id": "page",
    "pk": "key",
    "object_id": "bulk",
    "image_id": "file",
    "document_id": "file",
    "doc_id": "file",
    "uploaded_file_id": "upload",
    "revision_id": "revision",
    "revision_id_a": "revision",
    "revision_id_b": "revision",
    "task_state_id": "task_state",
    "workflow_state_id": "workflow_state",
    "translation_source_id": "translation_source",
    "translation_id": "translation",
    "string_segment_id": "string_segment",
    "overridable_segment_id": "overridable_segment",
    "session_id": "",
    "task_id": "",
    "app_label": "",
    "model_name": "",
    "content_type_app_name": "",
    "content_type_model_name": "",
    "app_name": "",
    "action": "",
    "action_name": "",
    "mode": "",
    "filter_spec": "",
    "uidb64": "",
    "token": "",
}
# The one address of Wagtail's with parts that have no names: revisions/compare/.
COMPARE = "wagtailadmin_pages:revisions_compare"
# What is asked of the uploader and not of the policy.
BY_UPLOADER = (UploadedFile,)


def named_by(match: ResolverMatch) -> list[Any]:
    """The objects that the parts of an address name. Raises Http404 for a part that is not classified."""
    if match.view_name == COMPARE:
        page, *revisions = match.args
        found = [RESOLVERS["page"](page, match), *(_revision(key, match) for key in revisions)]
        return [obj for obj in found if obj is not None]
    found = []
    for part, value in match.kwargs.items():
        resolver = PARTS.get(part)
        if resolver is None:
            raise Http404
        if resolver and value is not None:
            found.append(RESOLVERS[resolver](value, match))
    return [obj for obj in found if obj is not None]
