"""``manage.py receive_mail < MESSAGE``: for a mail server that hands replies over by a pipe."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from feedback.models import IncomingMail
from feedback.replies.receiving import take

# sysexits.h EX_TEMPFAIL: the mail server keeps the message and tries again.
TRY_AGAIN = 75


class Command(BaseCommand):
    """Take one message (RFC 5322) from the standard input."""

    help = "Nhận một thư trả lời từ đầu vào chuẩn (RFC 5322) và đưa vào câu hỏi của thư đó."

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 75 when it could not be stored: the message is still the mail server's."""
        try:
            outcome = take(sys.stdin.buffer.read())
        except Exception as error:
            self.stderr.write(_("Chưa nhận được thư (%s); xin gửi lại sau.") % type(error).__name__)
            sys.exit(TRY_AGAIN)
        self.stdout.write(str(IncomingMail.Outcome(outcome).label))
