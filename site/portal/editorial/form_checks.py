"""What forms of pages and records ask the one policy: for whom one writes, and at what one points.

An editor who posts the number of another agency's picture would see its title in the next answer.
So a form may point only at what its user may choose; what the stored text points at already is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from portal.core.forms import FormCheck, register_form_check
from portal.core.records import Record
from portal.editorial import access

Reference = tuple[int, str, str]
TREE = frozenset({"alias_of", "latest_revision", "live_revision", "locked_by", "owner", "locale", "page_ptr"})


def register() -> None:
    """Called once when the application starts."""
    register_form_check(FormCheck("access", prepare, errors))


def prepare(form: Any) -> None:
    """Offer only the agencies for which one may write; remember what the object points at already."""
    user = form.for_user
    if user is None:
        return
    field = form.fields.get("agency")
    if field is not None and getattr(field, "queryset", None) is not None:
        field.queryset = access.agencies_to_write_for(user, field.queryset)
        active = access.active_agency(user)
        if form.instance.pk is None and active is not None:
            form.initial.setdefault("agency", active.pk)
    form.held_references = set(_references(form.instance)) if form.is_bound and form.instance.pk else set()


def errors(form: Any) -> Iterator[tuple[str, str]]:
    """``(field, message)`` for everything the form points at that its user may not choose."""
    user = form.for_user
    if user is None or user.is_superuser:
        return
    for kind, key, field in _all_references(form):
        if (kind, key, field) in form.held_references:
            continue
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        if not _asked(model):
            continue
        obj = model._default_manager.filter(pk=key).first()
        if obj is None or not access.may(user, "choose", obj):
            yield field, _("Mục được chọn không có hoặc thuộc cơ quan khác. Hãy chọn lại.")


def _asked(model: Any) -> bool:
    """The kinds of objects that are somebody's, or have drafts."""
    return issubclass(model, Page | Record | get_image_model() | get_document_model())


def _all_references(form: Any) -> Iterator[Reference]:
    yield from _references(form.instance)
    for name, formset in form.formsets.items():
        for row in formset.forms:
            if row not in formset.deleted_forms:
                for kind, key, _field in _references(row.instance):
                    yield kind, key, name


def _references(obj: Any) -> Iterator[Reference]:
    """Content type, key and field of everything an object points at, but for its place in the tree."""
    for kind, key, path, _content in ReferenceIndex._extract_references_from_object(obj):
        field = path.split(".")[0]
        if field not in TREE:
            yield kind, key, field
