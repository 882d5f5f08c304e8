"""What is offered before a question is sent: published answers and procedures that fit, found by the search.

The text goes to the search in the process and is neither logged nor kept.
"""

from __future__ import annotations

from django.http import HttpRequest

from portal.core import site_request
from portal.core.site_request import PortalRequest
from portal.core.text import one_line
from search.engine import search
from search.models import SearchEntry
from search.views import Shown, present, scopes_of

ANSWER, PROCEDURE = "answer", "procedure"
SHOWN = 3
# A person's question has many words that no answer has; so much of it must be there all the same.
COVERS = 0.3
LONGEST = 200


def matching(text: str, request: HttpRequest) -> list[Shown]:
    """At most three published answers and procedures of this site that speak of what was asked."""
    portal = site_request.of(request)
    found = search(
        one_line(text)[:LONGEST],
        scopes=scopes_of(portal.agency),
        kinds=(ANSWER, PROCEDURE),
        locale=portal.locale,
        stamp=portal.stamps.get("search", 0),
    )
    rows = [row for row, score in zip(found.rows, found.scored, strict=True) if score.covered >= COVERS]
    return present(rows[:SHOWN], found, request)


def procedure_name(code: str, portal: PortalRequest) -> str:
    """The name of the procedure that is asked about, in the page's language; empty for an unknown code."""
    if not code:
        return ""
    names = dict(SearchEntry.objects.filter(kind=PROCEDURE, code=code[:100]).values_list("locale", "name"))
    return names.get(portal.locale) or next(iter(names.values()), "")
