"""Import procedures from files and folders."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from procedures_pages.importers.reading import FORMATS
from procedures_pages.importers.run import import_procedures


def _format(value: str) -> str:
    if value not in FORMATS:
        raise argparse.ArgumentTypeError(
            _("chưa đọc được định dạng %(value)s; đọc được: %(formats)s")
            % {"value": value, "formats": ", ".join(FORMATS)}
        )
    return value


class Command(BaseCommand):
    """``import_procedures PATH…``: exit code 0 done, 1 stopped (or refusals under --strict), 2 usage."""

    help = "Nhập thủ tục hành chính từ tệp hoặc thư mục (JSON của Cổng DVCQG, JSON lines)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Flags of the command."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--format", type=_format, default="auto", help=", ".join(FORMATS))
        parser.add_argument("--dry-run", action="store_true", help="chỉ lập kế hoạch, không ghi gì")
        parser.add_argument("--strict", action="store_true", help="mã thoát 1 nếu có dòng bị từ chối")
        parser.add_argument("--report", type=Path, metavar="FILE", help="ghi báo cáo JSON vào tệp")
        parser.add_argument(
            "--allow-vanishing", action="store_true", help="vẫn nhập khi hơn 5%% mã không còn trong nguồn"
        )
        parser.add_argument("--demo", action="store_true", help="đánh dấu thủ tục mới là dữ liệu trình diễn")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, print the counts, write the report."""
        report = import_procedures(
            options["paths"],
            wanted=options["format"],
            dry_run=options["dry_run"],
            demo=options["demo"],
            allow_vanishing=options["allow_vanishing"],
            progress=self.stdout.write if options["verbosity"] > 0 else lambda words: None,
        )
        if options["report"]:
            options["report"].write_text(report.to_json(), encoding="utf-8")
        if options["verbosity"] > 0:
            self.stdout.write(report.summary())
        if report.stopped:
            self.stderr.write(report.stopped)
        code = report.exit_code(strict=options["strict"])
        if code:
            sys.exit(code)
