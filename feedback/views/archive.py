"""Answered questions: the list, one of them, the feed. Shown is what an officer redacted and published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from feedback import selectors
from feedback.models import PublicQuestion
from portal.core import clock, identity, site_request
from portal.core.paging import paging
from portal.core.site_request import Crumb, PortalRequest

SIZE, FEED_SIZE, NEAR = 20, 30, 4


def _shown(portal: PortalRequest) -> QuerySet[PublicQuestion]:
    """What this site shows in this language: its agency's own; on the province's site all."""
    return selectors.public_questions(portal.agency).filter(language=portal.locale)


def archive(request: HttpRequest, page: Any) -> HttpResponse:
    """The newest first, in pages."""
    portal = site_request.of(request)
    base = portal.section_url("hoi-dap")
    found = _shown(portal)
    place = paging(request, found.count(), SIZE)
    several = selectors.shows_all(portal.agency)
    rows = [
        selectors.as_row(question, base, several)
        for question in found.select_related("agency")[place.first_index : place.first_index + SIZE]
    ]
    context = {
        "page": page,
        "rows": rows,
        "paging": place,
        "base_url": base,
        "ask_url": f"{base}gui/",
        "track_url": f"{base}tra-cuu/",
    }
    return TemplateResponse(request, "feedback/public/archive.html", context)


def answer(request: HttpRequest, page: Any, pk: int, slug: str) -> HttpResponse:
    """One answered question; a withdrawn one says so (410) and nothing else. Raises Http404."""
    portal = site_request.of(request)
    base = portal.section_url("hoi-dap")
    question = PublicQuestion.objects.select_related("agency").filter(pk=pk).first()
    if question is None or not (question.live or question.withdrawn_at):
        raise Http404
    if not selectors.shows_all(portal.agency) and question.agency_id != (portal.agency and portal.agency.pk):
        raise Http404
    if not question.live:
        portal.extra_crumbs = [Crumb(_("Đã rút"), f"{base}{pk}/{slug}/")]
        context = {"page": page, "base_url": base, "withdrawn_at": question.withdrawn_at}
        return TemplateResponse(request, "feedback/public/withdrawn.html", context, status=410)
    if slug != question.slug:
        return HttpResponsePermanentRedirect(f"{base}{pk}/{question.slug}/")
    portal.extra_crumbs = [Crumb(question.title, f"{base}{pk}/{question.slug}/")]
    codes = list(question.topics.values_list("procedure_code", flat=True))
    context = {
        "page": page,
        "question": question,
        "procedures": selectors.procedures(codes, portal),
        "near": [selectors.as_row(near, base) for near in _near(question, codes, portal)],
        "took": _took(question),
        "canonical": _canonical(portal, question),
        "base_url": base,
        "who_answers": identity.in_sentence(question.agency.name),
    }
    return TemplateResponse(request, "feedback/public/answer.html", context)


def _near(question: PublicQuestion, codes: list[str], portal: PortalRequest) -> list[PublicQuestion]:
    if not codes:
        return []
    found = _shown(portal).filter(topics__procedure_code__in=codes).exclude(pk=question.pk)
    return list(found.distinct()[:NEAR])


def _took(question: PublicQuestion) -> int:
    """Days from receipt to answer, days off included."""
    received = clock.local(question.case.received_at).date()
    return max(0, (clock.local(question.answered_at).date() - received) // timedelta(days=1))


def _canonical(portal: PortalRequest, question: PublicQuestion) -> str:
    """One address of a record that two sites show: the province's."""
    home = portal.map.province_home(portal.locale)
    section = home.children.get("hoi-dap") if home else None
    return portal.map.url(section, None, f"{question.pk}/{question.slug}/") if section else ""


def feed(request: HttpRequest) -> HttpResponse:
    """The newest answers as RSS 2.0; a demonstration says so in the title."""
    portal = site_request.of(request)
    base = portal.section_url("hoi-dap")
    who = identity.of(portal.agency, portal.province)
    mark = _("BẢN TRÌNH DIỄN – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ") + ". " if portal.demo else ""
    made = Rss201rev2Feed(
        title=f"{mark}{_('Hỏi đáp')} – {who.site}",
        link=request.build_absolute_uri(base),
        description=_("Câu hỏi đã trả lời, mới nhất trước."),
        language=portal.locale,
        feed_url=request.build_absolute_uri(f"{base}rss/"),
    )
    for question in _shown(portal)[:FEED_SIZE]:
        link = request.build_absolute_uri(f"{base}{question.pk}/{question.slug}/")
        made.add_item(
            title=question.title,
            link=link,
            description=question.answer[:400],
            unique_id=link,
            pubdate=question.published_at,
        )
    response = HttpResponse(content_type="application/rss+xml; charset=utf-8")
    made.write(response, "utf-8")
    return response
