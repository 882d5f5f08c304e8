"""``manage.py unknown_mail [NUMBER]``: messages to the mailbox for replies whose case nobody knows."""

import base64
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from feedback.models import IncomingMail
from portal.core import audit


class Command(BaseCommand):
    """List them; print one; have one forgotten."""

    help = "Liệt kê thư trả lời không rõ của câu nào; NUMBER in một thư; --delete xóa nội dung thư đó."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("number", nargs="?", type=int, help="số của thư")
        parser.add_argument("--delete", action="store_true", help="xóa nội dung sau khi đã chuyển")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reading one is written down."""
        rows = IncomingMail.objects.filter(outcome=IncomingMail.Outcome.UNKNOWN)
        if options["number"] is None:
            for row in rows:
                self.stdout.write(f"{row.pk}  {row.at:%d/%m/%Y %H:%M}  {len(row.raw) * 3 // 4} B")
            return
        found = rows.filter(pk=options["number"]).first()
        if found is None:
            raise CommandError(_("Không có thư số này."))
        audit.note("feedback.unknown-mail", obj=found)
        if options["delete"]:
            IncomingMail.erase(rows.filter(pk=found.pk))
            return
        self.stdout.write(base64.b64decode(found.raw).decode(errors="replace"))
