"""The menu of the editors' side: the order and the words of the portal, only what a person may open.

Items are found by the names under which applications register them; one that is not there is not shown, and
one that is not named here comes after those that are.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem, admin_menu
from wagtail.admin.telepath import adapter
from wagtail.admin.ui import sidebar
from wagtail.admin.ui.sidebar import BaseSidebarAdapter, LinkMenuItem

from portal.editorial import access, face
from portal.editorial.guard import rules

# Names of menu items in their order; the first four are also the bar at the foot of a phone's screen.
ORDER = [
    "today",
    "feedback",
    "explorer",
    "disclosure",
    "procedures",
    "documents-of-law",
    "files",
    "refused-files",
    "reports",
    "oversight",
    "register",
    "working-calendar",
    "people",
    "operations",
]
LAST = ("settings", "help")
IN_THUMB = 4
FILES = ("images", "documents")
# Reports that say nothing to people who write no pages.
OF_PAGES = frozenset({"wagtail_localize:translations_report"})
# Pages of Wagtail's own site, in English.
FOREIGN_HELP = ("editor-guide", "whats-new")


class TodayMenuItem(MenuItem):
    """ "Việc hôm nay" with the number of things to do, as the first screen last counted them."""

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        """The link; the number is in the label for those who listen, and a badge for those who look."""
        attributes = count_attributes(request, self.label)
        return LinkMenuItem(self.name, self.label, self.url, icon_name=self.icon_name, attrs=attributes)


def count_attributes(request: HttpRequest, label: Any) -> dict[str, str]:
    """What a menu link needs to show the number; nothing when it is zero or not known."""
    count = face.remembered_count(request)
    if not count:
        return {}
    spoken = ngettext("%(label)s, %(count)d việc", "%(label)s, %(count)d việc", count)
    return {"data-today": str(count), "aria-label": spoken % {"label": label, "count": count}}


def arrange(request: HttpRequest, items: list[Any]) -> None:
    """Put the items into the portal's order, with pictures and files as one; called for every screen.

    Menu items live as long as the process: each gets the same place in every request.
    """
    files = [item for item in items if item.name in FILES]
    if files:
        items[:] = [item for item in items if item not in files]
        menu = Menu(items=files)
        items.append(SubmenuMenuItem(_("Ảnh, tệp"), menu, name="files", icon_name="folder-inverse"))
    for item in items:
        if item.name in ORDER:
            item.order = 10 * ORDER.index(item.name)
        elif item.name not in LAST:
            item.order = min(max(item.order, 1_000), 9_000)
    request._face_menu = items  # type: ignore[attr-defined]


def arranged(request: HttpRequest) -> list[Any]:
    """The items of the person, in order; those of the side menu where it has been drawn already."""
    items: list[Any] | None = getattr(request, "_face_menu", None)
    return sorted(admin_menu.menu_items_for_request(request) if items is None else items, key=_place)


def _place(item: Any) -> int:
    return int(item.order)


def drop_foreign_help(request: HttpRequest, items: list[Any]) -> None:
    """Leave out what leads to English pages of another site."""
    items[:] = [item for item in items if not item.name.startswith(FOREIGN_HELP)]


def drop_what_is_closed(request: HttpRequest, items: list[Any]) -> None:
    """Leave out reports that answer this person "not found", and those about pages for who has no pages."""
    if request.user.is_superuser:
        return
    without = set() if access.may_touch_pages(request.user) else OF_PAGES
    names = {item: resolve(item.url).view_name for item in items}
    items[:] = [
        item
        for item in items
        if names[item] not in without and rules.ADDRESSES.get(names[item]) is not rules.CLOSED
    ]


@adapter("wagtail.sidebar.MainMenuModule", base=BaseSidebarAdapter)
class PersonMenuModule(sidebar.MainMenuModule):
    """Wagtail's menu with the person's whole name, and with changing the agency under it.

    Wagtail's own shows the first name or the account's name, and takes no further items.
    """

    def js_args(self) -> list[Any]:
        """Items, items of the account, and who it is."""
        items, account_items, person = super().js_args()
        own = [
            LinkMenuItem(
                "switch-role", _("Đổi cơ quan, vai trò"), reverse("switch_role"), icon_name="rotate"
            ),
            LinkMenuItem("security", _("Đăng nhập và bảo mật"), reverse("own_account"), icon_name="lock"),
        ]
        everything = [*account_items[:1], *own, *account_items[1:]]
        return [items, everything, {**person, "name": self.user.get_full_name()}]


def name_people_whole() -> None:
    """Have Wagtail's template tag build :class:`PersonMenuModule`; it has no setting for it."""
    sidebar.MainMenuModule = PersonMenuModule
