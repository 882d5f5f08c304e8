"""What search finds of procedures: names, everyday names, fields and texts of the version in force."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core import clock, site_request
from portal.core.public_term import in_term
from procedures_pages.facet_lists import CHANNEL_SLUGS, LEVEL_SLUGS
from procedures_pages.models import CatalogueEntry, Procedure, ProcedureGuide, ProcedureVersion
from procedures_pages.presenters.fees import short_fee
from procedures_pages.presenters.listing import display_name
from procedures_pages.presenters.terms import short_term
from procedures_pages.selectors import catalogue_of, list_facts
from search import registry
from search.registry import SearchDocument, SearchHit, SearchKind

if TYPE_CHECKING:
    from search.models import SearchEntry

LONGEST_BODY = 20_000


def register() -> None:
    """Called once when the application starts."""
    registry.register(
        SearchKind(
            "procedure",
            "procedures_pages.ProcedureVersion",
            load,
            all_ids,
            present,
            label=cast(str, gettext_lazy("Thủ tục")),
            also=frozenset(
                {
                    "procedures_pages.ProcedureGuide",
                    "procedures_pages.ProcedureIndexPage",
                    "procedures_pages.LocalFields",
                }
            ),
        )
    )


def all_ids() -> Iterable[int]:
    """Every procedure."""
    return Procedure.objects.values_list("pk", flat=True)


def load(ids: Sequence[int]) -> Iterable[SearchDocument]:
    """Procedures with a public version in force that this province's lists show, in each language."""
    today = clock.today()
    versions: dict[int, ProcedureVersion] = {}
    rows = (
        ProcedureVersion.objects.in_force(today)
        .filter(procedure__in=ids, document__isnull=False)
        .select_related("procedure", "document")
    )
    for version in rows:
        versions.setdefault(version.procedure_id, version)
    scopes: dict[int, set[str]] = {}
    for version_id, performer_class in (
        CatalogueEntry.objects.on(today)
        .filter(version__in=[version.pk for version in versions.values()])
        .values_list("version_id", "performer_class")
    ):
        scopes.setdefault(version_id, set()).add(performer_class)
    guides: dict[int, dict[str, ProcedureGuide]] = {}
    for guide in ProcedureGuide.objects.filter(in_term(today), procedure__in=ids, live=True).select_related(
        "locale"
    ):
        guides.setdefault(guide.procedure_id, {})[guide.locale.language_code] = guide
    for procedure_id, version in versions.items():
        classes = scopes.get(version.pk)
        if not classes:
            continue
        found = guides.get(procedure_id, {})
        for language in {settings.LANGUAGE_CODE, *found}:
            yield _document(version, frozenset(classes), language, found)


def _document(
    version: ProcedureVersion, classes: frozenset[str], language: str, guides: Mapping[str, ProcedureGuide]
) -> SearchDocument:
    data = version.document.data
    guide = guides.get(language)
    own = language == settings.LANGUAGE_CODE
    field = data["field"] or {}
    name = display_name(version.name) if own or not (guide and guide.name) else guide.name
    values: dict[str, Any] = {
        "name": name,
        "aliases": tuple(guide.everyday_names) if guide else (),
        "field": field.get("name", ""),
        "body": _body(data, guide) if own else _guide_text(guide),
        "facets": {
            "linh-vuc": [field["slug"]] if field else [],
            "doi-tuong": sorted({row["group"] for row in data["applicants"] if row["group"]}),
            "cach-nop": sorted(
                {CHANNEL_SLUGS[c] for row in data["methods"] if (c := row["channel"]) in CHANNEL_SLUGS}
            ),
            "muc-do": [LEVEL_SLUGS.get(data["online_level"], "chua-xac-dinh")],
        },
    }
    seal = json.dumps([values, sorted(classes), version.procedure.code], ensure_ascii=False, sort_keys=True)
    return SearchDocument(
        kind="procedure",
        object_id=version.procedure_id,
        locale=language,
        scopes=classes,
        code=version.procedure.code,
        url_key=f"{version.procedure.code}/{version.slug}/",
        version=hashlib.sha256(seal.encode()).hexdigest()[:32],
        **values,
    )


def _body(data: Mapping[str, Any], guide: ProcedureGuide | None) -> str:
    parts = [data["keywords"], data["conditions"]]
    parts += [row["name"] for case in data["cases"] for row in case["papers"]]
    parts += [row["name"] for row in data["results"]]
    parts += [row["name"] for row in data["forms"]]
    parts += [row["text"] for row in data["steps"]]
    return "\n".join(part for part in [_guide_text(guide), *parts] if part)[:LONGEST_BODY]


def _guide_text(guide: ProcedureGuide | None) -> str:
    if guide is None:
        return ""
    return "\n".join(part for part in (guide.summary, guide.who, guide.bring, guide.result) if part)


def present(entries: Sequence[SearchEntry], request: HttpRequest) -> Mapping[int, SearchHit]:
    """Hits from the lists of this moment: one query for time and fee; what is not in force is left out."""
    portal = site_request.of(request)
    table = catalogue_of(portal)
    lines = {line.procedure_id: line for line in table.lines}
    facts = list_facts(lines[entry.object_id].version_id for entry in entries if entry.object_id in lines)
    province = portal.province.short_name if portal.province else ""
    here = portal.section_url("thu-tuc")
    home = portal.map.province_home(portal.locale)
    everywhere = portal.section_url("thu-tuc", home) if home else here
    own = {line.procedure_id for line in table.of(portal.agency)}
    found = {}
    for entry in entries:
        line = lines.get(entry.object_id)
        if line is None:
            continue
        data = facts.get(line.version_id, {})
        guide = table.guide(line.procedure_id, portal.locale)
        foreign = portal.locale != settings.LANGUAGE_CODE
        field = table.fields.get(line.field_id or 0)
        base = here if line.procedure_id in own and here else everywhere
        found[entry.object_id] = SearchHit(
            title=guide.name if foreign and guide and guide.name else display_name(line.name),
            url=f"{base}{line.code}/{line.slug}/",
            summary=guide.summary if guide else "",
            code=line.code,
            field=field.name if field else "",
            facts=((_("Thời hạn"), short_term(data)), (_("Lệ phí"), short_fee(data, province))),
            locale=entry.locale,
        )
    return found
