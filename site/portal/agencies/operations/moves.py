"""A site changes its address in one step: to a host name, from one to another, back to a path, to a new slug.

The step that builds pages notes every address that is left (FormerAddress), so that old addresses lead on for
ever. An address that another agency's site has left is not given away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http.request import validate_host
from django.utils.translation import gettext as _

from portal.agencies import hosts
from portal.agencies.addresses import host_left_by_other, host_left_words, slug_taken
from portal.agencies.cells import HOST
from portal.agencies.models import Agency, FormerAddress
from portal.agencies.provisioning import province, run_steps
from portal.core import audit, routing, stamps
from portal.core.slugs import slugify_vi


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change of address did: the addresses left now, and what an operator should know."""

    changed: bool
    left: tuple[str, ...]
    warnings: tuple[str, ...]


def change_address(
    agency: Agency, *, hostname: str | None = None, slug: str | None = None, user: Any = None
) -> Moved:
    """Give a site another host name (empty: a path below the province) or another part in its path.

    None leaves as it is. Raises ValidationError by field for a name that cannot be used.
    """
    host = agency.hostname if hostname is None else hostname.strip().lower().rstrip(".")
    part = agency.slug if slug is None else slug.strip()
    check(agency, host, part)
    warnings = tuple(told(agency, host))
    if (host, part) == (agency.hostname, agency.slug):
        return Moved(False, (), warnings)
    with transaction.atomic():
        before = set(FormerAddress.objects.values_list("pk", "until"))
        agency.hostname, agency.slug = host, part
        agency.save(update_fields=["hostname", "slug"])
        run_steps(agency)
        rows = FormerAddress.objects.filter(agency=agency)
        left = tuple(str(row) for row in rows if (row.pk, row.until) not in before)
        audit.note("agency.moved", user=user, agency_code=agency.code, obj=agency, left=list(left))
    return Moved(True, left, warnings)


def current_address(agency: Agency) -> str:
    """Where the agency's site stands now, with its host where it has one; empty where it has no site."""
    return current_addresses([agency])[agency.pk]


def current_addresses(agencies: Iterable[Agency]) -> dict[int, str]:
    """The same for many, by key; one query."""
    table = routing.routing_map(stamps.read_all().get("routing", 0))
    found = {}
    for agency in agencies:
        home = table.home_of(agency.pk)
        path = home.url_path if home else ""
        found[agency.pk] = f"https://{agency.hostname}/" if agency.hostname else path
    return found


def check(agency: Agency, host: str, slug: str) -> None:
    """Raise ValidationError where a host or a slug is malformed, taken, or was left by another agency."""
    problems: dict[str, list[str]] = {}
    if host and not HOST.match(host):
        problems["hostname"] = [_("Tên miền không đúng dạng: %s.") % host]
    elif host and Agency.objects.filter(hostname=host).exclude(pk=agency.pk).exists():
        problems["hostname"] = [_("Tên miền %s đã thuộc cơ quan khác.") % host]
    elif host and host_left_by_other(host, agency.pk):
        problems["hostname"] = [host_left_words(host)]
    if not slug or slug != slugify_vi(slug, 120):
        problems["slug"] = [_("Chỉ dùng chữ thường không dấu, số và gạch nối.")]
    elif slug_taken(slug, agency.level, agency.pk):
        problems["slug"] = [_("Địa chỉ %s đang có hoặc từng có cơ quan khác dùng.") % slug]
    if problems:
        raise ValidationError(problems)


def told(agency: Agency, host: str) -> list[str]:
    """What an operator should know of a host name: the decree, and whether the server answers to it."""
    above = province()
    found = [
        f"{words} ({hosts.basis()})"
        for words in hosts.differences(agency.level, agency.name, host, above.name if above else agency.name)
    ]
    if host and not validate_host(host, settings.ALLOWED_HOSTS):
        found.append(_("Máy chủ chưa trả lời tên miền %s: thêm vào PORTAL_ALLOWED_HOSTS.") % host)
    old = agency.hostname
    if old and old != host:
        found.append(
            _("Giữ tên miền cũ %s trong DNS, chứng chỉ và PORTAL_ALLOWED_HOSTS để còn chuyển hướng.") % old
        )
    return found
