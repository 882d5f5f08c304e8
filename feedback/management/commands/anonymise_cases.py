"""``manage.py anonymise_cases [--dry-run] [--until DAY] [--report FILE]``: erases what is due."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from feedback.models import Stream
from feedback.privacy import retention
from portal.core import clock


class Command(BaseCommand):
    """The job ``feedback.retention`` does the same every hour. Exit 1: a case could not be erased."""

    help = "Xóa dữ liệu cá nhân của những câu hỏi đã hết thời hạn lưu giữ."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--dry-run", action="store_true", help="chỉ nói bao nhiêu câu loại nào, ngày nào")
        parser.add_argument(
            "--until", metavar="DAY", help="với --dry-run: đến hết ngày này (YYYY-MM-DD), không phải hôm nay"
        )
        parser.add_argument("--report", type=Path, metavar="FILE", help="ghi báo cáo dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell what is due, and erase it."""
        day = self._day(options["until"], options["dry_run"])
        planned = retention.plan(day)
        for row in planned:
            held = _(" (đang giữ lại theo yêu cầu pháp luật)") if row.held else ""
            self.stdout.write(f"{row.day:%d/%m/%Y}  {Stream(row.stream).label}: {row.count}{held}")
        result = retention.Result()
        if not options["dry_run"]:
            result = retention.run()
        if options["report"] is not None:
            report = {
                "due": [asdict(row) | {"day": row.day.isoformat()} for row in planned],
                "erased": result.erased,
                "released": result.released,
                "failed": [{"number": number} for number in result.failed],
            }
            options["report"].write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
        if options["dry_run"]:
            total = sum(row.count for row in planned if not row.held)
            self.stdout.write(_("Sẽ xóa dữ liệu cá nhân của %d câu. Chưa xóa gì.") % total)
            return
        self.stdout.write(result.words() or _("Không có câu nào đến hạn xóa."))
        if result.failed:
            raise SystemExit(1)

    def _day(self, typed: str | None, dry_run: bool) -> date:
        if typed is None:
            return clock.today()
        if not dry_run:
            raise CommandError(_("--until chỉ đi với --dry-run."), returncode=2)
        try:
            return date.fromisoformat(typed)
        except ValueError as error:
            raise CommandError(_("Ghi ngày dạng YYYY-MM-DD."), returncode=2) from error
