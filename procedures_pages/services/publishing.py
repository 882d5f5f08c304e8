"""What belongs to making a version public, whoever does it: entries, document, log, search, stamp.

The publish service calls :func:`version_published` whatever the door; importers write in bulk, pass its gate
row by row and hand over their acts in one :class:`Publication`. Both end in :mod:`portal.editorial.services`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django.db import transaction

from portal.core.clock import ZONE, today
from portal.editorial.services import Happening, Kind, Publication, commit, register_kind
from portal.publication.models import PublicationEntry
from portal.publication.selectors import MAKES_PUBLIC, TAKES_AWAY
from portal.publication.services import Act
from procedures_pages.models import CatalogueEntry, ProcedureVersion, VersionDocument
from procedures_pages.services import catalogue, decisions, documents

OBJECT_TYPE = "procedures_pages.procedureversion"
EDITOR_ROLE = "bien-tap-thu-tuc"
IMPORTER_ROLE = "nhap-du-lieu"
SCOPE_LIMIT = 200


def act(
    kind: str,
    version: ProcedureVersion,
    classes: Sequence[str],
    *,
    role: str,
    content: Any = "",
    begins: Any = None,
) -> Act:
    """One line of the publication log about a version; the object is the procedure, by its code."""
    scope = ",".join(sorted(classes))
    whole = len(scope) > SCOPE_LIMIT
    return Act(
        act=kind,
        object_type=OBJECT_TYPE,
        object_id=version.procedure.code,
        version=str(version.pk),
        scope_kind=PublicationEntry.Scope.PROVINCE if whole else PublicationEntry.Scope.PERFORMERS,
        scope="" if whole else scope,
        visible_from=_moment(begins) if begins and begins > today() else None,
        actor_role=role,
        content=content,
    )


def _moment(day: Any) -> datetime:
    """The first moment of a day in Vietnam."""
    return datetime.combine(day, time.min, ZONE)


def was_public(version: ProcedureVersion) -> bool:
    """Whether the log's last line about this version says that it is public."""
    last = (
        PublicationEntry.objects.filter(
            object_type=OBJECT_TYPE, object_id=version.procedure.code, version=str(version.pk)
        )
        .order_by("-sequence")
        .values_list("act", flat=True)
        .first()
    )
    return last in {
        PublicationEntry.Act.APPEARED,
        PublicationEntry.Act.CHANGED,
        PublicationEntry.Act.CORRECTED,
    }


@transaction.atomic
def version_published(version: ProcedureVersion, *, role: str = EDITOR_ROLE, corrected: bool = False) -> None:
    """Bring everything that hangs on a version in step after it was published."""
    ended = decisions.open_version(version)
    catalogue.refresh([version.procedure_id])
    kinds = PublicationEntry.Act
    publication = Publication()
    classes = classes_of_versions([version.pk, *(other.pk for other in ended)])
    acts = [
        act(kinds.REPLACED, other, classes[other.pk], role=role, begins=other.effective_to)
        for other in ended
        if classes.get(other.pk)
    ]
    if classes.get(version.pk):
        acts.append(
            act(
                (kinds.CORRECTED if corrected else kinds.CHANGED) if was_public(version) else kinds.APPEARED,
                version,
                classes[version.pk],
                role=role,
                content=VersionDocument.objects.get(version=version).data,
                begins=version.effective_from,
            )
        )
    publication.add(acts, kind="procedure", ids=[version.procedure_id], stamps=["catalogue"])
    commit(publication)


@transaction.atomic
def version_withdrawn(
    version: ProcedureVersion, *, role: str = EDITOR_ROLE, kind: str = PublicationEntry.Act.WITHDRAWN
) -> None:
    """Bring everything that hangs on a version in step after it was taken offline."""
    classes = classes_of_versions([version.pk]).get(version.pk, [])
    catalogue.refresh([version.procedure_id])
    publication = Publication()
    acts = [act(kind, version, classes, role=role)] if classes else []
    publication.add(acts, kind="procedure", ids=[version.procedure_id], stamps=["catalogue"])
    commit(publication)


