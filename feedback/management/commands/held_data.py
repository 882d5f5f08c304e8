"""``manage.py held_data --from DAY --to DAY [--agency CODE] --output FILE``: for a notice of a breach."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from feedback.models import Case, DataRequest, IncomingMail
from feedback.privacy import held
from portal.agencies.models import Agency
from portal.core import audit
from portal.core.tables import csv_pieces, workbook


class Command(BaseCommand):
    """Kinds and days of the whole province, without a name; contacts are taken by each agency's leader."""

    help = "Khi lộ, mất dữ liệu: bàn hỏi đáp giữ dữ liệu của ai, loại nào, từ khi nào."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--from", dest="first", required=True, metavar="DAY", help="từ ngày (YYYY-MM-DD)")
        parser.add_argument("--to", dest="last", required=True, metavar="DAY", help="đến hết ngày")
        parser.add_argument("--agency", metavar="CODE", help="chỉ một cơ quan")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE", help="tệp .xlsx hoặc .csv")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, readable by its owner alone."""
        try:
            period = held.Period(date.fromisoformat(options["first"]), date.fromisoformat(options["last"]))
        except ValueError as error:
            raise CommandError(_("Ghi ngày dạng YYYY-MM-DD."), returncode=2) from error
        output: Path = options["output"]
        if period.last < period.first or output.suffix not in (".xlsx", ".csv"):
            raise CommandError(_("Ngày cuối trước ngày đầu, hoặc tệp không phải .xlsx, .csv."), returncode=2)
        cases, requests, code = Case.objects.all(), DataRequest.objects.all(), options["agency"] or ""
        mails = None if code else IncomingMail.objects.filter(outcome=IncomingMail.Outcome.UNKNOWN)
        if code:
            agency = Agency.objects.filter(code=code).first()
            if agency is None:
                raise CommandError(_("Không có cơ quan mã %s.") % code, returncode=2)
            cases, requests = cases.filter(agency=agency), requests.filter(agency=agency)
        found = list(held.rows(period, cases, requests, mails))
        output.touch(mode=0o600)
        if output.suffix == ".csv":
            output.write_text("".join(csv_pieces(held.heading(False), found)), encoding="utf-8")
        else:
            output.write_bytes(workbook(_("Dữ liệu đang giữ"), held.heading(False), found))
        audit.note(
            "feedback.held-exported",
            agency_code=code,
            rows=len(found),
            first_day=period.first.isoformat(),
            until=period.last.isoformat(),
            format=output.suffix[1:],
            scope="kinds",
        )
        self.stdout.write(_("Đã ghi %d dòng.") % len(found))
