"""Rebuild what is derived from versions, or audit it."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from procedures_pages.models import Procedure
from procedures_pages.services import catalogue, publishing


class Command(BaseCommand):
    """``rebuild_catalogue [--check]``: documents and entries; ``--check`` only compares (1 = differences)."""

    help = "Dựng lại nội dung dựng sẵn và danh mục từ các phiên bản; --check chỉ đối chiếu."

    def add_arguments(self, parser: CommandParser) -> None:
        """Flags of the command."""
        parser.add_argument("--check", action="store_true", help="chỉ đối chiếu, in khác biệt dạng JSON")
        parser.add_argument(
            "--classify", action="store_true", help="đọc lại nhóm cơ quan từ tên in trong nguồn"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        if options["check"]:
            found = catalogue.audit()
            self.stdout.write(
                json.dumps({"documents": found.documents, "entries": found.entries}, ensure_ascii=False)
            )
            if found:
                sys.exit(1)
            return
        count = catalogue.rebuild(classify_again=options["classify"])
        ids = list(Procedure.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), catalogue.CHUNK):
            publishing.lists_moved(ids[start : start + catalogue.CHUNK], role=publishing.EDITOR_ROLE)
        if options["verbosity"] > 0:
            self.stdout.write(f"{count}")
