"""The review page: what is new, how it will look, and two buttons; for a thumb on a phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from wagtail.models import DraftStateMixin, TaskState
from wagtail.utils.decorators import xframe_options_sameorigin_override

from portal.editorial import access, requirements
from portal.editorial.admin_views import RoleRequiredMixin
from portal.editorial.models import Absence, EmergencyPublication
from portal.editorial.services import PublishRefused
from portal.editorial.services.content import digest, last_editor
from portal.editorial.today.links import edit_address
from portal.editorial.workflow import emergency, review
from portal.editorial.workflow.changes import changes_of
from portal.editorial.workflow.forms import AbsenceForm, PaperForm, ReasonForm


class Screen(RoleRequiredMixin, View):
    """An own screen of the editors' side; what somebody may do is asked of the thing."""

    roles = RoleRequiredMixin.ANYONE
    request: HttpRequest

    def screen(self, template: str, title: str, **context: Any) -> TemplateResponse:
        """A page with its title."""
        context |= {"page_title": title, "header_title": title, "header_icon": "check"}
        return TemplateResponse(self.request, f"editorial/workflow/{template}.html", context)

    def home(self) -> HttpResponseBase:
        """Back to the day's work."""
        return redirect(reverse("wagtailadmin_home"))

    def tell(self, error: Exception) -> None:
        """A refusal in words."""
        if isinstance(error, PublishRefused):
            messages.error(self.request, error.sentence)
        elif isinstance(error, ValidationError):
            messages.error(self.request, " ".join(error.messages))
        else:
            messages.error(self.request, str(error))


def thing(type_id: int, pk: int) -> Any:
    """The page or record named in an address; 404 for anything else."""
    model = get_object_or_404(ContentType, pk=type_id).model_class()
    if model is None or not issubclass(model, DraftStateMixin):
        raise Http404
    return get_object_or_404(model, pk=pk)


class ReviewView(Screen):
    """ "Duyệt": one submitted text."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Show it to who may approve it; settled ones say by whom and when."""
        state = get_object_or_404(TaskState.objects.select_related("revision", "finished_by"), pk=pk)
        obj = state.revision.content_object
        if obj is None:
            raise Http404
        if not review.may_review(request.user, obj):
            raise PermissionDenied
        revision = obj.get_latest_revision()
        draft = revision.as_object()
        writer = last_editor(revision)
        waiting = state.status == TaskState.STATUS_IN_PROGRESS
        return self.screen(
            "review",
            _("Duyệt: %s") % draft,
            state=state,
            waiting=waiting,
            own=writer is not None and writer.pk == request.user.pk,
            writer=writer,
            seen=digest(revision.content),
            changes=changes_of(obj, draft, request) if waiting else [],
            missing=requirements.failing(draft) if waiting else [],
            preview=reverse("review_preview", args=[pk]) if draft.is_previewable() else "",
            edit=edit_address(state.revision.content_type, obj.pk),
            is_live=obj.live,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Duyệt or Trả lại; pressed twice, the second press is told what the first did."""
        state = get_object_or_404(TaskState, pk=pk)
        try:
            if "tra-lai" in request.POST:
                outcome = review.send_back(state, request.user, comment=request.POST.get("ly-do", ""))
                done = _("Đã trả lại để sửa.")
            else:
                outcome = review.approve(state, request.user, seen=request.POST.get("ban", ""))
                done = _("Đã duyệt và công khai.")
        except (PublishRefused, ValidationError) as refusal:
            self.tell(refusal)
            return redirect("review", pk=pk)
        if outcome.done:
            messages.success(request, done)
        else:
            messages.info(request, settled_words(outcome))
        return self.home()


def settled_words(outcome: review.Outcome) -> str:
    """Who settled it before, and when."""
    name = outcome.by.get_full_name() if outcome.by is not None else _("Cổng")
    verb = {
        TaskState.STATUS_APPROVED: _("duyệt"),
        TaskState.STATUS_REJECTED: _("trả lại"),
        TaskState.STATUS_CANCELLED: _("rút lại"),
    }.get(outcome.status, outcome.status)
    when = f"{outcome.at:%H:%M %d/%m/%Y}" if outcome.at else ""
    return _("Mục này đã được %(name)s %(verb)s %(when)s.") % {"name": name, "verb": verb, "when": when}


@method_decorator(xframe_options_sameorigin_override, name="dispatch")
class PreviewView(Screen):
    """The submitted text as it will look, within the review page."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Drawn from the newest text."""
        state = get_object_or_404(TaskState, pk=pk)
        obj = state.revision.content_object
        if obj is None:
            raise Http404
        if not review.may_review(request.user, obj):
            raise PermissionDenied
        draft = obj.get_latest_revision().as_object()
        if not draft.is_previewable():
            raise Http404
        answer: HttpResponseBase = draft.make_preview_request(request, draft.default_preview_mode)
        return answer


class PaperView(Screen):
    """ "Đã duyệt tại văn bản số …": a second person records it, and the text is public by it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever works with the thing."""
        self.thing = thing(kwargs["type_id"], kwargs["pk"])
        if not access.may_change(request.user, self.thing):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, type_id: int, pk: int) -> HttpResponseBase:
        """The form."""
        return self._show(PaperForm(agency=access.owner(self.thing)))

    def post(self, request: HttpRequest, type_id: int, pk: int) -> HttpResponseBase:
        """Record and publish."""
        form = PaperForm(request.POST, agency=access.owner(self.thing))
        if not form.is_valid():
            return self._show(form)
        try:
            review.record_paper(self.thing, request.user, **form.cleaned_data)
        except (PublishRefused, PermissionDenied) as refusal:
            self.tell(refusal)
            return self._show(form)
        messages.success(request, _("Đã ghi nhận văn bản duyệt và công khai."))
        return self.home()

    def _show(self, form: PaperForm) -> HttpResponseBase:
        return self.screen(
            "form", _("Đã duyệt tại văn bản: %s") % self.thing, form=form, button=_("Ghi nhận, công khai")
        )


