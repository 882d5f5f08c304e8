"""The field that stores documents: the last door, which every upload, service and command goes through."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from portal.library import secrets


class SecrecyRefused(ValidationError):
    """The file has a stamp of secrecy and nobody has overruled that. Nothing of it has been stored."""


def refusal() -> list[str]:
    """What the person is told: what to do, and the way out of a false alarm."""
    return [
        _("Tệp có dấu chỉ độ mật. Không tải lên. Báo văn thư cơ quan."),
        _("Nếu là báo nhầm, mở mục “Tệp bị từ chối” để đề nghị người thứ hai xem và cho phép."),
    ]


def finding_of(content: Any) -> secrets.Finding:
    """What is in a file, looked at once as long as the same file object goes from hand to hand."""
    found: secrets.Finding | None = getattr(content, "secrecy_finding", None)
    if found is None:
        found = secrets.examine(content)
        content.secrecy_finding = found
    return found


def guard(content: Any) -> None:
    """Refuse a stamped file; one that a second person has allowed passes, once."""
    from portal.library.models import SecrecyOverrule

    found = finding_of(content)
    if found.stamped and not SecrecyOverrule.objects.use(found.sha256):
        raise SecrecyRefused(refusal())


class GuardedFieldFile(FieldFile):
    """Asks before anything is written to the storage."""

    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Guard, then store."""
        guard(content)
        super().save(name, content, save)


class GuardedFileField(models.FileField):
    """A file field that takes no file with a stamp of secrecy."""

    attr_class = GuardedFieldFile
