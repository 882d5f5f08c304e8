"""What a role may do with a kind of object. Domain apps add theirs from ``ready()``."""

from __future__ import annotations

from collections import defaultdict

from django.apps import apps

from portal.editorial.roles.catalogue import DEPARTMENT, ROLES, Role

PAGE = "wagtailcore.Page"
IMAGE, DOCUMENT = "library.PortalImage", "library.PortalDocument"

_granted: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))


def grant(role: str, model_label: str, *actions: str) -> None:
    """Let a role do something with a kind of object: "view", "add", "change", "delete", "publish", "lock" …

    The action names a permission of the model (``<action>_<model>``); "change" and "publish" imply "view".
    Raises ValueError for an unknown role, and for a role that only reads when the action writes or the model
    holds data of citizens (``holds_personal_data = True`` on the model).
    """
    found = ROLES.get(role)
    if found is None:
        raise ValueError(f"unknown role: {role}")
    if found.reads_only and set(actions) - {"view"}:
        raise ValueError(f"{role} only reads: {actions}")
    if found.reads_only and getattr(apps.get_model(model_label), "holds_personal_data", False):
        raise ValueError(f"{role} never reads citizens' data: {model_label}")
    _granted[role][model_label].update(actions)


def actions(role: str, model_label: str, level: str = "") -> frozenset[str]:
    """What a role may do with a kind of object; pages and files come from the role itself.

    At agencies of a ``level``: a role that works by field touches what is written once for the province only
    where it has fields, at a department.
    """
    found = ROLES.get(role)
    if found is None or not reaches(found, model_label, level):
        return frozenset()
    if model_label == PAGE:
        return found.pages
    if model_label in (IMAGE, DOCUMENT):
        return found.files
    return frozenset(_granted.get(role, {}).get(model_label, ()))


def reaches(role: Role, model_label: str, level: str) -> bool:
    """Whether a role touches a kind of object at all, at agencies of a level."""
    if not role.by_field or level in ("", DEPARTMENT):
        return True
    return any(column.name == "agency" for column in apps.get_model(model_label)._meta.get_fields())


def granted_models(role: Role, level: str) -> dict[str, frozenset[str]]:
    """The model labels and actions that were granted to a role, at agencies of a level."""
    held = _granted.get(role.code, {}).items()
    return {label: frozenset(found) for label, found in held if reaches(role, label, level)}


def roles_that_may(action: str, model_label: str) -> frozenset[str]:
    """The codes of the roles that may do something with a kind of object."""
    return frozenset(code for code in ROLES if action in actions(code, model_label))
