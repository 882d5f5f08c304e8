"""A procedure under an agency's address: the version in force, its history, its papers to take along."""

from __future__ import annotations

import difflib
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.core import site_request
from portal.core.site_request import Crumb, PortalRequest
from portal.core.text import fold
from portal.core.views_errors import gone
from procedures_pages import gateway, selectors
from procedures_pages.models import ProcedureVersion
from procedures_pages.presenters import differences
from procedures_pages.presenters.listing import display_name
from procedures_pages.presenters.page import ProcedureView, present
from procedures_pages.presenters.terms import add_dues
from procedures_pages.selectors import Found, catalogue_of
from procedures_pages.services import guides as guides_service
from procedures_pages.services import local as local_service
from procedures_pages.services import publishing

PAGE, HISTORY, PAPERS = "", "lich-su/", "giay-to/"
NEAREST = 5


def _base(portal: PortalRequest) -> str:
    return portal.section_url("thu-tuc")


def _address(portal: PortalRequest, version: ProcedureVersion, tail: str = "") -> str:
    return f"{_base(portal)}{version.procedure.code}/{version.slug}/{tail}"


def _query(request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"?{query}" if query else ""


def _find(request: HttpRequest, code: str, slug: str, tail: str) -> Found | HttpResponse:
    """The version in force, or where to go instead. Raises Http404 with help for an unknown code."""
    portal = site_request.of(request)
    found = selectors.version_on(code, portal.today)
    if found is None:
        return _instead(request, portal, code, slug, tail)
    table = catalogue_of(portal)
    if not table.performs(portal.agency, found.version.procedure_id):
        province = portal.map.province_home(portal.locale)
        if province is None or portal.agency == province.agency:
            _help(request, portal, code, slug)
            raise Http404
        if not table.performs(province.agency, found.version.procedure_id):
            _help(request, portal, code, slug)
            raise Http404
        base = portal.section_url("thu-tuc", province)
        return redirect(f"{base}{code}/{found.version.slug}/{tail}{_query(request)}")
    if slug != found.version.slug:
        return HttpResponsePermanentRedirect(_address(portal, found.version, tail) + _query(request))
    return found


def _instead(
    request: HttpRequest, portal: PortalRequest, code: str, slug: str, tail: str
) -> Found | HttpResponse:
    """An old or suffixed code leads to the code of today; a repealed procedure says what replaced it.

    Its history stays readable at its address.
    """
    last = selectors.last_version(code, portal.today)
    if last is None:
        behind = selectors.code_behind(code)
        now = selectors.version_on(behind, portal.today) if behind and behind != code else None
        version = now.version if now else selectors.last_version(behind, portal.today) if behind else None
        if version is None:
            if selectors.is_over(code, portal.today):
                return _over(request, portal, code)
            _help(request, portal, code, slug)
            raise Http404
        return HttpResponsePermanentRedirect(_address(portal, version, tail) + _query(request))
    if tail == HISTORY and slug == last.slug:
        return Found(last, None)
    if tail or slug != last.slug:
        return HttpResponsePermanentRedirect(_address(portal, last))
    return _repealed(request, portal, last)


def _over(request: HttpRequest, portal: PortalRequest, code: str) -> HttpResponse:
    """410 for a procedure whose public term has ended, with what replaced it."""
    now = selectors.replacement(code, portal.today)
    return gone(request, (now.version.name, _address(portal, now.version)) if now else None)


def _help(request: HttpRequest, portal: PortalRequest, code: str, slug: str = "") -> None:
    """What the 404 page offers: codes that look alike, names that share the address's words."""
    lines = {line.code: line for line in catalogue_of(portal).of(portal.agency)}
    near = difflib.get_close_matches(code[:20], lines, n=NEAREST, cutoff=0.75)
    words = fold(f"{'' if code[:1].isdigit() else code} {slug}"[:200].replace("-", " ")).split()
    if words:
        alike = [
            (-sum(f" {word}" in line.words for word in words), line.sort_key, line.code)
            for line in lines.values()
        ]
        # Half of the words at least.
        near += [found for count, _key, found in sorted(alike) if -2 * count >= len(words)]
        near = list(dict.fromkeys(near))[:NEAREST]
    base = _base(portal)
    request.not_found_help = {  # type: ignore[attr-defined]
        "meant": [
            {
                "url": f"{base}{found}/{lines[found].slug}/",
                "name": f"{found} – {display_name(lines[found].name)}",
            }
            for found in near
        ]
    }


def _crumbs(portal: PortalRequest, view: ProcedureView, version: ProcedureVersion, *more: Crumb) -> None:
    portal.extra_crumbs = [Crumb(view.name, _address(portal, version)), *more]


def _view(
    portal: PortalRequest, found: Found, case_key: str = "", forms_url: str = "#mau-don"
) -> ProcedureView:
    province = portal.province.short_name if portal.province else ""
    view = present(found.data, province=province, case_key=case_key, forms_url=forms_url)
    wanted = tuple(row["document_id"] for row in view.forms if row["document_id"])
    files = _files(portal, wanted)
    for row in view.forms:
        row["url"] = files.get(row["document_id"], "")
    view.calendar_url = portal.section_url("lich-lam-viec", portal.map.province_home(portal.locale))
    return view


def _files(portal: PortalRequest, wanted: tuple[int, ...]) -> dict[int, str]:
    """The addresses of the form files that are public today."""
    return selectors.files_at(portal.stamps.get("catalogue", 0), wanted, portal.today) if wanted else {}


def _gateway(portal: PortalRequest, found: Found) -> gateway.GatewayLinks:
    templates = gateway.templates_at(portal.stamps.get("gateway", 0), portal.today)
    return gateway.links(
        templates,
        found.version.procedure,
        online=gateway.can_submit(found.data),
        province=portal.province,
        agency=portal.agency,
    )


def procedure(request: HttpRequest, page: Any, code: str, slug: str = "") -> HttpResponse:
    """The version in force, with the one that is coming, our explanation and the agency's additions."""
    portal = site_request.of(request)
    found = _find(request, code, slug, PAGE)
    if isinstance(found, HttpResponse):
        return found
    version = found.version
    guides = selectors.guides_of(version.procedure_id)
    portal.translated_into = {settings.LANGUAGE_CODE} | {
        code for code in guides if code != settings.LANGUAGE_CODE
    }
    view = _view(portal, found, request.GET.get("truong-hop", "")[:80])
    guide = guides.get(portal.locale)
    title = guide.name if guide and guide.name else view.name
    if portal.locale != settings.LANGUAGE_CODE and guide is None:
        return _untranslated(request, portal, page, view, version)
    local = selectors.local_fields(portal.agency.pk, version.procedure_id) if portal.agency else None
    portal.shown_keys = [
        (publishing.OBJECT_TYPE, code),
        (guides_service.OBJECT_TYPE, f"{code}:{portal.locale}"),
        (local_service.OBJECT_TYPE, f"{portal.agency.code if portal.agency else ''}:{code}"),
    ]
    add_dues(view.terms, portal.today, portal.calendar)
    _crumbs(portal, view, version)
    portal.extra_crumbs = [Crumb(title, _address(portal, version))]
    context = {
        "page": page,
        "view": view,
        "title": title,
        "version": version,
        "coming": found.coming,
        "guide": guide if guide and guide.summary else None,
        "local": local,
        "local_stale": bool(local and local.needs_confirming(version.pk)),
        "gateway": _gateway(portal, found),
        "changing": (
            differences.changed_sections(found.data, found.coming.document.data) if found.coming else []
        ),
        "address": _address(portal, version),
        "canonical": _canonical(portal, version),
        "legal_language": settings.LANGUAGE_CODE,
    }
    return TemplateResponse(request, "procedures_pages/procedure.html", context)


def _canonical(portal: PortalRequest, version: ProcedureVersion, tail: str = "") -> str:
    """The province's address: the one address of a record that many sites show."""
    home = portal.map.province_home(portal.locale)
    node = home.children.get("thu-tuc") if home else None
    if node is None:
        return ""
    return portal.map.url(node, None, f"{version.procedure.code}/{version.slug}/{tail}")


def _untranslated(
    request: HttpRequest, portal: PortalRequest, page: Any, view: ProcedureView, version: ProcedureVersion
) -> HttpResponse:
    """Not in this language yet: says so, and leads to the Vietnamese page and to people who can help."""
    _crumbs(portal, view, version)
    vietnamese = portal.map.by_translation.get((str(page.translation_key), settings.LANGUAGE_CODE))
    context = {
        "page": page,
        "view": view,
        "vietnamese_url": portal.url(vietnamese, f"{version.procedure.code}/{version.slug}/")
        if vietnamese
        else "",
        "contact_url": portal.section_url("lien-he"),
        "legal_language": settings.LANGUAGE_CODE,
    }
    return TemplateResponse(request, "procedures_pages/untranslated.html", context)


def _repealed(request: HttpRequest, portal: PortalRequest, version: ProcedureVersion) -> HttpResponse:
    """A procedure that has ended: since when, by which decision, and what to do now."""
    closing = [item.decision for item in version.closed_by.select_related("decision")]
    view = present(version.document.data, province=portal.province.short_name if portal.province else "")
    portal.extra_crumbs = [Crumb(view.name, _address(portal, version))]
    portal.translated_into = {settings.LANGUAGE_CODE}
    successor = version.procedure.replaced_by
    context = {
        "view": view,
        "version": version,
        "closing": closing,
        "successor": selectors.version_on(successor.code, portal.today) if successor else None,
        "base": _base(portal),
    }
    return TemplateResponse(request, "procedures_pages/repealed.html", context)


def history(request: HttpRequest, page: Any, code: str, slug: str) -> HttpResponse:
    """All public versions, the newest first."""
    portal = site_request.of(request)
    found = _find(request, code, slug, HISTORY)
    if isinstance(found, HttpResponse):
        return found
    view = _view(portal, found)
    address = _address(portal, found.version)
    _crumbs(portal, view, found.version, Crumb(_("Các phiên bản"), address + HISTORY))
    portal.translated_into = {settings.LANGUAGE_CODE}
    context = {
        "page": page,
        "view": view,
        "versions": _versions(code, found.version, portal.today),
        "address": address,
        "canonical": _canonical(portal, found.version, HISTORY),
        "legal_language": settings.LANGUAGE_CODE,
    }
    return TemplateResponse(request, "procedures_pages/history.html", context)


def _versions(code: str, shown: ProcedureVersion, today: date) -> list[dict[str, Any]]:
    """The versions of a code, the newest first, each with what it changed.

    Of one that is still to come only day and decision are given: its text becomes public on that day.
    """
    rows = selectors.history(code)
    coming = [row for row in rows if row.effective_from and row.effective_from > today]
    begun = [row for row in rows if row not in coming]
    begun.sort(key=lambda row: (row.effective_to or date.max, row.effective_from or date.min), reverse=True)
    public = selectors.first_public(code)
    lines: list[dict[str, Any]] = [
        {"version": row, "decision": row.decision, "coming": True, "changes": []} for row in coming
    ]
    for place, row in enumerate(begun):
        older = begun[place + 1] if place + 1 < len(begun) else None
        lines.append(
            {
                "version": row,
                "decision": row.decision,
                "current": row.pk == shown.pk and (row.effective_to is None or row.effective_to > today),
                "public_from": public.get(str(row.pk)),
                "oldest": older is None,
                "changes": differences.compare(older.document.data, row.document.data) if older else [],
            }
        )
    return lines


def papers(request: HttpRequest, page: Any, code: str, slug: str) -> HttpResponse:
    """The exact papers of one case, for print on one A4 sheet."""
    portal = site_request.of(request)
    found = _find(request, code, slug, PAPERS)
    if isinstance(found, HttpResponse):
        return found
    address = _address(portal, found.version)
    view = _view(portal, found, request.GET.get("truong-hop", "")[:80], f"{address}#mau-don")
    _crumbs(portal, view, found.version, Crumb(_("Giấy tờ cần mang"), address + PAPERS))
    portal.translated_into = {settings.LANGUAGE_CODE}
    context = {
        "page": page,
        "view": view,
        "address": address,
        "gateway": _gateway(portal, found),
    }
    return TemplateResponse(request, "procedures_pages/papers.html", context)
