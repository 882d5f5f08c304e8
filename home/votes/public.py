"""The question below a page, and the form behind it. The page itself sets no cookie and costs no query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from home.models import AboutPage, ContactPage, PlacesPage
from home.news.models import Story
from home.votes import services
from home.votes.models import Reason
from portal.core import site_request, slots
from portal.core.site_request import Crumb, PortalRequest
from portal.core.text import one_line
from portal.publication import registry

ROUTE = "de-hieu"
SCORES = range(1, 6)
# Records that stand on a page of their own, as the publication log names them.
RECORDS = frozenset({"procedures_pages.procedureversion"})


def question(context: slots.SlotContext) -> slots.SlotContent | None:
    """Five links, on what an editor wrote for readers."""
    portal = site_request.of(context.request)
    key = _key(context.page, portal)
    if key is None or portal.agency is None:
        return None
    base = f"{portal.home_url}{ROUTE}/?{urlencode({'loai': key[0], 'ma': key[1]})}"
    links = [{"label": str(label), "url": f"{base}&diem={score}"} for score, label in _labels()]
    return slots.SlotContent("votes/question.html", {"links": links})


def _key(page: Any, portal: PortalRequest) -> tuple[str, str] | None:
    for key in portal.shown_keys:
        if key[0] in RECORDS:
            return key
    if isinstance(page, Story | AboutPage | ContactPage | PlacesPage):
        shown: Any = page
        return shown._meta.label_lower, f"{shown.translation_key}:{portal.locale}"
    return None


def _labels() -> list[tuple[int, str]]:
    words = (_("rất khó hiểu"), _("khó hiểu"), _("tạm được"), _("dễ hiểu"), _("rất dễ hiểu"))
    return list(zip(SCORES, words, strict=True))


def route(request: HttpRequest, parts: Sequence[str]) -> HttpResponseBase:
    """The form, taking a vote, and thanks. Raises Http404 for a thing that is not public on any site."""
    portal = site_request.of(request)
    base = f"{portal.home_url}{ROUTE}/"
    portal.extra_crumbs.append(Crumb(_("Trang có dễ hiểu không"), base))
    if list(parts) == ["cam-on"]:
        return TemplateResponse(request, "votes/thanks.html", {})
    if parts or portal.agency is None:
        raise Http404
    typed = request.POST if request.method == "POST" else request.GET
    key = (one_line(typed.get("loai", ""))[:60], one_line(typed.get("ma", ""))[:64])
    # What the log does not know was never public; its keys may be of any form.
    shown = registry.shown([key], portal).get(key) if services.line_of(*key) else None
    if shown is None:
        raise Http404
    if request.method != "POST":
        return _form(request, key, shown, typed.get("diem", ""))
    score = typed.get("diem", "")
    if score not in {str(one) for one in SCORES}:
        return _form(request, key, shown, "", error=_("Chọn một mức, từ 1 đến 5."))
    if not services.within_limit(request):
        said = _("Từ mạng này đã có nhiều lượt đánh giá. Ông, bà vui lòng quay lại sau một giờ.")
        return _form(request, key, shown, score, error=said, status=429)
    services.take(
        portal.agency.pk,
        key,
        services.line_read(*key, typed.get("ban", "")),
        int(score),
        typed.getlist("ly-do"),
        typed.get("y-kien", ""),
    )
    return HttpResponseRedirect(f"{base}cam-on/")


def _form(
    request: HttpRequest, key: tuple[str, str], shown: Any, score: str, *, error: str = "", status: int = 200
) -> HttpResponseBase:
    context = {
        "thing": shown,
        "kind": key[0],
        "number": key[1],
        "line": services.line_of(*key),
        "scores": [{"value": str(one), "label": label, "on": str(one) == score} for one, label in _labels()],
        "reasons": [
            {"value": value, "label": label, "on": value in request.POST.getlist("ly-do")}
            for value, label in Reason.choices
        ],
        "text": request.POST.get("y-kien", "")[: services.LONGEST_TEXT],
        "errors": [{"id": "diem-1", "text": error}] if error else [],
    }
    return TemplateResponse(request, "votes/form.html", context, status=status)
