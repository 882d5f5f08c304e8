"""What must be there before something is published: rules as data, one function that judges.

Applications register a :class:`Requirement`; forms, bulk actions, imports, the schedule and the shell all ask
:func:`failing`. A draft may lack anything. Where the rule allows it, "Không áp dụng" with a reason is an
answer (:class:`portal.editorial.models.NotApplicable`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext as _

from portal.core.clock import today

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Question = Callable[[Any, date], bool]


def always(obj: Any, day: date) -> bool:
    """Of a rule that holds for every thing of its type."""
    return True


@dataclass(frozen=True, slots=True)
class Requirement:
    """One rule.

    ``model_label``: "home.contactpage", a base ("page" for every page, "record" for every record) or "*".
    ``field``: where the form shows it; empty for the whole. ``message`` says what to do; ``article`` is the
    law behind it, empty for a house rule. ``holds(obj, day)`` judges the thing as it would be public.
    ``evidence(obj)`` is what an answer "không áp dụng" speaks about (the number that was found): when it
    changes, the answer no longer counts. ``for_people``: what provisioning lays out as an empty frame is
    excepted, what people write is not.
    """

    code: str
    model_label: str
    field: str
    message: StrOrPromise
    article: str
    holds: Question
    applies: Question = always
    may_be_not_applicable: bool = False
    evidence: Callable[[Any], str] | None = None
    for_people: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that is not met, as a form shows it. ``answerable``: "Không áp dụng" may settle it."""

    code: str
    field: str
    message: str
    article: str
    answerable: bool = False

    @property
    def text(self) -> str:
        """The message with its article."""
        return f"{self.message} ({self.article})" if self.article else self.message


_requirements: dict[str, Requirement] = {}


def register(requirement: Requirement) -> None:
    """Add a rule; the same code again replaces the earlier one."""
    _requirements[requirement.code] = requirement


def registered() -> list[Requirement]:
    """All rules, by code."""
    return [_requirements[code] for code in sorted(_requirements)]


def by_code(code: str) -> Requirement | None:
    """The rule of this code."""
    return _requirements.get(code)


def failing(obj: Any, day: date | None = None, *, laid_out: bool = False) -> list[Failure]:
    """The rules that ``obj`` would not meet if it were public on ``day`` (today), field by field.

    Costs the queries for the rows below ``obj``, which are read once, and one more when a rule that may be
    answered is not met.
    """
    day = day or today()
    missed = [
        rule
        for rule in registered()
        if _concerns(rule, obj)
        and not (laid_out and rule.for_people)
        and rule.applies(obj, day)
        and not rule.holds(obj, day)
    ]
    answerable = [rule for rule in missed if rule.may_be_not_applicable]
    answered = _answered(obj, answerable) if answerable else set()
    return [
        Failure(rule.code, rule.field, str(rule.message), rule.article, rule.may_be_not_applicable)
        for rule in missed
        if rule.code not in answered
    ]


def _concerns(rule: Requirement, obj: Any) -> bool:
    from wagtail.models import Page

    from portal.core.records import Record

    label = rule.model_label
    if label == "*":
        return True
    if label in {"page", "record"}:
        return isinstance(obj, Page if label == "page" else Record)
    return any(
        issubclass(model, Model) and hasattr(model, "_meta") and model._meta.label_lower == label
        for model in type(obj).__mro__
    )


def evidence_digest(rule: Requirement, obj: Any) -> str:
    """The hash of what an answer speaks about; never the words themselves."""
    return hashlib.sha256(rule.evidence(obj).encode()).hexdigest() if rule.evidence else ""


def _answered(obj: Any, rules: list[Requirement]) -> set[str]:
    from portal.editorial.models import NotApplicable

    if obj.pk is None:
        return set()
    known = set(
        NotApplicable.objects.filter(
            content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk
        ).values_list("code", "evidence")
    )
    return {rule.code for rule in rules if (rule.code, evidence_digest(rule, obj)) in known}


def answer(obj: Any, code: str, reason: str, user: Any) -> None:
    """Store "không áp dụng" with its reason; ValueError for a rule without that answer, or no reason."""
    from portal.editorial.models import NotApplicable

    rule = by_code(code)
    if rule is None or not rule.may_be_not_applicable:
        raise ValueError(_("Quy định này không cho phép trả lời “không áp dụng”."))
    if not reason.strip():
        raise ValueError(_("Cần nêu lý do."))
    NotApplicable.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(obj),
        object_id=obj.pk,
        code=code,
        defaults={"evidence": evidence_digest(rule, obj), "reason": reason.strip(), "user": user},
    )
