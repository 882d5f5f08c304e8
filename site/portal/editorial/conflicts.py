"""Two editors at one text: who comes second is told before anything of the first is written over.

Wagtail asks this for the drafts that its script saves; a form that is sent by its button, with a script or
without one, writes over whatever came in between. Here such a form is stopped once, with everything that was
typed in it; sent again, it has seen the other text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from portal.core.forms import FormCheck, register_form_check


def register() -> None:
    """Called once when the application starts."""
    register_form_check(FormCheck("conflict", lambda form: None, errors))


def errors(form: Any) -> Iterator[tuple[str, str]]:
    """One error of the whole form where another text was saved since this one was opened."""
    newest = newer_than_seen(form)
    if newest is None:
        return
    who = newest.user.get_full_name() if newest.user else _("Người khác")
    words = _(
        "%(who)s đã lưu bản khác của mục này lúc %(time)s. Nội dung anh/chị vừa gõ vẫn ở đây, chưa lưu."
        " Xem “Lịch sử” để so với bản ấy; bấm lưu lần nữa thì bản của anh/chị thay bản ấy."
    )
    yield "", words % {"who": who, "time": f"{timezone.localtime(newest.created_at):%H:%M %d/%m/%Y}"}


def newer_than_seen(form: Any) -> Revision | None:
    """The newest text where it is not the one that the form was opened with; None where nothing is known."""
    overwrites = form.data.get("overwrite_revision_id")
    loaded = form.data.get("loaded_revision_id")
    if not form.instance.pk or not (overwrites or loaded):
        return None
    newest: Revision | None = (
        Revision.objects.for_instance(form.instance)
        .select_related("user")
        .order_by("-created_at", "-pk")
        .first()
    )
    if newest is None or str(newest.pk) == overwrites:
        return None
    if overwrites or str(newest.pk) != loaded:
        return newest
    # The same revision, saved over by another session's script meanwhile.
    seen = form.data.get("loaded_revision_created_at", "")
    return newest if seen != newest.created_at.isoformat() else None
