"""``seed``: fill the portal with the demonstration province, or with a real export (``--data``)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.core.seeds import SeedContext, SeedRefused, run_seeds


class Command(BaseCommand):
    """Exit codes: 0 done, 1 refused or stopped, 2 usage."""

    help = "Nạp dữ liệu ban đầu; phần nào chưa đổi thì bỏ qua."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Folder of an export, one part alone, all again."""
        parser.add_argument("--data", type=Path, metavar="FOLDER", help="Thư mục một bản xuất thật.")
        parser.add_argument("--only", default="", metavar="NAME", help="Chỉ chạy một phần.")
        parser.add_argument("--force", action="store_true", help="Chạy cả phần chưa đổi.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run what has changed, telling each part."""
        folder: Path | None = options["data"]
        if folder is not None and not folder.is_dir():
            raise CommandError(_("Không có thư mục %s.") % folder)
        with override("vi"):
            context = SeedContext(folder.resolve() if folder else None, self._say)
            try:
                run_seeds(context, only=options["only"], force=options["force"])
            except SeedRefused as refused:
                raise CommandError(str(refused)) from None

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
