"""The one policy: what a person may read, change and publish. Every door of the editors' side asks here.

A person works for one agency at a time (:func:`active_agency`) with the roles in force there today. An
object has an owner: a page by its tree, a file by its agency or collection, a record by its agency; what has
no owner is written once for the whole province. A role reaches what its own agency owns; a central role all.
What a role may do with a kind of object stands in :mod:`portal.editorial.roles`; what the state of the object
allows (lock, workflow, requirements) is asked elsewhere, after this.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from wagtail.models import Collection, DraftStateMixin, Page
from wagtail.permission_policies import ModelPermissionPolicy

from portal.accounts.models import Membership, User
from portal.agencies.models import Agency
from portal.core.clock import today
from portal.editorial import roles
from portal.editorial.roles import ROLES, actions
from portal.editorial.roles.catalogue import DEPARTMENT
from portal.editorial.roles.grants import DOCUMENT, IMAGE, PAGE
from portal.editorial.roles.groups import group_name

M = TypeVar("M", bound=Model)
FILES = frozenset({IMAGE, DOCUMENT})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands now: agency, roles in force there, and the lĩnh vực of roles by field."""

    agency: Agency | None
    roles: frozenset[str]
    fields: frozenset[str] = frozenset()
    # (key, path) of the agency's home pages, the one in the source language first.
    homes: tuple[tuple[int, str], ...] = ()
    # The first of them, where the explorer begins.
    root: Page | None = None

    @property
    def central(self) -> bool:
        """Whether any role reaches all agencies."""
        return any(ROLES[role].central for role in self.roles)


NOWHERE = Standing(None, frozenset())
_field_paths: dict[str, str] = {}


def register_field_path(model_label: str, path: str) -> None:
    """Say where a kind of object has its lĩnh vực: a lookup path to the code that memberships name."""
    _field_paths[model_label] = path


def field_path(model: type[Model]) -> str:
    """The lookup path to the lĩnh vực of a kind of object; empty where it has none."""
    return _field_paths.get(label_of(model), "")


def standing(user: Any) -> Standing:
    """Where a person stands now; remembered on ``request.user`` for one request (:func:`remember`)."""
    kept = getattr(user, "_standing", None)
    if kept is not None:
        return cast(Standing, kept)
    if not getattr(user, "is_active", False) or not user.is_authenticated or not user.active_agency_id:
        return NOWHERE
    if user.ends_on is not None and user.ends_on < today():
        return NOWHERE
    held = Membership.objects.on(today()).filter(user=user, agency=user.active_agency_id, role__in=ROLES)
    rows = list(held.select_related("agency"))
    if not rows:
        return NOWHERE
    fields = frozenset(code for row in rows if ROLES[row.role].by_field for code in row.fields)
    agency = rows[0].agency
    homes = _homes(agency)
    return Standing(
        agency,
        frozenset(row.role for row in rows),
        fields,
        tuple((page.pk, page.path) for page in homes),
        homes[0] if homes else None,
    )


def remember(user: Any) -> Standing:
    """Settle a person's groups where they are out of step, and work the standing out once for a request."""
    roles.forget(user)
    found = standing(user)
    expected = {group_name(role, found.agency.code) for role in found.roles if found.agency is not None}
    if set(user.groups.values_list("name", flat=True)) != expected and roles.settle(user):
        found = standing(user)
    user._standing = found
    return found


def home_page_key(user: Any) -> int | None:
    """The key of the home page of the agency for which a person works, in the source language."""
    homes = standing(user).homes
    return homes[0][0] if homes else None


def active_agency(user: Any) -> Agency | None:
    """The agency for which a person works now; None without a role in force there."""
    found = standing(user)
    return found.agency if found.roles else None


def roles_of(user: Any, agency: Agency | None = None) -> frozenset[str]:
    """The roles in force today at an agency; without one, at the active agency."""
    if agency is None or agency.pk == getattr(user, "active_agency_id", None):
        return standing(user).roles
    if not getattr(user, "is_active", False):
        return frozenset()
    found = Membership.objects.on(today()).filter(user=user, agency=agency, role__in=ROLES)
    return frozenset(found.values_list("role", flat=True))


def owner(obj: Any) -> Agency | None:
    """Whose an object is: a page its tree's, a file its agency's or collection's, a record its agency's."""
    if not isinstance(obj, Model):
        return None
    if isinstance(obj, Agency):
        return obj
    if isinstance(obj, Page):
        homes = Agency.objects.filter(home_pages__path__in=_prefixes(obj.path, Page.steplen))
        return homes.order_by("-home_pages__depth").first()
    if isinstance(obj, Collection):
        found = Agency.objects.filter(collection__path__in=_prefixes(obj.path, Collection.steplen))
        return found.order_by("-collection__depth").first()
    if not _has_agency(type(obj)):
        return None
    found_agency: Agency | None = getattr(obj, "agency", None)
    return found_agency or owner(getattr(obj, "collection", None))


