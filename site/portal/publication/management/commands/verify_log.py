"""``manage.py verify_log [--reconcile] [--against FILE] [--json]``: is the publication log whole and true."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.publication import verify


class Command(BaseCommand):
    """Exit 0: nothing found; 1: the first bad line and every difference are named; 2: wrong use."""

    help = "Kiểm tra nhật ký công bố: chuỗi mã băm, mã gốc đã lưu, và đối chiếu với những gì đang công khai."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--reconcile", action="store_true", help="đối chiếu với những gì đang công khai")
        parser.add_argument("--against", type=Path, metavar="FILE", help="bản goc-ngay.csv đã lưu bên ngoài")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and tell."""
        try:
            kept = verify.read_roots(options["against"]) if options["against"] else []
        except verify.UnreadableRoots as error:
            reason = _("Không đọc được tệp mã gốc: %(error)s") % {"error": error}
            raise CommandError(reason, returncode=2) from error
        count, first = verify.chain()
        found = [first] if first else []
        differs = verify.against(kept) if kept else None
        found += [differs] if differs else []
        found += verify.guards()
        if options["reconcile"]:
            found += verify.reconcile()
        if options["json"]:
            answer = {
                "lines": count,
                "first_bad_line": first.sequence if first else None,
                "findings": [asdict(finding) for finding in found],
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        else:
            for finding in found:
                self.stdout.write(finding.message)
            if not found:
                self.stdout.write(_("Nhật ký nguyên vẹn: %(n)s dòng.") % {"n": count})
        if found:
            sys.exit(1)
