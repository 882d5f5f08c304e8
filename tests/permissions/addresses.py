"""Every address of the editors' side, found by walking the resolver, and the names of those looked at.

How an address is guarded stands in :mod:`portal.editorial.guard.rules`. One that comes with a new version of
Wagtail, a new view or a new application is in no list and fails ``test_every_address_is_classified``: look at
what it shows and to whom, add its rule there, then its name here. Views of ours that name their roles
(RoleRequiredMixin) and the views of every snippet are known by their kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from portal.editorial.guard.rules import Kind, rule_for, snippet_namespaces

PREFIX = "admin/"


@dataclass(frozen=True)
class Address:
    """One pattern: its name, its parts, its route with the parts in it, and its view."""

    name: str
    route: str
    parts: tuple[str, ...]
    view: Any

    @property
    def namespace(self) -> str:
        return self.name.rpartition(":")[0]

    @property
    def short(self) -> str:
        return self.name.rpartition(":")[2]

    def url(self, values: dict[str, Any]) -> str:
        """The address with its parts filled in; parts without a name take ``0``, ``1`` …"""
        route = re.sub(
            r"<(?:\w+:)?(\w+)>", lambda found: str(values.get(found[1], values["other"])), self.route
        )
        numbers = iter(range(9))
        route = re.sub(r"\((?!\?P)[^()]*\)", lambda found: str(values[str(next(numbers))]), route)
        return "/" + route.replace("^", "").replace("$", "").replace("\\.", ".").replace(".*/", "zz/")


def walk() -> list[Address]:
    """All addresses below /admin/ that have a name."""
    return [address for address in _walk(get_resolver(), "", ()) if address.route.startswith(PREFIX)]


def _walk(resolver: URLResolver, route: str, namespaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, here, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            name = ":".join((*namespaces, pattern.name))
            yield Address(name, here, tuple(getattr(pattern.pattern, "converters", {})), pattern.callback)


def unknown() -> list[str]:
    """Names of addresses that nobody looked at."""
    snippets = snippet_namespaces()
    found = []
    for address in walk():
        rule = rule_for(address.name, address.view)
        if address.namespace in snippets:
            known = address.short in SNIPPET_NAMES
        else:
            known = rule is not None and (rule.kind is Kind.OWN or address.name in NAMES)
        if not known:
            found.append(address.name)
    return sorted(set(found))


def names_of(*groups: tuple[str, str]) -> frozenset[str]:
    """Full names out of ``(namespace, names)`` groups."""
    return frozenset(
        f"{namespace}:{name}" if namespace else name for namespace, names in groups for name in names.split()
    )


SNIPPET_NAMES = names_of(
    (
        "",
        """list list_results add edit delete usage history history_results preview_on_add preview_on_edit
        revisions_view revisions_revert revisions_compare revisions_unschedule unpublish lock unlock
        workflow_action collect_workflow_action_data confirm_workflow_cancellation workflow_history
        workflow_history_detail workflow_preview inspect choose choose_results chosen chosen_multiple
        create""",
    )
)
NAMES = names_of(
    (
        "",
        """sign_in second_factor second_factor_set_up own_account wagtailadmin_password_reset
        wagtailadmin_password_reset_done wagtailadmin_password_reset_confirm
        wagtailadmin_password_reset_complete invitation wagtailadmin_home wagtailadmin_error_test
        wagtailadmin_explore_root wagtailadmin_explore wagtailadmin_explore_results wagtail_bulk_action
        wagtailadmin_choose_page wagtailadmin_choose_page_child wagtailadmin_choose_page_search
        wagtailadmin_choose_page_chosen_multiple wagtailadmin_choose_page_external_link
        wagtailadmin_choose_page_email_link wagtailadmin_choose_page_phone_link
        wagtailadmin_choose_page_anchor_link wagtailadmin_tag_autocomplete
        wagtailadmin_tag_model_autocomplete wagtailadmin_account wagtailadmin_logout
        wagtailadmin_dismissibles wagtailadmin_block_preview wagtailadmin_sprite wagtailadmin_login
        wagtailadmin_javascript_catalog""",
    ),
    ("wagtailadmin_api:pages", "listing detail find action"),
    ("wagtailadmin_api:documents", "listing detail find"),
    ("wagtailadmin_api:images", "listing detail find"),
    (
        "wagtailadmin_pages",
        """add preview_on_add type_use choose_parent type_use_results usage edit preview_on_edit view_draft
        add_subpage delete unpublish convert_alias search search_results move move_confirm
        set_page_position copy workflow_action collect_workflow_action_data
        confirm_workflow_cancellation workflow_preview set_privacy lock unlock revisions_index
        revisions_view revisions_revert revisions_unschedule revisions_compare workflow_history
        workflow_history_detail history history_results""",
    ),
    ("wagtailadmin_collections", "index add edit delete set_privacy"),
    (
        "wagtailadmin_workflows",
        """index index_results add enable disable edit usage usage_results remove add_task select_task_type
        task_index task_index_results edit_task disable_task enable_task task_chooser
        task_chooser_results task_chooser_create task_chosen""",
    ),
    (
        "wagtailadmin_reports",
        """locked_pages locked_pages_results workflow workflow_results workflow_tasks
        workflow_tasks_results site_history site_history_results aging_pages aging_pages_results
        page_types_usage page_types_usage_results""",
    ),
    ("wagtailadmin_editing_sessions", "ping release"),
    (
        "wagtail_localize",
        """javascript_catalog submit_page_translation submit_snippet_translation update_translations
        edit_string_translation edit_override download_pofile upload_pofile machine_translate
        preview_translation stop_translation convert_to_alias translations_report snippets_api_listing
        snippets_api_detail translations_report_results""",
    ),
    ("wagtailredirects", "index index_results add edit delete start_import process_import"),
    ("wagtailsettings", "edit preview_on_edit"),
    ("wagtailembeds", "chooser chooser_upload"),
    ("wagtailsnippets", "index"),
    (
        "wagtaildocs",
        """index index_results add edit delete add_multiple edit_multiple
        create_multiple_from_uploaded_document delete_multiple delete_upload_multiple document_usage""",
    ),
    (
        "wagtailimages",
        """index index_results edit delete url_generator url_generator_output preview add image_usage
        add_multiple edit_multiple create_multiple_from_uploaded_image delete_multiple
        delete_upload_multiple""",
    ),
    ("wagtaillocales", "index index_results add edit delete history history_results usage copy"),
    ("wagtailsites", "index index_results add edit delete history history_results usage copy"),
    ("wagtailusers_users", "index index_results add edit delete history history_results usage copy"),
    ("wagtailusers_groups", "index index_results add edit delete history history_results usage"),
    ("wagtaildocs_chooser", "choose choose_results chosen chosen_multiple create"),
    ("wagtailimages_chooser", "choose choose_results chosen chosen_multiple create select_format"),
)
