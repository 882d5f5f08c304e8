"""Thời hạn công khai on the editors' side: what must stay posted, what ends soon, and the job behind the day.

Public doors look at the day themselves (:mod:`portal.core.public_term`); the job only takes down what is
hidden already, writes the line in the log and brings the search index in line. Late, early and twice do no
harm.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from portal.core import clock, public_term
from portal.core.jobs import register_job
from portal.core.public_term import Floor
from portal.editorial import access, requirements
from portal.editorial.requirements import Requirement
from portal.editorial.services import SCHEDULE, PublishRefused, expire, register_hold
from portal.editorial.services.kinds import GONE, Acts, last_act, page_line, record_line
from portal.editorial.today import Item, Source, register_source
from portal.library.models import OwnedFile
from portal.publication.postings import spells
from portal.publication.services import Act, record_acts

logger = logging.getLogger("portal.publishing")
EVERY_SECONDS = 60
WEEK = timedelta(days=7)
MOST_ITEMS = 50


def identity(obj: Any) -> tuple[str, str]:
    """How the publication log names a thing."""
    line = page_line(obj, "") if isinstance(obj, Page) else record_line(obj)
    return line.object_type, line.object_id


def floor_of(obj: Any) -> Floor | None:
    """The first day on which a posting may end: its least duration, from the start of the unbroken spell.

    What is not public now would begin a new spell today.
    """
    found = spells(*identity(obj)) if obj.pk else []
    if not found or found[-1].end is not None:
        found = [*found, clock.Spell(clock.now())]
    due = clock.posted_until(found, obj.minimum_posting)
    if due is None:
        return None
    reason = _("Phải niêm yết %(length)s: đến hết %(day)s") % {
        "length": due.rule.words,
        "day": clock.date_words(due.day),
    }
    return Floor(due.day + timedelta(days=1), reason, due.rule.legal_basis)


def must_stay(obj: Any, day: date) -> str:
    """Why a public thing may not be taken down on a day; empty when it may."""
    floor = public_term.floor_of(obj)
    return f"{floor.reason} ({floor.article})" if floor is not None and day < floor.day else ""


def _not_before_its_floor(obj: Any, day: date) -> bool:
    floor = public_term.floor_of(obj)
    return floor is None or obj.public_until >= floor.day


def _has_end(obj: Any, day: date) -> bool:
    return getattr(obj, "public_until", None) is not None


def end_what_is_over() -> str:
    """Take down what has ended; gives a line on what was done, empty for nothing."""
    day, done, refused = clock.today(), 0, 0
    for things in public_term.overdue(day):
        if issubclass(things.model, OwnedFile):
            done += sum(_end_file(file) for file in things.filter(term_ended_at=None))
            continue
        for thing in things.filter(live=True):
            try:
                expire(thing, actor_role=SCHEDULE)
                done += 1
            except PublishRefused:
                logger.exception("the term of %s %s cannot end", things.model._meta.label, thing.pk)
                refused += 1
    for model in public_term.models_with_term():
        if issubclass(model, OwnedFile):
            longer = model._base_manager.filter(public_term.in_term(day), term_ended_at__isnull=False)
            longer.update(term_ended_at=None)
    if not done and not refused:
        return ""
    return _("Hết thời hạn công khai: %(done)d; chưa rút được: %(refused)d.") % {
        "done": done,
        "refused": refused,
    }


@transaction.atomic
def _end_file(file: Any) -> bool:
    """Note that a file's term is over, once; resized copies of a picture are deleted."""
    ended = type(file)._base_manager.filter(pk=file.pk, term_ended_at=None).update(term_ended_at=clock.now())
    if not ended:
        return False
    if hasattr(file, "renditions"):
        for rendition in file.renditions.all():
            rendition.delete()
    kind, number = identity(file)
    if (last := last_act(kind, number)) and last not in GONE:
        record_acts([Act(act=Acts.EXPIRED, object_type=kind, object_id=number, actor_role=SCHEDULE)])
    return True


def ending_soon(user: Any, agency: Any, day: date) -> Sequence[Item]:
    """What ends within a week among the things that a person may change: one query, and one a type."""
    rows = [
        model._base_manager.filter(public_until__gt=day, public_until__lte=day + WEEK)
        .order_by()
        .values_list(Value(model._meta.label), "pk", "public_until")
        for model in public_term.models_with_term()
    ]
    found = []
    ending = list(rows[0].union(*rows[1:], all=True).order_by("public_until")[:MOST_ITEMS])
    # One query a type, however much ends.
    things: dict[str, dict[Any, Any]] = {
        label: apps.get_model(label)._base_manager.in_bulk(
            [pk for kind, pk, _until in ending if kind == label]
        )
        for label in {label for label, _pk, _until in ending}
    }
    for label, pk, until in ending:
        thing = things[label].get(pk)
        if thing is None or not access.may_change(user, thing) or not getattr(thing, "live", True):
            continue
        last = until - timedelta(days=1)
        found.append(
            Item(
                group="today" if last == day else "week",
                icon="calendar-check",
                title=_("Hết thời hạn công khai: %(title)s") % {"title": str(thing)},
                detail=str(thing.get_public_until_kind_display()),
                due=last,
                url=AdminURLFinder(user).get_edit_url(thing) or reverse("wagtailadmin_home"),
                action=_("Mở"),
                personal=True,
            )
        )
    return found


def register() -> None:
    """Floor, hold, requirements, job and "Việc hôm nay"; called once when the application starts."""
    public_term.register_floor(floor_of)
    register_hold("minimum-posting", must_stay)
    requirements.register(
        Requirement(
            code="public-term-past",
            model_label="*",
            field="public_until",
            message=gettext_lazy("Thời hạn công khai phải sau hôm nay."),
            article="",
            holds=lambda obj, day: obj.public_until > day,
            applies=_has_end,
        )
    )
    requirements.register(
        Requirement(
            code="public-term-floor",
            model_label="*",
            field="public_until",
            message=gettext_lazy("Thời hạn công khai sớm hơn thời gian phải niêm yết liên tục."),
            article="Điều 13 Luật Thực hiện dân chủ ở cơ sở 10/2022/QH15; Nghị định 31/2019/NĐ-CP",
            holds=_not_before_its_floor,
            applies=_has_end,
        )
    )
    register_job("public_terms", end_what_is_over, EVERY_SECONDS)
    register_source(Source("public_terms", gettext_lazy("Sắp hết thời hạn công khai"), ending_soon))
