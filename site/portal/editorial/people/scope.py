"""Whom a person may manage: an administrator of a unit the unit's people, an operator all."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from portal.accounts.models import Membership, User
from portal.agencies.models import Agency
from portal.core.clock import today
from portal.editorial import access, roles


def manages_all(manager: Any) -> bool:
    """Whether the manager's reach is the whole province."""
    return bool(
        manager.is_superuser or any(roles.ROLES[role].manages == "all" for role in access.roles_of(manager))
    )


def agencies(manager: Any) -> QuerySet[Agency]:
    """The agencies whose people a manager manages."""
    if manages_all(manager):
        return Agency.objects.on(today())
    own = access.active_agency(manager)
    manages = any(roles.ROLES[role].manages for role in access.roles_of(manager))
    return Agency.objects.filter(pk=own.pk) if own is not None and manages else Agency.objects.none()


def people(manager: Any) -> QuerySet[User]:
    """The people a manager sees: everybody who has or had a role at one of these agencies."""
    if manages_all(manager):
        return User.objects.all()
    members = Membership.objects.filter(agency__in=agencies(manager)).values("user")
    return User.objects.filter(pk__in=members)


def may_manage_account(manager: Any, user: User) -> bool:
    """Whether the account itself (second factor, closing, last day) is the manager's to change.

    Never one's own, and for a unit's administrator only when the person has no role in force elsewhere: what
    is done to the account would reach the other agency.
    """
    if manager.pk == user.pk:
        return False
    if manages_all(manager):
        return True
    elsewhere = Membership.objects.on(today()).filter(user=user).exclude(agency__in=agencies(manager))
    return people(manager).filter(pk=user.pk).exists() and not elsewhere.exists()


def roles_to_give(manager: Any, agency: Agency) -> list[roles.Role]:
    """The roles that a manager may give at an agency; central ones only by who manages all."""
    everything = manages_all(manager)
    return [
        role
        for role in roles.ROLES.values()
        if agency.level in role.levels and (everything or not role.central)
    ]
