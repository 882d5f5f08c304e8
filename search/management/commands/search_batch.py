"""``manage.py search_batch --input FILE --output FILE``: many queries at once, for measuring."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from search import batch, index, registry
from search.backends import elastic


class _Undo(Exception):
    """Leaves the transaction in which a corpus was indexed."""


class Command(BaseCommand):
    """Search for every query of a JSON-lines file and write the ranked codes."""

    help = "Chạy một tệp câu hỏi (JSON từng dòng: id, query) và ghi kết quả đã xếp hạng."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--input", required=True, type=Path)
        parser.add_argument("--output", required=True, type=Path)
        parser.add_argument("--engine", choices=["embedded", "elasticsearch"], default=None)
        parser.add_argument(
            "--corpus", type=Path, help="tìm trong tệp này thay cho chỉ mục; không giữ lại gì"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the answers; with ``--corpus`` nothing of it stays in the database."""
        try:
            lines = options["input"].read_text(encoding="utf-8").splitlines()
            queries = [json.loads(line) for line in lines if line.strip()]
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        if options["corpus"] is None:
            self._write(queries, None, options)
            return
        kind = batch.corpus_kind(options["corpus"])
        registry.register(kind)
        try:
            with transaction.atomic():
                for part in index.batches(kind.all_ids()):
                    index.bring_up_to_date(kind, part)
                if options["engine"] == "elasticsearch":
                    with elastic.temporary_index():
                        self._write(queries, [kind.kind], options)
                else:
                    self._write(queries, [kind.kind], options)
                raise _Undo
        except _Undo:
            pass
        except elastic.Unavailable as error:
            raise CommandError(_("Máy tìm kiếm không trả lời: %(error)s") % {"error": error}) from error
        finally:
            registry.unregister(kind.kind)

    def _write(self, queries: list[dict[str, Any]], kinds: list[str] | None, options: dict[str, Any]) -> None:
        count = 0
        with options["output"].open("w", encoding="utf-8") as out:
            for answer in batch.answers(queries, kinds, options["engine"]):
                out.write(json.dumps(answer, ensure_ascii=False) + "\n")
                count += 1
        self.stdout.write(_("%(count)d câu hỏi") % {"count": count})
