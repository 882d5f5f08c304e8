"""Drawing up, changing and approving lists; what was taken from elsewhere is left out by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.models import HomePage
from home.news import body
from home.news.models import ArticlePage
from home.royalty.models import RateTable, RoyaltyLine, RoyaltyList, WorkKind, amount
from portal.agencies.models import Agency
from portal.core import clock
from portal.core.audit import note
from portal.core.audit_events import register_details, register_names

# A short text without anything else is a "tin"; what is longer is a "bài".
LONGEST_NEWS = 400
LONGEST_PERIOD = timedelta(days=366)
MEDIA, PICTURES = frozenset({"media", "video", "audio"}), frozenset({"gallery", "pictures", "photos"})


@transaction.atomic
def draw_up(agency: Agency, first: date, last: date, user: Any) -> RoyaltyList:
    """A new draft with every own article of the site from ``first`` to ``last`` that no other list has.

    Left out: articles with a source (reposts), which are counted; what other agencies share is not the
    site's own page and never comes in. Raises ValidationError for a period that is wrong, not over or
    over two tables, and for a day without a table.
    """
    if not first <= last or last - first > LONGEST_PERIOD:
        raise ValidationError({"last_day": _("Kỳ tính từ 1 ngày đến 1 năm, ngày cuối không trước ngày đầu.")})
    if last >= clock.today():
        raise ValidationError({"last_day": _("Kỳ tính chưa kết thúc.")})
    table = RateTable.on(first)
    rates = {rate.kind: rate for rate in table.rates.all()} if table else {}
    if table is None or not rates:
        raise ValidationError({"first_day": _("Chưa có bảng mức nhuận bút cho ngày này.")})
    later = RateTable.objects.filter(from_day__gt=first, from_day__lte=last).order_by("from_day").first()
    if later is not None:
        said = _("Bảng mức đổi từ ngày %(day)s: lập riêng bảng kê đến hết ngày %(before)s.")
        days = {"day": later.from_day, "before": later.from_day - timedelta(days=1)}
        raise ValidationError({"last_day": said % {name: f"{day:%d/%m/%Y}" for name, day in days.items()}})
    pages = list(_pages(agency, first, last))
    own = [page for page in pages if not page.source_name.strip() and not page.source_url]
    made = RoyaltyList.objects.create(
        agency=agency,
        table=table,
        first_day=first,
        last_day=last,
        excluded=len(pages) - len(own),
        made_by=user,
        changed_by=user,
        made_at=timezone.now(),
    )
    lines = []
    for page in own:
        kind = kind_of(page)
        rate = rates.get(kind) or next(iter(rates.values()))
        lines.append(
            RoyaltyLine(
                of_list=made,
                page_id=page.pk,
                title=page.title,
                shown_on=clock.local(page.shown_at).date(),
                author=page.byline,
                unit=page.unit,
                kind=rate.kind,
                coefficient=rate.least,
                amount=amount(rate.least, table.unit_value),
            )
        )
    RoyaltyLine.objects.bulk_create(lines)
    note("royalty.drawn-up", user=user, obj=made, count=len(lines), excluded=made.excluded)
    return made


def _pages(agency: Agency, first: date, last: date) -> Iterable[Any]:
    homes = HomePage.objects.filter(agency=agency).values_list("path", flat=True)
    begin, end = clock.start_of(first), clock.start_of(last + timedelta(days=1))
    paid = RoyaltyLine.objects.filter(page__isnull=False).values("page")
    for path in homes:
        found = ArticlePage.objects.filter(path__startswith=path, shown_at__gte=begin, shown_at__lt=end)
        # A translation is the same work once more.
        found = found.filter(locale__language_code="vi", live=True).exclude(pk__in=paid)
        yield from found.order_by("shown_at", "pk")


def kind_of(page: Any) -> str:
    """What a page most probably is; the editor decides."""
    kinds = {block.block_type for block in page.body}
    if kinds & MEDIA:
        return str(WorkKind.MEDIA)
    if kinds & PICTURES:
        return str(WorkKind.PICTURES)
    return str(WorkKind.NEWS if words_of(page) <= LONGEST_NEWS else WorkKind.ARTICLE)


def words_of(page: Any) -> int:
    """How many words an article has, its opening sentence included."""
    return len(page.lead.split()) + body.words(page)


@transaction.atomic
def approve(found: RoyaltyList, user: Any) -> None:
    """A second person's approval; nothing changes after it.

    Raises PermissionDenied for who drew the list up or changed it last, ValidationError for a list without
    lines or with a line without its author.
    """
    found = RoyaltyList.objects.select_for_update().get(pk=found.pk)
    if not found.is_draft:
        return
    if user.pk in (found.made_by_id, found.changed_by_id):
        raise PermissionDenied(_("Người lập hoặc sửa bảng kê không tự duyệt."))
    lines = list(found.lines.all())
    if not lines:
        raise ValidationError(_("Bảng kê chưa có dòng nào."))
    nameless = [line.title for line in lines if not line.author.strip()]
    if nameless:
        raise ValidationError(_("Chưa ghi người viết: %s.") % "; ".join(nameless[:5]))
    found.state, found.approved_by, found.approved_at = RoyaltyList.State.APPROVED, user, timezone.now()
    found.save()
    note("royalty.approved", user=user, obj=found, count=len(lines), total=sum(line.amount for line in lines))


@transaction.atomic
def save_lines(
    found: RoyaltyList, lines: Iterable[RoyaltyLine], gone: Iterable[RoyaltyLine], user: Any
) -> None:
    """Keep changed lines and drop those struck out. Raises PermissionDenied for an approved list."""
    found = RoyaltyList.objects.select_for_update().get(pk=found.pk)
    if not found.is_draft:
        raise PermissionDenied(_("Bảng kê đã duyệt không sửa được."))
    changed, dropped = list(lines), list(gone)
    for line in changed:
        line.of_list = found
        line.reckon()
    RoyaltyLine.objects.bulk_update(changed, ["author", "kind", "coefficient", "amount"])
    RoyaltyLine.objects.filter(pk__in=[line.pk for line in dropped], of_list=found).delete()
    found.changed_by = user
    found.save(update_fields=["changed_by"])
    note("royalty.changed", user=user, obj=found, count=len(changed), dropped=len(dropped))


def register() -> None:
    """Called once when the application starts."""
    register_names(
        {
            "royalty.drawn-up": gettext_lazy("Lập bảng kê nhuận bút"),
            "royalty.changed": gettext_lazy("Sửa bảng kê nhuận bút"),
            "royalty.approved": gettext_lazy("Duyệt bảng kê nhuận bút"),
            "royalty.rates": gettext_lazy("Đặt mức nhuận bút"),
            "royalty.exported": gettext_lazy("Tải bảng kê nhuận bút"),
        }
    )
    register_details(
        {
            "dropped": gettext_lazy("đã bỏ khỏi bảng kê"),
            "excluded": gettext_lazy("không tính (tin đăng lại)"),
            "total": gettext_lazy("tổng tiền, đồng"),
        }
    )
