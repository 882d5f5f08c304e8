"""The form of documents, at every upload door of the editors' side."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents.forms import BaseDocumentForm

from portal.core import audit
from portal.core.models import AuditEntry
from portal.library.fields import finding_of, refusal
from portal.library.models import SecrecyOverrule
from portal.library.secrets import Finding

CONFIRMATION_HOLDS = timedelta(days=1)


def refuse_stamped(content: Any, user: Any) -> Finding:
    """Look at an uploaded file; note and refuse a stamped one. The audit line holds hash and level alone."""
    found = finding_of(content)
    if found.stamped and not SecrecyOverrule.objects.usable(found.sha256).exists():
        audit.note(
            "file.refused",
            user=user,
            outcome="refused",
            sha256=found.sha256,
            level=found.level,
            door="server",
        )
        raise ValidationError(refusal())
    return found


class DocumentForm(BaseDocumentForm):
    """Wagtail's form; looks into the file before it is taken."""

    seen_without_letters = forms.BooleanField(
        label=gettext_lazy("Tôi đã xem từng trang, không có dấu chỉ độ mật"),
        required=False,
        widget=forms.HiddenInput,
    )
    replacement_note = forms.CharField(
        label=gettext_lazy("Thay đổi gì so với tệp cũ"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Chỉ khi thay tệp. Địa chỉ của tệp giữ nguyên; tệp cũ có địa chỉ riêng, ghi “bản cũ” và câu này."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The confirmation is asked for only where a file cannot be read."""
        self.acting_user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if "file" not in self.fields:
            del self.fields["seen_without_letters"]
        if "file" not in self.fields or not self.instance.pk:
            del self.fields["replacement_note"]
        else:
            names = [name for name in self.fields if name != "replacement_note"]
            self.order_fields([*names[: names.index("file") + 1], "replacement_note"])

    def clean(self) -> dict[str, Any]:
        """Whoever replaces a file says what has changed."""
        found = super().clean() or {}
        replaced = self.instance.pk and "file" in self.changed_data and found.get("file")
        if replaced and "replacement_note" in self.fields and not found.get("replacement_note", "").strip():
            self.add_error("replacement_note", _("Ghi thay đổi gì so với tệp cũ, rồi chọn lại tệp."))
        return found

    def save(self, commit: bool = True) -> Any:
        """Wagtail's, but for the earlier file: it is kept, with the note (:class:`FormerFile`)."""
        self.original_file = None
        self.instance.replacement_note = self.cleaned_data.get("replacement_note", "")
        return super().save(commit=commit)

    def clean_file(self) -> Any:
        """Refuse a stamped file; ask about one whose words cannot be read."""
        content = self.cleaned_data["file"]
        if not content or "file" not in self.changed_data:
            return content
        found = refuse_stamped(content, self.acting_user)
        if not found.readable and not self._confirmed(found):
            self.fields["seen_without_letters"].widget = forms.CheckboxInput()
            raise ValidationError(_unread(found))
        return content

    def _confirmed(self, found: Finding) -> bool:
        """Confirmed in this form, or in the browser for these very bytes (a line of the audit trail)."""
        if str(self.data.get(self.add_prefix("seen_without_letters"), "")).lower() in ("on", "true", "1"):
            audit.note("file.seen", user=self.acting_user, sha256=found.sha256)
            return True
        return AuditEntry.objects.filter(
            event="file.seen",
            user_id=getattr(self.acting_user, "pk", None),
            detail__sha256=found.sha256,
            at__gte=timezone.now() - CONFIRMATION_HOLDS,
        ).exists()


def _unread(found: Finding) -> str:
    """What could not be read, honestly, and what to do."""
    if found.picture_pages:
        shown = ", ".join(str(number) for number in found.picture_pages[:10])
        if len(found.picture_pages) > 10:
            shown += " …"
        what = _("Máy không đọc được chữ ở trang %(pages)s (chỉ có hình).") % {"pages": shown}
    else:
        what = _("Máy không đọc được chữ trong tệp (có mật khẩu, hoặc tệp hỏng).")
    then = _("Xem từng trang; nếu không có dấu chỉ độ mật thì đánh dấu ô xác nhận rồi chọn lại tệp.")
    return f"{what} {then}"
