"""``merge_agencies FILE``: mergers, splits and new names from a table, with a dry run and a report."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.agencies.cells import in_words
from portal.agencies.operations.merge import merge_file
from portal.core.imports import UnreadableInput


class Command(BaseCommand):
    """Exit codes: 0 done, 1 stopped or rows refused, 2 usage."""

    help = "Nhập, tách, đổi tên đơn vị theo một bảng .xlsx hoặc .csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, dry run and report."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="Làm thử rồi bỏ đi; chỉ báo kết quả.")
        parser.add_argument("--report", type=Path, metavar="FILE", help="Ghi báo cáo dạng JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and report."""
        with override("vi"):
            file: Path = options["file"]
            try:
                outcome = merge_file(file, dry_run=options["dry_run"], say=self.stdout.write)
            except UnreadableInput as error:
                raise CommandError(f"{file}: {error}") from None
            if options["report"] is not None:
                options["report"].write_text(outcome.to_json(), encoding="utf-8")
            for conflict in outcome.conflicts:
                self.stdout.write("{from} → {to} · {what} · {object}: {reason}".format(**conflict))
            for line in outcome.refused:
                self.stderr.write(f"{in_words(line)}: {line.reason}")
            self.stdout.write(outcome.summary())
            if outcome.refused:
                raise CommandError(_("Có dòng bị từ chối."))
