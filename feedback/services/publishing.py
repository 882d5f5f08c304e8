"""Making an answered case public, and taking it away: the one way, with its line in the publication log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from feedback.models import Answer, Case, PublicQuestion, QuestionTopic
from feedback.refusals import Refused
from portal.core import redaction
from portal.core.redaction import Find
from portal.core.slugs import slugify_vi
from portal.core.text import normalise, one_line
from portal.editorial import access
from portal.publication.models import PublicationEntry
from portal.publication.registry import SYSTEM
from portal.publication.services import Act, record_acts

OBJECT_TYPE = "feedback.publicquestion"
FIELDS = ("title", "question", "answer")


def content(row: PublicQuestion) -> dict[str, Any]:
    """What the log hashes: everything that is public of a question."""
    return {
        "title": row.title,
        "question": row.question,
        "answer": row.answer,
        "language": row.language,
        "topics": sorted(row.topics.values_list("procedure_code", flat=True)),
    }


def open_finds(case: Case, texts: Mapping[str, str], dismissed: frozenset[str]) -> dict[str, list[Find]]:
    """By field, what may still name somebody: the office's own telephone and mailbox do not.

    The sender's own name and address count as well, wherever they stand.
    """
    known = (case.agency.phone, case.agency.email)
    found: dict[str, list[Find]] = {}
    for field, text in texts.items():
        rows = redaction.finds(text, known) + redaction.named(text, (case.sender_name, case.sender_address))
        left = [find for find in rows if find.key not in dismissed]
        if left:
            found[field] = left
    return found


def publish(case: Case, user: Any, at: datetime, data: Mapping[str, Any]) -> dict[str, Any]:
    """Make it public, or public again. Raises Refused, told by field, while a find is open.

    ``title``, ``question``, ``answer``: the texts as everybody reads them. ``dismissed``: keys of finds of
    which the officer says that they name nobody. ``procedure_codes``: what it speaks of.
    """
    if case.consent == Case.Consent.NONE:
        raise Refused({"question": _("Người gửi không đồng ý đăng công khai.")})
    if case.restricted:
        raise Refused({"question": _("Người gửi yêu cầu hạn chế sử dụng dữ liệu: không đăng được.")})
    answer = case.answers.filter(status=Answer.Status.APPROVED).last()
    if answer is None or case.answered_at is None:
        raise Refused({"answer": _("Chưa có câu trả lời được duyệt.")})
    texts = {name: (one_line if name == "title" else normalise)(str(data[name])) for name in FIELDS}
    dismissed = frozenset(data.get("dismissed", ()))
    if left := open_finds(case, texts, dismissed):
        raise Refused({field: [_stop_line(find) for find in finds] for field, finds in left.items()})
    if not 5 <= len(texts["title"]) <= 200:
        raise Refused({"title": _("Viết câu hỏi trong một dòng, từ 5 đến 200 chữ cái.")})
    row = PublicQuestion.objects.filter(case=case).first() or PublicQuestion(case=case)
    first = row.pk is None
    row.agency, row.language, row.stream, row.is_demo = case.agency, case.language, case.stream, case.is_demo
    row.title, row.question, row.answer = texts["title"], texts["question"], texts["answer"]
    row.slug = slugify_vi(row.title, 120)
    row.shortened = case.consent == Case.Consent.SHORTENED
    row.answered_at, row.published_at = case.answered_at, at
    row.live, row.withdrawn_at, row.withdrawn_reason = True, None, ""
    row.needs_review, row.needs_review_since = False, None
    row.save()
    codes = {str(code) for code in data.get("procedure_codes", ()) if code} | (
        {case.procedure_code} if case.procedure_code else set()
    )
    row.topics.exclude(procedure_code__in=codes).delete()
    QuestionTopic.objects.bulk_create(
        [QuestionTopic(question=row, procedure_code=code) for code in sorted(codes)], ignore_conflicts=True
    )
    _log(row, PublicationEntry.Act.APPEARED if first else PublicationEntry.Act.CHANGED, user)
    return {"public": row.pk, "dismissed": len(dismissed) or ""}


def withdraw(case: Case, user: Any, at: datetime, reason: str) -> None:
    """Take it away; its address says that it was withdrawn. The typed reason stays with the case."""
    row = PublicQuestion.objects.filter(case=case, live=True).first()
    if row is None:
        return
    row.live, row.withdrawn_at = False, at
    row.withdrawn_reason = redaction.masked(reason)[:300]
    row.save(update_fields=["live", "withdrawn_at", "withdrawn_reason"])
    _log(row, PublicationEntry.Act.WITHDRAWN, user)


def _log(row: PublicQuestion, act: str, user: Any) -> None:
    record_acts(
        [
            Act(
                act=act,
                object_type=OBJECT_TYPE,
                object_id=str(row.pk),
                actor_role=access.role_codes(user)[:60] if user is not None else SYSTEM,
                scope_kind=PublicationEntry.Scope.AGENCY,
                scope=row.agency.code,
                content=content(row),
            )
        ]
    )


def _stop_line(find: Find) -> str:
    return _("Che %(kind)s trước khi đăng: “%(words)s”.") % {"kind": find.kind.label, "words": find.words}
