"""A unit gets another name: its site follows, the old name and the old address are kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.agencies.addresses import slug_taken
from portal.agencies.models import Agency, FormerAddress, FormerName
from portal.agencies.performers import class_of_agency
from portal.agencies.provisioning import run_steps
from portal.core import audit
from portal.core.slugs import slugify_vi

KINDS = {"Xã ": Agency.Kind.COMMUNE, "Phường ": Agency.Kind.WARD, "Đặc khu ": Agency.Kind.SPECIAL_ZONE}


def kind_of(name: str) -> str:
    """The kind of unit that a name says: "Phường Vinh Phú" → "phuong"; empty when it says none."""
    return next((str(kind) for word, kind in KINDS.items() if name.startswith(word)), "")


def rename(agency: Agency, name: str, on: date, user: Any = None) -> list[str]:
    """Give a unit another name from a day on; gives what a person must look at."""
    old, told = agency.name, []
    FormerName.objects.get_or_create(
        agency=agency,
        name=old,
        district="",
        defaults={"code": agency.code, "since": agency.valid_from, "until": on},
    )
    agency.former_names.filter(name=name, part_only=False).delete()
    agency.name = name
    agency.kind = kind_of(name) or agency.kind
    agency.performer_class = class_of_agency(name, agency.level) or agency.performer_class
    if agency.name_en:
        told.append(_("Tên tiếng Anh cũ “%s” đã bỏ; đặt lại ở sổ cơ quan.") % agency.name_en)
        agency.name_en = ""
    slug = slugify_vi(_short(agency), 100)
    if slug != agency.slug:
        agency.slug = f"{slug}-{slugify_vi(agency.code, 18)}" if _taken(agency, slug) else slug
    agency.save()
    run_steps(agency)
    audit.note("agency.renamed", user=user, agency_code=agency.code, obj=agency, day=on.isoformat())
    return told


def want_slug(agency: Agency) -> None:
    """Give a unit that was just made the address of its name, where the units before it have left it free."""
    slug = slugify_vi(_short(agency), 100)
    if slug == agency.slug or _taken(agency, slug):
        return
    agency.refresh_from_db()
    agency.slug = slug
    agency.save(update_fields=["slug"])
    run_steps(agency)
    # The address of the minutes in between was never public.
    FormerAddress.objects.filter(agency=agency).delete()


def _short(agency: Agency) -> str:
    """The name without the province's, as in the address."""
    above = agency.parent
    tail = " " + above.name[:1].lower() + above.name[1:] if above else ""
    return agency.name.removesuffix(tail) if tail else agency.name


def _taken(agency: Agency, slug: str) -> bool:
    return slug_taken(slug, agency.level, agency.pk)
