"""What stays of the catalogue when the demonstration is left: the procedures of a real export."""

from __future__ import annotations

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from portal.core import purge
from portal.core.models import SeedState
from portal.core.purge import Kept
from portal.core.records import Record
from portal.core.seeds import EXPORT, KIND_STATE
from portal.editorial.services import Publication, commit
from portal.publication.models import PublicationEntry
from procedures_pages.models import Procedure, ProcedureVersion, VersionDocument
from procedures_pages.services import catalogue, publishing

# An agency's own additions and the explanations that we ship belong to the demonstration.
OURS = frozenset({"LocalFields", "PerformerException", "ProcedureGuide", "ProcedureIndexPage"})
BATCH = 200


def register() -> None:
    """Called once when the application starts."""
    purge.register_kept(kept)
    purge.register_afterwards(log_anew)


def kept() -> Kept:
    """Everything that an export brought, with originals and runs; nothing of the demonstration's own."""
    if not SeedState.objects.filter(name=KIND_STATE, fingerprint=EXPORT).exists():
        return Kept()
    models = [
        model
        for model in apps.get_app_config("procedures_pages").get_models(include_auto_created=True)
        if model.__name__ not in OURS
    ]
    rows = {model._meta.label: Q() for model in models}
    rows["core.ImportRun"] = Q(kind="import_procedures")
    return Kept(rows, frozenset(model._meta.label for model in models if issubclass(model, Record)))


def log_anew() -> None:
    """Who performs what is read for the new province; what is public begins its life in the new log."""
    catalogue.refresh(list(Procedure.objects.values_list("pk", flat=True)))
    logged = set(
        PublicationEntry.objects.filter(object_type=publishing.OBJECT_TYPE).values_list("version", flat=True)
    )
    versions = [
        version
        for version in ProcedureVersion.objects.filter(live=True).select_related("procedure").order_by("pk")
        if str(version.pk) not in logged
    ]
    for start in range(0, len(versions), BATCH):
        _log(versions[start : start + BATCH])


@transaction.atomic
def _log(versions: list[ProcedureVersion]) -> None:
    pks = [version.pk for version in versions]
    classes = publishing.classes_of_versions(pks)
    documents = dict(VersionDocument.objects.filter(version__in=pks).values_list("version_id", "data"))
    publication = Publication()
    publication.add(
        [
            publishing.act(
                PublicationEntry.Act.APPEARED,
                version,
                classes[version.pk],
                role=publishing.IMPORTER_ROLE,
                content=documents.get(version.pk, ""),
                begins=version.effective_from,
            )
            for version in versions
            if version.pk in classes
        ],
        kind="procedure",
        ids=[version.procedure_id for version in versions],
        stamps=["catalogue"],
    )
    commit(publication)
