"""``make_alert_areas``: an area of the emergency banner for every old district that the register knows."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import override

from home.news import areas


class Command(BaseCommand):
    """Exit code 0; an area that exists is left alone."""

    help = "Lập vùng cảnh báo theo địa bàn huyện cũ, từ tên cũ trong danh mục cơ quan."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing and say how many."""
        with override("vi"):
            self.stdout.write(_("Đã lập %d vùng cảnh báo.") % areas.from_old_districts())
