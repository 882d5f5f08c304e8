"""What the portal changes in the look and the menus of Wagtail's editors' side."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.editorial import access, menus, ordering, own_name, wagtail_words
from portal.editorial.bulk import ACTIONS
from portal.editorial.today.panels import PublicPanel, QuickPanel, TodayPanel, ask_for_no_site
from portal.library import images

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


@hooks.register("before_serve_document")
def file_of_a_draft(document: Any, request: HttpRequest) -> None:
    """A file that waits for its page is there for those alone who may read the agency's drafts."""
    if document.waits_for_page and not access.may_read(request.user, document):
        raise Http404


@hooks.register(images.READERS)
def picture_of_a_draft(user: Any, image: Any) -> bool:
    """A picture that nothing public shows is there for those who work with the agency's pictures."""
    return access.may_read(user, image)


@hooks.register("construct_document_chooser_queryset")
def no_files_of_drafts(documents: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """What waits for its page is no file of another one."""
    return documents.filter(waits_for_page=False)
