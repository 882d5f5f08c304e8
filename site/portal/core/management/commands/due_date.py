"""``due_date --start ISO --rule CODE``: when a term ends, and how that was counted."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.core import clock


class Command(BaseCommand):
    """Exit codes: 0 done, 2 wrong use (a start that is no time, an unknown rule)."""

    help = "Tính hạn của một thời hạn, kèm cách tính từng ngày."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Start, rule, scope, form of the answer."""
        parser.add_argument("--start", required=True, metavar="ISO", help="Lúc nhận (giờ Việt Nam).")
        parser.add_argument(
            "--rule", required=True, metavar="CODE", help="Mã quy tắc, hoặc 5-lv, 12-ngay, truoc-7-lv …"
        )
        parser.add_argument("--scope", default="", metavar="CODE", help="Mã cơ quan có ngày nghỉ riêng.")
        parser.add_argument("--json", action="store_true", help="In JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and print."""
        with override("vi"):
            due = self._due(options["start"], options["rule"], options["scope"])
            if options["json"]:
                self.stdout.write(json.dumps(as_data(due), ensure_ascii=False, indent=1))
                return
            self.stdout.write(_("Hạn: %(due)s") % {"due": as_words(due)})
            if due.provisional:
                self.stdout.write(_("Tạm tính: có ngày nghỉ chưa có thông báo chính thức."))
            for line in due.lines():
                self.stdout.write(f"  {line}")

    def _due(self, start: str, code: str, scope: str) -> clock.Due:
        try:
            moment = clock.local(datetime.fromisoformat(start))
            return clock.due(moment, code, scope=scope, competent_start=moment)
        except (ValueError, OverflowError) as error:
            raise CommandError(str(error), returncode=2) from None
        except clock.UnknownRule as error:
            raise CommandError(str(error.args[0]), returncode=2) from None


def as_data(due: clock.Due) -> dict[str, Any]:
    """``due`` is a day, or for hours a moment with its zone; ``counted`` has every day of the count."""
    hours = due.rule.unit == "hours"
    return {
        "due": due.at.isoformat() if hours else due.day.isoformat(),
        "counted": [
            {"day": step.day.isoformat(), "counts": step.counts, "reason": step.reason}
            for step in due.counted
        ],
        "provisional": due.provisional,
        "explained": due.lines(),
    }


def as_words(due: clock.Due) -> str:
    """The end in words."""
    return clock.moment_words(due.at) if due.rule.unit == "hours" else clock.date_words(due.day)
