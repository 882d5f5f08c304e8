"""Images and documents. Custom models from the first migration; each belongs to an agency."""

import os
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image, SourceImageIOError
from wagtail.search import index

from portal.core.public_term import PublicTerm, ended
from portal.library.fields import GuardedFileField
from portal.library.models.former import FormerFile, keep, place
from portal.library.models.pictures import SitePicture
from portal.library.models.secrecy import SecrecyOverrule
from portal.library.pdf import facts
from portal.library.signals import file_replaced

__all__ = [
    "FormerFile",
    "OwnedFile",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "SecrecyOverrule",
    "SitePicture",
]


class OwnedFile(PublicTerm):
    """What images and documents share: who owns the file, where it comes from, since when it is public."""

    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("cơ quan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    source = models.CharField(_("nguồn"), max_length=255, blank=True)
    # When the job wrote down that the term had ended; empty as long as it runs.
    term_ended_at = models.DateTimeField(_("ghi hết thời hạn lúc"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class PortalImage(OwnedFile, AbstractImage):
    """A picture with its credit; the description is Wagtail's own field and is required to publish."""

    credit = models.CharField(_("tác giả, nguồn ảnh"), max_length=255, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit", "source", *PublicTerm.term_fields)
    search_fields = [*AbstractImage.search_fields, index.FilterField("agency")]

    def get_rendition(self, filter: Any) -> AbstractRendition:
        """Wagtail's resized copy; once the term has ended, a place without a picture.

        Raises SourceImageIOError then, which templates turn into a missing picture.
        """
        if ended(self):
            raise SourceImageIOError(_("Hình đã hết thời hạn công khai."))
        return super().get_rendition(filter)

    class Meta(AbstractImage.Meta):
        verbose_name = _("hình ảnh")
        verbose_name_plural = _("hình ảnh")


class PortalRendition(AbstractRendition):
    """A resized copy of a picture."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together: Any = (("image", "filter_spec", "focal_point_key"),)


class PortalDocument(OwnedFile, AbstractDocument):
    """A file to take away: a form, a decision, an annex. One with a stamp of secrecy is never stored.

    A file is replaced in place: the document keeps its address, the earlier file gets one of its own that
    says "bản cũ" (:class:`FormerFile`). ``replacement_note``: what has changed, set before such a save.
    """

    file = GuardedFileField(_("tệp"), upload_to=place)
    pages = models.PositiveIntegerField(_("số trang"), null=True, blank=True)
    # Of a PDF: who has signed it, as the file says (:class:`portal.library.pdf.Signature`); never verified.
    signatures = models.JSONField(_("chữ ký số"), default=list, blank=True, editable=False)

    admin_form_fields = (*Document.admin_form_fields, "source", *PublicTerm.term_fields)
    search_fields = [*AbstractDocument.search_fields, index.FilterField("agency")]

    replacement_note: str = ""

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Wagtail's; keeps the file whose place another one takes."""
        names = kwargs.get("update_fields")
        known = type(self)._base_manager.select_for_update().filter(pk=self.pk) if self.pk else None
        stored = known.first() if known is not None and (names is None or "file" in names) else None
        fresh = not getattr(self.file, "_committed", True)
        if fresh and self.file and (names is None or "file" in names):
            self._read_facts()
        if stored is None or not stored.file or (stored.file.name == self.file.name and not fresh):
            super().save(*args, **kwargs)
            return
        former = keep(stored, self.replacement_note)
        ending = os.path.splitext(self.file.name or "")[1].lower()
        if fresh and ending == os.path.splitext(stored.filename)[1].lower():
            self.file.name = stored.filename
        super().save(*args, **kwargs)
        if former is not None:
            file_replaced.send(type(self), instance=self, former=former)

    def _read_facts(self) -> None:
        """Pages and signatures of the file that is about to be stored; those of an earlier one go."""
        content = self.file.file
        content.seek(0)
        pages, self.signatures = facts(content.read())
        content.seek(0)
        self.pages = pages or (self.pages if self._state.adding else None)

    class Meta(AbstractDocument.Meta):
        verbose_name = _("tệp tài liệu")
        verbose_name_plural = _("tệp tài liệu")
