"""``manage.py search_audit [--repair] [--report FILE]``: the index against what is live and public."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from search.audit import audit, repair


class Command(BaseCommand):
    """Tell what is missing, stale or orphaned; exit 1 when something is and was not repaired."""

    help = "Đối chiếu chỉ mục tìm kiếm với dữ liệu đang công khai."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--repair", action="store_true", help="sửa chỉ mục")
        parser.add_argument("--report", type=Path, help="ghi báo cáo JSON vào tệp này")

    def handle(self, *args: Any, **options: Any) -> None:
        """Audit, report, repair."""
        found = audit()
        if options["report"]:
            text = json.dumps(found.to_json(), ensure_ascii=False, indent=1)
            options["report"].write_text(text, encoding="utf-8")
        line = _("thiếu %(missing)d, cũ %(stale)d, thừa %(orphan)d") % {
            "missing": len(found.missing),
            "stale": len(found.stale),
            "orphan": len(found.orphan),
        }
        self.stdout.write(line)
        if found.clean:
            return
        if not options["repair"]:
            raise CommandError(_("Chỉ mục không khớp; chạy lại với --repair để sửa."))
        repair(found)
        self.stdout.write(_("Đã sửa."))
