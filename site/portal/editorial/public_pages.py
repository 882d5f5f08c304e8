"""Pages as the publication log knows them: what of the trees is public, under which name and address."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from wagtail.models import Page

from portal.core.pages import concrete_portal_pages
from portal.core.site_request import PortalRequest
from portal.editorial.roles import ROLES
from portal.publication.chain import content_hash
from portal.publication.contents import page_content
from portal.publication.registry import (
    PublicObjects,
    PublicState,
    Shown,
    name_roles,
    register_public_objects,
)


def object_type(page: Page) -> str:
    """The type under which a page stands in the log."""
    label: str = (page.specific_class or Page)._meta.label_lower
    return label


def object_id(page: Page) -> str:
    """The id under which a page stands in the log: it outlives moves and renames; one a language."""
    return f"{page.translation_key}:{page.locale.language_code}"


def types() -> set[str]:
    """All page types of the portal."""
    return {model._meta.label_lower for model in concrete_portal_pages()}


def states() -> Iterator[PublicState]:
    """Every live page that no restriction covers."""
    for model in concrete_portal_pages():
        for page in model.objects.live().public().select_related("locale").order_by("path").iterator(500):
            yield PublicState(object_type(page), object_id(page), content_hash(page_content(page)))


def shown(keys: Collection[tuple[str, str]], portal: PortalRequest) -> dict[tuple[str, str], Shown]:
    """Titles and addresses of pages that are public now: sections from the map, other pages in one query."""
    found: dict[tuple[str, str], Shown] = {}
    left: dict[str, list[tuple[str, str]]] = {}
    for kind, name in keys:
        key, _colon, language = name.partition(":")
        node = portal.map.by_translation.get((key, language))
        if node is None:
            left.setdefault(key, []).append((kind, name))
        elif not node.restricted:
            found[kind, name] = Shown(node.title, portal.url(node), language)
    if left:
        rows = Page.objects.live().public().filter(translation_key__in=left).select_related("locale")
        for page in rows:
            parent = portal.map.by_path.get(page.path[: -Page.steplen])
            address = portal.map.url(parent, portal.site, f"{page.slug}/") if parent else ""
            for kind, name in left[str(page.translation_key)]:
                if name == object_id(page):
                    found[kind, name] = Shown(page.title, address, page.locale.language_code)
    return found


def register() -> None:
    """Called once when the application starts."""
    from portal.editorial import restrictions

    restrictions.connect()
    register_public_objects("pages", PublicObjects(types, states, shown))
    name_roles({code: role.label for code, role in ROLES.items()})