def documents_moved(decision_ids: Iterable[int], *, role: str) -> int:
    """Bring documents in step after days of these decisions have moved; gives how many versions changed."""
    pks = list(
        ProcedureVersion.objects.filter(decision_id__in=list(decision_ids)).values_list("pk", flat=True)
    )
    changed = 0
    for start in range(0, len(pks), catalogue.CHUNK):
        built = documents.built(pks[start : start + catalogue.CHUNK])
        stored = dict(
            VersionDocument.objects.filter(
                version_id__in=[version.pk for version, _rows, _new in built]
            ).values_list("version_id", "content_hash")
        )
        moved = [
            (version, new) for version, _rows, new in built if stored.get(version.pk) != new.content_hash
        ]
        documents.save(new for _version, new in moved)
        classes = classes_of_versions(version.pk for version, _new in moved)
        publication = Publication()
        publication.add(
            [
                act(PublicationEntry.Act.CHANGED, version, classes[version.pk], role=role, content=new.data)
                for version, new in moved
                if version.pk in classes
            ],
            kind="procedure",
            ids=[version.procedure_id for version, _new in moved],
            stamps=["catalogue"] if moved else [],
        )
        commit(publication)
        changed += len(moved)
    return changed


@transaction.atomic
def lists_moved(procedure_ids: Sequence[int], *, role: str) -> int:
    """Write what the lists say now that the log does not: versions that came or went with other procedures.

    A ministry's procedure leaves the lists when the province publishes its own edition of it, and comes back
    when that one ends. Gives the number of lines; one query of the log, whatever the number of procedures.
    """
    versions = list(
        ProcedureVersion.objects.filter(
            procedure_id__in=procedure_ids, live=True, document__isnull=False
        ).select_related("procedure", "document")
    )
    logged = _logged({version.procedure.code for version in versions})
    classes = classes_of_versions(version.pk for version in versions)
    kinds, acts = PublicationEntry.Act, []
    for version in versions:
        scopes = logged.get((version.procedure.code, str(version.pk)), [])
        if version.pk in classes and not scopes:
            content, begins = version.document.data, version.effective_from
            acts.append(
                act(kinds.APPEARED, version, classes[version.pk], role=role, content=content, begins=begins)
            )
        elif scopes and version.pk not in classes:
            acts.append(act(kinds.WITHDRAWN, version, scopes, role=role))
    publication = Publication()
    publication.add(acts, kind="procedure", ids=procedure_ids, stamps=["catalogue"])
    commit(publication)
    return len(acts)


def _logged(codes: set[str]) -> dict[tuple[str, str], list[str]]:
    """(code, version) -> the classes of its last line, for versions that are public by the log."""
    found: dict[tuple[str, str], list[str]] = {}
    lines = PublicationEntry.objects.filter(object_type=OBJECT_TYPE, object_id__in=codes).order_by("sequence")
    for code, version, kind, scope in lines.values_list("object_id", "version", "act", "scope"):
        if kind in MAKES_PUBLIC:
            found[code, version] = scope.split(",")
        elif kind in TAKES_AWAY:
            found.pop((code, version), None)
    return found


def classes_of_versions(version_ids: Iterable[int]) -> dict[int, list[str]]:
    """The classes of agencies that show each version; a version that nobody shows is missing."""
    found: dict[int, list[str]] = {}
    for version_id, key in CatalogueEntry.objects.filter(version_id__in=list(version_ids)).values_list(
        "version_id", "performer_class"
    ):
        found.setdefault(version_id, []).append(key)
    return found


def _published(version: ProcedureVersion, happening: Happening) -> None:
    corrected = happening.act == PublicationEntry.Act.CORRECTED
    version_published(version, role=happening.role, corrected=corrected)


def _withdrawn(version: ProcedureVersion, happening: Happening) -> None:
    version_withdrawn(version, role=happening.role, kind=happening.act)


def register() -> None:
    """Called once when the application starts."""
    register_kind(
        ProcedureVersion,
        Kind(_published, _withdrawn, lambda version: (OBJECT_TYPE, version.procedure.code)),
    )
