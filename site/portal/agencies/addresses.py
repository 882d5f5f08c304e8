"""What the routing map and the search for old addresses need of this app (:mod:`portal.core.former`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.agencies.models import Agency, FormerAddress, InheritedPage, Succession
from portal.core import former, routing
from portal.core.routing import LeftAddress

# Beside the routing map: {page's key: Inherited}.
INHERITED = "inherited-pages"


@dataclass(frozen=True, slots=True)
class Inherited:
    """From whom a page was taken over, and the first day on which it was no longer theirs."""

    name: str
    until: date


def register() -> None:
    """Called once when the application starts."""
    routing.register_beside(routing.LEFT_ADDRESSES, left_addresses)
    former.register_page_finder(find_page)
    routing.register_beside(INHERITED, inherited_pages)


def left_addresses() -> list[LeftAddress]:
    """The addresses that whole sites have left, each with who stands for the agency now; two queries."""
    rows = FormerAddress.objects.filter(agency__isnull=False).values_list(
        "host", "path", "agency_id", "agency__name"
    )
    followers = direct_successors()
    found = []
    for host, path, agency, name in rows:
        now = successors_of(agency, followers)
        found.append(LeftAddress(host, path, now, now == (agency,), name))
    return found


def inherited_pages() -> dict[int, Inherited]:
    """The pages that came from a predecessor; one query."""
    rows = InheritedPage.objects.values_list("page_id", "agency__name", "until")
    return {page: Inherited(name, until) for page, name, until in rows}


def direct_successors() -> dict[int, list[int]]:
    """``{predecessor: its successors}``, the first of a split first; one query."""
    found: dict[int, list[int]] = defaultdict(list)
    for before, after in Succession.objects.values_list("predecessor_id", "successor_id"):
        found[before].append(after)
    return found


def successors_of(agency: int, followers: dict[int, list[int]]) -> tuple[int, ...]:
    """Who stands for an agency today: itself where nobody followed, else the last ones of each line."""
    found: list[int] = []
    waiting, seen = [agency], set()
    while waiting:
        now = waiting.pop(0)
        if now in seen:
            continue
        seen.add(now)
        after = followers.get(now, [])
        waiting = [*after, *waiting]
        if not after:
            found.append(now)
    return tuple(found)


def find_page(host: str, paths: Sequence[str]) -> tuple[Page, str] | None:
    """The page that left the longest of the addresses; one query."""
    rows = FormerAddress.objects.filter(host=host, path__in=paths, page__isnull=False)
    known = {row.path: row for row in rows.select_related("page__locale")}
    for path in paths:
        if path in known:
            return known[path].page, path
    return None


def host_left_by_other(host: str, agency: int | None) -> bool:
    """Whether another agency's site stood at this host name; who follows that agency may have it."""
    rows = FormerAddress.objects.filter(host=host, path="/", agency__isnull=False)
    return rows.exclude(agency__in=_own(agency)).exists()


def host_left_words(host: str) -> str:
    """Why such a host name is not given away."""
    return _("Tên miền %s từng là địa chỉ của cơ quan khác; địa chỉ cũ phải tiếp tục chuyển hướng.") % host


def slug_taken(slug: str, level: str, agency: int | None) -> bool:
    """Whether a part of the address is in use at its level, or was that of an agency not followed by this."""
    own = _own(agency)
    if Agency.objects.filter(level=level, slug=slug).exclude(pk=own[0] if own else 0).exists():
        return True
    rows = FormerAddress.objects.filter(host="", path__endswith=f"/{slug}/", agency__level=level)
    return rows.exclude(agency__in=own).exists()


def _own(agency: int | None) -> list[int]:
    """An agency and whom it followed."""
    if agency is None:
        return []
    before = Succession.objects.filter(successor=agency).values_list("predecessor_id", flat=True)
    return [agency, *before]
