"""The two steps: bring a file or text; look it through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.news.word import files, head
from home.news.word.drafts import Chosen
from home.news.word.parts import LONGEST_ALT, LONGEST_CAPTION, LONGEST_NAME, Part, has_head
from portal.core.text import one_line
from portal.editorial.rules import FILE_NAME
from portal.library.word import Manuscript, Note


class BringForm(forms.Form):
    """A Word file, a PDF, or text that was copied somewhere."""

    file = forms.FileField(
        label=gettext_lazy("Tệp PDF hoặc Word"),
        required=False,
        help_text=gettext_lazy(
            "Chọn hoặc kéo tệp vào đây, tối đa 30 MB. PDF đã ký số: lấy chữ vào bài, tệp gốc giữ nguyên kèm "
            "theo. Word (.docx): giữ cả bảng, ảnh, chú thích cuối trang."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.doc,.rtf"}),
    )
    text = forms.CharField(
        label=gettext_lazy("hoặc dán văn bản"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Chép từ Zalo, thư, trang web. Mã HTML cũng được; định dạng lạ tự bỏ đi."),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        found = super().clean() or {}
        if not found.get("file") and not found.get("text", "").strip() and not self.errors:
            self.add_error("file", _("Chọn tệp PDF, tệp Word, hoặc dán văn bản."))
        return found


class LookForm(forms.Form):
    """Title and opening sentence as guessed, and a few fields for each part."""

    title = forms.CharField(
        label=gettext_lazy("Tiêu đề"),
        max_length=255,
        help_text=gettext_lazy("Nói ngay việc chính; không viết hoa cả dòng."),
        error_messages={"required": gettext_lazy("Nhập tiêu đề.")},
    )
    lead = forms.CharField(
        label=gettext_lazy("Sapo"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Không quá 60 chữ: ai, việc gì, ở đâu, khi nào, người dân cần gì."),
    )

    def __init__(
        self, *args: Any, manuscript: Manuscript, parts: Sequence[Part], more: bool, **kwargs: Any
    ) -> None:
        """``more``: the parts go into a page that has title and opening sentence."""
        kwargs["initial"] = {"title": manuscript.title, "lead": manuscript.lead}
        super().__init__(*args, **kwargs)
        self.parts = parts
        if more:
            del self.fields["title"], self.fields["lead"]
        elif Note.SCAN in manuscript.notes:
            self.fields["lead"].required = True
            self.fields["lead"].error_messages["required"] = _("Nhập sapo: bản quét không có chữ để lấy.")
        self.original = manuscript.original
        if self.original is not None and (self.original.picture_pages or self.original.unread):
            self.fields["seen"] = forms.BooleanField(
                label=_("Tôi đã xem từng trang, không có dấu chỉ độ mật"),
                required=False,
                help_text=_("Máy không đọc được chữ của tệp hoặc của một số trang, nên không tự soát được."),
            )
        if has_head(manuscript):
            head.add(self, manuscript)
        self.name = files.name_of(manuscript.head, manuscript.title)
        for part in parts:
            self._add(part)

    def _add(self, part: Part) -> None:
        taken = forms.BooleanField(label=_("Lấy vào bài"), required=False, initial=not part.aside)
        self.fields[f"take-{part.number}"] = taken
        if part.kind == "table" and not part.aside:
            self.fields[f"caption-{part.number}"] = forms.CharField(
                label=_("Tên bảng"),
                max_length=LONGEST_NAME,
                required=False,
                initial=part.value.caption[:LONGEST_NAME],
            )
        if part.kind == "file":
            self.fields[f"caption-{part.number}"] = forms.CharField(
                label=_("Tên hiện trên trang"),
                max_length=LONGEST_NAME,
                required=False,
                initial=self.name[:LONGEST_NAME],
            )
        if part.kind == "picture":
            self.fields[f"alt-{part.number}"] = forms.CharField(
                label=_("Trong ảnh có gì (cho người không nhìn thấy)"),
                max_length=LONGEST_ALT,
                required=False,
                initial=part.value.alt,
            )
            self.fields[f"caption-{part.number}"] = forms.CharField(
                label=_("Chú thích ảnh"),
                max_length=LONGEST_CAPTION,
                required=False,
                initial=part.value.caption[:LONGEST_CAPTION],
            )

    def rows(self) -> list[dict[str, Any]]:
        """``part`` with its bound fields, in order."""
        return [
            {
                "part": part,
                "take": self[f"take-{part.number}"],
                "fields": [
                    self[f"{name}-{part.number}"]
                    for name in ("alt", "caption")
                    if f"{name}-{part.number}" in self.fields
                ],
            }
            for part in self.parts
        ]

    def clean(self) -> dict[str, Any]:
        """Something is taken; no description is the name of a file."""
        found = super().clean() or {}
        if not any(found.get(f"take-{part.number}") for part in self.parts):
            self.add_error(None, _("Chưa chọn phần nào. Đánh dấu “Lấy vào bài” ở ít nhất một phần."))
        kept = any(part.kind == "file" and found.get(f"take-{part.number}") for part in self.parts)
        if kept and "seen" in self.fields and not found.get("seen"):
            self.add_error("seen", _("Xem từng trang của tệp, rồi đánh dấu ô này."))
        head.clean(self)
        for part in self.parts:
            name = f"alt-{part.number}"
            if FILE_NAME.fullmatch(str(found.get(name) or "").strip() or "a"):
                self.add_error(name, _("Đây là tên tệp. Ghi bằng lời trong ảnh có gì."))
        return found

    def chosen(self) -> list[Chosen]:
        """The parts taken, with their words."""
        found = self.cleaned_data
        return [
            Chosen(
                part,
                one_line(found.get(f"caption-{part.number}") or ""),
                one_line(found.get(f"alt-{part.number}") or ""),
            )
            for part in self.parts
            if found.get(f"take-{part.number}")
        ]

    @property
    def read(self) -> list[Any]:
        """The bound fields of the letterhead, if it has any."""
        return [self[name] for name in (*head.FIELDS, head.TAKE) if name in self.fields]

    def initials(self) -> dict[str, str]:
        """The letterhead's fields as they were read, without the day."""
        return {field.name: str(field.value() or "") for field in self.read if field.name in head.WORDS}
