"""Former files of a document: what stood at its address before the file was replaced in place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Max
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from portal.library.models import PortalDocument


def place(instance: Any, name: str) -> str:
    """Where a document's file is stored: in a folder of its own, so that its name stays as it is."""
    return f"documents/{get_random_string(8).lower()}/{os.path.basename(name)}"


class FormerFile(models.Model):
    """One earlier file of a document, under an address of its own that says "bản cũ".

    Its rights are the document's: where that is not shown, neither is this. ``number`` counts from 1, the
    oldest. What holds personal data is withdrawn: the file goes, the line in the history stays.
    """

    document = models.ForeignKey(
        "library.PortalDocument",
        verbose_name=_("tệp tài liệu"),
        on_delete=models.CASCADE,
        related_name="former_files",
    )
    number = models.PositiveIntegerField(_("bản thứ"))
    name = models.CharField(_("tên tệp"), max_length=100)
    # Never uploaded: taken over from the document, which was looked at when it came in.
    file = models.FileField(_("tệp"), upload_to=place, blank=True)
    file_size = models.PositiveBigIntegerField(_("dung lượng"), null=True)
    file_hash = models.CharField(_("mã băm"), max_length=40, blank=True)
    note = models.CharField(_("thay đổi gì so với tệp cũ"), max_length=300, blank=True)
    replaced_at = models.DateTimeField(_("thay lúc"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("gỡ lúc"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("lý do gỡ"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("bản cũ của tệp")
        verbose_name_plural = _("bản cũ của tệp")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="former_file_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.number}"

    @property
    def url(self) -> str:
        """The address of the page that says "bản cũ"."""
        return reverse("former_file", args=[self.document_id, self.number, self.name])

    @property
    def file_url(self) -> str:
        """The address of the old file itself."""
        return reverse("former_file_content", args=[self.document_id, self.number, self.name])

    @transaction.atomic
    def withdraw(self, reason: str) -> bool:
        """Delete the file for good and note why; False when that was done before."""
        done = FormerFile.objects.filter(pk=self.pk, withdrawn_at=None).update(
            withdrawn_at=timezone.now(), withdrawn_reason=reason.strip(), file=""
        )
        if done:
            _delete_later(self)
            self.refresh_from_db()
        return bool(done)


def keep(stored: PortalDocument, note: str) -> FormerFile | None:
    """Take over the file that a document has now, before another takes its place; None where there is none.

    Called in the transaction of the replacement, with the document's row locked.
    """
    if not stored.file.name or not stored.file.storage.exists(stored.file.name):
        return None
    last = stored.former_files.aggregate(last=Max("number"))["last"] or 0
    row = FormerFile(
        document=stored,
        number=last + 1,
        name=stored.filename,
        file_size=stored.file_size,
        file_hash=stored.file_hash,
        note=note.strip(),
    )
    row.file.name = stored.file.name
    row.save()
    return row


def _delete_later(row: FormerFile) -> None:
    storage, name = row.file.storage, row.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@receiver(post_delete, sender=FormerFile, dispatch_uid="portal.library.former_deleted")
def _deleted(sender: type[FormerFile], instance: FormerFile, **kwargs: Any) -> None:
    """The file goes with its row."""
    _delete_later(instance)
