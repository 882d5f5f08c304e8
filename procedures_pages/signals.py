"""What moves the lists' stamp and the index when something is saved on the editors' side, in whatever way."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.signals import published, unpublished

from portal.core.stamps import bump
from portal.editorial.services import Publication, commit
from portal.library.models import PortalDocument
from portal.publication.models import PublicationEntry
from portal.publication.services import Act
from procedures_pages.models import LocalFields, PerformerException, ProcedureField, ProcedureGuide
from procedures_pages.services import guides
from procedures_pages.services.guides import OBJECT_TYPE
from procedures_pages.services.publishing import EDITOR_ROLE

LOCAL_TYPE = "procedures_pages.localfields"
LOCAL_COLUMNS = ("place", "hours", "officer", "phone", "note", "confirmed_version_id", "confirmed_on")


def _lists(sender: Any, **kwargs: Any) -> None:
    bump("catalogue")


def _is_first(object_type: str, object_id: str) -> bool:
    return not PublicationEntry.objects.filter(object_type=object_type, object_id=object_id).exists()


def guide_published(sender: Any, instance: ProcedureGuide, **kwargs: Any) -> None:
    """A guide that a person published; ``publish_guide`` writes its own line (its revisions have no user)."""
    revision = kwargs.get("revision")
    if revision is None or not revision.user_id:
        return
    object_id = f"{instance.procedure.code}:{instance.locale.language_code}"
    kinds = PublicationEntry.Act
    act = kinds.APPEARED if _is_first(OBJECT_TYPE, object_id) else kinds.CHANGED
    _note(act, OBJECT_TYPE, object_id, instance, version=str(revision.pk), content=guides.content(instance))


def guide_withdrawn(sender: Any, instance: ProcedureGuide, **kwargs: Any) -> None:
    """A guide taken offline."""
    object_id = f"{instance.procedure.code}:{instance.locale.language_code}"
    _note(PublicationEntry.Act.WITHDRAWN, OBJECT_TYPE, object_id, instance)


def local_content(local: LocalFields) -> dict[str, str]:
    """What of an agency's words on a procedure is hashed for the publication log."""
    return {name: str(getattr(local, name) or "") for name in LOCAL_COLUMNS}


def local_published(sender: Any, instance: LocalFields, **kwargs: Any) -> None:
    """What an agency says about a procedure at its place."""
    revision = kwargs.get("revision")
    object_id = f"{instance.agency.code}:{instance.procedure.code}"
    kinds = PublicationEntry.Act
    act = kinds.APPEARED if _is_first(LOCAL_TYPE, object_id) else kinds.CHANGED
    version = str(revision.pk) if revision else ""
    _note(act, LOCAL_TYPE, object_id, instance, version=version, content=local_content(instance))


def local_withdrawn(sender: Any, instance: LocalFields, **kwargs: Any) -> None:
    """The same taken offline."""
    object_id = f"{instance.agency.code}:{instance.procedure.code}"
    _note(PublicationEntry.Act.WITHDRAWN, LOCAL_TYPE, object_id, instance)


@transaction.atomic
def _note(
    kind: str,
    object_type: str,
    object_id: str,
    instance: ProcedureGuide | LocalFields,
    *,
    version: str = "",
    content: Any = "",
) -> None:
    """One line; what an agency says is its own, an explanation is the province's."""
    own = isinstance(instance, LocalFields)
    act = Act(
        act=kind,
        object_type=object_type,
        object_id=object_id,
        actor_role=EDITOR_ROLE,
        scope_kind=PublicationEntry.Scope.AGENCY if own else PublicationEntry.Scope.PROVINCE,
        scope=instance.agency.code if isinstance(instance, LocalFields) else "",
        version=version,
        content=content,
    )
    publication = Publication()
    publication.add([act], kind="procedure", ids=[instance.procedure_id], stamps=["catalogue"])
    commit(publication)


def connect() -> None:
    """Listen; called once when the application starts."""
    for name, signal in (("save", post_save), ("delete", post_delete)):
        for model in (PerformerException, ProcedureField, PortalDocument):
            signal.connect(_lists, sender=model, dispatch_uid=f"procedures.{name}.{model.__name__}")
    post_delete.connect(_lists, sender=ProcedureGuide, dispatch_uid="procedures.delete.guide")
    published.connect(guide_published, sender=ProcedureGuide, dispatch_uid="procedures.guide.published")
    unpublished.connect(guide_withdrawn, sender=ProcedureGuide, dispatch_uid="procedures.guide.withdrawn")
    published.connect(local_published, sender=LocalFields, dispatch_uid="procedures.local.published")
    unpublished.connect(local_withdrawn, sender=LocalFields, dispatch_uid="procedures.local.withdrawn")
