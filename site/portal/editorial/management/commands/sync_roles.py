"""``sync_roles``: build the groups of all roles from the code, and settle everybody's groups."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.editorial.roles import sync
from portal.editorial.roles.activation import settle_all


class Command(BaseCommand):
    """Exit codes: 0 done, 2 usage. Run again, it changes nothing."""

    help = "Dựng nhóm quyền của mọi vai trò theo mã nguồn; chạy lại không đổi gì."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, settle, tell."""
        with override("vi"):
            found = sync()
            self.stdout.write(_("%(groups)d nhóm quyền, chỉnh %(changed)d, bỏ %(removed)d.") % found)
            self.stdout.write(settle_all())
