"""Making a correction, and letting it appear with the publication that carries it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.stamps import bump
from portal.editorial import access
from portal.editorial.models import Correction
from portal.editorial.services.kinds import kind_of

STAMP = "corrections"


@transaction.atomic
def prepare(
    obj: Any,
    user: Any,
    *,
    right: str,
    wrong: str = "",
    basis: str = "",
    kind: str = Correction.Kind.CORRECTION,
) -> Correction:
    """Note a correction of a public thing; it appears when the thing is published the next time.

    Raises PermissionDenied, and ValidationError for what is not public or a correction without its error.
    """
    if not access.may_change(user, obj):
        raise PermissionDenied(_("Anh/chị không làm việc với mục này."))
    if not obj.live:
        raise ValidationError(_("Chỉ đính chính nội dung đang công khai."))
    if not right.strip() or (kind == Correction.Kind.CORRECTION and not wrong.strip()):
        raise ValidationError(_("Ghi rõ đã ghi thế nào và đúng là thế nào."))
    object_type, key = kind_of(obj).name(obj)
    return Correction.objects.create(
        **Correction.key(obj),
        kind=kind,
        object_type=object_type,
        object_key=key,
        agency=access.owner(obj),
        wrong=wrong.strip(),
        right=right.strip(),
        basis=basis.strip(),
        made_by=user,
    )


def appear(obj: Any) -> bool:
    """Make waiting corrections of a thing public; says whether one of them corrects an error.

    Called by the publish service in the transaction of the publication.
    """
    waiting = list(Correction.objects.about(obj).filter(published_at=None))
    if not waiting:
        return False
    Correction.objects.filter(pk__in=[row.pk for row in waiting]).update(published_at=timezone.now())
    bump(STAMP)
    return any(row.kind == Correction.Kind.CORRECTION for row in waiting)
