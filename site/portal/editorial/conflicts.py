"""Two editors at one text: who comes second is told before anything of the first is written over.

Wagtail asks this for the drafts that its script saves; a form that is sent by its button, with a script or
without one, writes over whatever came in between. Here such a form is stopped once, with everything that was
typed in it; sent again, it has seen the other text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
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
    """The newest text that another person saved since the form was opened; None where nothing is known.

    One's own drafts in between are no conflict: the script that saves them leaves the form's numbers alone.
    """
    loaded = form.data.get("loaded_revision_id") or ""
    if not form.instance.pk or not loaded.isdecimal():
        return None
    others = Revision.objects.for_instance(form.instance).exclude(user=form.for_user).select_related("user")
    seen = _moment(form.data.get("loaded_revision_created_at") or "")
    # Not by number alone: a session's script saves over its own revision, which keeps its number.
    later = others.filter(created_at__gt=seen) if seen is not None else others.filter(pk__gt=int(loaded))
    newest: Revision | None = later.order_by("-created_at", "-pk").first()
    return newest


def _moment(text: str) -> datetime | None:
    """The moment that the form names; None for what cannot be read."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None
