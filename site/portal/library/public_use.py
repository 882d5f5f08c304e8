"""When a file or picture of the library is public: while something public shows it.

Wagtail gives out whatever lies in its library: the files of a draft, those of an article that was withdrawn
because of them, and what anybody with an account has put there. Here to be stored is not to be published:
a page or record that was approved makes its files public, for as long as it is public itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, ExpressionWrapper, F, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction, ReferenceIndex

from portal.core.clock import today
from portal.core.public_term import PublicTerm, in_term

# Hook of callables ``(user, file) -> bool``: who sees what nothing public shows. One is enough.
READERS = "may_see_draft_file"

# Model's label -> its fields: records that are public as they stand, without a draft.
_always_public: dict[str, tuple[str, ...]] = {}


def register_always_public(label: str, *fields: str) -> None:
    """Say that a kind of record is public as soon as it is stored, and by which fields it shows files."""
    _always_public[label] = fields


def always_public() -> dict[type[Model], tuple[str, ...]]:
    """The kinds of records that were registered so, with their fields."""
    return {apps.get_model(label): fields for label, fields in _always_public.items()}


def may_see(request: HttpRequest, file: Model) -> bool:
    """Whether a visitor may have a file: it is public, or open to this visitor."""
    return is_public(file) or is_open_to(request, file)


def is_open_to(request: HttpRequest, file: Model) -> bool:
    """Whether a visitor sees a file that is not public: reads drafts, or passes a page's restriction."""
    if any(reads(request.user, file) for reads in hooks.get_hooks(READERS)):
        return True
    pages = (page for rows in _shown_by(file) if issubclass(rows.model, Page) for page in rows)
    return any(all(one.accept_request(request) for one in page.get_view_restrictions()) for page in pages)


def is_public(file: Model) -> bool:
    """Whether anything that is public today shows a file or picture, by Wagtail's index of references.

    A page that a view restriction covers is not public. One query, one for each kind of page or record that
    points at it, one for each kind that was registered as always public where none of those is.
    """
    if any(_unrestricted(rows).exists() for rows in _shown_by(file)):
        return True
    return any(_any_holds(model, fields, file) for model, fields in always_public().items())


def is_drafted(model: type[Model]) -> bool:
    """Whether things of a model are drafts until they go live, as pages are."""
    return any(field.name == "live" for field in model._meta.get_fields())


def _shown_by(file: Model) -> Iterator[QuerySet[Any]]:
    """What is live, within its term and points at a file, a kind at a time."""
    uses: dict[int, list[str]] = defaultdict(list)
    for kind, key in ReferenceIndex.get_references_to(file).values_list("content_type", "object_id"):
        uses[kind].append(key)
    for kind, keys in uses.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        if model is None or not is_drafted(model):
            continue
        rows = model._base_manager.filter(pk__in=keys, live=True)
        yield rows.filter(in_term(today())) if issubclass(model, PublicTerm) else rows


def _unrestricted(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Without the pages that a view restriction covers, their own or that of a page above; the same query."""
    if not issubclass(rows.model, Page):
        return rows
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    covering = PageViewRestriction.objects.annotate(covered=path).filter(covered__startswith=F("page__path"))
    return rows.exclude(Exists(covering))


def _any_holds(model: Any, fields: tuple[str, ...], file: Model) -> bool:
    fitting = [name for name in fields if isinstance(file, model._meta.get_field(name).related_model)]
    where = Q()
    for name in fitting:
        where |= Q(**{name: file.pk})
    return bool(fitting and model._base_manager.filter(where).exists())
