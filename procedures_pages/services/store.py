"""Writes of versions with their rows: new ones in bulk, changed ones row by row with keys that stay."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from portal.core.text import fold
from procedures_pages.models import ProcedureVersion
from procedures_pages.services.rows import FIRST_LEVEL, SECOND_LEVEL, VersionRows

if TYPE_CHECKING:
    from procedures_pages.models.rows import Row

BATCH = 500
_WORDS = re.compile(r"\w+")
# Columns whose text makes two rows the same thing when their keys differ.
_TEXT = ("name", "title", "text", "number", "description")
# Share of words from which a reworded row is still the same row.
REWORDED = 0.6


def create_rows(versions: Sequence[ProcedureVersion], rows: Sequence[VersionRows]) -> None:
    """Insert the rows of saved versions: one statement a table and batch."""
    for relation, model in FIRST_LEVEL:
        first = []
        for version, found in zip(versions, rows, strict=True):
            for row in getattr(found, relation):
                row.version_id = version.pk
                first.append(row)
        model._default_manager.bulk_create(first, batch_size=BATCH)
    for relation, parent, model in SECOND_LEVEL:
        second = []
        for found in rows:
            for above, below in zip(getattr(found, relation), found.below(relation), strict=True):
                for row in below:
                    setattr(row, f"{parent}_id", above.pk)
                    second.append(row)
        model._default_manager.bulk_create(second, batch_size=BATCH)


def update_rows(version: ProcedureVersion, present: VersionRows, wanted: VersionRows) -> VersionRows:
    """Make a version's rows what is wanted; rows that stay keep primary key and key.

    A wanted row is the same as a present one when their keys are equal, else when their words are, else when
    most of their words are; what is left is deleted, what is new is inserted.
    """
    result = VersionRows()
    for relation, model in FIRST_LEVEL:
        pairs = _match(getattr(present, relation), getattr(wanted, relation))
        kept = _sync(model, pairs, {"version_id": version.pk})
        setattr(result, relation, kept)
        below = next(((parent, child) for name, parent, child in SECOND_LEVEL if name == relation), None)
        if below:
            parent, child = below
            present_below = {
                row.pk: rows
                for row, rows in zip(getattr(present, relation), present.below(relation), strict=True)
            }
            for row, rows in zip(kept, wanted.below(relation), strict=True):
                matched = _match(present_below.pop(row.pk, []), rows)
                result.below(relation).append(_sync(child, matched, {f"{parent}_id": row.pk}))
        _delete(model, getattr(present, relation), kept)
    for name, _parent, child in SECOND_LEVEL:
        before = [row for rows in present.below(name) for row in rows]
        after = [row for rows in result.below(name) for row in rows]
        _delete(child, before, after)
    _follow_form_keys(wanted, result)
    return result


def _match(present: Sequence[Any], wanted: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Pairs (present or None, wanted) in the wanted order."""
    left = {row.pk: row for row in present}
    pairs: list[list[Any]] = [[None, row] for row in wanted]
    for same in (_same_key, _same_words, _reworded):
        for pair in pairs:
            if pair[0] is None:
                found = next((row for row in left.values() if same(row, pair[1])), None)
                if found is not None:
                    pair[0] = left.pop(found.pk)
    return [(before, after) for before, after in pairs]


def _same_key(one: Row, other: Row) -> bool:
    return one.key == other.key


def _same_words(one: Row, other: Row) -> bool:
    return bool(_words(one)) and _words(one) == _words(other)


def _reworded(one: Row, other: Row) -> bool:
    first, second = set(_words(one)), set(_words(other))
    return bool(first and second) and len(first & second) / len(first | second) >= REWORDED


def _words(row: Row) -> tuple[str, ...]:
    return tuple(_WORDS.findall(fold(" ".join(str(getattr(row, column, "") or "") for column in _TEXT))))


def _sync(model: type[Row], pairs: Sequence[tuple[Any, Any]], parent: dict[str, int]) -> list[Any]:
    """Write matched rows; returns them in order."""
    columns = [
        column.attname
        for column in model._meta.concrete_fields
        if not column.primary_key and column.attname not in (*parent, "key", "document_id")
    ]
    kept: list[Any] = []
    changed: list[Any] = []
    new: list[Any] = []
    taken = {before.key for before, _after in pairs if before is not None}
    for before, after in pairs:
        if before is None:
            after.key = _free(after.key, taken)
            for name, value in parent.items():
                setattr(after, name, value)
            new.append(after)
            kept.append(after)
            continue
        if any(getattr(before, name) != getattr(after, name) for name in columns):
            for name in columns:
                setattr(before, name, getattr(after, name))
            changed.append(before)
        kept.append(before)
    model._default_manager.bulk_update(changed, columns, batch_size=100)
    model._default_manager.bulk_create(new, batch_size=BATCH)
    return kept


def _free(key: str, taken: set[str]) -> str:
    """A key that no row of the parent has yet."""
    found, number = key, 2
    while found in taken:
        found = f"{key}-{number}"
        number += 1
    taken.add(found)
    return found


def _delete(model: type[Row], before: Sequence[Row], after: Sequence[Row]) -> None:
    gone = {row.pk for row in before} - {row.pk for row in after}
    if gone:
        model._default_manager.filter(pk__in=gone).delete()


def _follow_form_keys(wanted: VersionRows, result: VersionRows) -> None:
    """Papers point at forms by key: where a form kept an older key, its papers must name that one."""
    moved = {
        new.key: kept.key for new, kept in zip(wanted.forms, result.forms, strict=True) if new.key != kept.key
    }
    papers = [paper for rows in result.papers for paper in rows if paper.form_key in moved]
    for paper in papers:
        paper.form_key = moved[paper.form_key]
    if papers:
        type(papers[0])._default_manager.bulk_update(papers, ["form_key"], batch_size=100)
