"""Changing keys: everything encrypted, and every hash that can be made anew, goes under the first key.

Batch by batch under the rows' locks; what is under the first key already is passed over, so a run that was
stopped goes on where it was. The hashes of codes, of their second checks, of forms and of incoming messages
hang on what is stored nowhere: they stay, and their old key must stay in the list as long as they are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import transaction
from django.db.models import CharField, Model, TextField
from django.db.models.functions import Cast

from feedback import contacts, crypto
from feedback.models import Case

BATCH = 200
# Hash -> the encrypted field that it is of, and how it is made.
REMADE: dict[str, tuple[str, Callable[[str], str]]] = {
    "phone_hash": ("sender_phone", contacts.phone_hash),
    "email_hash": ("sender_email", contacts.email_hash),
}


@dataclass(slots=True)
class Rotated:
    """How many ``fields`` and ``hashes`` were written anew (or would be), which rows cannot be read, and how
    many hashes that cannot be made anew hang on a key that is not the first, by table and column."""

    fields: int = 0
    hashes: int = 0
    unreadable: list[str] = field(default_factory=list)
    bound: dict[str, int] = field(default_factory=dict)


def models() -> list[tuple[type[Model], list[str]]]:
    """Every model of the desk with encrypted fields, and their names."""
    known = [
        (model, crypto.encrypted_fields(model)) for model in apps.get_app_config("feedback").get_models()
    ]
    return [(model, names) for model, names in known if names]


def rotate(dry_run: bool = False, batch: int = BATCH) -> Rotated:
    """Write everything anew under the first key; a dry run counts what is left to do."""
    result = Rotated()
    for model, names in models():
        for numbers in _numbers(model, batch):
            _batch(model, names, numbers, dry_run, result)
    for model in apps.get_app_config("feedback").get_models():
        for name in _bound(model):
            left = model._default_manager.exclude(**{name: ""}).exclude(
                **{f"{name}__startswith": crypto.first_key_name()}
            )
            if model is Case:
                left = left.filter(anonymised_at__isnull=True)
            if count := left.count():
                result.bound[f"{model._meta.model_name}.{name}"] = count
    return result


def _numbers(model: type[Model], batch: int) -> Iterator[list[int]]:
    """Keys of all rows, a batch at a time, in order."""
    last = 0
    while True:
        rows = model._default_manager.filter(pk__gt=last).order_by("pk")
        numbers = list(rows.values_list("pk", flat=True)[:batch])
        if not numbers:
            return
        last = numbers[-1]
        yield numbers


def _bound(model: type[Model]) -> list[str]:
    """Columns with hashes that cannot be made anew."""
    hashed = [
        column.name
        for column in model._meta.concrete_fields
        if isinstance(column, CharField) and column.max_length == crypto.HASH_LENGTH
    ]
    return [name for name in hashed if not (model is Case and name in REMADE)]


@transaction.atomic
def _batch(model: type[Model], names: list[str], numbers: list[int], dry_run: bool, result: Rotated) -> None:
    raw = {f"raw_{name}": Cast(name, TextField()) for name in names}
    hashes = list(REMADE) if model is Case else []
    locked = model._default_manager.filter(pk__in=numbers).select_for_update()
    list(locked.order_by("pk").values_list("pk", flat=True))
    rows = model._default_manager.filter(pk__in=numbers).annotate(**raw).order_by("pk")
    for row in rows.values("pk", *raw, *hashes):
        try:
            changes = {
                name: crypto.decrypt(row[f"raw_{name}"])
                for name in names
                if row[f"raw_{name}"] and not crypto.under_first_key(row[f"raw_{name}"])
            }
            old = [name for name in hashes if row[name] and not row[name].startswith(crypto.first_key_name())]
            remade = {name: REMADE[name][1](crypto.decrypt(row[f"raw_{REMADE[name][0]}"])) for name in old}
        except crypto.Unreadable:
            result.unreadable.append(f"{model._meta.model_name} {row['pk']}")
            continue
        result.fields += len(changes)
        result.hashes += len(remade)
        if (changes or remade) and not dry_run:
            model._default_manager.filter(pk=row["pk"]).update(**changes, **remade)
