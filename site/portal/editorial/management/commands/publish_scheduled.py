"""Takes the place of Wagtail's command of the same name: the schedule goes through the publish service."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from portal.editorial.services import scheduled


class Command(BaseCommand):
    """Publishes what is due and takes away what has ended; ``run_jobs`` does the same every minute."""

    help = _("Công khai nội dung đến giờ hẹn, rút nội dung hết hạn.")

    def add_arguments(self, parser: CommandParser) -> None:
        """``--dry-run`` counts only."""
        parser.add_argument("--dry-run", action="store_true", help=_("chỉ đếm, không thay đổi gì"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once; exit code 1 when a rule stopped something."""
        if options["dry_run"]:
            due, over = scheduled.due_revisions().count(), len(list(scheduled.ended()))
            self.stdout.write(
                _("Đến giờ công khai: %(due)d. Hết hạn: %(over)d.") % {"due": due, "over": over}
            )
            return
        result = scheduled.run()
        self.stdout.write(str(result) or _("Không có gì đến hạn."))
        if result.refused:
            raise SystemExit(1)
