"""Roles and groups as code: who has which duties, what each role may do, and which groups a person is in.

* :mod:`.catalogue`: the roles with their names and duties;
* :mod:`.grants`: what a role may do with a kind of object; domain apps add theirs from ``ready()``;
* :mod:`.groups`: builds Django's groups from both, one a role and agency;
* :mod:`.activation`: puts a person into the groups of the one agency for which the person works now.
"""

from portal.editorial.roles.activation import NoRoleThere, activate, end, forget, give, settle
from portal.editorial.roles.catalogue import ROLES, Role
from portal.editorial.roles.grants import actions, grant, roles_that_may
from portal.editorial.roles.groups import group_for, sync

__all__ = [
    "ROLES",
    "NoRoleThere",
    "Role",
    "actions",
    "activate",
    "end",
    "forget",
    "give",
    "grant",
    "group_for",
    "roles_that_may",
    "settle",
    "sync",
]
