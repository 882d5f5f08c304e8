"""What search finds of the question desk: published answers, as they were redacted, and nothing of cases."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from feedback.models import PublicQuestion
from feedback.selectors import shows_all
from feedback.suggestions import ANSWER
from portal.core import site_request
from search import registry
from search.registry import SearchDocument, SearchHit, SearchKind

if TYPE_CHECKING:
    from search.models import SearchEntry

LONGEST_SUMMARY = 200


def register() -> None:
    """Called once when the application starts."""
    registry.register(
        SearchKind(
            ANSWER,
            "feedback.PublicQuestion",
            load,
            all_ids,
            present,
            label=cast(str, gettext_lazy("Hỏi đáp")),
            also=frozenset({"feedback.QuestionDeskPage"}),
            watch={
                "feedback.publicquestion": lambda row: [row.pk],
                "feedback.questiontopic": lambda row: [row.question_id],
            },
        )
    )


def all_ids() -> Iterable[int]:
    """Every question that was ever published."""
    return PublicQuestion.objects.values_list("pk", flat=True)


def load(ids: Sequence[int]) -> Iterable[SearchDocument]:
    """Those that are public now: found on the site of who answered, and on the province's."""
    rows = PublicQuestion.objects.filter(pk__in=ids, live=True).select_related("agency__parent")
    for row in rows.prefetch_related("topics"):
        scopes = {f"agency:{row.agency.code}"}
        if row.agency.parent is not None:
            scopes.add(f"agency:{row.agency.parent.code}")
        values: dict[str, Any] = {
            "name": row.title,
            "body": f"{row.question}\n{row.answer}",
            "url_key": f"{row.pk}/{row.slug}/",
        }
        seal = json.dumps([values, sorted(scopes)], ensure_ascii=False, sort_keys=True)
        yield SearchDocument(
            kind=ANSWER,
            object_id=row.pk,
            locale=row.language,
            scopes=frozenset(scopes),
            code="",
            version=hashlib.sha256(seal.encode()).hexdigest()[:32],
            **values,
        )


def present(entries: Sequence[SearchEntry], request: HttpRequest) -> Mapping[int, SearchHit]:
    """Hits from live rows: one query. What is another agency's stands on the province's page."""
    portal = site_request.of(request)
    here = portal.section_url("hoi-dap")
    home = portal.map.province_home(portal.locale)
    everywhere = portal.section_url("hoi-dap", home) if home else here
    found = {}
    rows = PublicQuestion.objects.filter(pk__in=[entry.object_id for entry in entries], live=True)
    for row in rows.select_related("agency"):
        own = shows_all(portal.agency) or (portal.agency is not None and portal.agency.pk == row.agency_id)
        found[row.pk] = SearchHit(
            title=row.title,
            url=f"{here if own and here else everywhere}{row.pk}/{row.slug}/",
            summary=Truncator(row.answer.replace("\n", " ")).chars(LONGEST_SUMMARY),
            field=row.agency.name,
            locale=row.language,
        )
    return found
