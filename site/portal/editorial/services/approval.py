"""The second pair of eyes: whether somebody other than the last editor has looked at exactly this text.

An approval counts for the text it was given for and for no other: it keeps the digest of the revision's
content, so that a changed draft, even one saved over the same revision, needs a new one. Sources:
practice.md's reading of NĐ 42/2022 Đ16 lives in docs/adr/0012; an approval on paper ("Đã duyệt tại văn bản
số …") counts when a second person recorded it.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Revision

from portal.editorial.models import Approval
from portal.editorial.requirements import Failure
from portal.editorial.services import people
from portal.editorial.services.acting import Actor
from portal.editorial.services.content import digest, last_editor

CODE = "second-person"


def missing(obj: Any, revision: Revision | None, actor: Actor) -> Failure | None:
    """Why this text still needs another person; None when it does not.

    Without a revision it is a text that is public already (an alias).
    """
    if revision is None:
        return None
    editor = last_editor(revision)
    if editor is None or editor.pk != actor.user.pk:
        return None
    if actor.emergency or found(obj, revision) is not None or people.may_publish_own(actor.user, obj):
        return None
    if actor.user.is_superuser and not people.reviewers(obj).exclude(pk=actor.user.pk).exists():
        # A new installation: nobody else could approve anything yet.
        return None
    return Failure(
        code=CODE,
        field="",
        message=_("Bản này do chính anh/chị sửa: cần một người khác duyệt. Bấm “Gửi duyệt”."),
        article="",
    )


def found(obj: Any, revision: Revision) -> Approval | None:
    """The approval of exactly this text by somebody who did not write it, if there is one."""
    editor = last_editor(revision)
    approvals = of(obj).filter(digest=digest(revision.content))
    if editor is not None:
        approvals = approvals.exclude(approver=editor)
    return approvals.order_by("pk").first()


def of(obj: Any) -> Any:
    """All approvals ever given for a thing."""
    return Approval.objects.filter(content_type=content_type(obj), object_id=obj.pk)


def content_type(obj: Any) -> ContentType:
    """The content type under which the editorial tables keep a thing: its own, not its base's."""
    return ContentType.objects.get_for_model(obj, for_concrete_model=False)
