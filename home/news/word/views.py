"""The screens "Soạn từ tệp Word, PDF": bring a file or text, look it through, have a draft."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.models import Page

from home.news import body, signed
from home.news.models import NewsIndexPage, NoticeIndexPage, Story
from home.news.word import drafts, head, held
from home.news.word.forms import BringForm, LookForm
from home.news.word.parts import cited, head_rows, notes, parts
from portal.core import audit
from portal.editorial import access
from portal.editorial.admin_views import RoleRequiredMixin
from portal.library.word import MOST_BYTES, Manuscript, WordRefused


class _Screen(RoleRequiredMixin, View):
    roles = RoleRequiredMixin.ANYONE
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For a section where the person may write, or a draft that the person may change."""
        self.place = place(request, kwargs["pk"]) if request.user.is_authenticated else None
        return super().dispatch(request, *args, **kwargs)

    @property
    def more(self) -> bool:
        """Whether the parts go into a page that is there."""
        return isinstance(self.place, Story)

    def screen(self, template: str, **context: Any) -> TemplateResponse:
        """A page with its title."""
        place: Any = self.place
        title = (
            _("Thêm từ tệp Word, PDF: %s") % place.title
            if self.more
            else _("Soạn từ tệp Word, PDF: %s") % place.title
        )
        context |= {"page_title": title, "header_title": title, "header_icon": "upload", "place": place}
        return TemplateResponse(self.request, f"news/admin/{template}.html", context | {"more": self.more})


def place(request: HttpRequest, pk: int) -> Any:
    """The section or page; 404 for anything else, 403 without the right to write there."""
    page = Page.objects.filter(pk=pk).select_related("content_type", "locale").first()
    found: Any = page.specific if page is not None else None
    if isinstance(found, NewsIndexPage | NoticeIndexPage):
        allowed = access.may(request.user, "add", found)
    elif isinstance(found, Story):
        page_rights: Any = found
        rights = page_rights.permissions_for_user(request.user)
        allowed = access.may_change(request.user, found) and rights.can_edit() and not rights.page_locked()
    else:
        raise Http404
    if not allowed:
        raise PermissionDenied
    return found


class BringView(_Screen):
    """The first step."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The form."""
        return self.screen("word_bring", form=BringForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Keep what was brought, or say why it cannot be read."""
        form = BringForm(request.POST, request.FILES)
        if form.is_valid():
            field = "file" if form.cleaned_data["file"] else "text"
            try:
                row = self._kept(form)
            except WordRefused as refused:
                form.add_error(field, str(refused))
            else:
                return redirect("news_word_look", pk=pk, key=row.pk)
        return self.screen("word_bring", form=form)

    def _kept(self, form: BringForm) -> Any:
        place: Any = self.place
        model = type(place) if self.more else type(place).allowed_subpage_models()[0]
        upload = form.cleaned_data["file"]
        if upload:
            # A byte more than may be: no more of it comes into memory.
            return held.keep_file(upload.read(MOST_BYTES + 1), model, self.request.user)
        return held.keep_text(form.cleaned_data["text"], model, self.request.user)


class LookView(_Screen):
    """The second step."""

    def get(self, request: HttpRequest, pk: int, key: int) -> HttpResponseBase:
        """What was read."""
        manuscript, found = self._read(key, None)
        return self._show(manuscript, LookForm(manuscript=manuscript, parts=found, more=self.more))

    def post(self, request: HttpRequest, pk: int, key: int) -> HttpResponseBase:
        """Make the draft; or show the same text in the other letters, with what was typed."""
        wanted = request.POST.get("recode")
        recode = {"co": True, "khong": False}.get(wanted or "")
        manuscript, found = self._read(key, recode)
        form = LookForm(request.POST, manuscript=manuscript, parts=found, more=self.more)
        if "xem-lai" in request.POST:
            return self._show(manuscript, self._again(key, manuscript, found))
        if not form.is_valid():
            return self._show(manuscript, form)
        row = held.find(key, request.user)
        if row is None:
            raise Http404
        made = self._made(manuscript, form, held.content_of(row))
        held.drop(row)
        self._say(made)
        return redirect(reverse("wagtailadmin_pages:edit", args=[made.page.pk]))

    def _read(self, key: int, recode: bool | None) -> tuple[Manuscript, Any]:
        row = held.find(key, self.request.user)
        if row is None:
            raise Http404
        try:
            manuscript = held.read(row, recode)
            return manuscript, parts(manuscript, self.more)
        except (WordRefused, OSError) as refused:
            raise Http404 from refused

    def _again(self, key: int, manuscript: Manuscript, found: Any) -> LookForm:
        """The form in the other letters: what the editor typed stays, what was guessed is guessed anew."""
        before, old = self._read(key, {"co": True, "khong": False}[self._shown_as()])
        data = self.request.POST.copy()
        for name in ("title", "lead"):
            if data.get(name, "").strip() == getattr(before, name):
                data[name] = getattr(manuscript, name)
        fresh = LookForm(manuscript=manuscript, parts=found, more=self.more).initials()
        for name, words in LookForm(manuscript=before, parts=old, more=self.more).initials().items():
            if data.get(name, "").strip() == words and name in fresh:
                data[name] = fresh[name]
        for part in found:
            for name in ("alt", "caption"):
                if part.kind in ("table", "picture") and not data.get(f"{name}-{part.number}"):
                    data[f"{name}-{part.number}"] = getattr(part.value, name, "")
        return LookForm(data, manuscript=manuscript, parts=found, more=self.more)

    def _shown_as(self) -> str:
        shown = self.request.POST.get("shown", "")
        return shown if shown in ("co", "khong") else "khong"

    def _made(self, manuscript: Manuscript, form: LookForm, content: bytes) -> drafts.Made:
        place: Any = self.place
        words, user = form.cleaned_data, self.request.user
        if words.get("seen"):
            audit.note("file.seen", request=self.request, sha256=hashlib.sha256(content).hexdigest())
        chosen, said = form.chosen(), head.block(words)
        if self.more:
            return drafts.append(place, chosen, user, content, said)
        number = head.number(words, manuscript.head.number)
        return drafts.create(place, words["title"], words["lead"], number, chosen, user, content, said)

    def _say(self, made: drafts.Made) -> None:
        messages.success(self.request, _("Đã thành bản nháp. Xem lại, sửa, rồi gửi duyệt."))
        if made.bare:
            words = ngettext(
                "Còn %d ảnh chưa có mô tả: phải có trước khi đăng.",
                "Còn %d ảnh chưa có mô tả: phải có trước khi đăng.",
                made.bare,
            )
            messages.warning(self.request, words % made.bare)
        if made.left_out:
            messages.warning(self.request, _("Có %d ảnh hỏng, không lấy được.") % made.left_out)

    def _show(self, manuscript: Manuscript, form: LookForm) -> TemplateResponse:
        rows = form.rows()
        for row in rows:
            if row["part"].kind == "paragraph":
                row["html"] = body.shown_paragraph(row["part"].value)
        original = manuscript.original
        return self.screen(
            "word_look",
            form=form,
            rows=rows,
            fields=[form[name] for name in ("title", "lead", "seen") if name in form.fields],
            notes=notes(manuscript),
            read=head_rows(manuscript),
            cited=cited(manuscript),
            original=original,
            signatures=signed.rows(original.signatures) if original else [],
            recoding=manuscript.recoding,
            percent=round(100 * manuscript.recoding.confidence) if manuscript.recoding else 0,
            recoded=manuscript.recoded,
        )
