"""What the publish service asks about people: whose a thing is, in which role somebody acts, who approves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet

from portal.accounts.models import Membership, User
from portal.agencies.models import Agency
from portal.core.clock import today
from portal.editorial import access
from portal.editorial.roles import ROLES, roles_that_may

# The log shows one role of a person: the first of these that the person holds.
ORDER: Final = (
    "chief_editor",
    "secretary",
    "approver",
    "leader",
    "procedure_controller",
    "procedure_officer",
    "province_editor",
    "editor",
    "unit_admin",
    "operator",
)
PERSON: Final = "nguoi-dung"
# Who stands in when an agency's approvers are all away and named no deputy.
STANDING_IN: Final = frozenset({"chief_editor", "secretary"})
# Who may publish a text of one's own without a second person, except on home pages.
OWN_TEXTS: Final = frozenset({"chief_editor"})


def agency_code(obj: Any) -> str:
    """The code of the agency a thing belongs to; empty for what the province writes for all."""
    agency = access.owner(obj)
    return agency.code if agency is not None else ""


def role_for(user: Any, obj: Any) -> str:
    """The code of the role in which a person acts on a thing: at its agency, or where one works now."""
    held = access.roles_of(user, access.owner(obj)) or access.roles_of(user)
    return next((role for role in ORDER if role in held), min(held, default=PERSON))


def may_publish_own(user: Any, obj: Any) -> bool:
    """Whether this person needs nobody else for a text of one's own: never on a home page."""
    return not getattr(obj, "four_eyes", False) and bool(access.roles_of(user) & OWN_TEXTS)


def reviewers(obj: Any, *, day: date | None = None) -> QuerySet[User]:
    """Who may approve a thing on a day: the agency's approvers who are there, the deputies of those who are
    not, and the province's chief editor and secretary where nobody of the agency is left.
    """
    from portal.editorial.models import Absence

    day = day or today()
    agency = access.owner(obj)
    entitled = _entitled(obj, agency)
    away = Absence.objects.on(day).filter(Q(agency=agency) | Q(agency=None))
    absent = set(away.filter(user_id__in=entitled).values_list("user_id", flat=True))
    there = entitled - absent
    deputies = set(
        away.filter(user_id__in=absent, deputy__isnull=False, deputy__is_active=True)
        .exclude(deputy_id__in=away.values("user_id"))
        .values_list("deputy_id", flat=True)
    )
    found = there | deputies
    if not found:
        found = set(_holders(STANDING_IN, None, obj)) - absent
    return User.objects.filter(pk__in=found, is_active=True)


def _entitled(obj: Any, agency: Agency | None) -> set[int]:
    """Who approves by role: the approvers, and whoever may publish this type of thing there."""
    approvers = set(access.approvers(obj).values_list("pk", flat=True))
    return approvers | set(_holders(roles_that_may("publish", access.label_of(type(obj))), agency, obj))


def _holders(codes: Iterable[str], agency: Agency | None, obj: Any) -> Iterator[int]:
    """People in these roles today, at the agency (the province without one), within their lĩnh vực."""
    where = Q(agency=agency) if agency is not None else Q(agency__level=Agency.Level.PROVINCE)
    rows = Membership.objects.on(today()).filter(where, role__in=list(codes), user__is_active=True)
    for row in rows.select_related("agency"):
        if _covers(row, obj):
            yield row.user_id


def _covers(row: Membership, obj: Any) -> bool:
    """Whether a role that works by lĩnh vực (at a department) covers this thing."""
    path = access.field_path(type(obj))
    if not ROLES[row.role].by_field or row.agency.level != Agency.Level.DEPARTMENT or not path:
        return True
    return bool(type(obj)._default_manager.filter(pk=obj.pk, **{f"{path}__in": row.fields}).exists())
