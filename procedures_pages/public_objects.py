"""Procedures as the publication log knows them: versions, explanations, what agencies add."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from portal.core.site_request import PortalRequest
from portal.library.public_use import register_always_public
from portal.publication.chain import content_hash
from portal.publication.registry import PublicObjects, PublicState, Shown, name_roles, register_public_objects
from procedures_pages import seeds
from procedures_pages.models import (
    CatalogueEntry,
    LocalFields,
    ProcedureGuide,
    ProcedureVersion,
    VersionDocument,
)
from procedures_pages.presenters.listing import display_name
from procedures_pages.services import guides, local, publishing

Keys = Collection[tuple[str, str]]
Names = dict[tuple[str, str], Shown]
CHUNK = 500


def version_states() -> Iterator[PublicState]:
    """Live versions with a document that some class of agencies shows, those to come included."""
    entries = CatalogueEntry.objects.filter(version=OuterRef("version"))
    rows = VersionDocument.objects.filter(Exists(entries), version__live=True).values_list(
        "version__procedure__code", "version_id", "data"
    )
    for code, version_id, data in rows.order_by("version_id").iterator(CHUNK):
        yield PublicState(publishing.OBJECT_TYPE, code, content_hash(data), str(version_id))


def guide_states() -> Iterator[PublicState]:
    """Live explanations in all languages."""
    for guide in ProcedureGuide.objects.filter(live=True).select_related("procedure", "locale"):
        object_id = f"{guide.procedure.code}:{guide.locale.language_code}"
        yield PublicState(guides.OBJECT_TYPE, object_id, content_hash(guides.content(guide)))


def local_states() -> Iterator[PublicState]:
    """What agencies say about procedures at their place."""
    for row in LocalFields.objects.filter(live=True).select_related("procedure", "agency"):
        object_id = f"{row.agency.code}:{row.procedure.code}"
        yield PublicState(local.OBJECT_TYPE, object_id, content_hash(local.content(row)))


def _names_by_code(codes: Collection[str], portal: PortalRequest) -> dict[str, Shown]:
    """The name and the canonical address of procedures in force today: one query."""
    base = portal.section_url("thu-tuc", portal.map.province_home(portal.locale))
    rows = ProcedureVersion.objects.in_force(portal.today).filter(procedure__code__in=codes)
    found: dict[str, Shown] = {}
    for version in rows.select_related("procedure"):
        address = f"{base}{version.procedure.code}/{version.slug}/" if base else ""
        found.setdefault(version.procedure.code, Shown(display_name(version.short_name), address))
    return found


def version_names(keys: Keys, portal: PortalRequest) -> Names:
    """The procedure's name, while a version of it is in force."""
    names = _names_by_code({code for _kind, code in keys}, portal)
    return {(kind, code): names[code] for kind, code in keys if code in names}


def guide_names(keys: Keys, portal: PortalRequest) -> Names:
    """The procedure's name, while the explanation is public."""
    codes = {object_id.partition(":")[0] for _kind, object_id in keys}
    live = {
        f"{code}:{language}"
        for code, language in ProcedureGuide.objects.filter(live=True, procedure__code__in=codes).values_list(
            "procedure__code", "locale__language_code"
        )
    }
    names = _names_by_code(codes, portal)
    return {
        (kind, object_id): names[object_id.partition(":")[0]]
        for kind, object_id in keys
        if object_id in live and object_id.partition(":")[0] in names
    }


def local_names(keys: Keys, portal: PortalRequest) -> Names:
    """The procedure's name, while what the agency says is public."""
    codes = {object_id.rpartition(":")[2] for _kind, object_id in keys}
    live = {
        f"{agency}:{code}"
        for agency, code in LocalFields.objects.filter(live=True, procedure__code__in=codes).values_list(
            "agency__code", "procedure__code"
        )
    }
    names = _names_by_code(codes, portal)
    return {
        (kind, object_id): names[object_id.rpartition(":")[2]]
        for kind, object_id in keys
        if object_id in live and object_id.rpartition(":")[2] in names
    }


def register() -> None:
    """Called once when the application starts."""
    version, guide, own = {publishing.OBJECT_TYPE}, {guides.OBJECT_TYPE}, {local.OBJECT_TYPE}
    register_public_objects(
        "procedures.versions", PublicObjects(lambda: version, version_states, version_names, by_version=True)
    )
    register_public_objects("procedures.guides", PublicObjects(lambda: guide, guide_states, guide_names))
    register_public_objects("procedures.local", PublicObjects(lambda: own, local_states, local_names))
    register_always_public("procedures_pages.AnnouncingDecision", "document")
    name_roles(
        {
            publishing.EDITOR_ROLE: _("Biên tập thủ tục"),
            publishing.IMPORTER_ROLE: _("Nhập từ nguồn quốc gia"),
            seeds.ROLE: _("Dữ liệu trình diễn"),
        }
    )
