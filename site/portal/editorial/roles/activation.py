"""Puts a person into the groups of the one agency for which the person works now; nobody else writes groups.

Groups are derived from the memberships in force at the active agency (docs/adr/0009). They are settled when a
membership changes, when a person switches agency, by a job once an hour, and at once on a request that finds
them out of step: a membership that ended yesterday opens nothing today.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import Membership, User
from portal.agencies.models import Agency
from portal.core import audit
from portal.core.clock import today
from portal.editorial.roles.catalogue import DEPARTMENT, ROLES
from portal.editorial.roles.groups import group_for, group_name, managed

# What Django and Wagtail keep on a user for a request; stale after the groups changed.
CACHED = (
    "_perm_cache",
    "_user_perm_cache",
    "_group_perm_cache",
    "_page_permission_cache",
    "_collection_permission_cache",
    "_explorable_root_page_cache",
    "_standing",
)


class NoRoleThere(PermissionDenied):
    """The person has no role in force at the agency asked for."""


@transaction.atomic
def activate(user: User, agency: Agency) -> None:
    """Let a person work for an agency from now on. Raises NoRoleThere without a role in force there."""
    roles = _roles_in_force(user, agency.pk)
    if not roles:
        raise NoRoleThere(_("Anh/chị không có vai trò tại cơ quan này."))
    if user.active_agency_id != agency.pk:
        user.active_agency = agency
        user.save(update_fields=["active_agency"])
        audit.note("role.activated", user=user, agency_code=agency.code)
    user.groups.set([group_for(role, agency) for role in sorted(roles)])
    forget(user)


@transaction.atomic
def settle(user: User) -> bool:
    """Bring agency and groups of a person in line with the memberships of today; says whether they changed.

    When the last membership at the active agency has ended, the person works for the next agency where there
    is one in force; without any, for none.
    """
    agency_id = user.active_agency_id
    roles = _roles_in_force(user, agency_id) if agency_id else set()
    if roles and _group_names(user) == {group_name(role, _code(user)) for role in roles}:
        return False
    if roles and user.active_agency is not None:
        activate(user, user.active_agency)
        return True
    following = Membership.objects.on(today()).filter(user=user, role__in=ROLES).order_by("-starts_on", "pk")
    first = following.select_related("agency").first()
    if first is not None:
        activate(user, first.agency)
        return True
    if agency_id is None and not user.groups.filter(managed()).exists():
        return False
    user.active_agency = None
    user.save(update_fields=["active_agency"])
    user.groups.clear()
    forget(user)
    return True


def settle_all() -> str:
    """The job: everybody whose groups no longer follow from the memberships of today."""
    people = (
        User.objects.filter(memberships__isnull=False).distinct()
        | User.objects.filter(groups__name__startswith="vai-tro:").distinct()
    )
    changed = sum(settle(user) for user in people.select_related("active_agency").iterator(chunk_size=500))
    return _("Đã chỉnh nhóm quyền của %d người.") % changed


def give(
    user: User,
    role: str,
    agency: Agency,
    *,
    by: User | None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    decision_number: str = "",
    fields: Iterable[str] = (),
) -> Membership:
    """Give a person a role at an agency. Raises ValidationError, told by field, when it cannot be."""
    errors: dict[str, Any] = {}
    found = ROLES.get(role)
    if found is None or agency.level not in found.levels:
        errors["role"] = _("Cơ quan này không có vai trò đó.")
    elif found.reads_only and ends_on is None:
        errors["ends_on"] = _("Ghi ngày kết thúc cuộc kiểm tra.")
    elif found.by_field and agency.level == DEPARTMENT and not list(fields):
        errors["fields"] = _("Chọn ít nhất một lĩnh vực được giao.")
    if found is not None and found.reads_only and not decision_number.strip():
        errors["decision_number"] = _("Ghi số quyết định kiểm tra.")
    if ends_on is not None and ends_on < (starts_on or today()):
        errors["ends_on"] = _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
    if errors:
        raise ValidationError(errors)
    membership = Membership.objects.create(
        user=user,
        role=role,
        agency=agency,
        granted_by=by,
        starts_on=starts_on or today(),
        ends_on=ends_on,
        decision_number=decision_number.strip(),
        fields=sorted(set(fields)),
    )
    audit.note("role.granted", user=by, agency_code=agency.code, obj=user, given=role, until=ends_on)
    return membership


def end(membership: Membership, *, by: User | None) -> None:
    """End a membership now: it is in force no more from this moment, and its groups are gone at once."""
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    audit.note(
        "role.ended", user=by, agency_code=membership.agency.code, obj=membership.user, given=membership.role
    )


def forget(user: User) -> None:
    """Drop what was worked out for a user from the groups as they were."""
    for name in CACHED:
        if hasattr(user, name):
            delattr(user, name)


def _roles_in_force(user: User, agency_id: int) -> set[str]:
    found = Membership.objects.on(today()).filter(user=user, agency_id=agency_id, role__in=ROLES)
    return set(found.values_list("role", flat=True))


def _group_names(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def _code(user: User) -> str:
    return user.active_agency.code if user.active_agency else ""
