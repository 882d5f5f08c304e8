"""``manage.py replay_deletions [--ledger FILE]… [--dry-run] [--report FILE]``: after a restore."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from feedback.privacy import ledger
from feedback.privacy.replay import replay


class Command(BaseCommand):
    """Exit 2: a ledger is missing or cannot be read, and nothing was done."""

    help = "Sau khi phục hồi bản sao lưu cũ: xóa lại những gì sổ xóa đã ghi."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument(
            "--ledger",
            type=Path,
            action="append",
            metavar="FILE",
            help="bản sao của sổ xóa, dùng được nhiều lần; mặc định là sổ đang dùng",
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ nói sẽ xóa gì")
        parser.add_argument("--report", type=Path, metavar="FILE", help="ghi báo cáo dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase again, and tell."""
        files = options["ledger"] or [ledger.path()]
        try:
            result = replay(files, options["dry_run"])
        except (OSError, ledger.UnreadableLedger) as error:
            reason = _("Không đọc được sổ xóa, chưa làm gì: %(error)s") % {"error": error}
            raise CommandError(reason, returncode=2) from error
        if options["report"] is not None:
            report = {
                "erased": [{"thing": thing} for thing in result.erased],
                "done": result.done,
                "unknown": result.unknown,
            }
            options["report"].write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
        words = _("Sẽ xóa lại: %(n)d.") if options["dry_run"] else _("Đã xóa lại: %(n)d.")
        self.stdout.write(words % {"n": len(result.erased)})
        self.stdout.write(
            _("Đã xóa từ trước: %(done)d. Không có trong bản này: %(unknown)d.")
            % {"done": result.done, "unknown": result.unknown}
        )
