""" "Dùng ở đâu": Wagtail's list of what points at a page, record, picture or file, by the one policy.

Wagtail shows a row "(private page)" for each thing that the reader may not change. Here what one may read has
its name, and of the rest only the number is told.
"""

from __future__ import annotations

import functools
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.usage import UsageView

from portal.editorial import access


def _table(view: Any, object_list: Any, **kwargs: Any) -> Any:
    """The rows of one page of the list; a sentence says how many are left out."""
    user, finder = view.request.user, AdminURLFinder(view.request.user)
    rows: list[dict[str, Any]] = []
    hidden = 0
    for thing, references in object_list:
        address = finder.get_edit_url(thing)
        if address is None and not access.may_read(user, thing):
            hidden += 1
            continue
        title = _("Sửa %s") % thing._meta.verbose_name if address else None
        rows.append(
            {
                "object": thing,
                "references": references,
                "edit_url": address,
                "label": str(thing),
                "edit_link_title": title,
            }
        )
    if hidden:
        words = ngettext(
            "Và %(count)d nơi khác, ngoài phần việc của anh/chị.",
            "Và %(count)d nơi khác, ngoài phần việc của anh/chị.",
            hidden,
        )
        messages.info(view.request, words % {"count": hidden})
    return BaseListingView.get_table(view, rows, **kwargs)


def install() -> None:
    """Take the place of Wagtail's rows; called once when the application starts."""
    stock = UsageView.get_table
    if getattr(stock, "by_policy", False):
        return

    @functools.wraps(stock)
    def get_table(view: Any, object_list: Any, **kwargs: Any) -> Any:
        return _table(view, object_list, **kwargs)

    vars(get_table)["by_policy"] = True
    UsageView.get_table = get_table
