"""``manage.py rotate_keys [--dry-run] [--batch N] [--report FILE]``: everything under the first key."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from feedback.privacy import rotation


class Command(BaseCommand):
    """Exit 1: rows could not be read under any key of the list."""

    help = "Mã hóa lại dữ liệu của bàn hỏi đáp bằng khóa đầu tiên trong PORTAL_FEEDBACK_KEYS."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--dry-run", action="store_true", help="chỉ đếm, không thay đổi gì")
        parser.add_argument("--batch", type=int, default=rotation.BATCH, metavar="N", help="số dòng một lượt")
        parser.add_argument("--report", type=Path, metavar="FILE", help="ghi báo cáo dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate and tell what is left."""
        if options["batch"] < 1:
            raise CommandError(_("Số dòng một lượt phải từ 1."), returncode=2)
        result = rotation.rotate(options["dry_run"], options["batch"])
        if options["report"] is not None:
            report = asdict(result) | {
                "unreadable": [{"row": row} for row in result.unreadable],
                "bound": [{"column": name, "count": count} for name, count in result.bound.items()],
            }
            options["report"].write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
        words = (
            _("Sẽ mã hóa lại %(fields)d mục, tính lại %(hashes)d mã băm.")
            if options["dry_run"]
            else _("Đã mã hóa lại %(fields)d mục, tính lại %(hashes)d mã băm.")
        )
        self.stdout.write(words % {"fields": result.fields, "hashes": result.hashes})
        for name, count in result.bound.items():
            self.stdout.write(
                _("%(name)s: %(count)d mã băm còn theo khóa cũ; bỏ khóa cũ thì không tra được nữa.")
                % {"name": name, "count": count}
            )
        for row in result.unreadable:
            self.stderr.write(_("Không đọc được bằng khóa nào: %s") % row)
        if result.unreadable:
            raise SystemExit(1)