class EmergencyView(Screen):
    """ "Đăng trước, duyệt sau": with a reason, and the end of the term told beforehand."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may write the thing."""
        self.thing = thing(kwargs["type_id"], kwargs["pk"])
        if not access.may_change(request.user, self.thing):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, type_id: int, pk: int) -> HttpResponseBase:
        """The form."""
        return self._show(ReasonForm())

    def post(self, request: HttpRequest, type_id: int, pk: int) -> HttpResponseBase:
        """Publish."""
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        try:
            row = emergency.publish_now(self.thing, request.user, reason=form.cleaned_data["reason"])
        except (PublishRefused, PermissionDenied) as refusal:
            self.tell(refusal)
            return self._show(form)
        words = _("Đã đăng. Phải được người khác duyệt trước %s.")
        messages.success(request, words % f"{row.due_at:%H:%M %d/%m/%Y}")
        return self.home()

    def _show(self, form: ReasonForm) -> HttpResponseBase:
        hint = _("Nội dung công khai ngay; người khác phải duyệt trong 24 giờ. Chỉ dùng khi không thể chờ.")
        return self.screen(
            "form", _("Đăng khẩn: %s") % self.thing, form=form, hint=hint, button=_("Đăng ngay")
        )


class AfterwardsView(Screen):
    """Approve, or take away, what was published in an emergency."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The thing, its reason and its term."""
        row = self._row(pk)
        return self.screen(
            "afterwards", _("Duyệt sau: %s") % row.content_object, row=row, thing=row.content_object
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Duyệt, or Gỡ xuống."""
        row = self._row(pk)
        thing: Any = row.content_object
        try:
            if "go" in request.POST:
                thing.unpublish()
                messages.success(request, _("Đã gỡ xuống."))
            elif emergency.approve(row, request.user):
                messages.success(request, _("Đã duyệt."))
            else:
                messages.info(request, _("Mục này đã được xử lý."))
        except (PublishRefused, PermissionDenied) as refusal:
            self.tell(refusal)
            return redirect("review_afterwards", pk=pk)
        return self.home()

    def _row(self, pk: int) -> EmergencyPublication:
        row = get_object_or_404(emergency.EmergencyPublication, pk=pk)
        if row.content_object is None:
            raise Http404
        if not review.may_review(self.request.user, row.content_object):
            raise PermissionDenied
        return row


class NotApplicableView(Screen):
    """ "Không áp dụng" with a reason, for a rule that allows it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever works with the thing."""
        self.thing = thing(kwargs["type_id"], kwargs["pk"])
        rule = requirements.by_code(kwargs["code"])
        if rule is None or not rule.may_be_not_applicable:
            raise Http404
        if not access.may_change(request.user, self.thing):
            raise PermissionDenied
        self.rule = rule
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, type_id: int, pk: int, code: str) -> HttpResponseBase:
        """The form."""
        return self._show(ReasonForm())

    def post(self, request: HttpRequest, type_id: int, pk: int, code: str) -> HttpResponseBase:
        """Store the answer; back to the text."""
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        draft = self.thing.get_latest_revision_as_object()
        requirements.answer(draft, code, form.cleaned_data["reason"], request.user)
        messages.success(request, _("Đã ghi câu trả lời. Bấm công khai hoặc gửi duyệt lại."))
        return redirect(edit_address(ContentType.objects.get(pk=type_id), pk))

    def _show(self, form: ReasonForm) -> HttpResponseBase:
        return self.screen(
            "form",
            _("Không áp dụng: %s") % self.thing,
            form=form,
            hint=self.rule.message,
            button=_("Ghi câu trả lời"),
        )


class AbsencesView(Screen):
    """ "Tôi vắng mặt": one's own days away, and who approves instead."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list and the form."""
        return self._show(self._form(None))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Add one, or take one back."""
        if "bo" in request.POST:
            Absence.objects.filter(user=request.user.pk, pk=request.POST["bo"]).delete()
            return redirect("absences")
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form)
        form.save()
        messages.success(request, _("Đã ghi thời gian vắng mặt."))
        return redirect("absences")

    def _form(self, data: Any) -> AbsenceForm:
        return AbsenceForm(data, user=self.request.user, agency=access.active_agency(self.request.user))

    def _show(self, form: AbsenceForm) -> HttpResponseBase:
        rows = Absence.objects.filter(user=self.request.user.pk).select_related("deputy")[:50]
        return self.screen("absences", _("Thời gian vắng mặt"), form=form, rows=rows)
