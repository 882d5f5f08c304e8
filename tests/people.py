"""People in roles, for tests: given by the services that officials use."""

from datetime import timedelta
from typing import Any

from django.test import Client

from portal.accounts.models import User
from portal.core.clock import today
from portal.editorial import roles
from tests.world import World


def person(world: World, role: str, code: str, *, name: str = "", **more: Any) -> User:
    """Somebody with a role at an agency, working for it; an inspector with decision and end."""
    user, _created = User.objects.get_or_create(username=name or f"{role}.{code}".lower())
    if roles.ROLES[role].reads_only:
        more = {"decision_number": "12/QĐ-TTr", "ends_on": today() + timedelta(days=10)} | more
    if roles.ROLES[role].by_field and world.agencies[code].level == "department":
        more = {"fields": ["ho-tich"]} | more
    roles.give(user, role, world.agencies[code], by=None, **more)
    roles.activate(user, world.agencies[code])
    return User.objects.get(pk=user.pk)


def signed_in(user: User) -> Client:
    """A browser of this person on the editors' side, both factors shown; errors come back as pages."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client
