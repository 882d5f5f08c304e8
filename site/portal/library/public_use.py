"""When a file or picture of the library is public: while something public shows it.

Wagtail gives out whatever lies in its library: the files of a draft, those of an article that was withdrawn
because of them, and what anybody with an account has put there. Here to be stored is not to be published:
a page or record that was approved makes its files public, for as long as it is public itself.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from wagtail import hooks
from wagtail.models import ReferenceIndex

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


def may_see(user: Any, file: Model) -> bool:
    """Whether somebody may have a file: it is public, or a draft's that this person may read."""
    return is_public(file) or reads_drafts(user, file)


def reads_drafts(user: Any, file: Model) -> bool:
    """Whether somebody sees a file that nothing public shows."""
    return any(reads(user, file) for reads in hooks.get_hooks(READERS))


def is_public(file: Model) -> bool:
    """Whether anything that is public today shows a file or picture, by Wagtail's index of references.

    One query, one for each kind of page or record that points at it, one for each kind that was registered
    as always public where none of those is.
    """
    uses: dict[int, list[str]] = defaultdict(list)
    for kind, key in ReferenceIndex.get_references_to(file).values_list("content_type", "object_id"):
        uses[kind].append(key)
    if any(_any_live(ContentType.objects.get_for_id(kind), keys) for kind, keys in uses.items()):
        return True
    return any(_any_holds(model, fields, file) for model, fields in always_public().items())


def is_drafted(model: type[Model]) -> bool:
    """Whether things of a model are drafts until they go live, as pages are."""
    return any(field.name == "live" for field in model._meta.get_fields())


def _any_live(kind: ContentType, keys: list[str]) -> bool:
    model: Any = kind.model_class()
    if model is None or not is_drafted(model):
        return False
    rows = model._base_manager.filter(pk__in=keys, live=True)
    if issubclass(model, PublicTerm):
        rows = rows.filter(in_term(today()))
    return bool(rows.exists())


def _any_holds(model: Any, fields: tuple[str, ...], file: Model) -> bool:
    fitting = [name for name in fields if isinstance(file, model._meta.get_field(name).related_model)]
    where = Q()
    for name in fitting:
        where |= Q(**{name: file.pk})
    return bool(fitting and model._base_manager.filter(where).exists())
