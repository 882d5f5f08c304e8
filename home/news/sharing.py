"""Sharing: from the province to communes and departments, and from them to the province.

The sender may publish the page; the receiver approves once, or the province's rule does so beforehand
(:attr:`NewsIndexPage.shared_at_once` of the province's section). A page that is withdrawn is gone from every
site with its own withdrawal; taking a share back leaves the page where it was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.models import HomePage
from home.news import listing, share_log
from home.news.models import SECTIONS, ListEntry, NewsIndexPage, Share
from portal.agencies.models import Agency
from portal.core import clock
from portal.core.audit import note
from portal.core.audit_events import register_names
from portal.core.public_term import ended, in_term
from portal.editorial import access
from portal.editorial.services import acting_as
from portal.editorial.today import Item, Source, register_source

State = Share.State


def receivers(page: Any) -> QuerySet[Agency]:
    """To whom a page may be offered: the province's to all below it, any other to the province."""
    owner = access.owner(page)
    standing = Agency.objects.filter(successions=None, home_pages__isnull=False).distinct()
    if owner is None:
        return standing.none()
    if owner.level == Agency.Level.PROVINCE:
        return standing.exclude(pk=owner.pk).order_by("level", "sort_key")
    return standing.filter(level=Agency.Level.PROVINCE)


@transaction.atomic
def offer(page: Any, to: Iterable[Agency], user: Any) -> int:
    """Offer a public page to agencies; gives how many sites show it at once by the province's rule.

    Raises PermissionDenied for who may not publish the page, ValidationError for a draft or a wrong receiver.
    """
    if not access.may_publish(user, page):
        raise PermissionDenied(_("Anh/chị không có quyền chia sẻ tin này."))
    wanted = {agency.pk: agency for agency in to}
    if not page.live:
        raise ValidationError(_("Chỉ chia sẻ tin đang công khai."))
    allowed = set(receivers(page).filter(pk__in=wanted).values_list("pk", flat=True))
    if allowed != set(wanted) or not wanted:
        raise ValidationError(_("Chọn nơi nhận trong danh sách."))
    state = State.SHOWN if _at_once(page) else State.WAITING
    now = timezone.now()
    known = Share.objects.filter(page=page.pk, receiver__in=wanted)
    held = set(known.values_list("receiver", flat=True))
    again = known.filter(state__in=(State.DECLINED, State.TAKEN_BACK)).update(
        state=state, sent_by=user, sent_at=now, intro="", reason="", decided_by=None, decided_at=None
    )
    new = [
        Share(page_id=page.pk, receiver_id=pk, state=state, sent_by=user, sent_at=now)
        for pk in wanted
        if pk not in held
    ]
    Share.objects.bulk_create(new)
    note("news.offered", user=user, obj=page, count=len(new) + again)
    if state == State.SHOWN:
        with acting_as(user=user):
            listing.refresh([page.pk])
    return len(new) + again if state == State.SHOWN else 0


@transaction.atomic
def decide(share: Share, user: Any, *, show: bool, intro: str = "", reason: str = "") -> bool:
    """The receiver's one decision; says whether this press settled it. What has gone is not decided.

    Raises PermissionDenied for who may not publish on the receiver's site.
    """
    share = Share.objects.select_for_update().get(pk=share.pk)
    if not may_decide(user, share):
        raise PermissionDenied(_("Anh/chị không duyệt tin cho cơ quan này."))
    if not can_be_read(share) or share.state != State.WAITING:
        return False
    share.state = State.SHOWN if show else State.DECLINED
    share.intro, share.reason = intro.strip()[:300], reason.strip()[:300]
    share.decided_by, share.decided_at = user, timezone.now()
    share.save()
    note("news.accepted" if show else "news.declined", user=user, obj=share.page.specific)
    if show:
        with acting_as(user=user):
            listing.refresh([share.page_id])
    return True


def can_be_read(share: Share) -> bool:
    """Whether the receiver still has a page to read: not taken back, and public where it was written."""
    page: Any = share.page.specific
    return share.state != State.TAKEN_BACK and page.live and not ended(page)


def may_decide(user: Any, share: Share) -> bool:
    """Whether a person approves for the receiver: may publish in its section."""
    home = HomePage.objects.filter(agency=share.receiver_id).order_by("path").first()
    return home is not None and access.may_publish(user, home)


@transaction.atomic
def take_back(page: Any, user: Any, *, receiver: Agency | None = None) -> int:
    """Take a page back from every site (or one) in one act; gives from how many.

    The receiver may also take down what stands on its own site. Raises PermissionDenied for anybody else.
    """
    rows = Share.objects.filter(page=page.pk, state__in=(State.WAITING, State.SHOWN))
    if receiver is not None:
        rows = rows.filter(receiver=receiver)
    if not access.may_publish(user, page):
        mine = receiver is not None and all(may_decide(user, share) for share in rows)
        if not mine:
            raise PermissionDenied(_("Anh/chị không có quyền rút tin này."))
    count = rows.update(state=State.TAKEN_BACK, decided_by=user, decided_at=timezone.now())
    if count:
        note("news.taken-back", user=user, obj=page, count=count)
        with acting_as(user=user):
            listing.refresh([page.pk])
    return count


def waiting_for(user: Any) -> Sequence[Share]:
    """What waits for this person's decision, oldest first."""
    agency = access.active_agency(user)
    if agency is None:
        return []
    # In their term: the rows of the lists know, without a query for each page.
    in_time = ListEntry.objects.filter(in_term(clock.today()), origin="").values("page")
    rows = Share.objects.waiting().filter(receiver=agency, page__live=True, page__in=in_time)
    rows = rows.select_related("page", "receiver")
    found = list(rows.order_by("sent_at")[:50])
    return found if found and may_decide(user, found[0]) else []


def _at_once(page: Any) -> bool:
    """Whether the province's rule shows its news on all sites without a decision of each."""
    owner = access.owner(page)
    if owner is None or owner.level != Agency.Level.PROVINCE or SECTIONS[page.kind] != "tin-tuc":
        return False
    section = page.get_parent().specific
    return isinstance(section, NewsIndexPage) and section.shared_at_once


def offers(user: Any, agency: Agency | None, day: date) -> Sequence[Item]:
    """What others offer to the person's own site."""
    return [
        Item(
            group="waiting",
            icon="redirect",
            title=share.page.title,
            detail=_("Tin được chia sẻ; duyệt để hiện trên trang của mình"),
            due=share.sent_at,
            url=reverse("news_share_decide", args=[share.pk]),
            action=_("Đọc, duyệt"),
            main=True,
        )
        for share in waiting_for(user)
    ]


def register() -> None:
    """Called once when the application starts."""
    share_log.register()
    register_source(Source("news-offers", gettext_lazy("Tin được chia sẻ"), offers))
    register_names(
        {
            "news.offered": gettext_lazy("Chia sẻ tin"),
            "news.accepted": gettext_lazy("Đăng tin được chia sẻ"),
            "news.declined": gettext_lazy("Không đăng tin được chia sẻ"),
            "news.taken-back": gettext_lazy("Rút tin đã chia sẻ"),
        }
    )
