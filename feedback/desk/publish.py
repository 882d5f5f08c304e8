"""Making an answered case public: the texts as everybody will read them, and every find that stops it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback import scope
from feedback.desk.screens import DeskScreen
from feedback.models import Answer, Case, PublicQuestion
from feedback.refusals import NotAllowed, Refused
from feedback.services import Actor, CaseChanged, act
from feedback.services.publishing import FIELDS, open_finds
from feedback.states import HEADS, Action
from portal.core import redaction
from portal.core.redaction import Find


class PublishForm(forms.Form):
    """What everybody will read."""

    title = forms.CharField(label=gettext_lazy("Câu hỏi trong một dòng"), max_length=200)
    question = forms.CharField(
        label=gettext_lazy("Nội dung hỏi, đã che"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=gettext_lazy("Sửa, rút gọn cho người khác đọc được; bản gốc vẫn giữ riêng."),
    )
    answer = forms.CharField(
        label=gettext_lazy("Trả lời"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 9})
    )
    procedures = forms.CharField(
        label=gettext_lazy("Mã thủ tục liên quan (không bắt buộc)"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Cách nhau bằng dấu phẩy, ví dụ 1.001193."),
    )

    def codes(self) -> list[str]:
        """The codes of procedures."""
        return [code.strip() for code in self.cleaned_data["procedures"].split(",") if code.strip()]


class PublishView(DeskScreen):
    """First the texts with private places covered; a post that still holds one shows which, and where."""

    roles = HEADS

    def get(self, request: HttpRequest, case: int) -> HttpResponseBase:
        """The form, filled in."""
        found = self._case(case)
        answer = found.answers.filter(status=Answer.Status.APPROVED).last()
        row = PublicQuestion.objects.filter(case=found).prefetch_related("topics").first()
        topics = [topic.procedure_code for topic in row.topics.all()] if row is not None else []
        initial = {
            "title": row.title if row is not None else _covered(found, found.title),
            "question": row.question if row is not None else _covered(found, found.text),
            "answer": answer.text if answer is not None else "",
            "procedures": ", ".join(topics or [found.procedure_code]),
        }
        return self._show(found, PublishForm(initial=initial), {})

    def post(self, request: HttpRequest, case: int) -> HttpResponseBase:
        """Publish, or show what stops it with everything as it was typed."""
        found = self._case(case)
        form = PublishForm(request.POST)
        dismissed = frozenset(request.POST.getlist("khong-phai"))
        version = request.POST.get("ban", "")
        if not form.is_valid():
            return self._show(found, form, {}, 422)
        texts = {name: form.cleaned_data[name] for name in FIELDS}
        try:
            act(
                found,
                Action.PUBLISH,
                Actor.officer(request.user),
                seen=int(version) if version.isdecimal() else found.version,
                **texts,
                procedure_codes=form.codes(),
                dismissed=dismissed,
            )
        except Refused as refusal:
            for name, lines in refusal.message_dict.items():
                form.add_error(name if name in form.fields else None, lines)
            return self._show(found, form, open_finds(found, texts, dismissed), 422, dismissed)
        except (CaseChanged, NotAllowed) as refusal:
            messages.error(request, str(refusal))
            return redirect("desk:case", case=found.pk)
        messages.success(request, _("Đã đăng công khai bản đã che."))
        return redirect("desk:case", case=found.pk)

    def _case(self, pk: int) -> Case:
        found = self.case(pk)
        if Action.PUBLISH not in scope.actions(self.request.user, found):
            raise PermissionDenied
        return found

    def _show(
        self,
        case: Case,
        form: PublishForm,
        finds: dict[str, list[Find]],
        status: int = 200,
        dismissed: frozenset[str] = frozenset(),
    ) -> HttpResponseBase:
        lines: list[tuple[Any, Find]] = [
            (form.fields[name].label, find) for name, rows in finds.items() for find in rows
        ]
        return self.page(
            "publish",
            _("Đăng công khai câu số %s") % case.number,
            status=status,
            case=case,
            form=form,
            finds=lines,
            dismissed=sorted(dismissed),
            files=case.attachments.count(),
        )


def _covered(case: Case, text: str) -> str:
    """A text with its finds and the sender's own name covered."""
    names = redaction.named(text, (case.sender_name, case.sender_address))
    return redaction.masked(text, [*redaction.finds(text), *names])
