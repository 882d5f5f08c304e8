"""Every address of the editors' side and how it is guarded. Data, read by the guard and by its tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from wagtail.snippets.models import get_snippet_models

from portal.editorial.admin_views import RoleRequiredMixin


class Kind(StrEnum):
    """How an address is guarded."""

    OPEN = "open"  # names no object and shows none of anybody's (sign-in, one's own account, scripts)
    OBJECTS = "objects"  # every object in the address or its parameters must be readable
    LISTS = "lists"  # names no object; its queryset is narrowed (portal.editorial.narrowing)
    CLOSED = "closed"  # for superusers alone
    OWN = "own"  # a view of ours that names its roles (RoleRequiredMixin) and asks the policy itself


@dataclass(frozen=True, slots=True)
class Rule:
    """``params`` maps a parameter, of the query or posted, to the resolver of the objects it names.

    ``actions`` maps an address's last part to what must be allowed on the object; reading when not named.
    ``at_home``: without an object in the address, the person's own home stands in for the root of the tree.
    """

    kind: Kind
    params: Mapping[str, str] = field(default_factory=dict)
    actions: Mapping[str, str] = field(default_factory=dict)
    at_home: str = ""
    reading: str = "view"

    def action(self, name: str) -> str:
        """What must be allowed on the objects of an address."""
        return self.actions.get(name, self.reading)


OPEN, LISTS, CLOSED = Rule(Kind.OPEN), Rule(Kind.LISTS), Rule(Kind.CLOSED)
OBJECTS, OWN = Rule(Kind.OBJECTS), Rule(Kind.OWN)

SNIPPET_ACTIONS = {
    "edit": "change",
    "delete": "delete",
    "revisions_revert": "change",
    "revisions_unschedule": "publish",
    "unpublish": "publish",
    "lock": "lock",
    "unlock": "unlock",
}
FILES = Rule(Kind.OBJECTS, {"collection": "collection", "collection_id": "collection", "id": "file"})

# Whole parts of the editors' side.
NAMESPACES: dict[str, Rule] = {
    "wagtailadmin_api:pages": Rule(Kind.OBJECTS, {"child_of": "page", "descendant_of": "page"}),
    "wagtailadmin_api:documents": FILES,
    "wagtailadmin_api:images": FILES,
    "wagtailadmin_pages": Rule(Kind.OBJECTS, {"new_parent_page": "page", "parent_page": "page"}),
    "wagtailadmin_collections": CLOSED,
    "wagtailadmin_workflows": CLOSED,
    "wagtailadmin_reports": LISTS,
    "wagtailadmin_editing_sessions": OBJECTS,
    "wagtail_localize": OBJECTS,
    "wagtailredirects": CLOSED,
    "wagtailsettings": CLOSED,
    "wagtailembeds": OPEN,
    "wagtaildocs": FILES,
    "wagtailimages": FILES,
    "wagtaildocs_chooser": FILES,
    "wagtailimages_chooser": FILES,
    "wagtailsnippets": LISTS,
    "wagtaillocales": CLOSED,
    "wagtailsites": CLOSED,
    "wagtailusers_users": CLOSED,
    "wagtailusers_groups": CLOSED,
}
_AT_HOME = Rule(Kind.OBJECTS, {"target_pages[]": "page"}, at_home="wagtailadmin_choose_page_child")

# Single addresses; they go before the whole part.
ADDRESSES: dict[str, Rule] = {
    "wagtailadmin_home": LISTS,
    "wagtailadmin_account": OPEN,
    # Of portal.accounts, which stands below and knows no roles: sign-in and one's own account.
    "sign_in": OPEN,
    "second_factor": OPEN,
    "second_factor_set_up": OPEN,
    "own_account": OPEN,
    "invitation": OPEN,
    "wagtailadmin_login": OPEN,
    "wagtailadmin_logout": OPEN,
    "wagtailadmin_password_reset": OPEN,
    "wagtailadmin_password_reset_done": OPEN,
    "wagtailadmin_password_reset_confirm": OPEN,
    "wagtailadmin_password_reset_complete": OPEN,
    "wagtailadmin_javascript_catalog": OPEN,
    "wagtailadmin_sprite": OPEN,
    "wagtailadmin_dismissibles": OPEN,
    "wagtailadmin_block_preview": OPEN,
    "wagtailadmin_error_test": CLOSED,
    "wagtailadmin_explore_root": Rule(Kind.OBJECTS, at_home="wagtailadmin_explore"),
    "wagtailadmin_explore": OBJECTS,
    "wagtailadmin_explore_results": OBJECTS,
    "wagtailadmin_choose_page": _AT_HOME,
    "wagtailadmin_choose_page_child": Rule(Kind.OBJECTS, {"target_pages[]": "page"}),
    "wagtailadmin_choose_page_search": Rule(Kind.LISTS, {"target_pages[]": "page"}),
    "wagtailadmin_choose_page_chosen_multiple": Rule(Kind.OBJECTS, {"id": "page"}),
    "wagtailadmin_choose_page_external_link": OPEN,
    "wagtailadmin_choose_page_email_link": OPEN,
    "wagtailadmin_choose_page_phone_link": OPEN,
    "wagtailadmin_choose_page_anchor_link": OPEN,
    "wagtailadmin_tag_autocomplete": LISTS,
    "wagtailadmin_tag_model_autocomplete": CLOSED,
    "wagtail_bulk_action": Rule(
        Kind.OBJECTS, {"id": "bulk", "childOf": "page", "chooser": "page", "collection": "collection"}
    ),
    # Who may see a public page is no business of an agency; the form also lists every group.
    "wagtailadmin_pages:set_privacy": CLOSED,
    # List pages of a type, and types with the last page that anybody edited, across all agencies.
    "wagtailadmin_pages:type_use": CLOSED,
    "wagtailadmin_pages:type_use_results": CLOSED,
    "wagtailadmin_reports:page_types_usage": CLOSED,
    "wagtailadmin_reports:page_types_usage_results": CLOSED,
    # A REST viewset over any snippet, without a question about rights.
    "wagtail_localize:snippets_api_listing": CLOSED,
    "wagtail_localize:snippets_api_detail": CLOSED,
    "wagtail_localize:javascript_catalog": OPEN,
    "wagtail_localize:translations_report": LISTS,
    "wagtail_localize:translations_report_results": LISTS,
    # Sends text to another host.
    "wagtail_localize:machine_translate": CLOSED,
}


def snippet_namespaces() -> dict[str, type[Any]]:
    """``{URL namespace: model}`` for the views and the choosers of every snippet."""
    found: dict[str, type[Any]] = {}
    for model in get_snippet_models():
        viewset = model.snippet_viewset
        found[viewset.url_namespace] = model
        found[viewset.chooser_viewset.url_namespace] = model
    return found


SNIPPETS = Rule(Kind.OBJECTS, {"id": "snippet"}, SNIPPET_ACTIONS)
SNIPPET_CHOOSERS = Rule(Kind.OBJECTS, {"id": "snippet"}, reading="choose")


def rule_for(view_name: str, view: Any = None) -> Rule | None:
    """The rule of an address; None when nobody classified it."""
    namespace, _colon, _name = view_name.rpartition(":")
    found = ADDRESSES.get(view_name) or NAMESPACES.get(namespace)
    if found is not None:
        return found
    if namespace in snippet_namespaces():
        return SNIPPET_CHOOSERS if namespace.startswith("wagtailsnippetchoosers") else SNIPPETS
    ours = getattr(view, "view_class", None)
    if ours is not None and issubclass(ours, RoleRequiredMixin):
        return OWN
    return None
