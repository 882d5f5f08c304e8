"""What the portal changes in the look and the menus of Wagtail's editors' side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.editorial import access, menus, ordering, own_name, wagtail_words
from portal.editorial.bulk import ACTIONS
from portal.editorial.today.panels import PublicPanel, QuickPanel, TodayPanel, ask_for_no_site
from portal.library import public_use

menus.name_people_whole()
wagtail_words.label_forms()
own_name.show()
ordering.follow_the_alphabet()
ask_for_no_site()
hooks.register("construct_main_menu", menus.arrange, order=1000)
hooks.register("construct_help_menu", menus.drop_foreign_help)
hooks.register("construct_reports_menu", menus.drop_what_is_closed)
# After Wagtail's own bulk actions, whose place they take.
for action in ACTIONS:
    hooks.register("register_bulk_action", action, order=100)


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    """Our own styles after Wagtail's."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/admin.css"))


@hooks.register("register_admin_menu_item")
def today_item() -> menus.TodayMenuItem:
    """The way back to the first screen."""
    label, address = _("Việc hôm nay"), reverse("wagtailadmin_home")
    return menus.TodayMenuItem(label, address, name="today", icon_name="time")


@hooks.register("construct_homepage_panels", order=-100)
def first_screen(request: HttpRequest, panels: list[Any]) -> None:
    """Our panels in place of Wagtail's; other applications add theirs to the narrow column after this."""
    panels[:] = [TodayPanel(), QuickPanel(), PublicPanel()]


@hooks.register(public_use.READERS)
def files_of_drafts(user: Any, file: Any) -> bool:
    """A file or picture that nothing public shows is there for those who work with the agency's files."""
    return access.may_read(user, file)
