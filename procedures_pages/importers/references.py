"""Wagtail's reference index for versions that were written in bulk, which sends no signals.

One row for each foreign key of the version itself, as Wagtail would write it; rows below a version refer to
nothing when they come from a source. ``tests/procedures_pages/test_import_apply.py`` compares with Wagtail.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from procedures_pages.models import ProcedureVersion

KEYS = ("procedure", "decision", "field")


def write(versions: Sequence[ProcedureVersion]) -> None:
    """Insert the references of new versions."""
    if not ReferenceIndex.is_indexed(ProcedureVersion):
        return
    source = ContentType.objects.get_for_model(ProcedureVersion)
    targets = {}
    for key in KEYS:
        model = ProcedureVersion._meta.get_field(key).related_model
        if isinstance(model, type) and not getattr(model, "wagtail_reference_index_ignore", False):
            targets[key] = (
                ContentType.objects.get_for_model(model),
                ReferenceIndex._get_content_path_hash(key),
            )
    ReferenceIndex.objects.bulk_create(
        [
            ReferenceIndex(
                content_type=source,
                base_content_type=source,
                object_id=str(version.pk),
                to_content_type=target,
                to_object_id=str(value),
                model_path=key,
                content_path=key,
                content_path_hash=path_hash,
            )
            for version in versions
            for key, (target, path_hash) in targets.items()
            if (value := getattr(version, f"{key}_id"))
        ],
        batch_size=500,
    )


def rewrite(versions: Sequence[ProcedureVersion]) -> None:
    """Bring the references of changed versions in step: few, so Wagtail's own way."""
    if ReferenceIndex.is_indexed(ProcedureVersion):
        for version in ProcedureVersion.objects.filter(pk__in=[version.pk for version in versions]):
            ReferenceIndex.create_or_update_for_object(version)
