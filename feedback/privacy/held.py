"""Whose data were held in a period, of which kinds, since when: what a notice about a breach asks for.

Luật 91/2025/QH15 has a breach told within 72 hours: who is concerned, and which data. A case counts when its
data were in the portal on any day of the period, whenever it came.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from feedback.models import Case, DataRequest, IncomingMail
from portal.core import clock
from portal.core.tables import Cell

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Period:
    """Both days are part of it."""

    first: date
    last: date

    def held(self, since: str, until: str) -> Q:
        """Rows that came (``since``) before its end and were not erased (``until``) before it began."""
        came = Q(**{f"{since}__lt": clock.start_of(self.last + timedelta(days=1))})
        return came & (Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": clock.start_of(self.first)}))


def heading(contacts: bool) -> list[str]:
    """The columns."""
    known = [
        _("Số"),
        _("Cơ quan"),
        _("Người thứ"),
        _("Giữ từ"),
        _("Đã xóa lúc"),
        _("Loại dữ liệu"),
        _("Số tệp"),
    ]
    return known + ([_("Họ và tên"), _("Điện thoại"), _("Thư điện tử")] if contacts else [])


def rows(
    period: Period,
    cases: QuerySet[Case],
    requests: QuerySet[DataRequest],
    mails: QuerySet[IncomingMail] | None = None,
    contacts: bool = False,
) -> Iterator[list[Cell]]:
    """One row a case, a request, an unknown message. ``Người thứ`` counts people: the same number or mailbox
    is the same person; empty where nothing tells."""
    people: dict[str, int] = {}
    found = cases.filter(period.held("received_at", "anonymised_at")).order_by("pk")
    for case in found.annotate(files=Count("attachments")).select_related("agency").iterator(CHUNK):
        who = case.phone_hash or case.email_hash
        given = (case.sender_name, case.sender_phone, case.sender_email)
        kinds = _kinds(*given, case.sender_address, case.text, case.files)
        row: list[Cell] = [case.number, case.agency.code, _number(people, who), case.received_at]
        row += [case.anonymised_at, kinds, case.files]
        yield row + (list(given) if contacts else [])
    asked = requests.filter(period.held("received_at", "erased_at")).order_by("pk")
    for one in asked.select_related("agency").iterator(CHUNK):
        given = (one.name, one.phone, one.email)
        row = [one.number, one.agency.code, None, one.received_at, one.erased_at]
        row += [_kinds(*given, "", one.words, 0), 0]
        yield row + (list(given) if contacts else [])
    for mail in (mails or IncomingMail.objects.none()).order_by("pk").iterator(CHUNK):
        row = [_("thư %d") % mail.pk, "", None, mail.at, None, _("thư chưa rõ của câu nào"), 0]
        yield row + (["", "", ""] if contacts else [])


def _number(people: dict[str, int], who: str) -> int | None:
    return people.setdefault(who, len(people) + 1) if who else None


def _kinds(name: str, phone: str, email: str, address: str, text: str, files: int) -> str:
    """What is held, in words; nothing is left of what was erased."""
    held = (
        (name, _("họ và tên")),
        (phone, _("điện thoại")),
        (email, _("thư điện tử")),
        (address, _("địa chỉ")),
        (text, _("nội dung đã viết")),
        (files, _("tệp đã gửi")),
    )
    return ", ".join(words for there, words in held if there)
