"""``move_site CODE --host HOST | --path [--slug SLUG]``: another address for a site, in one step."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.agencies.models import Agency
from portal.agencies.operations.moves import change_address, current_address


class Command(BaseCommand):
    """Exit codes: 0 done, 1 refused, 2 usage."""

    help = "Đổi địa chỉ trang của một cơ quan; địa chỉ cũ chuyển hướng mãi mãi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The agency's code, and where to."""
        parser.add_argument("code", metavar="CODE", help="Mã đơn vị.")
        target = parser.add_mutually_exclusive_group()
        target.add_argument("--host", metavar="HOST", help="Tên miền riêng.")
        target.add_argument("--path", action="store_true", help="Bỏ tên miền riêng; đứng dưới cổng tỉnh.")
        parser.add_argument("--slug", metavar="SLUG", help="Phần địa chỉ dưới trang của tỉnh.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Move and say what was left."""
        with override("vi"):
            agency = Agency.objects.filter(code=options["code"]).first()
            if agency is None:
                raise CommandError(_("Không có cơ quan mang mã %s.") % options["code"])
            hostname = "" if options["path"] else options["host"]
            if hostname is None and options["slug"] is None:
                raise CommandError(_("Cần --host, --path hoặc --slug."), returncode=2)
            try:
                moved = change_address(agency, hostname=hostname, slug=options["slug"])
            except ValidationError as refused:
                raise CommandError(" ".join(refused.messages)) from None
            for warning in moved.warnings:
                self.stderr.write(warning)
            now = current_address(agency)
            if not moved.changed:
                self.stdout.write(_("Không có gì thay đổi: %s") % now)
            for left in moved.left:
                self.stdout.write(f"{left} → {now}")
