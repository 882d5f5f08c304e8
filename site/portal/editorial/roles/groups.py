"""Django's groups, built from the roles: one a role and agency, made when somebody first works in it.

Central roles have one permission on the province's home (a page permission a language), never one an agency:
Wagtail's explorer slows down, and fails on SQLite, with the number of permissions of one user.
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from portal.accounts.models import Membership
from portal.agencies.models import Agency
from portal.editorial.roles import grants
from portal.editorial.roles.catalogue import ROLES, Role

PREFIX = "vai-tro"
# Wagtail keeps the permissions of a project's own models of files on its own ones.
FILE_MODELS = (("wagtailimages", "image"), ("wagtaildocs", "document"))


def group_name(role: str, agency_code: str) -> str:
    """The name by which a group of ours is known."""
    return f"{PREFIX}:{role}:{agency_code}"


def managed() -> Q:
    """The groups that are built here."""
    return Q(name__startswith=f"{PREFIX}:")


def group_for(role: str, agency: Agency) -> Group:
    """The group of a role at an agency, made and equipped when it does not exist yet."""
    group, created = Group.objects.get_or_create(name=group_name(role, agency.code))
    if created:
        equip(group, ROLES[role], agency)
    return group


@transaction.atomic
def sync() -> dict[str, int]:
    """Bring every group in line with the roles; gives ``{"groups", "changed", "removed"}``.

    Run again, it changes nothing. A group whose role or agency is gone is removed.
    """
    pairs = {
        group_name(role, code): (role, code)
        for role, code in Membership.objects.values_list("role", "agency__code").distinct()
        if role in ROLES
    }
    codes = set(Agency.objects.values_list("code", flat=True))
    removed = 0
    for name in Group.objects.filter(managed()).values_list("name", flat=True):
        _prefix, role, code = name.split(":", 2)
        if role in ROLES and code in codes:
            pairs[name] = (role, code)
        else:
            removed += Group.objects.filter(name=name).delete()[0] > 0
    wanted = {code for _role, code in pairs.values()}
    agencies = {agency.code: agency for agency in Agency.objects.filter(code__in=wanted)}
    changed = 0
    for name, (role, code) in sorted(pairs.items()):
        group, _created = Group.objects.get_or_create(name=name)
        changed += equip(group, ROLES[role], agencies[code])
    return {"groups": len(pairs), "changed": changed, "removed": removed}


def sync_agency(agency: Agency) -> None:
    """Bring the groups of one agency in line (its site was made, translated or moved)."""
    for role in ROLES.values():
        group = Group.objects.filter(name=group_name(role.code, agency.code)).first()
        if group is not None:
            equip(group, role, agency)


def equip(group: Group, role: Role, agency: Agency) -> bool:
    """Give a group exactly what its role may do at the agency; says whether anything changed."""
    wanted = _model_permissions(role, agency.level)
    changed = set(group.permissions.values_list("pk", flat=True)) != wanted
    if changed:
        group.permissions.set(wanted)
    pages = {(home, key) for home in home_keys(agency) for key in _page_permissions(role)}
    held_pages = set(GroupPagePermission.objects.filter(group=group).values_list("page_id", "permission_id"))
    if held_pages != pages:
        changed = True
        GroupPagePermission.objects.filter(group=group).delete()
        GroupPagePermission.objects.bulk_create(
            GroupPagePermission(group=group, page_id=page, permission_id=key) for page, key in sorted(pages)
        )
    files = {(agency.collection_id, key) for key in _file_permissions(role) if agency.collection_id}
    held_files = set(
        GroupCollectionPermission.objects.filter(group=group).values_list("collection_id", "permission_id")
    )
    if held_files != files:
        changed = True
        GroupCollectionPermission.objects.filter(group=group).delete()
        GroupCollectionPermission.objects.bulk_create(
            GroupCollectionPermission(group=group, collection_id=collection, permission_id=key)
            for collection, key in sorted(files)
        )
    return changed


def home_keys(agency: Agency) -> list[int]:
    """The keys of an agency's home pages, one a language."""
    return list(agency.home_pages.values_list("pk", flat=True))


def _page_permissions(role: Role) -> set[int]:
    return _permission_keys("wagtailcore", "page", role.pages)


def _file_permissions(role: Role) -> set[int]:
    found: set[int] = set()
    for app_label, model in FILE_MODELS:
        found |= _permission_keys(app_label, model, role.files)
    return found


def _model_permissions(role: Role, level: str) -> set[int]:
    """Model permissions: entry to the editors' side, and what was granted."""
    found = set(
        Permission.objects.filter(
            content_type__app_label="wagtailadmin", codename="access_admin"
        ).values_list("pk", flat=True)
    )
    if "add" in role.pages:
        # Who writes pages may have them translated.
        kinds = {"content_type__app_label": "wagtail_localize", "codename": "submit_translation"}
        found |= set(Permission.objects.filter(**kinds).values_list("pk", flat=True))
    for label, actions in grants.granted_models(role, level).items():
        app_label, model = label.lower().split(".")
        found |= _permission_keys(app_label, model, actions)
    return found


def _permission_keys(app_label: str, model: str, actions: frozenset[str]) -> set[int]:
    """Keys of permissions. Raises LookupError for an action that the model has no permission for."""
    if not actions:
        return set()
    kind = ContentType.objects.get_by_natural_key(app_label, model)
    names = {f"{action}_{model}" for action in actions}
    found = dict(
        Permission.objects.filter(content_type=kind, codename__in=names).values_list("codename", "pk")
    )
    if names - set(found):
        raise LookupError(f"{app_label}.{model} has no permission {sorted(names - set(found))}")
    return set(found.values())
