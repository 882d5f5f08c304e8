""" "Xem như ngày …": a page as it stood on a day, for the people of its agency and for nobody else.

Which text was public then says the publication log: the last line about the page before the day was over. Its
version is the revision. Only the page's own text is of that day; menu, lists and addresses are today's, and a
strip above the page says so. Everybody who may not read the page gets what a missing address gets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models.functions import Greatest
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page, Revision

from portal.core import clock, slots
from portal.core.public_term import ended
from portal.editorial import access
from portal.editorial.services.kinds import GONE, kind_of
from portal.publication.models import PublicationEntry


@dataclass(frozen=True, slots=True)
class Then:
    """What was public of a page on a day: its revision; None where it was not public, or is not kept."""

    day: date
    revision: Revision | None
    was_public: bool


def then(page: Page, day: date) -> Then:
    """What the log says of a page at the end of a day."""
    object_type, object_id = kind_of(page).name(page)
    line = (
        PublicationEntry.objects.filter(object_type=object_type, object_id=object_id)
        .annotate(public_at=Greatest("logged_at", "visible_from"))
        .filter(public_at__lt=clock.start_of(day + timedelta(days=1)))
        .order_by("-sequence")
        .first()
    )
    if line is None or line.act in GONE:
        return Then(day, None, False)
    kept = Revision.objects.for_instance(page)
    revision = kept.filter(pk=int(line.version)).first() if line.version.isdigit() else None
    return Then(day, revision, True)


@require_safe
def view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``?ngay=yyyy-mm-dd``; without a day, the form alone. 404 for all who may not read the page's drafts."""
    user: Any = request.user
    page = Page.objects.filter(pk=pk).first()
    page = page.specific if page is not None else None
    may_see = user.is_authenticated and user.has_perm("wagtailadmin.access_admin")
    if page is None or not may_see or not access.may_read(user, page):
        raise Http404
    text = request.GET.get("ngay", "")
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = None
    wrong = bool(text) and (day is None or day > clock.today())
    found = then(page, day) if day is not None and not wrong else None
    answer: HttpResponseBase
    # What has ended by law stays hidden, from the history as well.
    if found is not None and found.revision is not None and not ended(page):
        shown: Any = found.revision.as_object()
        answer = shown.make_preview_request(request, "", extra_request_attrs={"shown_as_of": found.day})
    else:
        context = {"page_title": page.title, "thing": page, "text": text, "wrong": wrong, "found": found}
        context["today"] = clock.today()
        answer = TemplateResponse(request, "editorial/public/as_of.html", context)
    add_never_cache_headers(answer)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def strip(context: slots.SlotContext) -> slots.SlotContent | None:
    """The strip above a page that is shown as of a day."""
    day = getattr(context.request, "shown_as_of", None)
    if day is None:
        return None
    return slots.SlotContent("editorial/public/_as_of.html", {"day": day})


class AsOfItem(ActionMenuItem):
    """The way there from the editor of a page that has been public."""

    name, label, icon_name = "as-of", gettext_lazy("Xem như ngày…"), "history"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """For a page that has been public once."""
        page = context.get("page")
        return bool(page is not None and page.pk and page.first_published_at)

    def get_url(self, context: dict[str, Any]) -> str:
        """The form that asks for the day."""
        return reverse("as_of", args=[context["page"].pk])


def register() -> None:
    """Called once when the application starts."""
    slots.register("page.top", "editorial.as-of", strip, order=0)
    hooks.register("register_page_action_menu_item", lambda: AsOfItem(order=90))
