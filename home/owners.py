"""Whose home a page is: what the routing map needs of the register, in two queries for all agencies."""

from __future__ import annotations

from collections import defaultdict
from typing import cast

from home.models import HomePage
from portal.agencies.models import Agency, FormerName
from portal.agencies.names import units_before
from portal.core.routing import AgencyInfo


def load() -> dict[int, AgencyInfo]:
    """``{home page's key: its agency}`` for every language."""
    former: dict[int, list[str]] = defaultdict(list)
    for agency_id, name in FormerName.objects.order_by("agency_id", "pk").values_list("agency_id", "name"):
        former[agency_id].append(name)
    found: dict[int, AgencyInfo] = {}
    known: dict[int, AgencyInfo] = {}
    for home in HomePage.objects.select_related("agency__parent").only(
        "pk",
        *(f"agency__{column}" for column in COLUMNS),
        "agency__parent__name",
    ):
        agency = home.agency
        info = known.get(agency.pk)
        if info is None:
            info = known[agency.pk] = _info(agency, units_before(agency.name, former.get(agency.pk, ())))
        found[home.pk] = info
    return found


COLUMNS = (
    "code",
    "name",
    "name_en",
    "level",
    "kind",
    "performer_class",
    "parent",
    "valid_to",
    "address",
    "phone",
    "email",
    "contact_confirmed_on",
    "identifier_code",
    "latitude",
    "longitude",
    "site_responsible",
    "palette",
    "is_demo",
    "sort_key",
)


def _info(agency: Agency, former_names: tuple[str, ...]) -> AgencyInfo:
    return AgencyInfo(
        pk=agency.pk,
        code=agency.code,
        name=agency.name,
        short_name=agency.short_name,
        level=agency.level,
        kind=agency.kind,
        # Stays lazy: the map serves requests in every language.
        kind_label=cast(str, Agency.Kind(agency.kind).label),
        name_en=agency.name_en,
        parent_name=agency.parent.name if agency.parent else "",
        performer_class=agency.performer_class,
        address=agency.address,
        phone=agency.phone,
        email=agency.email,
        palette=agency.palette,
        contact_confirmed_on=agency.contact_confirmed_on,
        identifier_code=agency.identifier_code,
        latitude=agency.latitude,
        longitude=agency.longitude,
        site_responsible=agency.site_responsible,
        valid_to=agency.valid_to,
        is_demo=agency.is_demo,
        former_names=former_names,
        sort_key=agency.sort_key,
    )