def may(user: Any, action: str, obj: Any) -> bool:
    """Whether a person may do something with an object: "view", "change", "publish", "lock", "delete" …"""
    if not getattr(user, "is_active", False):
        return False
    if user.is_superuser:
        return True
    found = standing(user)
    label = label_of(type(obj))
    if action == "choose" and _shared_and_drafted(type(obj)) and getattr(obj, "live", False):
        return found.agency is not None
    acting = _acting(found, label, action)
    if not acting or found.agency is None:
        return False
    if isinstance(obj, Page):
        # Its tree says it all: below the agency's home, and below the province's home all of its agencies'.
        return any(obj.path.startswith(path) for _pk, path in found.homes)
    whose = owner(obj)
    if not any(ROLES[role].central for role in acting):
        if whose is None and _has_agency(type(obj)):
            return False
        if whose is not None and whose.pk != found.agency.pk:
            return False
    if _by_field_alone(found, acting) and label in _field_paths:
        path = _field_paths[label]
        kind = type(obj)._default_manager
        return obj.pk is not None and kind.filter(pk=obj.pk, **{f"{path}__in": found.fields}).exists()
    return True


def may_read(user: Any, obj: Any) -> bool:
    """Whether a person may see an object on the editors' side, drafts included."""
    return may(user, "view", obj)


def may_change(user: Any, obj: Any) -> bool:
    """Whether a person may change an object."""
    return may(user, "change", obj)


def may_publish(user: Any, obj: Any) -> bool:
    """Whether a person may make an object public, or take it away."""
    return may(user, "publish", obj)


def readable(user: Any, queryset: QuerySet[M]) -> QuerySet[M]:
    """Of these, what a person may see on the editors' side."""
    return narrowed(user, queryset, "view")


def changeable(user: Any, queryset: QuerySet[M]) -> QuerySet[M]:
    """Of these, what a person may change."""
    return narrowed(user, queryset, "change")


def publishable(user: Any, queryset: QuerySet[M]) -> QuerySet[M]:
    """Of these, what a person may make public."""
    return narrowed(user, queryset, "publish")


def agencies_to_write_for(user: Any, queryset: QuerySet[Agency]) -> QuerySet[Agency]:
    """The agencies for which a person may write: the one worked for now; all, for central staff."""
    found = standing(user)
    if user.is_superuser or found.central:
        return queryset
    return queryset.filter(pk=found.agency.pk) if found.agency is not None else queryset.none()


def colleagues(user: Any, queryset: QuerySet[User]) -> QuerySet[User]:
    """Of these people, those whose names a person may see: who works or worked at the same agency."""
    found = standing(user)
    if user.is_superuser or found.central:
        return queryset
    if found.agency is None:
        return queryset.none()
    return queryset.filter(pk__in=Membership.objects.filter(agency=found.agency).values("user"))


def approvers(obj: Any) -> QuerySet[User]:
    """Who approves an object: the approvers in force at its owner, at the province where nobody owns it."""
    codes = [role.code for role in ROLES.values() if role.approver]
    found = owner(obj)
    where = Q(agency=found) if found is not None else Q(agency__level=Agency.Level.PROVINCE)
    members = Membership.objects.on(today()).filter(where, role__in=codes)
    return User.objects.filter(is_active=True, pk__in=members.values("user"))


def narrowed(user: Any, queryset: QuerySet[M], action: str) -> QuerySet[M]:
    """Of these, what a person may do ``action`` with."""
    if getattr(user, "is_superuser", False) and user.is_active:
        return queryset
    found = standing(user)
    label = label_of(queryset.model)
    if action == "choose" and _shared_and_drafted(queryset.model):
        return queryset.filter(live=True) | narrowed(user, queryset, "view")
    acting = _acting(found, label, action)
    if not acting or found.agency is None:
        return queryset.none()
    where = Q()
    if not any(ROLES[role].central for role in acting):
        where &= _owned_by(queryset.model, found)
    elif issubclass(queryset.model, Page):
        where &= _below(found)
    if _by_field_alone(found, acting) and label in _field_paths:
        keys = queryset.model._default_manager.filter(**{f"{_field_paths[label]}__in": found.fields})
        where &= Q(pk__in=keys.values("pk"))
    return queryset.filter(where)


