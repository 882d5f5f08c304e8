"""Empties the database and the file store of a demonstration, and proves that nothing of it is left.

What is not named to stay goes: a table that a later app adds is emptied without a word from it. Rows that
stay lose their references to what goes. Append-only tables are emptied as well: a real province begins a
log of its own (:func:`portal.core.append_only.lifted`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import Storage, default_storage
from django.db import connection
from django.db.models import FileField, ForeignKey, Model, Q
from django.utils.translation import gettext as _

from portal.core import append_only, routing
from portal.core.seeds import KIND_STATE

# What the installation itself is made of: Wagtail's roots and languages, Django's types and permissions.
FRAME: dict[str, Q] = {
    "contenttypes.ContentType": Q(),
    "auth.Permission": Q(),
    "wagtailcore.Locale": Q(),
    "wagtailcore.Page": Q(depth=1),
    "wagtailcore.Collection": Q(depth=1),
    "core.Stamp": Q(),
    "core.SeedState": Q(name=KIND_STATE),
}
# Filled by triggers from another table.
SHADOWS = frozenset({"wagtailsearch.SQLiteFTSIndexEntry"})


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that stay, by table (an empty Q: all), and the tables of those that have revisions."""

    rows: dict[str, Q] = field(default_factory=dict)
    with_revisions: frozenset[str] = frozenset()


@dataclass(slots=True)
class Purged:
    """How many rows went from which table, and how many files; what is left where nothing may be."""

    rows: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    files: int = 0
    left: list[str] = field(default_factory=list)


_kept: list[Callable[[], Kept]] = []
_afterwards: list[Callable[[], None]] = []


def register_kept(kept: Callable[[], Kept]) -> None:
    """Name records that stay, as the state of the database wants it; called before anything goes."""
    _kept.append(kept)


def register_afterwards(mend: Callable[[], None]) -> None:
    """Write anew what hangs on records that stayed, when the province is there: see :func:`mend`.

    It may be called again and then finds nothing to do.
    """
    _afterwards.append(mend)


def mend() -> None:
    """Write anew what hangs on records that stayed."""
    for each in _afterwards:
        each()


def tables() -> list[type[Model]]:
    """Every table with rows of its own."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in SHADOWS
    ]


def real_content() -> list[str]:
    """What is not marked as a demonstration, in words; the labels of records that stay are no obstacle."""
    stays = _stays()
    found = []
    for model in tables():
        if model._meta.label in stays or "is_demo" not in {column.name for column in model._meta.fields}:
            continue
        count = model._default_manager.filter(is_demo=False).count()
        if count:
            found.append(f"{model._meta.verbose_name_plural}: {count}")
    return found


def purge() -> Purged:
    """Empty everything but the frame and what was named to stay; call inside a transaction.

    Files are deleted by :func:`delete_files`, after the commit.
    """
    stays = _stays()
    done = Purged()
    with append_only.lifted():
        for model in tables():
            _cut_references(model, stays)
        for model in tables():
            label = model._meta.label
            held = model._base_manager.count()
            if label not in stays:
                _empty(model)
            elif stays[label] != Q():
                # Raw, so that no signal and no cascade of Python's runs: foreign keys are checked at the end.
                rows = model._base_manager.exclude(stays[label])
                rows._raw_delete(rows.db)
            left = model._base_manager.count()
            if held - left:
                done.rows[label] = held - left
            if left:
                done.kept[label] = left
            if label not in stays and left:
                done.left.append(f"{label}: {left}")
        for label in ("wagtailcore.Page", "wagtailcore.Collection"):
            apps.get_model(label)._base_manager.filter(depth=1).update(numchild=0)
        # Before the triggers come back: PostgreSQL sets none up while checks are pending.
        connection.check_constraints()
    done.left += _marked()
    routing.forget()
    return done


def _stays() -> dict[str, Q]:
    """Label → which rows stay."""
    stays = dict(FRAME)
    with_revisions: set[str] = set()
    for kept in (kept() for kept in _kept):
        stays |= kept.rows
        with_revisions |= kept.with_revisions
    if with_revisions:
        types = [
            ContentType.objects.get_for_model(apps.get_model(label), for_concrete_model=False).pk
            for label in with_revisions
        ]
        stays["wagtailcore.Revision"] = Q(content_type__in=types)
    return stays


def _empty(model: type[Model]) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - the name comes from the model


def _cut_references(model: type[Model], stays: dict[str, Q]) -> None:
    """Rows that stay point at nothing that goes."""
    if model._meta.label not in stays:
        return
    for column in model._meta.fields:
        if not isinstance(column, ForeignKey) or not column.null:
            continue
        target: Any = column.related_model
        if target._meta.label not in stays:
            model._base_manager.filter(**{f"{column.name}__isnull": False}).update(**{column.name: None})


def _marked() -> list[str]:
    """Rows that are still marked as a demonstration, anywhere."""
    found = []
    for model in tables():
        if "is_demo" in {column.name for column in model._meta.fields}:
            count = model._base_manager.filter(is_demo=True).count()
            if count:
                found.append(
                    _("%(table)s còn %(count)d dòng trình diễn")
                    % {"table": model._meta.label, "count": count}
                )
    return found


def delete_files() -> tuple[int, list[str]]:
    """Delete what lies in the stores of all columns and belongs to no row; the count and what is left.

    The default store and those of single columns (what citizens send lies apart, unserved).
    """
    count, left = 0, []
    for storage, kept in _stores():
        for name in sorted(set(_listed(storage, "")) - kept):
            storage.delete(name)
            count += 1
        left += [name for name in _listed(storage, "") if name not in kept]
    return count, left


def _stores() -> list[tuple[Storage, set[str]]]:
    """Every store of files, each place once, with the names that rows point at."""
    found: dict[Any, tuple[Storage, set[str]]] = {_place(default_storage): (default_storage, set())}
    for model in tables():
        for column in model._meta.fields:
            if isinstance(column, FileField):
                known = found.setdefault(_place(column.storage), (column.storage, set()))[1]
                known.update(name for name in model._base_manager.values_list(column.name, flat=True) if name)
    return list(found.values())


def _place(storage: Storage) -> Any:
    """What tells one store from another: its folder or bucket."""
    return (getattr(storage, "bucket_name", ""), getattr(storage, "location", id(storage)))


def _listed(storage: Storage, folder: str) -> list[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return []
    found = [f"{folder}/{name}".lstrip("/") for name in files]
    for name in folders:
        found += _listed(storage, f"{folder}/{name}".lstrip("/"))
    return found
