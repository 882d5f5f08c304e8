"""What search finds of calendars: the two pages of each site that has something to show there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from django.utils.translation import gettext, gettext_lazy, override
from wagtail.models import Page, PageViewRestriction

from home.calendars.models import AgendaEntry, AgendaPage, AgendaWeek, Reception, ReceptionPage
from home.models import HomePage
from home.search import present_pages, with_version
from portal.core import clock
from portal.core.public_term import in_term
from search import registry
from search.registry import SearchDocument, SearchKind

KIND = "calendar"
MODELS: tuple[type[Any], ...] = (AgendaPage, ReceptionPage)
PAGES: dict[type[Any], type[Any]] = {AgendaWeek: AgendaPage, Reception: ReceptionPage}
# The engagements of so many newest weeks are read; the page of the weeks leads to the others.
WEEKS = 4
LONGEST_BODY = 20_000


def register() -> None:
    """Called once when the application starts."""
    registry.register(
        SearchKind(
            KIND,
            "calendars.ReceptionPage",
            load,
            all_ids,
            present_pages,
            label=cast(str, gettext_lazy("Lịch")),
            also=frozenset({"calendars.AgendaPage"}),
            watch={
                **{model._meta.label_lower: lambda page: [page.pk] for model in MODELS},
                "calendars.reception": lambda row: pages_of(ReceptionPage, row.agency_id),
                "calendars.agendaweek": lambda row: pages_of(AgendaPage, row.agency_id),
                "calendars.agendaentry": lambda row: pages_of(AgendaPage, row.week.agency_id),
            },
        )
    )


def all_ids() -> Iterable[int]:
    """Both pages of every site."""
    for model in MODELS:
        yield from model.objects.values_list("pk", flat=True)


def load(ids: Sequence[int]) -> Iterable[SearchDocument]:
    """Live, unrestricted pages with something on them: found on their own site."""
    restricted = list(PageViewRestriction.objects.values_list("page__path", flat=True))
    owners = {
        path: (agency_id, code)
        for path, agency_id, code in HomePage.objects.values_list("path", "agency_id", "agency__code")
    }
    for model, words_of in ((ReceptionPage, _receptions), (AgendaPage, _weeks)):
        for page in model.objects.live().filter(in_term(clock.today()), pk__in=ids).select_related("locale"):
            agency_id, code = owners.get(page.path[: -Page.steplen], (None, ""))
            if agency_id is None or any(page.path.startswith(path) for path in restricted):
                continue
            words = words_of(agency_id)
            if words:
                yield _document(page, code, words)


def _document(page: Any, code: str, words: list[str]) -> SearchDocument:
    with override(page.locale.language_code):
        aliases = {
            ReceptionPage: (gettext("Tiếp dân"), gettext("Tiếp công dân")),
            AgendaPage: (gettext("Lịch tuần"), gettext("Lịch làm việc của lãnh đạo")),
        }[type(page)]
    return with_version(
        kind=KIND,
        object_id=page.pk,
        locale=page.locale.language_code,
        scopes=frozenset({f"agency:{code}"}),
        code="",
        name=page.title,
        aliases=aliases,
        body=" ".join([page.lead, *words])[:LONGEST_BODY].strip(),
        url_key=str(page.pk),
    )


def _receptions(agency_id: int) -> list[str]:
    """What is announced of the public receptions."""
    rows = Reception.objects.filter(in_term(clock.today()), agency=agency_id, live=True).order_by("pk")
    columns = ("leader", "leader_name", "place", "attends", "subjects")
    return [value for row in rows.values_list(*columns) for value in row if value]


def _weeks(agency_id: int) -> list[str]:
    """What leaders do in the newest public weeks."""
    weeks = AgendaWeek.objects.filter(in_term(clock.today()), agency=agency_id, live=True)
    newest = list(weeks.order_by("-monday").values_list("pk", flat=True)[:WEEKS])
    rows = AgendaEntry.objects.filter(week__in=newest).order_by("day", "starts", "pk")
    return [value for row in rows.values_list("leader", "what", "place") for value in row if value]


def pages_of(model: type[Any], agency_id: int) -> Iterator[int]:
    """The pages of an agency, one a language."""
    for path in HomePage.objects.filter(agency_id=agency_id).values_list("path", flat=True):
        below = model.objects.filter(path__startswith=path, depth=len(path) // Page.steplen + 1)
        yield from below.values_list("pk", flat=True)
