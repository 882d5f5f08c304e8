"""One case: what was asked, with private places covered; the answer; the clock; what happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from feedback import deadlines, reading, scope
from feedback.desk.forms import form_for
from feedback.desk.screens import DeskScreen, due_words
from feedback.downloads import download
from feedback.models import Answer, AnswerTemplate, Attachment, Case, CaseEvent, PublicQuestion
from feedback.reading import Why
from feedback.states import BY_REQUEST, STEPS, Action
from portal.accounts.models import User
from portal.core import audit, clock, redaction
from portal.core.clock import WorkCalendar

SIMILAR, TEMPLATES = 5, 50
# In the answer's own form, or on a screen of their own.
ELSEWHERE = BY_REQUEST | {Action.ANSWER, Action.DRAFT, Action.PUBLISH, Action.APPROVE, Action.SEEN}


class CaseView(DeskScreen):
    """The screen of a case. Opening it is written down."""

    def get(self, request: HttpRequest, case: int) -> HttpResponseBase:
        """Show it."""
        found = self.case(case)
        reading.opened(found, request)
        return self.show(found)

    def show(
        self,
        case: Case,
        *,
        failed: forms.Form | None = None,
        failed_action: str = "",
        typed: str | None = None,
        person: bool = False,
        status: int = 200,
        notice: str = "",
    ) -> HttpResponseBase:
        """The screen, with a form that was refused as it was typed."""
        allowed = scope.actions(self.request.user, case)
        answer = case.answers.exclude(status=Answer.Status.APPROVED).select_related("author").first()
        due = deadlines.count(case) if case.is_open else None
        words, look = due_words(case, clock.today(), WorkCalendar.current(case.clock_scope))
        panels = [
            (action, failed if action == failed_action else form_for(case, action, STEPS[action].needs))
            for action in allowed
            if action not in ELSEWHERE and (action != Action.RELEASE or case.legal_hold)
        ]
        finds = redaction.finds(case.text)
        approved = case.answers.filter(status=Answer.Status.APPROVED).select_related("author", "approved_by")
        return self.page(
            "case",
            redaction.masked(case.title) or _("Câu số %s") % case.number,
            status=status,
            case=case,
            notice=notice,
            text=covered(case.text, finds),
            finds=len(finds),
            person=person,
            whys=Why.choices,
            answer=answer,
            typed=typed if typed is not None else (answer.text if answer is not None else ""),
            approved=approved,
            may={str(action.name).lower(): True for action in allowed},
            own_answer=answer is not None and answer.author_id == getattr(self.request.user, "pk", None),
            panels=[(action, STEPS[action].help, form) for action, form in panels],
            failed_action=failed_action,
            answer_errors=failed.errors.get("text", []) if failed is not None and typed is not None else [],
            due=due,
            due_words=words,
            due_look=look,
            events=(events := history(case, whole=person)),
            held_by=next((line for line in reversed(events) if line[0].action == Action.HOLD), None),
            files=case.attachments.all(),
            templates=self._templates(case),
            similar=similar(case),
            public=PublicQuestion.objects.filter(case=case).first(),
        )

    def _templates(self, case: Case) -> Iterable[AnswerTemplate]:
        mine = Q(agency__isnull=True) | Q(agency=case.agency)
        of_stream = Q(stream="") | Q(stream=case.stream)
        return AnswerTemplate.objects.filter(mine & of_stream)[:TEMPLATES]


class PersonView(CaseView):
    """Who the sender is and the text as it came: for a reason, which is written down."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, case: int) -> HttpResponseBase:
        """Show it once."""
        found = self.case(case)
        why = request.POST.get("vi-sao", "")
        if why not in Why.values:
            return self.show(found, status=422, notice=_("Chọn vì sao cần xem thông tin người gửi."))
        if found.restricted and why != Why.REQUEST:
            words = _("Người gửi yêu cầu hạn chế sử dụng dữ liệu: chỉ xem khi giải quyết chính yêu cầu đó.")
            return self.show(found, status=403, notice=words)
        reading.person_seen(found, request, Why(why))
        return self.show(found, person=True)


class FileView(DeskScreen):
    """A file that came with a case: a download for the handling agency, never opened in the browser."""

    def get(self, request: HttpRequest, case: int, file: int) -> HttpResponseBase:
        """The file, once it has been scanned."""
        found = self.case(case)
        row = get_object_or_404(Attachment, pk=file, case=found)
        if not row.may_be_served:
            raise Http404
        audit.note("feedback.file-read", obj=row, request=request, agency_code=found.agency.code)
        return download(row)


def covered(text: str, finds: list[redaction.Find]) -> SafeString:
    """The text with each find as a black chip that says what was there."""
    out, at = [], 0
    for find in finds:
        out.append(escape(text[at : find.start]))
        out.append(format_html('<mark class="desk-chip">{}</mark>', _("ẩn: %s") % find.kind.label))
        at = find.end
    out.append(escape(text[at:]))
    return mark_safe("".join(out).replace("\n", "<br>"))


def history(case: Case, whole: bool = False) -> list[tuple[CaseEvent, str, str]]:
    """What happened, latest last: the line, who it was in words, and the note beside it.

    ``whole``: what the sender wrote as it came, not with its private places covered.
    """
    rows = list(case.events.select_related("note").order_by("pk"))
    people = User.objects.in_bulk([row.user_id for row in rows if row.user_id])
    return [(row, _who(row, people), _said(row, whole)) for row in rows]


def _said(row: CaseEvent, whole: bool) -> str:
    if not hasattr(row, "note"):
        return ""
    own = row.actor == CaseEvent.Actor.SENDER
    return redaction.masked(row.note.text) if own and not whole else row.note.text


def _who(row: CaseEvent, people: dict[Any, User]) -> str:
    if row.actor != CaseEvent.Actor.OFFICER or row.user_id is None:
        return str(row.get_actor_display())
    found = people.get(row.user_id)
    return found.get_full_name() or found.username if found is not None else _("tài khoản đã xóa")


def similar(case: Case) -> Iterable[PublicQuestion]:
    """Answered questions that may be used again: of the same procedure, the own agency's first."""
    if not case.procedure_code:
        return []
    rows = PublicQuestion.objects.filter(live=True, topics__procedure_code=case.procedure_code)
    found = rows.exclude(case=case).select_related("agency").order_by("needs_review", "-published_at")
    return sorted(found[: SIMILAR * 2], key=lambda row: row.agency_id != case.agency_id)[:SIMILAR]