def may_touch_pages(user: Any) -> bool:
    """Whether a person has anything to do with pages at all."""
    return bool(user.is_superuser or _acting(standing(user), PAGE, "view"))


def label_of(model: type[Model]) -> str:
    """The label under which grants speak of a model: every page type is a page, a collection is its files."""
    if issubclass(model, Collection):
        return IMAGE
    return PAGE if issubclass(model, Page) else model._meta.label


def _acting(found: Standing, label: str, action: str) -> frozenset[str]:
    """The roles in which a person may do something with a kind of object; to do anything is to read."""
    if found.agency is None:
        return frozenset()
    held = {role: actions(role, label, found.agency.level) for role in found.roles}
    if action in ("view", "choose") and label not in FILES:
        return frozenset(role for role, may_do in held.items() if may_do)
    # Of a file "change" covers "delete", and whoever may choose it sees it.
    of_files = {"view": {"add", "change", "choose"}, "delete": {"change"}}
    wanted = of_files.get(action, {action}) if label in FILES else {action}
    return frozenset(role for role, may_do in held.items() if may_do & wanted)


def _shared_and_drafted(model: type[Model]) -> bool:
    """Whether a kind of record is written once for all: what is public of it may be pointed at by all."""
    return issubclass(model, DraftStateMixin) and not issubclass(model, Page) and not _has_agency(model)


def _by_field_alone(found: Standing, acting: frozenset[str]) -> bool:
    """Whether every role that would allow it works by field, at a department."""
    at_department = found.agency is not None and found.agency.level == DEPARTMENT
    return at_department and all(ROLES[role].by_field for role in acting)


def _has_agency(model: type[Model]) -> bool:
    try:
        return model._meta.get_field("agency").related_model is Agency
    except FieldDoesNotExist:
        return False


def _homes(agency: Agency) -> list[Page]:
    pages = Page.objects.filter(pk__in=agency.home_pages.values("pk")).select_related("locale")
    return sorted(pages, key=lambda page: (page.locale.language_code != settings.LANGUAGE_CODE, page.path))


def _owned_by(model: type[Model], found: Standing) -> Q:
    """The rows of a model that the agency owns; everything where rows have no owner."""
    agency = found.agency
    if agency is None:
        return Q(pk__in=[])
    if issubclass(model, Page):
        return _below(found)
    if issubclass(model, Agency):
        return Q(pk=agency.pk)
    if issubclass(model, Collection):
        return Q(path__startswith=agency.collection.path) if agency.collection else Q(pk__in=[])
    return Q(agency=agency) if _has_agency(model) else Q()


def _below(found: Standing) -> Q:
    """Pages in the trees of an agency, a language each; for the province all of its agencies' too."""
    where = Q(pk__in=[])
    for _pk, path in found.homes:
        where |= Q(path__startswith=path)
    return where


def _prefixes(path: str, step: int) -> list[str]:
    return [path[:end] for end in range(step, len(path) + 1, step)]


def role_codes(user: Any) -> str:
    """The codes of the roles a person works in now, for the audit trail."""
    return ",".join(sorted(standing(user).roles))


def agency_code(obj: Any, user: Any) -> str:
    """The code of the agency an event belongs to: the object's owner, else the person's agency."""
    found = owner(obj) or active_agency(user)
    return found.code if found is not None else ""


class OwnedPolicy(ModelPermissionPolicy):
    """The permission policy of records: the model's permissions, then the one policy of the object."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """The model's permission, and the object within reach."""
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        """Any of the model's permissions, for the object."""
        allowed = [action for action in actions if self.user_has_permission(user, action)]
        return any(may(user, action, instance) for action in allowed)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """The objects with which a person may do any of the actions."""
        everything = self.model._default_manager.all()
        allowed = {action for action in actions if self.user_has_permission(user, action)}
        found = everything.none()
        for action in sorted(allowed):
            found = found | narrowed(user, everything, action)
        return cast("QuerySet[Any]", found)

    def users_with_any_permission_for_instance(self, actions: Any, instance: Any) -> QuerySet[Any]:
        """People with the model's permission who work for the object's owner, or for the province."""
        found: QuerySet[Any] = self.users_with_any_permission(actions)
        whose = owner(instance)
        if whose is None:
            return found
        central = [role.code for role in ROLES.values() if role.central]
        everywhere = Membership.objects.on(today()).filter(role__in=central).values("user")
        return found.filter(Q(active_agency=whose) | Q(pk__in=everywhere) | Q(is_superuser=True))
