"""Stamps: one database number a subject; see :class:`portal.core.models.Stamp`."""

from django.db.models import F

from portal.core.models import Stamp


def bump(name: str) -> None:
    """Tell every process that what it holds of this subject is out of date.

    Runs in the caller's transaction, so that the new number and the change become visible together.
    """
    if not Stamp.objects.filter(name=name).update(value=F("value") + 1):
        Stamp.objects.get_or_create(name=name, defaults={"value": 1})


def read_all() -> dict[str, int]:
    """All stamps in one query."""
    return dict(Stamp.objects.values_list("name", "value"))
