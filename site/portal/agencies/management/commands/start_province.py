"""``start_province FILE``: leaves the demonstration and makes a real, empty province from a list."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.agencies.operations.leaving import Refused, start_province
from portal.agencies.register_file import in_words
from portal.core.imports import UnreadableInput


class Command(BaseCommand):
    """Exit codes: 0 done, 1 refused or stopped, 2 usage."""

    help = "Rời bản trình diễn: xóa hết nội dung trình diễn, lập tỉnh thật từ danh sách cơ quan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The list, as provision_agencies takes it."""
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge, prove, provision; print what went."""
        with override("vi"):
            try:
                done = start_province(options["file"], say=self.stdout.write)
            except UnreadableInput as error:
                raise CommandError(f"{options['file']}: {error}") from None
            except Refused as refused:
                raise CommandError(str(refused)) from None
            self._tell(done.purged)
            for line in done.provisioned.plan.refused:
                self.stderr.write(f"{in_words(line)}: {line.reason}")
            self.stdout.write(done.provisioned.summary())
            if done.problems or done.provisioned.plan.refused:
                raise CommandError("\n".join([_("Chưa xong:"), *done.problems]))
            self.stdout.write(
                _("Từ nay chạy không có PORTAL_DEMO. Quản trị viên đầu tiên: manage.py invite_admin EMAIL")
            )

    def _tell(self, purged: Any) -> None:
        if purged is None:
            self.stdout.write(_("Bản trình diễn đã được rời trước đó; làm tiếp danh sách."))
            return
        for label, count in sorted(purged.rows.items()):
            self.stdout.write(_("đã xóa %(count)6d  %(table)s") % {"count": count, "table": label})
        self.stdout.write(_("đã xóa %(count)6d  tệp") % {"count": purged.files})
        for label, count in sorted(purged.kept.items()):
            self.stdout.write(_("giữ lại %(count)5d  %(table)s") % {"count": count, "table": label})
