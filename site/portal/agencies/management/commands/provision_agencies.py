"""``provision_agencies FILE``: sites from a table of agencies; ``--sections`` completes those that exist."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.agencies.cells import in_words
from portal.agencies.provisioning import add_missing_sections
from portal.agencies.register_import import import_register, refusal
from portal.core.imports import UnreadableInput


class Command(BaseCommand):
    """Exit codes: 0 done, 1 stopped or rows refused, 2 usage."""

    help = "Tạo hoặc bổ sung trang của các cơ quan từ một bảng .xlsx hoặc .csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, or ``--sections`` alone."""
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="Chỉ báo sẽ làm gì.")
        parser.add_argument("--report", type=Path, metavar="FILE", help="Ghi báo cáo dạng JSON.")
        parser.add_argument(
            "--sections", action="store_true", help="Bổ sung các mục còn thiếu cho mọi cơ quan đã có."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and report."""
        with override("vi"):
            if options["sections"]:
                self.stdout.write(_("Đã bổ sung: %d cơ quan.") % len(add_missing_sections(self.stdout.write)))
                return
            if options["file"] is None:
                raise CommandError(_("Cần tên tệp, hoặc --sections."), returncode=2)
            self._provision(options["file"], options["dry_run"], options["report"])

    def _provision(self, file: Path, dry_run: bool, report_file: Path | None) -> None:
        try:
            report = import_register(file, dry_run=dry_run, say=self.stdout.write)
        except UnreadableInput as error:
            if report_file is not None:
                report = refusal(error, file.name, dry_run=dry_run)
                report_file.write_text(report.to_json(), encoding="utf-8")
            where = f" ({in_words(error.place)})" if error.place is not None else ""
            raise CommandError(f"{file}: {error}{where}") from None
        if report_file is not None:
            report_file.write_text(report.to_json(), encoding="utf-8")
        for line in report.plan.refused:
            self.stderr.write(f"{in_words(line)}: {line.reason}")
        self.stdout.write(report.summary())
        if report.plan.refused:
            raise CommandError(_("Có dòng bị từ chối."))
