"""Votes of the demonstration: a few on one article of each site; their words say that they are samples."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from home.news.models import ArticlePage, ListEntry
from home.votes.models import ClarityVote, Reason
from home.votes.services import line_of
from portal.core import clock
from portal.core.seeds import ALWAYS, SeedContext, register_seed

OBJECT_TYPE = "news.articlepage"
MARK = "Lượt mẫu của bản trình diễn, không phải của người đọc."
VOTES: tuple[tuple[int, list[str]], ...] = (
    (5, []),
    (4, []),
    (4, []),
    (2, [Reason.MISSING.value]),
)


def _run(context: SeedContext) -> None:
    """On the newest article of each demonstration site that has no vote yet."""
    held = set(ClarityVote.objects.values_list("agency_id", flat=True))
    newest: dict[int, Any] = {}
    rows = ListEntry.objects.filter(
        agency__is_demo=True, kind=ListEntry.Kind.NEWS, language="vi", origin="", page__live=True
    )
    for agency_id, page_id in rows.order_by("shown_at", "pk").values_list("agency_id", "page_id"):
        newest[agency_id] = page_id
    keys = dict(ArticlePage.objects.filter(pk__in=newest.values()).values_list("pk", "translation_key"))
    made = []
    for agency_id, page_id in newest.items():
        if agency_id in held:
            continue
        object_id = f"{keys[page_id]}:vi"
        line = line_of(OBJECT_TYPE, object_id)
        made += [
            ClarityVote(
                agency_id=agency_id,
                object_type=OBJECT_TYPE,
                object_id=object_id,
                line=line,
                day=clock.today(),
                score=score,
                reasons=reasons,
                text=MARK,
            )
            for score, reasons in VOTES
        ]
    ClarityVote.objects.bulk_create(made)
    context.say(_("%d lượt đánh giá mẫu") % len(made))


register_seed("votes", 76, None, _run, demo=ALWAYS)
