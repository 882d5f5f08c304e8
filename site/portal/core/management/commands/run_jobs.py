"""``manage.py run_jobs [--once]``: all due jobs of all apps."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils.translation import gettext as _

from portal.core.jobs import run_due_jobs


class Command(BaseCommand):
    """Run due jobs once, or go on until stopped."""

    help = "Chạy các việc định kỳ đã đến giờ của mọi ứng dụng."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--once", action="store_true", help="chạy một lượt rồi thôi")
        parser.add_argument("--pause", type=float, default=5.0, help="số giây giữa hai lượt")

    def handle(self, *args: Any, **options: Any) -> None:
        """Loop until SIGTERM or Ctrl-C; with ``--once`` one pass."""
        if options["once"]:
            self._pass()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: stop.set())
        while not stop.is_set():
            self._pass()
            stop.wait(options["pause"])

    def _pass(self) -> None:
        close_old_connections()
        for run in run_due_jobs():
            state = _("xong") if run.succeeded else _("LỖI")
            if not run.succeeded or run.message:
                self.stdout.write(f"{run.name}: {state} {run.message}")
