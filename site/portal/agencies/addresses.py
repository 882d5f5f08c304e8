"""What the routing map and the search for old addresses need of this app (:mod:`portal.core.former`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.agencies.models import Agency, FormerAddress, Succession
from portal.core import former, routing
from portal.core.routing import LeftAddress


def register() -> None:
    """Called once when the application starts."""
    routing.register_beside(routing.LEFT_ADDRESSES, left_addresses)
    former.register_page_finder(find_page)


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
    """Whether another agency's site stood at this host name."""
    rows = FormerAddress.objects.filter(host=host, path="/", agency__isnull=False)
    return rows.exclude(agency=agency).exists()


def host_left_words(host: str) -> str:
    """Why such a host name is not given away."""
    return _("Tên miền %s từng là địa chỉ của cơ quan khác; địa chỉ cũ phải tiếp tục chuyển hướng.") % host


def slug_taken(slug: str, level: str, agency: int | None) -> bool:
    """Whether a part of the address is in use at its level, or was another agency's."""
    own = [] if agency is None else [agency]
    if Agency.objects.filter(level=level, slug=slug).exclude(pk__in=own).exists():
        return True
    rows = FormerAddress.objects.filter(host="", path__endswith=f"/{slug}/", agency__level=level)
    return rows.exclude(agency=agency).exists()
