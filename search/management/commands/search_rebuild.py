"""``manage.py search_rebuild``: every entry anew from what is live and public."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from search import index, registry


class Command(BaseCommand):
    """Write the whole index again, batch by batch; the site goes on searching meanwhile."""

    help = "Lập lại toàn bộ chỉ mục tìm kiếm."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and tell the number of entries."""
        count = index.rebuild(registry.kinds())
        self.stdout.write(_("Chỉ mục có %(count)d mục.") % {"count": count})
